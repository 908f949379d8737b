"""Calendar days: from bare numbers (Excel serials, yyyymmdd, Unix time), and from the numbers of a digit pattern.

Where the numbers alone leave it open, the whole column tells which of them is the year, and whether a spreadsheet
set to another country has exchanged day and month wherever both could be a month.
"""

import numpy as np

from retention.ingest.values.date_layouts import DateLayout, date_layout
from retention.ingest.values.texts import PatternGroup, Texts

# Ranges in which a bare number is a date: Excel days since 1899-12-30 (1954 to 2064), yyyymmdd, Unix seconds,
# milliseconds and microseconds (1998 to 2039), yyyymmddhhmm and yyyymmddhhmmss.
_SERIALS = (20_000, 60_000)
_COMPACT_DAYS = (19_500_101, 20_991_231)
_UNIX_SECONDS = (900_000_000, 2_200_000_000)
_EXCEL_EPOCH = np.datetime64("1899-12-30", "us")
_UNIX_EPOCH = np.datetime64("1970-01-01", "us")
DAY_US = 86_400_000_000
_NAT = np.datetime64("NaT", "us")

# Places that the first, second and third number of an open date take in each order.
PARTS = {"dmy": ("day", "month", "year"), "mdy": ("month", "day", "year"), "ymd": ("year", "month", "day")}
# Orders of dates of which a spreadsheet has misread as many as it could, day for month: those stand year first.
SWAPPED = {"dmy_swapped": "dmy", "mdy_swapped": "mdy"}
# POSIX: two-digit years from 69 on belong to the 20th century.
_CENTURY_TURN = 69
_NEARLY_ALL = 0.95
# Slips of the pen lie far away: how far apart days are is measured without the outermost of them.
_INNER = (0.05, 0.95)
# Fewer days, or days hardly closer together, may be so by accident.
_FEWEST_DAYS = 6
_MUCH_CLOSER = 3
_LAST_MONTH = 12
# A correct date has so early a day by accident in 39 of 100 cases, and a later one in 61.
_EARLY, _LATE = 0.39, 0.61
_NO_ACCIDENT = 0.01
_FEWEST_EXCHANGED_DAYS = 2
# Exchanging day and month back may not scatter dates that lie closer together as they are.
_HARDLY_WIDER_DAYS = 31


