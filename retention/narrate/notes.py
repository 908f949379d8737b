"""Notes on dates in words: beside which period each stands, and where in a picture."""

import datetime as dt
from collections.abc import Sequence

import pandas as pd

from retention.analysis.rates.compare import PeriodComparison
from retention.narrate.numbers import date, number, short_date
from retention.narrate.texts import Markup, _, fill, ngettext, plain
from retention.notes import Note
from retention.periods import Calendar

ROWS = 4
"""Rows of words above a picture; earlier notes stand below it only."""
LETTERS, FEWEST = 22, 4
"""Characters of a note in a picture: so many fit into half of one on a phone, and fewer say nothing."""
ACROSS = 48
"""Characters from side to side of a picture on a phone."""


def marks(notes: Sequence[Note], starts: Sequence[dt.date], names: Sequence[str], calendar: Calendar) -> pd.DataFrame:
    """Where notes stand in a picture of periods, as `retention.charts.noted` takes it.

    `starts`: the first days of the periods drawn; `names`: what each is called on the axis. Words in the right half run
    to the left, the latest on top; below them those in the left half run to the right, the earliest first, and end
    before the first rule of the others. So no words cross a rule, nor each other.
    """
    shown = _placed(notes, starts, calendar)[-ROWS:]
    early = [(note, place) for note, place in shown if place < len(names) / 2]
    late = shown[len(early) :]
    end = late[0][1] / len(names) if late else 1.0
    rows = [(note, place, LETTERS, True) for note, place in reversed(late)]
    rows += [(note, place, _room(end - place / len(names)), False) for note, place in early]
    table = [
        {"name": names[place], "words": _short(note.words, letters), "row": row, "leftward": leftward}
        for row, (note, place, letters, leftward) in enumerate(rows)
    ]
    return pd.DataFrame(table, columns=["name", "words", "row", "leftward"])


def _room(share: float) -> int:
    """Characters that fit into a share of a picture's width on a phone."""
    return max(FEWEST, min(LETTERS, int(share * ACROSS) - 1))


def _placed(notes: Sequence[Note], starts: Sequence[dt.date], calendar: Calendar) -> list[tuple[Note, int]]:
    """The notes that lie in one of some periods, in order of time, each with the place of its period."""
    places = {calendar.number_of(start): place for place, start in enumerate(starts)}
    numbers = [(note, calendar.number_of(note.day)) for note in sorted(notes)]
    return [(note, places[number]) for note, number in numbers if number in places]


def _short(words: str, letters: int) -> str:
    return words if len(words) <= letters else f"{words[: letters - 1].rstrip()}…"


def listed(notes: Sequence[Note], starts: Sequence[dt.date], calendar: Calendar) -> Markup:
    """The notes that lie in one of some periods, each with its day; "" without any."""
    shown = [named(note) for note, _place in _placed(notes, starts, calendar)]
    return fill(_("Your notes: {notes}."), notes=Markup("; ".join(shown))) if shown else Markup("")


def named(note: Note) -> Markup:
    """A note with its day."""
    return Markup(f"{plain(short_date(note.day))} {plain(note.words)}")


def choice(note: Note) -> str:
    """The comparison of before and after a note, in a list."""
    return _("Before and after {note}").format(note=f"{short_date(note.day)} {note.words}")


def around(note: Note, found: PeriodComparison) -> Markup:
    """Which days are compared around a note, and what else may lie between them."""
    (_first, last), (first, end) = found.days
    days = (end - first).days + 1
    template = ngettext(
        "{n} day up to {last} beside as many from {first} on. Other seasons may lie between them.",
        "{n} days up to {last} beside as many from {first} on. Other seasons may lie between them.",
        days,
    )
    return fill(template, n=number(days), last=date(last), first=date(first))
