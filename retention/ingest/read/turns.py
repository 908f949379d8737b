"""Whose turn it is: so many parsers at a time for the whole process, the others in the order in which they came."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition

from retention.errors import FileError
from retention.ingest.read import limits
from retention.ingest.read.progress import Progress


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
