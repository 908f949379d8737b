"""The catalogue of metrics: what each figure is called, how it is worked out, its unit, what it needs, and its source.

Tables, pages, the command line and docs/metrics.md all read it: a metric is added here, and its counts where
`retention.analysis` counts them. Titles and explanations are English templates that `retention.narrate` translates.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from retention.messages import N_


class Unit(StrEnum):
    """What a figure is measured in: a `share` is a fraction, a `count` whole, a `number` may have decimals."""

    SHARE = "share"
    COUNT = "count"
    NUMBER = "number"
    MONEY = "money"


@dataclass(frozen=True, kw_only=True)
class Metric:
    """One figure of a period.

    `name` is its column and its name in JSON. It is `part` / `whole`, two columns of `retention.figures`; with
    `interval` it is a share of customers with a 95% Wilson interval, with `squares` a share of money with the interval
    of a quotient of two sums over customers, made of three further sums (`retention.intervals.of_sums`). `at_risk` is
    the column of customers it goes by: fewer than 30 of them say little. `counts` tells what was counted, with
    placeholders for both columns (`part`, `whole`), for customers of the period and new ones (`active`, `new`), and for
    the stretches of time (`base`, `period`); `differs` why it differs from its neighbours, with `back` for the
    customers who came back after a break. `formula` and `source` are told on the page Methods and in
    docs/metrics.md. `benchmark` names the
    definition of the published figures that may stand beside.
    """

    name: str
    title: str
    unit: Unit
    part: str
    whole: str
    at_risk: str
    interval: bool = False
    squares: tuple[str, str, str] | None = None
    formula: str
    counts: str
    differs: str
    source: str
    benchmark: str | None = None

    @property
    def has_interval(self) -> bool:
        """Whether it comes with both ends of a 95% interval."""
        return self.interval or self.squares is not None

    @property
    def needs_amounts(self) -> bool:
        """Whether it says nothing about orders without amounts."""
        return "revenue" in f"{self.part} {self.whole}"


@dataclass(frozen=True, kw_only=True)
class CohortMeasure:
    """One figure of a cohort at an age.

    `name` is its column in `retention.cohorts`, `flag` what the command line calls it. A quotient is `part` / `whole`,
    over several cohorts the quotient of their totals; a total has neither, and over several cohorts its mean is shown.
    `by_mode`: which customers count depends on the mode (at that age, at it or later, by it).
    """

    name: str
    title: str
    unit: Unit
    flag: str
    part: str | None = None
    whole: str | None = None
    by_mode: bool = False
    formula: str

    @property
    def is_total(self) -> bool:
        """Whether it adds up over customers, so that cohorts of different sizes are not comparable by it."""
        return self.whole is None

    @property
    def needs_amounts(self) -> bool:
        """Whether it says nothing about orders without amounts."""
        return "revenue" in f"{self.name} {self.part}"


_MARKETING_METRICS = "Farris, Bendle, Pfeifer & Reibstein, Marketing Metrics, 2010, chapter 5"

METRICS: Mapping[str, Metric] = {
    metric.name: metric
    for metric in (
        Metric(
            name="crr",
            title=N_("Customer retention rate (CRR)"),
            unit=Unit.SHARE,
            part="retained",
            whole="customers_at_start",
            at_risk="customers_at_start",
            interval=True,
            formula=N_(
                "|S ∩ E| / |S|: of the customers at the start S, those who are among the customers E of the period"
            ),
            counts=N_("Bought {base}: {whole}. Of these, bought again {period}: {part}."),
            differs=N_("Asks who of the customers you had is still there."),
            source=_MARKETING_METRICS,
        ),
        Metric(
            name="churn",
            title=N_("Churn"),
            unit=Unit.SHARE,
            part="lost",
            whole="customers_at_start",
            at_risk="customers_at_start",
            interval=True,
            formula=N_("1 − CRR"),
            counts=N_("Bought {base}: {whole}. Of these, did not buy {period}: {part}."),
            differs=N_("The other side of CRR: together they are 100%."),
            source=_MARKETING_METRICS,
        ),
        Metric(
            name="textbook",
            title=N_("Textbook retention"),
            unit=Unit.SHARE,
            part="returning",
            whole="customers_at_start",
            at_risk="customers_at_start",
            formula=N_("(E − N) / S: the customers of the period less the new ones, by the customers at the start"),
            counts=N_(
                "Bought {period}: {active}; less first-time buyers: {new}; against customers at the start: {whole}."
            ),
            differs=N_("Also counts those back after a break ({back}) as if they had never been away; can pass 100%."),
            source=N_("The formula of most guides, without an author"),
        ),
        Metric(
            name="returning_share",
            title=N_("Returning share"),
            unit=Unit.SHARE,
            part="returning",
            whole="active",
            at_risk="active",
            interval=True,
            formula=N_("customers of the period who bought at any time before it / customers of the period"),
            counts=N_("Bought {period}: {whole}. Of these, had bought at any time before: {part}."),
            differs=N_("Looks back from today's buyers: many new customers push it down though nobody left."),
            source=N_("Usual in shop systems"),
        ),
        Metric(
            name="repeat_purchase_rate",
            title=N_("Repeat purchase rate"),
            unit=Unit.SHARE,
            part="repeaters",
            whole="active",
            at_risk="active",
            interval=True,
            formula=N_("customers with two orders or more in the period / customers of the period"),
            counts=N_("Bought {period}: {whole}. Of these, ordered twice or more in it: {part}."),
            differs=N_("Sees only repeats inside the period, so a longer period gives a higher rate."),
            source=N_("Usual in shop systems"),
        ),
        Metric(
            name="lifetime_repeat_rate",
            title=N_("Lifetime repeat rate"),
            unit=Unit.SHARE,
            part="repeaters_to_date",
            whole="customers_to_date",
            at_risk="customers_to_date",
            interval=True,
            formula=N_("customers with two orders or more up to the end of the period / all customers up to then"),
            counts=N_("All customers up to the end of the period: {whole}. With two orders or more: {part}."),
            differs=N_("Sees all time at once: hardly moves, and says little about recent months."),
            source=N_("The definition of Metrilo's averages by niche"),
            benchmark="lifetime_repeat_rate",
        ),
        Metric(
            name="shopify_returning_rate",
            title=N_("Returning rate as Shopify counts it"),
            unit=Unit.SHARE,
            part="ever_repeaters",
            whole="active",
            at_risk="active",
            interval=True,
            formula=N_(
                "customers of the period with more than one order up to the as-of date / customers of the period"
            ),
            counts=N_("Bought {period}: {whole}. Of these, with two orders or more to this day: {part}."),
            differs=N_("Later orders count too: the rate of an old period keeps rising."),
            source=N_("Shopify's documentation of “returning customer rate”"),
        ),
        Metric(
            name="net_revenue_retention",
            title=N_("Net revenue retention"),
            unit=Unit.SHARE,
            part="retained_revenue",
            whole="revenue_at_start",
            at_risk="customers_at_start",
            squares=("squared_retained_revenue", "retained_by_base_revenue", "squared_revenue_at_start"),
            formula=N_("revenue in the period from the customers at the start / their revenue in the base"),
            counts=N_("Customers at the start spent {whole} {base} and {part} {period}."),
            differs=N_("Counts money: a few who spend more can hide many who left; can pass 100%."),
            source=N_("Usual in subscription businesses"),
        ),
        Metric(
            name="gross_revenue_retention",
            title=N_("Gross revenue retention"),
            unit=Unit.SHARE,
            part="kept_revenue",
            whole="positive_revenue_at_start",
            at_risk="customers_at_start",
            squares=("squared_kept_revenue", "kept_by_base_revenue", "squared_positive_revenue_at_start"),
            formula=N_(
                "Σ min(max(revenue in the period, 0), max(revenue in the base, 0)) / Σ max(revenue in the base, 0) "
                "over the customers at the start"
            ),
            counts=N_(
                "Customers at the start spent {whole} {base}; counted up to what each spent then, {part} {period}."
            ),
            differs=N_("Counts money, but nobody for more than before: what was kept of earlier revenue."),
            source=N_("Usual in subscription businesses"),
        ),
        Metric(
            name="returning_revenue_share",
            title=N_("Revenue from returning customers"),
            unit=Unit.SHARE,
            part="returning_revenue",
            whole="revenue",
            at_risk="active",
            formula=N_("revenue in the period from customers who bought before it / revenue in the period"),
            counts=N_("Of {whole} revenue {period}, {part} came from customers who had bought before."),
            differs=N_("Counts money, looking back from today's sales; new customers push it down."),
            source=N_("Usual in shop systems"),
        ),
        Metric(
            name="purchase_frequency",
            title=N_("Orders per customer"),
            unit=Unit.NUMBER,
            part="orders",
            whole="active",
            at_risk="active",
            formula=N_("orders in the period / customers of the period"),
            counts=N_("Orders {period}: {part}; customers: {whole}."),
            differs=N_("How often customers buy, not how many come back."),
            source=N_("Usual in shop systems"),
        ),
        Metric(
            name="average_order_value",
            title=N_("Average order value"),
            unit=Unit.MONEY,
            part="revenue",
            whole="orders",
            at_risk="active",
            formula=N_("revenue in the period / orders in the period"),
            counts=N_("Revenue {period}: {part}; orders: {whole}."),
            differs=N_("How much an order brings; says nothing about coming back."),
            source=N_("Usual in shop systems"),
        ),
    )
}
"""The family of retention figures of a period, in the order in which they are told."""

COHORT_MEASURES: Mapping[str, CohortMeasure] = {
    measure.name: measure
    for measure in (
        CohortMeasure(
            name="share",
            title=N_("Share of the cohort"),
            unit=Unit.SHARE,
            flag="share",
            part="customers",
            whole="at_risk",
            by_mode=True,
            formula=N_("customers who bought / customers of the cohort whose whole period at that age is over"),
        ),
        CohortMeasure(
            name="customers",
            title=N_("Customers"),
            unit=Unit.COUNT,
            flag="customers",
            by_mode=True,
            formula=N_("customers who bought"),
        ),
        CohortMeasure(
            name="orders", title=N_("Orders"), unit=Unit.COUNT, flag="orders", formula=N_("orders at that age")
        ),
        CohortMeasure(
            name="orders_per_active_customer",
            title=N_("Orders per buying customer"),
            unit=Unit.NUMBER,
            flag="orders_per_active",
            part="orders",
            whole="active",
            formula=N_("orders at that age / customers who bought at that age"),
        ),
        CohortMeasure(
            name="revenue", title=N_("Revenue"), unit=Unit.MONEY, flag="revenue", formula=N_("net revenue at that age")
        ),
        CohortMeasure(
            name="revenue_per_customer",
            title=N_("Revenue per customer of the cohort"),
            unit=Unit.MONEY,
            flag="revenue_per_customer",
            part="revenue",
            whole="at_risk",
            formula=N_("net revenue at that age / customers of the cohort whose whole period at that age is over"),
        ),
        CohortMeasure(
            name="cumulative_revenue_per_customer",
            title=N_("Revenue per customer so far"),
            unit=Unit.MONEY,
            flag="cumulative_revenue_per_customer",
            part="cumulative_revenue",
            whole="at_risk",
            formula=N_("net revenue up to that age / customers of the cohort whose whole period at that age is over"),
        ),
        CohortMeasure(
            name="average_order_value",
            title=N_("Order value"),
            unit=Unit.MONEY,
            flag="order_value",
            part="revenue",
            whole="orders",
            formula=N_("net revenue at that age / orders at that age"),
        ),
    )
}
"""What can be shown of a cohort at an age, in the order in which it is offered."""

AUDIT_SOURCE = (
    "Fader, Hardie & Ross, The Customer-Base Audit, 2022; bridge after Kitagawa, JASA 50, 1955; ladder by "
    "Kaplan & Meier, JASA 53, 1958"
)
AUDIT: Mapping[str, Mapping[str, str]] = {
    "bridge": {
        "revenue_0": N_("net revenue of the earlier period"),
        "revenue_1": N_("net revenue of the later period"),
        "lost": N_(
            "revenue of the earlier period from customers without an order in the later one, less refunds in it"
        ),
        "back": N_("revenue of the later period from customers who had bought before the earlier one and not in it"),
        "since": N_("revenue of the later period from customers whose first order lies between the two"),
        "new": N_("revenue of the later period from customers whose first order lies in it"),
        "other": N_("change of money of people without an order in either period, such as a later refund"),
        "how_often": N_("Δo · ½(v₀ + v₁) of customers of both periods: o their orders, v revenue per order"),
        "how_much": N_("Δv · ½(o₀ + o₁); with lines split into units per order, price, assortment, discount, rest"),
    },
    "deciles": {
        "revenue_share": N_("revenue of a tenth of the customers of the period, ranked by it / revenue of all of them"),
    },
    "moves": {
        "customers": N_("customers by their tenth in both periods: up, same, down, lost, new, came since, back"),
    },
    "value": {
        "value": N_(
            "net revenue × margin up to an age / customers of the cohort; 95% interval of a mean over customers"
        ),
        "payback": N_(
            "first age at which the value of all cohorts together is as high as what winning a customer costs"
        ),
    },
    "stacked": {
        "revenue": N_("net revenue of a period from a cohort; those of all cohorts add up to its revenue"),
    },
    "ladder": {
        "share": N_("chance that a customer with n orders places the next within 90, 180, 365 days, with a 95% band"),
    },
}
"""How each figure of an audit is worked out, by part of its answer and by name, in the order in which it is told."""

FINDINGS: Mapping[str, tuple[str, str]] = {
    "change": (
        "rate effect of `retention.change` of the latest period that is over, at the grain chosen and by quarters",
        "effect × customers at the start × revenue of one who came back × periods a year",
    ),
    "price": (
        "prices of products sold in the last three whole months and a year before, or order values of their customers",
        "that of the change of the rate, else difference × a year's revenue",
    ),
    "began": (
        "by each column: who was back within half a year of a first order with this value, against all others",
        "difference × such newcomers a year × what one who came back brought",
    ),
    "stays": (
        "by each column: who of the customers of a year came back in the last three whole months",
        "difference × customers × what one who came back brought × 4",
    ),
    "cohorts": (
        "`retention.drift` one period after the first order",
        "difference × newcomers a year × what one who came back brought",
    ),
    "weekday": (
        "customers of three whole months by the weekday of their first order in them, against the same a year before",
        "difference × a year's revenue",
    ),
    "mix": ("mix effect of `retention.change` of 3 points or more, and more than the rate effect", "as of `change`"),
    "slipping": ("the best customers slipping away and worth a call", "as `value_at_stake` of `retention.customers`"),
    "concentration": ("ten customers or fewer who bring half of a year's revenue", "what they brought"),
    "unidentified": ("orders that name no customer, from 5% on", "their revenue a year"),
    "unknown_amounts": ("orders without an amount, from 5% on", "unknown"),
}
"""What `retention.findings` looks at, by kind: what is compared, and how the money of a year is worked out."""
