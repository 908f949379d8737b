"""Memory while ten visitors have a large file in hand, and after they have left.

    python -m bench.ten_visitors FILE [--together] [--forget] [--visitors 10] [--minutes 2] [--chromium PATH]

Starts the app as `start.py` does, brings FILE once in each of ten browser windows, waits until each is answered, has
each forget it where that is asked for (`--forget`), closes all of them, and waits without another visitor: what they
brought is kept for an hour otherwise, the rest goes within two minutes. Memory is that of the server and its parsers
(unique set size, so that nothing shared is counted twice); the browser's own is not counted.
"""

import argparse
import shutil
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
from tests.browser.acts import overview, press, see
from tests.browser.conftest import FLAGS

ROOT = Path(__file__).parent.parent
MEGABYTE = 1_000_000
PATIENCE = 1_800_000  # milliseconds
LOOK_EVERY = 15  # seconds


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
    """Wait until the first page after an upload says how the shop is doing."""
    see(overview(page), patience=PATIENCE)


def forget(page: Page) -> None:
    """Press “Forget now”."""
    press(
        page, page.get_by_role("button", name="Forget now"), shows=page.get_by_role("button", name="Forget everything")
    )
    press(
        page, page.get_by_role("button", name="Forget everything"), shows=page.get_by_role("heading", name="Forgotten")
    )


def arguments() -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--visitors", type=int, default=10)
    parser.add_argument("--together", action="store_true", help="all bring the file at once instead of one by one")
    parser.add_argument("--forget", action="store_true", help="all press “Forget now” before they leave")
    parser.add_argument("--minutes", type=float, default=2, help="how long to wait after all have left")
    parser.add_argument("--port", type=int, default=8599)
    parser.add_argument("--chromium", default=shutil.which("chromium"))
    return parser.parse_args()


def visit(browser: Browser, meter: Meter, asked: argparse.Namespace) -> None:
    """Let all visitors come, and wait until each has an answer."""
    began = time.monotonic()
    pages = []
    for _ in range(asked.visitors):
        pages.append(arrive(browser, f"http://localhost:{asked.port}"))
        bring(pages[-1], asked.file)
        if not asked.together:
            answered(pages[-1])
            print(f"{len(pages)} answered: {meter.now()} MB, at most {meter.most} MB so far", flush=True)
    for page in pages:
        answered(page)
    seconds = time.monotonic() - began
    print(f"all answered after {seconds:.0f} s: {meter.now()} MB, at most {meter.most} MB", flush=True)
    for page in pages if asked.forget else ():
        forget(page)


def main() -> None:
    """Measure."""
    asked = arguments()
    with served(asked.port) as meter, ExitStack() as stack:
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=asked.chromium, args=FLAGS)
        before = meter.now()
        print(f"before anybody came: {before} MB", flush=True)
        visit(browser, meter, asked)
        browser.close()
        left = time.monotonic()
        while time.monotonic() - left < asked.minutes * 60:
            time.sleep(LOOK_EVERY)
            print(f"{time.monotonic() - left:.0f} s after all left: {meter.now()} MB", flush=True)
        print(f"kept: {meter.now() - before} MB")


if __name__ == "__main__":
    main()
