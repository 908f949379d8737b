"""Money of a whole column: its numbers and currencies; the column, never a cell, decides which mark is the decimal."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from retention.errors import Question, Undecided
from retention.ingest.currencies import ISO_CODES
from retention.ingest.mapping import DECIMALS
from retention.ingest.values.texts import PatternGroup, Texts

# Names in several words; of others the word that names a currency decides: доллар США, Euro (EU).
_LONG_NAMES = {
    "белорусск": "BYN",
    "молдавск": "MDL",
    "молдовськ": "MDL",
    "moldovenesc": "MDL",
    "moldovan": "MDL",
    "канадск": "CAD",
    "canadian": "CAD",
    "австралийск": "AUD",
    "australian": "AUD",
    "казахст": "KZT",
    "российск": "RUB",
    "русск": "RUB",
    "украинск": "UAH",
    "українськ": "UAH",
}
# Words that may follow a quantity, and a sign that several currencies share.
_UNITS = frozenset(["kr", "шт", "штук", "штуки", "ед", "уп", "pcs", "pc", "pieces", "buc", "дана", "x", "х"])

_LONGEST_NUMBER = 60
_SHORTEST_NAME = 3
_THOUSANDS = 3
_MINUS = "-−–‐‑"
_SPACED = re.compile(r"[\s'’`´_]")
_GROUPING = {mark: re.compile(rf"[{mark}\s'’`´_]") for mark in ".,"}
_SYMBOLS = "$€£₽₴₸₺₪₾֏₼₹¥₩₫₦฿₱"
_NUMBER = re.compile(
    rf"(?P<open>\()? ?(?P<sign>[{_MINUS}+])? ?(?P<before>[^\W\d_]+\.?|[^\W\d_]{{0,2}}[{_SYMBOLS}])? ?"
    rf"(?P<sign2>[{_MINUS}+])? ?(?P<open2>\()?(?P<number>0[0.,\s'’`´_]*|[.,]0+)(?P<exponent>e[+\-−]?0{{1,2}})?"
    rf"(?P<close2>\))? ?(?P<sign3>[{_MINUS}])? ?(?P<after>[{_SYMBOLS}]|[^\W\d_]*\.?)? ?"
    rf"(?P<sign4>[{_MINUS}])?(?P<close>\))?"
)
# 60,- is sixty, not minus sixty.
_NO_CENTS = re.compile(rf"(?<=0)(?P<mark>[.,]) ?[{_MINUS}—](?!0)")
# 12 руб. 34 коп. is 12,34 руб.
_COINS = re.compile(r"(?<=0) ?(?P<unit>[^\W\d_]+)\.?,? (?P<coins>00) ?(?:коп|ban|cent)[^\W\d_]*\.?$")
_WORDS = re.compile(r"[^\W\d_]+")
_NAME_ALONE = re.compile(rf"(?P<name>[^\W\d_]+\$?|[^\W\d_]{{0,2}}[{_SYMBOLS}])\.?")


# Whole numbers below 2^53 are exact in a float, so that digits divided by a power of ten round correctly.
_MOST_EXACT_DIGITS = 15

_PERCENT = r"^[+\-−]?(\d+(?:[.,]\d+)?)\s*[%％]$"


@dataclass(frozen=True, kw_only=True)
class MoneyLayout:
    """What a digit pattern tells about its number.

    `digits` counts all digits of the number, `whole` those before the decisive mark, `fraction` those
    after it. `decimal` is the mark that must be the decimal one, `ambiguous` one that may be: exactly one
    of the two is set when a mark stands in the number, none for whole numbers.
    """

    digits: int
    whole: int
    fraction: int
    negative: bool
    currency: str | None
    decimal: str | None = None
    ambiguous: str | None = None
    exponent: bool = False
    grouped: bool = False

    @property
    def is_ungrouped_thousand(self) -> bool:
        """Whether the whole part passes a thousand and is written without grouping."""
        return not self.grouped and self.ambiguous is None and self.whole > _THOUSANDS

    def decimals(self, mark: str) -> int:
        """Digits after the decimal mark, if `mark` is the decimal one in cells that could be read both ways."""
        return self.fraction if self.decimal or self.ambiguous == mark else 0


@dataclass(frozen=True, kw_only=True)
class MoneyReading:
    """What a column's distinct cells say about how its numbers are written.

    `filled` cells have text, `readable` ones are numbers. `point` and `comma` cells prove their decimal
    mark, `ambiguous` ones (`1.234`) have a mark that could be either, `example` is the first of these.
    `ungrouped` cells write a thousand without any mark, which proves that marks do not group thousands.
    """

    filled: int
    readable: int
    point: int = 0
    comma: int = 0
    ambiguous: int = 0
    ambiguous_mark: str | None = None
    ungrouped: int = 0
    example: str | None = None

    @property
    def decimal(self) -> str | None:
        """The decimal mark the cells prove, by majority where they contradict each other; None: nothing does."""
        if self.point != self.comma:
            return "." if self.point > self.comma else ","
        if self.point:
            return "."
        return self.ambiguous_mark if self.ungrouped else None


def decimal_evidence(column: pd.Series) -> MoneyReading:
    """What the cells of a column say about their numbers. Never raises: a column without numbers reads 0."""
    if column.dtype.kind in "if":
        known = int(column.notna().sum())
        return MoneyReading(filled=known, readable=known)
    if column.dtype.kind in "bM" or isinstance(column.dtype, pd.DatetimeTZDtype):
        return MoneyReading(filled=int(column.notna().sum()), readable=0)
    return _text_evidence(Texts.of(column))


def decimal_mark(*columns: pd.Series) -> str | None:
    """The decimal mark of a file's numbers, proved by the cells of any of its columns; None: no cell needs it.

    Raises `Undecided` with a `decimal` question showing both readings of one cell if a cell needs it and
    nothing decides.
    """
    readings = [(str(column.name), decimal_evidence(column)) for column in columns]
    if not any(reading.ambiguous for _, reading in readings):
        return None
    point, comma = sum(r.point for _, r in readings), sum(r.comma for _, r in readings)
    if point or comma:
        return "." if point >= comma else ","
    open_columns = [(name, reading) for name, reading in readings if reading.ambiguous]
    for name, reading in open_columns:
        if reading.decimal is None:
            raise Undecided((_question(name, str(reading.example)),))
    return open_columns[0][1].decimal


def parse(column: pd.Series, decimal: str | None = None) -> pd.Series:
    """The numbers of a column as float64; NaN where a cell is none (blank, `#N/A`, words, dates,
    infinities).

    Understands signs (`-60`, `−60`, `60-`, `(60)`), grouping by space, point, comma or apostrophe, and
    currency names and signs in front or behind. `decimal` is for cells like `1.234`; without it the
    column decides. Raises `Undecided` if it is needed and nothing decides.
    """
    if column.dtype.kind in "if":
        numbers = column.astype("float64")
        return numbers.where(np.isfinite(numbers))
    if column.dtype.kind in "bM" or isinstance(column.dtype, pd.DatetimeTZDtype):
        return pd.Series(np.full(len(column), np.nan), index=column.index, name=column.name)
    texts = Texts.of(column)
    mark = decimal or decimal_mark(column) or "."
    values = np.full(len(texts.cells), np.nan)
    for group, layout in _numbers(texts):
        values[group.members] = _amounts(texts, group, layout, mark)
    return pd.Series(texts.spread(values, np.nan), index=column.index, name=column.name)


def percents(column: pd.Series) -> pd.Series:
    """The cells' numbers without their signs, as written (`10%` is 10); NaN where a cell has no percent sign.

    A percentage groups no thousands: point and comma are both decimal marks.
    """
    if column.dtype.kind in "ifbM" or isinstance(column.dtype, pd.DatetimeTZDtype):
        return pd.Series(np.full(len(column), np.nan), index=column.index, name=column.name)
    texts = Texts.of(column, coded=True)
    marked = pc.match_substring_regex(texts.cells, _PERCENT)
    bare = pc.replace_substring_regex(pc.replace_substring_regex(texts.cells, _PERCENT, r"\1"), ",", ".")
    numbers = pc.if_else(marked, bare, pa.scalar(None, pa.large_string())).cast(pa.float64())
    found = texts.spread(numbers.to_numpy(zero_copy_only=False), np.nan)
    return pd.Series(found, index=column.index, name=column.name)


def currencies(column: pd.Series) -> pd.Series:
    """ISO code of the currency each cell names, a category; missing where a cell names none.

    A column of codes or names alone (`usd`, `грн`) is read like one of amounts. `$` counts as USD.
    """
    if not isinstance(column.dtype, pd.StringDtype):
        return pd.Series(pd.Categorical([None] * len(column)), index=column.index, name=column.name)
    texts = Texts.of(column)
    patterns = texts.patterns
    codes = [layout.currency if (layout := money_layout(pattern)) else None for pattern in patterns.texts]
    known = sorted({code for code in codes if code})
    by_pattern = np.array([known.index(code) if code else -1 for code in codes] + [-1], dtype="int16")
    rows = texts.spread(by_pattern[patterns.of], -1)
    found = pd.Categorical.from_codes(rows, categories=pd.Index(known, dtype="str"))
    return pd.Series(found, index=column.index, name=column.name)


def _text_evidence(texts: Texts) -> MoneyReading:
    filled = len(texts.cells) - texts.cells.null_count
    counts = dict.fromkeys(("readable", "point", "comma", "ambiguous", "ungrouped"), 0)
    example: tuple[int, str, str] | None = None
    for group, layout in _numbers(texts):
        size = len(group.members)
        counts["readable"] += size
        counts["ungrouped"] += size if layout.is_ungrouped_thousand else 0
        if layout.decimal is not None:
            counts["point" if layout.decimal == "." else "comma"] += size
        if layout.ambiguous is None:
            continue
        zero = group.number(0, layout.whole) == 0  # 0.125 groups no thousands
        counts["point" if layout.ambiguous == "." else "comma"] += int(zero.sum())
        counts["ambiguous"] += int((~zero).sum())
        first = group.members[~zero][:1]
        if len(first) and (example is None or first[0] < example[0]):
            example = int(first[0]), texts.cells[int(first[0])].as_py(), layout.ambiguous
    mark, cell = (example[2], example[1]) if example else (None, None)
    return MoneyReading(filled=filled, example=cell, ambiguous_mark=mark, **counts)


def _question(column: str, value: str) -> Question:
    cell = pd.Series([value], dtype="str")
    readings = {mark: float(parse(cell, mark).iloc[0]) for mark in DECIMALS}
    return Question("decimal", DECIMALS, {"column": column, "value": value, "readings": readings})


def _numbers(texts: Texts) -> Iterator[tuple[PatternGroup, MoneyLayout]]:
    for pattern, group in texts.patterns:
        layout = money_layout(pattern)
        if layout is not None and layout.digits:
            yield group, layout


def _amounts(texts: Texts, group: PatternGroup, layout: MoneyLayout, mark: str) -> np.ndarray:
    if layout.digits > _MOST_EXACT_DIGITS or layout.exponent:
        return _written_out(texts, group, layout, mark)
    decimals = layout.decimals(mark)
    amounts = group.number(0, layout.digits) / 10.0**decimals
    if layout.ambiguous and mark != layout.ambiguous:
        starts_with_zero = group.number(0, layout.whole) == 0
        amounts = np.where(starts_with_zero, amounts / 1000.0, amounts)
    return 0.0 - amounts if layout.negative else amounts


def _written_out(texts: Texts, group: PatternGroup, layout: MoneyLayout, mark: str) -> np.ndarray:
    """Numbers too long for whole-number arithmetic, or with an exponent, one by one."""
    decimal = layout.decimal or (layout.ambiguous if layout.ambiguous == mark else None)
    keep = set("0123456789e+-") if layout.exponent else set("0123456789")
    amounts = np.empty(len(group.members))
    for place, member in enumerate(group.members):
        text = texts.cells[int(member)].as_py().casefold().replace("−", "-").lstrip("-(+ ")
        plain = "".join("." if sign == decimal else sign for sign in text if sign in keep or sign == decimal)
        amounts[place] = float(plain)
    amounts[np.isinf(amounts)] = np.nan  # 1e999
    return 0.0 - amounts if layout.negative else amounts


@lru_cache(maxsize=8192)
def money_layout(pattern: str) -> MoneyLayout | None:
    """Sign, marks and currency of a tidied digit pattern; None if it is neither a number nor a currency's name."""
    if len(pattern) > _LONGEST_NUMBER:
        return None
    pattern = _COINS.sub(r",\g<coins> \g<unit>", pattern)
    no_cents = _NO_CENTS.search(pattern)
    found = _NUMBER.fullmatch(_NO_CENTS.sub("", pattern))
    if found is None:
        return _currency_alone(pattern)
    names = [name.rstrip(".") for name in (found["before"], found["after"]) if name]
    codes = [ISO_CODES.get(name) for name in names]
    if any(code is None and name not in _UNITS for code, name in zip(codes, names, strict=True)):
        return None
    marks = _marks(found["number"].strip())
    if marks is None:
        return None
    signs = [found[sign] for sign in ("sign", "sign2", "sign3", "sign4")]
    brackets = [found[bracket] for bracket in ("open", "close", "open2", "close2")]
    if sum(sign is not None for sign in signs) > 1 or bool(brackets[0] or brackets[2]) != bool(
        brackets[1] or brackets[3]
    ):
        return None
    minus = any(sign is not None and sign in _MINUS for sign in signs)
    decimal, ambiguous, whole, fraction, grouped = marks
    if no_cents and ambiguous not in (None, no_cents["mark"]):  # 1.250,-
        decimal, ambiguous, whole, fraction, grouped = no_cents["mark"], None, whole + fraction, 0, True
    return MoneyLayout(
        digits=whole + fraction,
        whole=whole,
        fraction=fraction,
        negative=minus or any(brackets),
        currency=next((code for code in codes if code), None),
        decimal=decimal,
        ambiguous=ambiguous,
        exponent=found["exponent"] is not None,
        grouped=grouped,
    )


