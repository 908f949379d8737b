"""Which columns say what became of an order: by their headers or by their cells; and words that only a person knows."""

import re
from collections.abc import Mapping as ReadOnly
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from retention.errors import Question, RequestError
from retention.ingest.columns.column_profile import SURE_HEADER, Profile
from retention.ingest.columns.ranking import DIMENSIONS, best, is_state, ranked
from retention.ingest.headers import tokens
from retention.ingest.mapping import COUNTS_AS, Choices, state_answer
from retention.ingest.values.order_states import (
    are_sides,
    event_type,
    is_of_orders,
    is_of_people,
    is_of_stages,
    key,
    known_event,
    known_state,
    leaves_out,
    may_be_of_orders,
    says_won,
    words_of,
)

if TYPE_CHECKING:
    import pandas as pd

# From this share of rows on a word that the dictionary does not know is asked about; more words fit no question.
_ASKED_FROM = 0.01
_MOST_ASKED = 40
# Different words under an unknown header among which one that leaves an order out shows that all are states.
_MOST_OWN = 12
_HAS_LETTER = re.compile(r"[^\W\d_]").search
# So many customers who have nothing but cancelled rows, several each, show that a column speaks of customers.
_CUSTOMERS_AS_PROOF = 2


def check_states(choices: Choices) -> None:
    """Refuse what was said of a state and is no answer: RequestError `unknown_choice` (`field`, `value`, `options`)."""
    for answer in choices.state or ():
        word, _, counts_as = answer.rpartition("=")
        if not word or counts_as not in COUNTS_AS:
            options = tuple(state_answer("…", each) for each in COUNTS_AS)
            raise RequestError("unknown_choice", field="state", value=answer, options=options)


def status_columns(
    profiles: Sequence[Profile], taken: Sequence[Profile | None], customer: Profile | None
) -> list[Profile]:
    """Columns of states of orders, the one that says it most plainly first: headers, then cells.

    A header alone is not believed where the cells speak of customers (VIP, returning).
    """
    free = [column for column in profiles if column not in taken]
    named = [column for column in ranked(free, "status") if not is_of_people(_words(column))]
    others = [column for column in free if column not in named and _says_states(column, customer)]
    sure = [column for column in named[1:] if column.means["status"] >= SURE_HEADER]
    return [*named[:1], *sure, *others]


def kind_column(profiles: Sequence[Profile], taken: Sequence[Profile | None]) -> Profile | None:
    """The column of types of events, by its header, or that of the sides of an account or the signs of its money.

    One in which orders are created, paid, cancelled holds states.
    """
    sides = (
        column for column in profiles if column not in taken and is_state(column) and are_sides(set(_words(column)))
    )
    found = next(sides, None) or best(profiles, "kind", taken=taken)
    return None if found is None or is_of_stages(_words(found)) else found


def _words(column: Profile) -> dict[str, int]:
    """The sample's cells and on how many of its rows each stands."""
    counts = column.cells.value_counts()
    return {str(word): int(count) for word, count in counts.items()}


def _says_states(column: Profile, customer: Profile | None) -> bool:
    """Whether the cells are states of orders, whatever the header says."""
    if not is_state(column) or column.is_flag:
        return False
    words = _words(column)
    own = column.is_unexplained and 1 < column.distinct <= _MOST_OWN and may_be_of_orders(words)
    if not (own or is_of_orders(words)) or _is_of_customers(column, customer):
        return False
    named_otherwise = any(column.means.get(name, 0.0) >= SURE_HEADER for name in DIMENSIONS)
    return not named_otherwise or any(leaves_out(word) for word in words)


def _is_of_customers(column: Profile, customer: Profile | None) -> bool:
    """Whether those with a word that leaves an order out have it on all of their several rows: it is theirs."""
    if customer is None:
        return False
    out = np.array([leaves_out(str(cell)) for cell in column.cells.dropna().drop_duplicates()] + [False])
    cells, names = column.cell_ids, customer.cell_ids
    known = (cells >= 0) & (names >= 0)
    rows = np.bincount(names[known])
    left_out = np.bincount(names[known], weights=out[cells[known]], minlength=len(rows))
    touched = (left_out > 0) & (rows > 1)
    return bool(touched.sum() >= _CUSTOMERS_AS_PROOF and (left_out == rows)[touched].all())


def _are_operations(header: str, words: Sequence[str]) -> bool:
    """Whether types are those of operations: the header says of what ("Вид операции"), or a word of them is no sale.

    Under `Type` alone stand as well services, channels, occasions.
    """
    return len(tokens(header)) > 1 or are_sides(set(words)) or any(event_type(word) != "sale" for word in words)


def unknown_states(
    table: "pd.DataFrame",
    columns: Sequence[str],
    known: ReadOnly[str, str],
    *,
    date: str | None,
    events: str | None = None,
) -> tuple[Question, ...]:
    """A question about words of states that neither the dictionary nor `known` (case-folded word → state) explains.

    Of stages of deals, some of which are won, only these are known to be sales.

    `events` is a further column, of types of records or documents.

    Rare ones are not asked about, nor is a word that stands on all rows, a number among words, or what stands below the
    table, on rows without a `date`. Its options are every answer that can be
    given, `WORD=counts` and so on; `words` tells on how many rows each stands.
    """
    asked: dict[str, int] = {}
    asking = None
    for column in [*columns, *([] if events is None else [events])]:
        words, means = words_of(table[column]), known_event if column == events else known_state
        if column == events and not _are_operations(column, list(words.categories)):
            continue
        told = (words.codes >= 0) & (True if date is None else table[date].notna().to_numpy())
        counts = np.bincount(words.codes[told], minlength=len(words.categories))
        in_letters = any(map(_HAS_LETTER, words.categories))
        deals = any(map(says_won, words.categories))
        if (counts > 0).sum() < 2:
            continue
        for word, rows in zip(words.categories, counts, strict=True):
            said = means(word)
            unknown = key(word) not in known and (said is None or (deals and said == "sale" and not says_won(word)))
            if unknown and rows >= _ASKED_FROM * len(table) and (_HAS_LETTER(word) or not in_letters):
                asked[str(word)] = asked.get(str(word), 0) + int(rows)
                asking = asking or column
    most = dict(sorted(asked.items(), key=lambda each: -each[1])[:_MOST_ASKED])
    if not most:
        return ()
    answers = tuple(state_answer(word, answer) for word in most for answer in COUNTS_AS)
    return (Question("state", answers, {"column": asking, "states": tuple(most), "words": most}),)
