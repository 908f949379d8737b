"""Dates written as bare numbers: Excel serials, yyyymmdd, Unix time."""

import numpy as np

# Ranges in which a bare number is a date: Excel days since 1899-12-30 (1954 to 2064), yyyymmdd, Unix seconds,
# milliseconds and microseconds (1998 to 2039), yyyymmddhhmm and yyyymmddhhmmss.
_SERIALS = (20_000, 60_000)
_COMPACT_DAYS = (19_500_101, 20_991_231)
_UNIX_SECONDS = (900_000_000, 2_200_000_000)
_EXCEL_EPOCH = np.datetime64("1899-12-30", "us")
_UNIX_EPOCH = np.datetime64("1970-01-01", "us")
DAY_US = 86_400_000_000
_NAT = np.datetime64("NaT", "us")


def days_of(year: np.ndarray, month: np.ndarray, day: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Calendar days (`datetime64[D]`) and which of them exist: 31 February does not."""
    months = ((year - 1970) * 12 + month - 1).astype("datetime64[M]")
    days = months.astype("datetime64[D]") + (day - 1)
    valid = (month >= 1) & (month <= 12) & (day >= 1) & (days.astype("datetime64[M]") == months)
    return days, valid & (year > 0)


def from_numbers(values: np.ndarray) -> np.ndarray:
    """Dates of bare numbers, each by the one range it falls in; NaT elsewhere. Serials to the second."""
    values = np.nan_to_num(values, nan=-1.0, posinf=-1.0, neginf=-1.0)
    moments = np.full(len(values), _NAT)
    serial = (values >= _SERIALS[0]) & (values <= _SERIALS[1])
    seconds = np.round(values[serial] * 86_400).astype("int64") * 1_000_000
    moments[serial] = _EXCEL_EPOCH + seconds.astype("timedelta64[us]")
    for to_us in (1_000_000, 1_000, 1):
        scale = 1_000_000 // to_us
        unix = (values >= _UNIX_SECONDS[0] * scale) & (values <= _UNIX_SECONDS[1] * scale)
        moments[unix] = _UNIX_EPOCH + np.round(values[unix] * to_us).astype("timedelta64[us]")
    for clock in (1, 10_000, 1_000_000):
        compact = (values >= _COMPACT_DAYS[0] * clock) & (values < (_COMPACT_DAYS[1] + 1) * clock)
        moments[compact] = _from_compact(values[compact].astype("int64"), clock)
    return moments


def _from_compact(numbers: np.ndarray, clock: int) -> np.ndarray:
    date, time = numbers // clock, numbers % clock
    days, valid = days_of(date // 10_000, date // 100 % 100, date % 100)
    time *= 100 if clock == 10_000 else 1
    hour, minute, second = time // 10_000, time // 100 % 100, time % 100
    valid &= (hour < 24) & (minute < 60) & (second < 60)
    moments = days + (((hour * 60 + minute) * 60 + second) * 1_000_000).astype("timedelta64[us]")
    return np.where(valid, moments, _NAT)
