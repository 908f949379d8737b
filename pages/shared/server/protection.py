"""Who may ask this server, what browsers may do with its answers, uploads in memory, errors without a traceback.

Two settings of `.streamlit/config.toml` decide: `server.address`, where it listens, and `server.allowedHosts`, the
names it answers to. Streamlit checks the names on WebSockets only; here they are checked on every request.
"""

from urllib.parse import urlsplit

import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.formparsers import MultiPartParser
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from retention.narrate.texts import _

ALLOWED_HOSTS = "server.allowedHosts"
POLICY_VIOLATION = 1008
"""Code of a WebSocket that is closed because its peer may not connect (RFC 6455, 7.4.1)."""
CONTENT = {
    "default-src": "'self' data: blob:",
    # Streamlit styles its elements in place and compiles the expressions of charts.
    "style-src": "'self' 'unsafe-inline'",
    "script-src": "'self' blob: 'unsafe-inline' 'unsafe-eval' 'wasm-unsafe-eval'",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
"""What a page may load and who may frame it: everything comes from this server, nothing goes to another one."""
HEADERS = {
    "Content-Security-Policy": "; ".join(f"{rule} {sources}" for rule, sources in CONTENT.items()),
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",  # links of a page hold the visitor's settings
}


def middleware() -> list[Middleware]:
    """What every request passes before it reaches Streamlit, in this order."""
    return [
        Middleware(SecurityHeaders),
        Middleware(TrustedHostMiddleware, allowed_hosts=allowed_hosts(), www_redirect=False),
        Middleware(SameOrigin),
    ]


def allowed_hosts() -> list[str]:
    """The names this server answers to, as Starlette writes them: an IPv6 address stands in brackets."""
    names = [str(name).strip().lower() for name in st.get_option(ALLOWED_HOSTS)]
    return [f"[{name}]" if ":" in name else name for name in names]


class SecurityHeaders:
    """Adds `HEADERS` to every answer, refusals included."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_protected(message: Message) -> None:
            if message["type"] in ("http.response.start", "websocket.http.response.start"):
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        await self.app(scope, receive, send_protected)


class SameOrigin:
    """Refuses WebSockets that a page of another origin opens.

    Streamlit would refuse most of them too, but before that it asks an outside service for this machine's address, to
    compare it with the origin, and answers nobody else until that service does.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket" and is_foreign(Headers(scope=scope)):
            await send({"type": "websocket.close", "code": POLICY_VIOLATION})  # the browser hears 403
        else:
            await self.app(scope, receive, send)


def is_foreign(headers: Headers) -> bool:
    """Whether a page of another origin asks; programs that are no browsers name no origin."""
    origin = headers.get("origin")
    return origin is not None and not _same(origin, headers.get("host"))


def _same(origin: str, host: str | None) -> bool:
    """Whether origin and host are equal letter by letter, as Streamlit compares them: else it would ask outside."""
    try:
        return urlsplit(origin).netloc == host
    except ValueError:  # no address at all
        return False


def render_error(error: Exception) -> bool:
    """Say in the visitor's language that the page could not be finished; True keeps Streamlit from saying it too."""
    st.error(
        _(
            "Something went wrong on this page, and the mistake is ours. Nothing you brought is lost: try another "
            "choice or another page. Whoever runs the app finds the details in its terminal."
        ),
        icon=":material/error:",
    )
    return True


def keep_in_memory() -> None:
    """Never let an upload spill into the temporary folder.

    Starlette moves what is larger than 1 MB to a file there, and an upload fails when the disk is full. Streamlit ends
    an upload that passes `server.maxUploadSize` while it arrives, so memory has a limit without that. 0 means none, as
    for the `tempfile.SpooledTemporaryFile` that Starlette uses.
    """
    MultiPartParser.spool_max_size = 0
