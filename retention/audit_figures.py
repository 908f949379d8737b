"""The catalogue of metrics, second part: what an audit of the customer base holds."""

from dataclasses import dataclass

from retention.metrics import Unit


@dataclass(frozen=True, kw_only=True)
class AuditFigure:
    """One figure of an audit: `name` is its column, or its name in JSON, in `part` of the audit's answer."""

    name: str
    part: str
    unit: Unit
    formula: str


AUDIT_SOURCE = (
    "Fader, Hardie & Ross, The Customer-Base Audit, 2022; bridge after Kitagawa, JASA 50, 1955; ladder by "
    "Kaplan & Meier, JASA 53, 1958"
)
AUDIT: tuple[AuditFigure, ...] = (
    AuditFigure(name="revenue_0", part="bridge", unit=Unit.MONEY, formula="net revenue of the earlier period"),
    AuditFigure(name="revenue_1", part="bridge", unit=Unit.MONEY, formula="net revenue of the later period"),
    AuditFigure(
        name="lost",
        part="bridge",
        unit=Unit.MONEY,
        formula="revenue of the earlier period from customers without an order in the later one, less refunds in it",
    ),
    AuditFigure(
        name="back",
        part="bridge",
        unit=Unit.MONEY,
        formula="revenue of the later period from customers who had bought before the earlier one and not in it",
    ),
    AuditFigure(
        name="since",
        part="bridge",
        unit=Unit.MONEY,
        formula="revenue of the later period from customers whose first order lies between the two",
    ),
    AuditFigure(
        name="new",
        part="bridge",
        unit=Unit.MONEY,
        formula="revenue of the later period from customers whose first order lies in it",
    ),
    AuditFigure(
        name="other",
        part="bridge",
        unit=Unit.MONEY,
        formula="change of money of people without an order in either period, such as a later refund",
    ),
    AuditFigure(
        name="how_often",
        part="bridge",
        unit=Unit.MONEY,
        formula="Δo · ½(v₀ + v₁) of customers of both periods: o their orders, v revenue per order",
    ),
    AuditFigure(
        name="how_much",
        part="bridge",
        unit=Unit.MONEY,
        formula="Δv · ½(o₀ + o₁); with lines split into units per order, prices, assortment, discounts and the rest",
    ),
    AuditFigure(
        name="revenue_share",
        part="deciles",
        unit=Unit.SHARE,
        formula="revenue of a tenth of the customers of the period, ranked by it / revenue of all of them",
    ),
    AuditFigure(
        name="customers",
        part="moves",
        unit=Unit.COUNT,
        formula="customers by their tenth in both periods: up, same, down, lost, new, first bought since, back again",
    ),
    AuditFigure(
        name="value",
        part="value",
        unit=Unit.MONEY,
        formula="net revenue × margin up to an age / customers of the cohort; 95% interval of a mean over customers",
    ),
    AuditFigure(
        name="payback",
        part="value",
        unit=Unit.COUNT,
        formula="first age at which the value of all cohorts together is as high as what winning a customer costs",
    ),
    AuditFigure(
        name="revenue",
        part="stacked",
        unit=Unit.MONEY,
        formula="net revenue of a period from the customers of a cohort; the cohorts of a period add up to its revenue",
    ),
    AuditFigure(
        name="share",
        part="ladder",
        unit=Unit.SHARE,
        formula="chance that a customer with n orders places the next within 90, 180, 365 days, with a 95% band",
    ),
)
"""What an audit holds, in the order in which it is told."""
