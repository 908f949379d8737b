"""Forgetting visitors who left: on a timer, and without waiting for another visitor.

What a visitor brought outlives their session for an hour (see `keeping`); its caches, uploads and downloads go soon.
Streamlit keeps what a disconnected session holds for some time, so that a short break of the connection costs nothing,
but drops it only when some other session ends. Here a clock closes such sessions, and gives their memory back to the
system.
"""

import asyncio
import ctypes
import gc
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager

import pyarrow as pa
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.starlette import App

from pages.shared.server import sessions
from pages.shared.server.keeping import KEPT

KEPT_SECONDS = 60
"""How long a session outlives its connection. A browser that lost it tries again within seconds."""
EVERY_SECONDS = 10
"""Time between two looks for sessions to forget."""
ARENA_MAX, ARENAS = -8, 2
"""Number by which `malloc.h` knows how many arenas there may be, and how many that is."""
SECOND = 2
"""The first message of a WebSocket is that it connects."""


class Sessions:
    """The sessions that may hold something, and since when each has no connection."""

    def __init__(self) -> None:
        self._left: dict[str, float | None] = {}

    def note(self, session: str) -> None:
        """Remember a session that begins to hold something; may be called from any thread."""
        self._left.setdefault(session, None)

    def knows(self, session: str) -> bool:
        """Whether a session is watched: one that was closed, or belonged to a server before this one, is not."""
        return session in self._left

    def overdue(self, is_connected: Callable[[str], bool], now: float) -> list[str]:
        """The sessions without a connection for `KEPT_SECONDS`; they are not watched any longer."""
        late = []
        for session, since in list(self._left.items()):
            if is_connected(session):
                self._left[session] = None
            elif since is None:
                self._left[session] = now
            elif now - since >= KEPT_SECONDS:
                del self._left[session]
                late.append(session)
        return late


SESSIONS = Sessions()


def note_visit() -> None:
    """Watch the session of the page that is being made."""
    session = sessions.current()
    if session is not None:
        SESSIONS.note(session)


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
            session = sessions.of_upload(scope["path"]) if scope["type"] == "http" else None
            if session is not None:
                SESSIONS.note(session)


class DrawAgain:
    """Draws a page anew that comes back to a server which does not know its session any more.

    The browser draws nothing by itself then, so that an app started again would leave a page standing that shows orders
    which are gone. The page seems to ask for it: its first message is one that asks for a run.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        earlier = sessions.named_earlier(scope.get("subprotocols", [])) if scope["type"] == "websocket" else None
        asks = earlier is not None and not SESSIONS.knows(earlier)
        received = 0

        async def ask_first() -> Message:
            nonlocal received
            received += 1
            if asks and received == SECOND:
                return {"type": "websocket.receive", "bytes": sessions.request_for_a_run()}
            return await receive()

        await self.app(scope, ask_first, send)


@asynccontextmanager
async def while_serving(_app: App) -> AsyncIterator[None]:
    """Look for sessions to forget as long as the app runs."""
    share_memory()
    CLOCK.start(asyncio.get_running_loop())
    try:
        yield
    finally:
        CLOCK.stop()


class Clock:
    """Closes the sessions that are overdue, again and again.

    The next look is arranged before this one begins, so that one that fails is not the last.
    """

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._next: asyncio.TimerHandle | None = None
        self._successor: str | None = None
        self._handing_back: asyncio.Future[None] | None = None

    def start(self, loop: asyncio.AbstractEventLoop) -> None:
        """Look for the first time, and from then on in this loop."""
        self._loop = loop
        self._look(loop)

    def _look(self, loop: asyncio.AbstractEventLoop) -> None:
        """Close what is overdue, and hand back the memory of what was closed one look before.

        The threads of a session that was closed just now may still have to notice it.
        """
        self._next = loop.call_later(EVERY_SECONDS, self._look, loop)
        if self._successor is not None:
            sessions.close(self._successor)
            self._successor = None
            self._handing_back = loop.run_in_executor(None, hand_back_memory)
        forgot = KEPT.look(sessions.is_connected)
        late = SESSIONS.overdue(sessions.is_connected, time.monotonic())
        if late or forgot:
            self._successor = sessions.serve_nobody()
        for session in late:
            sessions.close(session)

    def end_soon(self, asked: Iterable[str]) -> None:
        """Let sessions forget what they hold; may be called from any thread. Nothing happens where no app is served."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._end, tuple(asked))

    def _end(self, asked: tuple[str, ...]) -> None:
        """Close those without a connection, and let the page of each other one be drawn, which forgets (`KEPT.ending`).

        A page that shows what is gone would be a promise that was not kept.
        """
        for session in asked:
            if sessions.is_connected(session):
                sessions.draw(session)
            else:
                KEPT.ending(session)
                sessions.close(session)
        if self._successor is None:  # at the next look memory is handed back, that of the page that asked too
            self._successor = sessions.serve_nobody()

    def stop(self) -> None:
        """Look no more."""
        self._loop = None
        if self._next is not None:
            self._next.cancel()


CLOCK = Clock()


def share_memory() -> None:
    """Let all threads take memory from the same few places, so that what a visitor held can be given back.

    Arrow's own allocator keeps freed memory for the thread that had it, and the GNU C library has an arena for nearly
    every thread, each of which keeps its broken pages.
    """
    pa.set_memory_pool(pa.system_memory_pool())
    limit = _of_c_library("mallopt")
    if limit is not None:
        limit(ARENA_MAX, ARENAS)


def hand_back_memory() -> None:
    """Return what was freed to the system; the allocator keeps it for itself otherwise."""
    gc.collect()
    trim = _of_c_library("malloc_trim")
    if trim is not None:
        trim(0)


def _of_c_library(name: str) -> Callable[..., int] | None:
    """A function of the GNU C library; None where there is another one."""
    return getattr(ctypes.CDLL(None), name, None) if sys.platform == "linux" else None
