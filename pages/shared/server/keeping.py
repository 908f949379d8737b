"""What each tab of a browser has in hand, kept in memory for an hour after it was last there. Knows no Streamlit.

A page that is loaded anew, wakes up after its connection was dropped, or is opened once more begins with what was in
hand. Whose that is, the browser's cookie tells (see `browsers`); which of its tabs, these rules:

1. A page that connects again names its earlier session: it goes on with exactly its own.
2. A page loaded names nothing. If a tab of this browser lost its connection a moment ago, that tab was loaded anew, and
   goes on with its own; another one that was used since changes nothing about it.
3. Else a further tab was opened. It begins with what was last in hand anywhere in the browser, and is its own from then
   on: tabs never write into one another. Two that were one would take files, filter and period from under each other,
   and no page would show any longer what it was left with.

What is kept is what the tab holds, not a copy: nothing is larger for it while the tab is there. Forgetting goes through
the whole browser, because somebody who asks for it means the data and not a tab.
"""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from retention.defaults import KEPT_BYTES, KEPT_HOURS, NAMED_HOURS

HOUR = 3600
JUST_NOW = 60
"""Seconds after which a tab without connection is no longer taken for one that is just being loaded anew."""


@dataclass
class Tab:
    """What one tab has in hand (`held`), of which `files`, how many bytes that is, and when it was used and seen last.

    It is used when its page is drawn, and seen as long as it has a connection. Times are those of the clock.
    """

    held: Mapping[str, object]
    files: tuple[str, ...]
    size: int
    used: float
    seen: float


@dataclass(frozen=True)
class Gone:
    """Names of files that were forgotten, and when: nothing else of them is left."""

    files: tuple[str, ...]
    at: float


@dataclass
class Kept:
    """What all browsers have in hand; may be asked from any thread. `clock` tells seconds that never go back."""

    clock: Callable[[], float] = time.monotonic
    _tabs: dict[str, dict[str, Tab]] = field(default_factory=dict)
    _gone: dict[str, Gone] = field(default_factory=dict)
    _ending: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _lock: threading.RLock = field(default_factory=threading.RLock)

    def keep(
        self, browser: str, session: str, held: Mapping[str, object], *, files: tuple[str, ...] = (), size: int = 0
    ) -> None:
        """Keep what a tab has in hand, unless it is to forget it."""
        with self._lock:
            if session not in self._ending:
                now = self.clock()
                tab = Tab(held=held, files=files, size=size, used=now, seen=now)
                self._tabs.setdefault(browser, {})[session] = tab

    def take(
        self, browser: str, session: str, *, earlier: str | None, is_connected: Callable[[str], bool]
    ) -> Mapping[str, object]:
        """What a page begins with that is new to the server; `earlier` is the session it names, if it names one.

        Nothing of a browser that has nothing in hand. A tab that is not connected goes on as this one.
        """
        with self._lock:
            self.look(is_connected)
            tabs = self._tabs.get(browser, {})
            found = earlier if earlier in tabs else self._left_or_last(tabs, is_connected)
            if found is None:
                return {}
            tab = tabs[found]
            if not is_connected(found):
                del tabs[found]
            self.keep(browser, session, tab.held, files=tab.files, size=tab.size)
            return tab.held

    def _left_or_last(self, tabs: Mapping[str, Tab], is_connected: Callable[[str], bool]) -> str | None:
        """The tab that lost its connection a moment ago; else the one that was used last; None of none."""
        now = self.clock()
        left = [each for each, tab in tabs.items() if now - tab.seen < JUST_NOW and not is_connected(each)]
        if left:
            return max(left, key=lambda each: tabs[each].seen)
        return max(tabs, key=lambda each: tabs[each].used, default=None)

    def look(self, is_connected: Callable[[str], bool]) -> bool:
        """See who is there, and forget what nobody came back to; whether anything was forgotten.

        What is kept for tabs without connection also has a limit together: the longest away are forgotten first.
        """
        with self._lock:
            now, room, forgot = self.clock(), KEPT_BYTES, False
            self._gone = {name: gone for name, gone in self._gone.items() if now - gone.at < NAMED_HOURS * HOUR}
            away = []
            for browser, tabs in self._tabs.items():
                for session, tab in tabs.items():
                    if is_connected(session):
                        tab.seen = now
                    else:
                        away.append((tab.seen, browser, session))
            for seen, browser, session in sorted(away, reverse=True):
                room -= self._tabs[browser][session].size
                if now - seen >= KEPT_HOURS * HOUR or room < 0:
                    self._let_go(browser, session, now)
                    forgot = True
            return forgot

    def _let_go(self, browser: str, session: str, now: float) -> None:
        """Forget one tab; of the last one with files their names stay for a while, so that it can be told."""
        tabs = self._tabs[browser]
        files = tabs.pop(session).files
        if not any(tab.files for tab in tabs.values()) and files:
            self._gone[browser] = Gone(files, now)
        if not tabs:
            del self._tabs[browser]

    def gone(self, browser: str) -> tuple[str, ...]:
        """Names of the files that were forgotten because nobody came back to them; told once."""
        with self._lock:
            found = self._gone.pop(browser, None)
            return () if found is None else found.files

    def forget(self, browser: str) -> Mapping[str, tuple[str, ...]]:
        """Forget all that a browser has in hand, at once: its sessions, each with the files it had.

        Each of them is to forget them too (`ending`), and keeps nothing until it has.
        """
        with self._lock:
            self._gone.pop(browser, None)
            ended = {session: tab.files for session, tab in self._tabs.pop(browser, {}).items()}
            self._ending.update(ended)
            return ended

    def ending(self, session: str) -> tuple[str, ...] | None:
        """The files that a session is to forget, as its browser asked elsewhere; None if it is not. Told once."""
        with self._lock:
            return self._ending.pop(session, None)


KEPT = Kept()
