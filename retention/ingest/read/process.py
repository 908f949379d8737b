"""The child that parses a file: started when its turn comes, watched over, and stopped at the limits."""

import json
import logging
import os
import re
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from threading import Condition, Event
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from retention.errors import FileError, Question, RetentionError, Undecided, refusal
from retention.ingest.read import limits

if TYPE_CHECKING:
    import psutil
    import pyarrow as pa

# -I keeps the child from files lying in the current folder; it finds modules exactly where the parent does.
BOOT = (
    "import importlib, json, sys; told = json.loads(sys.argv[1]); sys.path[:] = told['path']; "
    "importlib.import_module(told['worker']).main(told['cpu'])"
)
READER = "retention.ingest.read.worker"
# Few arenas keep memory small. Arrow's usual allocator asks for huge pages, and where memory is in pieces the system
# puts them together first: half a second for a table of a million rows.
ALLOCATORS = {"MALLOC_ARENA_MAX": "2", **({"ARROW_DEFAULT_MEMORY_POOL": "jemalloc"} if sys.platform == "linux" else {})}
LAST_LINES, LONGEST_LINE = 40, 4096
Content = bytes | Callable[[BinaryIO], None] | None
"""What follows a request: the bytes of an upload, something that writes more than those, or nothing."""

# Signals by number, because Windows has no names for them. What ends a child from outside: a closed terminal, Ctrl-C,
# an administrator, the system short of memory; and the system's own limit of processor time.
OUTSIDE = frozenset({1, 2, 3, 9, 15})
CPU_TIME_SIGNAL = 24
OUT_OF_MEMORY = (b"memory allocation of", b"MemoryError", b"bad_alloc", b"out of memory")
# Of what a dying child says only places in programs are kept: anything else may hold cells of somebody's file.
PLACE = re.compile(rb"^crashed: ([\w.<>: /-]+)$|panicked at ([\w./-]+:\d+:\d+)")
LOG = logging.getLogger(__name__)


def always() -> bool:
    """True: somebody waits for the result."""
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
        """Whether the end was asked for, or `wanted` says no; once true, it stays so."""
        if not self._stop.is_set() and not self._wanted():
            self._stop.set()
        return self._stop.is_set()

    def stop(self) -> None:
        """Ask for the end: the parser is killed at once, and the reading ends with RetentionError `stopped`."""
        self._stop.set()


class Turns:
    """A queue whose first `at_once` members work at the same time, whichever session or thread they belong to."""

    def __init__(self, at_once: int) -> None:
        self._at_once = at_once
        self._queue: list[object] = []
        self._changed = Condition()

    @contextmanager
    def turn(self, progress: Progress) -> Iterator[None]:
        """Wait for a turn and hold it; meanwhile `progress.before` says how many come first.

        Raises RetentionError `stopped` when the end is asked for before the turn has come; the place is free then.
        """
        ticket = object()
        with self._changed:
            self._queue.append(ticket)
        try:
            self._wait(ticket, progress)
            yield
        finally:
            with self._changed:
                self._queue.remove(ticket)
                self._changed.notify_all()

    def _wait(self, ticket: object, progress: Progress) -> None:
        with self._changed:
            while (before := self._queue.index(ticket)) >= self._at_once:
                progress.before = before
                if progress.stopped:
                    raise FileError("stopped")
                self._changed.wait(limits.POLL_SECONDS)
        progress.before = 0


PARSERS = Turns(limits.PARSERS)
"""The queue for everything this process runs in limited ones."""


@contextmanager
def limited(
    request: Mapping[str, Any],
    content: Content,
    *,
    cpu: float,
    worker: str = READER,
    progress: Progress | None = None,
) -> "Iterator[Child]":
    """A child at work on a request, once its turn has come; the wait for it counts in no limit.

    Raises RetentionError `stopped` when the end is asked for before that.
    """
    watched = progress or Progress()
    with PARSERS.turn(watched), Child(request, content, cpu=cpu, worker=worker, progress=watched) as child:
        yield child


def command() -> list[str]:
    """How the child is started; its modules' places, its work and its limit follow as JSON."""
    return [sys.executable, "-I", "-c", BOOT]


