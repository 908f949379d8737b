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
_BEFORE = len(AGES) + 1  # class of age of those not seen since the later beginning


@dataclass(frozen=True, kw_only=True, eq=False)
class Starters:
    """Customers at the start of every period by what they are; arrays by period, class, and (customers, came back).

    `tenure`: classes of `TENURES`, by orders up to the end of the base; `age`: classes of `AGES`, by the periods from
    the first order to the last period of the base; `age_later`: the same as if the data began later than they do,
    without the customers nobody would have seen then.
    """

    tenure: np.ndarray
    age: np.ndarray
    age_later: np.ndarray


def starters(done: Activity, base: Base, *, later: int) -> Starters | None:
    """Who was there at the start of every period of `done`; `later`: how many periods later the data begin, if they do.

    None for a base that is not made of whole periods: days, or a range.
    """
    found = _counted(done, base, done.first + later)
    if found is None:
        return None
    period = found["period"].to_numpy() - done.first
    seen = found["age_later"].to_numpy() >= 0
    counts = found[["customers", "retained"]].to_numpy()

    def by(name: str, classes: int, rows: np.ndarray | slice = slice(None)) -> np.ndarray:
        table = np.zeros((done.last - done.first + 1, classes, 2), dtype=np.int64)
        np.add.at(table, (period[rows], found[name].to_numpy()[rows]), counts[rows])
        return table

    return Starters(
        tenure=by("tenure", len(_CLASSES)), age=by("age", _BEFORE), age_later=by("age_later", _BEFORE, seen)
    )


def _counted(done: Activity, base: Base, cut: int) -> pd.DataFrame | None:
    """Rows of `period` (number), `tenure`, `age`, `age_later` (-1: not seen), with `customers` and `retained`."""
    if base.kind == "last_year":
        lag = getattr(done.timeline, "per_year", 1)
        rows = _with_return_after(states(done, cut), lag)
        return _classed(rows.with_columns(start=nw.col("period") + lag), done, reach=lag)
    length = base.whole_periods(done.timeline)
    if length is None:
        return None
    rows = states(done, cut)
    if length == 1:
        back = (nw.col("following") == nw.col("period") + 1).cast(nw.Int64)
        return _classed(rows.with_columns(start=nw.col("period") + 1, back=back), done, reach=1)
    return _of_long_bases(rows, done, min(length, done.last - done.first + 1))


def states(done: Activity, cut: int) -> nw.LazyFrame[Any]:
    """Each customer's periods with orders: `period`, orders up to then (`so_far`), `first`, `since`, `following`.

    `since` is the first one from period `cut` on, `following` the next one; NEVER where there is none.
    """
    if done.names is not None:
        return nw.from_native(_in_arrays(done.table.collect().to_native(), cut)).lazy()
    seen = nw.col("period") >= cut
    rows = done.table.filter(nw.col("orders") > 0).with_columns(
        following=nw.col("period").shift(-1).over("customer", order_by="period").fill_null(NEVER),
        since=nw.when(seen).then(nw.col("period")).min().over("customer"),
        so_far=nw.col("before") + nw.col("orders"),
    )
    since = nw.when(seen).then(nw.col("since")).otherwise(nw.lit(NEVER)).cast(nw.Int64).alias("since")
    return rows.select("customer", "period", "first", "so_far", nw.col("following").cast(nw.Int64), since)


def _in_arrays(table: pd.DataFrame, cut: int) -> pd.DataFrame:
    """In pandas rows are in order of customer and period, so that neighbours tell: ten times as fast as a query."""
    table = table[table["orders"].to_numpy() > 0]
    customer, period = table["customer"].to_numpy(), table["period"].to_numpy()
    same = customer[1:] == customer[:-1]
    following = np.append(np.where(same, period[1:], NEVER), NEVER)[: len(period)]
    seen = period >= cut
    opens = seen & ~np.r_[False, same & seen[:-1]]
    place = np.maximum.accumulate(np.where(opens, np.arange(len(period)), 0))
    return pd.DataFrame(
        {
            "customer": customer,
            "period": period,
            "first": table["first"].to_numpy(),
            "so_far": (table["before"] + table["orders"]).to_numpy(),
            "following": following,
            "since": np.where(seen, period[place], NEVER),
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
    age, later = (_class_of(nw.col("period") - nw.col(name), AGES) for name in ("first", "since"))
    later = nw.when(nw.col("since") == NEVER).then(nw.lit(_BEFORE)).otherwise(later)
    cell = ((nw.col("start") - done.first) * len(_CLASSES) + tenure) * (_BEFORE + 1)
    key = (cell + age) * (_BEFORE + 1) + later
    sums = sum_by(rows.select(cell=key.cast(nw.Int64), customers=nw.lit(1), retained=nw.col("back")), "cell")
    return _unpacked(sums, done, reach)


def _class_of(value: nw.Expr, begins: tuple[int, ...]) -> nw.Expr:
    return nw.sum_horizontal(*((value >= begin).cast(nw.Int64) for begin in begins))


def _unpacked(sums: pd.DataFrame, done: Activity, reach: int) -> pd.DataFrame:
    cell, later = np.divmod(sums["cell"].to_numpy(), _BEFORE + 1)
    cell, age = np.divmod(cell, _BEFORE + 1)
    start, tenure = np.divmod(cell, len(_CLASSES))
    table = pd.DataFrame(
        {
            "period": start + done.first,
            "tenure": tenure,
            "age": age,
            "age_later": np.where(later == _BEFORE, -1, later),
            "customers": sums["customers"].to_numpy(),
            "retained": sums["retained"].to_numpy(),
        }
    )
    return table[table["period"].between(done.first + reach, done.last)].reset_index(drop=True)


def _of_long_bases(rows: nw.LazyFrame[Any], done: Activity, length: int) -> pd.DataFrame:
    """Of bases of several periods: who bought last in a period is in the bases that follow, up to the next order."""
    keys = ("period", "following", "tenure", "first", "since")
    ready = rows.with_columns(tenure=_class_of(nw.col("so_far"), TENURES)).select(*keys, customers=nw.lit(1))
    tally = sum_by(ready, *keys)
    last, following = tally["period"].to_numpy(), tally["following"].to_numpy()
    first, since = tally["first"].to_numpy(), tally["since"].to_numpy()
    parts = []
    for start in range(done.first + 1, done.last + 1):
        mine = (last < start) & (last >= start - length) & ((following >= start) | (following == NEVER))
        age, later = (np.searchsorted(AGES, start - 1 - begun[mine], side="right") for begun in (first, since))
        part = tally.loc[mine, ["tenure", "customers"]].assign(
            period=start,
            age=age,
            age_later=np.where(since[mine] == NEVER, -1, later),
            retained=np.where(following[mine] == start, tally["customers"].to_numpy()[mine], 0),
        )
        parts.append(part.groupby(["period", "tenure", "age", "age_later"], as_index=False).sum())
    columns = ["period", "tenure", "age", "age_later", "customers", "retained"]
    return pd.concat(parts, ignore_index=True)[columns] if parts else pd.DataFrame(columns=columns, dtype=np.int64)
