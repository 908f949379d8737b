"""Visitors who left are forgotten in time, without another visitor."""

import asyncio
import os
from concurrent.futures import ThreadPoolExecutor

import psutil
import pytest
import streamlit as st
from starlette.types import Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg

from pages.shared.server import forgetting
from pages.shared.server.forgetting import EVERY_SECONDS, KEPT_SECONDS, DrawAgain, NoteUploads, Sessions
from tests.server.running import Served
from tests.server.visitor import MEGABYTE, visiting
from tests.server.watched import FORGOTTEN

SESSION = "0a1b2c3d-0000-4000-8000-000000000000"


def nobody(_session: str) -> bool:
    return False


async def unused(*_args: object) -> None:
    raise AssertionError("neither receives nor sends")


def everybody(_session: str) -> bool:
    return True


def test_a_session_is_overdue_once_its_connection_is_gone_for_the_agreed_time() -> None:
    sessions = Sessions()
    sessions.note("a")
    assert not sessions.overdue(everybody, 0)
    assert not sessions.overdue(nobody, 100)
    assert not sessions.overdue(nobody, 100 + KEPT_SECONDS - 1)
    assert sessions.overdue(nobody, 100 + KEPT_SECONDS) == ["a"]
    assert not sessions.overdue(nobody, 100 + 2 * KEPT_SECONDS), "it is closed once"


def test_who_connects_again_has_the_whole_time_anew() -> None:
    sessions = Sessions()
    sessions.note("a")
    sessions.overdue(nobody, 0)
    sessions.overdue(everybody, KEPT_SECONDS - 1)
    sessions.note("a")
    assert not sessions.overdue(nobody, KEPT_SECONDS)
    assert sessions.overdue(nobody, 2 * KEPT_SECONDS) == ["a"]


def test_memory_is_back_two_minutes_after_leaving_and_streamlit_keeps_sessions_until_then() -> None:
    assert KEPT_SECONDS + 3 * EVERY_SECONDS <= 120
    assert st.get_option("server.disconnectedSessionTTL") > KEPT_SECONDS + EVERY_SECONDS


@pytest.mark.parametrize("path", [f"/_stcore/upload_file/{SESSION}/1", f"/below/_stcore/upload_file/{SESSION}/1"])
def test_a_session_that_uploads_is_watched_though_it_showed_no_page(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fails(scope: Scope, receive: Receive, send: Send) -> None:
        raise OSError("the connection broke off")

    watched = Sessions()
    monkeypatch.setattr(forgetting, "SESSIONS", watched)
    asked = NoteUploads(fails)({"type": "http", "path": path}, unused, unused)
    with ThreadPoolExecutor(1) as thread, pytest.raises(OSError, match="broke off"):
        thread.submit(asyncio.run, asked).result()  # in this one a browser of other tests may have its loop
    watched.overdue(nobody, 0)
    assert watched.overdue(nobody, KEPT_SECONDS) == [SESSION]


@pytest.mark.parametrize(("earlier", "asked"), [(["somebody"], True), (["of this server"], False), ([], False)])
def test_a_page_of_a_session_nobody_knows_is_drawn_again(
    earlier: list[str], asked: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched = Sessions()
    watched.note("of this server")
    monkeypatch.setattr(forgetting, "SESSIONS", watched)
    heard: list[Message] = []

    async def hears(scope: Scope, receive: Receive, send: Send) -> None:
        heard.extend([await receive(), await receive()])

    async def says() -> Message:
        return {"type": "websocket.receive", "bytes": b"what the page says"}

    scope = {"type": "websocket", "subprotocols": ["streamlit", "token", *earlier]}
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, DrawAgain(hears)(scope, says, unused)).result()
    message = BackMsg.FromString(heard[1]["bytes"]) if asked else heard[1]["bytes"]
    assert (message.WhichOneof("type") == "rerun_script") if asked else message == b"what the page says"


def used(app: psutil.Process) -> float:
    """Memory of the app in megabytes, shared libraries left out."""
    return float(app.memory_full_info().uss) / MEGABYTE


def test_what_a_visitor_brought_is_gone_soon_after_they_left(served: Served) -> None:
    app = psutil.Process(served.process.pid)
    with visiting(served.port) as visitor:  # a first visitor pays for what every later one shares
        visitor.run()
    before = used(app)
    with visiting(served.port) as visitor:
        visitor.run("hold=1")
        assert visitor.upload(os.urandom(100 * MEGABYTE)) == 204
        assert visitor.run()
        assert used(app) - before > 180, "held while somebody is there"
    assert served.terminal.says(FORGOTTEN, visitor.session)
    assert used(app) - before <= 20
