"""The app on a real port, started by hand and watched (see `watched`)."""

import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import start
from tests.server.watched import OUTSIDE

ROOT = Path(__file__).parent.parent.parent
COMMAND = (sys.executable, "-m", "tests.server.watched", "run", "app.py", "--server.headless=1")


@dataclass(frozen=True)
class Served:
    """A running app: its port, its process, and the lines it has written to the terminal."""

    port: int
    process: "subprocess.Popen[bytes]"
    terminal: list[bytes]

    @property
    def asked_outside(self) -> list[bytes]:
        """What it said each time it turned to something that is not this machine."""
        return [line for line in self.terminal if OUTSIDE.encode() in line]


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
    served = Served(port, app, [])
    listening = threading.Thread(target=served.terminal.extend, args=(app.stderr,))
    listening.start()
    try:
        start.wait_until_healthy(app, port)
        yield served
    finally:
        start.stop(app)
        listening.join()
        app.stderr.close()
    assert not served.asked_outside
