"""Phone numbers as digits with the country's prefix, however they were typed.

Lengths and prefixes of all countries are those of Google's libphonenumber. Its tables are read, one pattern per
country, rather than its parser called: that is faster, and takes a number whose + or first 0 a spreadsheet has eaten.
"""

import functools
import itertools
import re
from collections import Counter
from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

_FEWEST_DIGITS = 5
_EXTENSION = re.compile(r"(?:доб|ext|внутр|int|x|wew|dahili)\.?.*", re.IGNORECASE)
_LETTER = re.compile(r"[^\W\d_]")
_NO_DIGIT = re.compile(r"\D")
_SEVERAL = re.compile(r"[,;|]|\bили\b|\bor\b|\bsau\b")
# So many numbers of a column, spread over it, tell whose they are.
_ENOUGH = 2000
# Digits with the usual signs between them, nothing to cut off or to choose from.
_USUAL = r"^\(?\+?[0-9](?:[ ().\-/]*[0-9]){4,30}$"
_NEVER = r"[^\s\S]"
_GROUP = re.compile(r"\((?!\?)")
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


def normalised(written: pa.LargeStringArray, country: str | None = None) -> pa.LargeStringArray:
    """Digits with the country's prefix for each written number; a text that is no phone is only case-folded.

    `+7 912 345-67-89` and `8 (912) 345 67 89` are one number, as are `067…` and `+38067…`, `07…` and `+407…`.
    A number without country takes that of the column's international numbers, where its form fits, else `country` (a
    code) where the column names none; what fits no country's numbers stays as its digits.
    """
    usual = pc.match_substring_regex(written, _USUAL)
    odd = [_digits(text) for text in written.filter(pc.invert(usual)).to_pylist()]
    numbers = _usual_digits(written.filter(usual))
    country = _country([*_spread(numbers.to_pylist()), *filter(None, _spread(odd))]) or country
    folded = [
        _international(found, country) if found else text.casefold()
        for text, found in zip(written.filter(pc.invert(usual)).to_pylist(), odd, strict=True)
    ]
    found = pc.replace_with_mask(written, usual, _all_international(numbers, country))
    return pc.replace_with_mask(found, pc.invert(usual), pa.array(folded, pa.large_string()))


def national_numbers(written: pa.LargeStringArray, code: str) -> pa.LargeStringArray:
    """Digits with a country's code, of numbers written as at home in it; missing for all others.

    International ones are missing too: they say their country themselves.
    """
    digits = _usual_digits(written)
    usual = pc.and_(pc.match_substring_regex(written, _USUAL), pc.invert(pc.starts_with(digits, "+")))
    return pc.if_else(usual, _of_country(digits, code), pa.scalar(None, pa.large_string()))


def _usual_digits(written: pa.LargeStringArray) -> pa.LargeStringArray:
    """The digits of numbers written as most are, led by + where they are international."""
    digits = pc.replace_substring_regex(written, "[^0-9]", "")
    abroad = pc.or_(pc.starts_with(written, "+"), pc.or_(pc.starts_with(written, "(+"), pc.starts_with(digits, "00")))
    bare = pc.replace_substring_regex(digits, "^00", "")
    return pc.if_else(abroad, joined("+", bare), digits)


def _all_international(numbers: pa.LargeStringArray, country: str | None) -> pa.LargeStringArray:
    """What `_international` makes of each of many numbers, country by country rather than number by number."""
    found = pa.nulls(len(numbers), pa.large_string())
    if country is not None:
        found = _of_country(numbers, country)
    left = pc.and_(found.is_null(), pc.starts_with(numbers, "+"))
    first = pc.utf8_slice_codeunits(numbers, 1, 4).dictionary_encode()
    codes = pa.array([_code(digits) for digits in first.dictionary.to_pylist()], pa.large_string()).take(first.indices)
    for code in pc.unique(codes.filter(left)).drop_null().to_pylist():
        theirs = pc.and_(left, pc.equal(codes, code)).fill_null(False)
        found = pc.replace_with_mask(found, theirs, _of_country(numbers.filter(theirs), code))
    found = pc.coalesce(found, pc.if_else(pc.starts_with(numbers, "+"), pc.utf8_slice_codeunits(numbers, 1), None))
    for code, form, drop in _AT_HOME:
        at_home = pc.and_(found.is_null(), _match(numbers, form))
        found = pc.if_else(at_home, joined(code, pc.utf8_slice_codeunits(numbers, drop)), found)
    return pc.coalesce(found, numbers).cast(pa.large_string())


def _of_country(numbers: pa.LargeStringArray, code: str) -> pa.LargeStringArray:
    """Numbers of one country with its code; missing where they are none of its."""
    options = pc.ExtractRegexOptions(_named_plan(code).pattern)
    parts = pc.call_function("extract_regex", [numbers], options)
    found = [pc.struct_field(parts, place) for place in range(parts.type.num_fields)]
    national = joined(*found)
    return pc.if_else(pc.equal(national, ""), None, joined(code, national)).cast(pa.large_string())


def joined(*parts: str | pa.LargeStringArray) -> pa.LargeStringArray:
    """Parts of texts one after the other."""
    scalars = (pa.scalar(part, pa.large_string()) if isinstance(part, str) else part for part in parts)
    return pc.binary_join_element_wise(*scalars, pa.scalar("", pa.large_string()))


@functools.cache
def _named_plan(code: str) -> re.Pattern[str]:
    """How the whole numbers of a country are written, with names for the groups, which Arrow wants."""
    count = itertools.count()
    named = _GROUP.sub(lambda _: f"(?P<n{next(count)}>", _plan(code).pattern)
    return re.compile(f"^(?:{named})$")


def _match(numbers: pa.LargeStringArray, form: re.Pattern[str]) -> pa.BooleanArray:
    """Which numbers are wholly of a form."""
    return pc.call_function("match_substring_regex", [numbers], pc.MatchSubstringOptions(f"^{form.pattern}$"))


def _spread(numbers: list[str]) -> list[str]:
    return numbers[:: max(1, len(numbers) // _ENOUGH)]


def country_of(written: Sequence[str]) -> str | None:
    """The code of the country that some numbers name, by most of them; None if none of them names any."""
    return _country([digits for digits in map(_digits, _spread(list(written))) if digits])


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
    """The code of the country whose writing explains most numbers of a sample, of those that any of them names."""
    named = Counter(code for code in map(_named_country, numbers) if code)
    return max(
        named,
        key=lambda code: (sum(_national(number, code) is not None for number in numbers), named[code]),
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
        return re.compile(_NEVER)  # a satellite's or a service's, of no country
    number = "|".join(plan.general_desc.national_number_pattern or _NEVER for plan in plans if plan.general_desc)
    trunk = plans[0].national_prefix_for_parsing or _NEVER
    if re.compile(trunk).groups:
        trunk = plans[0].national_prefix or _NEVER
    return re.compile(rf"\+{code}(?:{trunk})?({number})|(?:{trunk})({number})|{code}({number})|({number})")
