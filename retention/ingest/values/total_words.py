"""Rows that a report prints below its table: totals, told by their word."""

import re

import numpy as np
import pandas as pd

# Labels of total rows, matched against the whole start of a cell.
_TOTAL = re.compile(
    r"^\W*(?:(?:grand|sub)?[ -]?totals?|sum|итого|всего|итог|общий итог|оборот|разом|усього|всього|підсумок"
    r"|total(?:ul)? (?:general|facturi|comenzi)|subtotal|барлығы|жиыны)\b"
    r"|.{1,80}\s(?:итог|итого|всего|разом|усього|всього|підсумок|total)\W*$",
    re.IGNORECASE,
)
_TOTAL_ALONE = re.compile(r"\W*(?:(?:grand|sub)?[ -]?total|итого|всего|разом|усього|всього|subtotal)\W*", re.IGNORECASE)


def is_total(text: str) -> bool:
    """Whether a text is a word for a total and nothing else."""
    return bool(_TOTAL_ALONE.fullmatch(text))


def total_rows(table: pd.DataFrame) -> np.ndarray:
    """Rows one of whose texts begins or ends with a word for a total."""
    texts = table.select_dtypes(include=["object", "string"])
    found = np.zeros(len(texts), dtype=bool)
    for name in texts.columns:
        found |= texts[name].astype("str").str.match(_TOTAL).fillna(False).to_numpy(dtype=bool)
    return found
