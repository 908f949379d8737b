"""Notes on dates: what can be one, and how the command line brings them."""

import datetime as dt

import pytest

from retention.errors import RequestError
from retention.notes import MOST, Note, parsed, read
from tests.refusals import code


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2025-02-30", "Price rise"),
        ("25-03-01", "Price rise"),
        ("0999-03-01", "Price rise"),
        (None, "Price rise"),
        (20250301, "Price rise"),
        (dt.datetime(2025, 3, 1, 12), "Price rise"),  # noqa: DTZ001 - what no day is
        ("2025-03-01", ""),
        ("2025-03-01", "   "),
        ("2025-03-01", "x" * 61),
        ("2025-03-01", "Price\nrise"),
        ("2025-03-01", "Price \u202erise"),
        ("2025-03-01", "\x00"),
        ("2025-03-01", None),
        ("2025-03-01", ["Price rise"]),
    ],
)
def test_what_cannot_be_a_note_is_none(day: object, words: object) -> None:
    assert read(day, words) is None


def test_words_stay_as_they_were_written() -> None:
    said = "<b>20% off</b> | *all* $5 [x](y)"
    assert read(dt.date(2025, 3, 1), f" {said} ") == Note(dt.date(2025, 3, 1), said)


def test_notes_of_the_command_line_come_in_order_each_once() -> None:
    texts = ["2025-03-01=Price rise", "2024-03-01=a=b", "2025-03-01=Price rise"]
    assert [str(note) for note in parsed(texts)] == ["2024-03-01=a=b", "2025-03-01=Price rise"]


def test_what_is_no_note_is_refused_with_what_to_write() -> None:
    with pytest.raises(RequestError, check=code("no_note")) as caught:
        parsed(["Price rise"])
    assert "2025-03-01=Price rise" in str(caught.value.hint)
    with pytest.raises(RequestError, check=code("too_many_notes")):
        parsed([f"2025-03-01={n}" for n in range(MOST + 1)])
