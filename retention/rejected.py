"""The rows that were set aside, as they stand in their files."""

from collections.abc import Sequence

import pandas as pd

from retention.cleaning.lines import file_names, whereabouts
from retention.orders import Orders
from retention.reading.raw import RawTable

FIRST = ("file", "row", "reason")


def rejected(orders: Orders, raws: Sequence[RawTable]) -> pd.DataFrame:
    """One row per row of the files that became part of no order, in file order.

    Columns: `file`, `row` (its number there), `reason` (an issue code), then every column of the files under
    its own name (`reason (2)` where a file uses one of these), cells untouched. `raws` are the tables the
    orders were made from, in the same order.
    """
    found = [_of_one_file(orders.set_aside, raw, name) for raw, name in zip(raws, file_names(raws), strict=True)]
    return pd.concat(found, ignore_index=True)


def _of_one_file(set_aside: pd.DataFrame, raw: RawTable, name: str) -> pd.DataFrame:
    places = pd.DataFrame({"file": whereabouts(raw, name).astype("str"), "row": raw.rows})
    places["position"] = range(len(places))
    wanted = set_aside.astype({"file": "str", "reason": "str"})
    here = places.merge(wanted, on=["file", "row"], how="inner").sort_values("position")
    cells = raw.frame.iloc[here["position"].to_numpy()].reset_index(drop=True)
    cells = cells.rename(columns={column: f"{column} (2)" for column in FIRST})
    return pd.concat([here[list(FIRST)].reset_index(drop=True), cells], axis=1)
