"""A sheet as text with separators, as Excel opens it with a double click in the reader's country."""

from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from retention.ingest.values.texts import harmless
from retention.sheets.sheet import Kind, Sheet

SHARE_DIGITS = 2
"""Decimals of a percentage: the screen shows one, and one more tells apart what rounds to the same."""
FLOAT = "%.2f"
"""Numbers and money: cents."""


class Notation(NamedTuple):
    """How a country writes numbers in texts: its decimal mark, and what stands between cells because of it.

    >>> Notation.of(",")
    Notation(decimal=',', separator=';')
    """

    decimal: str
    separator: str

    @classmethod
    def of(cls, decimal: str) -> "Notation":
        """That of a decimal mark: Excel takes a semicolon between cells where the comma is taken."""
        return cls(decimal, ";" if decimal == "," else ",")


def separated(sheet: Sheet, notation: Notation) -> bytes:
    """The sheet as UTF-8 with the byte order mark that Excel needs; texts that would run as formulas are neutralised.

    Shares are percentages, days are written 2025-01-31, which Excel reads in any language. Missing cells are empty.
    """
    places = range(sheet.rows.shape[1])
    table = pd.DataFrame({place: sheet.rows.iloc[:, place].array for place in places})
    for place, column in enumerate(sheet.columns):
        table[place] = _written(table[place], column.kind, notation.decimal)
    titles = [column.title for column in sheet.columns]
    # Headings are made harmless as texts are, and may be twice the same, which a frame's own renaming forbids nothing.
    safe = harmless(table.set_axis(titles, axis="columns"))
    text = safe.to_csv(
        index=False, sep=notation.separator, decimal=notation.decimal, float_format=FLOAT, lineterminator="\r\n"
    )
    return text.encode("utf-8-sig")


def _written(cells: pd.Series, kind: Kind, decimal: str) -> pd.Series:
    """The cells of one column, those that pandas would write otherwise as texts."""
    if kind is Kind.SHARE:
        return _percentages(cells, decimal)
    if kind is Kind.COUNT:
        return cells.astype("Float64").round().astype("Int64")
    if kind is Kind.DAY:
        return pd.to_datetime(cells).dt.strftime("%Y-%m-%d")
    if kind in (Kind.NUMBER, Kind.MONEY):
        numbers = cells.astype("Float64").astype("float64")
        return numbers.where(np.isfinite(numbers))
    return cells


def _percentages(cells: pd.Series, decimal: str) -> pd.Series:
    fractions = pa.array(cells.astype("Float64").astype("float64"), from_pandas=True)
    hundredths = pc.round(pc.multiply(fractions, 100.0), ndigits=SHARE_DIGITS)
    texts = pc.binary_join_element_wise(hundredths.cast(pa.string()), "%", "")
    if decimal != ".":
        texts = pc.replace_substring(texts, ".", decimal)
    return pd.Series(texts.to_pandas(), index=cells.index, dtype=object)
