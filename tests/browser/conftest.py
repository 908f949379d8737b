"""The app on a real port in the system's Chromium."""

import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

import start
from tests.browser.acts import PATIENCE

ROOT = Path(__file__).parent.parent.parent
FLAGS = [
    "--no-sandbox",
    "--headless=new",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
expect.set_options(timeout=PATIENCE)


def as_visitors_start_it(port: int) -> list[str]:
    """The command by which `start.py` runs the app."""
    return start.app_command(Path(sys.executable), ROOT, port)


def with_orders_in_hand(port: int) -> list[str]:
    """The command that runs the app of `tests.browser.loaded`."""
    return [sys.executable, "-m", "tests.browser.loaded", str(port)]


@contextmanager
def started(command: Callable[[int], list[str]] = as_visitors_start_it) -> Iterator[str]:
    """Where an app started by this command answers."""
    with socket.socket() as probe:
        probe.bind((start.HOST, 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(command(port), cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        start.wait_until_healthy(server, port, patience=PATIENCE // 1000)
        yield f"http://{start.HOST}:{port}"
    finally:
        start.stop(server)


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """Where the app answers that all tests share."""
    with started() as shared:
        yield shared


@pytest.fixture(scope="session")
def processor_time(address: str) -> Callable[[], float]:
    """Seconds of a processor that this app has used: how busy the machine is else makes no difference to them."""
    port = f"--server.port={address.rpartition(':')[2]}"
    [app] = [each for each in psutil.Process().children() if port in each.cmdline()]
    return lambda: float(sum(app.cpu_times()[:2]))


@pytest.fixture
def fresh_address() -> Iterator[str]:
    """Where an app answers that nobody has visited."""
    with started() as unvisited:
        yield unvisited


@pytest.fixture(scope="session")
def loaded_address() -> Iterator[str]:
    """Where the app answers that has a sample in hand, which the parameter `sample` of a link names (see `loaded`)."""
    with started(with_orders_in_hand) as loaded:
        yield loaded


@pytest.fixture(scope="session")
def browser(chromium_path: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chromium_path, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def requested(page: Page) -> list[str]:
    """Every address the page asked for."""
    addresses: list[str] = []
    page.on("request", lambda request: addresses.append(request.url))
    return addresses


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A visitor from Britain with a blank page."""
    context = browser.new_context(locale="en-GB", viewport={"width": 1280, "height": 900})
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()
