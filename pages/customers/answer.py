"""The answer about the customers, what to do with it today, and how it was worked out."""

import datetime as dt

import pandas as pd
import streamlit as st

from retention.analysis.customers import Customers
from retention.analysis.customers.briefing import Briefing
from retention.defaults import DUE_DAYS
from retention.narrate import customers as words
from retention.narrate.numbers import date, money, number, percent
from retention.narrate.texts import Markup, _, fill, listed, ngettext
from retention.orders import Orders

NAMED = 3
"""Customers named in the advice of the day."""
OF_THE_DAY = ("champions", "regulars", "new", "recent", "lost")
"""Segments that advice is given on every day: those to keep, those to welcome, those to leave in peace."""


def show_today(found: Customers, brief: Briefing) -> None:
    """What to do today, in plain words: whom to call, whom to remind, whom to welcome, whom to leave in peace."""
    st.subheader(_("What to do today"), anchor=False)
    steps = (_call(found, brief), _remind(found, brief), *_advised(found))
    st.markdown("\n".join(f"- {step}" for step in steps if step))


def _call(found: Customers, brief: Briefing) -> Markup | None:
    first = brief.worth_calling.head(NAMED)
    if first.empty:
        return None
    template = _("**Call or write in person:** {names}. They are overdue by their own rhythm, and most is to be saved.")
    if not found.sees_leaving:
        template = _("**Call or write in person:** {names}. They are overdue by their own rhythm, and bring the most.")
    return fill(template, names=listed(first["customer"]))


def _remind(found: Customers, brief: Briefing) -> Markup | None:
    if brief.due.empty:
        return None
    template = ngettext(
        "**Remind {n} customer** whose next order is due by {day}: now it is help, later it is advertising.",
        "**Remind {n} customers** whose next order is due by {day}: now it is help, later it is advertising.",
        len(brief.due),
    )
    return fill(template, n=number(len(brief.due)), day=date(found.as_of + dt.timedelta(days=DUE_DAYS)))


def _advised(found: Customers) -> list[Markup]:
    """The segment that brings most, the one that came last, and the one to be left alone."""
    shown = found.segments[found.segments["customers"] > 0]
    return [advised(row) for _place, row in shown[shown["segment"].isin(OF_THE_DAY)].iterrows()]


def advised(row: pd.Series) -> Markup:
    """One segment with its size and its advice."""
    size = ngettext("{n} customer", "{n} customers", int(row["customers"])).format(n=number(row["customers"]))
    return fill(
        "**{name}** ({size}): {advice}",
        name=words.segment(row["segment"]),
        size=size,
        advice=words.advice(row["advice"]),
    )


def show_working(found: Customers, brief: Briefing, orders: Orders) -> None:
    """How the headline was worked out: each word of it, with this shop's own numbers."""
    with st.expander(_("How was this worked out?"), icon=":material/calculate:"):
        lines = [_best(found, brief, orders), _slipping(found, brief), _stake_working(found, brief)]
        lines.append(_counted(found, orders))
        st.markdown("\n\n".join(line for line in lines if line))


def _best(found: Customers, brief: Briefing, orders: Orders) -> Markup | None:
    if brief.vips.empty:
        return None
    template = _(
        "**The best customers** are the smallest group that makes up {share} of all {customers}, by revenue net of "
        "refunds. They bring {money} ÷ {all} = **{revenue}**."
    )
    table = found.table
    return fill(
        template,
        share=percent(found.vip_share),
        customers=number(brief.customers),
        money=money(brief.vips["revenue"].clip(lower=0).sum(), orders.currency),
        all=money(table["revenue"].clip(lower=0).sum(), orders.currency),
        revenue=percent(brief.vip_revenue_share, digits=1),
    )


def _slipping(found: Customers, brief: Briefing) -> Markup:
    template = _(
        "**Slipping away**: away for longer than nine of ten earlier waits like theirs. Customers with orders on three "
        "days or more are judged by their own usual gap, others by the shop's; there is no fixed cut-off. That is "
        "{slipping} of {customers} customers."
    )
    told = fill(template, slipping=number(len(brief.slipping)), customers=number(brief.customers))
    if not found.sees_leaving:
        return told
    likely = _(
        "Of these, {likely} are more likely still customers than gone; only they count in the headline, the others "
        "have probably left already."
    )
    return Markup(f"{told} {fill(likely, likely=number(len(brief.worth_calling)))}")


def _stake_working(found: Customers, brief: Briefing) -> Markup | None:
    if found.forecast.model is None or not brief.at_stake > 0:
        return None
    template = _(
        "**At stake**: expected orders × expected money per order over 12 months, provided they are still customers. "
        "The tab “Worth” names the models."
    )
    call = _(
        "**What a call is worth** sorts the list: money at stake × chance of still being there × chance of being gone, "
        "so that neither the faithful nor the long lost come first."
    )
    return Markup(f"{template} {call}") if found.sees_leaving else Markup(template)


def _counted(found: Customers, orders: Orders) -> Markup:
    template = _(
        "**Counted** are all customers with an order up to {day}, the last day of your data; {aside} rows left out."
    )
    return fill(template, day=date(found.as_of), aside=number(orders.rows_set_aside))
