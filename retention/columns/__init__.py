"""Which column of a raw table is what."""

from retention.columns.agreement import guess_together
from retention.columns.guessing import guess

__all__ = ["guess", "guess_together"]
