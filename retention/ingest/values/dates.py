"""Dates of a whole column: the column decides how they are written, never the single cell."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from retention.errors import Question, Undecided
from retention.ingest.values.calendar_days import (
    DAY_US,
    PARTS,
    days,
    from_numbers,
    is_unix_time,
    swapped_order,
    year_first,
)
from retention.ingest.values.date_layouts import DateLayout, date_layout, time_layout
from retention.ingest.values.texts import PatternGroup, Texts

# What a day and a month that are both written as numbers leave open.
_OPEN = ("dmy", "mdy")
_NAT = np.datetime64("NaT", "us")

# The Thai solar calendar counts years from 543 BC; months and days are those of ours. The bounds are our 1950 and 2150.
_BUDDHIST_AHEAD = 543
_BUDDHIST_FROM, _BUDDHIST_TO = np.datetime64("2493-01-01", "us"), np.datetime64("2694-01-01", "us")
_FIRST_CELLS = 100

# Fewer different days can be in sequence by accident: 6 in a random order are so in 2 of 720 cases.
_FEWEST_DAYS_IN_SEQUENCE = 6


@dataclass(frozen=True, kw_only=True)
class DateReading:
    """What a column's distinct cells say about how its dates are written.

    `filled` cells have text, `readable` ones are dates in some order, `numbers` of those are bare numbers.
    `day_first` and `month_first` are dates in that order only, `dotted` ones have the form dd.mm.yyyy,
    `either` could be both and `example` is the first of these whose two readings differ.
    """

    filled: int
    readable: int
    numbers: int = 0
    day_first: int = 0
    month_first: int = 0
    dotted: int = 0
    either: int = 0
    example: str | None = None

    @property
    def order(self) -> Literal["dmy", "mdy"] | None:
        """The order the cells prove, by majority where they contradict each other; None: nothing decides."""
        day_first = self.day_first + self.dotted
        if not day_first and not self.month_first:
            return None
        return "dmy" if day_first >= self.month_first else "mdy"

    @property
    def needs_order(self) -> bool:
        """Whether any cell is read differently in the two orders."""
        return bool(self.day_first or self.month_first or self.example)


def evidence(column: pd.Series) -> DateReading:
    """What the cells of a column say about their dates. Never raises: a column without dates reads 0."""
    if isinstance(column.dtype, pd.DatetimeTZDtype) or column.dtype.kind == "M":
        known = int(column.notna().sum())
        return DateReading(filled=known, readable=known)
    if column.dtype.kind in "if":
        values = column.dropna().to_numpy("float64")
        readable = int((~np.isnat(from_numbers(values))).sum())
        return DateReading(filled=len(values), readable=readable, numbers=readable)
    if column.dtype.kind == "b":
        return DateReading(filled=int(column.notna().sum()), readable=0)
    return _text_evidence(Texts.of(column))


def written_short(column: pd.Series) -> bool:
    """Whether all dates of a column are three numbers of two digits: `25-01-02`, which need be no date at all."""
    if column.dtype.kind in "Mifb" or isinstance(column.dtype, pd.DatetimeTZDtype):
        return False
    layouts = [date_layout(pattern) for pattern, _ in Texts.of(column).patterns]
    return all(layout.is_short for layout in layouts if layout is not None)


def date_order(column: pd.Series) -> str | None:
    """`dmy`, `mdy`, `ymd` (25-01-31) or one of `SWAPPED`, as the column's cells prove; None where no cell needs it.

    Proof is a cell readable in one order only, dots (dd.mm.yyyy is day-first), or rows that are in
    sequence under one order and not under the other.
    Raises `Undecided` with a `date_order` question showing both readings of one cell if nothing decides.
    """
    if column.dtype.kind in "Mifb":
        return None
    texts = Texts.of(column)
    if year_first(texts):
        return "ymd"
    reading = _text_evidence(texts, open_only=True)
    if not reading.needs_order:
        return None
    order = reading.order or _order_in_sequence(texts)
    if order is None:
        raise Undecided((_question(str(column.name), str(reading.example)),))
    return swapped_order(texts) or order


def parse(column: pd.Series, order: str | None = None) -> pd.Series:
    """The dates of a column, `datetime64[us]` in the shop's local time; NaT where a cell is no date.

    Reads ISO, day-first or month-first numbers, month names (en, ru, uk, ro), Excel serials, yyyymmdd and
    Unix time, mixed as they come; times of day are kept, offsets dropped. Where all years are of the Buddhist calendar
    they are read as the years 543 before. `order` (one of `DATE_ORDERS`) is
    for cells readable in several ways; without it the column decides.
    Raises `Undecided` if it is needed and nothing decides.
    """
    if isinstance(column.dtype, pd.DatetimeTZDtype):
        column = column.dt.tz_localize(None)
    if column.dtype.kind == "M":
        return column.astype("datetime64[us]")
    if column.dtype.kind in "if":
        return pd.Series(from_numbers(column.to_numpy("float64")), index=column.index, name=column.name)
    if column.dtype.kind == "b":
        return pd.Series(np.full(len(column), _NAT), index=column.index, name=column.name)
    texts = Texts.of(column)
    chosen = order or date_order(column) or "dmy"
    timestamps = _read(texts, chosen)
    if _all_buddhist(timestamps):
        timestamps = _read(texts, chosen, ahead=_BUDDHIST_AHEAD)
    return pd.Series(texts.spread(timestamps, _NAT), index=column.index, name=column.name)


def is_buddhist(column: pd.Series) -> bool:
    """Whether the years of a column's first dates, as they are written, are of the Buddhist calendar (2567 is 2024)."""
    if column.dtype.kind in "Mifb" or isinstance(column.dtype, pd.DatetimeTZDtype):
        return False
    return _all_buddhist(_read(Texts.of(column.dropna().head(_FIRST_CELLS)), "dmy"))


