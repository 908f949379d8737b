"""Every figure of the family in words: its name, what it counts with the visitor's own counts, why it differs."""

from typing import NamedTuple

import pandas as pd

from retention.analysis.rates.figures import PROPORTIONS, RATIOS
from retention.defaults import FEW_CUSTOMERS
from retention.narrate import numbers
from retention.narrate.texts import N_, Markup, _, fill

NAMES = {
    "crr": N_("Customer retention rate (CRR)"),
    "churn": N_("Churn"),
    "textbook": N_("Textbook retention"),
    "returning_share": N_("Returning share"),
    "repeat_purchase_rate": N_("Repeat purchase rate"),
    "lifetime_repeat_rate": N_("Lifetime repeat rate"),
    "shopify_returning_rate": N_("Returning rate as Shopify counts it"),
    "net_revenue_retention": N_("Net revenue retention"),
    "gross_revenue_retention": N_("Gross revenue retention"),
    "returning_revenue_share": N_("Revenue from returning customers"),
    "purchase_frequency": N_("Orders per customer"),
    "average_order_value": N_("Average order value"),
}
COUNTS = {
    "crr": N_("Bought {base}: {whole}. Of these, bought again {period}: {part}."),
    "churn": N_("Bought {base}: {whole}. Of these, did not buy {period}: {part}."),
    "textbook": N_(
        "Bought {period}: {active}; less first-time buyers: {new}; against customers at the start: {whole}."
    ),
    "returning_share": N_("Bought {period}: {whole}. Of these, had bought at any time before: {part}."),
    "repeat_purchase_rate": N_("Bought {period}: {whole}. Of these, ordered twice or more in it: {part}."),
    "lifetime_repeat_rate": N_("All customers up to the end of the period: {whole}. With two orders or more: {part}."),
    "shopify_returning_rate": N_("Bought {period}: {whole}. Of these, with two orders or more to this day: {part}."),
    "net_revenue_retention": N_("Customers at the start spent {whole} {base} and {part} {period}."),
    "gross_revenue_retention": N_(
        "Customers at the start spent {whole} {base}; counted up to what each spent then, {part} {period}."
    ),
    "returning_revenue_share": N_("Of {whole} revenue {period}, {part} came from customers who had bought before."),
    "purchase_frequency": N_("Orders {period}: {part}; customers: {whole}."),
    "average_order_value": N_("Revenue {period}: {part}; orders: {whole}."),
}
REASONS = {
    "crr": N_("Asks who of the customers you had is still there."),
    "churn": N_("The other side of CRR: together they are 100%."),
    "textbook": N_("Also counts those back after a break ({back}) as if they had never been away; can pass 100%."),
    "returning_share": N_("Looks back from today's buyers: many new customers push it down though nobody left."),
    "repeat_purchase_rate": N_("Sees only repeats inside the period, so a longer period gives a higher rate."),
    "lifetime_repeat_rate": N_("Sees all time at once: hardly moves, and says little about recent months."),
    "shopify_returning_rate": N_("Later orders count too: the rate of an old period keeps rising."),
    "net_revenue_retention": N_("Counts money: a few who spend more can hide many who left; can pass 100%."),
    "gross_revenue_retention": N_("Counts money, but nobody for more than before: what was kept of earlier revenue."),
    "returning_revenue_share": N_("Counts money, looking back from today's sales; new customers push it down."),
    "purchase_frequency": N_("How often customers buy, not how many come back."),
    "average_order_value": N_("How much an order brings; says nothing about coming back."),
}
MONEY = ("net_revenue_retention", "gross_revenue_retention", "returning_revenue_share", "average_order_value")
"""Figures that need amounts."""
PARTS = {**PROPORTIONS, **RATIOS}


class Said(NamedTuple):
    """A figure of one period in words. `interval` is empty where there is none."""

    name: str
    value: str
    interval: str
    counts: Markup
    reason: Markup


def names(*, has_money: bool) -> dict[str, str]:
    """The figures these orders allow, in the order in which they are told, with what each is called."""
    return {name: _(label) for name, label in NAMES.items() if has_money or name not in MONEY}


def is_share(name: str) -> bool:
    """Whether a figure is a fraction to be shown as a percentage."""
    return name not in {"purchase_frequency", "average_order_value"}


def axis(name: str) -> str:
    """How an axis writes the figure, in D3's terms."""
    if is_share(name):
        return "%"
    return ",.0f" if name == "average_order_value" else ".1f"


def risk(name: str) -> str:
    """The column with the customers a figure goes by."""
    whole = PARTS[name][1]
    if whole in {"customers_at_start", "customers_to_date"}:
        return whole
    return "customers_at_start" if whole == "revenue_at_start" else "active"


def few(table: pd.DataFrame, name: str) -> pd.Series:
    """Which rows have too few customers to go by."""
    return table[risk(name)] < FEW_CUSTOMERS


def value(name: str, amount: float, currency: str | None, *, digits: int = 1) -> str:
    """A figure as the visitor's country writes it."""
    if is_share(name):
        return numbers.percent(amount, digits=digits)
    return numbers.money(amount, currency) if name == "average_order_value" else numbers.decimal(amount)


def interval(name: str, row: pd.Series, *, digits: int = 1) -> str:
    """The 95% interval of a share of customers; a dash where nobody is at risk, nothing for other figures."""
    if name not in PROPORTIONS:
        return ""
    return numbers.between(row[f"{name}_low"], row[f"{name}_high"], digits=digits)


def say(name: str, row: pd.Series, *, base: str, period: str, currency: str | None) -> Said:
    """A figure of the period `row` in words; `base` and `period` are stretches of time inside a sentence."""
    part, whole = (_count(column, row[column], currency) for column in PARTS[name])
    counts = fill(
        _(COUNTS[name]),
        base=base,
        period=period,
        part=part,
        whole=whole,
        active=numbers.number(row["active"]),
        new=numbers.number(row["new"]),
    )
    reason = fill(_(REASONS[name]), back=numbers.number(row["reactivated"]))
    return Said(_(NAMES[name]), value(name, row[name], currency), interval(name, row), counts, reason)


def _count(column: str, amount: float, currency: str | None) -> str:
    return numbers.money(amount, currency) if "revenue" in column else numbers.number(amount)
