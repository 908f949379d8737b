"""How far the reading of one file has come, and a way to stop it; shared between threads."""

from threading import Event


class Progress:
    """One reading as seen from another thread.

    `sent` counts the bytes of an upload the parser has, `rows` the records it has read: sheet by sheet or member by
    member of an archive, then those it gave back.
    """

    def __init__(self) -> None:
        self.sent = 0
        self.rows = 0
        self._stop = Event()

    @property
    def stopped(self) -> bool:
        """Whether somebody asked for the end."""
        return self._stop.is_set()

    def stop(self) -> None:
        """Ask for the end: the parser is killed at once, and the reading ends with RetentionError `stopped`."""
        self._stop.set()
