"""Notes in a picture and in a line: each in its own row, no words across a rule, as text and never as markup."""

import datetime as dt
import random

import pytest

from retention.narrate import notes as words
from retention.notes import Note
from retention.periods import Calendar

MONTHS = Calendar.of("month")
STARTS = [dt.date(2024 + n // 12, n % 12 + 1, 1) for n in range(24)]
NAMES = [f"{start:%b %Y}" for start in STARTS]


def note(day: str, said: str) -> Note:
    return Note(dt.date.fromisoformat(day), said)


def test_a_note_stands_in_its_period_and_others_nowhere() -> None:
    notes = [note("2024-03-31", "Price rise"), note("2023-12-31", "before"), note("2026-01-01", "after")]
    marks = words.marks(notes, STARTS, NAMES, MONTHS)
    assert marks[["name", "words", "row", "leftward"]].to_numpy().tolist() == [["Mar 2024", "Price rise", 0, False]]
    assert words.listed(notes, STARTS, MONTHS) == "Your notes: Mar 31, 2024 Price rise."


def test_without_notes_there_is_nothing() -> None:
    assert words.marks([], STARTS, NAMES, MONTHS).empty
    assert words.listed([], STARTS, MONTHS) == ""


@pytest.mark.parametrize("seed", range(20))
def test_no_words_cross_a_rule_or_each_other(seed: int) -> None:
    rng = random.Random(seed)
    days = [rng.choice(STARTS).replace(day=rng.randint(1, 28)) for _ in range(rng.randint(1, 9))]
    marks = words.marks([Note(day, "w" * 60) for day in days], STARTS, NAMES, MONTHS)
    assert sorted(marks["row"]) == list(range(len(marks)))
    at = {row["row"]: NAMES.index(row["name"]) / len(NAMES) * words.ACROSS for row in marks.to_dict("records")}
    for row in marks.to_dict("records"):
        begins, ends = sorted((at[row["row"]], at[row["row"]] + (-1 if row["leftward"] else 1) * len(row["words"])))
        crossing = [other for other, place in at.items() if other < row["row"] and begins < place < ends]
        tight = len(row["words"]) == words.FEWEST
        assert not crossing or tight
        assert begins >= -1e-9


def test_markup_shows_as_text() -> None:
    said = words.listed([note("2024-03-01", "**bold** <b>&amp;</b> [x](http://y)")], STARTS, MONTHS)
    assert "\\*\\*bold\\*\\* \\<b\\>" in said
