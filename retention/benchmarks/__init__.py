"""Published figures with their sources, and the look-up by definition."""
