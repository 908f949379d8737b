"""Who reads: the language and the conventions in which everything is said."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

LANGUAGES = {"en": "English", "ru": "Русский", "uk": "Українська", "ro": "Română"}
"""The languages that are spoken, by their codes, each under its own name."""


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Whoever reads.

    `language` is a code of `LANGUAGES`; `region` a locale such as `en-GB`, whose country's conventions hold where it
    speaks that language; `year_start` the month in which years of account begin; with `names_hidden` no words of a
    file that may name a customer are repeated.

    >>> Reader(language="ro").region
    'ro'
    """

    language: str = "en"
    region: str = ""
    year_start: int = 1
    names_hidden: bool = False

    def __post_init__(self) -> None:
        if not self.region:
            object.__setattr__(self, "region", self.language)


_CHOSEN: ContextVar[Reader | None] = ContextVar("reader", default=None)
_FACES: list[Callable[[], Reader]] = [Reader]
"""The last one is asked: a face that serves many people knows who reads just now."""


def reader() -> Reader:
    """Who reads what is being written now: named by `reading_as`, else by the face, else an English reader."""
    return _CHOSEN.get() or _FACES[-1]()


def ask_face(who: Callable[[], Reader]) -> None:
    """Let a face tell who reads, each time something is written: one process serves visitors of several languages."""
    _FACES.append(who)


@contextmanager
def reading_as(somebody: Reader) -> Iterator[None]:
    """Write for somebody, as long as the block lasts.

    >>> with reading_as(Reader(language="ro")):
    ...     reader().language
    'ro'
    """
    token = _CHOSEN.set(somebody)
    try:
        yield
    finally:
        _CHOSEN.reset(token)
