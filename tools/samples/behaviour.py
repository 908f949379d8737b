"""How the invented customers buy: each at a pace of their own, faster in season, until they quietly leave."""

import datetime as dt
from collections.abc import Sequence

import numpy as np


def season(first: dt.date, last: dt.date, *, months: Sequence[float], weekdays: Sequence[float]) -> np.ndarray:
    """How busy each day from `first` to `last` is, around 1 (float per day; 0 on days the shop is closed).

    `months` are twelve levels, January first, reached in the middle of each month; `weekdays` seven, Monday first.
    """
    days = np.arange(first.toordinal(), last.toordinal() + 1)
    of_year = np.array([dt.date.fromordinal(int(day)).timetuple().tm_yday for day in days])
    middles = (np.arange(12) + 0.5) * 365.25 / 12
    level = np.interp(of_year, middles, months, period=365.25)
    pace: np.ndarray = level * np.asarray(weekdays, dtype=float)[(days - 1) % 7]
    return pace


def arrivals(rng: np.random.Generator, pace: np.ndarray, *, count: int) -> np.ndarray:
    """Days (positions in `pace`, sorted) on which `count` customers buy for the first time; busy days bring more."""
    return np.sort(rng.choice(len(pace), size=count, p=pace / pace.sum()))


def visits(
    rng: np.random.Generator,
    pace: np.ndarray,
    *,
    start: int,
    gap: float,
    leave: np.ndarray,
    regularity: float,
) -> list[int]:
    """Days on which one customer buys, `start` first, until they leave or the calendar ends.

    Between purchases pass about `gap` days of pace 1 (gamma distributed with shape `regularity`: 1 is as random
    as can be, more is steadier). `leave[d]` is the chance that the purchase on day d is the last one.
    """
    clock = np.cumsum(pace)
    days = [start]
    while rng.random() >= leave[days[-1]]:
        due = clock[days[-1]] + rng.gamma(regularity, gap / regularity)
        if due > clock[-1]:
            break
        days.append(int(np.searchsorted(clock, due)))
    return days


def people(rng: np.random.Generator, first_names: str, last_names: str, *, count: int) -> list[tuple[str, str]]:
    """`count` different pairs of a first and a last name, from names separated by spaces.

    ValueError if there are not that many pairs.
    """
    firsts, lasts = first_names.split(), last_names.split()
    if count > len(firsts) * len(lasts):
        raise ValueError(f"{count} people out of {len(firsts) * len(lasts)} names")
    pairs = rng.permutation(len(firsts) * len(lasts))[:count]
    return [(firsts[pair // len(lasts)], lasts[pair % len(lasts)]) for pair in pairs]
