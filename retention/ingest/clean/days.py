"""Which days no order can have been placed on: stand-ins for no date, years far from all others, days to come."""

import datetime as dt
from collections.abc import Sequence

import numpy as np
import pandas as pd

from retention.errors import ColumnError
from retention.ingest.clean.ledger import Ledger
from retention.ingest.clean.lines import Lines
from retention.ingest.rules import Rules

# No till wrote orders outside these years: what is dated so is a default such as 1900-01-01 or 9999-12-31.
_YEARS = (1950, 2150)
# A stretch of years is a slip when it lies this far from the others and holds at most this share of rows (or one).
_STRAY = ((2, 0.02), (10, 0.1))
# Years between the rest and what may be counted with it: weekly cohorts of twenty years take a gigabyte, of fifty four.
_COUNTABLE_YEARS = 15
# Days that programs write where they know none: where their clocks begin (Unix, also seen from the Americas; DOS, tills
# that lost their battery, macOS) or end.
_STAND_INS = np.array(
    [
        *("1969-12-31", "1970-01-01", "1980-01-01", "2000-01-01", "2001-01-01"),
        *("2038-01-19", "2099-12-31", "2100-01-01"),
    ],
    dtype="datetime64[D]",
)
_UNIX_BEGAN = _STAND_INS[:2]


def set_aside_by_day(
    ledger: Ledger, dates: pd.Series, rules: Rules, as_of: dt.date | None, today: dt.date | None
) -> None:
    """Leave out rows whose day is no order's: far away from all others, after `today`, after the last day covered."""
    far = _out_of_range(dates)
    if rules.far_dates:
        ledger.set_aside(_too_far(dates, far), "date_too_far", values=dates)
    else:
        ledger.set_aside(far, "date_out_of_range", values=dates)
    if today and not rules.future_dates:
        ledger.set_aside(_after(dates, today), "after_today", values=dates)
    if as_of:
        ledger.set_aside(_after(dates, as_of), "after_as_of", values=dates)


def check_years(dates: pd.Series, sources: Sequence[Lines]) -> None:
    """Refuse dates all of which lie in no year of tills: another calendar, or numbers that are no dates.

    Raises ColumnError `dates_in_no_year` (column, value).
    """
    known = dates.dropna()
    if known.empty or not (known.max().year < _YEARS[0] or known.min().year > _YEARS[1]):
        return
    source = next(source for source in sources if source.frame["date"].notna().any())
    column = source.mapping.date
    first = source.raw.frame[column][source.frame["date"].notna().to_numpy()].iloc[0]
    raise ColumnError("dates_in_no_year", column=column, value=str(first))


def _after(dates: pd.Series, day: dt.date) -> np.ndarray:
    return (dates >= pd.Timestamp(day) + pd.Timedelta(days=1)).to_numpy()


def _out_of_range(dates: pd.Series) -> np.ndarray:
    """Dates whose year lies far outside the rest, such as 1970 or 2099 among orders of 2024."""
    if not dates.max() - dates.min() > pd.Timedelta(days=365) and _YEARS[0] <= dates.max().year <= _YEARS[1]:
        return _all_of(dates, _UNIX_BEGAN)
    years = dates.dt.year.to_numpy()
    impossible = (years < _YEARS[0]) | (years > _YEARS[1]) | _stand_ins(dates, years)
    counts = pd.Series(years[~impossible]).value_counts().sort_index()
    if counts.empty:
        return np.asarray(impossible)
    stray: list[float] = []
    for apart, few in _STRAY:
        block = (counts.index.to_series().diff() > apart).cumsum()
        rows = counts.groupby(block.to_numpy()).sum()
        odd: pd.Index[int] = rows[(rows <= max(1, few * counts.sum())) & (rows.index != rows.idxmax())].index
        stray += list(counts.index[block.isin(odd).to_numpy()])
    return np.asarray(impossible | np.isin(years, stray))


def _stand_ins(dates: pd.Series, years: np.ndarray) -> np.ndarray:
    """Days of `_STAND_INS`, however many rows have them, in years around which nothing else was sold."""
    found = np.isin(years, _STAND_INS.astype("datetime64[Y]").astype("int64") + 1970)
    if not found.any():
        return found
    found &= np.isin(dates.to_numpy("datetime64[D]"), _STAND_INS)
    others = np.unique(years[~found & dates.notna().to_numpy()])
    lonely = np.array([year for year in np.unique(years[found]) if (np.abs(others - year) > 1).all()])
    return np.asarray(found & np.isin(years, lonely)) if len(others) else _all_of(dates, _UNIX_BEGAN)


def _all_of(dates: pd.Series, days: np.ndarray) -> np.ndarray:
    """The rows with a date if all of these are among some days, else none."""
    known = dates.notna().to_numpy()
    if not known.any() or np.datetime64(dates.min(), "D") not in days or np.datetime64(dates.max(), "D") not in days:
        return np.zeros(len(dates), dtype=bool)
    return known


def _too_far(dates: pd.Series, far: np.ndarray) -> np.ndarray:
    """Which of the dates far outside the rest (`far`) can in no case be counted with it: periods without end."""
    years = dates.dt.year.to_numpy()
    usual = years[~far & dates.notna().to_numpy()]
    if not len(usual):
        return far
    apart = np.maximum(usual.min() - years, years - usual.max())
    return np.asarray(far & (apart > _COUNTABLE_YEARS))
