"""How many customers come back: the retention rate of every period, and the bridge that explains it."""

import datetime as dt

import narwhals as nw
import numpy as np
import pandas as pd
from narwhals.typing import IntoFrame

from retention.activity import NEVER, Activity, activity, sums
from retention.analysis.rates.bases import Base
from retention.analysis.rates.counting import count
from retention.analysis.rates.figures import heads
from retention.intervals import share, wilson
from retention.orders import Orders
from retention.periods import Calendar


def rates(
    orders: Orders | IntoFrame,
    *,
    grain: str = "month",
    base: str | tuple[dt.date, dt.date] = "previous",
    as_of: dt.date | None = None,
    year_start: int = 1,
) -> pd.DataFrame:
    """Share of each period's starting customers who bought again, with the bridge from start to end.

    One row per period from the first order's to the as-of date's, empty ones included: `period` (label),
    `start`, `end` (dates, both included), `complete`; customers, whole numbers: `customers_at_start` (bought in
    the base), `active`, `new` (first order ever), `retained` (at the start and active), `lost`, `reactivated`
    (back after missing the base), so that always start − lost + reactivated + new = active; fractions: `crr` =
    retained / start with its 95% Wilson interval `crr_low`, `crr_high`, and `textbook` = (active − new) / start,
    all NaN where nobody was there at the start; `orders`; `revenue` (net of refunds).

    `grain`: week (ISO), month, quarter or year; `year_start` is the month in which fiscal years begin.
    `base` decides who was there at the start, those who bought in: the `previous` period, the same one
    `last_year` (for weeks, 52 earlier), the days before the period given as `window:12M` or `window:90D`, `ever`
    before, or a range (first day, last day), which counts for periods after it. `orders`, `as_of`: see `activity`.

    RetentionError: those of `activity`, `unknown_grain`, `unknown_year_start`, `unknown_base` (base, options).
    """
    done = activity(orders, timeline=Calendar.of(grain, year_start), as_of=as_of)
    chosen = Base.of(base)
    reach = chosen.reach(done.timeline)
    counts = count(orders, done, chosen).reset_index(drop=True) if reach is None else _from_moves(done, reach)
    return pd.concat([heads(done), _bridge(counts)], axis=1)


def _from_moves(done: Activity, reach: int) -> pd.DataFrame:
    """The counts of the bridge for a base of the last `reach` periods: much less work than the whole family."""
    moves = _moves(done)
    ordered = moves[moves["customers"] > 0]
    returning = ordered[ordered["previous"] != NEVER]
    return pd.DataFrame(
        {
            "customers_at_start": _at_start(ordered, done, reach),
            "active": _by_period(ordered, done),
            "new": _by_period(ordered[ordered["previous"] == NEVER], done),
            "retained": _by_period(returning[returning["period"] - returning["previous"] <= reach], done),
            "orders": _by_period(moves, done, "orders"),
            "revenue": _by_period(moves, done, "revenue") if done.money else np.nan,
        }
    )


def _moves(done: Activity) -> pd.DataFrame:
    """How many customers went from which period with orders to which next one: all that rates need to know.

    One row per `period` and `previous`, with `customers` (who ordered), their `orders`, and `revenue`, which those
    who only returned something have too.
    """
    # One number for both, small and not below zero, by which `sums` adds up without hashing.
    periods = done.last - done.first + 1
    least = done.first - 1  # NEVER lies below every period
    move = nw.col("period") * (periods + 1) + nw.col("previous").clip(lower_bound=least)
    move = move - (done.first * (periods + 1) + least)
    customers = (nw.col("orders") > 0).cast(nw.Int64)
    rows = done.table.select("orders", "revenue", move=move.cast(nw.Int64), customers=customers)
    moves = sums(rows, "move")
    period, before = moves["move"] // (periods + 1), moves["move"] % (periods + 1)
    return moves.assign(period=period + done.first, previous=(before + done.first - 1).where(before > 0, NEVER))


def _by_period(moves: pd.DataFrame, done: Activity, column: str = "customers") -> np.ndarray:
    """Totals of one column by period, 0 where nothing happened."""
    totals = moves.groupby("period")[column].sum()
    kind = float if column == "revenue" else np.int64
    return totals.reindex(range(done.first, done.last + 1), fill_value=0).to_numpy(dtype=kind)


def _at_start(moves: pd.DataFrame, done: Activity, reach: int) -> np.ndarray:
    """Customers with an order in the `reach` periods before each period.

    A period with orders makes its customers count from the next period on, until `reach` periods have gone by
    or they order again and count from there.
    """
    width = done.last - done.first + 2
    change = np.zeros(width, dtype=np.int64)
    period, previous = (moves[name].to_numpy() - done.first for name in ("period", "previous"))
    customers = moves["customers"].to_numpy()
    again = moves["previous"].to_numpy() != NEVER
    np.add.at(change, period + 1, customers)
    np.add.at(change, np.minimum(previous + reach, period)[again] + 1, -customers[again])
    # Those who never ordered again leave when their last order is out of reach.
    final = np.bincount(period, customers, width) - np.bincount(previous[again], customers[again], width)
    gone = np.arange(width) + reach + 1
    np.add.at(change, gone[gone < width], -final[gone < width].astype(np.int64))
    return np.cumsum(change)[: width - 1]


def _bridge(counts: pd.DataFrame) -> pd.DataFrame:
    """Counts of customers, completed by what follows from them."""
    start, active, new, retained = (counts[name] for name in ("customers_at_start", "active", "new", "retained"))
    low, high = wilson(retained, start)
    return pd.DataFrame(
        {
            "customers_at_start": start,
            "active": active,
            "new": new,
            "retained": retained,
            "lost": start - retained,
            "reactivated": active - retained - new,
            "crr": share(retained, start),
            "crr_low": low,
            "crr_high": high,
            "textbook": share(active - new, start),
            "orders": counts["orders"],
            "revenue": counts["revenue"],
        }
    )
