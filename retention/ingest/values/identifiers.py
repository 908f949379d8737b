"""Order numbers and customers of a whole column: one spelling for each, and no customer for stand-ins (Guest, 0)."""

import html
import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Literal, get_args

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from retention.errors import ColumnError
from retention.ingest.values.phones import country_of, normalised
from retention.ingest.values.stand_ins import is_blank, is_placeholder_phone, is_stand_in
from retention.ingest.values.texts import CONTROL, HALVES, Texts, visible, where

CustomerIdType = Literal["id", "email", "phone", "name"]
CUSTOMER_ID_TYPES: tuple[CustomerIdType, ...] = get_args(CustomerIdType)

_EMAIL = r"[^\s@<>,;:]+@[^\s@<>,;]+\.[^\s@<>,;.]{2,}"
_EMAIL_ALONE = re.compile(_EMAIL)
# A number with decimals is an amount, even where its digits and point could be a phone's.
_PHONE_ALONE = re.compile(r"(?!\d+[.,]\d+$)[+(]?\d[\d\s().\-–/]{5,}\d(?:\s*(?:доб|ext|x|int)\.?\s*\d*)?")
# Digits alone are phones only in forms that numbered customers do not all have by accident.
_BARE_PHONE = re.compile(r"(?:[78]\d{10}|380\d{9}|0(?:39|50|6[3678]|7\d|89|9\d)\d{7}|407\d{8})")
_DESTROYED = r"^[+-]?\d(?:[.,]\d+)?[eEеЕ]\+?\d+$"
# As Excel itself writes it; `4E10` alone may be somebody's number.
_DAMAGED = r"^\d(?:[.,]\d+)?[eEеЕ]\+\d{2}$"
# A spreadsheet keeps so many digits of a number and writes 0 for the others. That all long numbers of a column end in
# zeros from there on is no accident when these are so many zeros together.
_KEPT_DIGITS = 15
_LONG_NUMBER = r"^[1-9]\d{15,24}$"
_CUT_NUMBER = r"^[1-9]\d{14}0{1,10}$"
_NO_ACCIDENT_ZEROS = 6
_EXACT_IN_FLOATS = 2**53
# Signs that no eye sees, brought along by copying: zero-width spaces and marks, soft hyphens.
_INVISIBLE = "[\u00ad\u200b-\u200f\u2060\ufeff]"
# What programs write for a sign: `&amp;` of web pages, `_x000D_` of workbooks.
_ENCODED = r"(?i)&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});|_x[0-9a-f]{4}_"
_WORKBOOK_SIGN = re.compile(r"_x([0-9a-fA-F]{4})_")
_MOST_TIMES_ENCODED = 3
# A column is e-mails or phones when nearly all of its cells are; a few slips of the pen do not change that.
_NEARLY_ALL = 0.8
_ID_TYPE_SAMPLE = 2000
# Customers numbered from 0 without gaps: so many at least, and customer 0 not much more frequent than others.
_FEWEST_COUNTED = 20
_MOST_ROWS_OF_ONE = 10


def as_text(column: pd.Series) -> pd.Series:
    """Identifiers as text (`str`): trimmed, `00123` kept, `17850.0` written `17850`; missing where empty."""
    codes, texts = _distinct(column)
    cells = texts.take(pa.array(codes, mask=codes < 0))
    return pd.Series(cells, index=column.index, name=column.name, dtype="str")