def _all_buddhist(timestamps: np.ndarray) -> bool:
    known = timestamps[~np.isnat(timestamps)]
    return bool(len(known) and known.min() >= _BUDDHIST_FROM and known.max() < _BUDDHIST_TO)


def parse_times(column: pd.Series) -> pd.Series:
    """Time of day as `timedelta64[us]` since midnight; NaT where a cell is none.

    Reads texts (`9:05`, `09:05:30`, `1:05 pm`), fractions of a day and the time of a date and time.
    """
    missing = np.timedelta64("NaT", "us")
    if column.dtype.kind == "M" or isinstance(column.dtype, pd.DatetimeTZDtype):
        return _time_part(parse(column))
    if column.dtype.kind in "if":
        days = column.to_numpy("float64")
        fits = (days >= 0) & (days < 1)
        parts = (np.round(np.where(fits, days, 0.0) * DAY_US / 1e6) * 1e6).astype("timedelta64[us]")
        return pd.Series(np.where(fits, parts, missing), index=column.index, name=column.name)
    texts = Texts.of(column)
    times = np.full(len(texts.cells), missing)
    for pattern, group in texts.patterns:
        layout = time_layout(pattern)
        if layout is not None:
            parts, valid = _time_of_day(group, layout)
            times[group.members] = np.where(valid, parts, missing)
    found = pd.Series(texts.spread(times, missing), index=column.index, name=column.name)
    if found.isna().all():
        return _time_part(parse(column, "dmy"))
    return found


def written_zone(column: pd.Series) -> str | None:
    """Which clock the times of a column show: `utc` where all say so, `local` where any says otherwise, else None.

    The times may have their days beside them or not. Unix time is UTC by definition. Days without a time, or at
    midnight throughout, are days of a calendar, `local`.
    """
    if column.dtype.kind in "if":
        values = column.dropna().to_numpy("float64")
        return "utc" if len(values) and is_unix_time(values).all() else "local"
    if isinstance(column.dtype, pd.DatetimeTZDtype) or column.dtype.kind == "M":
        told = "utc" if str(getattr(column.dtype, "tz", None)) in ("UTC", "+00:00") else None
        return told if _some_time_of_day(parse(column).to_numpy()) else "local"
    texts = Texts.of(column)
    clocks: set[str | None] = set()
    times = False
    for pattern, group in texts.patterns:
        layout = date_layout(pattern) or time_layout(pattern)
        if layout is None:
            continue
        clocks.add(_clock(group, layout))
        if layout.is_number:
            times = times or _some_time_of_day(_timestamps(group, layout, "dmy"))
        elif "hour" in layout.parts:
            times = times or bool(_time_of_day(group, layout)[0].any())
    if not times or "local" in clocks or len(clocks) > 1:
        return "local"
    return "utc" if "utc" in clocks else None


def _clock(group: PatternGroup, layout: DateLayout) -> str | None:
    """What the texts of one digit pattern say: `utc`, `local`, or nothing (None)."""
    if layout.is_number:
        return "utc" if is_unix_time(group.number(*layout.parts["whole"])).all() else "local"
    if layout.zone == "offset":
        away = [group.number(*layout.parts[part]) for part in ("zone_hours", "zone_minutes") if part in layout.parts]
        return "local" if any(number.any() for number in away) else "utc"
    return layout.zone if layout.zone in (None, "utc") else "local"


