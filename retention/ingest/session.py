"""The files a visitor brought and what was made of them: read, understood, joined to orders. Knows no Streamlit.

A session is never half right: while a question about one file is open, none counts; a file that cannot be used keeps
its problem beside it, the others count.
"""

import dataclasses
import datetime as dt
from collections.abc import Callable, Collection, Sequence
from collections.abc import Mapping as ReadOnly
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import pandas as pd

from retention.errors import Question, RetentionError, Undecided
from retention.ingest import clean as cleaning
from retention.ingest import limited
from retention.ingest.clean.lines import read_lines
from retention.ingest.columns import as_one_table
from retention.ingest.columns.customer_lists import lists_beside_orders
from retention.ingest.lookalikes import LookAlike, merging
from retention.ingest.mapping import LAYOUT, Choices, Mapping
from retention.ingest.read import read
from retention.ingest.read.process import Progress
from retention.ingest.read.raw import RawTable
from retention.ingest.read.workbook import ALL
from retention.ingest.rules import Rules
from retention.ingest.today import latest_day
from retention.ingest.values import dates, money
from retention.orders import Orders

PREVIEW_ROWS = 5
SEARCHED_CELLS = 2000
"""How many different cells are searched for those in doubt."""
READERS: ReadOnly[str, Callable[[pd.Series, str], pd.Series]] = {"date_order": dates.parse, "decimal": money.parse}
"""How cells are read under each answer to a question about their notation."""
Remembered = ReadOnly[tuple[str, ...], Choices]
"""What a person decided about files with these column names."""


def layout_of(choices: Choices) -> Choices:
    """The part of some choices that says how a file is laid out."""
    return Choices(**{name: getattr(choices, name) for name in LAYOUT})


