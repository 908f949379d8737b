"""Coming back to the running app: with the own cookie to what was in hand, with any other to nothing."""

import time

from tests.server.running import Served
from tests.server.visitor import PATIENCE, ask, visiting

FILE = "salon_visits.xlsx"
CARD, GONE, READING = "654 orders", "Forgotten while you were away", "stop-reading"
LATE = 4000
"""Seconds, more than an hour."""


def cookie(served: Served) -> str:
    """A new browser's, as it sends it."""
    name = f"retention-{served.port}"
    return f"{name}={ask(served.port, '/_stcore/health').cookies[name][name].value}"


def shown(served: Served, said: str | None, query: str = "lang=en") -> str:
    """All that a page shows, files once read, to a browser that sends this cookie and is then closed."""
    words = [] if said is None else [("Cookie", said)]
    with visiting(served.port, words=words) as visitor:
        page = visitor.run(query)
        until = time.monotonic() + PATIENCE
        while READING in str(page) and time.monotonic() < until:
            page = visitor.run()
        return str(page)


def test_a_page_loaded_anew_shows_what_was_brought_and_to_nobody_else(served: Served) -> None:
    hers = cookie(served)
    assert CARD in shown(served, hers, "lang=en&sample=salon&grain=month")
    again = shown(served, hers)
    assert CARD in again
    assert "Q4 2025" not in again
    assert "December 2025" in again, "settings too"
    private = cookie(served)
    assert private != hers
    made_up = hers[:-1] + ("0" if hers[-1] != "0" else "1")
    assert [FILE in shown(served, other) for other in (private, None, made_up, f"{made_up}; {private}")] == [False] * 4
    assert CARD in shown(served, hers)


def test_after_an_hour_the_page_says_what_was_forgotten(served: Served) -> None:
    hers = cookie(served)
    assert CARD in shown(served, hers, "lang=en&sample=salon")
    shown(served, cookie(served), f"lang=en&later={LATE}")
    late = shown(served, hers)
    assert GONE in late
    assert FILE in late
    assert CARD not in late
    again = shown(served, hers)
    assert GONE not in again, "told once"
    assert FILE not in again


def test_the_cookie_stands_in_no_page_and_no_line_of_the_terminal(served: Served) -> None:
    hers = cookie(served)
    secret = hers.partition("=")[2]
    for query in ("lang=en&sample=salon", "lang=en&fail=1"):
        assert secret not in shown(served, hers, query)
    assert not served.terminal.said(secret)
    assert not served.terminal.said(secret.partition(".")[0])
