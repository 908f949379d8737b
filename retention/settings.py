"""Kinds of settings: what a setting may be, and how it is read from wherever it is brought.

Every setting is declared once as one of these kinds, and whoever reads it (a link, a workspace, the choices remembered
on this computer, a control on screen) asks its kind. `read` takes anything and never fails: what was brought becomes
the setting's value, or None where it is none. A number may be written as a number or as text in the digits 0 to 9; a
truth value is no number.
"""

import datetime as dt
import math
import re
import unicodedata
import zoneinfo
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol, TypeVar

Value = TypeVar("Value")
Value_co = TypeVar("Value_co", covariant=True)
NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)
"""A number as programs write it. `float` reads much else: 1_000, the digits of other scripts, nan."""
LONGEST_NUMBER = 40
"""Characters, more than any number of ours takes: thousands of digits cost time to read, and mean nothing."""
DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
RANGE = re.compile(r"(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)", re.ASCII)
ZONE = re.compile(r"[A-Za-z][A-Za-z0-9_+\-]*(?:/[A-Za-z0-9_+\-]+){0,2}")
"""How zones are named."""
HIDDEN = frozenset({"Cc", "Cs", "Zl", "Zp"})
"""Unicode categories of characters that are no part of a line of text: controls, halves of a pair, line ends."""
TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that turn the direction of what follows, so that a name can look like another one."""
LONGEST_CELL = 32_767
"""Characters a spreadsheet's cell can hold, and so the name of a column."""
Days = tuple[dt.date, dt.date]
"""First and last day of a stretch of time, both included."""


class Kind(Protocol[Value_co]):
    """What a setting may be."""

    def read(self, brought: object) -> Value_co | None:
        """The setting's value; None where what was brought is none."""


@dataclass(frozen=True)
class Choice:
    """One of several words."""

    options: tuple[str, ...]

    def read(self, brought: object) -> str | None:
        """The option, or None."""
        return next((option for option in self.options if isinstance(brought, str) and option == brought), None)


@dataclass(frozen=True)
class Switch:
    """Yes or no, as a truth value: words and numbers are neither."""

    def read(self, brought: object) -> bool | None:
        """The truth value, or None."""
        return brought if isinstance(brought, bool) else None


@dataclass(frozen=True, kw_only=True)
class Number:
    """A number from `minimum` to `maximum`, both included; a control moves it by `step`."""

    minimum: float
    maximum: float
    step: float = 1.0

    def times(self, scale: int) -> "Number":
        """The kind of this number as a person types it who writes it `scale` times as large, a share in percent."""
        return Number(minimum=self.minimum * scale, maximum=self.maximum * scale, step=self.step * scale)

    def at_most(self, number: float) -> float:
        """A number that nobody typed, cut at the upper limit."""
        return min(number, self.maximum)

    def read(self, brought: object) -> float | None:
        """The number, never NaN, infinite or minus zero; None for anything else or beyond the limits."""
        number = _number(brought)
        return number if number is not None and self.minimum <= number <= self.maximum else None


@dataclass(frozen=True, kw_only=True)
class Whole:
    """A whole number from `minimum` to `maximum`, both included, which have to be exact in a browser (2**53)."""

    minimum: int
    maximum: int
    step: int = 1

    def at_most(self, number: float) -> int:
        """A number that nobody typed, as a whole one, cut at the upper limit."""
        return int(min(number, self.maximum))

    def read(self, brought: object) -> int | None:
        """The whole number, which 7.0 is and 7.5 is not; None for anything else or beyond the limits."""
        number = _number(brought)
        if number is None or not number.is_integer() or not self.minimum <= number <= self.maximum:
            return None
        return int(number)


@dataclass(frozen=True, kw_only=True)
class Day:
    """A day from `first` to `last`, both included, as a date or written `2024-03-05`."""

    first: dt.date = dt.date.min
    last: dt.date = dt.date.max

    def read(self, brought: object) -> dt.date | None:
        """The day; None for anything else, a moment of a day included."""
        day = brought
        if isinstance(brought, str) and DAY.fullmatch(brought):
            try:
                day = dt.date.fromisoformat(brought)
            except ValueError:  # a thirteenth month
                return None
        if not isinstance(day, dt.date) or isinstance(day, dt.datetime):
            return None
        return day if self.first <= day <= self.last else None


