"""What is done in a limited process gives the answers it would give at once, and ends when it should."""

import dataclasses
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import psutil
import pytest

from bench.hostile import ending
from retention.errors import RetentionError, Undecided
from retention.ingest import clean as cleaning
from retention.ingest import columns, limited, lookalikes
from retention.ingest.mapping import Choices
from retention.ingest.read import limits, process, read
from retention.ingest.read.process import Progress
from retention.ingest.read.raw import Layout, RawTable
from retention.ingest.rules import Rules
from retention.orders import Orders
from tests.hostile_files import KINDS, hostile

pytestmark = pytest.mark.child
TEXT = pd.StringDtype("pyarrow", na_value=np.nan)
SHOP = (
    "Customer,E-mail,City,Order,Date,Total,Currency,Status\n"
    "Ann Smith,ann@gmail.com,Leeds,1,2025-01-15,10.50,GBP,paid\n"
    "Ann Smyth,a.nn@gmail.com,Leeds,2,2025-02-16,20.00,GBP,paid\n"
    "Bob Stone,bob@shop.example,York,3,2025-02-17,7.00,EUR,paid\n"
    "Bob Stone,bob@shop.example,York,4,2025-02-18,-7.00,GBP,cancelled\n"
    ",,York,5,someday,8.00,GBP,paid\n"
    "Cid Blue,cid@shop.example,York,6,2025-03-01,x,GBP,paid\n"
)
FORKED = "Customer,Order,Date,Total\nann,1,03/04/2025,1\nbob,2,05/06/2025,2\n"


def file(text: str, name: str = "orders.csv") -> RawTable:
    return read(text.encode(), name=name)


def table(**cells: list[str]) -> RawTable:
    frame = pd.DataFrame(cells, dtype=TEXT)
    return RawTable(name="orders.csv", frame=frame, rows=np.arange(len(frame)), layout=Layout(format="csv"))


@pytest.fixture
def always(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is small enough to be done at once."""
    monkeypatch.setattr(limits, "INLINE_COLUMNS", -1)
    monkeypatch.setattr(limits, "INLINE_ROWS", -1)


@pytest.fixture
def never(monkeypatch: pytest.MonkeyPatch) -> None:
    """This process does none of the work."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("done in this process")

    for module, name in ((columns, "map_columns"), (columns, "map_files"), (cleaning, "clean")):
        monkeypatch.setattr(module, name, refuse)


def same(one: Orders, other: Orders) -> None:
    pd.testing.assert_frame_equal(one.frame, other.frame, check_exact=True)
    pd.testing.assert_frame_equal(one.set_aside, other.set_aside, check_exact=True)
    pd.testing.assert_frame_equal(one.states, other.states, check_exact=True)
    pd.testing.assert_frame_equal(one.lines, other.lines, check_exact=True)
    for field in dataclasses.fields(Orders):
        if field.name not in ("frame", "set_aside", "states", "line_cells"):
            assert getattr(one, field.name) == getattr(other, field.name), field.name
    assert one.fingerprint == other.fingerprint


@pytest.mark.usefixtures("always")
def test_the_same_mapping_the_same_orders_the_same_look_alikes() -> None:
    raw = file(SHOP)
    mapping = columns.map_columns(raw)
    assert limited.map_columns(raw) == mapping
    rules = Rules(exchange={"EUR": 0.9}, nobody=("Cid Blue",), merged={"Bob Stone": "Ann Smith"})
    files = [(raw, mapping)]
    same(limited.clean(files, rules=rules, currency="GBP"), cleaning.clean(files, rules=rules, currency="GBP"))
    found = limited.look_alikes(files, rules)
    assert found
    assert found == lookalikes.look_alikes(files, rules)


@pytest.mark.usefixtures("always")
def test_what_nobody_left_out_keeps_its_form() -> None:
    raw = file("Customer,Order,Date,Total\nann,1,2025-01-15,1\nbob,2,2025-01-16,2\n")
    files = [(raw, columns.map_columns(raw))]
    assert cleaning.clean(files).set_aside.empty
    same(limited.clean(files), cleaning.clean(files))


@pytest.mark.usefixtures("always")
def test_questions_and_refusals_are_the_same() -> None:
    with pytest.raises(Undecided) as asked:
        limited.map_columns(file(FORKED))
    with pytest.raises(Undecided) as expected:
        columns.map_columns(file(FORKED))
    assert asked.value.questions == expected.value.questions
    with pytest.raises(RetentionError) as refused:
        limited.map_columns(file("Order,Date\n1,2025-01-15\n"))
    assert (refused.value.code, refused.value.details["columns"]) == ("no_customer_column", ["Order", "Date"])


@pytest.mark.usefixtures("always")
def test_files_still_tell_about_each_other() -> None:
    telling = file("Customer,Order,Date,Total\nann,3,25/04/2025,1\nbob,4,05/06/2025,2\n", "april.csv")
    told = limited.map_files([(file(FORKED), Choices()), (telling, Choices())])
    assert told == columns.map_files([(file(FORKED), Choices()), (telling, Choices())])
    (alone,) = limited.map_files([(file(FORKED), Choices())])
    assert isinstance(alone, Undecided)


@pytest.mark.usefixtures("never")
def test_many_columns_are_read_but_not_looked_at_in_this_process() -> None:
    names = ["Customer", "Order", "Date", "Total", *(f"Note {n}" for n in range(limits.INLINE_COLUMNS))]
    rows = [",".join([f"c{n % 3}", str(n), "2025-01-15", "1.50", *["x"] * limits.INLINE_COLUMNS]) for n in range(9)]
    raw = file("\n".join([",".join(names), *rows]))
    mapping = limited.map_columns(raw)
    assert (mapping.customer, mapping.date, mapping.amount) == ("Customer", "Date", "Total")


def test_more_columns_than_a_list_of_orders_has_are_refused_in_few_words() -> None:
    count = limits.COLUMNS + 1
    names = ",".join(f"Note {n}" for n in range(count))
    with pytest.raises(RetentionError) as refused:
        file(f"{names}\n{','.join(['x'] * count)}\n", "wide.csv")
    assert refused.value.code == "too_many_columns"
    sentence = str(refused.value)
    assert f"{count} columns" in sentence
    assert len(sentence) < 600


@pytest.mark.usefixtures("never")
def test_looking_at_columns_has_a_limit_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "CPU_SECONDS", 0.0)
    monkeypatch.setattr(limits, "CPU_SECONDS_PER_COLUMN", 0.0)
    with pytest.raises(RetentionError) as refused:
        limited.map_columns(table(**{f"Note {n}": ["x"] for n in range(70)}))
    assert (refused.value.code, refused.value.details["name"]) == ("too_much_work", "orders.csv")


