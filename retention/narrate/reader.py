"""Who reads: the language and the conventions in which everything is said."""

import datetime as dt
import locale
import os
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
    speaks that language; `year_start`, `week_start` and `calendar` cut time into periods, as `Calendar.of` takes them;
    with `names_hidden` no words of a
    file that may name a customer are repeated; `today` is the day on which somebody reads, None where nobody told;
    without `markdown` texts are bare, as a terminal shows them.

    >>> Reader(language="ro").region
    'ro'
    """

    language: str = "en"
    region: str = ""
    year_start: int | None = None
    week_start: str | None = None
    calendar: str | None = None
    names_hidden: bool = False
    today: dt.date | None = None
    markdown: bool = True

    def __post_init__(self) -> None:
        if not self.region:
            object.__setattr__(self, "region", self.language)


_CHOSEN: ContextVar[Reader | None] = ContextVar("reader", default=None)
_FACES: list[Callable[[], Reader]] = [Reader]
"""What tells who is reading just now, by `ask_face`; only the last one is called."""


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


def system_region() -> str:
    """The locale this computer is set to, such as `ru-MD`; empty where it is set to none."""
    name = next(filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    if not name and os.name == "nt":
        name = _of_windows(locale.getlocale()[0] or "")
    language, _separator, country = name.partition(".")[0].partition("@")[0].partition("_")
    return "-".join(filter(None, (language.lower(), country)))


def _of_windows(name: str) -> str:
    """A locale that may be named in words: `Romanian_Moldova` is `ro`."""
    from babel import Locale  # here, so that --help does not wait for it

    language = name.partition("_")[0].lower()
    english = {Locale(code).get_language_name("en"): code for code in LANGUAGES}
    return next((code for spoken, code in english.items() if spoken and spoken.lower() == language), name)


def terminal_reader(language: str | None) -> Reader:
    """Whoever reads on this computer's terminal, in a language of choice or else in the system's, or in English.

    >>> terminal_reader("uk").language
    'uk'
    """
    region = system_region()
    spoken = language or region.partition("-")[0]
    return Reader(language=spoken if spoken in LANGUAGES else "en", region=region, markdown=False)
