"""Every code the core can raise or note has its sentence, and every sentence can be filled."""

import ast
import functools
import re
from pathlib import Path
from string import Formatter

import pytest

from retention.errors import KINDS, ColumnError, RetentionError, refusal
from retention.messages import ISSUES, QUESTIONS
from retention.narrate import problems, texts
from retention.narrate.reader import LANGUAGES, Reader, reading_as
from retention.refusals import ERRORS

CORE = sorted((Path(__file__).parent.parent / "retention").rglob("*.py"))
NAMES = [*(kind.__name__ for kind in KINDS), "refusal", "Question", "Issue", "set_aside", "note"]
MAKERS = re.compile(rf"\b({'|'.join(NAMES)})\(")
"""What every file that says a code must hold, so that no other need be parsed."""


@functools.cache
def calls_by_name() -> dict[str, list[ast.Call]]:
    """Every call in the core, by the name of what is called."""
    found: dict[str, list[ast.Call]] = {}
    texts = (path.read_text(encoding="utf-8") for path in CORE)
    for text in filter(MAKERS.search, texts):
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Call):
                found.setdefault(getattr(node.func, "id", getattr(node.func, "attr", "")), []).append(node)
    return found


def calls(name: str) -> list[tuple[str, set[str]]]:
    """Codes (first argument, or a `code=`) and keyword names of every call of a function in the core."""
    found = []
    for node in calls_by_name().get(name, []):
        code = next((word.value for word in node.keywords if word.arg == "code"), None)
        code = node.args[0] if node.args else code
        if isinstance(code, ast.Constant):
            found.append((code.value, {word.arg or "" for word in node.keywords}))
    return found


def codes(*names: str) -> set[str]:
    """The codes in calls of these functions."""
    return {code for name in names for code, _ in calls(name)}


RAISING = (*(kind.__name__ for kind in KINDS), "refusal")


def test_every_refusal_has_a_sentence() -> None:
    raised = codes(*RAISING)
    assert len(raised) > 20
    assert raised <= set(ERRORS)


@pytest.mark.parametrize("kind", KINDS)
def test_a_refusal_is_raised_as_its_own_class(kind: type[RetentionError]) -> None:
    assert codes(kind.__name__) <= set(kind.messages)
    assert all(type(refusal(code)) is kind for code in kind.messages)


def test_every_sentence_belongs_to_one_class() -> None:
    codes = [code for kind in KINDS for code in kind.messages]
    assert sorted([*codes, "undecided"]) == sorted(ERRORS)


def test_a_sentence_asks_for_no_more_than_it_is_told() -> None:
    for name in RAISING:
        for code, details in calls(name):
            wanted = {field for _, field, _, _ in Formatter().parse(" ".join(ERRORS[code])) if field}
            assert wanted <= details | {"name"}, code


def test_every_question_has_a_sentence() -> None:
    assert codes("Question")
    assert codes("Question") <= set(QUESTIONS)


def test_every_issue_has_a_label() -> None:
    noted = codes("Issue", "set_aside", "note")
    assert noted
    assert noted <= set(ISSUES)


def test_details_are_written_out() -> None:
    error = ColumnError("no_such_column", column="Cust", columns=["Customer", "Date"])
    assert str(error) == "There is no column “Cust”. There are: Customer, Date."


def test_an_error_says_what_happened_then_what_to_do() -> None:
    for code in ERRORS:
        error = RetentionError(code)
        assert error.sentence.endswith((".", "…")), code  # an ellipsis stands for what is not told
        assert not error.hint or error.hint.endswith("."), code
        assert str(error) == " ".join(filter(None, (error.sentence, error.hint))), code


ADVICE = re.compile(r"\. (Bring|Check|Choose|Export|Give|Install|Name|Open|Point|Save|Take|It can be|There are)\b")


def test_advice_is_in_the_hint() -> None:
    assert [code for code in ERRORS if ADVICE.search(ERRORS[code].sentence)] == []


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_a_refusal_is_told_whole_in_every_language(language: str) -> None:
    for code, parts in ERRORS.items():
        details = {name: "…" for part in parts for _, name, _, _ in Formatter().parse(part) if name}
        happened, advice = (texts.translations(language).gettext(part) if part else "" for part in parts)
        with reading_as(Reader(language=language, markdown=False)):
            told = problems.refusal(code, details)
        assert told.startswith(happened.partition("{")[0]), code
        assert told.endswith((advice or happened).rpartition("}")[2]), code
