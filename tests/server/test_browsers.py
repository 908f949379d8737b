"""Browsers are told apart by a cookie that nobody can guess, make up, or bring from another server."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest
import streamlit as st
from starlette.types import Message, Receive, Scope, Send

from pages.shared.server import browsers
from pages.shared.server.browsers import NameBrowsers, cookie_name, given, opened

HEALTH = "/_stcore/health"


def answered(path: str = HEALTH, *, cookie: str = "", scheme: str = "http", forwarded: str = "") -> list[str]:
    """The cookies given to a browser that asks for an address."""
    sent: list[Message] = []

    async def answers(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"ok"})

    async def keep(message: Message) -> None:
        sent.append(message)

    async def unused() -> Message:
        raise AssertionError("nothing is received")

    said = {"cookie": cookie, "x-forwarded-proto": forwarded}
    headers = [(name.encode(), text.encode()) for name, text in said.items() if text]
    scope = {"type": "http", "path": path, "scheme": scheme, "headers": headers}
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, NameBrowsers(answers)(scope, unused, keep)).result()
    return [value.decode() for name, value in sent[0]["headers"] if name == b"set-cookie"]


def test_a_browser_without_a_cookie_is_given_one_that_scripts_and_other_sites_cannot_use() -> None:
    [cookie] = answered()
    words = cookie.split("; ")
    assert words[1:] == ["Path=/", "HttpOnly", "SameSite=Strict"], "and it goes when the browser is closed"
    name, _, value = words[0].partition("=")
    assert name == cookie_name()
    assert opened(value) is not None


def test_over_https_it_goes_over_nothing_else() -> None:
    assert answered(scheme="https")[0].endswith("; Secure")
    assert answered(forwarded="https")[0].endswith("; Secure"), "behind a proxy"
    assert not answered(forwarded="http")[0].endswith("; Secure")


def test_below_a_path_it_is_given_for_that_path(monkeypatch: pytest.MonkeyPatch) -> None:
    options = {"server.baseUrlPath": "shop/retention/", "server.port": 8501}
    monkeypatch.setattr(st, "get_option", options.__getitem__)
    [cookie] = answered(f"/shop/retention{HEALTH}")
    assert cookie.startswith("retention-8501=")
    assert "; Path=/shop/retention; " in cookie


def test_who_has_one_keeps_it() -> None:
    assert answered(cookie=f"other=1; {cookie_name()}={given()}") == []


@pytest.mark.parametrize("changed", ["", "x", "name.", ".", "name.seal", "é.ü"])
def test_one_that_this_server_did_not_give_is_nobodys_and_replaced(changed: str) -> None:
    assert opened(changed) is None
    assert len(answered(cookie=f"{cookie_name()}={changed}")) == 1


def test_one_of_a_server_before_this_one_is_nobodys(monkeypatch: pytest.MonkeyPatch) -> None:
    earlier = given()
    monkeypatch.setattr(browsers, "SEAL_KEY", b"of the app that was started again")
    assert opened(earlier) is None
    name = given().partition(".")[0]
    assert opened(f"{name}.{earlier.partition('.')[2]}") is None


def test_no_two_are_alike() -> None:
    assert len({opened(given()) for _ in range(100)}) == 100


@pytest.mark.parametrize("path", ["/", "/retention", "/_stcore/host-config", "/static/js/index.js"])
def test_it_is_given_in_one_place_only_so_that_answers_in_any_order_change_nothing(path: str) -> None:
    assert answered(path) == []
