"""The canonical table every figure is computed from, and the account of how it came about."""

import datetime as dt
import hashlib
import zlib
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

import numpy as np
import pandas as pd

from retention.errors import Issue
from retention.filters import EVERY_ORDER, Filter

if TYPE_CHECKING:  # what files were like is told by those who read them, which ends in orders
    from retention.ingest.mapping import Mapping
    from retention.ingest.read.raw import Layout

REQUIRED = ("customer", "order", "date", "amount")
# Money of an order that is no part of what it is reduced to, where the file tells it.
PARTS = ("discount", "shipping", "tax", "refund")
# Every column with a meaning of its own; the others are dimensions.
OWN = (*REQUIRED, "gross", *PARTS, "purchase", "apart")
LINES = ("order", "product", "sku", "category", "quantity", "price", "discount", "cost", "amount")
"""The columns of `Orders.lines`."""


class LineTable(Protocol):
    """What makes `Orders.lines` from the orders' numbers; `checksum` changes with any cell the lines are made of."""

    @property
    def checksum(self) -> int: ...

    def __call__(self, numbers: pd.Series) -> pd.DataFrame: ...


@dataclass(frozen=True, kw_only=True, eq=False)
class KeptLines:
    """The lines of those of all orders that `rows`, a mask of their frame, keeps."""

    whole: "Orders"
    rows: np.ndarray

    @property
    def checksum(self) -> int:
        """That of all lines, and of which are kept."""
        return zlib.crc32(self.rows.tobytes(), 0 if self.whole.line_cells is None else self.whole.line_cells.checksum)

    def __call__(self, numbers: pd.Series) -> pd.DataFrame:
        """The lines of the kept orders, whose `numbers` those are."""
        lines = self.whole.lines
        kept: pd.DataFrame = lines[self.rows[lines.index.to_numpy(dtype="int64")]]
        position = np.cumsum(self.rows) - 1
        kept.index = pd.Index(position[kept.index.to_numpy(dtype="int64")])
        return kept


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where orders came from: the file's name, how it is laid out, and what its columns mean."""

    name: str
    layout: "Layout"
    mapping: "Mapping"


@dataclass(frozen=True, kw_only=True)
class Unidentified:
    """Orders nobody's name is on: outside every customer figure, their money shown apart.

    `frame` has one row per order, for filters to ask: `rows` (of the files), `date` (of the first of them), `amount`
    and the dimensions of `Orders`; `line_cells` makes its lines. Of filtered orders only the numbers are kept.
    """

    rows: int = 0
    orders: int = 0
    revenue: float = 0.0
    frame: pd.DataFrame | None = field(default=None, compare=False, repr=False)
    line_cells: LineTable | None = field(default=None, compare=False, repr=False)

    @classmethod
    def of(cls, frame: pd.DataFrame, line_cells: LineTable | None = None) -> "Unidentified":
        """Those of a `frame`; money that is unknown adds nothing."""
        revenue = round(float(frame["amount"].sum()), 6)
        return cls(
            rows=int(frame["rows"].sum()), orders=len(frame), revenue=revenue, frame=frame, line_cells=line_cells
        )


def _no_states() -> pd.DataFrame:
    return pd.DataFrame(columns=["column", "state", "rows", "amount", "counts_as"])


