"""Cells of money that say something, but no number."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from retention.ingest.values.percents import percents
from retention.ingest.values.texts import Texts


def unread(size: int, columns: Iterable[tuple[pd.Series, np.ndarray]]) -> pd.Categorical:
    """By row (`size` of them), what stands in the first of its cells that was read as no number, a category.

    Each column comes with the numbers it was read as, NaN where it was not. Missing where nothing was lost:
    blank cells, words for "no value" and percentages say no amount.
    """
    found = np.full(size, None, dtype=object)
    for cells, numbers in columns:
        rows = np.flatnonzero(np.isnan(numbers) & cells.notna().to_numpy() & pd.isna(found))
        odd = cells.iloc[rows].astype("str")
        texts = Texts.of(odd)
        says = texts.spread(texts.cells.is_valid().to_numpy(zero_copy_only=False), False)
        says = says & percents(odd).isna().to_numpy()
        found[rows[says]] = odd[says].to_numpy(dtype=object)
    codes, words = pd.factorize(found)
    return pd.Categorical.from_codes(codes, categories=pd.Index(words, dtype="str"))
