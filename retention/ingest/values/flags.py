"""Cells that say yes or no: ticks, words in four languages, truth values, 0 and 1."""

import numpy as np
import pandas as pd

from retention.ingest.values.texts import Texts, tidy

# Words of people, then numbers, ticks and the truth values of programs and spreadsheets.
_YES = frozenset(
    [
        *("yes", "y", "да", "д", "так", "т", "da", "d", "иә"),
        *("1", "1.0", "true", "t", "истина", "adevarat", "adevărat", "x", "х", "v", "+", "✓", "✔"),
    ]
)
_NO = frozenset(
    [
        *("no", "n", "нет", "н", "ні", "nu", "жоқ"),
        *("0", "0.0", "false", "f", "ложь", "хибність", "fals"),
    ]
)

_NUMBERS = frozenset(["0", "0.0", "1", "1.0"])


def flags(column: pd.Series) -> pd.Series:
    """What each cell says, as nullable booleans: yes, no, or missing where it is empty.

    A filled cell that is neither word (a date, a reason) is a yes: somebody wrote something there.
    """
    texts = Texts.of(column, coded=True)
    words = [None if cell is None else tidy(cell) for cell in texts.cells.to_pylist()]
    said = np.array([-1 if word is None else int(word not in _NO) for word in words], dtype="int8")
    rows = texts.spread(said, -1)
    found = pd.arrays.BooleanArray(rows == 1, rows == -1)
    return pd.Series(found, index=column.index, name=column.name)


def say_yes_or_no(column: pd.Series) -> bool:
    """Whether the filled cells are nothing but yes and no, and the column tells rows apart.

    Either both occur, or one of them does beside empty cells.
    """
    texts = Texts.of(column, coded=True)
    words = {tidy(cell) for cell in texts.cells.to_pylist() if cell is not None}
    if not words or not words <= _YES | _NO:
        return False
    both = bool(words & _YES) and bool(words & _NO)
    return both or (bool(column.isna().any()) and not words <= _NUMBERS)
