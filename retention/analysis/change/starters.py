"""Who the customers at the start of every period are: their orders so far, and how long ago they began."""

from dataclasses import dataclass
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd

from retention.activity import NEVER, Activity, sum_by
from retention.analysis.rates.bases import Base

TENURES = (2, 3, 5)
"""Orders with which the next class of tenure begins: first-time buyers, second, third or fourth, fifth or later."""
AGES = (1, 2, 3, 4, 6, 9, 12, 18, 27, 52)
"""Periods since the first order with which the next class of age begins, wider where little changes."""
_CLASSES = range(len(TENURES) + 1)
_UNSEEN = len(AGES) + 1  # class of age of those whose last order a look back would not show


@dataclass(frozen=True, kw_only=True, eq=False)
class Starters:
    """Customers at the start of every period by what they are; arrays by period, class, and (customers, came back).

    `tenure`: classes of `TENURES`, by orders up to the end of the base; `age`: classes of `AGES`, by the periods from
    the first order to the last period of the base; `age_seen`: the same from the first order within a look-back that is
    equally long for every period, without the customers whom it does not show. So the beginning of the data, after
    which customers seem to grow older, is no change.
    """

    tenure: np.ndarray
    age: np.ndarray
    age_seen: np.ndarray


def starters(done: Activity, base: Base, *, look_back: int) -> Starters | None:
    """Who was there at the start of every period of `done`, looking back so many periods from the base's last one.

    None for a base that is not made of whole periods: days, or a range.
    """
    found = _counted(done, base, look_back)
    if found is None:
        return None
    period = found["period"].to_numpy() - done.first
    seen = found["age_seen"].to_numpy() != _UNSEEN
    counts = found[["customers", "retained"]].to_numpy()

    def by(name: str, classes: int, rows: np.ndarray | slice = slice(None)) -> np.ndarray:
        table = np.zeros((done.last - done.first + 1, classes, 2), dtype=np.int64)
        np.add.at(table, (period[rows], found[name].to_numpy()[rows]), counts[rows])
        return table

    return Starters(tenure=by("tenure", len(_CLASSES)), age=by("age", _UNSEEN), age_seen=by("age_seen", _UNSEEN, seen))


