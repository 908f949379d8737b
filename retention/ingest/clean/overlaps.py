"""Orders that several files hold: each counts once, as the file tells it that was made later."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from retention.ingest.clean.lines import Lines
from retention.ingest.clean.order_grouping import pair
from retention.ingest.clean.order_versions import changes, stages_of

_CENT = 0.005


def told_elsewhere(lines: pd.DataFrame, sources: Sequence[Lines], order_ids: np.ndarray) -> np.ndarray:
    """Rows of orders that another file tells as well: same number, customer and day, and both taken or given back.

    Orders without a number are the same when moment and amount agree as well. Of an order told alike, the first file's
    rows stay. Told otherwise, the file counts in which it was changed last, else has come furthest (created, paid,
    given back), else had more money given back, else the file that reaches furthest in time, whatever their order.
    """
    file = lines["file"].cat.codes.to_numpy()
    day = lines["date"].to_numpy("datetime64[D]").astype("int64")
    amount = lines["amount"].to_numpy()
    content = np.where(lines["order"].notna().to_numpy(), np.sign(np.nan_to_num(amount)) < 0, amount)
    same = pair(pair(order_ids, day), content)
    first = pd.Series(file).groupby(same).transform("min").to_numpy()
    several = np.unique(same[file > first])
    if not len(several):
        return np.zeros(len(lines), dtype=bool)
    rows = np.flatnonzero(np.isin(same, several))
    winner = np.full(same.max() + 1, -1, dtype="int64")
    told = _told(lines.iloc[rows], sources, rows, same[rows], file[rows])
    winner[told.index.to_numpy()] = told.to_numpy()
    found = np.zeros(len(lines), dtype=bool)
    found[rows] = file[rows] != winner[same[rows]]
    return found


def _told(
    lines: pd.DataFrame, sources: Sequence[Lines], rows: np.ndarray, same: np.ndarray, file: np.ndarray
) -> "pd.Series[int]":
    """The file that counts of each order that several files hold, by the order's key in `same`."""
    everywhere = pd.concat([source.frame["date"] for source in sources], ignore_index=True)
    parts = [(changes(source), stages_of(source)) for source in sources]
    table = pd.DataFrame(
        {
            "same": same,
            "file": file,
            "changed": np.concatenate([changed for changed, _ in parts])[rows],
            "stage": np.concatenate([stage for _, stage in parts])[rows],
            "returned": np.nan_to_num(lines["returned"].abs().to_numpy()),
            "amount": np.nan_to_num(lines["amount"].to_numpy()),
        }
    )
    each = table.groupby(["same", "file"], sort=True).agg(
        changed=("changed", "max"), stage=("stage", "max"), returned=("returned", "sum"), amount=("amount", "sum")
    )
    each = each.reset_index()
    each["amount"] = (each["amount"] / _CENT).round()
    compared = each.groupby("same")[["changed", "stage", "returned", "amount"]]
    alike = (compared.transform("max") == compared.transform("min")).all(axis=1)
    each["reaches"] = _reaches(everywhere, sources)[each["file"].to_numpy()]
    keys = ["changed", "stage", "returned", "reaches"]
    each.loc[alike.to_numpy(), keys] = 0.0
    last = each.sort_values([*keys, "file"], ascending=[False] * len(keys) + [True], kind="stable")
    return last.groupby("same")["file"].first()


def _reaches(date: pd.Series, sources: Sequence[Lines]) -> np.ndarray:
    """The last day of each file as a number that grows; files are numbered as the lines name them."""
    labels = pd.api.types.union_categoricals([source.frame["file"] for source in sources])
    last = date.groupby(labels.codes).max().reindex(range(len(labels.categories)))
    return np.where(last.isna(), -np.inf, last.to_numpy("datetime64[D]").astype("float64"))
