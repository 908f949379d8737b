"""How far the reading of one file has come, a way to stop it, and whose turn it is; shared between threads."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Condition, Event

from retention.errors import FileError
from retention.ingest.read import limits


def always() -> bool:
    """Somebody waits, come what may."""
    return True


class Progress:
    """One reading as seen from another thread.

    `before` counts the files whose turn comes first while this one waits, `sent` the bytes of an upload the parser has,
    `rows` the records it has read: sheet by sheet or member by member of an archive, then those it gave back.
    `wanted` tells whether somebody still waits for the result; it is asked many times a second, from other threads.
    """

    def __init__(self, *, wanted: Callable[[], bool] = always) -> None:
        self.before = 0
        self.sent = 0
        self.rows = 0
        self._wanted = wanted
        self._stop = Event()

    @property
    def stopped(self) -> bool:
        """Whether the end was asked for, or nobody waits any more; once true, it stays so."""
        if not self._stop.is_set() and not self._wanted():
            self._stop.set()
        return self._stop.is_set()

    def stop(self) -> None:
        """Ask for the end: the parser is killed at once, and the reading ends with RetentionError `stopped`."""
        self._stop.set()


class Turns:
    """A line in which the first few have their turn at the same time, whichever session or thread they belong to."""

    def __init__(self, at_once: int) -> None:
        self._at_once = at_once
        self._line: list[object] = []
        self._moved = Condition()

    @contextmanager
    def turn(self, progress: Progress) -> Iterator[None]:
        """Wait for a turn and hold it; meanwhile `progress.before` says how many come first.

        Raises RetentionError `stopped` when the end is asked for before the turn has come; the place is free then.
        """
        mine = object()
        with self._moved:
            self._line.append(mine)
        try:
            self._wait(mine, progress)
            yield
        finally:
            with self._moved:
                self._line.remove(mine)
                self._moved.notify_all()

    def _wait(self, mine: object, progress: Progress) -> None:
        with self._moved:
            while (before := self._line.index(mine)) >= self._at_once:
                progress.before = before
                if progress.stopped:
                    raise FileError("stopped")
                self._moved.wait(limits.POLL_SECONDS)
        progress.before = 0


PARSERS = Turns(limits.PARSERS)
"""The line for everything that runs in a limited process of this one."""
