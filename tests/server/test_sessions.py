"""What the pages use of Streamlit's own sessions is what the installed Streamlit does, and stands in one module."""

import ast
import inspect
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.runtime import Runtime, SessionClient
from streamlit.runtime.uploaded_file_manager import UploadedFileManager
from streamlit.testing.v1 import AppTest

from pages.shared.server import sessions
from tests.server.running import Served
from tests.server.visitor import visiting

ROOT = Path(__file__).parent.parent.parent
PUBLIC = {"streamlit", "streamlit.starlette", "streamlit.delta_generator"}
"""Modules of Streamlit that its documentation names; the last one only for the type of a container."""
ONLY = ROOT / "pages" / "shared" / "server" / "sessions.py"


INSIDE = {"runtime", "proto", "web", "elements", "watcher"}
"""Names of Streamlit's own packages, which `st` has too."""


def inner(tree: ast.AST) -> Iterator[str]:
    """What of Streamlit's inside a module imports, or reaches through `st`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            named = [name.name for name in node.names]
        elif isinstance(node, ast.ImportFrom):
            whole = node.module == "streamlit"
            named = [f"{node.module}.{name.name}" if whole else str(node.module) for name in node.names]
        elif isinstance(node, ast.Attribute) and ast.unparse(node.value) == "st" and node.attr in INSIDE:
            named = [f"streamlit.{node.attr}"]
        else:
            continue
        yield from (name for name in named if name.startswith("streamlit") and name not in PUBLIC)


def test_one_module_alone_reaches_into_streamlit() -> None:
    files = [ROOT / "app.py", *sorted((ROOT / "pages").rglob("*.py"))]
    found = {path for path in files if list(inner(ast.parse(path.read_text(encoding="utf-8"))))}
    assert found == {ONLY}


@pytest.mark.parametrize(
    "code",
    [
        "import streamlit.runtime",
        "from streamlit import runtime",
        "from streamlit.proto.A import B",
        "st.runtime.exists()",
    ],
)
def test_reaching_into_streamlit_is_noticed(code: str) -> None:
    assert list(inner(ast.parse(code)))


def page() -> None:
    import streamlit as st

    from pages.shared.server import sessions

    runs = st.session_state.setdefault("runs", [])
    runs.append((sessions.current(), sessions.current_run()))


def test_a_run_knows_its_session_and_is_another_one_each_time() -> None:
    app = AppTest.from_function(page).run().run()
    (session, first), (again, second) = app.session_state["runs"]
    assert isinstance(session, str)
    assert session == again
    assert first is not None
    assert first is not second
    assert (sessions.current(), sessions.current_run()) == (None, None), "outside of a run there is none"


def test_a_session_is_asked_after_and_ended_as_streamlit_does_it() -> None:
    nobody = sessions.Nobody()
    inspect.signature(Runtime.is_active_session).bind(Runtime, "session")
    inspect.signature(Runtime.close_session).bind(Runtime, "session")
    inspect.signature(Runtime.connect_session).bind(Runtime, nobody, user_info={})
    inspect.signature(Runtime.handle_backmsg).bind(Runtime, "session", BackMsg(set_run_on_save=False))
    inspect.signature(UploadedFileManager.remove_session_files).bind(UploadedFileManager, "session")
    assert SessionClient.__abstractmethods__ == {"write_forward_msg"}
    assert isinstance(Runtime.uploaded_file_mgr, property)


def test_without_a_server_nobody_is_missed() -> None:
    assert not Runtime.exists()
    assert sessions.is_connected("anybody")


@pytest.mark.parametrize(
    ("words", "named"),
    [(["streamlit", "token", " abc"], "abc"), (["streamlit", "token", ""], None), (["streamlit"], None), ([], None)],
)
def test_the_session_named_by_a_page_that_connects_again_stands_third(words: list[str], named: str | None) -> None:
    assert sessions.named_earlier(words) == named


def test_a_browser_is_told_its_session_and_sends_files_and_questions_under_it(served: Served) -> None:
    with visiting(served.port) as visitor:
        visitor.run()
        assert visitor.upload(b"a,b") == 204
        assert sessions.of_upload(f"/_stcore/upload_file/{visitor.session}/1") == visitor.session
        assert BackMsg.FromString(sessions.request_for_a_run()).WhichOneof("type") == "rerun_script"
    assert sessions.of_upload("/_stcore/health") is None