def as_category(column: pd.Series) -> pd.Series:
    """Identifiers as `as_text` writes them, as a category, which is the cheapest to group by; a category stays one."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        return column.cat.remove_unused_categories()
    return _category(*_distinct(column), column)


def customers(
    column: pd.Series,
    id_type: CustomerIdType | None = None,
    *,
    stand_ins: bool = False,
    spellings: bool = False,
    country: str | None = None,
) -> pd.Series:
    """Customers as a category, every spelling of one customer under its first; missing where a cell names none.

    E-mails are trimmed and case-folded, phones become digits with their country's prefix, names are equal
    without regard to case, spaces and Unicode form, other ids are kept as written but for spaces and
    Unicode form. `id_type` says what the column holds; without it the cells decide. Stand-ins for "anybody"
    (`0`, `-1`, Guest, Розничный покупатель, Client ocazional, nan) are missing, and so is a number Excel cut
    short, which could be anybody's. With `stand_ins` those who have a name are customers like others; with
    `spellings` each spelling, spaces aside, is a customer of its own. `country` is the code of the country whose
    phones are meant where the column names none.
    Raises `ColumnError("ids_destroyed", column=…)` if Excel cut the numbers short (`7,9123E+10`).
    """
    codes, texts = _distinct(column)
    if _destroyed(texts):
        raise ColumnError("ids_destroyed", column=str(column.name), value=destroyed_example(column))
    shown = where(_unusual(texts), texts, _tidied)
    id_type = id_type or _id_type(shown)
    keys = _comparable(shown, id_type, country)
    unknown = is_blank(shown) if stand_ins else is_stand_in(shown)
    if id_type == "phone" and not stand_ins:
        unknown = pc.or_(unknown, is_placeholder_phone(keys))
    unknown = pc.or_(unknown, pa.array(damaged(texts)))
    if spellings:
        keys = shown
    known = pc.or_(pc.invert(unknown), _first_of_numbered(codes, texts))
    encoded = pc.if_else(known, keys, pa.scalar(None, pa.large_string())).dictionary_encode()
    target = encoded.indices.fill_null(-1).to_numpy()
    labels = encoded.dictionary
    if id_type in ("id", "name"):
        first = np.zeros(len(labels), dtype="int64")
        somewhere = np.flatnonzero(target >= 0)[::-1]
        first[target[somewhere]] = somewhere
        spelled = shown.take(pa.array(first))
        labels = pc.if_else(pc.match_substring(labels, "@"), labels, spelled)
    return _category(np.append(target, -1)[codes], labels, column)


def respelled(column: pd.Series, known: pd.Series) -> np.ndarray:
    """Rows on which a customer of `known` (made from the column) is written otherwise than on the first row."""
    unchanged = np.zeros(len(column), dtype=bool)
    if column.dtype.kind in "ifbM" or not len(known.cat.categories):
        return unchanged
    texts = Texts.of(column, coded=True)
    written, customer = texts.spread(np.arange(len(texts.cells)), -1), known.cat.codes.to_numpy()
    first = np.full(len(known.cat.categories), -1, dtype="int64")
    rows = np.flatnonzero(customer >= 0)[::-1]
    first[customer[rows]] = written[rows]
    return np.asarray((customer >= 0) & (written != first[customer]))


def _first_of_numbered(codes: np.ndarray, texts: pa.LargeStringArray) -> pa.BooleanArray:
    """The text `0` where it is the first of customers numbered 0, 1, 2 … and has no more rows than others do."""
    zero = pc.equal(texts, "0")
    numbers = texts.filter(pc.match_substring_regex(texts, r"^\d{1,9}$"))
    if not pc.any(zero).as_py() or len(numbers) < _FEWEST_COUNTED:
        return pa.array(np.zeros(len(texts), dtype=bool))
    without_gaps = pc.max(numbers.cast(pa.int64())).as_py() < len(numbers) / _NEARLY_ALL
    rows = np.bincount(codes[codes >= 0], minlength=len(texts))
    usual = rows[zero.to_numpy(zero_copy_only=False)].sum() <= _MOST_ROWS_OF_ONE * rows.mean()
    return pc.and_(zero, bool(without_gaps and usual))


def customer_id_type(column: pd.Series) -> CustomerIdType:
    """What a customer column holds, by its cells: e-mails, phones, names (words without digits), else ids."""
    return _id_type(_distinct(column)[1])


def phone_country(column: pd.Series) -> str | None:
    """The code of the country that a column's telephone numbers name; None if they name none."""
    return country_of(_distinct(column)[1].to_pylist())


def ids_destroyed(column: pd.Series) -> bool:
    """Whether Excel cut most of a column's numbers short, so that different customers look the same."""
    return column.dtype.kind not in "bM" and _destroyed(_distinct(column)[1])


def destroyed_example(column: pd.Series) -> str:
    """One of the numbers of a column that Excel cut short; "" if there is none."""
    texts = _distinct(column)[1]
    found = texts.filter(pa.array(_short_forms(texts) | cut_numbers(texts)))
    return str(found[0].as_py()) if len(found) else ""


def damaged(texts: pa.LargeStringArray) -> np.ndarray:
    """Which identifiers Excel cut short (`7,9123E+10`, 577087614418520000), so that each may be one of many.

    `texts` are the different identifiers of a column: whether zeros at the end are lost digits, they tell together.
    """
    candidates = pc.match_substring(texts, "+")
    cut = cut_numbers(texts)
    if not pc.any(candidates).as_py():
        return cut
    short = pc.match_substring_regex(texts, _DAMAGED).fill_null(False).to_numpy(zero_copy_only=False)
    return np.asarray(short | cut)


