"""A visitor of the running app without a browser: connects, lets the page run, uploads a file."""

import http.client
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from http.cookies import SimpleCookie

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

MEGABYTE = 1_000_000
PATIENCE = 180
"""Seconds, for machines that are busy."""
XSRF = "_streamlit_xsrf"


@dataclass(frozen=True)
class Answer:
    """What an HTTP request brought."""

    status: int
    headers: dict[str, str]
    body: bytes
    cookies: dict[str, SimpleCookie]
    """Each cookie it set, by its name, with all that is said of it."""


def ask(port: int, path: str, *, method: str = "GET", body: bytes = b"", **headers: str) -> Answer:
    """One HTTP request to the app; `_` in names of headers stands for `-`."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request(method, path, body=body, headers={k.replace("_", "-"): v for k, v in headers.items()})
        response = connection.getresponse()
        found = {name.lower(): value for name, value in response.getheaders()}
        cookies = [SimpleCookie(value) for name, value in response.getheaders() if name.lower() == "set-cookie"]
        return Answer(response.status, found, response.read(), {next(iter(each)): each for each in cookies})
    finally:
        connection.close()


@dataclass(frozen=True)
class Visitor:
    """One connection to the app on `port`."""

    port: int
    line: ClientConnection

    def run(self, query: str = "lang=en") -> list[Element]:
        """Let the page run once and give what it shows."""
        message = BackMsg()
        message.rerun_script.query_string = query
        self.line.send(message.SerializeToString())
        shown = []
        until = time.monotonic() + PATIENCE
        while (left := until - time.monotonic()) > 0:
            heard = ForwardMsg()
            heard.ParseFromString(bytes(self.line.recv(timeout=left)))
            kind = heard.WhichOneof("type")
            if kind == "new_session":
                self.__dict__["session"] = heard.new_session.initialize.session_id
            elif kind == "delta" and heard.delta.WhichOneof("type") == "new_element":
                shown.append(heard.delta.new_element)
            elif kind == "script_finished":
                return shown
        raise TimeoutError("the page does not come to an end")

    @cached_property
    def session(self) -> str:
        """The name the app gave to this visitor's session."""
        raise AssertionError("known after the first run")

    def upload(self, content: bytes) -> int:
        """Send a file as the browser does; the status of the answer."""
        cookie = ask(self.port, "/_stcore/health").cookies[XSRF][XSRF].value
        edge = uuid.uuid4().hex
        head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="orders.csv"\r\n\r\n'
        return ask(
            self.port,
            f"/_stcore/upload_file/{self.session}/{uuid.uuid4()}",
            method="PUT",
            body=head.encode() + content + f"\r\n--{edge}--\r\n".encode(),
            Content_Type=f"multipart/form-data; boundary={edge}",
            Cookie=f"{XSRF}={cookie}",
            X_Xsrftoken=cookie,
        ).status


@contextmanager
def visiting(port: int, *, earlier: str | None = None, words: Sequence[tuple[str, str]] = ()) -> Iterator[Visitor]:
    """A visitor; `earlier` is the session a page names that had a connection before, `words` are further headers."""
    spoken = ["streamlit", "no-token", *([earlier] if earlier else [])]
    with connect(
        f"ws://127.0.0.1:{port}/_stcore/stream",
        subprotocols=spoken,
        additional_headers=list(words),
        open_timeout=PATIENCE,
        max_size=None,
    ) as line:
        yield Visitor(port, line)
