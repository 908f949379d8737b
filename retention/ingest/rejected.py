"""The rows that were set aside, as they stand in their files."""

from collections.abc import Sequence, Set
from itertools import count

import pandas as pd

from retention.ingest.clean.lines import file_names, whereabouts
from retention.ingest.read.raw import RawTable
from retention.orders import Orders

FIRST = ("file", "row", "reason")


def rejected(orders: Orders, raws: Sequence[RawTable], *, names: tuple[str, str, str] = FIRST) -> pd.DataFrame:
    """One row per row of the files that became part of no order, in file order.

    Columns: `file`, `row` (its number there), `reason` (an issue code), under other `names` if given; then every
    column of the files under its own name (`reason (2)` where a file uses one of these), cells untouched. `raws`
    are the tables the orders were made from, in the same order.
    """
    found = [_of_one_file(orders.set_aside, raw, name, names) for raw, name in zip(raws, file_names(raws), strict=True)]
    return pd.concat(found, ignore_index=True)


def _of_one_file(set_aside: pd.DataFrame, raw: RawTable, name: str, names: tuple[str, str, str]) -> pd.DataFrame:
    places = pd.DataFrame({"file": whereabouts(raw, name).astype("str"), "row": raw.rows})
    places["position"] = range(len(places))
    wanted = set_aside.astype({"file": "str", "reason": "str"})
    here = places.merge(wanted, on=["file", "row"], how="inner").sort_values("position")
    cells = raw.frame.iloc[here["position"].to_numpy()].reset_index(drop=True)
    cells = cells.rename(columns=lambda column: _apart(column, {*names, *cells.columns}) if column in names else column)
    first = here[list(FIRST)].reset_index(drop=True).set_axis(list(names), axis=1)
    return pd.concat([first, cells], axis=1)


def _apart(column: str, taken: Set[str]) -> str:
    return next(name for n in count(2) if (name := f"{column} ({n})") not in taken)
