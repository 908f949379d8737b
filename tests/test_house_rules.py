"""Rules the structure stands on, read from the source; which way imports go is checked by import-linter."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LONGEST = 400
PRODUCTION = [*sorted((ROOT / "retention").rglob("*.py")), *sorted((ROOT / "pages").rglob("*.py")), *ROOT.glob("*.py")]


def test_a_file_holds_one_idea() -> None:
    long = {path.name: len(path.read_text(encoding="utf-8").splitlines()) for path in PRODUCTION}
    assert len(long) > 200
    assert {name: lines for name, lines in long.items() if lines > LONGEST} == {}


WAITS = re.compile(r"\bsleep\(|\bwait_for_timeout\(|^\s*while True:", re.MULTILINE)
IN_A_HURRY = re.compile(r"\.(?:not_)?to_be_(?:visible|hidden)\(")
"""What fails at once where a page that is drawn again shows a thing twice for a moment."""


def breaking(rule: re.Pattern[str], folder: str, at_least: int) -> list[str]:
    """Files below the folder, but for this one, whose text the rule forbids."""
    files = [file for file in sorted((ROOT / folder).rglob("*.py")) if file != Path(__file__)]
    assert len(files) >= at_least
    return [file.name for file in files if rule.search(file.read_text(encoding="utf-8"))]


def test_no_test_waits_for_a_while_or_for_ever() -> None:
    assert breaking(WAITS, "tests", 200) == []


def test_browser_tests_look_at_a_page_at_rest() -> None:
    """`see` of `tests/browser/acts.py` waits for one of a kind."""
    assert breaking(IN_A_HURRY, "tests/browser", 10) == []


@pytest.mark.parametrize("line", ["    time.sleep(1)", "page.wait_for_timeout(100)", "x\n    while True:\n"])
def test_waiting_would_be_noticed(line: str) -> None:
    assert WAITS.search(line)
    assert IN_A_HURRY.search("expect(title).not_to_be_visible()")
