"""A column's texts, each distinct one once and grouped by digit pattern; texts made safe to show and to download."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

# Written for "no value", whatever the column: error texts of spreadsheets and of programs.
_NOTHING = pa.array(
    [
        *("", "-", "--", "–", "—", "n/a", "na", "nan", "nat", "none", "null", "nil", "<na>", "<null>", "н/д"),
        *("#n/a", "#value!", "#ref!", "#name?", "#div/0!", "#num!", "#null!"),
        *("#н/д", "#знач!", "#ссылка!", "#имя?", "#дел/0!", "#число!", "#пусто!"),
    ],
    pa.large_string(),
)
_MARKED = r"""^(?:="([^"]*)"|'([+\-=@\d][^']*))$"""
_SAMPLE = 4096
_MOSTLY_DISTINCT = 0.5
_ZERO, _NINE = ord("0"), ord("9")
_DIGITS_TO_ZERO = np.arange(256, dtype="uint8")
_DIGITS_TO_ZERO[_ZERO : _NINE + 1] = _ZERO

# The zeros of other scripts, each followed by its 1 to 9: Arabic, Persian, N'Ko, those of India and Sri Lanka, Thai,
# Lao, Tibetan, Burmese, Khmer, Mongolian, and the wide ones of Chinese and Japanese texts.
_ZEROS = (
    *(0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xDE6),
    *(0xE50, 0xED0, 0xF20, 0x1040, 0x17E0, 0x1810, 0xFF10),
)
_OTHER_DIGITS = {zero + digit: str(digit) for zero in _ZEROS for digit in range(10)}
# The marks Arabic writes between digits, and those that turn the direction of a text.
_BESIDE_THEM = {0x066B: ".", 0x066C: ",", 0x061C: "", 0x200E: "", 0x200F: ""}
_BEGINS_OTHER_DIGIT = np.isin(np.arange(256), [chr(code).encode()[0] for code in _OTHER_DIGITS])

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")
"""First characters that make a spreadsheet run a cell's text; the wide ones do in Japanese and Chinese ones."""

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Characters that show nothing, or turn what follows around; workbooks must not hold the first ones."""
PICTURES = {code: 0x2400 + code for code in range(0x20)} | {0x7F: 0x2421}
"""The sign that stands for each of them, where there is one."""

HALVES = re.compile("[\ud800-\udfff]")
"""Halves of a pair of surrogates: text that cannot be written or sent."""


@dataclass(frozen=True, eq=False)
class Texts:
    """The texts of a column, trimmed, in our digits: `cells` hold them, `codes` say for each row which one (-1: empty).

    `codes` is None where row i simply is cell i (a column of mostly different texts is not worth coding);
    empty cells are missing values then. Texts that stand for "no value" (`n/a`, `#N/A`, `-`) are empty.
    """

    cells: pa.LargeStringArray
    codes: np.ndarray | None

    @classmethod
    def of(cls, column: pd.Series, *, coded: bool = False) -> "Texts":
        """Texts of a column of any type; with `coded`, each distinct one only once however many there are."""
        cells = to_arrow(column)
        codes = None
        if coded or _repeats(cells):
            encoded = cells.dictionary_encode()
            codes = encoded.indices.fill_null(-1).to_numpy()
            cells = encoded.dictionary
        values = _unmarked(_with_our_digits(pc.utf8_trim_whitespace(cells)))
        nothing = pc.is_in(pc.utf8_lower(values), value_set=_NOTHING)
        return cls(pc.if_else(nothing, pa.scalar(None, pa.large_string()), values), codes)

    def spread(self, of_values: np.ndarray, missing: object) -> np.ndarray:
        """One element per row from one element per value; `missing` where the cell is empty."""
        if self.codes is None:
            return of_values
        with_missing = np.append(of_values, np.array([missing], dtype=of_values.dtype))
        return np.take(with_missing, self.codes)

    @cached_property
    def patterns(self) -> "Patterns":
        """The values grouped by digit pattern."""
        return Patterns(self.cells)


class Patterns:
    """Texts grouped by what is left when every digit becomes 0: `05.01.2025` has the pattern `00.00.0000`.

    All texts of a pattern have their digits at the same places, so that a format is understood once per
    pattern and its numbers are read off with array arithmetic. `texts` are the patterns, tidied: no-break and
    thin spaces made plain, repeated spaces joined, case folded.
    """

    def __init__(self, values: pa.LargeStringArray) -> None:
        _, offsets, data = values.buffers()
        self._bytes = np.frombuffer(data, dtype="uint8") if data else np.zeros(0, dtype="uint8")
        self._starts = np.frombuffer(offsets, dtype="int64")[: len(values)]
        masked = pa.py_buffer(_DIGITS_TO_ZERO[self._bytes])
        zeroed = pa.LargeStringArray.from_buffers(len(values), offsets, masked, values.buffers()[0])
        encoded = zeroed.dictionary_encode()
        self.size = len(values)
        self.raw: list[str] = encoded.dictionary.to_pylist()
        self.texts = [tidy(text) for text in self.raw]
        self.of = encoded.indices.fill_null(-1).to_numpy()
        order = np.argsort(self.of, kind="stable") if len(self.raw) > 1 else np.flatnonzero(self.of == 0)
        skipped = int((self.of < 0).sum()) if len(self.raw) > 1 else 0
        self._order = order[skipped:]
        self._ends = np.cumsum(np.bincount(self.of[self.of >= 0], minlength=len(self.raw)))

    def __iter__(self) -> Iterator[tuple[str, "PatternGroup"]]:
        """Each pattern that has a digit, with the values that have it."""
        starts = np.concatenate([[0], self._ends[:-1]]) if len(self._ends) else self._ends
        for text, raw, start, end in zip(self.texts, self.raw, starts, self._ends, strict=True):
            if "0" in text:
                yield text, PatternGroup(raw.encode(), self._order[start:end], self._starts, self._bytes)


class PatternGroup:
    """The values of one digit pattern: `members` are their positions among all values."""

    def __init__(self, raw: bytes, members: np.ndarray, starts: np.ndarray, data: np.ndarray) -> None:
        self.members = members
        self._places = np.flatnonzero(np.frombuffer(raw, dtype="uint8") == _ZERO)
        self._starts = starts[members]
        self._data = data

    def number(self, first: int, count: int) -> np.ndarray:
        """The whole number written in `count` digits from the text's digit number `first` (0-based) on."""
        total = np.zeros(len(self._starts), dtype="int64")
        for place in self._places[first : first + count]:
            total *= 10
            total += self._data[self._starts + place]
            total -= _ZERO
        return total


