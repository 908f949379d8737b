"""Which column of a raw table is what."""

from retention.ingest.columns.across_files import map_files
from retention.ingest.columns.column_mapping import map_columns

__all__ = ["map_columns", "map_files"]
