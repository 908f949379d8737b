"""Small files as rows of texts, read as any export is: columns found, rows cleaned."""

import csv
import io
from collections.abc import Sequence

import numpy as np
import pandas as pd

from retention.ingest.clean import clean
from retention.ingest.columns import map_files
from retention.ingest.mapping import Choices, Mapping
from retention.ingest.read.raw import Layout, RawTable
from retention.ingest.rules import Rules
from retention.orders import Orders


def raw_table(header: Sequence[str], rows: Sequence[Sequence[str]], name: str = "orders.csv") -> RawTable:
    """A raw table as reading a CSV gives it: text cells, blanks missing, the header in row 1."""
    frame = pd.DataFrame([[cell or None for cell in row] for row in rows], columns=list(header), dtype="str")
    return RawTable(name=name, frame=frame, rows=np.arange(2, len(rows) + 2), layout=Layout(format="csv"))


def written(text: str, name: str = "orders.csv") -> RawTable:
    """The raw table of a text with commas, its header in the first line; blanks around lines and cells do not count."""
    header, *rows = csv.reader(io.StringIO("\n".join(line.strip() for line in text.strip().splitlines())))
    return raw_table(header, rows, name)


def mapped(*raws: RawTable, **choices: object) -> list[Mapping]:
    """What the columns of files of one shop mean; raises `Undecided` for the first file that leaves something open."""
    found = map_files([(raw, Choices(**choices)) for raw in raws])  # type: ignore[arg-type]
    for each in found:
        if not isinstance(each, Mapping):
            raise each
    return [each for each in found if isinstance(each, Mapping)]


def orders_of(*raws: RawTable, rules: Rules | None = None, **choices: object) -> Orders:
    """The orders of files of one shop, their columns found."""
    orders = clean(list(zip(raws, mapped(*raws, **choices), strict=True)), rules=rules)
    assert orders.rows_read == orders.rows_used + orders.rows_set_aside == sum(len(raw.frame) for raw in raws)
    return orders


def sums(orders: Orders) -> tuple[int, int, float]:
    """Customers, orders and net revenue."""
    return orders.customers, len(orders.purchases), round(orders.revenue, 2)


def codes(orders: Orders) -> dict[str, int]:
    """Rows of each issue by its code."""
    return {issue.code: issue.rows for issue in orders.issues}
