"""Every state that files say of their orders: its rows, its money, what it counts as; unknown words are noted."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from retention.ingest.clean.ledger import Ledger
from retention.ingest.clean.lines import Lines
from retention.ingest.mapping import COUNTS_AS
from retention.ingest.values.order_states import key, known_state, meanings

_ANSWERS = {meaning: answer for answer, meaning in COUNTS_AS.items()}
_COLUMNS = ["column", "state", "rows", "amount", "counts_as"]


def account_of_states(sources: Sequence[Lines], amount: np.ndarray) -> pd.DataFrame:
    """One row per column and word of states in all files, those on most rows first.

    `column` (its name in the file), `state` (the word), `rows`, `amount` (the money that stands on these rows, a float,
    missing where none does) and `counts_as`: `counts`, `cancelled`, `refund`, `draft`, `transfer`, `event`. `amount`
    is the money of each row of all files, one after the other.
    """
    parts = []
    starts = np.cumsum([0, *(len(source.frame) for source in sources)])
    for source, start, end in zip(sources, starts, starts[1:], strict=False):
        for told, events in ((source.words, False), (source.events, True)):
            parts += [_of_column(column, words, source, amount[start:end], events) for column, words in told.items()]
    if not parts:
        return pd.DataFrame(columns=_COLUMNS)
    every = pd.concat(parts, ignore_index=True)
    by = every.groupby(["column", "state", "counts_as"], sort=False)
    found = by.agg(rows=("rows", "sum"), amount=("amount", lambda each: each.sum(min_count=1))).reset_index()
    return found.sort_values("rows", ascending=False, kind="stable", ignore_index=True)[_COLUMNS]


def _of_column(column: str, words: pd.Categorical, source: Lines, amount: np.ndarray, events: bool) -> pd.DataFrame:
    size = len(words.categories)
    filled, known = words.codes >= 0, (words.codes >= 0) & ~np.isnan(amount)
    rows = np.bincount(words.codes[filled], minlength=size)
    money = np.bincount(words.codes[known], weights=amount[known], minlength=size)
    some = np.bincount(words.codes[known], minlength=size) > 0
    each = meanings(
        pd.Categorical(words.categories, categories=words.categories), events=events, known=source.mapping.states
    )
    return pd.DataFrame(
        {
            "column": column,
            "state": words.categories.astype("str"),
            "rows": rows,
            "amount": np.where(some, money.round(6), np.nan),
            "counts_as": [_ANSWERS.get(str(meaning), str(meaning)) for meaning in each],
        }
    )


def note_unknown_states(ledger: Ledger, sources: Sequence[Lines]) -> None:
    """Mention rows that are counted although nobody knows what their state means."""
    found = [_unknown(source) for source in sources]
    if not any(rows.any() for rows, _ in found):
        return
    values = pd.concat([pd.Series(cells) for _, cells in found], ignore_index=True)
    ledger.note(np.concatenate([rows for rows, _ in found]) & ledger.kept, "state_unknown", values=values)


def _unknown(source: Lines) -> tuple[np.ndarray, np.ndarray]:
    """Rows with a word that neither the dictionary, the platform nor a person explains, and the word on each."""
    rows = np.zeros(len(source.frame), dtype=bool)
    cells = np.full(len(source.frame), None, dtype=object)
    for words in source.words.values():
        unknown = [key(word) not in source.mapping.states and known_state(word) is None for word in words.categories]
        here = np.append(np.array(unknown, dtype=bool), False)[words.codes]
        cells[here & ~rows] = words[here & ~rows].astype(object)
        rows |= here
    return rows, cells
