"""How many customers come back: the retention rate of every period, and the bridge that explains it."""

import datetime as dt

import pandas as pd
from narwhals.typing import IntoFrame

from retention.activity import activity
from retention.analysis.rates.bases import Base
from retention.analysis.rates.counting import count_bridge
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
    counts = count_bridge(orders, done, Base.of(base))
    return pd.concat([heads(done), _bridge(counts)], axis=1)


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
