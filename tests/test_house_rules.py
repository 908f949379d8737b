"""Rules the structure stands on, read from the source; which way imports go is checked by import-linter."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LONGEST = 400
PRODUCTION = [*sorted((ROOT / "retention").rglob("*.py")), *sorted((ROOT / "pages").rglob("*.py")), *ROOT.glob("*.py")]


@pytest.mark.parametrize("path", PRODUCTION, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_holds_one_idea(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST
