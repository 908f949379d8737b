"""What somebody may bring instead of a setting: the edges of what it can be, just beyond them, and nonsense."""

import datetime as dt
import random
from collections.abc import Callable

from retention.settings import Choice, DayRange, Kind, Number, Several, Switch, Text, Whole

NONSENSE = (
    *("", " ", "-", "\0", "null", "None", "true", "[]", "{}", "<b>", "../..", "%00", "\u202eabc", "e\u0301", "😀"),
    *("nan", "inf", "-inf", "1e999", "1_000", "٣", "²", "½", "0x10", "5%", "1,5", "1.5.2", "9" * 5000, "a" * 50_000),
)
SPELLINGS: tuple[Callable[[float], str], ...] = (
    *(str, repr, "{:+}".format, " {} ".format, "{:.17g}".format, "{:e}".format),
    lambda number: str(round(number)),
)
"""Ways to write a number that mean what they say."""
DAYS = ("0001-01-01..9999-12-31", "2025-13-01..2025-12-01", "2025-06-30..2025-01-01", "٢٠٢٥-01-01..2025-02-01")
WORDS = ("days", "first_order", "2025Q1", "2025Q2", "2025-02", "2020-06", "2020W07", "2025", "product", "channel")
"""Texts that mean something with some orders."""


def texts(kind: Kind[object], rng: random.Random) -> str:
    """Something a link or a workspace may say for a setting of this kind; most of it cannot be."""
    return rng.choice(NONSENSE) if rng.random() < 0.2 else _aimed(kind, rng)


def _aimed(kind: Kind[object], rng: random.Random) -> str:
    match kind:
        case Number() | Whole():
            return rng.choice(SPELLINGS)(_number(kind, rng))
        case Choice():
            return rng.choice(kind.options)
        case DayRange():
            return rng.choice((*DAYS, _days(rng)))
        case _:
            return rng.choice(WORDS)


def _number(kind: Number | Whole, rng: random.Random) -> float:
    """An edge, just beyond one, nothing, or a float as no slider makes it."""
    edges = (kind.minimum, kind.maximum)
    beyond = (kind.minimum - kind.step, kind.maximum + kind.step)
    between = (rng.uniform(kind.minimum, kind.maximum), rng.uniform(-1, 1), 1e-300, -1e-9, 0.1 + 0.2, 2.65, 0.0, -0.0)
    return rng.choice((rng.choice(edges), rng.choice(edges), rng.choice(beyond), rng.choice(between)))


def _days(rng: random.Random) -> str:
    first = dt.date(2019, 1, 1) + dt.timedelta(days=rng.randrange(2500))
    return f"{first}..{first + dt.timedelta(days=rng.choice((0, 1, 30, 364, 2000)))}"


def anything(kind: Kind[object], rng: random.Random) -> object:
    """Something a JSON file may hold in the place of a setting of this kind."""
    others = (None, True, False, 0, -1, 7.5, 10**400, float("inf"), [], {}, ["a", 1], {"a": {}}, "\ud800", "x\udfff")
    match kind:
        case Switch():
            return rng.choice((True, False, *others))
        case Several():
            return rng.choice((["who"], [], ["who", "\ud800"], *others))
        case Text():
            return rng.choice(("who", ",", "utf-8", "3", *others))
        case _:
            return rng.choice((texts(kind, rng), *others))
