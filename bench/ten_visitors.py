"""Memory while ten visitors have a large file in hand, and after they have left: `python -m bench.ten_visitors FILE`.

Starts the app as `start.py` does, brings FILE once in each of ten browser windows, waits until each is answered, closes
all of them, and waits without another visitor. Memory is that of the server and its parsers (unique set size, so that
nothing shared is counted twice); the browser's own is not counted.
"""

import argparse
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psutil
from playwright.sync_api import Browser, Page, sync_playwright

import start

ROOT = Path(__file__).parent.parent
MEGABYTE = 1_000_000
PATIENCE = 600_000  # milliseconds
FLAGS = ["--no-sandbox", "--headless=new", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
         "--disable-background-networking", "--disable-component-update"]  # fmt: skip


class Meter:
    """The memory of a process and its children, now and at most so far, in megabytes."""

    def __init__(self, process: psutil.Process) -> None:
        self._process = process
        self.most = 0
        threading.Thread(target=self._watch, daemon=True).start()

    def now(self) -> int:
        """Unique set size of all of them together."""
        total = 0
        for each in (self._process, *self._process.children(recursive=True)):
            try:
                total += each.memory_full_info().uss
            except psutil.Error:  # it has just ended
                continue
        return round(total / MEGABYTE)

    def _watch(self) -> None:
        while self._process.is_running():
            self.most = max(self.most, self.now())
            time.sleep(0.25)


@contextmanager
def served(port: int) -> Iterator[Meter]:
    """The app on a port, watched."""
    app = subprocess.Popen(start.app_command(Path(sys.executable), ROOT, port), cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        start.wait_until_healthy(app, port)
        yield Meter(psutil.Process(app.pid))
    finally:
        start.stop(app)


def arrive(browser: Browser, address: str) -> Page:
    """A visitor of their own on the Data page."""
    page = browser.new_context(locale="en-GB").new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(f"{address}/?lang=en")
    page.get_by_role("heading", name="What did I bring?").wait_for()
    return page


def bring(page: Page, file: Path) -> None:
    """Hand over the file without waiting for the answer."""
    page.locator("[data-testid=stMain] input[type=file]").set_input_files(file)


def answered(page: Page) -> None:
    """Wait for the first answer, then look at the other pages."""
    page.get_by_text("Rows read:").wait_for()


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("file", type=Path)
    asked.add_argument("--visitors", type=int, default=10)
    asked.add_argument("--together", action="store_true", help="all bring the file at once instead of one by one")
    asked.add_argument("--port", type=int, default=8599)
    asked.add_argument("--minutes", type=float, default=2, help="how long to wait after all have left")
    told = asked.parse_args()
    with served(told.port) as meter, ExitStack() as stack:
        browser = stack.enter_context(sync_playwright()).chromium.launch(
            executable_path="/usr/bin/chromium", args=FLAGS
        )
        before = meter.now()
        print(f"before anybody came: {before} MB", flush=True)
        pages = []
        began = time.monotonic()
        for _ in range(told.visitors):
            pages.append(arrive(browser, f"http://localhost:{told.port}"))
            bring(pages[-1], told.file)
            if not told.together:
                answered(pages[-1])
                print(f"{len(pages)} answered: {meter.now()} MB, at most {meter.most} MB so far", flush=True)
        for page in pages:
            answered(page)
        print(f"all answered after {time.monotonic() - began:.0f} s: {meter.now()} MB, at most {meter.most} MB")
        browser.close()
        left = time.monotonic()
        while time.monotonic() - left < told.minutes * 60:
            time.sleep(15)
            print(f"{time.monotonic() - left:.0f} s after all left: {meter.now()} MB", flush=True)
        print(f"kept: {meter.now() - before} MB")


if __name__ == "__main__":
    main()
