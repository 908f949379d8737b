"""How far the reading of one file has come, and a way to stop it; shared between threads."""

from collections.abc import Callable
from threading import Event


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