def to_arrow(column: pd.Series) -> pa.LargeStringArray:
    """The cells of a text column as one Arrow array; anything that is no text is written out first."""
    texts = column if isinstance(column.dtype, pd.StringDtype) else column.astype("str")
    array = pa.array(texts, from_pandas=True)
    if isinstance(array, pa.ChunkedArray):
        array = array.combine_chunks()
    return array.cast(pa.large_string())


def where(
    mask: pa.BooleanArray, texts: pa.LargeStringArray, change: Callable[[pa.LargeStringArray], pa.LargeStringArray]
) -> pa.LargeStringArray:
    """The texts with `change` applied to those in the mask only: the few that need the slow treatment."""
    if not pc.any(mask).as_py():
        return texts
    return pc.replace_with_mask(texts, mask, change(texts.filter(mask)).cast(texts.type))


def _with_our_digits(values: pa.LargeStringArray) -> pa.LargeStringArray:
    """Texts with digits of other scripts as ours; few columns hold a byte with which one of these begins."""
    data = values.buffers()[2]
    if not data or not _BEGINS_OTHER_DIGIT[np.frombuffer(data, dtype="uint8")].any():
        return values
    ours = _OTHER_DIGITS | _BESIDE_THEM
    texts = (text if text is None or text.isascii() else text.translate(ours) for text in values.to_pylist())
    return pa.array(texts, pa.large_string())


def tidy(text: str) -> str:
    """A text without differences that only the eye would miss: spaces, case and compatibility forms."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _unmarked(cells: pa.LargeStringArray) -> pa.LargeStringArray:
    """Texts without the marks that keep a spreadsheet from reading them as numbers: `="00123"`, `'00123`."""
    marked = pc.or_(pc.starts_with(cells, '="'), pc.starts_with(cells, "'")).fill_null(False)
    return where(marked, cells, lambda found: pc.replace_substring_regex(found, _MARKED, r"\1\2"))


def _repeats(cells: pa.LargeStringArray) -> bool:
    """Whether cells repeat enough for coding to pay, judged by neighbouring rows and by rows far apart."""
    if len(cells) <= _SAMPLE:
        return True
    apart = cells.take(np.linspace(0, len(cells) - 1, _SAMPLE).astype("int64"))
    most = _MOSTLY_DISTINCT * _SAMPLE
    return any(pc.count_distinct(sample).as_py() < most for sample in (cells[:_SAMPLE], apart))


def visible(text: str) -> str:
    """The text with a sign (␀, ␛, ⟨U+202E⟩ …) in the place of each control character but tabs and line ends."""
    return CONTROL.sub(_sign, text if text.isascii() else HALVES.sub(_sign, text))


def _sign(found: re.Match[str]) -> str:
    code = ord(found[0])
    return chr(PICTURES[code]) if code in PICTURES else f"⟨U+{code:04X}⟩"


def readable(table: pd.DataFrame) -> pd.DataFrame:
    """The table with every control character of its texts, headers and cells, replaced by its sign."""
    return _rewritten(table, visible)


def harmless(table: pd.DataFrame) -> pd.DataFrame:
    """The table as `readable` makes it, an apostrophe before each text that would run as a formula."""
    return _rewritten(table, _neutral)


def _rewritten(table: pd.DataFrame, change: Callable[[str], str]) -> pd.DataFrame:
    def changed(cell: object) -> object:
        return change(cell) if isinstance(cell, str) else cell

    safe = table.rename(columns=changed)
    for position, dtype in enumerate(safe.dtypes):
        if pd.api.types.is_numeric_dtype(dtype) or pd.api.types.is_datetime64_any_dtype(dtype):
            continue
        safe.isetitem(position, safe.iloc[:, position].astype(object).map(changed).array)
    return safe


def _neutral(text: str) -> str:
    return visible(f"'{text}" if text.startswith(DANGEROUS) else text)
