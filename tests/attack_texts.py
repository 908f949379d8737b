"""Texts that keep a regular expression busy, made from the pattern itself: what it repeats, over and over, then a stop.

A pattern of exponential or quadratic cost shows it on the part it repeats (`(a+)+` on `aaa…!`), on its own beginning
(`<a[^>]*>` searched in `<a<a<a…`), or on a sign that several of its parts take.
"""

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from re import _constants as constants
from re import _parser as parser
from typing import Any

# Signs that classes such as [^"] or \w are filled with, after those the pattern itself names.
COMMON = "a0 \"'.,-<>=/\t\n\\я_A:;()@\u00a0"
STOPS = ("", "\n\x01", "\n\n", "!")
STYLES = 5
REPEATS = (constants.MAX_REPEAT, constants.MIN_REPEAT, constants.POSSESSIVE_REPEAT)
FEW = 8  # times: a part repeated so seldom costs no more


@dataclass(frozen=True)
class Attack:
    """A part that a text repeats as often as fits, what stands before it once, and the stop after it."""

    before: str
    unit: str
    stop: str
    binary: bool

    def text(self, length: int) -> str | bytes:
        """The text of about this length."""
        room = length - len(self.before) - len(self.stop)
        made = self.before + self.unit * (room // len(self.unit)) + self.stop
        return made.encode("latin-1", errors="replace") if self.binary else made


@functools.cache
def attacks(pattern: str | bytes, flags: int) -> tuple[Attack, ...]:
    """Texts of any length, each hard for some kind of pattern."""
    binary = isinstance(pattern, bytes)
    text = pattern.decode("latin-1") if isinstance(pattern, bytes) else pattern
    tree = parser.parse(re.sub(r"\\p\{\w+\}", r"\\w", text), flags & ~re.UNICODE if binary else flags)
    units = filter(lambda parts: parts[1], _units(tree))
    return tuple(Attack(before, unit, stop, binary) for before, unit in units for stop in STOPS)


def _units(tree: Any) -> dict[tuple[str, str], None]:
    """What may stand before a repeated part, and that part, each pair once."""
    signs = "".join(dict.fromkeys([*_literals(tree), *COMMON]))
    units: dict[tuple[str, str], None] = dict.fromkeys(("", sign) for sign in signs)
    for style in range(STYLES):
        for before, repeated in _repeats(tree, signs, style):
            units[before, repeated] = None
            units["", before + repeated] = None
            units["", before] = None
            units["", repeated + before] = None
        whole = _sample(tree, signs, style)
        units |= dict.fromkeys([("", whole), ("", whole[:-1]), (whole, whole[-1:])])
    return units


def _literals(tree: Any) -> Iterator[str]:
    """The characters a pattern names."""
    for code, value in _parts(tree):
        if code in (constants.LITERAL, constants.NOT_LITERAL):
            yield chr(value)
        elif code is constants.RANGE:
            yield from map(chr, value)


def _parts(tree: Any) -> Iterator[tuple[Any, Any]]:
    """Every part of a pattern, those inside others too."""
    for part in tree:
        if isinstance(part, tuple) and len(part) == 2 and isinstance(part[0], type(constants.LITERAL)):
            yield part
        if isinstance(part, tuple | list | parser.SubPattern):
            yield from _parts(part)


def _repeats(tree: Any, signs: str, style: int, before: str = "") -> Iterator[tuple[str, str]]:
    """What may stand before each repeated part of a pattern, and what that part may be."""
    for code, value in tree:
        for inner in _inside(code, value):
            yield from _repeats(inner, signs, style, before)
        if code in REPEATS and (value[1] is constants.MAXREPEAT or value[1] > FEW):
            once = _sample(value[2], signs, style)
            yield before, once
            yield before, once + _sample(value[2], signs, style + 1)
        before += _sample([(code, value)], signs, style)


def _inside(code: Any, value: Any) -> Sequence[Any]:
    if code in REPEATS:
        return [value[2]]
    if code is constants.SUBPATTERN:
        return [value[3]]
    if code is constants.BRANCH:
        return list(value[1])
    if code is constants.ATOMIC_GROUP:
        return [value]
    if code in (constants.ASSERT, constants.ASSERT_NOT):
        return [value[1]]
    return []


def _sample(tree: Any, signs: str, style: int) -> str:
    """A text that the pattern takes, or nearly; styles differ in the signs and alternatives they choose."""
    return "".join(_sample_of(code, value, signs, style) for code, value in tree)


def _sample_of(code: Any, value: Any, signs: str, style: int) -> str:
    if code is constants.LITERAL:
        return chr(value)
    if code in (constants.IN, constants.ANY, constants.NOT_LITERAL):
        fitting = _fitting(code, tuple(value) if code is constants.IN else value, signs)
        return fitting[style % len(fitting)]
    if code in REPEATS:
        return _sample(value[2], signs, style) * max(value[0], 1 - style % 2 if value[1] else 0)
    if code is constants.BRANCH:
        return _sample(value[1][style % len(value[1])], signs, style)
    if code in (constants.ASSERT, constants.ASSERT_NOT, constants.AT, constants.GROUPREF):
        return ""
    return "".join(_sample(inner, signs, style) for inner in _inside(code, value))


@functools.cache
def _fitting(code: Any, value: Any, signs: str) -> Sequence[str]:
    """Which of the signs a class takes, or one that may stand for all others."""
    return [sign for sign in signs if _takes(code, value, sign)] or ["\u2014"]


def _takes(code: Any, value: Any, sign: str) -> bool:
    """Whether one character fits a class, a dot or an exclusion."""
    if code is constants.ANY:
        return sign != "\n"
    if code is constants.NOT_LITERAL:
        return chr(value) != sign
    return any(_in_class(*part, sign) for part in value) != (value[0][0] is constants.NEGATE)


def _in_class(code: Any, value: Any, sign: str) -> bool:
    if code is constants.LITERAL:
        return chr(value) == sign
    if code is constants.RANGE:
        return value[0] <= ord(sign) <= value[1]
    if code is constants.CATEGORY:
        kind = {"DIGIT": sign.isdigit(), "SPACE": sign.isspace(), "WORD": sign.isalnum() or sign == "_"}
        name = str(value).removeprefix("CATEGORY_").removeprefix("UNI_")
        return not kind[name.removeprefix("NOT_")] if name.startswith("NOT_") else kind[name]
    return False
