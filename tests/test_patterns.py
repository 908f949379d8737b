"""Files come from anybody: no regular expression may cost more than in proportion to the text."""

import re
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.attack_texts import Attack, attacks
from tests.patterns import (
    ARROW,
    METHODS,
    Found,
    every_pattern,
    files_that_may_hold_patterns,
    patterns_by_file,
    source_files,
)

LENGTH = 128_000
SHORT = 800
SECONDS = 0.6  # of processor time; the slowest of the good patterns needs 0.2, a bad one two and more
WORST = 2
OF_ARROW = 8  # every so manieth text: what Arrow uses takes its time in proportion by itself, and long to begin
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
    took: dict[Attack, float] = {}
    tried: set[str | bytes] = set()
    for attack in attacks(found.pattern, found.flags)[:: OF_ARROW if found.how in ARROW else 1]:
        text = attack.text(SHORT)
        if text in tried:
            continue
        tried.add(text)
        took[attack] = seconds(found, text)
        if took[attack] > SECONDS and slow(found, text):
            return text
    worst = sorted(took, key=lambda attack: -took[attack])[:WORST]
    return next((text for text in (attack.text(LENGTH) for attack in worst) if slow(found, text)), None)


@pytest.mark.parametrize("file", files_that_may_hold_patterns())
def test_no_text_keeps_a_pattern_busy(file: str) -> None:
    for found in patterns_by_file().get(file, []):
        text = slow_text(found)
        assert text is None, f"{found.place}: {found.how} of {found.pattern!r} takes too long on {text[:80]!r}…"


def test_every_pattern_is_tried() -> None:
    assert patterns_by_file().keys() <= set(files_that_may_hold_patterns())
    assert sum(map(len, patterns_by_file().values())) == len(every_pattern()) > 300


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
