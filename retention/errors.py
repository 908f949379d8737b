"""What can go wrong or stay open, as codes with details; pages and the command line turn them into sentences."""

from collections.abc import Mapping
from dataclasses import dataclass, field


def first_line(failure: BaseException) -> str:
    """What another program's error says, without the stack and the source that follow on further lines."""
    return next((line.strip() for line in str(failure).splitlines() if line.strip()), type(failure).__name__)


class RetentionError(Exception):
    """A file or a request that cannot be used: a stable `code` and the `details` its sentence needs."""

    def __init__(self, code: str, **details: object) -> None:
        super().__init__(code)
        self.code = code
        self.details = details


@dataclass(frozen=True)
class Question:
    """Something only a person can decide.

    `code` names the choice it answers (`date_order`, `decimal`, `customer`, `sheet` …), `options` are the
    values it accepts, `details` holds what helps to decide (for instance both readings of one cell).
    """

    code: str
    options: tuple[str, ...]
    details: Mapping[str, object] = field(default_factory=dict)


class Undecided(RetentionError):
    """Raised when the file can be read in more than one way and nothing in it decides."""

    def __init__(self, questions: tuple[Question, ...]) -> None:
        super().__init__("undecided")
        self.questions = questions


@dataclass(frozen=True)
class Example:
    """One place an issue was seen: the row number as the user sees it in that file, and the cell's text."""

    row: int
    value: str | None = None
    file: str | None = None


@dataclass(frozen=True)
class Issue:
    """Something found in the rows: how many, where first, and the money it concerns.

    `set_aside` tells whether those rows were left out of the orders or only deserve mention.
    `revenue` is their amount in the file's currency, None where it is unknown or meaningless.
    """

    code: str
    rows: int
    examples: tuple[Example, ...] = ()
    set_aside: bool = False
    revenue: float | None = None
    details: Mapping[str, object] = field(default_factory=dict)
