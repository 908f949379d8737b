"""Which browser a page belongs to: a cookie that this server gives, and that no link, log, file or page ever holds.

Streamlit's own cookie would not do: scripts may read it, and anybody may make one up. Its session is named by the page
itself, so that a page loaded anew cannot name it. This one is a long random text with a seal that only this process can
make (HMAC-SHA256), so that what somebody guessed, or kept from a server before this one, is nobody's, and nothing is
stored for those who come once. Scripts cannot read it (`HttpOnly`), other sites cannot send it along
(`SameSite=Strict`), it goes over https alone where the page came that way (`Secure`), and a browser that is closed
forgets it: it is never told to keep it.

It is given with the answer that every page asks for right before it connects, loaded for the first time or connecting
again, and read where it connects.
"""

import hmac
import secrets
from hashlib import sha256

import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

PORT, BASE = "server.port", "server.baseUrlPath"
ASKED_FIRST = "/_stcore/health"
"""End of the address that a page asks for before it connects."""
SEAL_KEY = secrets.token_bytes(32)
"""With which this process seals what it gives."""
LETTERS = 32
"""Random bytes of a cookie: 256 bits cannot be guessed."""


def current() -> str | None:
    """The browser whose page this thread draws; None outside of any, and for one that keeps no cookies."""
    return opened(st.context.cookies.get(cookie_name(), ""))


def given() -> str:
    """A cookie's value for a browser that has none yet."""
    name = secrets.token_urlsafe(LETTERS)
    return f"{name}.{_seal(name)}"


def opened(value: str) -> str | None:
    """The browser of a cookie's value; None where this process did not give it."""
    name, _, seal = value.partition(".")
    return name if hmac.compare_digest(seal.encode(), _seal(name).encode()) else None


def cookie_name() -> str:
    """What the cookie is called. Browsers do not tell the ports of a computer apart, so that the name does."""
    return f"retention-{st.get_option(PORT)}"


class NameBrowsers:
    """Gives a cookie to every browser that brings none of this process."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not is_nameless(scope):
            await self.app(scope, receive, send)
            return

        async def send_named(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).append("Set-Cookie", _cookie(scope))
            await send(message)

        await self.app(scope, receive, send_named)


def is_nameless(scope: Scope) -> bool:
    """Whether a page is about to connect whose browser has no cookie of this process."""
    if scope["type"] != "http" or not scope["path"].endswith(ASKED_FIRST):
        return False
    return opened(HTTPConnection(scope).cookies.get(cookie_name(), "")) is None


def _cookie(scope: Scope) -> str:
    """A new cookie as a header writes it, for the path below which the app answers."""
    base = str(st.get_option(BASE)).strip("/")
    words = [f"{cookie_name()}={given()}", f"Path=/{base}", "HttpOnly", "SameSite=Strict"]
    return "; ".join([*words, "Secure"] if _is_private(scope) else words)


def _is_private(scope: Scope) -> bool:
    """Whether the page came over https, to this server or to a proxy that says so; who lies tells it to themselves."""
    return scope["scheme"] == "https" or Headers(scope=scope).get("x-forwarded-proto", "").startswith("https")


def _seal(name: str) -> str:
    return hmac.new(SEAL_KEY, name.encode(), sha256).hexdigest()
