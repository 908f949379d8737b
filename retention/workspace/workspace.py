"""What a visitor set up, as one file to keep and open again: settings, questions, choices, never data.

A JSON object with `kind`, `version` and the parts of `Workspace`. Whoever reads one made by a newer version is told so;
a part that is not built as it must be refuses the whole file, because half a workspace would look like a whole one. A
single setting whose value cannot be is left out, and named.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from itertools import islice
from typing import Any, NoReturn

from retention import notes
from retention.errors import WorkspaceError
from retention.filters import EVERY_ORDER, SCOPES, Condition, Filter
from retention.ingest import mapping, rules
from retention.ingest.mapping import Choices
from retention.ingest.memory import as_choices
from retention.ingest.rules import Rules, as_rules
from retention.ingest.sealed import SEALED, seal
from retention.notes import Note
from retention.settings import LONGEST_CELL, Choice, Kind, Several, Switch, Text, as_text, read_all

KIND = "retention workspace"
VERSION = 1
LARGEST = 1_000_000
"""Bytes; a workspace has a few thousand."""
NAME = Text(longest=40)
"""What a scenario may be called."""
HEADER = Several(each=Text(longest=LONGEST_CELL, shortest=0, as_found=True), most=20_000)
"""The columns by whose names choices are remembered; a spreadsheet has 16,384 at most."""
COLUMN, VALUES = (
    Text(longest=LONGEST_CELL, as_found=True),
    Several(each=Text(longest=LONGEST_CELL, shortest=0, as_found=True), most=10_000),
)
"""What a filter may be about: cells and their column."""
MOST_MERGED = 5000
"""Customers counted as another that are kept; a workspace with more would be too large to be one."""
Texts = Mapping[str, str]
Kinds = Mapping[str, Kind[object]]


@dataclass(frozen=True, kw_only=True)
class Workspace:
    """Everything but the orders.

    `settings`: of all pages, by name, as a link writes them; `question`: the levers of the open what-if question;
    `scenarios`: kept questions by name; `choices`: what was decided about files, by their column names; `rules`: what
    counts, but for customers by name and rates of exchange, which are data; `merged`: customers counted as another,
    their names sealed (see `retention.ingest.sealed`); `filter`: which orders count, by its words, so that it holds
    for the next file too; `notes`: what happened on which day, in the visitor's words.
    `left_out` names what an opened file held and cannot be, as (part, name of the setting), and is never written.
    """

    settings: Texts = field(default_factory=dict)
    question: Texts = field(default_factory=dict)
    scenarios: Mapping[str, Texts] = field(default_factory=dict)
    choices: Mapping[tuple[str, ...], Choices] = field(default_factory=dict)
    rules: Rules = field(default_factory=Rules)
    filter: Filter = EVERY_ORDER
    notes: tuple[Note, ...] = ()
    merged: Texts = field(default_factory=dict)
    left_out: tuple[tuple[str, str], ...] = ()


def written(workspace: Workspace) -> bytes:
    """The workspace as a file."""
    content = {
        "kind": KIND,
        "version": VERSION,
        "settings": dict(workspace.settings),
        "question": dict(workspace.question),
        "scenarios": [{"name": name, "levers": dict(levers)} for name, levers in workspace.scenarios.items()],
        "files": [
            {"columns": list(columns), "choices": {k: v for k, v in asdict(choices).items() if v is not None}}
            for columns, choices in workspace.choices.items()
        ],
        "rules": workspace.rules.settings,
        "filter": [asdict(condition) for condition in workspace.filter.conditions],
        "notes": [{"day": note.day.isoformat(), "words": note.words} for note in workspace.notes],
        "merged": list(islice(seal(workspace.merged).items(), MOST_MERGED)),
    }
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def opened(content: bytes, *, settings: Kinds, question: Kinds) -> Workspace:
    """The workspace of a file, its settings and questions held against what each of them can be.

    Raises RetentionError `workspace_unknown` for anything that is no such file, `workspace_newer` (version, known), and
    `workspace_damaged` (part) where a part is not built as it must be.
    """
    found = _parsed(content)
    _check_version(found.get("version"))
    reading = _Reading()
    return Workspace(
        settings=reading.texts("settings", found.get("settings"), settings),
        question=reading.texts("question", found.get("question"), question),
        scenarios=reading.scenarios(found.get("scenarios"), question),
        choices=reading.files(found.get("files")),
        rules=reading.rules(found.get("rules", {})),
        filter=reading.filter(found.get("filter", [])),
        notes=reading.notes(found.get("notes", [])),
        merged=reading.merged(found.get("merged", [])),
        left_out=tuple(dict.fromkeys(reading.left_out)),
    )


class _Reading:
    """One file being read, part by part, and what has been left out of it so far."""

    def __init__(self) -> None:
        self.left_out: list[tuple[str, str]] = []

    def texts(self, part: str, value: object, kinds: Kinds) -> dict[str, str]:
        """Settings as a link writes them; an empty text is how one that was taken back is written."""
        if not isinstance(value, dict) or not all(isinstance(text, str) for text in value.values()):
            _damaged(part)
        found, left_out = read_all(kinds, {name: text for name, text in value.items() if text})
        self.left_out += [(part, name) for name in left_out]
        return {name: as_text(each) for name, each in found.items()}

    def scenarios(self, value: object, kinds: Kinds) -> dict[str, dict[str, str]]:
        """Kept questions by name."""
        found = {}
        for one in _objects(value, "scenarios"):
            levers, brought = self.texts("scenarios", one.get("levers"), kinds), one.get("name")
            if not isinstance(brought, str):
                _damaged("scenarios")
            name = NAME.read(brought.strip())
            if name is None:
                self.left_out.append(("scenarios", brought))
            else:
                found[name] = levers
        return found

    def files(self, value: object) -> dict[tuple[str, ...], Choices]:
        """What was decided about files, by their column names."""
        found = {}
        for one in _objects(value, "files"):
            columns, choices = one.get("columns"), one.get("choices")
            if not isinstance(columns, list) or not isinstance(choices, dict):
                _damaged("files")
            if not all(isinstance(name, str) for name in columns):
                _damaged("files")
            header = HEADER.read(columns)
            if header is None:
                self.left_out.append(("files", "columns"))
                continue
            found[header] = as_choices(choices)
            self.left_out += [("files", name) for name in read_all(mapping.KINDS, choices)[1]]
        return found

    def merged(self, value: object) -> dict[str, str]:
        """Who is counted as whom: pairs of sealed names."""
        if not isinstance(value, list) or not all(isinstance(pair, list) and len(pair) == 2 for pair in value):
            _damaged("merged")
        if not all(isinstance(name, str) and SEALED.fullmatch(name) for pair in value for name in pair):
            _damaged("merged")
        return dict(value)

    def notes(self, value: object) -> tuple[Note, ...]:
        """What happened on which day, in order of time; what is no note, and what is too many, is left out."""
        found: list[Note] = []
        for one in _objects(value, "notes"):
            day, words = one.get("day"), one.get("words")
            if not isinstance(day, str) or not isinstance(words, str):
                _damaged("notes")
            note = notes.read(day, words)
            if note is None or len(found) == notes.MOST:
                self.left_out.append(("notes", f"{day} {words}"))
            else:
                found.append(note)
        return tuple(sorted(set(found)))

    def rules(self, value: object) -> Rules:
        """What counts."""
        if not isinstance(value, dict):
            _damaged("rules")
        self.left_out += [("rules", name) for name in read_all(rules.KINDS, value)[1]]
        return as_rules(value)

    def filter(self, value: object) -> Filter:
        """Which orders count; left out as a whole where one of its conditions cannot be: the others mean less."""
        found = [_condition(one) for one in _objects(value, "filter")]
        conditions = [one for one in found if one is not None]
        if len(conditions) < len(found):
            self.left_out.append(("settings", "filter"))
            return EVERY_ORDER
        return Filter(tuple(conditions))


def _condition(brought: Mapping[str, object]) -> Condition | None:
    """A condition of a filter; None where it cannot be one."""
    column, values = COLUMN.read(brought.get("column")), VALUES.read(brought.get("any_of"))
    scope, leave_out = Choice(SCOPES).read(brought.get("scope")), Switch().read(brought.get("leave_out"))
    if column is None or not values or scope is None or leave_out is None:
        return None
    return Condition(column=column, any_of=values, scope=scope, leave_out=leave_out)


def _parsed(content: bytes) -> dict[str, Any]:
    if len(content) > LARGEST:
        raise WorkspaceError("workspace_unknown")
    try:
        found = json.loads(content, object_pairs_hook=_without_repeats, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise WorkspaceError("workspace_unknown") from None
    if not isinstance(found, dict) or found.get("kind") != KIND:
        raise WorkspaceError("workspace_unknown")
    return found


def _without_repeats(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """The members of a JSON object. Raises ValueError where a name stands twice: nobody could tell which one holds."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name stands twice")
    return found


def _no_number(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON")


def _check_version(version: object) -> None:
    if not isinstance(version, int) or isinstance(version, bool) or not 1 <= version < 2**31:
        _damaged("version")
    if version > VERSION:
        raise WorkspaceError("workspace_newer", version=version, known=VERSION)


def _objects(value: object, part: str) -> list[dict[str, Any]]:
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        _damaged(part)
    return value


def _damaged(part: str) -> NoReturn:
    raise WorkspaceError("workspace_damaged", part=part)
