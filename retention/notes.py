"""Notes on dates: what happened on a day that figures alone cannot tell, such as a price rise or a move."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from retention.errors import RequestError
from retention.settings import Day, Text

WORDS = Text(longest=60)
"""What a note may say: a line that fits below a picture on a phone."""
DAY = Day(first=dt.date(1900, 1, 1), last=dt.date(2999, 12, 31))
MOST = 40
"""Notes at once: more than one a month for three years make no picture clearer."""


@dataclass(frozen=True, order=True)
class Note:
    """A day and what happened on it, in the words of whoever wrote it."""

    day: dt.date
    words: str

    def __str__(self) -> str:
        """As a flag of the command line takes it."""
        return f"{self.day.isoformat()}={self.words}"


def read(day: object, words: object) -> Note | None:
    """A note from whatever was brought as its day and its words; None where it cannot be one.

    >>> read("2025-03-01", " Price rise ")
    Note(day=datetime.date(2025, 3, 1), words='Price rise')
    >>> read("2025-02-30", "Price rise"), read("2025-03-01", "")
    (None, None)
    """
    found, said = DAY.read(day), WORDS.read(words.strip() if isinstance(words, str) else None)
    return None if found is None or said is None else Note(found, said)


def parsed(texts: Iterable[str]) -> tuple[Note, ...]:
    """Notes as the command line brings them, `2025-03-01=Price rise`, in order of time, each once.

    RequestError `no_note` (note, longest), `too_many_notes` (most).

    >>> [str(note) for note in parsed(["2025-03-01=Price rise", "2024-11-29=Black Friday: 20% off"])]
    ['2024-11-29=Black Friday: 20% off', '2025-03-01=Price rise']
    """
    found = []
    for text in texts:
        day, _, words = text.partition("=")
        note = read(day.strip(), words)
        if note is None:
            raise RequestError("no_note", note=text, longest=WORDS.longest)
        found.append(note)
    if len(set(found)) > MOST:
        raise RequestError("too_many_notes", most=MOST)
    return tuple(sorted(set(found)))
