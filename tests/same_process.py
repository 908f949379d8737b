"""Reading without a process of its own: the worker's code, messages and tables, a fifth of a second sooner.

Most tests read small harmless files by the dozen and ask nothing of the process. Those that do (its limits, its end,
what must not be loaded in it) are marked `child`, and so is every test with `--deep`.
"""

import importlib
import io
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pyarrow as pa

from retention.errors import FileError
from retention.ingest.read.process import READER, Content, Progress, read_answer
from retention.ingest.read.worker import respond


class Answered:
    """What a worker wrote, for those who would ask a `Child`."""

    def __init__(self, written: bytes, progress: Progress) -> None:
        self._written, self._progress = io.BytesIO(written), progress

    def answer(self) -> tuple[Mapping[str, Any], list[pa.Table]]:
        try:
            return read_answer(self._written, self._progress)
        except pa.ArrowInvalid as error:
            raise AssertionError("half an answer") from error


@contextmanager
def limited(
    request: Mapping[str, Any],
    content: Content,
    *,
    cpu: float,
    worker: str = READER,
    progress: Progress | None = None,
) -> Iterator[Answered]:
    """In place of `retention.ingest.read.process.limited`: same request, same answer, no process and no limit."""
    assert cpu > 0
    watched = progress or Progress()
    if watched.stopped:
        raise FileError("stopped")
    source, written = io.BytesIO(), io.BytesIO()
    source.write(json.dumps(request).encode() + b"\n")
    if callable(content):
        content(source)
    else:
        watched.sent += source.write(content or b"")
    source.seek(0)
    respond(importlib.import_module(worker).answer, source, written)
    yield Answered(written.getvalue(), watched)
