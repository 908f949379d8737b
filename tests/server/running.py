"""The app on a real port, started by hand and watched (see `watched`)."""

import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import start
from tests.server.watched import OUTSIDE

ROOT = Path(__file__).parent.parent.parent
PATIENCE = 180
"""Seconds, for machines that are busy."""
COMMAND = (sys.executable, "-m", "tests.server.watched", "run", "app.py", "--server.headless=1")


class Terminal:
    """What a running app has written to its terminal so far, line by line."""

    def __init__(self) -> None:
        self._lines: list[bytes] = []
        self._heard = threading.Condition()

    def listen(self, stream: IO[bytes]) -> None:
        """Take every line until the app ends."""
        for line in stream:
            with self._heard:
                self._lines.append(line)
                self._heard.notify_all()

    def says(self, *words: str) -> bool:
        """Whether a line with all these words has come, or comes within some seconds."""
        with self._heard:
            return self._heard.wait_for(lambda: self.said(*words), timeout=PATIENCE)

    def said(self, *words: str) -> bool:
        """Whether a line with all these words has come."""
        return any(all(word.encode() in line for word in words) for line in self._lines)


@dataclass(frozen=True)
class Served:
    """A running app: its port, its process, its terminal."""

    port: int
    process: "subprocess.Popen[bytes]"
    terminal: Terminal


def free_port() -> int:
    """A port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind((start.HOST, 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(port: int) -> Iterator[Served]:
    """The app on `port`, ended in the end. Nothing outside may have been asked by then, for whatever reason."""
    command = [*COMMAND, f"--server.port={port}"]
    app = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert app.stderr is not None
    served = Served(port, app, Terminal())
    listening = threading.Thread(target=served.terminal.listen, args=(app.stderr,))
    listening.start()
    try:
        start.wait_until_healthy(app, port, patience=PATIENCE)
        yield served
    finally:
        start.stop(app)
        listening.join()
        app.stderr.close()
    assert not served.terminal.said(OUTSIDE)
