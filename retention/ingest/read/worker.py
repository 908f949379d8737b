"""The child of `retention.ingest.read`: it reads a request and a file, and writes an answer, if it lives that long.

Request: a JSON line, then the bytes of an upload. Answer: a JSON line, then as many tables as it says, as Arrow
streams: of a file its cells, whose last column holds the row numbers. Before it, of a file of several sheets, a line
with the rows of each one read.
Nothing here imports pandas or NumPy, so that the child starts fast.
"""

import dataclasses
import gc
import json
import os
import sys
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, BinaryIO

from retention.errors import FileError, RetentionError, Undecided
from retention.ingest.read import limits

if TYPE_CHECKING:
    import pyarrow as pa

    from retention.ingest.read.formats import Found

ROWS = "row numbers"
TOO_MANY_MARKS = rf"(\p{{M}}{{{limits.MARKS}}})\p{{M}}+"
"""More combining marks in a row than any language needs, after as many as are kept."""
LAST_FRAMES = 3


class _WithoutTables:
    """Keeps pandas and NumPy out: pyarrow loads them where it can, which takes longer than starting up."""

    def find_spec(self, fullname: str, *_: object) -> None:
        """Refuse these two, leave every other module to the usual finders."""
        if fullname in ("pandas", "numpy"):
            raise ImportError("not needed in the child")


Answer = Callable[[BinaryIO, Mapping[str, Any], BinaryIO], None]
"""Writes to the first what the request asks for about the content that follows in the last."""


def main(cpu: float) -> None:
    """Read one file, within so many seconds of a processor."""
    sys.meta_path.insert(0, _WithoutTables())
    serve(answer, cpu=cpu)


def serve(answer: Answer, *, cpu: float) -> None:
    """Serve one request from standard input to standard output, and never more than so many seconds of a processor."""
    sys.excepthook = _say_where
    _limit_self(cpu)
    gc.disable()  # the process ends before collecting would pay
    respond(answer, sys.stdin.buffer, sys.stdout.buffer)


def respond(answer: Answer, source: BinaryIO, out: BinaryIO) -> None:
    """Read one request and write what `answer` says to it, or its refusal or question."""
    request = json.loads(source.readline())
    try:
        answer(out, request, source)
    except Undecided as undecided:
        questions = [{"code": q.code, "options": q.options, "details": q.details} for q in undecided.questions]
        write_line(out, {"questions": questions})
    except RetentionError as error:
        write_line(out, {"error": error.code, "details": error.details})
    out.flush()


def _say_where(error: type[BaseException], _: BaseException, trace: TracebackType | None) -> None:
    """What kind of mistake was made where, without its message, which may hold cells of the file."""
    frames = traceback.extract_tb(trace)[-LAST_FRAMES:]
    places = [f"{Path(frame.filename).parent.name}/{Path(frame.filename).name}:{frame.lineno}" for frame in frames]
    sys.stderr.write(f"crashed: {error.__name__} {' '.join(places)}\n")


def _limit_self(cpu: float) -> None:
    """The operating system's hard stops, where there are any; the parent watches on every system."""
    try:
        import resource
    except ImportError:
        return  # Windows
    os.nice(limits.NICENESS)
    stops = {
        resource.RLIMIT_CPU: int(cpu) + 1,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: 0,
    }
    if sys.platform == "linux":  # macOS refuses or ignores this one
        stops[resource.RLIMIT_AS] = limits.MEMORY_BYTES + limits.RESERVED_BYTES
    for which, most in stops.items():
        _, hard = resource.getrlimit(which)
        if hard == resource.RLIM_INFINITY or most <= hard:
            resource.setrlimit(which, (most, hard))


def write_line(out: BinaryIO, message: Mapping[str, object]) -> None:
    """One message of an answer."""
    out.write(json.dumps(message).encode() + b"\n")
    out.flush()


def answer(out: BinaryIO, request: Mapping[str, Any], upload: BinaryIO) -> None:
    """The cells of a file, which lies at a path or was sent along."""
    from retention.ingest.read import formats

    path = request["path"]
    data = Path(path).read_bytes() if path else upload.read(request["size"])
    chosen = formats.Request(**request["choices"], report=lambda rows: write_line(out, {"rows": rows}))
    write_answer(out, formats.read(data, chosen, path=path))


def without_long_marks(table: "pa.Table") -> "pa.Table":
    """The cells and names of a table with at most `limits.MARKS` combining marks in a row: Unicode's stream-safe text.

    Text with more of them cannot be put into a normal form in reasonable time (Unicode Standard Annex #15).
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    def cut(column: "pa.ChunkedArray") -> "pa.ChunkedArray":
        if not (pa.types.is_string(column.type) or pa.types.is_large_string(column.type)):
            return column
        long = pc.fill_null(pc.greater(pc.binary_length(column), 2 * limits.MARKS), False)
        if not pc.any(long).as_py():
            return column
        shorter = pc.replace_substring_regex(column.filter(long), TOO_MANY_MARKS, r"\1").combine_chunks()
        return pa.chunked_array([pc.replace_with_mask(column.combine_chunks(), long.combine_chunks(), shorter)])

    names = cut(pa.chunked_array([pa.array(table.column_names, pa.string())])).to_pylist()
    return pa.table([cut(column) for column in table.columns], names=names)


def write_answer(out: BinaryIO, found: "Found") -> None:
    """What was found in a file: the message and the cells. Raises RetentionError `too_many_columns`."""
    if found.cells.table.num_columns > limits.COLUMNS:
        raise FileError("too_many_columns", columns=found.cells.table.num_columns, limit=limits.COLUMNS)
    layout = {
        "format": found.format,
        "encoding": found.cells.encoding,
        "separator": found.cells.separator,
        "sheet": found.sheet,
        "sheets": found.sheets,
        "header_row": found.cells.header_row,
    }
    issues = [dataclasses.asdict(issue) for issue in found.cells.issues]
    write_line(out, {"tables": 1, "layout": layout, "issues": issues, "parts": found.cells.parts})
    write_table(out, without_long_marks(found.cells.table).append_column(ROWS, found.cells.rows))


def write_table(out: BinaryIO, table: "pa.Table | pa.RecordBatch") -> None:
    """One table of an answer, or of a request."""
    import pyarrow as pa

    with pa.ipc.new_stream(out, table.schema) as stream:
        stream.write(table)
