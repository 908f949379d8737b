"""Files come from anybody: no regular expression may cost more than in proportion to the text."""

import re
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.attack_texts import attacks
from tests.patterns import METHODS, Found, every_pattern, source_files

LENGTH = 64_000
SHORT = 2_000
SECONDS = 0.2  # of processor time; a good pattern needs a few thousandths, a bad one seconds
WORST = 2
TRIES = 2  # the shorter time counts: another process may have had the caches

if not hasattr(signal, "setitimer"):
    pytest.skip("a pattern that never ends is stopped by a timer, which this system lacks", allow_module_level=True)


class _TooLong(Exception):
    """The timer's end."""


@contextmanager
def _stopped_in_time() -> Iterator[None]:
    def stop(*_: object) -> None:
        raise _TooLong

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def seconds(found: Found, text: str | bytes) -> float:
    """Processor time that a pattern takes for a text, infinite where it had to be stopped."""
    try:
        with _stopped_in_time():
            began = time.process_time()
            found.use(text)
            return time.process_time() - began
    except _TooLong:
        return float("inf")


def slow(found: Found, text: str | bytes) -> bool:
    """Whether the pattern takes long for a text, each time it is tried."""
    return all(seconds(found, text) > SECONDS for _ in range(TRIES))


def slow_text(found: Found) -> str | bytes | None:
    """A text that keeps the pattern busy, if there is one: of many short texts the worst are tried at full length."""
    took: dict[int, float] = {}
    kinds = {text: kind for kind, text in enumerate(attacks(found.pattern, found.flags, SHORT))}
    for text, kind in kinds.items():
        took[kind] = seconds(found, text)
        if took[kind] > SECONDS and slow(found, text):
            return text
    full = attacks(found.pattern, found.flags, LENGTH)
    worst = sorted(took, key=lambda kind: -took[kind])[:WORST]
    return next((full[index] for index in worst if slow(found, full[index])), None)


@pytest.mark.parametrize("found", every_pattern(), ids=lambda found: f"{found.place} {found.how}")
def test_no_text_keeps_a_pattern_busy(found: Found) -> None:
    text = slow_text(found)
    assert text is None, f"{found.how} of {found.pattern!r} takes too long on {text[:80]!r}…"


@pytest.mark.parametrize(
    ("pattern", "how"),
    [
        (r"(?:<!--.*?-->\s*)*<table", "match"),
        (r"(a+)+b", "match"),
        (r"(a|aa)+b", "fullmatch"),
        (r"\s+$", "search"),
        (r".*x", "search"),
        (r"<c\s[^>]*>", "findall"),
        (r"([\w:]+)=", "sub"),
        (rb"a*a*b", "fullmatch"),
    ],
)
def test_a_slow_pattern_would_be_seen(pattern: str, how: str) -> None:
    known = re.compile(pattern, re.DOTALL)
    assert slow_text(Found("here", known.pattern, known.flags, how, METHODS[how](known))) is not None


def test_patterns_are_found_wherever_they_are_written() -> None:
    places = {found.place.split()[0] for found in every_pattern()}
    assert len(source_files()) > 150
    assert {
        "retention/ingest/read/identify.py",
        "retention/ingest/read/stray_quotes.py",
        "retention/narrate/texts.py",
        "environment.py",
    } <= places
    assert {"search", "fullmatch", "sub", "match_substring_regex", "contains"} <= {
        found.how for found in every_pattern()
    }
