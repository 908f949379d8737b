"""A what-if answer beside the published figures: the visitor's own share, why others differ, and who published them."""

import math

from retention import whatif
from retention.benchmarks import published
from retention.benchmarks.published import Published
from retention.defaults import DISCOUNT_RATE, EXTRA_RETENTION
from retention.narrate import numbers
from retention.narrate import whatif as words
from retention.narrate.metrics import TRUST
from retention.narrate.texts import N_, Markup, _, fill
from retention.whatif import Comparison, Shop

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
RATES_COMPARED = (0.2, 0.5, 0.9)
"""Retention rates at which a customer's value is compared."""


def own_share(shop: Shop, found: Comparison) -> Markup | None:
    """The visitor's own figure, to stand beside published ones; None where nothing is changed or known."""
    measure = shop.measure(found.scenario)
    share = found.over_horizon(measure)["relative"]
    if math.isnan(share) or not found.scenario.crr_change:
        return None
    template = {
        "npv": _("Yours: **{share} profit** {over} for {change} of retention."),
        "revenue_total": _("Yours: **{share} revenue** {over} for {change} of retention."),
        "orders": _("Yours: **{share} orders** {over} for {change} of retention."),
    }[measure]
    return fill(
        template,
        share=words.percent_change(share),
        over=words.over(found.scenario.horizon, shop.grain, shop.base.per_year),
        change=words.points(found.points),
    )


def why_not_famous(found: Comparison) -> Markup:
    """Why the published figures need customers who hardly ever leave: the value of five points at several rates."""
    rate = found.scenario.discount_rate or DISCOUNT_RATE
    low, middle, high = (
        numbers.percent(whatif.value_of_points(at, EXTRA_RETENTION, rate), digits=1) for at in RATES_COMPARED
    )
    own = whatif.value_of_points(found.crr[0], EXTRA_RETENTION, rate)
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
        crr=numbers.percent(found.crr[0]),
        own=numbers.percent(own, digits=1),
    )


def published_claims() -> list[Markup]:
    """The famous figures, each with its source and how far to trust it."""
    return [_claim(*key) for key in CLAIMS]


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
    return low if one.low == one.high else numbers.from_to(low, high)
