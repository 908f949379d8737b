"""The table of customers, one row each: orders, rhythm, scores, forecast, value; and how lists are taken from it."""

import dataclasses
import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd

from retention.activity import AnyOrders
from retention.analysis.customers import segments
from retention.analysis.customers.forecast import Forecast, forecast
from retention.analysis.customers.proof import Proof, proof
from retention.analysis.customers.rhythm import rhythms
from retention.analysis.customers.value import ValueAssumptions, values
from retention.analysis.customers.vips import is_vip, moves, revenue_of, revenue_share
from retention.analysis.rates import SimpleLifetimeValue, simple_lifetime_value
from retention.defaults import DISCOUNT_RATE, LIKELY_ALIVE, SMALL_SHOP, TOP_SHARE
from retention.errors import RequestError
from retention.models.purchase_days import PurchaseDays, purchase_days
from retention.periods import Calendar

_MONEY = (
    *("expected_value", "expected_value_low", "expected_value_high", "residual_value"),
    *("historic_value", "value_at_stake", "call_worth"),
)
FOR_EVER = 0.9  # share of what this year would be worth every year for ever, from which nobody seems to leave any more
ASCENDING = frozenset({"customer", "segment", "expected_next", "first_order", "rank", "rank_before"})
"""Columns of the table that are read from the smallest on; all others from the largest."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Customers:
    """All that is known of a shop's customers.

    `table` has one row per customer, in order of names: `customer`; `first_order`, `last_order` (dates), `orders`,
    `order_days` (days with orders, what the models count), `revenue` (net), `days_since_last`; `r`, `f`, `m`
    (scores 1..5; m is missing without amounts), `segment` (ordered category; by scores that `segments` has put right,
    so that its name holds of each customer), `vip`; `typical_gap` (days, own median, NaN for one-time buyers),
    `rhythm` (own, or the shop's while `own_rhythm` is False), `expected_next` (date), `overdue_days` (0 when not),
    `slips_after` (days), `late` (waits longer), `slipping` (late, where `proof` holds that this says anything, else
    False for all); then the columns of `value.values`, from `p_alive` to `value_note`; at last `value_at_stake`
    (expected value of the next 365 days if still a customer × the chance that they are gone) and `call_worth` (that ×
    P(alive): most where much is to lose and somebody may still answer).
    `segments` is their summary, `proof` whether customers flagged as slipping came back less often in the shop's past,
    `vip_revenue_share` the share of revenue that VIPs bring, `simple` the simple formula for the average customer,
    `forecast` the models and the back-test, or why there is none. Later money counts less by `discount` a year.

    >>> orders = pd.DataFrame({
    ...    "customer": ["ann", "bob", "eve", "ann", "eve", "kim"],
    ...    "date": pd.to_datetime(["2025-01-05", "2025-01-06", "2025-01-31", "2025-02-07", "2025-03-02", "2025-03-09"]),
    ...    "amount": [30.0, 40.0, 10.0, 90.0, 20.0, 50.0],
    ... })
    >>> found = rt.customers(orders)
    >>> found.as_of, round(found.vip_revenue_share, 2), found.sees_leaving
    (datetime.date(2025, 3, 9), 0.5, False)
    """

    table: pd.DataFrame
    segments: pd.DataFrame
    vip_share: float
    vip_revenue_share: float
    simple: SimpleLifetimeValue
    forecast: Forecast
    proof: Proof
    days: PurchaseDays
    discount: float

    @property
    def sees_leaving(self) -> bool:
        """Whether the model takes anybody for gone; where it does not, its chances tell nobody from anybody."""
        return bool((self.table["p_alive"] < LIKELY_ALIVE).any())

    @property
    def sees_an_end(self) -> bool:
        """Whether the orders to come thin out; not where all of them are worth nearly the next year's, for ever."""
        table = self.table
        for_ever = table["expected_value"].sum() / np.log1p(self.discount)
        return self.sees_leaving and not table["residual_value"].sum() > FOR_EVER * for_ever

    @property
    def segments_present(self) -> pd.DataFrame:
        """The rows of `segments` that hold customers."""
        return self.segments[self.segments["customers"] > 0]

    @property
    def largest_segment(self) -> pd.Series:
        """The row of `segments` with most customers."""
        return self.segments_present.iloc[int(self.segments_present["share"].argmax())]

    @property
    def as_of(self) -> dt.date:
        """Last day the data cover."""
        return dt.date.fromordinal(self.days.as_of + 1)


def customers(
    orders: AnyOrders,
    *,
    as_of: dt.date | None = None,
    vip_share: float = TOP_SHARE,
    margin: float | None = None,
    discount: float = DISCOUNT_RATE,
) -> Customers:
    """One row per customer with scores, segment, rhythm, forecast and value; see `Customers`.

    For `orders` and `as_of` see `activity`, which also raises what they can get wrong. Without amounts all but
    money works; with too few returning customers all but the forecast. Raises RetentionError
    `share_out_of_range` (share), `margin_out_of_range` (margin) and `discount_out_of_range` (discount).

    >>> orders = pd.DataFrame({
    ...    "customer": ["ann", "bob", "eve", "ann", "eve", "kim"],
    ...    "date": pd.to_datetime(["2025-01-05", "2025-01-06", "2025-01-31", "2025-02-07", "2025-03-02", "2025-03-09"]),
    ...    "amount": [30.0, 40.0, 10.0, 90.0, 20.0, 50.0],
    ... })
    >>> found = rt.customers(orders)
    >>> found.table[["customer", "orders", "revenue", "days_since_last", "r", "f", "m", "vip"]]
      customer  orders  revenue  days_since_last  r  f  m    vip
    0      ann       2    120.0               30  3  3  4   True
    1      bob       1     40.0               62  2  1  2  False
    2      eve       2     30.0                7  4  3  1  False
    3      kim       1     50.0                0  5  1  3  False
    >>> found.forecast.no_model.code
    'too_few_repeaters'
    """
    assumptions = ValueAssumptions(margin=margin, discount=discount)
    days = purchase_days(orders, as_of=as_of)
    predicted = forecast(days)
    proven = proof(days)
    rhythm = _rhythm_columns(days, proven)
    bought = _purchase_columns(days, rhythm["late"].to_numpy(), proven, vip_share)
    table = pd.concat([bought, rhythm, values(days, predicted, assumptions)], axis=1)
    if_there = table["expected_value"] / table["p_alive"].where(table["p_alive"] > 0)
    table = table.assign(value_at_stake=if_there * (1 - table["p_alive"]))
    table = table.assign(call_worth=table["value_at_stake"] * table["p_alive"])
    return Customers(
        table=table,
        segments=segments.summary(table),
        vip_share=vip_share,
        vip_revenue_share=revenue_share(table["revenue"].to_numpy(), table["vip"].to_numpy()),
        simple=simple_lifetime_value(orders, margin=margin, as_of=as_of),
        forecast=predicted,
        proof=proven,
        days=days,
        discount=discount,
    )


def slipping(found: Customers) -> pd.DataFrame:
    """The customers who wait longer than their rhythm explains, the most worthwhile call first.

    Nobody where the shop's own past did not prove that such customers come back less often (`Customers.proof`).
    Rows and columns of the table, with `p_gone` added; sorted by `call_worth`, without money by the orders at
    stake instead. Where the model found no leaving (`sees_leaving` is False) its probabilities are no
    guide: sorted by `expected_value` then, without a model by revenue. Among equals the longest overdue comes first.

    >>> orders = pd.DataFrame({
    ...    "customer": ["ann", "bob", "eve", "ann", "eve", "kim"],
    ...    "date": pd.to_datetime(["2025-01-05", "2025-01-06", "2025-01-31", "2025-02-07", "2025-03-02", "2025-03-09"]),
    ...    "amount": [30.0, 40.0, 10.0, 90.0, 20.0, 50.0],
    ... })
    >>> found = rt.customers(orders, as_of=dt.date(2025, 6, 30))
    >>> len(rt.slipping(found)), found.proof.no_test.code, found.table["late"].tolist()
    (0, 'too_few_flagged', [True, True, True, True])
    """
    table, sees_leaving = found.table, found.sees_leaving
    priority = table["call_worth"] if sees_leaving else table["expected_value"]
    orders = table["expected_orders"] * (1 - table["p_alive"]) if sees_leaving else table["expected_orders"]
    priority = priority.fillna(orders).fillna(table["revenue"]).fillna(0.0)
    rows = np.flatnonzero(table["slipping"])
    order = np.lexsort((-table["overdue_days"].to_numpy()[rows], -priority.to_numpy()[rows]))
    return with_p_gone(table.iloc[rows[order]].reset_index(drop=True))


def with_p_gone(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of the table of customers with `p_gone` added, the chance of having left: 1 − `p_alive`."""
    return rows.assign(p_gone=1 - rows["p_alive"])


def ranked(found: Customers, by: str) -> pd.DataFrame:
    """All customers with `p_gone` added, highest in a column first."""
    return with_p_gone(found.table.sort_values(by, ascending=False, kind="stable"))


def in_order_of(rows: pd.DataFrame, column: str) -> pd.DataFrame:
    """Rows of the table of customers sorted by a column, as it is usually read; equals stay as they come."""
    return rows.sort_values(column, ascending=column in ASCENDING, kind="stable")


def named_like(rows: pd.DataFrame, part: str) -> pd.DataFrame:
    """Rows of customers whose name holds `part`, in capitals or not; all rows where it is blank."""
    wanted = part.strip()
    return rows[rows["customer"].astype("str").str.contains(wanted, case=False, regex=False)] if wanted else rows


def move_counts(moves: pd.DataFrame) -> dict[str, int]:
    """How many customers of `vip_moves` joined and fell out, most first; who did not is not named."""
    return {str(name): int(count) for name, count in moves["move"].value_counts().items()}


def moved_customers(found: Customers, moves: pd.DataFrame) -> pd.DataFrame:
    """The rows of the table for customers of `vip_moves`, in its order, with its revenue before and both ranks."""
    rows = found.table.iloc[found.days.names.get_indexer(pd.Index(moves["customer"]))]
    return rows.assign(**{name: moves[name].to_numpy() for name in ("revenue_before", "rank", "rank_before")})


def vip_moves(
    found: Customers,
    *,
    grain: str = "month",
    year_start: int | None = None,
    week_start: str | None = None,
    calendar: str | None = None,
) -> pd.DataFrame:
    """Who joined the VIPs and who fell out since the period before the one the as-of date lies in.

    One row per customer who moved, joined first, then by revenue: `customer`, `move` (`joined`, `fell_out`),
    `revenue`, `revenue_before` (net, in the orders' currency), `rank`, `rank_before` (by revenue, 1 the best; NaN for
    those who were no customers yet). Both standings count all revenue up to their day. Raises what
    `Calendar.of` raises.

    >>> orders = pd.DataFrame({
    ...    "customer": ["ann", "bob", "eve", "ann", "eve", "kim"],
    ...    "date": pd.to_datetime(["2025-01-05", "2025-01-06", "2025-01-31", "2025-02-07", "2025-03-02", "2025-03-09"]),
    ...    "amount": [30.0, 40.0, 10.0, 90.0, 20.0, 50.0],
    ... })
    >>> found = rt.customers(orders, vip_share=0.5)
    >>> rt.vip_moves(found, grain="month")
      customer      move  revenue  revenue_before  rank  rank_before
    0      kim    joined     50.0             NaN   2.0          NaN
    1      bob  fell_out     40.0            40.0   3.0          2.0
    """
    start = Calendar.of(grain, year_start, week_start, calendar).at(found.as_of).start
    return moves(found.days, since=start.toordinal() - 2, share=found.vip_share)


def history(found: Customers, customer: object) -> pd.DataFrame:
    """One customer's days with orders: `date`, `orders`, `amount` (NaN: unknown), `gap` (days since the one before).

    Refunds on other days are rows with 0 orders. Raises RetentionError `no_such_customer` (customer).

    >>> orders = pd.DataFrame({
    ...    "customer": ["ann", "bob", "eve", "ann", "eve", "kim"],
    ...    "date": pd.to_datetime(["2025-01-05", "2025-01-06", "2025-01-31", "2025-02-07", "2025-03-02", "2025-03-09"]),
    ...    "amount": [30.0, 40.0, 10.0, 90.0, 20.0, 50.0],
    ... })
    >>> rt.history(rt.customers(orders), "ann")
            date  orders  amount   gap
    0 2025-01-05       1    30.0   NaN
    1 2025-02-07       1    90.0  33.0
    """
    days = found.days
    place = days.names.get_indexer(pd.Index([customer]))[0]
    if place < 0:
        raise RequestError("no_such_customer", customer=customer)
    rows = slice(days.starts[place], days.ends[place] + 1)
    bought = pd.DataFrame({"day": days.day[rows], "orders": days.orders[rows], "amount": days.amount[rows]})
    bought["gap"] = bought["day"].diff()
    back = days.refunds[days.refunds["customer"] == place].assign(orders=0)
    table: pd.DataFrame = pd.concat([bought, back[["day", "orders", "amount"]]]).sort_values("day", ignore_index=True)
    table.insert(0, "date", _dates(table.pop("day").to_numpy()))
    return table


def order_sizes(days: pd.DataFrame) -> pd.Series:
    """How much each day of a customer's `history` was: its money, 0 where unknown; its orders where no money is."""
    return days["amount"].fillna(0) if days["amount"].notna().any() else days["orders"]


def _dates(days: np.ndarray) -> pd.Series:
    """Dates from days since 0001-01-01; NaN becomes NaT."""
    epoch = dt.date(1970, 1, 1).toordinal() - 1
    return pd.Series(pd.to_datetime(days - epoch, unit="D"))


def _purchase_columns(days: PurchaseDays, late: np.ndarray, proven: Proof, vip_share: float) -> pd.DataFrame:
    """What was bought, how it scores, and the group that follows."""
    orders, revenue = days.per_customer(days.orders), revenue_of(days)
    since = days.as_of - days.last
    r, f = segments.scores(-since, ties_up=True), segments.scores(orders)
    m = segments.scores(revenue) if days.knows_money else None
    small = len(days.names) < SMALL_SHOP
    lately = segments.in_rhythm(r, late)
    often, much = segments.by_count(f, orders), segments.with_money(m, revenue)
    if proven.fails and not small:
        lately, often = segments.without_proof(lately, often, late)
    money = pd.array(m, dtype="Int64") if m is not None else pd.array([pd.NA] * len(days.names), dtype="Int64")
    return pd.DataFrame(
        {
            "customer": days.names,
            "first_order": _dates(days.first),
            "last_order": _dates(days.last),
            "orders": orders,
            "order_days": days.histories.repeats + 1,
            "revenue": revenue,
            "days_since_last": since,
            "r": r,
            "f": f,
            "m": money,
            "segment": segments.names(lately, often, much, small=small),
            "vip": is_vip(revenue, orders, days.last, share=vip_share),
        }
    )


def _rhythm_columns(days: PurchaseDays, proven: Proof) -> pd.DataFrame:
    """Own or shop-wide rhythm, when the next order is due, and whether the wait has become too long."""
    found = rhythms(days)
    since = days.as_of - days.last
    overdue = np.nan_to_num(np.maximum(since - found.rhythm, 0.0))
    return pd.DataFrame(
        {
            "typical_gap": found.typical_gap,
            "rhythm": found.rhythm,
            "own_rhythm": found.own,
            "expected_next": _dates(np.round(days.last + found.rhythm)),
            "overdue_days": overdue,
            "slips_after": found.slips_after,
            "late": since > found.slips_after,
            "slipping": (since > found.slips_after) & proven.holds,
        }
    )


def revalue(found: Customers, *, vip_share: float = TOP_SHARE, margin: float | None = None) -> Customers:
    """What `customers` gives with this `vip_share` and `margin`, from what it gave without a margin.

    Raises RetentionError `share_out_of_range` (share) and `margin_out_of_range` (margin).
    """
    kept = ValueAssumptions(margin=margin).kept
    table = found.table
    revenue = table["revenue"].to_numpy()
    vip = is_vip(revenue, table["orders"].to_numpy(), found.days.last, share=vip_share)
    money = {} if margin is None else {name: table[name] * kept for name in _MONEY}
    return dataclasses.replace(
        found,
        table=table.assign(vip=vip, **money),
        vip_share=vip_share,
        vip_revenue_share=revenue_share(revenue, vip),
        simple=dataclasses.replace(found.simple, value=found.simple.value * kept, margin=margin),
    )
