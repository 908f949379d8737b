"""What the pages have in common: the session, the caches, the words, the widgets, the downloads."""