@dataclass(frozen=True, kw_only=True, eq=False)
class Orders:
    """Orders of one shop, cleaned.

    `frame` has one row per order: `customer` (category), `order` (str), `date` (datetime64), `amount` (net
    of refunds, missing where unknown), `gross` (before refunds), as far as files have them `discount`, `shipping`,
    `tax` and `refund` (money given back), `purchase` (False: a refund that could not be tied to its order, money but
    never activity), then any dimensions (category): `product`, `category`, `channel`, `country`, `city`, `code`,
    `campaign`, `payment`, `branch`, `source` (the file, where there are several), and columns that were asked for.
    `apart` (category) is there only where customers were joined by e-mail or phone: the customer as if they had not
    been. `lines` has one row per line of an order. docs/orders.md describes all columns.
    `as_of` is the last day the data covers. `set_aside` has one row per row left out: `file`, `row`,
    `reason`. Always `rows_read == rows_used + rows_set_aside`. `states` has one row per word for the state of an order:
    `column`, `state`, `rows`, `amount` (money on these rows) and `counts_as` (counts, cancelled, refund, draft,
    transfer, event).

    Of orders that were filtered, `filter` says which count, and `unfiltered` holds all of them. What is said of rows
    and files, and the as-of date, stay those of all orders; `frame`, `lines`, `unidentified` and every figure are those
    of the ones that count.
    """

    frame: pd.DataFrame
    as_of: dt.date
    currency: str | None = None
    rows_read: int = 0
    issues: tuple[Issue, ...] = ()
    set_aside: pd.DataFrame
    unidentified: Unidentified = Unidentified()
    sources: tuple[Source, ...] = ()
    states: pd.DataFrame = field(default_factory=_no_states)
    line_cells: LineTable | None = field(default=None, repr=False)
    filter: Filter = EVERY_ORDER
    unfiltered: "Orders | None" = None

    @property
    def whole(self) -> "Orders":
        """All orders, whatever the filter."""
        return self.unfiltered or self

    @property
    def rows_set_aside(self) -> int:
        """Rows of the files that did not become part of an order."""
        return len(self.set_aside)

    @property
    def rows_used(self) -> int:
        """Rows of the files that the orders are made of."""
        return self.rows_read - self.rows_set_aside

    @property
    def purchases(self) -> pd.DataFrame:
        """The rows that are orders, without refunds standing alone."""
        return self.frame[self.frame["purchase"]]

    @property
    def customers(self) -> int:
        """Number of customers with at least one order."""
        return int(self.purchases["customer"].nunique())

    @property
    def dimensions(self) -> tuple[str, ...]:
        """Names of the columns beyond the canonical ones, by which figures can be broken down."""
        return tuple(c for c in self.frame.columns if c not in OWN)

    @property
    def first_date(self) -> dt.date:
        """Day of the first order."""
        return pd.Timestamp(self.purchases["date"].min()).date()

    @property
    def last_date(self) -> dt.date:
        """Day of the last order."""
        return pd.Timestamp(self.purchases["date"].max()).date()

    @property
    def revenue(self) -> float:
        """Money taken, net of refunds; unknown amounts left out, NaN when all are."""
        return float(self.frame["amount"].sum(min_count=1))

    @property
    def revenue_gross(self) -> float:
        """Money taken before refunds; unknown amounts left out, NaN when all are."""
        return float(self.frame["gross"].sum(min_count=1))

    @cached_property
    def lines(self) -> pd.DataFrame:
        """One row per line of the orders, made when asked for first; the index is the order's row in `frame`.

        `order` (str), `product`, `sku`, `category` (category), `quantity`, `price` (of one), `discount` (money off the
        line), `cost` (what its goods cost the shop) and `amount` (what it came to, before refunds); missing where the
        file does not tell. Where only the order's total is known, an order of several lines has no amounts of lines.
        Lines come in the order of `frame`, those of one order as in their file.

        >>> from pathlib import Path
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder:
        ...     export = Path(folder) / "orders.csv"
        ...     rows = ["Order,Customer,Date,Item,Qty,Price", "7,ann,2025-01-31,Tea,2,4.50", "7,ann,2025-01-31,Mug,1,9"]
        ...     written = export.write_text("\n".join(rows))
        ...     orders = rt.load(export)
        >>> orders.lines[["order", "product", "quantity", "price", "amount"]]
          order product  quantity  price  amount
        0     7     Tea       2.0    4.5     9.0
        0     7     Mug       1.0    9.0     9.0
        """
        if self.line_cells is None:
            return pd.DataFrame({name: [] for name in LINES})
        return self.line_cells(self.frame["order"])

    @cached_property
    def fingerprint(self) -> str:
        """A digest that changes with any cell, row order, the as-of date, the currency or filter: every cache's key.

        Cells of lines are among them.
        """
        digest = hashlib.blake2b(digest_size=16)
        if self.unfiltered is not None:
            digest.update(repr((self.unfiltered.fingerprint, self.filter)).encode())
            return digest.hexdigest()
        lines = None if self.line_cells is None else self.line_cells.checksum
        digest.update(repr((self.as_of, self.currency, self.rows_read, self.issues, self.sources, lines)).encode())
        nobody = self.unidentified.frame
        for name, column in (*self.frame.items(), *(() if nobody is None else nobody.items())):
            digest.update(str(name).encode())
            digest.update(_cells(column))
        return digest.hexdigest()


def _cells(column: pd.Series) -> bytes:
    """Bytes that differ where any cell of a column does."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        return "\x1f".join(map(str, column.cat.categories)).encode() + column.cat.codes.to_numpy().tobytes()
    values = column.to_numpy()
    exact = pd.util.hash_array(values) if values.dtype == object else np.ascontiguousarray(values)
    return exact.tobytes()
