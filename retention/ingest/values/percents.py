"""Cells with a percent sign: `10%`, `12,5 %`, `-5 %`."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from retention.ingest.values.texts import Texts

_PERCENT = r"^[+\-−]?(\d+(?:[.,]\d+)?)\s*[%％]$"


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
