"""A table to be handed on: what its columns are called and hold, so that a spreadsheet shows figures right."""

from dataclasses import dataclass
from enum import StrEnum

import pandas as pd


class Kind(StrEnum):
    """What a column holds, which decides how its cells are written.

    A `share` is a fraction that is shown as a percentage, a `count` is whole, `money` has cents, a `number` two
    decimals, a `value` is shown as it is; a `day` is a date without a time.
    """

    TEXT = "text"
    COUNT = "count"
    NUMBER = "number"
    MONEY = "money"
    SHARE = "share"
    VALUE = "value"
    DAY = "day"
    FLAG = "flag"


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column: its heading and the kind of its cells."""

    title: str
    kind: Kind


@dataclass(frozen=True, kw_only=True, eq=False)
class Sheet:
    """One table of a file: its `title`, its `columns`, and `rows`, a table with as many columns in the same order."""

    title: str
    columns: tuple[Column, ...]
    rows: pd.DataFrame

    def __post_init__(self) -> None:
        if len(self.columns) != self.rows.shape[1]:
            raise ValueError(f"{len(self.columns)} columns for {self.rows.shape[1]} of the table")

    def beginning_with(self, column: Column, cell: str) -> "Sheet":
        """The sheet with one more column in front, which holds the same words in each row.

        >>> sheet = as_it_is(pd.DataFrame({"n": [1, 2]}), title="data")
        >>> sheet.beginning_with(Column(title="filter", kind=Kind.TEXT), "web").rows.iloc[:, 0].tolist()
        ['web', 'web']
        """
        first = pd.Series(cell, index=self.rows.index, dtype="str")
        rows = pd.concat([first, self.rows], axis="columns")
        return Sheet(title=self.title, columns=(column, *self.columns), rows=rows)


def as_it_is(table: pd.DataFrame, *, title: str) -> Sheet:
    """A table under its own headings, each column of the kind its type says.

    >>> sheet = as_it_is(pd.DataFrame({"who": ["ann"], "n": [2], "paid": [True]}), title="data")
    >>> [str(column.kind) for column in sheet.columns]
    ['text', 'value', 'flag']
    """
    columns = [Column(title=str(name), kind=kind_of(table.iloc[:, place])) for place, name in enumerate(table.columns)]
    return Sheet(title=title, columns=tuple(columns), rows=table)


def kind_of(column: pd.Series) -> Kind:
    """What a column holds by its type; dates that pandas keeps as objects are known by the first of them."""
    if pd.api.types.is_bool_dtype(column.dtype):
        return Kind.FLAG
    if pd.api.types.is_numeric_dtype(column.dtype):
        return Kind.VALUE
    if pd.api.types.is_datetime64_any_dtype(column.dtype):
        return Kind.DAY
    return Kind.DAY if pd.api.types.infer_dtype(column, skipna=True) in ("date", "datetime") else Kind.TEXT
