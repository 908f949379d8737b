"""Texts of a file on a terminal: nothing it would obey, and columns that stand straight in any script."""

import unicodedata


def shown(text: str) -> str:
    """The text with signs (␛, ␍ …) in the place of characters that steer a terminal; line ends stay."""
    from retention.ingest.values.formulas import visible

    return visible(text).replace("\r", "␍")


def padded(text: str, width: int) -> str:
    """The text filled up with spaces to a number of a terminal's columns, at least as long as it is itself.

    Chinese, Japanese and Korean signs take two columns, marks that stand over letters none.
    """
    return text + " " * (width - sum(map(_columns, text)))


def _columns(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