@dataclass(frozen=True, kw_only=True)
class ImportedFile:
    """One file: its content, what was decided about it, and what was made of it so far.

    `reading` holds what was decided about its layout, `choices` about its columns; `found` are the names it is known by
    without any decision: its columns, or its sheets where one has to be chosen. Without `raw` it could not be read;
    without `mapping` its columns are not understood; `problem` says why.
    """

    key: str
    name: str
    content: bytes = field(repr=False)
    reading: Choices = field(default_factory=Choices)
    found: tuple[str, ...] = ()
    choices: Choices = field(default_factory=Choices)
    raw: RawTable | None = None
    mapping: Mapping | None = None
    problem: RetentionError | None = None

    @property
    def header(self) -> tuple[str, ...]:
        """The column names, by which choices are remembered for the next such file."""
        return () if self.raw is None else tuple(self.raw.frame.columns)

    @property
    def questions(self) -> tuple[Question, ...]:
        """What only a person can tell about this file."""
        return self.problem.questions if isinstance(self.problem, Undecided) else ()

    @property
    def fingerprint(self) -> str:
        """What changes whenever the file is another one, or is read or understood otherwise: a key for caches."""
        return repr((self.key, self.reading, self.mapping))

    @property
    def known_by(self) -> tuple[str, ...]:
        """The names by which choices about this file are remembered for the next one like it."""
        return self.header or self.found

    def opened(self, remembered: Remembered, progress: Progress) -> "ImportedFile":
        """The file read and its columns mapped, under what was decided earlier for files with these columns."""
        document = self._read(self.reading, progress)
        decided = remembered.get(document.found)
        if decided is not None and decided.layout and self.reading == Choices():
            again = document._read(layout_of(decided), progress)
            document = again if again.raw is not None else document
        choices = remembered.get(document.header, Choices())
        return (
            dataclasses.replace(document, choices=choices).understood(progress)
            if document.raw is not None
            else document
        )

    def _read(self, reading: Choices, progress: Progress) -> "ImportedFile":
        """The file read under decisions about its layout; read without any, it also gets the names it is known by."""
        try:
            raw = as_one_table(read(self.content, name=self.name, progress=progress, **reading.layout))
        except RetentionError as problem:
            questions = problem.questions if isinstance(problem, Undecided) and reading == Choices() else ()
            sheets = (sheet for each in questions if each.code == "sheet" for sheet in each.options if sheet != ALL)
            found = tuple(sheets) or self.found
            return dataclasses.replace(self, reading=reading, found=found, raw=None, mapping=None, problem=problem)
        found = tuple(raw.frame.columns) if reading == Choices() else self.found
        return dataclasses.replace(self, reading=reading, found=found, raw=raw, problem=None)

    def _read_from(self, path: str | Path, reading: Choices) -> "ImportedFile":
        """The file with what was read from a path, or with the problem that kept it from being read."""
        try:
            return dataclasses.replace(self, raw=as_one_table(read(path, **reading.layout)))
        except RetentionError as problem:
            return dataclasses.replace(self, problem=problem)

    def understood(self, progress: Progress | None = None) -> "ImportedFile":
        """The file with its columns mapped again under the choices made so far."""
        if self.raw is None:
            return self
        try:
            return dataclasses.replace(
                self, mapping=limited.map_columns(self.raw, self.choices, progress=progress), problem=None
            )
        except RetentionError as problem:
            return dataclasses.replace(self, mapping=None, problem=problem)

    @cached_property
    def preview(self) -> pd.DataFrame:
        """The first rows as they were understood: `row`, `customer`, `order`, `date`, `amount`. Needs a mapping."""
        if self.raw is None or self.mapping is None:
            return pd.DataFrame()
        top = self.raw.frame.head(PREVIEW_ROWS)
        head = dataclasses.replace(self.raw, frame=top, rows=self.raw.rows[:PREVIEW_ROWS], parts=())
        return read_lines(head, self.mapping).frame[["row", "customer", "order", "date", "amount"]]

    @cached_property
    def has_whole_money(self) -> bool:
        """Whether the first amounts have no decimals, so that they could be in cents. Needs a mapping."""
        column = self.mapping and (self.mapping.amount or self.mapping.price)
        if self.raw is None or column is None:
            return False
        numbers = money.parse(
            self.raw.frame[column].head(SEARCHED_CELLS), (self.mapping and self.mapping.decimal) or "."
        )
        return bool((numbers.dropna() % 1 == 0).all())

    def readings(self, question: Question) -> pd.DataFrame:
        """The first cells that a question about dates or decimals is about, as each answer reads them.

        Columns: `row`, `cell`, and one per answer; empty for other questions.
        """
        parse = READERS.get(question.code)
        if self.raw is None or parse is None:
            return pd.DataFrame()
        cells = self.raw.frame[str(question.details["column"])].reset_index(drop=True)
        cells = cells.dropna().drop_duplicates().head(SEARCHED_CELLS)
        read = pd.DataFrame({answer: parse(cells, answer) for answer in question.options})
        in_doubt = read.notna().all(axis=1) & read.nunique(axis=1).gt(1)
        first = read[in_doubt].head(PREVIEW_ROWS)
        return first.assign(row=self.raw.rows[first.index], cell=cells[first.index])


def _of_others(choices: Choices, raw: RawTable, raws: Sequence[RawTable]) -> list[str]:
    """The roles whose chosen column is one of other files: it says nothing about this one."""
    return [
        role
        for role, column in choices.columns.items()
        if column and column not in raw.frame and any(column in other.frame for other in raws)
    ]


