"""From the child's answer to the raw table."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from retention.errors import Example, Issue
from retention.ingest.read.raw import Layout, RawTable
from retention.ingest.read.three_columns import with_date


def raw_table(name: str, message: Mapping[str, Any], table: pa.Table) -> RawTable:
    """The raw table of an answer; texts and numbers without gaps keep Arrow's memory, nothing is copied."""
    rows = table.column(table.num_columns - 1).to_numpy()
    frame = table.select(range(table.num_columns - 1)).to_pandas(types_mapper=_TEXT.get, split_blocks=True)
    layout = Layout(**{**message["layout"], "sheets": tuple(message["layout"]["sheets"])})
    issues = tuple(
        Issue(
            issue["code"],
            issue["rows"],
            tuple(Example(**example) for example in issue["examples"]),
            details=issue["details"],
        )
        for issue in message["issues"]
    )
    parts = tuple((part, count) for part, count in message["parts"])
    return RawTable(name=name, frame=with_date(frame), rows=rows, layout=layout, issues=issues, parts=parts)


_TEXT = {kind: pd.StringDtype("pyarrow", na_value=np.nan) for kind in (pa.string(), pa.large_string())}
