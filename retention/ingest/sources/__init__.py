"""Orders that stay where they are: DuckDB, databases, Spark."""
