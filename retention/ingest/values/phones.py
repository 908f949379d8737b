"""Phone numbers as digits with the country's prefix, however they were typed.

Lengths and prefixes of all countries are those of Google's libphonenumber. Its tables are read, one pattern per
country, rather than its parser called: that is faster, and takes a number whose + or first 0 a spreadsheet has eaten.
"""

import functools
import re
from collections import Counter
from collections.abc import Sequence

_FEWEST_DIGITS = 5
_EXTENSION = re.compile(r"(?:доб|ext|внутр|int|x|wew|dahili)\.?.*", re.IGNORECASE)
_LETTER = re.compile(r"[^\W\d_]")
_NO_DIGIT = re.compile(r"\D")
_SEVERAL = re.compile(r"[,;|]|\bили\b|\bor\b|\bsau\b")
# A column's first so many numbers, spread over it, tell whose they are.
_ENOUGH = 2000
# Without + a number has at least so many digits if it begins with a country's code.
_FEWEST_WITH_CODE = 11

# National writing that names its country by itself where most readers of this program live: the country's code, how the
# number looks, how many of its first digits to drop. Russia and Kazakhstan share +7 and the trunk 8.
_AT_HOME: tuple[tuple[str, re.Pattern[str], int], ...] = (
    ("380", re.compile(r"80(?:39|50|6[3678]|7[37]|89|9\d)\d{7}"), 2),
    ("7", re.compile(r"8[3-9]\d{9}"), 1),
    ("380", re.compile(r"0(?:39|50|6[3678]|9\d|89)\d{7}"), 1),
    ("40", re.compile(r"07\d{8}"), 1),
    ("373", re.compile(r"0[67]\d{7}"), 1),
)


def normalise_phones(written: Sequence[str], country: str | None = None) -> list[str]:
    """Digits with the country's prefix for each written number; a text that is no phone is only case-folded.

    `+7 912 345-67-89` and `8 (912) 345 67 89` are one number, as are `067…` and `+38067…`, `07…` and `+407…`.
    A number without country takes that of the column's international numbers, where its form fits, else `country` (a
    code) where the column names none; what fits no country's numbers stays as its digits.
    """
    digits = [_digits(text) for text in written]
    country = _country([number for number in digits if number]) or country
    return [
        _international(found, country) if found else text.casefold()
        for text, found in zip(written, digits, strict=True)
    ]


def country_of(written: Sequence[str]) -> str | None:
    """The code of the country that some numbers name, by most of them; None if none of them names any."""
    return _country([digits for digits in map(_digits, written) if digits])


def _digits(text: str) -> str:
    """The digits of the first number in a cell, led by + when it is written internationally; "" if it is none."""
    first = _SEVERAL.split(_without_extension(text))[0]
    if _LETTER.search(first):
        return ""
    digits = _NO_DIGIT.sub("", first)
    if len(digits) < _FEWEST_DIGITS:
        return ""
    plus = "+" in first or digits.startswith("00")
    return ("+" if plus else "") + (digits.removeprefix("00") if plus else digits)


def _without_extension(text: str) -> str:
    """A text up to the extension on its last line."""
    return _EXTENSION.sub(lambda found: found[0] if found.end() < len(text) else "", text)


def _country(numbers: Sequence[str]) -> str | None:
    """The code of the country whose writing explains most of a column's numbers, of those that any of them names."""
    sample = numbers[:: max(1, len(numbers) // _ENOUGH)]
    named = Counter(code for code in map(_named_country, sample) if code)
    return max(
        named,
        key=lambda code: (sum(_national(number, code) is not None for number in sample), named[code]),
        default=None,
    )


def _named_country(number: str) -> str | None:
    """The code of the country a number names: by +, by the way it is written at home, or by its first digits."""
    if not number.startswith("+"):
        at_home = next((code for code, form, _ in _AT_HOME if form.fullmatch(number)), None)
        if at_home or len(number) < _FEWEST_WITH_CODE:
            return at_home
    code = _code(number.removeprefix("+"))
    return code if code and _national("+" + number.removeprefix("+"), code) else None


def _international(number: str, country: str | None) -> str:
    abroad = _code(number[1:]) if number.startswith("+") else None
    for code in filter(None, (country, abroad)):
        national = _national(number, code)
        if national is not None:
            return code + national
    if number.startswith("+"):
        return number[1:]
    return next((code + number[drop:] for code, form, drop in _AT_HOME if form.fullmatch(number)), number)


def _code(digits: str) -> str | None:
    """The country's code some digits begin with; no code is the beginning of another."""
    from phonenumbers import COUNTRY_CODE_TO_REGION_CODE

    found = (digits[:length] for length in (1, 2, 3) if digits[:length].isdecimal())
    return next((code for code in found if int(code) in COUNTRY_CODE_TO_REGION_CODE), None)


def _national(number: str, code: str) -> str | None:
    """A number of one country without the code and what is dialled before it at home; None if it is none of those."""
    found = _plan(code).fullmatch(number)
    return found and next(filter(None, found.groups()))


@functools.cache
def _plan(code: str) -> re.Pattern[str]:
    """How the numbers of a country are written: with +, with the digit dialled first at home, with the code, bare."""
    from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, PhoneMetadata

    regions = COUNTRY_CODE_TO_REGION_CODE[int(code)]
    plans = [plan for plan in map(PhoneMetadata.metadata_for_region, regions) if plan is not None]
    if not plans:
        return re.compile("(?!)")  # a satellite's or a service's, of no country
    number = "|".join(plan.general_desc.national_number_pattern or "(?!)" for plan in plans if plan.general_desc)
    trunk = plans[0].national_prefix_for_parsing or "(?!)"
    if re.compile(trunk).groups:
        trunk = plans[0].national_prefix or "(?!)"
    return re.compile(rf"\+{code}(?:{trunk})?({number})|(?:{trunk})({number})|{code}({number})|({number})")
