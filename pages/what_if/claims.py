"""The famous 25 to 95%, with its sources, beside the visitor's own figure and the reason for the difference."""

import math

import streamlit as st

from pages.what_if.ground import Ground
from retention import whatif
from retention.benchmarks import published
from retention.benchmarks.published import Published
from retention.defaults import DISCOUNT_RATE, EXTRA_RETENTION
from retention.narrate import numbers
from retention.narrate import whatif as words
from retention.narrate import whatif_answer as headline
from retention.narrate.benchmarks import TRUST
from retention.narrate.texts import N_, Markup, _, fill
from retention.whatif import Comparison

CLAIMS = {
    ("five_percent_profit", None): N_("more profit from 5% more retention"),
    ("five_points_profit", None): N_("more profit from 5 points fewer defections, over nine industries"),
    ("five_points_profit", "auto_service"): N_("of that, car service"),
    ("five_points_profit", "insurance_brokerage"): N_("of that, insurance brokers"),
    ("five_points_profit", "branch_deposits"): N_("of that, bank deposits"),
    ("retention_firm_value", None): N_("more firm value from 1% better retention"),
    ("one_percent_new", None): N_("more profit from 1% more new customers"),
    ("one_percent_existing", None): N_("more profit from 1% more existing customers"),
}
STARTS = (0.2, 0.5, 0.9)
"""Retention rates at which a customer's value is compared."""


def show(ground: Ground, answer: Comparison) -> None:
    """Own figure, published figures, and why they differ."""
    st.subheader(_("Why not 25 to 95%?"), anchor=False)
    own = _own(ground, answer)
    if own:
        st.markdown(own)
    st.markdown(_reason(ground, answer))
    with st.expander(_("What has been published"), icon=":material/menu_book:"):
        st.markdown("\n".join("".join(("- ", _claim(*key))) for key in CLAIMS))
        st.caption(_("Other people's shops, other definitions: shown for orientation, never as a promise."))


def _own(ground: Ground, answer: Comparison) -> Markup | None:
    kind = headline.measure(ground, answer)
    share = headline.total(answer, kind)["relative"]
    if share != share or not answer.scenario.crr_change:
        return None
    template = {
        "npv": _("Yours: **{share} profit** {over} for {change} of retention."),
        "revenue_total": _("Yours: **{share} revenue** {over} for {change} of retention."),
        "orders": _("Yours: **{share} orders** {over} for {change} of retention."),
    }[kind]
    return fill(
        template,
        share=words.percent_change(share),
        over=words.over(answer.scenario.horizon, ground.grain, ground.base.per_year),
        change=words.points(answer.target[0] - answer.crr[0]),
    )


def _reason(ground: Ground, answer: Comparison) -> Markup:
    rate = answer.scenario.discount_rate or DISCOUNT_RATE
    low, middle, high = (numbers.percent(whatif.value_of_points(at, EXTRA_RETENTION, rate), digits=1) for at in STARTS)
    own = whatif.value_of_points(answer.crr[0], EXTRA_RETENTION, rate)
    template = (
        _(
            "Five points more raise the value of a customer by {low} where 20% come back, by {middle} where 50% do and "
            "by {high} where 90% do. So the famous figures need customers who hardly ever leave, as in banks and "
            "insurance, or a thin profit, of which any gain is a large share."
        )
        if math.isnan(own)
        else _(
            "Five points more raise the value of a customer by {low} where 20% come back, by {middle} where 50% do and "
            "by {high} where 90% do; at your {crr} by {own}. So the famous figures need customers who hardly ever "
            "leave, as in banks and insurance, or a thin profit, of which any gain is a large share."
        )
    )
    return fill(
        template,
        low=low,
        middle=middle,
        high=high,
        crr=numbers.percent(answer.crr[0]),
        own=numbers.percent(own, digits=1),
    )


def _claim(key: str, group: str | None) -> Markup:
    one = published.by_key(key, group)
    return fill(
        _("**{figure}** {claim}. {source} ({trust})."),
        figure=_range(one),
        claim=_(CLAIMS[key, group]),
        source=one.source,
        trust=_(TRUST[one.trust]),
    )


def _range(one: Published) -> str:
    low, high = (numbers.percent(end, digits=0 if round(end * 100, 6) % 1 == 0 else 1) for end in (one.low, one.high))
    return low if one.low == one.high else _("{low} to {high}").format(low=low, high=high)
