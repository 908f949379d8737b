"""An action instead of a number: whom it reaches, what it costs, who responds, and what would have to be true."""

import math

import altair as alt
import numpy as np
import pandas as pd
import streamlit as st

from pages.shared import cached, widgets
from pages.shared.settings import ACTION_NUMBERS
from pages.what_if.ground import Ground
from retention import whatif
from retention.charts import whatif as charts
from retention.defaults import EXTRA_RETENTION, TOP_SHARE
from retention.narrate import numbers
from retention.narrate import whatif as words
from retention.narrate.texts import N_, Markup, _, fill, ngettext
from retention.whatif import Comparison, Outcome, Programme, Reach

PRESETS = {
    "loyalty_bonus": N_("Loyalty bonus"),
    "next_order_discount": N_("Discount on the next order"),
    "message_series": N_("E-mail or SMS series"),
    "vip_manager": N_("Personal manager for the best customers"),
    "early_access": N_("Early access to new products"),
    "partner_offer": N_("A partner's offer"),
}
"""Share of the customers who are the best ones, as on the Customers page."""
SHARES = 25
"""Points of the line."""


def show(ground: Ground, answer: Comparison) -> None:
    """The action as entered and what comes of it; it needs money and a margin."""
    margin = answer.scenario.margin
    if margin is None or not ground.has_money:
        return
    st.subheader(_("An action instead of a number"), anchor=False)
    action = _asked(ground)
    points = max(answer.target[0] - answer.crr[0], 0.0) or EXTRA_RETENTION
    found = whatif.outcome(ground.base, action, margin=margin, points=points)
    st.markdown(_brings(found, action, ground.currency))
    st.markdown(f"{_pays(found)} {_needed(found, action)}")
    widgets.figure(_line(ground, action, found, margin))
    st.caption(
        _(
            "The numbers of a preset are only a start: no study stands behind them. Put in your own. One period; "
            "whoever would have bought anyway takes the discount along."
        )
    )


def _asked(ground: Ground) -> Programme:
    """The action's numbers; every preset keeps its own."""
    presets = tuple(whatif.PRESETS)
    name = widgets.setting("action", default=presets[0], shown=lambda preset: _(PRESETS[preset]))
    start = whatif.preset(ground.base, name, reach=_reach(ground, whatif.PRESETS[name].reach))
    with st.grid(3, min_column_width=170):
        reach = _number(name, "reach", start.reach)
        fixed = _number(name, "cost_fixed", start.cost_fixed)
        each = _number(name, "cost_per_customer", round(start.cost_per_customer, 2))
        discount = _number(name, "discount", 100 * start.discount)
        response = _number(name, "response", 100 * start.response)
    return Programme(
        reach=int(reach),
        cost_fixed=fixed,
        cost_per_customer=each,
        discount=discount / 100,
        response=response / 100,
    )


def _number(preset: str, name: str, start: float) -> float:
    """One number of the action, `start` until the visitor says otherwise."""
    setting, kind = f"{preset}-{name}".replace("_", "-"), ACTION_NUMBERS[name][1]
    return widgets.amount(setting, kind, default=start) or 0.0


def _reach(ground: Ground, whom: Reach) -> int:
    """The shop's own number of customers a preset addresses."""
    buyers = round(ground.base.buyers)
    everyone = cached.overview(ground.orders).customers if ground.orders is not None else buyers
    return {
        Reach.LAST_BUYERS: buyers,
        Reach.ALL_CUSTOMERS: everyone,
        Reach.BEST_CUSTOMERS: max(round(TOP_SHARE * everyone), 1),
    }[whom]


def _brings(found: Outcome, action: Programme, currency: str | None) -> Markup:
    def money(value: float) -> str:
        return numbers.money(words.about(value), currency)

    n = round(found.extra)
    template = ngettext(
        "Of {reach} customers addressed about {n} buys because of it; {anyway} would have bought anyway. "
        "It earns {gained}, gives {given} away to those, and costs {cost}: **{result}** is left.",
        "Of {reach} customers addressed about {n} buy because of it; {anyway} would have bought anyway. "
        "It earns {gained}, gives {given} away to those, and costs {cost}: **{result}** is left.",
        n,
    )
    return fill(
        template,
        reach=numbers.number(action.reach),
        n=numbers.number(n),
        anyway=numbers.number(found.anyway),
        gained=money(found.gained),
        given=money(found.given_away),
        cost=money(found.cost),
        result=money(found.result),
    )


def _pays(found: Outcome) -> Markup:
    if math.isnan(found.break_even):
        return Markup(_("No response makes it pay: the discount eats the whole margin, or nobody is addressed."))
    return fill(_("It pays once {share} respond."), share=numbers.percent(found.break_even, digits=1))


def _needed(found: Outcome, action: Programme) -> Markup:
    """What would have to be true for the retention asked for."""
    if math.isnan(found.needed_response):
        return Markup("")
    if not found.possible:
        return fill(
            _("For {points} of retention this list is too short, even if everyone responded who would not buy anyway."),
            points=words.points(found.points),
        )
    reached = fill(
        _("For {points} of retention {share} would have to respond"),
        points=words.points(found.points),
        share=numbers.percent(found.needed_response, digits=1),
    )
    if math.isnan(found.needed_reach) or found.needed_reach <= action.reach:
        return Markup(f"{reached}.")
    n = round(words.about(found.needed_reach))
    longer = ngettext(
        "or {n} customer be addressed at the response entered.",
        "or {n} customers be addressed at the response entered.",
        n,
    )
    return Markup(f"{reached}, {fill(longer, n=numbers.number(n))}")


def _line(ground: Ground, action: Programme, found: Outcome, margin: float) -> alt.LayerChart:
    even = 0.0 if math.isnan(found.break_even) else found.break_even
    furthest = min(max(2 * action.response, 2 * even, 0.02), 1 - found.crr)
    shares = np.unique(np.r_[np.linspace(0.0, furthest, SHARES), min(action.response, furthest)])
    table = whatif.by_response(ground.base, action, shares, margin=margin)
    results = pd.DataFrame(
        {
            "response": table["response"],
            "result": table["result"],
            "chosen": np.isclose(table["response"], action.response),
            "share": [numbers.percent(share, digits=1) for share in table["response"]],
            "text": [numbers.money(words.about(result), ground.currency) for result in table["result"]],
        }
    )
    titles = {"response": _("Share who respond"), "result": _("Result")}
    words_of = f"{titles['result']}: {titles['response']}"
    return charts.by_response(results, titles=titles, units=numbers.units(), alt_text=words_of)
