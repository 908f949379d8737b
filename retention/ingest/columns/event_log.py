"""Logs of events, such as views, carts and purchases: only purchases are orders."""

from collections.abc import Mapping as ReadOnly
from collections.abc import Sequence
from typing import Any

import pandas as pd

from retention.errors import ColumnError
from retention.ingest.columns.column_profile import Profile
from retention.ingest.columns.payments import part_payments
from retention.ingest.columns.ranking import is_state, ranked
from retention.ingest.columns.settlements import settlements
from retention.ingest.mapping import Choices
from retention.ingest.values.order_states import State, browsing_in, event_of_log, key, signs_of_money, words_of

# Parts of a column's rows that views and carts, and all known events together, have to make to show a log.
_SOME_BROWSING, _MOSTLY_EVENTS = 0.05, 0.8


def event_column(profiles: Sequence[Profile], taken: Sequence[Profile | None]) -> Profile | None:
    """The column of a log's events: one whose cells are views, carts, purchases; None where the table is no log."""
    free = [column for column in profiles if column not in taken and is_state(column)]
    named = [column for column in ranked(free, "kind") if column in free]
    others = [column for column in free if column not in named and _tells_more_than_one(column)]
    return next((column for column in (*named, *others) if _is_log(column)), None)


def _tells_more_than_one(column: Profile) -> bool:
    """Whether cells tell of purchases, or of more than one way to look round.

    Without a header that speaks of events, "Cart" alone is a form's name, and what has a sea view a flat.
    """
    words = [str(word) for word in column.cells.dropna().unique()]
    looked_round = {browsing_in(word, at_start=True) for word in words} - {None}
    return any(event_of_log(word) == "sale" for word in words) or len(looked_round) > 1


def _is_log(column: Profile) -> bool:
    counts = column.cells.value_counts()
    words = {str(word): int(count) for word, count in counts.items()}
    rows = sum(words.values())
    browsing = sum(count for word, count in words.items() if browsing_in(word))
    known = sum(count for word, count in words.items() if event_of_log(word) is not None)
    return browsing >= _SOME_BROWSING * rows and known >= _MOSTLY_EVENTS * rows


def events_of(column: pd.Series, known: ReadOnly[str, str]) -> dict[str, State]:
    """What each word of a log's events is: case-folded word → sale, refund, void, or event: no purchase.

    `known` (case-folded word → state) goes before the dictionary.
    Raises `ColumnError("events_without_purchases")` (`column`, `events`) where nothing was bought.
    """
    words = [str(word) for word in words_of(column).categories]
    found: dict[str, State] = {key(word): event_of_log(word) or "event" for word in words}
    if not any(known.get(word, event) == "sale" for word, event in found.items()):
        raise ColumnError("events_without_purchases", column=str(column.name), events=words)
    return found


def known_states(
    table: pd.DataFrame, fields: ReadOnly[str, Any], profiles: Sequence[Profile], choices: Choices
) -> dict[str, str]:
    """What states and events mean, case-folded, as a person, a platform or a log of events says it, in this order."""
    known = {**fields.get("states", {}), **choices.states}
    named = {column.name: column for column in profiles}
    kind, known_platform = named.get(fields["kind"] or ""), fields.get("platform") is not None
    if kind is not None and not known_platform and event_column([kind], ()) is not None:
        return {**events_of(table[fields["kind"]], known), **known}
    parts = part_payments(kind) if fields.get("payments") else ()
    settled = () if known_platform else settlements(kind, named.get(fields["amount"] or ""))
    signs = {} if kind is None or known_platform else signs_of_money(set(kind.cells.dropna().astype(str).unique()))
    return {**signs, **dict.fromkeys(settled, "transfer"), **dict.fromkeys(parts, "sale"), **known}