def _some_time_of_day(timestamps: np.ndarray) -> bool:
    known = timestamps[~np.isnat(timestamps)]
    return bool((known != known.astype("datetime64[D]")).any())


def _time_part(timestamps: pd.Series) -> pd.Series:
    since_midnight: pd.Series = timestamps - timestamps.dt.normalize()
    return since_midnight


def _text_evidence(texts: Texts, *, open_only: bool = False) -> DateReading:
    filled = len(texts.cells) - texts.cells.null_count
    counts = dict.fromkeys(("readable", "numbers", "day_first", "month_first", "dotted", "either"), 0)
    example: tuple[int, str] | None = None
    for pattern, group in texts.patterns:
        layout = date_layout(pattern)
        if layout is None:
            continue
        if not layout.is_open:
            if open_only:
                continue
            readable = int((~np.isnat(_timestamps(group, layout, "dmy"))).sum())
            counts["readable"] += readable
            counts["numbers"] += readable if layout.is_number else 0
            continue
        by_order = {order: days(group, layout, order) for order in PARTS}
        day_first, month_first = ~np.isnat(by_order["dmy"]), ~np.isnat(by_order["mdy"])
        both = day_first & month_first
        counts["readable"] += int((day_first | month_first | ~np.isnat(by_order["ymd"])).sum())
        counts["day_first"] += int((day_first & ~month_first).sum())
        counts["month_first"] += int((month_first & ~day_first).sum())
        counts["either"] += int(both.sum())
        counts["dotted"] += int(both.sum()) if layout.dotted else 0
        differing = group.members[both & (by_order["dmy"] != by_order["mdy"])]
        if len(differing) and (example is None or differing[0] < example[0]):
            example = int(differing[0]), texts.cells[int(differing[0])].as_py()
    return DateReading(filled=filled, example=example[1] if example else None, **counts)


def _order_in_sequence(texts: Texts) -> str | None:
    """The only order in which the rows run forwards (or backwards) in time."""
    in_sequence = []
    for order in _OPEN:
        days = texts.spread(_read(texts, order), _NAT).astype("datetime64[D]").astype("int64")
        steps = np.diff(days[days != np.iinfo("int64").min])
        enough = np.count_nonzero(steps) >= _FEWEST_DAYS_IN_SEQUENCE - 1
        if enough and ((steps >= 0).all() or (steps <= 0).all()):
            in_sequence.append(order)
    return in_sequence[0] if len(in_sequence) == 1 else None


def _question(column: str, value: str) -> Question:
    cell = pd.Series([value], dtype="str")
    readings = {order: str(parse(cell, order).iloc[0].date()) for order in _OPEN}
    return Question("date_order", _OPEN, {"column": column, "value": value, "readings": readings})


def _read(texts: Texts, order: str, *, ahead: int = 0) -> np.ndarray:
    """The dates of each text; years are written `ahead` of ours."""
    timestamps = np.full(len(texts.cells), _NAT)
    for pattern, group in texts.patterns:
        layout = date_layout(pattern)
        if layout is not None:
            timestamps[group.members] = _timestamps(group, layout, order, ahead=ahead)
    return timestamps


def _timestamps(group: PatternGroup, layout: DateLayout, order: str, *, ahead: int = 0) -> np.ndarray:
    """Date and time of each value of a digit pattern; NaT where its numbers make none (31 February, 25 o'clock)."""
    if layout.is_number:
        fraction = group.number(*layout.parts["fraction"]) if "fraction" in layout.parts else 0
        digits = layout.parts.get("fraction", (0, 0))[1]
        return from_numbers(group.number(*layout.parts["whole"]) + fraction / 10.0**digits)
    day = days(group, layout, order, ahead=ahead)
    if "hour" not in layout.parts:
        return day.astype("datetime64[us]")
    time, valid_time = _time_of_day(group, layout)
    return np.where(valid_time, day + time, _NAT)


def _time_of_day(group: PatternGroup, layout: DateLayout) -> tuple[np.ndarray, np.ndarray]:
    hour, minute = (group.number(*layout.parts[part]) for part in ("hour", "minute"))
    seconds = group.number(*layout.parts["seconds"]) if "seconds" in layout.parts else np.zeros_like(hour)
    valid = (hour < 24) & (minute < 60) & (seconds < 60)
    if layout.half is not None:
        valid &= (hour >= 1) & (hour <= 12)
        hour = hour % 12 + (12 if layout.half == "p" else 0)
    total = ((hour * 60 + minute) * 60 + seconds) * 1_000_000
    if "fraction" in layout.parts:
        first, digits = layout.parts["fraction"]
        total += group.number(first, min(digits, 6)) * 10 ** (6 - min(digits, 6))
    return total.astype("timedelta64[us]"), valid
