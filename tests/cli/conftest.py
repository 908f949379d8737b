"""The command line is read in English, whatever language the developer's system speaks."""

import pytest


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    """A system that is set to no language."""
    monkeypatch.setenv("LC_ALL", "C")
