"""Answers as plain text with columns that stand straight: what the command line prints."""
