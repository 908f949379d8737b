"""The app on a real port, started by hand and watched; it may write no file at all, nor may its parsers."""

import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import start

ROOT = Path(__file__).parent.parent.parent


@dataclass(frozen=True)
class Served:
    """A running app: its port, its process, and the lines it has written to the terminal."""

    port: int
    process: "subprocess.Popen[bytes]"
    terminal: list[bytes]


@pytest.fixture(scope="session")
def served() -> Iterator[Served]:
    with socket.socket() as probe:
        probe.bind((start.HOST, 0))
        port = probe.getsockname()[1]
    app = subprocess.Popen(
        [sys.executable, "-m", "tests.server.watched", "run", "app.py", f"--server.port={port}", "--server.headless=1"],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    assert app.stderr is not None
    said: list[bytes] = []
    listening = threading.Thread(target=said.extend, args=(app.stderr,))
    listening.start()
    try:
        start.wait_until_healthy(app, port)
        yield Served(port, app, said)
    finally:
        start.stop(app)
        listening.join()
        app.stderr.close()
