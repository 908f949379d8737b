"""The child's side: reads one request and one file, writes one answer, and may die trying.

Request: a JSON line, then the bytes of an upload. Answer: a JSON line, then the cells as an Arrow stream whose last
column holds the row numbers; before it, of a file of several sheets, a line with the rows of each one read.
Nothing here imports pandas, so that the child starts fast.
"""

import dataclasses
import gc
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from retention.errors import RetentionError, Undecided
from retention.ingest.read import limits

if TYPE_CHECKING:
    from retention.ingest.read.cells import Cells
    from retention.ingest.read.formats import Found

ROWS = "row numbers"


class _WithoutPandas:
    """Keeps pandas out: pyarrow would load it with the first array it makes, which takes longer than starting up."""

    def find_spec(self, fullname: str, *_: object) -> None:
        """Refuse pandas, leave every other module to the usual finders."""
        if fullname == "pandas":
            raise ImportError("not needed in the child")


def main() -> None:
    """Serve one request from standard input to standard output."""
    _limit_self()
    gc.disable()  # nothing here lives long enough to be worth looking for
    sys.meta_path.insert(0, _WithoutPandas())
    request = json.loads(sys.stdin.buffer.readline())
    try:
        _answer(sys.stdout.buffer, request)
    except Undecided as undecided:
        questions = [{"code": q.code, "options": q.options, "details": q.details} for q in undecided.questions]
        _write_line(sys.stdout.buffer, {"questions": questions})
    except RetentionError as error:
        _write_line(sys.stdout.buffer, {"error": error.code, "details": error.details})
    sys.stdout.buffer.flush()


def _limit_self() -> None:
    """The operating system's hard stops, where there are any; the parent watches on every system."""
    try:
        import resource
    except ImportError:
        return  # Windows
    stops = {
        resource.RLIMIT_CPU: int(limits.SECONDS) + 1,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: 0,
    }
    if sys.platform == "linux":  # macOS refuses or ignores this one
        stops[resource.RLIMIT_AS] = limits.MEMORY_BYTES + limits.RESERVED_BYTES
    for which, most in stops.items():
        _, hard = resource.getrlimit(which)
        if hard == resource.RLIM_INFINITY or most <= hard:
            resource.setrlimit(which, (most, hard))


def _write_line(out: BinaryIO, message: Mapping[str, object]) -> None:
    out.write(json.dumps(message).encode() + b"\n")
    out.flush()


def _answer(out: BinaryIO, request: Mapping[str, Any]) -> None:
    from retention.ingest.read import formats

    path = request["path"]
    data = Path(path).read_bytes() if path else sys.stdin.buffer.read(request["size"])
    chosen = formats.Request(**request["choices"], tell=lambda rows: _write_line(out, {"rows": rows}))
    write_answer(out, formats.read(data, chosen, path=path))


def write_answer(out: BinaryIO, found: "Found") -> None:
    """What was found in a file: the message and the cells."""
    layout = {
        "format": found.format,
        "encoding": found.cells.encoding,
        "separator": found.cells.separator,
        "sheet": found.sheet,
        "sheets": found.sheets,
        "header_row": found.cells.header_row,
    }
    issues = [dataclasses.asdict(issue) for issue in found.cells.issues]
    _write_line(out, {"layout": layout, "issues": issues, "parts": found.cells.parts})
    _write_table(out, found.cells)


def _write_table(out: BinaryIO, cells: "Cells") -> None:
    import pyarrow as pa

    table = cells.table.append_column(ROWS, cells.rows)
    with pa.ipc.new_stream(out, table.schema) as stream:
        stream.write_table(table)
