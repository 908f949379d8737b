"""An action instead of a number: whom it reaches, what it costs, who responds, and what would have to be true."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType

import numpy as np
import pandas as pd

from retention.defaults import EXTRA_RETENTION, TOP_SHARE
from retention.errors import RequestError
from retention.whatif.base import Base
from retention.whatif.fields import check_within

_PERCENT = 100
_CURVE_POINTS = 25
_NARROWEST_CURVE = 0.02  # of those addressed: a curve shorter than that shows nothing


class Reach(StrEnum):
    """Whom a preset addresses; the number is the shop's own."""

    LAST_BUYERS = "last_buyers"
    ALL_CUSTOMERS = "all_customers"
    BEST_CUSTOMERS = "best_customers"


@dataclass(frozen=True, kw_only=True)
class Programme:
    """One action in one period.

    `reach`: customers addressed; `cost_fixed` (money), `cost_per_customer` (money per customer addressed);
    `discount`: share of the price given away on the orders of those addressed who buy; `response`: share of
    those addressed who buy and would not have bought without it; `buys_anyway`: share who would have (None: the
    shop's CRR). Raises RetentionError `out_of_range` (field, value, minimum, maximum).

    >>> letter = whatif.Programme.in_percent(reach=100, cost_fixed=50, cost_per_customer=1, discount=5, response=4)
    >>> letter.discount, letter.response
    (0.05, 0.04)
    >>> letter.as_percent()["response"]
    4.0
    """

    reach: int
    cost_fixed: float = 0.0
    cost_per_customer: float = 0.0
    discount: float = 0.0
    response: float = 0.0
    buys_anyway: float | None = None

    @classmethod
    def in_percent(
        cls, *, reach: float, cost_fixed: float, cost_per_customer: float, discount: float, response: float
    ) -> "Programme":
        """The programme of numbers as a person types them: `discount` and `response` in percent."""
        return cls(
            reach=int(reach),
            cost_fixed=cost_fixed,
            cost_per_customer=cost_per_customer,
            discount=discount / _PERCENT,
            response=response / _PERCENT,
        )

    def as_percent(self) -> dict[str, float]:
        """The numbers `in_percent` takes, costs per customer to the cent."""
        return {
            "reach": self.reach,
            "cost_fixed": self.cost_fixed,
            "cost_per_customer": round(self.cost_per_customer, 2),
            "discount": _PERCENT * self.discount,
            "response": _PERCENT * self.response,
        }

    def __post_init__(self) -> None:
        for name in ("reach", "cost_fixed", "cost_per_customer", "discount", "response", "buys_anyway"):
            value = getattr(self, name)
            highest = 1.0 if name in {"discount", "response", "buys_anyway"} else np.inf
            if value is not None:
                check_within(name, value, maximum=highest)


@dataclass(frozen=True, kw_only=True)
class Preset:
    """Numbers to start from, to be replaced by the user's own: no figure of any study.

    `reach`: whom; the others as in `Programme`, costs per customer as a share of the shop's order value.
    """

    reach: Reach
    cost_share: float
    discount: float
    response: float


