"""Who reads on a terminal is known from the system, unless they say otherwise."""

import locale
import os

import pytest

from retention.narrate.reader import Reader, system_region, terminal_reader

VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    ("variables", "region"),
    [
        ({}, ""),
        ({"LANG": "ru_MD.UTF-8"}, "ru-MD"),
        ({"LANG": "ro"}, "ro"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "uk_UA.UTF-8"}, "uk-UA"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "uk_UA.UTF-8", "LC_ALL": "ro_MD@euro"}, "ro-MD"),
        ({"LC_ALL": "", "LANG": "ru_RU"}, "ru-RU"),
    ],
)
def test_the_first_variable_that_is_set_counts(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], region: str
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(os, "name", "posix")
    assert system_region() == region


@pytest.mark.parametrize(
    ("name", "language"),
    [("Russian_Russia", "ru"), ("Romanian_Moldova", "ro"), ("uk_UA", "uk"), ("German_Germany", "en"), (None, "en")],
)
def test_windows_may_name_a_language_in_words(monkeypatch: pytest.MonkeyPatch, name: str | None, language: str) -> None:
    monkeypatch.setattr("retention.narrate.reader.os.name", "nt")
    monkeypatch.setattr(locale, "getlocale", lambda: (name, "1251"))
    found = terminal_reader(None).language
    monkeypatch.undo()
    assert found == language


def test_a_language_of_choice_comes_before_the_systems(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "ru_MD.UTF-8")
    assert terminal_reader("ro") == Reader(language="ro", region="ru-MD", markdown=False)
    assert terminal_reader(None) == Reader(language="ru", region="ru-MD", markdown=False)