def _counted(done: Activity, base: Base, look_back: int) -> pd.DataFrame | None:
    """Rows of `period` (number), `tenure`, `age` and `age_seen`, with `customers` and `retained`."""
    if base.kind == "last_year":
        lag = getattr(done.timeline, "per_year", 1)
        rows = _with_return_after(states(done, look_back), lag)
        return _classed(rows.with_columns(start=nw.col("period") + lag), done, reach=lag)
    length = base.whole_periods(done.timeline)
    if length is None:
        return None
    if length == 1:
        back = (nw.col("following") == nw.col("period") + 1).cast(nw.Int64)
        rows = states(done, look_back)
        return _classed(rows.with_columns(start=nw.col("period") + 1, back=back), done, reach=1)
    # A longer base takes a part of the look-back to show its customers, half of it at most.
    shown = min(length, look_back // 2 + 1)
    rows = states(done, look_back - shown + 1)
    return _of_long_bases(rows, done, min(length, done.last - done.first + 1), shown=shown)


def states(done: Activity, look_back: int) -> nw.LazyFrame[Any]:
    """Each customer's periods with orders: `period`, orders up to then (`so_far`), `first`, `since`, `following`.

    `since` is the first period with orders within `look_back` periods before, the period itself if there is none;
    `following` the next one, NEVER where there is none.
    """
    if done.names is not None:
        return nw.from_native(_in_arrays(done.table.collect().to_native(), look_back)).lazy()
    rows = done.table.filter(nw.col("orders") > 0)

    def neighbour(places: int) -> nw.Expr:
        return nw.col("period").shift(places).over("customer", order_by="period")

    earlier = (neighbour(places) for places in range(1, look_back + 1))
    within = (nw.when(each >= nw.col("period") - look_back).then(each) for each in earlier)
    return rows.select(
        "customer",
        "period",
        "first",
        so_far=nw.col("before") + nw.col("orders"),
        following=neighbour(-1).fill_null(NEVER).cast(nw.Int64),
        since=nw.min_horizontal(nw.col("period"), *within).cast(nw.Int64),
    )


def _in_arrays(table: pd.DataFrame, look_back: int) -> pd.DataFrame:
    """In pandas rows are in order of customer and period, so that neighbours tell: ten times as fast as a query."""
    table = table[table["orders"].to_numpy() > 0]
    customer, period = table["customer"].to_numpy().astype(np.int64), table["period"].to_numpy()
    same = customer[1:] == customer[:-1]
    first, last = (int(period.min()), int(period.max())) if len(period) else (0, 0)
    line = customer * (last - first + look_back + 1) + period - first  # gaps between customers are wider than that
    return pd.DataFrame(
        {
            "customer": customer,
            "period": period,
            "first": table["first"].to_numpy(),
            "so_far": (table["before"] + table["orders"]).to_numpy(),
            "following": np.append(np.where(same, period[1:], NEVER), NEVER)[: len(period)],
            "since": period[np.searchsorted(line, line - look_back)],
        },
        copy=False,
    )


def _with_return_after(rows: nw.LazyFrame[Any], lag: int) -> nw.LazyFrame[Any]:
    """Whether each customer bought again exactly so many periods after each row: `back`."""
    again = rows.select("customer", period=nw.col("period") - lag, back=nw.lit(1))
    return rows.join(again, on=["customer", "period"], how="left").with_columns(nw.col("back").fill_null(0))


def _classed(rows: nw.LazyFrame[Any], done: Activity, *, reach: int) -> pd.DataFrame:
    """Rows by class, summed; `reach` periods lie between the base's period and the one it is the base of."""
    tenure = _class_of(nw.col("so_far"), TENURES)
    age, seen = (_class_of(nw.col("period") - nw.col(name), AGES) for name in ("first", "since"))
    key = (((nw.col("start") - done.first) * len(_CLASSES) + tenure) * _UNSEEN + age) * _UNSEEN + seen
    sums = sum_by(rows.select(cell=key.cast(nw.Int64), customers=nw.lit(1), retained=nw.col("back")), "cell")
    return _unpacked(sums, done, reach)


def _class_of(value: nw.Expr, begins: tuple[int, ...]) -> nw.Expr:
    return nw.sum_horizontal(*((value >= begin).cast(nw.Int64) for begin in begins))


def _unpacked(sums: pd.DataFrame, done: Activity, reach: int) -> pd.DataFrame:
    cell, seen = np.divmod(sums["cell"].to_numpy(), _UNSEEN)
    cell, age = np.divmod(cell, _UNSEEN)
    start, tenure = np.divmod(cell, len(_CLASSES))
    table = pd.DataFrame(
        {
            "period": start + done.first,
            "tenure": tenure,
            "age": age,
            "age_seen": seen,
            "customers": sums["customers"].to_numpy(),
            "retained": sums["retained"].to_numpy(),
        }
    )
    return table[table["period"].between(done.first + reach, done.last)].reset_index(drop=True)


def _of_long_bases(rows: nw.LazyFrame[Any], done: Activity, length: int, *, shown: int) -> pd.DataFrame:
    """Of bases of several periods: who bought last in a period is in the bases that follow, up to the next order.

    Ages within the look-back are known of those who bought last in the last `shown` periods of a base.
    """
    keys = ("period", "following", "tenure", "first", "since")
    ready = rows.with_columns(tenure=_class_of(nw.col("so_far"), TENURES)).select(*keys, customers=nw.lit(1))
    tally = sum_by(ready, *keys)
    last, following, first, since = (tally[name].to_numpy() for name in ("period", "following", "first", "since"))
    parts = []
    for start in range(done.first + 1, done.last + 1):
        mine = (last < start) & (last >= start - length) & ((following >= start) | (following == NEVER))
        age, seen = (np.searchsorted(AGES, start - 1 - begun[mine], side="right") for begun in (first, since))
        part = tally.loc[mine, ["tenure", "customers"]].assign(
            period=start,
            age=age,
            age_seen=np.where(last[mine] < start - shown, _UNSEEN, seen),
            retained=np.where(following[mine] == start, tally["customers"].to_numpy()[mine], 0),
        )
        parts.append(part.groupby(["period", "tenure", "age", "age_seen"], as_index=False).sum())
    columns = ["period", "tenure", "age", "age_seen", "customers", "retained"]
    return pd.concat(parts, ignore_index=True)[columns] if parts else pd.DataFrame(columns=columns, dtype=np.int64)
