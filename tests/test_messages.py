"""Every code the core can raise or note has its sentence, and every sentence can be filled."""

import ast
from pathlib import Path
from string import Formatter

import pytest

from retention.errors import RetentionError
from retention.messages import ERRORS, ISSUES, QUESTIONS, error_sentence

CORE = sorted((Path(__file__).parent.parent / "retention").rglob("*.py"))


def calls(name: str) -> list[tuple[str, set[str]]]:
    """Codes (first argument, or a `code=`) and keyword names of every call of a function in the core."""
    found = []
    for path in CORE:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == name:
                code = next((word.value for word in node.keywords if word.arg == "code"), None)
                code = node.args[0] if node.args else code
                if isinstance(code, ast.Constant):
                    found.append((code.value, {word.arg or "" for word in node.keywords}))
    return found


RAISED = calls("RetentionError") + calls("Refusal")


def test_the_core_raises_something() -> None:
    assert len(RAISED) > 20


@pytest.mark.parametrize("code", sorted({code for code, _ in RAISED}))
def test_every_refusal_has_a_sentence(code: str) -> None:
    assert code in ERRORS


@pytest.mark.parametrize(("code", "details"), [pytest.param(*call, id=call[0]) for call in RAISED])
def test_a_sentence_asks_for_no_more_than_it_is_told(code: str, details: set[str]) -> None:
    wanted = {field for _, field, _, _ in Formatter().parse(ERRORS[code]) if field}
    assert wanted <= details | {"name"}


@pytest.mark.parametrize("code", sorted({code for code, _ in calls("Question")}))
def test_every_question_has_a_sentence(code: str) -> None:
    assert code in QUESTIONS


@pytest.mark.parametrize("code", sorted({code for name in ("Issue", "set_aside", "note") for code, _ in calls(name)}))
def test_every_issue_has_a_label(code: str) -> None:
    assert code in ISSUES


def test_details_are_written_out() -> None:
    error = RetentionError("no_such_column", column="Cust", columns=["Customer", "Date"])
    assert error_sentence(error) == "There is no column “Cust”. There are: Customer, Date."