@dataclass(frozen=True, kw_only=True)
class DayRange:
    """A stretch of days within `first` and `last`, written `2024-03-05..2024-04-20`."""

    first: dt.date = dt.date.min
    last: dt.date = dt.date.max

    def cut(self, days: Days) -> Days:
        """The part of some days that lies within.

        >>> DayRange(last=dt.date(2024, 5, 5)).cut((dt.date(2024, 5, 1), dt.date(2024, 5, 31)))[1]
        datetime.date(2024, 5, 5)
        """
        return max(days[0], self.first), min(days[1], self.last)

    def read(self, brought: object) -> Days | None:
        """First and last day; None for anything else, for a stretch that ends before it begins or lies outside."""
        found = RANGE.fullmatch(brought) if isinstance(brought, str) else None
        try:
            days = (dt.date.fromisoformat(found[1]), dt.date.fromisoformat(found[2])) if found else None
        except ValueError:  # a thirteenth month
            return None
        return days if days is not None and self.first <= days[0] <= days[1] <= self.last else None


@dataclass(frozen=True, kw_only=True)
class Text:
    """A line of text of `shortest` to `longest` characters that all show, and that `pattern` describes if given.

    `as_found`: the name of something in a file, which is compared with the file's own and may hold whatever the file
    holds. Halves of a surrogate pair are in no file, and no text of ours: they cannot be written anywhere.
    """

    longest: int
    shortest: int = 1
    pattern: re.Pattern[str] | None = None
    as_found: bool = False

    def read(self, brought: object) -> str | None:
        """The text, or None."""
        if not isinstance(brought, str) or not self.shortest <= len(brought) <= self.longest:
            return None
        described = self.pattern is None or self.pattern.fullmatch(brought) is not None
        return brought if described and self._shows(brought) else None

    def _shows(self, text: str) -> bool:
        if text.isascii() and text.isprintable():
            return True
        hidden = frozenset({"Cs"}) if self.as_found else HIDDEN
        turning = frozenset[str]() if self.as_found else TURNING
        return not any(sign in turning or unicodedata.category(sign) in hidden for sign in text)


@dataclass(frozen=True)
class Zone:
    """A time zone by its name in the IANA database, such as `Europe/Chisinau`."""

    def read(self, brought: object) -> str | None:
        """The name of a zone this computer knows, or None."""
        if not isinstance(brought, str) or len(brought) > LONGEST_NUMBER or not ZONE.fullmatch(brought):
            return None
        try:
            zoneinfo.ZoneInfo(brought)
        except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):  # OSError: a folder of zones
            return None
        return brought


@dataclass(frozen=True, kw_only=True)
class Several:
    """Up to `most` texts in order, in a list or a tuple; none at all is a choice too."""

    each: Text
    most: int

    def read(self, brought: object) -> tuple[str, ...] | None:
        """The texts; None for anything else, and where one of them is not as it must be."""
        if not isinstance(brought, list | tuple) or len(brought) > self.most:
            return None
        found = [self.each.read(one) for one in brought]
        return tuple(one for one in found if one is not None) if None not in found else None


def as_text(value: object) -> str:
    """A setting's value as a link or a file writes it."""
    if isinstance(value, tuple):
        return "..".join(day.isoformat() for day in value)
    return str(value)


def read_all(kinds: Mapping[str, Kind[Value]], brought: Mapping[str, object]) -> tuple[dict[str, Value], list[str]]:
    """Every setting that was brought as its kind must be, and the names of the others, unknown ones included."""
    found: dict[str, Value] = {}
    for name, given in brought.items():
        value = kinds[name].read(given) if name in kinds else None
        if value is not None:
            found[name] = value
    return found, [name for name in brought if name not in found]


def _number(brought: object) -> float | None:
    if isinstance(brought, str):
        text = brought.strip(" ")  # a plus sign in a link arrives as a space
        if len(text) > LONGEST_NUMBER or not NUMBER.fullmatch(text):
            return None
        number = float(text)
    elif isinstance(brought, int | float) and not isinstance(brought, bool):
        try:
            number = float(brought)
        except OverflowError:
            return None
    else:
        return None
    return number + 0.0 if math.isfinite(number) else None  # + 0.0: minus zero is 0
