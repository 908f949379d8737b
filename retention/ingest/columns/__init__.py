"""Which column of a raw table is what."""

from retention.ingest.columns.agreement import guess_together
from retention.ingest.columns.guessing import guess

__all__ = ["guess", "guess_together"]