@pytest.mark.usefixtures("never")
def test_long_cells_are_not_looked_at_in_this_process() -> None:
    mapping = limited.map_columns(
        table(Customer=["ann", "bob"], Date=["2025-01-15", "2025-01-16"], Note=["x" * limits.MIB, "y" * limits.MIB])
    )
    assert mapping.customer == "Customer"


def guessing(raw: RawTable, progress: Progress) -> object:
    return limited.map_columns(raw, progress=progress)


def guessing_together(raw: RawTable, progress: Progress) -> object:
    return limited.map_files([(raw, Choices())] * 2, progress=progress)


def cleaned(raw: RawTable, progress: Progress) -> object:
    return limited.clean([(raw, columns.map_columns(raw))], progress=progress)


def looked_alike(raw: RawTable, progress: Progress) -> object:
    return limited.look_alikes([(raw, columns.map_columns(raw))], progress=progress)


@pytest.mark.usefixtures("always")
@pytest.mark.parametrize("work", [guessing, guessing_together, cleaned, looked_alike])
def test_all_of_it_can_be_stopped(
    work: Callable[[RawTable, Progress], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    raw, progress, threads = file(SHOP), Progress(), threading.active_count()
    others = set(psutil.Process().children())
    monkeypatch.setattr(process, "command", lambda: [sys.executable, "-I", "-c", "while True: pass"])
    threading.Timer(0.1, progress.stop).start()
    with pytest.raises(RetentionError) as stopped:
        work(raw, progress)
    assert stopped.value.code == "stopped"
    assert set(psutil.Process().children()) == others
    assert threading.active_count() == threads


@pytest.mark.few(6)
@pytest.mark.skipif(sys.platform == "win32", reason="processor time of children is not told there")
@pytest.mark.parametrize("seed", range(len(KINDS)), ids=list(KINDS))
def test_hostile_files_end_here_too(seed: int, tmp_path: Path) -> None:
    """As they end in tests without a process, `tests/ingest/read/test_hostile.py`."""
    _, data = hostile(seed)
    (tmp_path / "file").write_bytes(data)
    assert ending(tmp_path / "file").fault is None