def _currency_alone(pattern: str) -> MoneyLayout | None:
    found = _NAME_ALONE.fullmatch(pattern)
    code = ISO_CODES.get(found["name"]) if found else _by_words(pattern)
    return MoneyLayout(digits=0, whole=0, fraction=0, negative=False, currency=code) if code else None


def _by_words(pattern: str) -> str | None:
    """The currency of a name in several words; None if none or several are named."""
    words = _WORDS.findall(pattern) if not any(sign.isdigit() for sign in pattern) else []
    countries = {code for word in words for start, code in _LONG_NAMES.items() if word.startswith(start)}
    named = countries or {ISO_CODES[word] for word in words if len(word) >= _SHORTEST_NAME and word in ISO_CODES}
    return named.pop() if len(words) > 1 and len(named) == 1 else None


def _marks(number: str) -> tuple[str | None, str | None, int, int, bool] | None:
    """Decimal mark, ambiguous mark, digits before and after it, whether thousands are grouped; None: no number."""
    number = number.rstrip(".,") if number[-1] in ".," and number.count(number[-1]) == 1 else number
    last = max(number.rfind("."), number.rfind(","))
    if last < 0:
        groups = _SPACED.split(number)
        return (None, None, number.count("0"), 0, len(groups) > 1) if _grouped(groups) else None
    mark, head, tail = number[last], number[:last], number[last + 1 :]
    other = "," if mark == "." else "."
    if mark in head:  # 1.234.567: grouping, and so the other mark is the decimal one, though absent
        groups = number.split(mark)
        return (other, None, number.count("0"), 0, True) if other not in head and _grouped(groups) else None
    groups = _GROUPING[other].split(head) if head else ["0"]
    if not tail.isdigit() or not _grouped(groups):
        return None
    whole = head.count("0")
    could_group = len(groups) == 1 and len(tail) == _THOUSANDS and 1 <= whole <= _THOUSANDS
    if could_group:
        return None, mark, whole, len(tail), False
    return mark, None, whole, len(tail), len(groups) > 1


def _grouped(groups: list[str]) -> bool:
    """Whether digits come in groups of thousands (or, in India, of hundreds but for the last)."""
    if not all(group.isdigit() for group in groups):
        return False
    if len(groups) == 1:
        return True
    middle = all(2 <= len(group) <= _THOUSANDS for group in groups[1:-1])
    return middle and 1 <= len(groups[0]) <= _THOUSANDS and len(groups[-1]) == _THOUSANDS