def cut_numbers(texts: pa.LargeStringArray) -> np.ndarray:
    """Which numbers of more digits than a spreadsheet keeps end in zeros from there on, where all such numbers do."""
    none = np.zeros(len(texts), dtype=bool)
    long = pc.and_(pc.greater(pc.binary_length(texts), _KEPT_DIGITS), pc.match_substring_regex(texts, _LONG_NUMBER))
    if not pc.any(long).as_py():
        return none
    cut = pc.and_(long, pc.match_substring_regex(texts, _CUT_NUMBER)).fill_null(False)
    found = pc.unique(texts.filter(cut))
    zeros = pc.sum(pc.subtract(pc.binary_length(found), _KEPT_DIGITS)).as_py() or 0
    numbers = len(pc.unique(texts.filter(long)))
    proved = zeros >= _NO_ACCIDENT_ZEROS and len(found) > 1 and len(found) >= _NEARLY_ALL * numbers
    return np.asarray(cut.to_numpy(zero_copy_only=False)) if proved else none


def _visible(texts: pa.LargeStringArray) -> pa.LargeStringArray:
    return pc.utf8_trim_whitespace(pc.replace_substring_regex(texts, _INVISIBLE, ""))


def _decoded(texts: pa.LargeStringArray) -> pa.LargeStringArray:
    """Texts with the signs themselves for what programs wrote in their place, however often they did so."""
    return _visible(pa.array(map(_signs, texts.to_pylist()), pa.large_string()))


def _signs(text: str) -> str:
    for _ in range(_MOST_TIMES_ENCODED):
        shown = html.unescape(_WORKBOOK_SIGN.sub(lambda found: chr(int(found[1], 16)), text))
        if shown == text:
            break
        text = shown
    return HALVES.sub("", text)


def _distinct(column: pd.Series) -> tuple[np.ndarray, pa.LargeStringArray]:
    """The distinct identifiers of a column and, per row, which one it is (-1: none)."""
    if column.dtype.kind in "if":
        codes, numbers = pd.factorize(column.to_numpy())
        return codes, _all_written(numbers)
    found = Texts.of(column, coded=True)
    seen = where(pc.match_substring_regex(found.cells, _INVISIBLE).fill_null(False), found.cells, _visible)
    seen = where(pc.match_substring_regex(seen, _ENCODED).fill_null(False), seen, _decoded)
    found = Texts(pc.if_else(pc.equal(seen, ""), pa.scalar(None, pa.large_string()), seen), found.codes)
    empty = found.cells.is_null().to_numpy(zero_copy_only=False)
    codes = found.spread(np.where(empty, -1, np.arange(len(empty))), -1)
    return codes, _without_point_zero(found.cells).fill_null("")


def _all_written(numbers: np.ndarray) -> pa.LargeStringArray:
    """Numbers as identifiers; whole ones, as in most columns of numbers, all at once."""
    whole = numbers.dtype.kind == "i" or bool((np.abs(numbers) < _EXACT_IN_FLOATS).all() and (numbers % 1 == 0).all())
    if whole:
        return pa.array(numbers.astype("int64")).cast(pa.large_string())
    return pa.array(map(_written, numbers.tolist()), pa.large_string())


def _written(number: float) -> str:
    """A number as an identifier; of a float too long to be exact, the digits that a spreadsheet shows, then zeros."""
    if number % 1:
        return repr(number)
    return str(int(number) if abs(number) < _EXACT_IN_FLOATS else int(Decimal(repr(number))))


def _without_point_zero(values: pa.LargeStringArray) -> pa.LargeStringArray:
    """Texts, `17850.0` written `17850` unless some number has real decimals (`1.5` beside `1.0`)."""
    floats = pc.match_substring_regex(values, r"^-?\d+\.0+$")
    if not pc.any(floats).as_py() or pc.any(pc.match_substring_regex(values, r"^-?\d+\.\d*[1-9]\d*$")).as_py():
        return values
    return pc.replace_substring_regex(values, r"^(-?\d+)\.0+$", r"\1")


def _category(codes: np.ndarray, texts: pa.LargeStringArray, column: pd.Series) -> pd.Series:
    """A category of texts: equal ones united, those no row has left out, in order of appearance.

    Control characters are replaced by visible signs, for every table, chart and list of choices.
    """
    encoded = _without_controls(texts).dictionary_encode()
    united = np.append(encoded.indices.to_numpy(), -1)[codes]
    used = np.zeros(len(encoded.dictionary) + 1, dtype=bool)
    used[united] = True
    renumbered = np.where(used, np.cumsum(used) - 1, -1).astype("int32")
    renumbered[-1] = -1
    labels = pd.Index(encoded.dictionary.filter(pa.array(used[:-1])).to_pandas(), dtype="str")
    values = pd.Categorical.from_codes(renumbered[united], categories=labels, validate=False)
    return pd.Series(values, index=column.index, name=column.name)


