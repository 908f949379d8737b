"""Reading that takes its time: it is said, it can be stopped, and the data already there stay in use."""

import gc
import sys
import threading
from collections.abc import Callable
from contextlib import ExitStack

import numpy as np
import pandas as pd
import psutil
import pytest
from streamlit.testing.v1 import AppTest

from pages import contents
from retention.ingest.background import BackgroundImport
from retention.ingest.read import limits, process
from retention.ingest.read.process import Progress
from retention.ingest.read.raw import Layout, RawTable
from retention.ingest.session import ImportedFile, ImportSession
from tests.pages.conftest import Visit
from tests.pages.screen import PATIENCE, settled, words

pytestmark = pytest.mark.child
GOOD = "Customer,Order,Date,Amount\n" + "\n".join(f"c{n},{n},2025-01-15,10.50" for n in range(40))


@pytest.fixture
def app(visit: Visit) -> AppTest:
    return visit(grain="month")


def bring(app: AppTest, name: str, content: str) -> AppTest:
    app.file_uploader(key="uploads").upload(name, content.encode())
    return app.run()


@pytest.fixture
def endless(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files that take forever."""
    monkeypatch.setattr(process, "command", lambda: [sys.executable, "-I", "-c", "while True: pass"])


def children() -> set[psutil.Process]:
    return set(psutil.Process().children())


@pytest.mark.usefixtures("endless")
def test_a_long_reading_is_told_and_can_be_stopped(app: AppTest) -> None:
    before = children()
    bring(app, "endless.csv", GOOD)
    assert not app.exception
    assert "Reading `endless.csv` …" in words(app)
    assert "1 kB · " in words(app)
    assert children() > before
    app.button(key="stop-reading").click().run()
    assert not app.exception
    assert [toast.value for toast in app.toast] == ["Stopped. Nothing has changed."]
    assert "Reading" not in words(app)
    for child in children() - before:
        child.wait(timeout=10)
    assert [title.value for title in app.title] == ["What did I bring?"]


@pytest.mark.usefixtures("endless")
def test_other_pages_say_that_files_are_read_instead_of_asking_for_them(app: AppTest) -> None:
    bring(app, "endless.csv", GOOD)
    for page, entry in contents.PAGES.items():
        app.switch_page(contents.file(page)).run()
        assert not app.exception
        assert [title.value for title in app.title] == [entry.question]
        assert "Reading `endless.csv` …" in words(app), page
        assert "Bring your orders" not in words(app), page
    app.switch_page(contents.file("cohorts")).run()
    app.button(key="stop-reading").click().run()
    assert "Bring your orders" in words(app)


def test_the_data_already_there_stay_in_use(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    settled(bring(app, "good.csv", GOOD))
    assert "40 orders" in app.sidebar.caption[0].value
    monkeypatch.setattr(process, "command", lambda: [sys.executable, "-I", "-c", "while True: pass"])
    bring(app, "endless.csv", GOOD)
    assert "(1 of 1)" not in words(app)
    app.switch_page("pages/retention_page.py").run()
    assert [title.value for title in app.title] == ["Do they come back?"]
    assert "Reading `endless.csv` …" in words(app)
    app.button(key="stop-reading").click().run()
    assert "40 orders" in app.sidebar.caption[0].value


def test_a_newer_file_takes_the_place_of_one_being_read(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    before = children()
    with monkeypatch.context() as patched:
        patched.setattr(process, "command", lambda: [sys.executable, "-I", "-c", "while True: pass"])
        bring(app, "endless.csv", GOOD)
    app.button(key="sample-salon").click().run()
    settled(app)
    assert "salon" in app.session_state["imported"].documents[0].name
    for child in children() - before:
        child.wait(timeout=10)


def test_files_added_later_join_those_already_read(app: AppTest) -> None:
    uploader = app.file_uploader(key="uploads")
    settled(bring(app, "january.csv", GOOD))
    app.session_state["what-counts"] = True
    settled(app.run().toggle(key="rule-free").set_value(False).run())
    kept = app.session_state["imported"].documents[0]
    february = GOOD.replace("2025-01-15", "2025-02-15").replace(",c", ",d")
    # What a browser does when a file is added: it sends the earlier ones along.
    app.file_uploader(key="uploads")._files = uploader._files[:]
    settled(bring(app, "february.csv", february))
    imported = app.session_state["imported"]
    assert imported.documents[0] is kept
    assert [document.name for document in imported.documents] == ["january.csv", "february.csv"]
    assert not imported.rules.free


def at_work(job: BackgroundImport, before: set[psutil.Process]) -> None:
    """Wait until a job that does not end has a process which was not there before."""
    while not children() - before:
        job.wait(job.seconds + 0.01)
        assert not job.done
        assert job.seconds < PATIENCE


def endless_job(**options: Callable[[], bool]) -> BackgroundImport:
    """A job whose parser is at work, for ever."""
    before = children()
    job = BackgroundImport(
        ImportSession(documents=(ImportedFile(key="k", name="endless.csv", content=b"x"),)), {}, **options
    )
    at_work(job, before)
    return job


@pytest.mark.usefixtures("endless")
def test_a_reading_nobody_waits_for_any_more_is_stopped() -> None:
    before, threads = children(), threading.active_count()
    job = endless_job()
    left = children() - before
    del job
    gc.collect()
    _, alive = psutil.wait_procs(left, timeout=10)
    assert not alive
    assert_ended(threads)


@pytest.mark.usefixtures("endless")
def test_a_reading_ends_with_the_connection_of_its_visitor() -> None:
    before, threads = children(), threading.active_count()
    here = threading.Event()
    here.set()
    job = endless_job(wanted=here.is_set)
    here.clear()
    assert job.imported() is job.arrived
    assert children() == before
    assert_ended(threads)


def assert_ended(threads: int) -> None:
    """No more threads are alive than before."""
    for thread in threading.enumerate()[threads:]:
        thread.join(10)
    assert threading.active_count() <= threads


def test_who_comes_back_after_a_lost_connection_finds_the_file_read(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(process, "command", lambda: [sys.executable, "-I", "-c", "while True: pass"])
        bring(app, "good.csv", GOOD)
    app.session_state["import"].progress.stop()
    settled(app.run())
    assert "40 orders" in app.sidebar.caption[0].value


def test_a_file_that_waits_says_how_many_come_first_and_may_leave(app: AppTest) -> None:
    progress = [Progress() for _ in range(limits.PARSERS)]
    with ExitStack() as others:
        for each in progress:
            others.enter_context(process.PARSERS.turn(each))
        bring(app, "good.csv", GOOD)
        assert "2 files are being read before yours …" in words(app)
        app.button(key="stop-reading").click().run()
        assert [toast.value for toast in app.toast] == ["Stopped. Nothing has changed."]
        bring(app, "again.csv", GOOD)
        assert "2 files are being read before yours …" in words(app)
    settled(app)
    assert "40 orders" in app.sidebar.caption[0].value


@pytest.mark.usefixtures("endless")
def test_counting_orders_can_be_stopped_too(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = as_raw(pd.DataFrame({"Customer": ["ann"], "Date": ["2025-01-15"]}))
    monkeypatch.setattr(limits, "INLINE_ROWS", 0)
    before, read = children(), ImportedFile(key="k", name="orders.csv", content=b"", raw=raw).understood()
    job = BackgroundImport(ImportSession(documents=(read,)), {})
    at_work(job, before)
    job.progress.stop()
    assert job.imported() is job.arrived
    assert children() == before


def as_raw(frame: pd.DataFrame) -> RawTable:
    return RawTable(name="orders.csv", frame=frame, rows=np.arange(len(frame)), layout=Layout(format="csv"))
