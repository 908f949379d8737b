"""Writes the four sample shops: each a module with a fixed seed and a story in its numbers; nobody in them exists."""