def _without_controls(texts: pa.LargeStringArray) -> pa.LargeStringArray:
    steering = pc.match_substring_regex(texts, CONTROL.pattern)
    return where(steering, texts, lambda few: pa.array(map(visible, few.to_pylist()), pa.large_string()))


def _destroyed(texts: pa.LargeStringArray) -> bool:
    written = pc.sum(pc.not_equal(texts, "")).as_py() or 0
    return bool((_short_forms(texts) | cut_numbers(texts)).sum() > written / 2)


def _short_forms(texts: pa.LargeStringArray) -> np.ndarray:
    """Which texts are numbers as Excel shows long ones: `7,9123E+10`."""
    found = pc.match_substring_regex(texts, _DESTROYED).fill_null(False)
    return np.asarray(found.to_numpy(zero_copy_only=False))


def _id_type(texts: pa.LargeStringArray) -> CustomerIdType:
    spread = texts.take(pa.array(np.arange(0, len(texts), max(1, len(texts) // _ID_TYPE_SAMPLE))))
    shares = shares_of_id_types(spread.filter(pc.invert(is_stand_in(spread))).to_pylist())
    shares["name"] += shares["email"]  # a name column with some e-mails in it
    return next((id_type for id_type in CUSTOMER_ID_TYPES[1:] if shares[id_type] >= _NEARLY_ALL), "id")


def shares_of_id_types(texts: Sequence[str]) -> dict[CustomerIdType, float]:
    """Share of texts that look like e-mails, phones and names (words, few digits); `id` is the rest."""
    email = sum("@" in text and _EMAIL_ALONE.fullmatch(text.strip("' <>")) is not None for text in texts)
    formatted = sum(_PHONE_ALONE.fullmatch(text.strip("' <>")) is not None for text in texts)
    bare = sum(_BARE_PHONE.fullmatch(text) is not None for text in texts)
    phone = formatted if any(not text.isdigit() for text in texts) else bare
    wordy = sum(map(_is_wordy, texts))
    total = max(len(texts), 1)
    name = max(wordy - email, 0)
    rest = max(total - email - phone - name, 0)
    return {"id": rest / total, "email": email / total, "phone": phone / total, "name": name / total}


def _is_wordy(text: str) -> bool:
    """Letters without digits (Анна), or words with few of them (Hans 2): a name; `cus_1aB` is none."""
    if text.isdigit():
        return False
    letters, digits = sum(map(str.isalpha, text)), sum(map(str.isdigit, text))
    return letters > 2 * digits and (not digits or " " in text)


def _comparable(shown: pa.LargeStringArray, id_type: CustomerIdType, country: str | None = None) -> pa.LargeStringArray:
    """What is equal for all spellings of one customer."""
    if id_type == "phone":
        return normalised(shown, country)
    others = _folded(shown) if id_type in ("name", "email") else where(_unusual(shown), shown, _compatible)
    address = pc.match_substring_regex(shown, _EMAIL)
    lower = where(address, others, _folded)
    return where(pc.and_(address, pc.invert(pc.match_substring_regex(lower, rf"^{_EMAIL}$"))), lower, _address)


def _address(texts: pa.LargeStringArray) -> pa.LargeStringArray:
    """The e-mail address in `Ann <ann@example.com>` or `mailto:ann@example.com`."""
    return pc.struct_field(pc.extract_regex(texts, rf"(?P<address>{_EMAIL})"), "address")


def _unusual(texts: pa.LargeStringArray) -> pa.BooleanArray:
    """Texts with anything but plain signs and single spaces: the few that Unicode can spell in two ways."""
    return pc.invert(pc.match_substring_regex(texts, r"^[!-~]+(?: [!-~]+)*$"))


def _tidied(texts: pa.LargeStringArray) -> pa.LargeStringArray:
    spaced = pc.utf8_trim_whitespace(pc.replace_substring_regex(texts, r"[\s\p{Z}]+", " "))
    return pc.utf8_normalize(spaced, form="NFC")


def _compatible(texts: pa.LargeStringArray) -> pa.LargeStringArray:
    return pc.utf8_normalize(texts, form="NFKC")


def _folded(texts: pa.LargeStringArray) -> pa.LargeStringArray:
    """Case folded: ß is ss, ё is е, and the dot that İ leaves behind goes, so that İpek and ipek are one."""
    folded = pc.utf8_lower(where(_unusual(texts), texts, _compatible))
    return where(_unusual(folded), folded, _without_variants)


def _without_variants(texts: pa.LargeStringArray) -> pa.LargeStringArray:
    for written, equal in (("ß", "ss"), ("ς", "σ"), ("ё", "е"), ("i\u0307", "i")):
        texts = pc.replace_substring(texts, written, equal)
    return texts
