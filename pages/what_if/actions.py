"""Actions instead of a number: what one would bring, and until when writing to a silent customer pays."""

import altair as alt
import pandas as pd
import streamlit as st

from pages.shared import widgets
from pages.shared.settings import ACTION_NUMBERS, SMALL_MONEY
from retention import whatif
from retention.charts import whatif as charts
from retention.narrate import numbers, whatif_costs
from retention.narrate import whatif as words
from retention.narrate.texts import _
from retention.whatif import Comparison, Outcome, Programme, Scenario, Shop

MOST_ROWS = 36
"""Periods of silence that a picture has room for."""


def render_actions(shop: Shop, question: Scenario, found: Comparison) -> None:
    """What an action would bring, and until when writing pays; neither redraws the other, nor the answer."""
    st.fragment(render_programme)(shop, found)
    st.fragment(render_recency)(shop, question)


def render_programme(shop: Shop, found: Comparison) -> None:
    """The action as entered and what comes of it; it needs money and a margin."""
    margin = found.scenario.margin
    if margin is None:
        st.markdown(_(whatif_costs.NEEDS_MARGIN))
        return
    action = _ask_programme(shop)
    outcome = whatif.outcome(shop.base, action, margin=margin, points=whatif.points_aimed_at(found.points))
    st.markdown(whatif_costs.programme_result(outcome, action, shop.currency))
    st.markdown(f"{whatif_costs.programme_break_even(outcome)} {whatif_costs.programme_needed(outcome, action)}")
    widgets.figure(_programme_chart(shop, action, outcome, margin))
    st.caption(_("The numbers of a preset are only a start: no study stands behind them. Put in your own."))


def _ask_programme(shop: Shop) -> Programme:
    """The action's numbers; every preset keeps its own."""
    presets = tuple(whatif.PRESETS)
    name = widgets.setting("action", default=presets[0], shown=lambda preset: _(whatif_costs.PRESETS[preset]))
    reach = whatif.customers_reached(shop.base, whatif.PRESETS[name].reach, customers=shop.customers)
    start = whatif.preset(shop.base, name, reach=reach).as_percent()
    with st.grid(3, min_column_width=170):
        return Programme.in_percent(**{number: _ask_number(name, number, value) for number, value in start.items()})


def _ask_number(preset: str, name: str, start: float) -> float:
    """One number of the action, `start` until the visitor says otherwise."""
    setting, kind = f"{preset}-{name}".replace("_", "-"), ACTION_NUMBERS[name][1]
    return widgets.amount(setting, kind, default=start) or 0.0


def _programme_chart(shop: Shop, action: Programme, found: Outcome, margin: float) -> alt.LayerChart:
    table = whatif.response_curve(shop.base, action, found, margin=margin)
    results = pd.DataFrame(
        {
            "response": table["response"],
            "result": table["result"],
            "chosen": table["chosen"],
            "share": [numbers.percent(share, digits=1) for share in table["response"]],
            "text": [numbers.money(words.about(result), shop.currency) for result in table["result"]],
        }
    )
    titles = {"response": _("Share who respond"), "result": _("Result")}
    words_of = f"{titles['result']}: {titles['response']}"
    return charts.by_response(results, titles=titles, units=numbers.units(), alt_text=words_of)


def render_recency(shop: Shop, question: Scenario) -> None:
    """A customer's value by recency; it needs a list of orders, a margin, and what one message costs."""
    if shop.forecast is None or question.margin is None:
        return
    heading = _("Until when is it worth writing to a silent customer?")
    st.markdown(f"**{heading}**")
    cost = widgets.amount("message-cost", SMALL_MONEY, default=None)
    if cost is None:
        st.markdown(_("Enter what a message costs, everything included; it is never taken to be free."))
        return
    found = whatif.recency_value(shop.forecast, margin=question.margin, cost=cost, discount_rate=question.discount_rate)
    st.markdown(whatif_costs.write_until(found, shop.grain))
    widgets.figure(_recency_chart(found.table.head(MOST_ROWS), shop))
    st.caption(
        _(
            "After Pfeifer and Carraway (2000): everyone is written to every period until then; chances are those of "
            "your own customers."
        )
    )


def _recency_chart(table: pd.DataFrame, shop: Shop) -> alt.LayerChart:
    values = table.assign(
        role=["kept" if pays else "lost" for pays in table["pays"]],
        text=[numbers.money(words.about(value), shop.currency) for value in table["value"]],
        chance=[numbers.percent(chance, digits=1) for chance in table["chance"]],
    )
    recency = {
        "week": _("Weeks since the last purchase"),
        "month": _("Months since the last purchase"),
        "quarter": _("Quarters since the last purchase"),
        "year": _("Years since the last purchase"),
    }[shop.grain]
    titles = {"recency": recency, "value": _("Value of a customer"), "chance": _("Buys in the next period")}
    names = {"kept": _("Writing pays"), "lost": _("Costs more than it brings")}
    return charts.by_recency(values, names=names, titles=titles, units=numbers.units(), alt_text=recency)
