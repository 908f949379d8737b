"""The child that parses a file: its limits, its answers, its turn, and how far it has come."""

import gzip
import io
import struct
import sys
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager

import psutil
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from retention.errors import FileError, RetentionError, Undecided
from retention.ingest.read import limits, process, read
from retention.ingest.read.process import PARSERS, Child, Progress, Turns
from tests import same_process
from tests.exports import SINGLE
from tests.hostile_files import sheet_rows, xlsx
from tests.old_workbooks import xls

pytestmark = pytest.mark.child
Told = Callable[[str], None]
REQUEST = {"path": None, "size": 0, "choices": {}}


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Told:
    """Makes the child run some other program."""

    def tell(program: str) -> None:
        monkeypatch.setattr(process, "command", lambda: [sys.executable, "-I", "-c", program])

    return tell


def refusal(
    *, upload: bytes = b"", cpu: float = 30.0, seconds: float = 60.0, memory: int = limits.MEMORY_BYTES
) -> RetentionError:
    with (
        Child(REQUEST, upload, cpu=cpu, seconds=seconds, memory=memory) as child,
        pytest.raises(RetentionError) as refused,
    ):
        child.answer()
    return refused.value


def test_a_child_that_waits_for_ever_is_stopped(told: Told) -> None:
    told("import threading; threading.Event().wait()")
    error = refusal(seconds=0.3)
    assert (error.code, error.details) == ("took_too_long", {"limit": 0})


def test_a_child_that_works_for_ever_is_stopped_by_what_it_used_of_the_processor(told: Told) -> None:
    told("while True: pass")
    error = refusal(cpu=0.2)
    assert (error.code, error.details) == ("too_much_work", {"limit": 0})
    assert "0 seconds of computing" in str(FileError(error.code, name="o.csv", **error.details))


def test_the_time_a_file_may_take_grows_with_its_size() -> None:
    assert 10 <= limits.cpu_seconds(1_000_000) < 11
    assert limits.cpu_seconds(400 * limits.MIB) == 410
    assert limits.seconds(limits.cpu_seconds(0)) == 90


def test_a_child_that_eats_memory_is_stopped(told: Told) -> None:
    told("kept = []\nwhile True: kept.append(bytearray(b'x') * 4_000_000)")
    error = refusal(memory=200 * limits.MIB)
    assert (error.code, error.details) == ("too_big", {"limit": "200 MB"})


@pytest.mark.parametrize(
    ("program", "code"),
    [
        ("import os; os.abort()", "damaged"),
        ("import os; os.kill(os.getpid(), 11)", "damaged"),
        ("import os; os.kill(os.getpid(), 9)", "ended_outside"),
        ("import os; os.kill(os.getpid(), 15)", "ended_outside"),
        ("raise ValueError('odd cell')", "damaged"),
        ("raise MemoryError", "too_big"),
        ("import sys; sys.stderr.write('memory allocation of 4294967296 bytes failed'); sys.exit(134)", "too_big"),
        ("print('hello')", "damaged"),
        ("print('{\"tables\": 1, \"layout\": {}}'); print('no arrow')", "damaged"),
        ("print('{\"layout\": {}}')", "damaged"),
        ("print('7')", "damaged"),
        ("pass", "damaged"),
    ],
)
def test_a_child_that_dies_or_talks_nonsense(told: Told, program: str, code: str) -> None:
    told(program)
    assert refusal().code == code


def test_a_child_killed_by_somebody_else_is_no_fault_of_the_file(told: Told) -> None:
    told("while True: pass")
    others = set(psutil.Process().children())
    with Child(REQUEST, None) as child:
        (started,) = set(psutil.Process().children()) - others
        started.kill()
        with pytest.raises(RetentionError) as refused:
            child.answer()
    assert refused.value.code == "ended_outside"


def test_nonsense_of_a_child_that_lives_on_is_not_waited_for(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "EXIT_SECONDS", 0.1)
    told("import threading; print('hello', flush=True); threading.Event().wait()")
    assert refusal().code == "damaged"


def test_the_log_learns_where_a_parser_died_and_nobody_what_the_file_holds(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    program = (
        f"import sys; sys.path[:] = {sys.path!r}\n"
        "from retention.ingest.read import worker\n"
        "def answer(out, request, source):\n"
        "    sys.stderr.write('secret@shop.example\\n' * 1000)\n"
        "    sys.stderr.write(\"thread panicked at src/cells.rs:12:5: not a number: 'Ann Smith'\\n\")\n"
        "    raise ValueError('odd cell of Ann Smith')\n"
        "worker.serve(answer, cpu=5)"
    )
    monkeypatch.setattr(process, "command", lambda: [sys.executable, "-I", "-c", program])
    error = refusal()
    assert (error.code, error.details) == ("damaged", {})
    assert "src/cells.rs:12:5" in caplog.text
    assert "ValueError" in caplog.text
    assert "worker.py:" in caplog.text
    assert "Ann" not in caplog.text
    assert "secret" not in caplog.text


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
        until = time.monotonic() + 60
        while progress.rows < 12:
            assert wait([answer], timeout=0.01).not_done
            assert time.monotonic() < until
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
    ("deed", "code"), [("kept = bytearray(1 << 31)", "too_big"), ("while True: pass", "too_much_work")]
)
def test_the_child_stops_itself_where_the_parent_does_not_look(told: Told, deed: str, code: str) -> None:
    told(
        f"import sys; sys.path[:] = {sys.path!r}\n"
        "from retention.ingest.read import limits, worker\n"
        "limits.MEMORY_BYTES, limits.RESERVED_BYTES = 1 << 29, 0\n"
        f"worker._limit_self(0)\n{deed}"
    )
    started = time.monotonic()
    assert refusal(memory=1 << 40, cpu=1 << 40, seconds=60).code == code
    assert time.monotonic() - started < 50


