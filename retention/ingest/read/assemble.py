"""From the child's answer to the raw table."""

import dataclasses
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from retention.errors import Example, Issue
from retention.ingest.columns.date_parts import with_date
from retention.ingest.read.raw import Layout, RawTable

TEXT = {kind: pd.StringDtype("pyarrow", na_value=np.nan) for kind in (pa.string(), pa.large_string())}
"""How Arrow's texts become pandas': for `types_mapper`."""


def raw_table(name: str, message: Mapping[str, Any], table: pa.Table) -> RawTable:
    """The raw table of an answer, with a column for a date that stands in three."""
    raw = untouched(name, message, table)
    return dataclasses.replace(raw, frame=with_date(raw.frame))


def untouched(name: str, message: Mapping[str, Any], table: pa.Table) -> RawTable:
    """The columns of a table and no more; texts and numbers without gaps keep Arrow's memory, nothing is copied."""
    rows = table.column(table.num_columns - 1).to_numpy()
    frame = table.select(range(table.num_columns - 1)).to_pandas(types_mapper=TEXT.get, split_blocks=True)
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
    return RawTable(name=name, frame=frame, rows=rows, layout=layout, issues=issues, parts=parts)
