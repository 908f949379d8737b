"""What can go wrong or stay open: refusals as a tree of exceptions, questions, issues found in the rows, warnings."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from retention.defaults import NOTABLE_SHARE
from retention.file_refusals import COLUMNS, FILE, IN_FILE, OF_PLATFORM, ORDERS, SOURCES, Message
from retention.messages import ISSUES, LENGTHS, LONGEST_REFUSAL, SHARES, enumerated, shortened
from retention.refusals import ERRORS, HISTORY, REQUESTS, UNDECIDED, WORKSPACES

LARGEST_WHOLE = 1e15  # larger ones are written with an exponent


def first_line(failure: BaseException) -> str:
    """What another program's error says, without the stack and the source that follow on further lines."""
    return next((line.strip() for line in str(failure).splitlines() if line.strip()), type(failure).__name__)


class RetentionError(Exception):
    """A refusal: a stable `code`, the `details` of the case, and in English what happened and what to do.

    `sentence` says what happened and where; `hint` what can be done about it or chosen instead, "" where the sentence
    says that too; as text the error is both. Raised as one of the classes below, which say what kind of thing is in the
    way; `retention.narrate.problems` says it in other languages.

    >>> from retention.errors import ColumnError
    >>> refused = ColumnError("no_such_column", column="Cust", columns=("Customer", "Date"))
    >>> refused.sentence
    'There is no column “Cust”.'
    >>> refused.hint
    'There are: Customer, Date.'
    >>> str(refused)
    'There is no column “Cust”. There are: Customer, Date.'
    """

    messages: ClassVar[Mapping[str, Message]] = ERRORS

    def __init__(self, code: str, **details: object) -> None:
        super().__init__(code)
        self.code = code
        self.details = details

    @property
    def sentence(self) -> str:
        """What happened and where, in English."""
        return self._told[0]

    @property
    def hint(self) -> str:
        """What can be done about it or chosen instead, in English; "" where the sentence says that too."""
        return self._told[1]

    def __str__(self) -> str:
        return " ".join(filter(None, self._told))

    @property
    def is_of_platform(self) -> bool:
        """Whether the platform of a recognised export is to be told beside the sentence, which does not name it."""
        return bool(self.details.get("platform")) and "{platform}" not in "".join(self.messages[self.code])

    @property
    def is_of_one_file(self) -> bool:
        """Whether the file of several is to be told before the sentence, which does not name it."""
        return bool(self.details.get("of_file")) and "{name}" not in "".join(self.messages[self.code])

    @property
    def _told(self) -> tuple[str, str]:
        """Sentence and hint, together no longer than `LONGEST_REFUSAL`, whatever the details hold."""
        happened, advice = self.messages[self.code]
        happened = f"{happened} {OF_PLATFORM}" if self.is_of_platform else happened
        happened = f"{IN_FILE}{happened}" if self.is_of_one_file else happened
        told = ("", "")
        for most in LENGTHS:
            told = self._filled(happened, most), self._filled(advice, most)
            if sum(map(len, told)) < LONGEST_REFUSAL:
                break
        return told

    def _filled(self, template: str, most: int) -> str:
        details = {
            name: f"{value:.1%}" if name in SHARES and isinstance(value, float) else _told(value, most)
            for name, value in self.details.items()
        }
        return template.format_map(_Details(details))


class _Details(dict[str, str]):
    """Details of a refusal, of which some become known only further up, such as the name of the file."""

    def __missing__(self, name: str) -> str:
        return "…"


def _told(value: object, most: int) -> str:
    """A detail as text: lists with commas, reasons by their labels, nothing that would steer a terminal."""
    if isinstance(value, Mapping):
        return enumerated([f"{ISSUES.get(key, key)}: {count}" for key, count in value.items()], most)
    if isinstance(value, list | tuple):
        return enumerated([_told(part, most) for part in value], most)
    if isinstance(value, float) and value.is_integer() and abs(value) < LARGEST_WHOLE:
        return str(int(value))
    short = shortened(str(value), most)
    return "".join(letter if letter.isprintable() else " " for letter in short)


class FileError(RetentionError):
    """A file that cannot be read, or whose reading was stopped."""

    messages = FILE


