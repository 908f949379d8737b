"""The references in docs/ say what the code says."""

import pytest

from tools.write_docs import ROOT, WRITTEN


@pytest.mark.parametrize("name", WRITTEN)
def test_a_reference_is_up_to_date(name: str) -> None:
    written = (ROOT / "docs" / name).read_text(encoding="utf-8")
    assert written == WRITTEN[name](), f"docs/{name} is out of date: run `python tools/write_docs.py`"
