"""The next-order ladder: with what chance a customer with so many orders places the next one."""

import datetime as dt
from dataclasses import dataclass

import narwhals as nw
import numpy as np
import pandas as pd

from retention.activity import NEVER, Activity, AnyOrders, activity, fetch
from retention.analysis.waits import kaplan_meier
from retention.defaults import FEW_CUSTOMERS, LADDER_DAYS, LADDER_STEPS
from retention.errors import RequestError
from retention.intervals import wilson
from retention.periods import Days

_STEP = ["number", "days", "rows"]


@dataclass(frozen=True, kw_only=True, eq=False)
class Ladder:
    """Chances of the next order, a row of `table` per step and horizon.

    `number` (orders so far), `days` (the horizon), `customers` (who placed order `number`), `ordered` (of them placed
    the next by the as-of date), `share` (the chance within the horizon, a fraction) with its 95% band `low`, `high`,
    all missing where nobody has been followed so far, and `few`: fewer than 30 customers, or nobody of them followed to
    the end of the horizon in such number.
    """

    table: pd.DataFrame

    @property
    def steps(self) -> tuple[int, ...]:
        """The numbers of orders that anybody has placed."""
        return tuple(self.table["number"].unique().tolist())

    def within(self, days: int) -> pd.DataFrame:
        """The rows of one horizon, a step each."""
        return self.table[self.table["days"] == days].reset_index(drop=True)


def next_order_ladder(
    orders: AnyOrders,
    *,
    up_to: int = LADDER_STEPS,
    within: tuple[int, ...] = LADDER_DAYS,
    as_of: dt.date | None = None,
) -> Ladder:
    """The chance that a customer with n orders places the next within so many days, for n from 1 to `up_to`.

    Kaplan–Meier from the day of order n on: who is still waiting counts for as long as they have. Orders are counted,
    not days, so a second one on the same day is placed after 0 days. Chances lie within 0..1 and never fall from one
    horizon to a longer one. RetentionError: `unknown_order_number` (number) for `up_to` below 1, those of `activity`.

    Source: Kaplan & Meier, Nonparametric Estimation from Incomplete Observations, JASA 53(282), 1958.

    >>> orders = pd.DataFrame({
    ...    "customer": ["ann", "bob", "eve", "ann", "eve", "kim"],
    ...    "date": pd.to_datetime(["2025-01-05", "2025-01-06", "2025-01-31", "2025-02-07", "2025-03-02", "2025-03-09"]),
    ...    "amount": [30.0, 40.0, 10.0, 90.0, 20.0, 50.0],
    ... })
    >>> ladder = rt.next_order_ladder(orders, within=(31, 62))
    >>> ladder.table[["number", "days", "customers", "ordered", "share"]].round(3)
       number  days  customers  ordered  share
    0       1    31          4        2  0.333
    1       1    62          4        2  0.667
    2       2    31          2        0    NaN
    3       2    62          2        0    NaN
    """
    if up_to < 1:
        raise RequestError("unknown_order_number", number=up_to + 1)
    done = activity(orders, timeline=Days(), as_of=as_of)
    ended, still_open = _waits(done, up_to)
    rows = []
    for number in range(1, up_to + 1):
        over, waiting = (part[part["number"] == number] for part in (ended, still_open))
        if len(over) + len(waiting):
            rows += [{"number": number, "days": days, **_chance(over, waiting, days)} for days in sorted(within)]
    return Ladder(table=pd.DataFrame(rows))


def _waits(done: Activity, up_to: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Waits after order `number` that ended, and that are open: how many `rows` have which `days`."""
    days = done.table.filter(nw.col("orders") > 0).select("period", "previous", "before", "orders", "total")
    end = nw.col("before") + nw.col("orders")
    later = days.filter(nw.col("previous") != NEVER, nw.col("before") <= up_to).select(
        number=nw.col("before"), days=nw.col("period") - nw.col("previous"), is_open=nw.lit(0)
    )
    waiting = days.filter(end == nw.col("total"), nw.col("total") <= up_to).select(
        number=nw.col("total"), days=nw.lit(done.last) - nw.col("period"), is_open=nw.lit(1)
    )
    whole = [part.with_columns(nw.all().cast(nw.Int64)) for part in (later, waiting)]
    found = fetch(nw.concat(whole).group_by("number", "days", "is_open").agg(rows=nw.len()))
    same_day = {
        f"after_{number}": ((nw.col("before") < number) & (end > number)).cast(nw.Int64)
        for number in range(1, up_to + 1)
    }
    at_once = fetch(days.select(**same_day).select(nw.all().sum())).iloc[0]
    zeros = pd.DataFrame({"number": range(1, up_to + 1), "days": 0, "rows": at_once.to_numpy()})
    ended = pd.concat([found.loc[found["is_open"] == 0, _STEP], zeros[zeros["rows"] > 0]], ignore_index=True)
    return ended.groupby(["number", "days"])[["rows"]].sum().reset_index(), found[found["is_open"] == 1]


def _chance(ended: pd.DataFrame, still_open: pd.DataFrame, days: int) -> dict[str, float]:
    """The chance of the next order within some days, and what it rests on."""
    ordered, customers = int(ended["rows"].sum()), int(ended["rows"].sum() + still_open["rows"].sum())
    curve = kaplan_meier(ended, still_open)
    # At risk at the horizon: who waited so long, whatever came of it then or later.
    followed = sum(int(part.loc[part["days"] >= days, "rows"].sum()) for part in (ended, still_open))
    until = curve[curve["days"] <= days]
    share, low, high = until[["share", "low", "high"]].iloc[-1] if len(until) else (0.0, np.nan, np.nan)
    last_seen = followed if share < 1 else int(until["at_risk"].iloc[-1])
    if share < 1 and not followed:
        share, low, high = np.nan, np.nan, np.nan
    elif share == 0 or (share == 1 and ordered == customers):  # the band of Kaplan and Meier has no width there
        known = followed if share == 0 else ordered
        low, high = (float(end) for end in wilson(share * known, known))
    elif share == 1:  # the last of those who could be followed ordered: as sure as before that
        low, high = (0.0 if len(until) == 1 else float(until["low"].iloc[-2])), 1.0
    few = customers < FEW_CUSTOMERS or (last_seen < FEW_CUSTOMERS and not (share == 1 and ordered == customers))
    return {"customers": customers, "ordered": ordered, "share": share, "low": low, "high": high, "few": bool(few)}
