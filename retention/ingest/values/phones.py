"""Phone numbers as digits with the country's prefix, however they were typed."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

_FEWEST_DIGITS = 5
_EXTENSION = re.compile(r"(?:доб|ext|внутр|int|x).*", re.IGNORECASE)
_SEVERAL = re.compile(r"[,;|]|\bили\b|\bor\b|\bsau\b")

# National writing → international: prefix of the country, how the national number looks, how many of its first
# digits to drop. Russia and Kazakhstan share +7 and the trunk 8; Ukraine, Romania and Moldova use 0.
_TRUNKS: tuple[tuple[str, re.Pattern[str], int], ...] = (
    ("380", re.compile(r"80(?:39|50|6[3678]|7[37]|89|9\d)\d{7}"), 2),
    ("7", re.compile(r"8[3-9]\d{9}"), 1),
    ("380", re.compile(r"0(?:39|50|6[3678]|9\d|89)\d{7}"), 1),
    ("40", re.compile(r"07\d{8}"), 1),
    ("373", re.compile(r"0[67]\d{7}"), 1),
)
# Numbers that lack even the trunk digit, or whose trunk is used in two countries, need the column's evidence.
_BY_EVIDENCE: tuple[tuple[str, re.Pattern[str], int], ...] = (
    ("7", re.compile(r"[3-9]\d{9}"), 0),
    ("380", re.compile(r"0\d{9}"), 1),
    ("380", re.compile(r"[3-9]\d{8}"), 0),
    ("40", re.compile(r"0\d{9}"), 1),
    ("40", re.compile(r"7\d{8}"), 0),
    ("373", re.compile(r"[67]\d{7}"), 0),
    ("1", re.compile(r"[2-9]\d{9}"), 0),
)
_INTERNATIONAL = re.compile(r"(?P<prefix>380|373|40|7|1)\d{8,10}")
_LENGTHS = {"380": 12, "373": 11, "40": 11, "7": 11, "1": 11}


def normalise_phones(written: Sequence[str]) -> list[str]:
    """Digits with the country's prefix for each written number; a text that is no phone is only case-folded.

    `+7 912 345-67-89` and `8 (912) 345 67 89` are one number, as are `067…` and `+38067…`, `07…` and `+407…`.
    A number without country takes that of the column's international numbers, where its form fits.
    """
    digits = [_digits(text) for text in written]
    country = _country(filter(None, digits))
    return [
        _international(found, country) if found else text.casefold()
        for text, found in zip(written, digits, strict=True)
    ]


def _digits(text: str) -> str:
    """The digits of the first number in a cell, led by + when it is written internationally; "" if it is none."""
    first = _SEVERAL.split(_without_extension(text))[0]
    if re.search(r"[^\W\d_]", first):
        return ""
    digits = re.sub(r"\D", "", first)
    if len(digits) < _FEWEST_DIGITS:
        return ""
    plus = "+" in first or digits.startswith("00")
    return ("+" if plus else "") + (digits.removeprefix("00") if plus else digits)


def _without_extension(text: str) -> str:
    """A text up to the extension on its last line."""
    return _EXTENSION.sub(lambda found: found[0] if found.end() < len(text) else "", text)


def _country(numbers: Iterable[str]) -> str | None:
    """The country most of a column's numbers name, by prefix or by their national form."""
    votes: Counter[str] = Counter()
    for number in numbers:
        votes.update(_named_country(number))
    return votes.most_common(1)[0][0] if votes else None


def _named_country(number: str) -> list[str]:
    digits = number.removeprefix("+")
    found = _INTERNATIONAL.fullmatch(digits)
    if found and len(digits) == _LENGTHS[found["prefix"]]:
        return [found["prefix"]]
    return [prefix for prefix, form, _ in _TRUNKS if form.fullmatch(digits)][:1]


def _international(number: str, country: str | None) -> str:
    if number.startswith("+"):
        return number[1:]
    for prefix, form, drop in _BY_EVIDENCE:
        if prefix == country and form.fullmatch(number):
            return prefix + number[drop:]
    for prefix, form, drop in _TRUNKS:
        if form.fullmatch(number):
            return prefix + number[drop:]
    return number
