"""Forgetting visitors who left: on a timer, and without waiting for another visitor.

Streamlit keeps what a disconnected session holds for some time, so that a short break of the connection costs nothing,
but drops it only when some other session ends. Here a clock closes such sessions, and gives their memory back to the
system.
"""

import asyncio
import ctypes
import gc
import re
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Protocol

import pyarrow as pa
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit import runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.starlette import App

KEPT_SECONDS = 60
"""How long a session outlives its connection. A browser that lost it tries again within seconds."""
EVERY_SECONDS = 10
"""Time between two looks for sessions to forget."""
UPLOAD = re.compile(r"/_stcore/upload_file/([0-9a-f-]{36})/")
"""Address of an upload, with the session it is for."""


class State(Protocol):
    """What a session remembers."""

    def clear(self) -> None:
        """Forget all of it."""


class Sessions:
    """The sessions that may hold something: since when each has no connection, and its state where one is known."""

    def __init__(self) -> None:
        self._left: dict[str, float | None] = {}
        self._states: dict[str, State] = {}

    def note(self, session: str, state: State | None = None) -> None:
        """Remember a session that begins to hold something; may be called from any thread."""
        if state is not None:
            self._states[session] = state
        self._left.setdefault(session, None)

    def overdue(self, is_connected: Callable[[str], bool], now: float) -> dict[str, State | None]:
        """The sessions without a connection for `KEPT_SECONDS`; they are not watched any longer."""
        late = {}
        for session, since in list(self._left.items()):
            if is_connected(session):
                self._left[session] = None
            elif since is None:
                self._left[session] = now
            elif now - since >= KEPT_SECONDS:
                del self._left[session]
                late[session] = self._states.pop(session, None)
        return late


SESSIONS = Sessions()


def note_visit() -> None:
    """Watch the session of the page that is being made."""
    run = get_script_run_ctx(suppress_warning=True)
    if run is not None and runtime.exists():
        found = runtime.get_instance().get_app_session(run.session_id)
        SESSIONS.note(run.session_id, found.session_state if found else None)


class NoteUploads:
    """Watches the session an upload belongs to: one that never showed a page can hold files too.

    It is noted when the upload is over, because a session may have been closed meanwhile and is then closed again.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await self.app(scope, receive, send)
        finally:
            found = UPLOAD.search(scope["path"]) if scope["type"] == "http" else None
            if found:
                SESSIONS.note(found[1])


@asynccontextmanager
async def while_serving(_app: App) -> AsyncIterator[None]:
    """Look for sessions to forget as long as the app runs."""
    clock = Clock(asyncio.get_running_loop())
    clock.tick()
    try:
        yield
    finally:
        clock.stop()


class Clock:
    """Closes the sessions that are overdue, again and again.

    The next look is arranged before this one begins, so that one that fails is not the last.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._next: asyncio.TimerHandle | None = None
        self._closed = False
        self._handing_back: asyncio.Future[None] | None = None

    def tick(self) -> None:
        """Close what is overdue, and hand back the memory of what was closed one look before.

        The threads of a session that was closed just now may still have to notice it.
        """
        self._next = self._loop.call_later(EVERY_SECONDS, self.tick)
        if self._closed:
            self._handing_back = self._loop.run_in_executor(None, hand_back_memory)
        late = SESSIONS.overdue(runtime.get_instance().is_active_session, time.monotonic())
        self._closed = bool(late)
        for session, state in late.items():
            close(session, state)

    def stop(self) -> None:
        """Look no more."""
        if self._next is not None:
            self._next.cancel()


def close(session: str, state: State | None) -> None:
    """Drop all that a session holds: its state and caches, downloads, uploads; what it was reading stops.

    The state is emptied too, because Streamlit's own loop keeps hold of the last session it served until it serves
    another one.
    """
    server = runtime.get_instance()
    server.close_session(session)
    if state is not None:
        state.clear()
    server.uploaded_file_mgr.remove_session_files(session)  # one may have ended after the session


def hand_back_memory() -> None:
    """Return what was freed to the system; allocators keep it for themselves otherwise."""
    gc.collect()
    pa.default_memory_pool().release_unused()
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # of the GNU C library only
        if trim is not None:
            trim(0)
