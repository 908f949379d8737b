"""Money of a whole column: the column decides which mark is the decimal one, never the single cell."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from retention.errors import Question, Undecided
from retention.ingest.values.money_layouts import MoneyLayout, money_layout
from retention.ingest.values.texts import Shape, Texts

MARKS = (".", ",")

# Whole numbers below 2^53 are exact in a float, so that digits divided by a power of ten round correctly.
_MOST_EXACT_DIGITS = 15

_PERCENT = r"^[+\-−]?(\d+(?:[.,]\d+)?)\s*[%％]$"


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
    for shape, layout in _numbers(texts):
        values[shape.members] = _amounts(texts, shape, layout, mark)
    return pd.Series(texts.spread(values, np.nan), index=column.index, name=column.name)


def currencies(column: pd.Series) -> pd.Series:
    """ISO code of the currency each cell names, a category; missing where a cell names none.

    A column of codes or names alone (`usd`, `грн`) is read like one of amounts. `$` counts as USD.
    """
    if not isinstance(column.dtype, pd.StringDtype):
        return pd.Series(pd.Categorical([None] * len(column)), index=column.index, name=column.name)
    texts = Texts.of(column)
    shapes = texts.shapes
    codes = [layout.currency if (layout := money_layout(text)) else None for text in shapes.texts]
    known = sorted({code for code in codes if code})
    by_shape = np.array([known.index(code) if code else -1 for code in codes] + [-1], dtype="int16")
    found = pd.Categorical.from_codes(texts.spread(by_shape[shapes.of], -1), categories=pd.Index(known, dtype="str"))
    return pd.Series(found, index=column.index, name=column.name)


def _numbers(texts: Texts) -> Iterator[tuple[Shape, MoneyLayout]]:
    for text, shape in texts.shapes:
        layout = money_layout(text)
        if layout is not None and layout.digits:
            yield shape, layout


def _text_evidence(texts: Texts) -> MoneyReading:
    filled = len(texts.cells) - texts.cells.null_count
    counts = dict.fromkeys(("readable", "point", "comma", "ambiguous", "ungrouped"), 0)
    example: tuple[int, str, str] | None = None
    for shape, layout in _numbers(texts):
        size = len(shape.members)
        counts["readable"] += size
        counts["ungrouped"] += size if layout.is_ungrouped_thousand else 0
        if layout.decimal is not None:
            counts["point" if layout.decimal == "." else "comma"] += size
        if layout.ambiguous is None:
            continue
        zero = shape.number(0, layout.whole) == 0  # 0.125 groups no thousands
        counts["point" if layout.ambiguous == "." else "comma"] += int(zero.sum())
        counts["ambiguous"] += int((~zero).sum())
        first = shape.members[~zero][:1]
        if len(first) and (example is None or first[0] < example[0]):
            example = int(first[0]), texts.cells[int(first[0])].as_py(), layout.ambiguous
    mark, cell = (example[2], example[1]) if example else (None, None)
    return MoneyReading(filled=filled, example=cell, ambiguous_mark=mark, **counts)


def _question(column: str, value: str) -> Question:
    cell = pd.Series([value], dtype="str")
    readings = {mark: float(parse(cell, mark).iloc[0]) for mark in MARKS}
    return Question("decimal", MARKS, {"column": column, "value": value, "readings": readings})


def _amounts(texts: Texts, shape: Shape, layout: MoneyLayout, mark: str) -> np.ndarray:
    if layout.digits > _MOST_EXACT_DIGITS or layout.exponent:
        return _written_out(texts, shape, layout, mark)
    decimals = layout.decimals(mark)
    amounts = shape.number(0, layout.digits) / 10.0**decimals
    if layout.ambiguous and mark != layout.ambiguous:
        starts_with_zero = shape.number(0, layout.whole) == 0
        amounts = np.where(starts_with_zero, amounts / 1000.0, amounts)
    return 0.0 - amounts if layout.negative else amounts


def _written_out(texts: Texts, shape: Shape, layout: MoneyLayout, mark: str) -> np.ndarray:
    """Numbers too long for whole-number arithmetic, or with an exponent, one by one."""
    decimal = layout.decimal or (layout.ambiguous if layout.ambiguous == mark else None)
    keep = set("0123456789e+-") if layout.exponent else set("0123456789")
    amounts = np.empty(len(shape.members))
    for place, member in enumerate(shape.members):
        text = texts.cells[int(member)].as_py().casefold().replace("−", "-").lstrip("-(+ ")
        plain = "".join("." if sign == decimal else sign for sign in text if sign in keep or sign == decimal)
        amounts[place] = float(plain)
    amounts[np.isinf(amounts)] = np.nan  # 1e999
    return 0.0 - amounts if layout.negative else amounts


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
