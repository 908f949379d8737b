"""The lines of orders, made of the files' cells when somebody asks for them."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import pyarrow as pa

from retention.ingest.clean.lines import read_money
from retention.ingest.clean.order_parts import is_of_orders, line_amounts
from retention.ingest.columns.detail_columns import is_of_a_piece
from retention.ingest.mapping import Mapping
from retention.ingest.read.raw import RawTable
from retention.ingest.values import money
from retention.ingest.values.identifiers import as_category
from retention.ingest.values.texts import to_arrow
from retention.orders import LINES

_TEXTS = ("product", "sku", "category")


@dataclass(frozen=True, kw_only=True, eq=False)
class LineCells:
    """The cells that lines are made of: those columns of each file that lines have, as they were read.

    `places` holds for each row of all files, one after the other, the position of its order in `Orders.frame`, -1 for
    a row that is no line of an order; `rates` by what to multiply its money, None: by nothing. `repeated`: the amount
    is the order's total on each of its lines.
    """

    files: tuple[tuple[pd.DataFrame, Mapping], ...]
    places: np.ndarray
    rates: np.ndarray | None
    repeated: bool

    @classmethod
    def of(
        cls,
        files: Sequence[tuple[RawTable, Mapping]],
        places: np.ndarray,
        rates: np.ndarray | None,
        *,
        repeated: bool,
        alone: bool = True,
    ) -> "LineCells":
        """The cells of files that were read.

        Nothing is copied where the files stay in memory; where these cells are to stay `alone`, they take what room
        they need, and no longer hold on to all others of their file.
        """
        kept = tuple((_needed(raw.frame, mapping, compact=alone), mapping) for raw, mapping in files)
        return cls(files=kept, places=places, rates=rates, repeated=repeated)

    def at(self, places: np.ndarray, rates: np.ndarray | None, *, repeated: bool) -> "LineCells":
        """These cells as lines of other orders."""
        return replace(self, places=places, rates=rates, repeated=repeated)

    @property
    def checksum(self) -> int:
        """A number that changes with any cell."""
        found = zlib.crc32(self.places.tobytes())
        for table, mapping in self.files:
            for column in _texts(mapping):
                codes, texts = pd.factorize(table[column])
                found = zlib.crc32(
                    codes.astype("int32").tobytes(), zlib.crc32("\x1f".join(map(str, texts)).encode(), found)
                )
        return found

    def __call__(self, numbers: pd.Series) -> pd.DataFrame:
        """One row per line, see `Orders.lines`; `numbers` are those of the orders in `Orders.frame`."""
        of_files = np.split(self.places, np.cumsum([len(table) for table, _ in self.files])[:-1])
        tables = [
            _lines(_filled(table, mapping).iloc[places >= 0], mapping)
            for (table, mapping), places in zip(self.files, of_files, strict=True)
        ]
        kept = self.places >= 0
        found = _united(tables)
        if self.rates is not None:
            of_money = [name for name in found.columns if name not in (*_TEXTS, "quantity")]
            found[of_money] = found[of_money].mul(self.rates[kept], axis=0)
        return self._per_order(found, self.places[kept], numbers)

    def _per_order(self, found: pd.DataFrame, places: np.ndarray, numbers: pd.Series) -> pd.DataFrame:
        """The lines in the order of their orders, with what is the order's told from what is the line's."""
        order_ids = pd.factorize(places)[0]
        found["amount"] = line_amounts(found, found, order_ids, repeated=self.repeated)
        if is_of_orders(found["discount"].to_numpy(), order_ids, repeated=self.repeated):
            found["discount"] = np.nan
        found.insert(0, "order", numbers.iloc[places].array)
        found.index = pd.Index(places)
        return found[list(LINES)].sort_index(kind="stable")


def _needed(table: pd.DataFrame, mapping: Mapping, *, compact: bool) -> pd.DataFrame:
    """The columns that lines are made of; in memory of their own where `compact`."""
    texts = _texts(mapping)
    numbers = (mapping.amount, mapping.quantity, mapping.price, mapping.discount, mapping.cost, mapping.line_amount)
    orders = (mapping.order, mapping.parcel) if mapping.parcel or mapping.discount_as == "order" else ()
    wanted = dict.fromkeys(filter(None, (*texts, *numbers, *orders)))
    found = table[list(wanted)]
    if not compact:
        return found
    # with the index: where no column tells of lines, there are as many lines all the same
    return pd.DataFrame({name: _apart(cells) for name, cells in found.items()}, index=found.index)


def _texts(mapping: Mapping) -> list[str]:
    """The columns of texts that lines have."""
    columns = (mapping.dimensions.get("product"), mapping.dimensions.get("category"), mapping.sku)
    return [column for column in columns if column]


def _apart(cells: pd.Series) -> pd.Series:
    """A copy of cells. What a parser sends is one piece of memory, which any column of it would keep whole."""
    if not isinstance(cells.dtype, pd.StringDtype):
        return cells.copy()
    chunks = cells.array.__arrow_array__()
    several = isinstance(chunks, pa.ChunkedArray) and chunks.num_chunks > 1
    texts = to_arrow(cells)  # putting chunks together has copied them
    own = texts if several else pa.concat_arrays([texts, texts.slice(0, 0)])
    return pd.Series(own, index=cells.index, dtype="str")


def _filled(table: pd.DataFrame, mapping: Mapping) -> pd.DataFrame:
    return table.assign(**{name: table[name].ffill() for name in mapping.fill_down if name in table})


def _lines(table: pd.DataFrame, mapping: Mapping) -> pd.DataFrame:
    """The lines of one file: texts, what is written of each, and what quantity × price comes to (`extended`)."""
    order = mapping.order if mapping.order in table else None
    mapping = replace(mapping, order=order, refund=None, net=None, shipping=None, tax=None)  # no line has the latter
    columns = {"product": mapping.dimensions.get("product"), "category": mapping.dimensions.get("category")}
    columns["sku"] = mapping.sku
    texts = {
        name: _of_texts(None if columns[name] is None else as_category(table[columns[name]]), len(table))
        for name in _TEXTS
    }
    numbers, parts, _ = read_money(table, mapping)
    unknown = np.full(len(table), np.nan)
    return pd.DataFrame(
        {
            **texts,
            "quantity": numbers["quantity"],
            "price": _parsed(table, mapping.price, mapping),
            "discount": parts["discount"].to_numpy() if "discount" in parts else unknown,
            "cost": _cost(table, mapping, numbers["quantity"]),
            "amount": numbers["amount"],
            "extended": numbers["extended"],
            "line_amount": parts["line_amount"].to_numpy() if "line_amount" in parts else unknown,
            **({"full": parts["full"].to_numpy()} if "full" in parts else {}),
        }
    )


def _of_texts(cells: pd.Series | None, size: int) -> pd.Categorical:
    """A category whose categories are texts, also where it has none: only of one type can those of files be united."""
    if cells is None or not len(cells.cat.categories):
        return pd.Categorical.from_codes(np.full(size, -1), categories=pd.Index([], dtype="str"))
    return pd.Categorical.from_codes(cells.cat.codes.to_numpy(), categories=cells.cat.categories.astype("str"))


def _cost(table: pd.DataFrame, mapping: Mapping, quantity: np.ndarray) -> np.ndarray:
    """What the goods of each line cost the shop; the cost of a piece counts for each of them."""
    cost = _parsed(table, mapping.cost, mapping)
    if mapping.cost is None or mapping.quantity is None or not is_of_a_piece(mapping.cost):
        return cost
    return np.asarray(cost * quantity)


def _parsed(table: pd.DataFrame, column: str | None, mapping: Mapping) -> np.ndarray:
    if column is None:
        return np.full(len(table), np.nan)
    numbers = money.parse(table[column], mapping.decimal).to_numpy("float64", na_value=np.nan)
    return np.asarray(mapping.in_units(numbers, column))


def _united(tables: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """The lines of all files one after the other, categories united."""
    columns = {name: pd.api.types.union_categoricals([table[name] for table in tables]) for name in _TEXTS}
    numbers = pd.concat([table.drop(columns=list(_TEXTS)) for table in tables], ignore_index=True)
    return pd.DataFrame(columns).join(numbers)
