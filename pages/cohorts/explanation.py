"""How the answer was worked out: the counts of both sides, the formula with them, who is counted and when."""

import pandas as pd
import streamlit as st

from pages.cohorts import words
from pages.cohorts.choices import Asked
from retention.analysis.cohorts import Drift, Side, average
from retention.narrate.cohort_measures import decimal
from retention.narrate.numbers import between, date, number, percent
from retention.narrate.texts import Markup, _, fill, ngettext
from retention.orders import Orders
from retention.periods import Calendar


def show(found: Drift, cells: pd.DataFrame, asked: Asked, age: int, orders: Orders) -> None:
    """The whole working."""
    when = words.age(age, asked.grain, asked.mode, asked.days)
    st.markdown(_counts(found, asked.calendar, when))
    st.markdown(_change(found))
    st.markdown(_pooled(cells, age, when))
    st.markdown(_terms(found, asked, orders))


def _counts(found: Drift, calendar: Calendar, when: Markup) -> str:
    older, newer = (fill(_("First bought {period}"), period=words.began(side, calendar)) for side in _sides(found))
    rows = [
        (_("Customers who began"), *(number(side.at_risk) for side in _sides(found))),
        (fill(_("of these, came back {when}"), when=when), *(number(side.customers) for side in _sides(found))),
        (_("**Share** = came back ÷ began"), *(f"**{percent(side.share, digits=1)}**" for side in _sides(found))),
        (_("95% Wilson interval"), *(between(side.low, side.high, digits=1) for side in _sides(found))),
    ]
    head = [f"| | {older} | {newer} |", "|---|---:|---:|"]
    return "\n".join(head + [f"| {what} | {then} | {now} |" for what, then, now in rows])


def _sides(found: Drift) -> tuple[Side, Side]:
    return found.older, found.newer


def _change(found: Drift) -> Markup:
    return fill(
        _(
            "**Change** = {newer} − {older} = **{change} points**; allowing for chance it lies between {low} "
            "and {high} (95% Newcombe interval). Where that holds 0, there is no clear change."
        ),
        newer=percent(found.newer.share, digits=1),
        older=percent(found.older.share, digits=1),
        change=_points(found.change),
        low=_points(found.low),
        high=_points(found.high),
    )


def _points(change: float) -> str:
    return f"{'+' if change > 0 else ''}{decimal(100 * change, 1)}".replace("-", "−")


def _pooled(cells: pd.DataFrame, age: int, when: Markup) -> Markup:
    """The average row, with the counts of all cohorts that are old enough."""
    means = average(cells).query("age == @age").iloc[0]
    return fill(
        ngettext(
            "**All cohorts** are pooled: of {n} customer in cohorts old enough, {back} came back {when}: "
            "{back} ÷ {n} = **{share}**. Large cohorts weigh more, as they should.",
            "**All cohorts** are pooled: of {n} customers in cohorts old enough, {back} came back {when}: "
            "{back} ÷ {n} = **{share}**. Large cohorts weigh more, as they should.",
            int(means["at_risk"]),
        ),
        n=number(means["at_risk"]),
        back=number(means["customers"]),
        share=percent(means["share"], digits=1),
        when=when,
    )


def _terms(found: Drift, asked: Asked, orders: Orders) -> str:
    lines = [
        _("A cohort is everyone whose first order in your data falls in the same period; a customer is in one only."),
        _mode(asked.mode),
        fill(
            _("A cell stays empty until its time is over for the whole cohort; your data reach to {day}."),
            day=date(orders.as_of),
        ),
    ]
    if found.first_left_out:
        lines.append(
            _("The very first cohort is left out of the comparison: customers from before your data look new in it.")
        )
    return _("**Who is counted**") + "  \n" + " ".join(lines)


def _mode(mode: str) -> str:
    if mode == "on_or_before":
        return _("Back is who ordered at any age from 1 up to the one named; more orders at age 0 do not count.")
    if mode == "on_or_after":
        return _("Back is who ordered at the age named or at any later one, as far as your data reach.")
    return _("Back is who ordered at the very age named, whether or not they did in between.")