PRESETS: Mapping[str, Preset] = MappingProxyType(
    {
        "loyalty_bonus": Preset(reach=Reach.LAST_BUYERS, cost_share=0.005, discount=0.05, response=0.03),
        "next_order_discount": Preset(reach=Reach.LAST_BUYERS, cost_share=0.002, discount=0.1, response=0.04),
        "message_series": Preset(reach=Reach.ALL_CUSTOMERS, cost_share=0.002, discount=0.0, response=0.01),
        "vip_manager": Preset(reach=Reach.BEST_CUSTOMERS, cost_share=0.1, discount=0.0, response=0.08),
        "early_access": Preset(reach=Reach.BEST_CUSTOMERS, cost_share=0.005, discount=0.0, response=0.03),
        "partner_offer": Preset(reach=Reach.LAST_BUYERS, cost_share=0.0, discount=0.0, response=0.01),
    }
)


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What one action brings in its period, expected.

    Customers: `extra` (buy because of it), `anyway` (would have bought). Money: `gained` (contribution of the
    extra purchases, after their discount), `given_away` (discount to those who would have bought), `cost`
    (fixed and per customer), `result` = gained − given_away − cost. `break_even`: share that must respond for a
    result of 0 (NaN when no response does); `crr`, `crr_after`: of the shop's last buyers, when the extra
    buyers are among them; `points`: what was aimed at; `needed_response` and `needed_reach` to get there, the
    other kept, with `possible`: whether that response can be, given who buys anyway.
    """

    extra: float
    anyway: float
    gained: float
    given_away: float
    cost: float
    result: float
    break_even: float
    crr: float
    crr_after: float
    points: float
    needed_response: float
    needed_reach: float
    possible: bool

    def needs_more_reach(self, programme: Programme) -> bool:
        """Whether more customers would have to be addressed than are, at the response entered."""
        return not np.isnan(self.needed_reach) and self.needed_reach > programme.reach


def customers_reached(base: Base, whom: Reach, *, customers: int | None) -> int:
    """How many customers of this shop a preset addresses; `customers` are all it ever had, None where unknown.

    >>> shop = whatif.bucket(at_start=100, active=120, new=40, order_value=50, grain="month")
    >>> whatif.customers_reached(shop, whatif.Reach.BEST_CUSTOMERS, customers=400)
    60
    """
    buyers = round(base.buyers)
    everyone = buyers if customers is None else customers
    return {
        Reach.LAST_BUYERS: buyers,
        Reach.ALL_CUSTOMERS: everyone,
        Reach.BEST_CUSTOMERS: max(round(TOP_SHARE * everyone), 1),
    }[whom]


def points_aimed_at(points: float) -> float:
    """The rise of retention a programme is held against: the one asked for, the usual one where none is.

    >>> whatif.points_aimed_at(0.02), whatif.points_aimed_at(0)
    (0.02, 0.05)
    """
    return max(points, 0.0) or EXTRA_RETENTION


def preset(base: Base, name: str, *, reach: int) -> Programme:
    """A preset in this shop's money, for a list of `reach` customers.

    Raises RetentionError `unknown_choice` (field, value, options).

    >>> shop = whatif.bucket(at_start=100, active=120, new=40, order_value=50, grain="month")
    >>> whatif.preset(shop, "loyalty_bonus", reach=100)
    Programme(reach=100, cost_fixed=0.0, cost_per_customer=0.25, discount=0.05, response=0.03, buys_anyway=None)
    """
    if name not in PRESETS:
        raise RequestError("unknown_choice", field="preset", value=name, options=tuple(PRESETS))
    chosen = PRESETS[name]
    value = base.spend["returning"].order_value
    return Programme(
        reach=reach,
        cost_per_customer=0.0 if np.isnan(value) else chosen.cost_share * value,
        discount=chosen.discount,
        response=chosen.response,
    )


def outcome(base: Base, programme: Programme, *, margin: float, points: float = 0.05) -> Outcome:
    """What an action brings, and what would have to be true for CRR to rise by `points`.

    Raises RetentionError `out_of_range` (field, value, minimum, maximum) for a margin outside 0..1.

    >>> shop = whatif.bucket(at_start=100, active=120, new=40, order_value=50, grain="month")
    >>> letter = whatif.Programme(reach=100, cost_per_customer=1, response=0.05)
    >>> found = whatif.outcome(shop, letter, margin=0.4)
    >>> round(found.extra), round(found.gained), round(found.cost), round(found.break_even, 3)
    (5, 100, 100, 0.05)
    """
    check_within("margin", margin)
    crr, spent = float(base.crr[0]), base.spend["returning"].per_buyer
    usual = crr if programme.buys_anyway is None else programme.buys_anyway
    free = 1 - usual  # only those who would not have bought can respond
    extra, anyway = programme.reach * min(programme.response, free), programme.reach * usual
    earned = spent * (margin - programme.discount)
    given = anyway * spent * programme.discount
    cost = programme.cost_fixed + programme.cost_per_customer * programme.reach
    needed = points * base.buyers
    response = needed / programme.reach if programme.reach else np.nan
    needed_reach = needed / programme.response if programme.response else np.inf
    pays = programme.reach > 0 and earned > 0
    return Outcome(
        extra=extra,
        anyway=anyway,
        gained=extra * earned,
        given_away=given,
        cost=cost,
        result=extra * earned - given - cost,
        break_even=(given + cost) / (programme.reach * earned) if pays else np.nan,
        crr=crr,
        crr_after=crr + extra / base.buyers if base.buyers else np.nan,
        points=points,
        needed_response=response,
        needed_reach=needed_reach if needed_reach < np.inf else np.nan,
        possible=bool(response <= free),
    )


def by_response(base: Base, programme: Programme, responses: np.ndarray, *, margin: float) -> pd.DataFrame:
    """Result of the same action by share responding: columns `response`, `extra`, `result` (money).

    >>> shop = whatif.bucket(at_start=100, active=120, new=40, order_value=50, grain="month")
    >>> letter = whatif.Programme(reach=100, cost_per_customer=1, response=0.05)
    >>> whatif.by_response(shop, letter, np.array([0.0, 0.05, 0.1]), margin=0.4)
       response  extra  result
    0      0.00    0.0  -100.0
    1      0.05    5.0     0.0
    2      0.10   10.0   100.0
    """
    outcomes = [outcome(base, replace(programme, response=float(share)), margin=margin) for share in responses]
    return pd.DataFrame(
        {"response": responses, "extra": [one.extra for one in outcomes], "result": [one.result for one in outcomes]}
    )


def response_curve(base: Base, programme: Programme, found: Outcome, *, margin: float) -> pd.DataFrame:
    """Result of the action by share responding, around the response entered and the one from which on it pays.

    Columns as in `by_response`, and `chosen`: the response entered. `found` is the action's `outcome`.

    >>> shop = whatif.bucket(at_start=100, active=120, new=40, order_value=50, grain="month")
    >>> letter = whatif.Programme(reach=100, cost_per_customer=1, response=0.05)
    >>> found = whatif.outcome(shop, letter, margin=0.4)
    >>> curve = whatif.response_curve(shop, letter, found, margin=0.4)
    >>> curve[curve["chosen"]]
        response  extra  result  chosen
    12      0.05    5.0     0.0    True
    """
    even = 0.0 if np.isnan(found.break_even) else found.break_even
    furthest = min(max(2 * programme.response, 2 * even, _NARROWEST_CURVE), 1 - found.crr)
    shares = np.unique(np.r_[np.linspace(0.0, furthest, _CURVE_POINTS), min(programme.response, furthest)])
    table = by_response(base, programme, shares, margin=margin)
    return table.assign(chosen=np.isclose(table["response"], programme.response))
