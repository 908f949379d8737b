"""What a browser has in hand outlives a reload and a dropped connection, in its own tabs, for an hour."""

from collections.abc import Callable

import pytest

from pages.shared.server import keeping
from pages.shared.server.keeping import HOUR, JUST_NOW, Kept
from retention.defaults import KEPT_HOURS, NAMED_HOURS

ANNA, BORIS = "Anna's browser", "Boris' browser"


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def kept(clock: Clock) -> Kept:
    return Kept(clock)


def only(*connected: str) -> Callable[[str], bool]:
    """The sessions that have a connection, and no other."""
    return lambda session: session in connected


def bring(kept: Kept, session: str, file: str, *, browser: str = ANNA, size: int = 0) -> None:
    kept.keep(browser, session, {"file": file}, files=(file,), size=size)


def opened(kept: Kept, session: str, *connected: str, browser: str = ANNA, earlier: str | None = None) -> object:
    """The file with which a page begins."""
    return kept.take(browser, session, earlier=earlier, is_connected=only(session, *connected)).get("file")


def test_a_page_loaded_anew_goes_on_with_what_was_in_hand(kept: Kept) -> None:
    bring(kept, "tab", "orders.csv")
    assert opened(kept, "loaded anew") == "orders.csv"


def test_nobody_else_sees_anything_of_it(kept: Kept) -> None:
    bring(kept, "tab", "orders.csv")
    assert opened(kept, "other", "tab", browser=BORIS) is None
    assert opened(kept, "other", "tab", browser=BORIS, earlier="tab") is None, "not even who knows the session's name"
    assert kept.gone(BORIS) == ()
    assert dict(kept.forget(BORIS)) == {"other": ()} or not kept.forget(BORIS)
    assert opened(kept, "again") == "orders.csv"


def test_of_two_tabs_the_one_loaded_anew_goes_on_with_its_own_though_the_other_was_used_last(
    kept: Kept, clock: Clock
) -> None:
    bring(kept, "first", "january.csv")
    clock.now = 10
    bring(kept, "second", "february.csv")
    kept.look(only("first", "second"))
    clock.now = 12
    assert opened(kept, "first again", "second") == "january.csv"
    assert opened(kept, "second again", "first again") == "february.csv"


def test_a_further_tab_begins_with_what_was_used_last_and_is_its_own_from_then_on(kept: Kept, clock: Clock) -> None:
    bring(kept, "first", "january.csv")
    clock.now = 10
    bring(kept, "second", "february.csv")
    assert opened(kept, "third", "first", "second") == "february.csv"
    bring(kept, "third", "march.csv")
    assert opened(kept, "second again", "first", "third") == "february.csv"


def test_a_tab_closed_long_ago_is_not_taken_for_the_one_that_is_loaded(kept: Kept, clock: Clock) -> None:
    bring(kept, "closed", "january.csv")
    clock.now = 1
    bring(kept, "open", "february.csv")
    clock.now += JUST_NOW
    kept.look(only("open"))
    assert opened(kept, "new", "open") == "february.csv"


def test_a_tab_that_wakes_up_goes_on_with_exactly_its_own(kept: Kept, clock: Clock) -> None:
    bring(kept, "asleep", "january.csv")
    clock.now = 10
    bring(kept, "awake", "february.csv")
    clock.now = KEPT_HOURS * HOUR - 1
    assert opened(kept, "woken", "awake", earlier="asleep") == "january.csv"


def test_after_an_hour_it_is_forgotten_and_the_names_of_the_files_are_told_once(kept: Kept, clock: Clock) -> None:
    bring(kept, "tab", "orders.csv")
    clock.now = KEPT_HOURS * HOUR - 1
    assert not kept.look(only())
    clock.now += 1
    assert kept.look(only()), "without anybody coming"
    assert opened(kept, "late") is None
    assert kept.gone(ANNA) == ("orders.csv",)
    assert kept.gone(ANNA) == ()


def test_a_page_that_stays_open_forgets_nothing(kept: Kept, clock: Clock) -> None:
    bring(kept, "tab", "orders.csv")
    clock.now = 10 * HOUR
    assert not kept.look(only("tab"))
    clock.now += KEPT_HOURS * HOUR - 1
    assert opened(kept, "again") == "orders.csv", "an hour from when it was last there"


def test_the_names_go_too_when_nobody_asks(kept: Kept, clock: Clock) -> None:
    bring(kept, "tab", "orders.csv")
    clock.now = KEPT_HOURS * HOUR
    kept.look(only())
    clock.now += NAMED_HOURS * HOUR
    kept.look(only())
    assert kept.gone(ANNA) == ()


def test_forget_now_forgets_in_all_tabs_and_none_of_them_brings_it_back(kept: Kept) -> None:
    bring(kept, "first", "january.csv")
    bring(kept, "second", "february.csv")
    bring(kept, "his", "orders.csv", browser=BORIS)
    assert kept.forget(ANNA) == {"first": ("january.csv",), "second": ("february.csv",)}
    bring(kept, "second", "february.csv")  # its page was being drawn
    assert opened(kept, "new") is None
    assert kept.ending("second") == ("february.csv",)
    assert kept.ending("second") is None
    bring(kept, "second", "march.csv")
    assert opened(kept, "newer", "second") == "march.csv"
    assert opened(kept, "his too", browser=BORIS) == "orders.csv"
    assert kept.ending("his") is None


def test_where_memory_is_short_the_longest_away_are_forgotten_first(
    kept: Kept, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "KEPT_BYTES", 250)
    for number, browser in enumerate(("first", "second", "third")):
        clock.now = number
        bring(kept, f"tab of {browser}", "orders.csv", browser=browser, size=100)
    bring(kept, "here", "orders.csv", browser=ANNA, size=1_000)
    assert kept.look(only("here")), "who is here has what they have anyway"
    assert [opened(kept, f"new of {name}", "here", browser=name) for name in ("first", "second", "third")] == [
        None,
        "orders.csv",
        "orders.csv",
    ]
    assert kept.gone("first") == ("orders.csv",)
