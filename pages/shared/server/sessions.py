"""The sessions of Streamlit: whose run this is, whether a browser is there, and the end of one.

The only module of the pages that reaches into Streamlit, because it has no public way to any of this: `st.context`
tells headers and language but not the session, `streamlit.starlette.App` has hooks for the start and the end of the
server but not of a session, and a cache of a session ends with it but cannot end it. `tests/server/test_sessions.py`
holds all that is used here to what the installed Streamlit does, and fails when a new one does otherwise.
"""

import re
from collections.abc import Sequence

from streamlit import runtime
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime import SessionClient, caching
from streamlit.runtime.scriptrunner import get_script_run_ctx

EARLIER = 2
"""Place of the session among the words (subprotocols) with which a browser connects again."""
UPLOAD = re.compile(r"/_stcore/upload_file/([0-9a-f-]{36})/")
"""Address of an upload, with the session it is for."""


def current_run() -> object | None:
    """The run of a page that this thread is busy with; None outside of any."""
    return get_script_run_ctx(suppress_warning=True)


def current() -> str | None:
    """The session whose page this thread draws; None outside of any run."""
    run = get_script_run_ctx(suppress_warning=True)
    return None if run is None else run.session_id


def is_step_in_history() -> bool:
    """Whether the browser went back or forward to the address it asks for."""
    run = get_script_run_ctx(suppress_warning=True)
    return run is not None and run.is_history_navigation


def draws_a_part() -> bool:
    """Whether only a part of the page is drawn (a fragment), and the rest stays as it is."""
    run = get_script_run_ctx(suppress_warning=True)
    return run is not None and bool(run.fragment_ids_this_run)


def is_connected(session: str) -> bool:
    """Whether the browser of a session has a connection; asked from any thread. Without a server nobody is missed."""
    return not runtime.exists() or runtime.get_instance().is_active_session(session)


def named_earlier(subprotocols: Sequence[str]) -> str | None:
    """The session that a browser names when it connects again; None where it names none."""
    named = [word.strip() for word in subprotocols[EARLIER:]]
    return named[0] or None if named else None


def of_upload(path: str) -> str | None:
    """The session that a file sent to this address is for; None where no file is sent there."""
    found = UPLOAD.search(path)
    return found[1] if found else None


def request_for_a_run() -> bytes:
    """The message with which a browser asks for its page to be drawn."""
    return bytes(BackMsg(rerun_script=ClientState()).SerializeToString())


def close(session: str) -> None:
    """Drop all that a session holds: its state and caches, downloads, uploads; what it was reading stops."""
    server = runtime.get_instance()
    server.close_session(session)
    server.uploaded_file_mgr.remove_session_files(session)  # one may have ended after the session


def empty(session: str) -> None:
    """Drop what a session holds besides its state, which the run of its page does: its caches and its uploads."""
    caching.clear_session_data_cache(session)
    caching.clear_session_resource_cache(session)
    if runtime.exists():
        runtime.get_instance().uploaded_file_mgr.remove_session_files(session)


def draw(session: str) -> None:
    """Let the first page of a session that is connected be drawn. To be called by the loop that serves sessions."""
    runtime.get_instance().handle_backmsg(session, BackMsg(rerun_script=ClientState()))


class Nobody(SessionClient):
    """A visitor who listens to nothing."""

    def write_forward_msg(self, msg: ForwardMsg) -> None:
        """Take a message."""


def serve_nobody() -> str:
    """Send something to an empty session, and give its name.

    The loop in which Streamlit serves sessions keeps hold of the last one until it serves another: that of a visitor
    who left, with all it holds.
    """
    server = runtime.get_instance()
    empty = server.connect_session(Nobody(), user_info={})
    server.handle_backmsg(empty, BackMsg(set_run_on_save=False))
    return empty