def days_of(year: np.ndarray, month: np.ndarray, day: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Calendar days (`datetime64[D]`) and which of them exist: 31 February does not."""
    months = ((year - 1970) * 12 + month - 1).astype("datetime64[M]")
    days = months.astype("datetime64[D]") + (day - 1)
    valid = (month >= 1) & (month <= 12) & (day >= 1) & (days.astype("datetime64[M]") == months)
    return days, valid & (year > 0)


def from_numbers(values: np.ndarray) -> np.ndarray:
    """Dates of bare numbers, each by the one range it falls in; NaT elsewhere. Serials to the second."""
    values = np.nan_to_num(values, nan=-1.0, posinf=-1.0, neginf=-1.0)
    timestamps = np.full(len(values), _NAT)
    serial = (values >= _SERIALS[0]) & (values <= _SERIALS[1])
    seconds = np.round(values[serial] * 86_400).astype("int64") * 1_000_000
    timestamps[serial] = _EXCEL_EPOCH + seconds.astype("timedelta64[us]")
    for to_us in (1_000_000, 1_000, 1):
        scale = 1_000_000 // to_us
        unix = (values >= _UNIX_SECONDS[0] * scale) & (values <= _UNIX_SECONDS[1] * scale)
        timestamps[unix] = _UNIX_EPOCH + np.round(values[unix] * to_us).astype("timedelta64[us]")
    for clock in (1, 10_000, 1_000_000):
        compact = (values >= _COMPACT_DAYS[0] * clock) & (values < (_COMPACT_DAYS[1] + 1) * clock)
        timestamps[compact] = _from_compact(values[compact].astype("int64"), clock)
    return timestamps


def is_unix_time(values: np.ndarray) -> np.ndarray:
    """Which bare numbers are seconds, milliseconds or microseconds since 1970 in UTC."""
    first, last = _UNIX_SECONDS
    found = np.zeros(len(values), dtype=bool)
    for scale in (1, 10**3, 10**6):
        found |= (values >= first * scale) & (values <= last * scale)
    return found


def _from_compact(numbers: np.ndarray, clock: int) -> np.ndarray:
    date, time = numbers // clock, numbers % clock
    days, valid = days_of(date // 10_000, date // 100 % 100, date % 100)
    time *= 100 if clock == 10_000 else 1
    hour, minute, second = time // 10_000, time // 100 % 100, time % 100
    valid &= (hour < 24) & (minute < 60) & (second < 60)
    timestamps = days + (((hour * 60 + minute) * 60 + second) * 1_000_000).astype("timedelta64[us]")
    return np.where(valid, timestamps, _NAT)


def days(group: PatternGroup, layout: DateLayout, order: str, *, ahead: int = 0) -> np.ndarray:
    """Day of each value of a digit pattern (`datetime64[D]`), its numbers read in an order; NaT where they make none.

    `ymd` is for dates with a two-digit year alone; others are read day first under it. Under an order of `SWAPPED`
    day and month of dates written year first are exchanged. Years are written `ahead` of ours.
    """
    places = dict(layout.parts)
    if order in SWAPPED:
        order = SWAPPED[order]
        if layout.has_days and not layout.is_open:
            places["month"], places["day"] = places["day"], places["month"]
    if layout.is_open:
        read = order if layout.is_short or order != "ymd" else "dmy"
        numbers = (places["first"], places["second"], places["year"])
        places |= dict(zip(PARTS[read], numbers, strict=True))
    year = group.number(*places["year"])
    if places["year"][1] == len("25"):
        year += np.where(year < _CENTURY_TURN, 2000, 1900)
    year -= ahead
    month = group.number(*places["month"]) if layout.month is None else np.full(len(year), layout.month)
    found, valid = days_of(year, month, group.number(*places["day"]))
    return np.where(valid, found, np.datetime64("NaT", "D"))


def year_first(texts: Texts) -> bool:
    """Whether dates of three two-digit numbers begin with the year.

    They do if nearly all of them can be read so and then lie closer together than in any other order:
    days run from 1 to 31 within one year, whereas a day taken for the year makes a file of three decades.
    Dots (31.01.25) are not asked: nobody writes them with the year first.
    """
    short = [
        (group, layout)
        for pattern, group in texts.patterns
        if (layout := date_layout(pattern)) is not None and layout.is_short and not layout.dotted
    ]
    if not short:
        return False
    read = {order: np.concatenate([days(group, layout, order) for group, layout in short]) for order in PARTS}
    readable = {order: int((~np.isnat(timestamps)).sum()) for order, timestamps in read.items()}
    most = max(readable.values())
    likely = {order: _span(read[order]) for order in PARTS if readable[order] >= _NEARLY_ALL * most}
    enough = len(np.unique(read["ymd"])) >= _FEWEST_DAYS
    return enough and "ymd" in likely and all(likely["ymd"] * _MUCH_CLOSER < likely[o] for o in likely if o != "ymd")


def _span(timestamps: np.ndarray) -> float:
    first, last = np.quantile(timestamps[~np.isnat(timestamps)].astype("int64"), _INNER)
    return float(last - first)


def swapped_order(texts: Texts) -> str | None:
    """The order of dates with its exchange (`dmy_swapped`) that a column's cells prove, None where they do not.

    A spreadsheet set to month-first that opens 05.01 and 13.01 makes the 1st of May of the first and leaves the
    second as text. The mark of it: no date written year first has a day after the 12th, and all others can be read
    in one order only. Enough different days of both kinds exclude an accident.
    """
    read_as = [(group, date_layout(pattern)) for pattern, group in texts.patterns]
    layouts = [(group, layout) for group, layout in read_as if layout is not None and layout.has_days]
    real = [pair for pair in layouts if not pair[1].is_open]
    left = [pair for pair in layouts if pair[1].is_open]
    if not real or not left:
        return None
    as_is = np.concatenate([days(*pair, "dmy") for pair in real])
    read = {order: np.concatenate([days(*pair, order) for pair in left]) for order in SWAPPED.values()}
    for swapped, order in SWAPPED.items():
        others = [bool((~np.isnat(timestamps)).any()) for other, timestamps in read.items() if other != order]
        exchanged = np.concatenate([days(*pair, swapped) for pair in real])
        if not any(others) and not np.isnat(read[order]).any() and _is_proof(as_is, exchanged, read[order]):
            return swapped
    return None


def _is_proof(as_is: np.ndarray, exchanged: np.ndarray, left: np.ndarray) -> bool:
    day = (as_is - as_is.astype("datetime64[M]")).astype("int64") + 1
    early, late = len(np.unique(as_is)), len(np.unique(left))
    if np.isnat(as_is).any() or day.max() > _LAST_MONTH or min(early, late) < _FEWEST_EXCHANGED_DAYS:
        return False
    wider = np.ptp(exchanged.astype("int64")) > np.ptp(as_is.astype("int64")) + _HARDLY_WIDER_DAYS
    return bool(_EARLY**early * _LATE**late < _NO_ACCIDENT and not wider)
