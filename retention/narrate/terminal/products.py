"""The answer of `products`: what customers begin with, what it leads to, and usual refill times."""

from collections.abc import Collection

import pandas as pd

from retention.analysis.products import FirstProducts
from retention.narrate import products as words
from retention.narrate.terminal.layout import aligned, paragraphs


def text(found: FirstProducts, refills: pd.DataFrame, currency: str | None) -> str:
    """The whole answer."""
    first, again = words.first_columns(found, currency), words.refill_columns(refills)
    return paragraphs(
        [words.beginnings(found), *words.apart(found, currency)],
        _table(first, left=(0, len(first) - 1)),
        [words.first_note(found)],
        [words.refill(refills)],
        _table(again, left=(0,)),
        [words.few_note(first, again)],
    )


def _table(columns: dict[str, list[str]], *, left: Collection[int]) -> list[str]:
    rows = list(zip(*columns.values(), strict=True))
    return aligned([tuple(columns), *rows], left=left) if rows else []
