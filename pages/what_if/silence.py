"""Until when writing to a silent customer pays: the value of a customer by how long ago the last purchase was."""

import altair as alt
import pandas as pd
import streamlit as st

from pages.shared import widgets
from pages.shared.settings import SMALL_MONEY
from pages.what_if.ground import Ground
from retention import whatif
from retention.charts import whatif as charts
from retention.defaults import DISCOUNT_RATE
from retention.narrate import numbers
from retention.narrate import whatif as words
from retention.narrate.texts import _, fill
from retention.whatif import Baseline, Scenario

MOST_ROWS = 36
LEAST_INTEREST = 1e-6
"""Per year: with next to none a silent customer's value has no end."""


def show(ground: Ground, question: Scenario) -> None:
    """The value by silence; it needs a list of orders, a margin, and what one message costs."""
    if ground.tested is None or question.margin is None or not ground.has_money:
        return
    st.subheader(_("Until when is it worth writing to a silent customer?"), anchor=False)
    cost = widgets.amount("message-cost", SMALL_MONEY, default=None)
    if cost is None:
        st.markdown(_("Enter what a message costs, everything included; it is never taken to be free."))
        return
    _answer(ground.tested, ground, question, cost)


def _answer(base: Baseline, ground: Ground, question: Scenario, cost: float) -> None:
    interest = question.discount_rate if question.discount_rate >= LEAST_INTEREST else DISCOUNT_RATE
    chances = whatif.chances_by_recency(base)["chance"]
    terms = {
        "contribution": (question.margin or 0.0) * base.spend["returning"].per_buyer,
        "cost": cost,
        "discount_rate": (1 + interest) ** (1 / base.per_year) - 1,
    }
    until = whatif.write_until(chances.tolist(), **terms)
    st.markdown(_sentence(until, len(chances), ground.grain))
    table = whatif.value_by_recency(chances.tolist(), **terms)
    widgets.figure(_bars(table.iloc[: min(MOST_ROWS, len(chances))], ground))
    st.caption(
        _(
            "After Pfeifer and Carraway (2000): everyone is written to every period until then; chances are those of "
            "your own customers."
        )
    )


def _sentence(until: int, seen: int, grain: str) -> str:
    if until == 0:
        return _("Not even writing to those who have just bought pays at this price.")
    if until >= seen:
        return _("Writing pays as far back as your data reach: nobody is silent for too long.")
    template = _("Writing pays until **{stretch}** after the last purchase; then let them go.")
    return fill(template, stretch=words.stretch(until, grain))


def _bars(table: pd.DataFrame, ground: Ground) -> alt.LayerChart:
    values = table.assign(
        role=["kept" if pays else "lost" for pays in table["pays"]],
        text=[numbers.money(words.about(value), ground.currency) for value in table["value"]],
        chance=[numbers.percent(chance, digits=1) for chance in table["chance"]],
    )
    recency = {
        "week": _("Weeks since the last purchase"),
        "month": _("Months since the last purchase"),
        "quarter": _("Quarters since the last purchase"),
        "year": _("Years since the last purchase"),
    }[ground.grain]
    titles = {"recency": recency, "value": _("Value of a customer"), "chance": _("Buys in the next period")}
    names = {"kept": _("Writing pays"), "lost": _("Costs more than it brings")}
    return charts.by_silence(values, names=names, titles=titles, units=numbers.units(), alt_text=recency)
