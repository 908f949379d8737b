"""Raw tables and their mappings → one canonical table of orders, with an account of every row."""

from retention.ingest.clean.clean import clean

__all__ = ["clean"]
