"""A customer's name that is written in several columns."""

from collections.abc import Sequence

from retention.ingest.columns.column_profile import WEAKEST_HEADER, Facts

NAME_PARTS = ("given_name", "middle_name", "family_name")
_SOME_WORDS = 0.3


def name_parts(facts: Sequence[Facts]) -> tuple[Facts, ...]:
    """The columns of first, middle and last name, in file order; none unless there are a first and a last name."""
    given, middle, family = (_best(facts, role) for role in NAME_PARTS)
    if given is None or family is None or given is family:
        return ()
    return tuple(column for column in facts if column in (given, middle, family))


def _best(facts: Sequence[Facts], role: str) -> Facts | None:
    named = [
        column
        for column in facts
        if column.means.get(role, 0.0) >= WEAKEST_HEADER and column.words >= _SOME_WORDS and not column.is_date
    ]
    return max(named, key=lambda column: (round(column.means[role], 2), round(column.filled, 1)), default=None)
