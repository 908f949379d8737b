"""The child may hang, crash, eat memory or talk nonsense: the parent gets a code, and nobody else notices."""

import io
import struct
import sys
import threading
import time
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import psutil
import pytest

from retention.errors import RetentionError, Undecided
from retention.ingest.read import limits, process, read
from retention.ingest.read.process import Child
from retention.ingest.read.progress import Progress
from tests.old_workbooks import xls

Told = Callable[[str], None]
REQUEST = {"path": None, "size": 0, "choices": {}}


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Told:
    """Makes the child run some other program."""

    def tell(program: str) -> None:
        monkeypatch.setattr(process, "command", lambda: [sys.executable, "-I", "-c", program])

    return tell


def refusal(*, upload: bytes = b"", seconds: float = 30.0, memory: int = limits.MEMORY_BYTES) -> RetentionError:
    with (
        Child(REQUEST, upload, seconds=seconds, memory=memory) as child,
        pytest.raises(RetentionError) as refused,
    ):
        child.answer()
    return refused.value


def test_a_child_that_hangs_is_stopped(told: Told) -> None:
    told("while True: pass")
    started = time.monotonic()
    error = refusal(seconds=0.3)
    assert (error.code, error.details) == ("took_too_long", {"limit": 0})
    assert time.monotonic() - started < 10


def test_a_child_that_eats_memory_is_stopped(told: Told) -> None:
    told("kept = []\nwhile True: kept.append(bytearray(b'x') * 4_000_000)")
    error = refusal(memory=200 * limits.MIB)
    assert (error.code, error.details) == ("too_big", {"limit": "200 MB"})


@pytest.mark.parametrize(
    ("program", "code"),
    [
        ("import os; os.abort()", "damaged"),
        ("raise ValueError('odd cell')", "damaged"),
        ("raise MemoryError", "too_big"),
        ("import sys; sys.stderr.write('memory allocation of 4294967296 bytes failed'); sys.exit(134)", "too_big"),
        ("print('hello')", "damaged"),
        ("print('{\"layout\": {}}'); print('no arrow')", "damaged"),
        ("pass", "damaged"),
    ],
)
def test_a_child_that_dies_or_talks_nonsense(told: Told, program: str, code: str) -> None:
    told(program)
    assert refusal().code == code


def test_the_last_words_are_kept(told: Told) -> None:
    told("import sys; sys.stderr.write('x\\n' * 100_000); raise ValueError('odd cell')")
    assert refusal().details == {"reason": "ValueError: odd cell"}


def test_an_upload_nobody_reads_does_no_harm(told: Told) -> None:
    told("pass")
    assert refusal(upload=bytes(5 * limits.MIB)).code == "damaged"


def test_refusals_and_questions_arrive(told: Told) -> None:
    told("""print('{"error": "password", "details": {"reason": "x"}}')""")
    error = refusal()
    assert (error.code, error.details) == ("password", {"reason": "x"})
    told("""print('{"questions": [{"code": "sheet", "options": ["a", "*"], "details": {}}]}')""")
    error = refusal()
    assert isinstance(error, Undecided)
    assert error.questions[0].options == ("a", "*")


def test_nothing_is_left_behind_when_the_caller_gives_up(told: Told) -> None:
    told("while True: pass")
    before, others = threading.active_count(), set(psutil.Process().children())

    def give_up() -> None:
        with Child(REQUEST, None):
            assert set(psutil.Process().children()) > others
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        give_up()
    assert threading.active_count() == before
    assert set(psutil.Process().children()) == others


def test_a_reading_can_be_stopped_from_another_thread(told: Told) -> None:
    told("while True: pass")
    progress = Progress()
    others = set(psutil.Process().children())
    with Child(REQUEST, bytes(3), progress=progress) as child:
        threading.Timer(0.1, progress.stop).start()
        with pytest.raises(RetentionError) as stopped:
            child.answer()
    assert stopped.value.code == "stopped"
    assert set(psutil.Process().children()) == others


def test_rows_are_told_sheet_by_sheet(told: Told) -> None:
    told("""print('{"rows": 5}'); print('{"rows": 7}', flush=True)\nwhile True: pass""")
    progress = Progress()
    with Child(REQUEST, None, progress=progress) as child, ThreadPoolExecutor(1) as pool:
        answer = pool.submit(child.answer)
        while progress.rows < 12:
            assert not answer.done()
        progress.stop()
        assert isinstance(answer.exception(), RetentionError)


def test_only_the_rows_of_the_table_count_in_the_end() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for month in ("may", "june"):
            archive.writestr(f"{month}.csv", "Customer,Date\nann,2025-01-05\nbob,2025-01-06\n")
        archive.writestr("notes.csv", "Note\nold\n")
    progress = Progress()
    assert len(read(packed.getvalue(), name="o.zip", sheet="*", progress=progress).frame) == 4
    assert progress.rows == 4


def test_what_was_handed_over_and_given_back_is_counted() -> None:
    content = b"Customer,Date\n" + b"ann,2025-01-05\n" * 200_000
    progress = Progress()
    assert len(read(content, name="orders.csv", progress=progress).frame) == 200_000
    assert (progress.sent, progress.rows) == (len(content), 200_000)


def looping() -> bytes:
    """A workbook of 1997's format whose directory says that it goes on where it began."""
    content = bytearray(xls({"Orders": [["Customer", "Date"], ["ann", "2025-01-05"]]}))
    (table,) = struct.unpack_from("<I", content, 0x4C)
    (directory,) = struct.unpack_from("<I", content, 0x30)
    struct.pack_into("<I", content, 512 * (table + 1) + 4 * directory, directory)
    return bytes(content)


def test_a_workbook_that_never_ends_is_stopped() -> None:
    content = looping()
    request = {"path": None, "size": len(content), "choices": {}}
    with Child(request, content, memory=300 * limits.MIB) as child, pytest.raises(RetentionError) as refused:
        child.answer()
    assert (refused.value.code, refused.value.details) == ("too_big", {"limit": "300 MB"})


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the parent alone watches")
@pytest.mark.parametrize(
    ("deed", "code"), [("kept = bytearray(1 << 31)", "too_big"), ("while True: pass", "took_too_long")]
)
def test_the_child_stops_itself_where_the_parent_does_not_look(told: Told, deed: str, code: str) -> None:
    told(
        f"import sys; sys.path[:] = {sys.path!r}\n"
        "from retention.ingest.read import limits, worker\n"
        "limits.SECONDS, limits.MEMORY_BYTES, limits.RESERVED_BYTES = 0, 1 << 29, 0\n"
        f"worker._limit_self()\n{deed}"
    )
    started = time.monotonic()
    assert refusal(memory=1 << 40, seconds=60).code == code
    assert time.monotonic() - started < 50