class Child:
    """A child parsing one file. Use it as a context: whatever happens, no process is left behind.

    While it works the caller is free to do something else; `answer` waits for it.
    """

    def __init__(
        self,
        request: Mapping[str, Any],
        content: Content,
        *,
        cpu: float = limits.CPU_SECONDS,
        seconds: float | None = None,
        memory: int = limits.MEMORY_BYTES,
        worker: str = READER,
        progress: Progress | None = None,
    ) -> None:
        self._progress = progress or Progress()
        self._cpu, self._memory = cpu, memory
        self._seconds = limits.seconds(cpu) if seconds is None else seconds
        self._started = time.monotonic()
        self._stopped_for: RetentionError | None = None
        self._done = threading.Event()
        self._stderr_lines: deque[bytes] = deque(maxlen=LAST_LINES)
        self._process = subprocess.Popen(
            [*command(), json.dumps({"path": sys.path, "worker": worker, "cpu": cpu})],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            pipesize=limits.MIB,  # where the system lets it be chosen: a large table needs fewer hand-overs
            env={**os.environ, **ALLOCATORS},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self._threads = [
            threading.Thread(target=target, args=args, daemon=True)
            for target, args in ((self._watch, ()), (self._listen, ()), (self._send, (request, content)))
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

    def answer(self) -> tuple[Mapping[str, Any], "list[pa.Table]"]:
        """The child's message, and as many tables as it says. Raises its refusal, or why it was stopped or died."""
        assert self._process.stdout is not None
        try:
            return read_answer(cast("BinaryIO", self._process.stdout), self._progress)
        except (
            ValueError,
            OSError,
            KeyError,
            TypeError,
        ) as error:  # no answer, or half of one; Arrow's are ValueErrors
            raise self._cause_of_end() from error

    def _send(self, request: Mapping[str, Any], content: Content) -> None:
        pipe = self._process.stdin
        assert pipe is not None
        try:
            pipe.write(json.dumps(request).encode() + b"\n")
            if callable(content):
                content(cast("BinaryIO", pipe))
            else:
                for start in range(0, len(content or b""), limits.MIB):
                    self._progress.sent += pipe.write(memoryview(content or b"")[start : start + limits.MIB])
            pipe.close()
        except OSError:
            return  # the child is gone; `answer` finds out why

    def _listen(self) -> None:
        pipe = self._process.stderr
        assert pipe is not None
        self._stderr_lines.extend(iter(lambda: pipe.readline(LONGEST_LINE), b""))

    def _watch(self) -> None:
        import psutil  # here, so that the child does not wait for this import

        try:
            child = psutil.Process(self._process.pid)
            while not self._done.wait(limits.POLL_SECONDS) and self._process.poll() is None:
                reason = self._reason_to_stop(child)
                if reason is not None:
                    self._stopped_for = reason
                    self._process.kill()
                    return
        except psutil.NoSuchProcess:
            return

    def _reason_to_stop(self, child: "psutil.Process") -> RetentionError | None:
        """Which limit a child has passed, if any, or that its answer is no longer wanted."""
        if self._progress.stopped:
            return FileError("stopped")
        if child.memory_info().rss > limits.STOPPED_AT * self._memory:
            return FileError("too_big", limit=limits.readable(self._memory))
        used = child.cpu_times()
        if used.user + used.system > self._cpu:
            return self._too_much_work()
        if time.monotonic() - self._started > self._seconds:
            return FileError("took_too_long", limit=round(self._seconds))
        return None

    def _too_much_work(self) -> RetentionError:
        return FileError("too_much_work", limit=round(self._cpu))

    def _cause_of_end(self) -> RetentionError:
        """Why the child ended without an answer; what only a programmer understands goes to the log."""
        code = self._exit_code()
        for thread in self._threads[:2]:
            thread.join()
        if self._stopped_for is not None:
            return self._stopped_for
        said = b"".join(self._stderr_lines)
        if any(sign in said for sign in OUT_OF_MEMORY):
            return FileError("too_big", limit=limits.readable(self._memory))
        if code == -CPU_TIME_SIGNAL:
            return self._too_much_work()
        LOG.warning("A parser ended without an answer, exit code %s: %s", code, _places(self._stderr_lines))
        return FileError("ended_outside" if code is not None and -code in OUTSIDE else "damaged")

    def _exit_code(self) -> int | None:
        """How the child ended; None where it lived on after an answer that makes no sense, and is killed now."""
        try:
            return self._process.wait(limits.EXIT_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            return None


def read_answer(output: BinaryIO, progress: Progress) -> "tuple[Mapping[str, Any], list[pa.Table]]":
    """A worker's message, and as many tables as it says. Raises its refusal, or ValueError and the like of nonsense."""
    import pyarrow as pa

    message = json.loads(output.readline())
    while "rows" in message:
        progress.rows += message["rows"]
        message = json.loads(output.readline())
    _raise_refusal(message)
    tables = []
    for _ in range(message["tables"]):
        with pa.ipc.open_stream(pa.PythonFile(output, mode="r")) as stream:
            tables.append(stream.read_all())
    return message, tables


def _places(stderr_lines: Sequence[bytes]) -> str:
    """Where in its program a child broke off, as far as it wrote so."""
    found = [PLACE.search(line.strip()) for line in stderr_lines]
    places = [(place[1] or place[2]).decode() for place in found if place is not None]
    return "; ".join(places) or "it said nothing about itself"


def _raise_refusal(message: Mapping[str, Any]) -> None:
    if "questions" in message:
        questions: Sequence[Mapping[str, Any]] = message["questions"]
        raise Undecided(tuple(Question(q["code"], tuple(q["options"]), q["details"]) for q in questions))
    if "error" in message:
        raise refusal(message["error"], **message["details"])
