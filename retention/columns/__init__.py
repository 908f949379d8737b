"""Which column of a raw table is what."""

from retention.columns.guessing import guess

__all__ = ["guess"]
