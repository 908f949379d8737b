"""Only pages of this server may ask it, under its own names, and nobody may frame them."""

import pytest
from websockets.exceptions import InvalidStatus

from tests.server.running import Served
from tests.server.visitor import ask, visiting
from tests.server.watched import OUTSIDE

OTHERS = [
    "evil.example",
    "evil.example:{port}",
    "localhost.evil.example",
    "127.0.0.1.evil.example",
    "[::2]",
    "192.168.0.7",
]
OWN = ["localhost", "localhost:{port}", "LOCALHOST:1", "127.0.0.1:{port}", "127.0.0.1:99", "[::1]", "[::1]:{port}"]
PAGES = ["/", "/retention", "/_stcore/health", "/_stcore/host-config", "/media/none", "/static/none.js"]


@pytest.mark.parametrize("host", OTHERS)
@pytest.mark.parametrize("path", ["/", "/_stcore/health", "/_stcore/stream"])
def test_another_name_for_this_machine_is_refused(served: Served, path: str, host: str) -> None:
    upgrade = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec_WebSocket_Version": "13"}
    words = {"Host": host.format(port=served.port)} | (upgrade if path.endswith("stream") else {})
    answer = ask(served.port, path, Sec_WebSocket_Key="dGhlIHNhbXBsZSBub25jZQ==", **words)
    assert answer.status == 400
    assert answer.headers["x-frame-options"] == "DENY"


@pytest.mark.parametrize("host", OWN)
def test_its_own_names_are_answered_on_any_port(served: Served, host: str) -> None:
    assert ask(served.port, "/", Host=host.format(port=served.port)).status == 200


@pytest.mark.parametrize("path", PAGES)
def test_no_page_of_ours_stands_in_somebodys_frame(served: Served, path: str) -> None:
    headers = ask(served.port, path).headers
    assert headers["x-frame-options"] == "DENY"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "default-src 'self'" in headers["content-security-policy"]


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "https://localhost", "http://localhost:1", "null", "http://["]
)
def test_a_page_of_another_origin_cannot_connect_and_nobody_is_asked_about_it(served: Served, origin: str) -> None:
    with pytest.raises(InvalidStatus) as refused, visiting(served.port, words=[("Origin", origin)]):
        pass
    assert refused.value.response.status_code == 403
    assert not served.terminal.said(OUTSIDE)


def test_our_own_page_connects(served: Served) -> None:
    with visiting(served.port, words=[("Origin", f"http://127.0.0.1:{served.port}")]) as visitor:
        assert visitor.run()


def test_it_listens_on_this_machine_only(served: Served) -> None:
    import psutil

    listening = [each for each in psutil.Process(served.process.pid).net_connections() if each.status == "LISTEN"]
    assert {each.laddr[0] for each in listening} == {"127.0.0.1"}
