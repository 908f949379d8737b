"""Which column of a raw table is what."""

from retention.ingest.columns.across_files import guess_together
from retention.ingest.columns.column_mapping import guess

__all__ = ["guess", "guess_together"]
