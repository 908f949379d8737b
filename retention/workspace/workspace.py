"""What a visitor set up, as one file to keep and open again: settings, questions, choices, never data.

A JSON object with `kind`, `version` and the parts of `Workspace`. Whoever reads one made by a newer version is told so;
a part that is not as it must be refuses the whole file, because half a workspace would look like a whole one.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from retention.errors import RetentionError
from retention.ingest.mapping import Choices
from retention.ingest.memory import as_choices
from retention.ingest.rules import Rules, as_rules

KIND = "retention workspace"
VERSION = 1
LARGEST = 1_000_000
"""Bytes; a workspace has a few thousand."""
Texts = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Workspace:
    """Everything but the orders.

    `settings`: of all pages, by name, as a link writes them; `question`: the levers of the open what-if question;
    `scenarios`: kept questions by name; `choices`: what was decided about files, by their column names; `rules`: what
    counts, but for customers by name and rates of exchange, which are data.
    """

    settings: Texts = field(default_factory=dict)
    question: Texts = field(default_factory=dict)
    scenarios: Mapping[str, Texts] = field(default_factory=dict)
    choices: Mapping[tuple[str, ...], Choices] = field(default_factory=dict)
    rules: Rules = field(default_factory=Rules)


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
    }
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def opened(content: bytes) -> Workspace:
    """The workspace of a file.

    Raises RetentionError `workspace_unknown` for anything that is no such file, `workspace_newer` (version, known), and
    `workspace_damaged` (part) where a part does not hold what it must.
    """
    found = _parsed(content)
    version = found.get("version")
    if not isinstance(version, int) or version < 1:
        raise RetentionError("workspace_damaged", part="version")
    if version > VERSION:
        raise RetentionError("workspace_newer", version=version, known=VERSION)
    return Workspace(
        settings=_texts(found.get("settings"), "settings"),
        question=_texts(found.get("question"), "question"),
        scenarios={
            _text(one.get("name"), "scenarios"): _texts(one.get("levers"), "scenarios")
            for one in _objects(found.get("scenarios"), "scenarios")
        },
        choices=dict(_file(one) for one in _objects(found.get("files"), "files")),
        rules=_rules(found.get("rules", {})),
    )


def _parsed(content: bytes) -> dict[str, Any]:
    if len(content) > LARGEST:
        raise RetentionError("workspace_unknown")
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        raise RetentionError("workspace_unknown") from None
    if not isinstance(found, dict) or found.get("kind") != KIND:
        raise RetentionError("workspace_unknown")
    return found


def _file(one: dict[str, Any]) -> tuple[tuple[str, ...], Choices]:
    columns, choices = one.get("columns"), one.get("choices")
    if not isinstance(columns, list) or not isinstance(choices, dict):
        raise RetentionError("workspace_damaged", part="files")
    return tuple(_text(name, "files") for name in columns), as_choices(choices)


def _rules(value: object) -> Rules:
    if not isinstance(value, dict):
        raise RetentionError("workspace_damaged", part="rules")
    return as_rules(value)


def _objects(value: object, part: str) -> list[dict[str, Any]]:
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise RetentionError("workspace_damaged", part=part)
    return value


def _texts(value: object, part: str) -> dict[str, str]:
    if not isinstance(value, dict):
        raise RetentionError("workspace_damaged", part=part)
    return {name: _text(text, part) for name, text in value.items()}


def _text(value: object, part: str) -> str:
    if not isinstance(value, str):
        raise RetentionError("workspace_damaged", part=part)
    return value