class ColumnError(RetentionError):
    """A table whose columns do not say what is needed, or a column that is not there."""

    messages = COLUMNS


class NoOrdersError(RetentionError):
    """A table of which no order is left to count."""

    messages = ORDERS


class SourceError(RetentionError):
    """A source of orders that cannot be reached, asked or read."""

    messages = SOURCES


class TooLittleDataError(RetentionError):
    """Orders too few, too short or too much alike for what is asked of them."""

    messages = HISTORY


class WorkspaceError(RetentionError):
    """A workspace that cannot be opened."""

    messages = WORKSPACES


class RequestError(RetentionError):
    """A question that cannot be answered as it is asked: an unknown word, a number beyond its limits."""

    messages = REQUESTS


KINDS: tuple[type[RetentionError], ...] = (
    FileError,
    ColumnError,
    NoOrdersError,
    SourceError,
    TooLittleDataError,
    WorkspaceError,
    RequestError,
)


def refusal(code: str, **details: object) -> RetentionError:
    """The refusal of a code, in its own class: for codes that come from elsewhere, such as the process that parses."""
    return next(kind for kind in KINDS if code in kind.messages)(code, **details)


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

    messages = UNDECIDED

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


class RetentionWarning(UserWarning):
    """Something in the rows that changes what the figures mean, of which `load` warns; the orders are usable.

    `issue` is what was found, `code` its code; `sentence`, which is also the text, says in English how many rows it
    concerns. Issued as one of the classes below. `warnings.filterwarnings("ignore", category=rt.RetentionWarning)`
    keeps them quiet: `Orders.issues` lists everything in any case.

    >>> from retention.errors import CustomersWarning
    >>> str(CustomersWarning(rt.Issue("unidentified", 90), 1200))
    'Orders without a customer: 90 of 1,200 rows (7.5%).'
    """

    def __init__(self, issue: Issue, rows_read: int) -> None:
        super().__init__(issue, rows_read)
        self.issue = issue
        self.rows_read = rows_read

    @property
    def code(self) -> str:
        """The code of the issue, stable across versions."""
        return self.issue.code

    @property
    def sentence(self) -> str:
        """What was found, in how many rows, in English."""
        rows = self.issue.rows
        return f"{ISSUES[self.code]}: {rows:,} of {self.rows_read:,} rows ({rows / self.rows_read:.1%})."

    def __str__(self) -> str:
        return self.sentence


class DatesWarning(RetentionWarning):
    """Rows left out because the day of their order is not known."""


class MoneyWarning(RetentionWarning):
    """Orders whose money is not counted, or only in part."""


class CustomersWarning(RetentionWarning):
    """Orders that belong to no customer, or to one who may be several persons."""


WARNED_OF: Mapping[str, tuple[type[RetentionWarning], float]] = {
    "date_missing": (DatesWarning, NOTABLE_SHARE),
    "date_unreadable": (DatesWarning, NOTABLE_SHARE),
    "date_out_of_range": (DatesWarning, NOTABLE_SHARE),
    "date_too_far": (DatesWarning, NOTABLE_SHARE),
    "after_today": (DatesWarning, NOTABLE_SHARE),
    "other_currency": (MoneyWarning, 0),
    "amount_unknown": (MoneyWarning, NOTABLE_SHARE),
    "amount_partly_unknown": (MoneyWarning, NOTABLE_SHARE),
    "unidentified": (CustomersWarning, NOTABLE_SHARE),
    "one_customer_dominates": (CustomersWarning, 0),
    "ids_damaged": (CustomersWarning, 0),
    "customers_masked": (CustomersWarning, 0),
}
"""Issues that deserve a warning, and the share of all rows from which they do."""


def warnings_of(issues: Iterable[Issue], rows_read: int) -> list[RetentionWarning]:
    """Warnings of the issues that change what the figures mean; their sentences name no cell of the file."""
    notable = [issue for issue in issues if issue.code in WARNED_OF]
    told = [(issue, *WARNED_OF[issue.code]) for issue in notable]
    return [kind(issue, rows_read) for issue, kind, share in told if issue.rows >= share * rows_read]