@dataclass(frozen=True, kw_only=True)
class ImportSession:
    """All files of a shop with the choices that concern them together, and the orders they make.

    `accepted` are look-alike customers somebody said are one person, `merged` whom a workspace says so, its names
    sealed (see `ingest.sealed`). `today` is the day on which the files came in:
    what is dated later is set aside (None: nothing is). `problem` is why no orders could be made of files that were
    each understood.

    >>> from tempfile import TemporaryDirectory
    >>> from pathlib import Path
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder) / "orders.csv"
    ...     written = file.write_text("Customer,Date,Total\\nann,03/04/2024,12\\nbob,05/06/2024,30\\n")
    ...     session = rt.ImportSession.read(file)
    >>> [(question.code, question.options) for question in session.open_questions]
    [('date_order', ('dmy', 'mdy'))]
    >>> decided = session.decided(date_order="dmy")
    >>> decided.open_questions, decided.orders.first_date.isoformat()
    ((), '2024-04-03')
    """

    documents: tuple[ImportedFile, ...] = ()
    rules: Rules = field(default_factory=Rules)
    accepted: tuple[LookAlike, ...] = ()
    merged: ReadOnly[str, str] = field(default_factory=dict)
    as_of: dt.date | None = None
    today: dt.date | None = None
    currency: str | None = None
    orders: Orders | None = None
    problem: RetentionError | None = None

    @cached_property
    def size(self) -> int:
        """Bytes of memory that the files, their tables and the orders take, lines of orders left out."""
        tables = [document.raw.frame for document in self.documents if document.raw is not None]
        tables += [] if self.orders is None else [self.orders.frame]
        return sum(len(document.content) for document in self.documents) + sum(
            int(table.memory_usage().sum()) for table in tables
        )

    @classmethod
    def read(cls, *files: str | Path, **choices: Any) -> "ImportSession":  # noqa: ANN401 - each as its own type
        """The session of files on disk; nothing is raised, each problem is kept in the session.

        `choices` are the fields of `Choices` (`customer="E-mail"`, `encoding="cp1251"` …), the same for all files.
        """
        chosen = Choices(**choices)
        documents = [
            ImportedFile(key=str(number), name=Path(file).name, content=b"", choices=chosen)._read_from(file, chosen)
            for number, file in enumerate(files)
        ]
        return cls(documents=tuple(document.understood() for document in documents), today=latest_day()).joined()

    @classmethod
    def of(
        cls,
        raws: Sequence[RawTable],
        choices: Choices = Choices(),  # noqa: B008 - it is frozen
        *,
        keep: Collection[str] = (),
    ) -> "ImportSession":
        """The session of tables that were read, their columns found under the same choices; not joined yet.

        A column that was chosen counts in the files that have it, if any has; so do further columns to `keep`.
        """
        raws = [as_one_table(raw) for raw in raws]
        kept = [tuple(column for column in keep if column in raw.frame) or choices.further for raw in raws]
        each = [
            dataclasses.replace(choices, further=further, **dict.fromkeys(_of_others(choices, raw, raws)))
            for raw, further in zip(raws, kept, strict=True)
        ]
        found = limited.map_files(list(zip(raws, each, strict=True)))
        documents = tuple(
            ImportedFile(
                key=str(number),
                name=raw.name,
                content=b"",
                choices=chosen,
                raw=raw,
                mapping=None if isinstance(decided, Undecided) else decided,
                problem=decided if isinstance(decided, Undecided) else None,
            )
            for number, (raw, chosen, decided) in enumerate(zip(raws, each, found, strict=True))
        )
        return cls(documents=documents)

    @property
    def open_questions(self) -> tuple[Question, ...]:
        """What only a person can tell, about any of the files or all together; one question per code."""
        every = [question for document in self.documents for question in document.questions]
        found = {question.code: question for question in (*every, *self.questions)}
        return tuple(self._with_files(question) if len(self.documents) > 1 else question for question in found.values())

    def _with_files(self, question: Question) -> Question:
        """A question with the names of the files it is about (`of_files`), none where it is about all together."""
        asking = [each.name for each in self.asked if question.code in {own.code for own in each.questions}]
        return dataclasses.replace(question, details={**question.details, "of_files": asking})

    @property
    def asked(self) -> tuple[ImportedFile, ...]:
        """The files about which a question is open; while there is one, no orders are made of any file."""
        return tuple(document for document in self.documents if document.questions)

    def decided(self, **choices: Any) -> "ImportSession":  # noqa: ANN401 - each as its own type
        """The session under further choices about the columns of its files, joined anew."""
        documents = [
            dataclasses.replace(document, choices=dataclasses.replace(document.choices, **choices)).understood()
            for document in self.documents
        ]
        return dataclasses.replace(self, documents=tuple(documents)).joined()

    @property
    def tables(self) -> list[tuple[RawTable, Mapping]]:
        """The cells of each usable file with what its columns mean.

        Raises Undecided with the questions of all files while any is open.
        """
        if self.open_questions:
            raise Undecided(self.open_questions)
        return [(each.raw, each.mapping) for each in self.documents if each.raw is not None and each.mapping]

    @property
    def usable(self) -> tuple[ImportedFile, ...]:
        """The files whose columns are understood."""
        return tuple(document for document in self.documents if document.mapping is not None)

    @property
    def waiting(self) -> tuple[ImportedFile, ...]:
        """The files that take no part in the orders made of others, because something is wrong with them."""
        return tuple(each for each in self.documents if each.mapping is None) if self.orders is not None else ()

    @property
    def has_several_parts(self) -> bool:
        """Whether a row number alone does not tell where a row stands: several files, sheets or members."""
        return len(self.usable) > 1 or any(each.raw is not None and each.raw.parts for each in self.usable)

    @property
    def fingerprint(self) -> str:
        """What changes whenever other orders come out: a key for caches."""
        files = [document.fingerprint for document in self.usable]
        asked = [document.key for document in self.asked]
        return repr((files, asked, self.rules, self.accepted, self.merged, self.as_of, self.today, self.currency))

    @property
    def questions(self) -> tuple[Question, ...]:
        """What only a person can tell about the files together."""
        return self.problem.questions if isinstance(self.problem, Undecided) else ()

    def replaced(self, document: ImportedFile, progress: Progress | None = None) -> "ImportSession":
        """The session with one file's new state, joined anew."""
        documents = tuple(document if old.key == document.key else old for old in self.documents)
        return dataclasses.replace(self, documents=documents, orders=None).joined(progress)

    def joined(self, progress: Progress | None = None) -> "ImportSession":
        """The session with the orders of all usable files; none while a question about any of them is open.

        A question about one file may be answered by files like it.
        Files never cleaned before, or whose columns mean something else now, are cleaned in a limited process; doing it
        again under another counting rule costs what it cost then, and is done at once.
        """
        answered = self._with_shared_answers(progress)._without_lists()
        pairs = [(each.raw, each.mapping) for each in answered.documents if each.raw is not None and each.mapping]
        if answered.asked or not pairs:
            return dataclasses.replace(answered, orders=None, problem=None)
        rules = dataclasses.replace(self.rules, merged={**self.merged, **merging(self.accepted)})
        counted = partial(limited.clean, progress=progress) if self.orders is None else cleaning.clean
        try:
            orders = counted(pairs, rules=rules, as_of=self.as_of, today=self.today, currency=self.currency)
        except RetentionError as problem:
            return dataclasses.replace(answered, orders=None, problem=problem)
        return dataclasses.replace(answered, orders=orders, problem=None)

    def _without_lists(self) -> "ImportSession":
        """The session without the files that list customers whose orders another file holds."""
        files = [(each.raw, each.choices, each.mapping) for each in self.documents]
        understood = [
            (raw, choices, mapping) if raw is not None and mapping is not None else None
            for raw, choices, mapping in files
        ]
        documents = tuple(
            each if refusal is None else dataclasses.replace(each, mapping=None, problem=refusal)
            for each, refusal in zip(self.documents, lists_beside_orders(understood), strict=True)
        )
        return dataclasses.replace(self, documents=documents)

    def _with_shared_answers(self, progress: Progress | None) -> "ImportSession":
        """The session with the questions answered that other files with the same columns answer."""
        ready = [each for each in self.documents if each.raw is not None and (each.mapping or each.questions)]
        if len(ready) < 2 or not any(each.questions for each in ready):
            return self
        together = [(each.raw, each.choices) for each in ready if each.raw is not None]
        try:
            found = limited.map_files(together, progress=progress)
        except RetentionError:  # of a limit; each file keeps what was found of it alone
            return self
        decided = {
            each.key: mapping for each, mapping in zip(ready, found, strict=True) if isinstance(mapping, Mapping)
        }
        documents = [
            dataclasses.replace(each, mapping=decided[each.key], problem=None)
            if each.questions and each.key in decided
            else each
            for each in self.documents
        ]
        return dataclasses.replace(self, documents=tuple(documents))