DEADLINE = 30


class Recorded(Progress):
    """A progress that can be waited for."""

    def __init__(self, **options: Callable[[], bool]) -> None:
        self._changed, self._before = threading.Condition(), 0
        super().__init__(**options)

    @property
    def before(self) -> int:
        return self._before

    @before.setter
    def before(self, count: int) -> None:
        with self._changed:
            self._before = count
            self._changed.notify_all()

    def wait_for(self, before: int) -> None:
        """Wait until so many come first."""
        with self._changed:
            assert self._changed.wait_for(lambda: self._before == before, DEADLINE)


class Visitor:
    """Somebody who takes a turn in a thread of its own and keeps it until told to go."""

    def __init__(self, turns: Turns, pool: ThreadPoolExecutor, *, progress: Recorded | None = None) -> None:
        self.progress = progress or Recorded()
        self.has_turn, self.may_go = threading.Event(), threading.Event()
        self.stay: Future[None] = pool.submit(self._stay, turns)

    def _stay(self, turns: Turns) -> None:
        with turns.turn(self.progress):
            self.has_turn.set()
            assert self.may_go.wait(DEADLINE)

    def go(self) -> None:
        """Give the turn back."""
        self.may_go.set()
        self.stay.result(DEADLINE)


@contextmanager
def visitors(turns: Turns, count: int) -> Iterator[list[Visitor]]:
    """So many, each in line before the next one comes; whatever happens, none is left waiting."""
    with ThreadPoolExecutor(count) as pool:
        came: list[Visitor] = []
        try:
            for place in range(count):
                came.append(Visitor(turns, pool))
                if place < 2:
                    assert came[-1].has_turn.wait(DEADLINE)
                else:
                    came[-1].progress.wait_for(place)
            yield came
        finally:
            for each in came:
                each.may_go.set()
                each.progress.stop()


def test_the_server_has_one_line_of_two() -> None:
    assert (limits.PARSERS, PARSERS._at_once) == (2, 2)


def test_first_come_first_served_and_each_knows_how_many_come_first() -> None:
    with visitors(Turns(2), 4) as (first, second, third, fourth):
        assert not third.has_turn.is_set()
        second.go()
        assert third.has_turn.wait(DEADLINE)
        fourth.progress.wait_for(2)
        assert not fourth.has_turn.is_set()
        first.go()
        assert fourth.has_turn.wait(DEADLINE)
        fourth.progress.wait_for(0)


def test_who_stops_leaves_the_line_to_the_others() -> None:
    with visitors(Turns(2), 4) as (first, _, third, fourth):
        third.progress.stop()
        refused = third.stay.exception(DEADLINE)
        assert isinstance(refused, RetentionError)
        assert refused.code == "stopped"
        fourth.progress.wait_for(2)
        first.go()
        assert fourth.has_turn.wait(DEADLINE)


def test_who_is_gone_leaves_the_line_too() -> None:
    here = threading.Event()
    here.set()
    turns = Turns(1)
    with ThreadPoolExecutor(2) as pool:
        first = Visitor(turns, pool)
        assert first.has_turn.wait(DEADLINE)
        second = Visitor(turns, pool, progress=Recorded(wanted=here.is_set))
        second.progress.wait_for(1)
        here.clear()
        assert isinstance(second.stay.exception(DEADLINE), RetentionError)
        first.go()


def test_a_turn_is_given_back_whatever_happens() -> None:
    turns = Turns(1)

    def fail() -> None:
        with turns.turn(Progress()):
            raise KeyboardInterrupt

    for _ in range(2):
        with pytest.raises(KeyboardInterrupt):
            fail()


def test_an_end_stays_an_end() -> None:
    here = threading.Event()
    progress = Progress(wanted=here.is_set)
    assert progress.stopped
    here.set()
    assert progress.stopped


ROWS = [["Customer", "Date", "Total"], ["Ștefan", "2025-01-05", "10.50"], ["Анна", "2025-02-06", ""]]
TEXT = "\n".join(";".join(row) for row in ROWS)


def parquet() -> bytes:
    written = io.BytesIO()
    pq.write_table(pa.table(dict(zip(ROWS[0], map(list, zip(*ROWS[1:], strict=True)), strict=True))), written)
    return written.getvalue()


@pytest.mark.few(6)
@pytest.mark.parametrize(
    "content",
    [
        pytest.param(TEXT.encode("utf-16"), id="text"),
        pytest.param(gzip.compress(f"{TEXT}\nann{chr(0x301) * 99};2025-03-07;1".encode()), id="archive"),
        pytest.param(xlsx(sheet_rows(ROWS)), id="xlsx"),
        pytest.param(xls({"Orders": ROWS}), id="xls"),
        pytest.param(xls({"May": ROWS, "June": ROWS}), id="question"),
        pytest.param(b"%PDF-1.7", id="refusal"),
        pytest.param(parquet(), id="parquet"),
        *(pytest.param(write(ROWS), id=name) for name, write in SINGLE.items()),
    ],
)
def test_a_process_of_its_own_gives_what_tests_read_without_one(
    content: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def told() -> tuple[object, ...]:
        try:
            raw = read(content, name="orders")
        except Undecided as asked:
            return (asked.questions,)
        except RetentionError as refused:
            return (refused.code, refused.details)
        return (raw.layout, raw.issues, raw.parts, raw.rows.tolist(), raw.frame.to_dict("list"))

    apart = told()
    monkeypatch.setattr(process, "limited", same_process.limited)
    assert repr(told()) == repr(apart)
