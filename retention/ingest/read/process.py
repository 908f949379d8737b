"""The parent's side: starts the child that parses a file, watches it, and stops it at the limits."""

import json
import os
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from retention.errors import Question, RetentionError, Undecided
from retention.ingest.read import limits
from retention.ingest.read.progress import Progress

if TYPE_CHECKING:
    import pyarrow as pa

# -I keeps the child from files lying in the current folder; it finds modules exactly where the parent does.
BOOT = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from retention.ingest.read.worker import main; main()"
LAST_LINES = 40

# Signals by number, because Windows has no names for them: the system's out-of-memory killer, the CPU time limit.
KILLED, CPU_TIME_SIGNAL = 9, 24
OUT_OF_MEMORY = (b"memory allocation of", b"MemoryError", b"bad_alloc", b"out of memory")


def command() -> list[str]:
    """How the child is started."""
    return [sys.executable, "-I", "-c", BOOT, json.dumps(sys.path)]


class Child:
    """A child parsing one file. Use it as a context: whatever happens, no process is left behind.

    While it works the caller is free to do something else; `answer` waits for it.
    """

    def __init__(
        self,
        request: Mapping[str, Any],
        upload: bytes | None,
        *,
        seconds: float = limits.SECONDS,
        memory: int = limits.MEMORY_BYTES,
        progress: Progress | None = None,
    ) -> None:
        self._progress = progress or Progress()
        self._seconds, self._memory = seconds, memory
        self._started = time.monotonic()
        self._stopped_for: RetentionError | None = None
        self._done = threading.Event()
        self._complaints: deque[bytes] = deque(maxlen=LAST_LINES)
        self._process = subprocess.Popen(
            command(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            pipesize=limits.MIB,  # where the system lets it be chosen: a large table needs fewer hand-overs
            env={**os.environ, "MALLOC_ARENA_MAX": "2"},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self._threads = [
            threading.Thread(target=target, args=args, daemon=True)
            for target, args in ((self._watch, ()), (self._listen, ()), (self._send, (request, upload)))
        ]
        for thread in self._threads:
            thread.start()

    def __enter__(self) -> "Child":
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._process.kill()
        self._process.wait()
        for thread in self._threads:
            thread.join()
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            if pipe is not None:
                with suppress(BrokenPipeError):  # what a dead child had not read yet is of no use to anybody
                    pipe.close()

    def answer(self) -> tuple[Mapping[str, Any], "pa.Table"]:
        """The child's message and cells. Raises what the child refused, or why it was stopped or died."""
        import pyarrow as pa

        output = self._process.stdout
        assert output is not None
        before = self._progress.rows
        try:
            message = json.loads(output.readline())
            while "rows" in message:
                self._progress.rows += message["rows"]
                message = json.loads(output.readline())
            _raise_refusal(message)
            with pa.ipc.open_stream(pa.PythonFile(output, mode="r")) as stream:
                table = stream.read_all()
        except (ValueError, OSError) as error:  # the answer breaks off; Arrow's errors are ValueErrors
            raise self._death() from error
        self._progress.rows = before + table.num_rows
        return message, table

    def _send(self, request: Mapping[str, Any], upload: bytes | None) -> None:
        pipe = self._process.stdin
        assert pipe is not None
        try:
            pipe.write(json.dumps(request).encode() + b"\n")
            for start in range(0, len(upload or b""), limits.MIB):
                self._progress.sent += pipe.write(memoryview(upload or b"")[start : start + limits.MIB])
            pipe.close()
        except OSError:
            return  # the child is gone; `answer` finds out why

    def _listen(self) -> None:
        pipe = self._process.stderr
        assert pipe is not None
        self._complaints.extend(pipe)

    def _watch(self) -> None:
        import psutil  # here, so that the child does not wait for this import

        try:
            child = psutil.Process(self._process.pid)
            while not self._done.wait(limits.POLL_SECONDS) and self._process.poll() is None:
                if child.memory_info().rss > limits.STOPPED_AT * self._memory:
                    self._stop(RetentionError("too_big", limit=limits.readable(self._memory)))
                elif time.monotonic() - self._started > self._seconds:
                    self._stop(RetentionError("took_too_long", limit=round(self._seconds)))
                elif self._progress.stopped:
                    self._stop(RetentionError("stopped"))
        except psutil.NoSuchProcess:
            return

    def _stop(self, reason: RetentionError) -> None:
        self._stopped_for = self._stopped_for or reason
        self._process.kill()

    def _death(self) -> RetentionError:
        """Why the child ended without an answer."""
        code = self._process.wait()
        for thread in self._threads[:2]:
            thread.join()
        if self._stopped_for is not None:
            return self._stopped_for
        words = b"".join(self._complaints)
        if code == -KILLED or any(sign in words for sign in OUT_OF_MEMORY):
            return RetentionError("too_big", limit=limits.readable(self._memory))
        if code == -CPU_TIME_SIGNAL:
            return RetentionError("took_too_long", limit=round(self._seconds))
        last = self._complaints[-1].decode(errors="replace").strip() if self._complaints else ""
        return RetentionError("damaged", reason=last or f"exit code {code}")


def _raise_refusal(message: Mapping[str, Any]) -> None:
    if "questions" in message:
        asked: Sequence[Mapping[str, Any]] = message["questions"]
        raise Undecided(tuple(Question(q["code"], tuple(q["options"]), q["details"]) for q in asked))
    if "error" in message:
        raise RetentionError(message["error"], **message["details"])
