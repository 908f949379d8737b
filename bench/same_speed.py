"""Whether a version of the project is as fast as an earlier one, where people wait: four waits, measured in turn.

    python bench/same_speed.py BEFORE FILE [--rounds N] [--only NAME]

BEFORE is the folder of a checkout of the earlier version, FILE a large export for `summary`. The waits:

- `numbers`: the monthly bridge and the monthly cohorts of a million orders, from fresh Orders;
- `summary`: the command on FILE, from start to end;
- `slider`: from a key on the What-if slider to the new answer, in a browser (a figure; once a headline);
- `start`: from the start of the server to the first page's title in a browser.

Both versions run with this Python, one after the other in each round, so that a busy machine slows both, and both keep
what Python compiled, as it does for everybody. Prints the median and the best of each, and the median of the ratios of
all rounds (after / before).
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

HOME = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HOME))

import start  # noqa: E402 - found beside this folder
from tests.bg_bb_shop import simulate  # noqa: E402

NUMBERS = """
import sys, time
sys.path[:0] = [{tree!r}, {bench!r}]
import retention as rt
from numbers_of_a_million import in_pandas, shop
frame = shop(1_000_000, 200_000)
in_pandas(frame)
for line in sys.stdin:
    began = time.perf_counter()
    in_pandas(frame)
    print(time.perf_counter() - began, flush=True)
"""
MOVES = ("ArrowRight", "ArrowLeft")
WATCH = """() => {
  const answer = () => document.querySelector('.st-key-big-figure, h2').textContent, before = answer();
  window.seen = new Promise((done) => window.addEventListener('keydown', () => {
    const start = performance.now();
    const look = () => (answer() !== before ? done(performance.now() - start) : requestAnimationFrame(look));
    requestAnimationFrame(look);
  }, {once: true, capture: true}));
}"""
STILL = """async () => {
  const app = () => document.querySelector('[data-testid=stApp]').getAttribute('data-test-script-state');
  for (let calm = 0; calm < 5; calm = app() === 'notRunning' ? calm + 1 : 0)
    await new Promise((done) => setTimeout(done, 60));
}"""
FLAGS = ["--no-sandbox", "--headless=new", "--disable-gpu"]
CHROMIUM = "/usr/bin/chromium"


def measure_numbers(trees: dict[str, Path], rounds: int) -> dict[str, list[float]]:
    """Seconds of the bridge and the cohorts: one process per version, asked in turn."""
    asked = {}
    for name, tree in trees.items():
        code = NUMBERS.format(tree=str(tree), bench=str(tree / "bench"))
        command = [sys.executable, "-c", code]
        asked[name] = subprocess.Popen(command, cwd=tree, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def once(name: str) -> float:
        process = asked[name]
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write("\n")
        process.stdin.flush()
        return float(process.stdout.readline())

    taken = in_turn(trees, once, rounds)
    for process in asked.values():
        process.communicate()
    return taken


def measure_summary(trees: dict[str, Path], file: Path, rounds: int) -> dict[str, list[float]]:
    """Seconds of `summary` on a file."""

    def once(name: str) -> float:
        began = time.perf_counter()
        command = [sys.executable, "-m", "retention", "summary", str(file)]
        subprocess.run(command, cwd=trees[name], check=True, capture_output=True)
        return time.perf_counter() - began

    return in_turn(trees, once, rounds)


def measure_slider(trees: dict[str, Path], rounds: int) -> dict[str, list[float]]:
    """Seconds from a key on the slider to the new headline."""
    with tempfile.TemporaryDirectory() as folder, opened() as new_page:
        orders = Path(folder) / "orders.csv"
        simulate(3, parameters=(1.2, 3.0, 0.6, 6.0), months=14, new_per_month=40).to_csv(orders, index=False)
        servers = {name: Server(tree) for name, tree in trees.items()}
        try:
            pages = {name: with_orders(new_page(), server.address, orders) for name, server in servers.items()}
            moved = dict.fromkeys(trees, 0)

            def once(name: str) -> float:
                page, key = pages[name], MOVES[moved[name] % 2]
                moved[name] += 1
                page.bring_to_front()
                page.evaluate(STILL)
                page.get_by_role("slider", name="Retention").first.focus()
                page.evaluate(WATCH)
                page.keyboard.press(key)
                return float(page.evaluate("window.seen")) / 1000

            return in_turn(trees, once, rounds)
        finally:
            for server in servers.values():
                server.stop()


def measure_start(trees: dict[str, Path], rounds: int) -> dict[str, list[float]]:
    """Seconds from starting the server to the first page's title."""
    with opened() as new_page:

        def once(name: str) -> float:
            page = new_page()
            began = time.perf_counter()
            server = Server(trees[name])
            try:
                page.goto(server.address)
                expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=60_000)
                return time.perf_counter() - began
            finally:
                page.context.close()
                server.stop()

        return in_turn(trees, once, rounds)


def in_turn(trees: dict[str, Path], once: Callable[[str], float], rounds: int) -> dict[str, list[float]]:
    """Seconds of each version in each round; which goes first changes, and the first round warms up."""
    seconds: dict[str, list[float]] = {name: [] for name in trees}
    for number in range(rounds + 1):
        for name in sorted(trees, reverse=bool(number % 2)):
            seconds[name].append(once(name))
    return {name: taken[1:] for name, taken in seconds.items()}


class Server:
    """The app of one version on a free port, started as `start.py` of that version starts it."""

    def __init__(self, tree: Path) -> None:
        port = next(number for number in range(8700, 8800) if not start.taken(number))
        command = [sys.executable, "-m", "streamlit", "run", str(tree / "app.py"), "--server.headless=true"]
        command += [f"--server.port={port}", f"--server.address={start.HOST}"]
        self._process = subprocess.Popen(command, cwd=tree, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.address = f"http://{start.HOST}:{port}"
        start.wait_until_healthy(self._process, port)

    def stop(self) -> None:
        """End the server."""
        start.stop(self._process)


@contextmanager
def opened() -> Iterator[Callable[[], Page]]:
    """A way to open pages of visitors who know nothing of each other."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield lambda: browser.new_context(locale="en-GB", viewport={"width": 1280, "height": 900}).new_page()
        browser.close()


def with_orders(page: Page, address: str, orders: Path) -> Page:
    """The What if page of a visitor who has brought a file."""
    page.goto(f"{address}/?grain=month")
    page.locator("input[type=file]").first.set_input_files(orders)
    told = page.get_by_text("Rows read").or_(page.get_by_role("heading", name="How are we doing?"))
    expect(told.first).to_be_visible(timeout=60_000)  # the earlier version stays on the Data page
    page.evaluate("document.querySelector('a[href$=\"/what-if\"]').click()")
    expect(page.get_by_role("slider", name="Retention").first).to_be_visible(timeout=60_000)
    return page


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("before", type=Path)
    options.add_argument("file", type=Path)
    options.add_argument("--rounds", type=int, default=7)
    options.add_argument("--only", choices=("numbers", "summary", "slider", "start"))
    chosen = options.parse_args()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # else every start would compile the project again
    trees, rounds = {"after": HOME, "before": chosen.before.resolve()}, chosen.rounds
    waits: dict[str, Callable[[], dict[str, list[float]]]] = {
        "numbers": lambda: measure_numbers(trees, 2 * rounds),
        "summary": lambda: measure_summary(trees, chosen.file.resolve(), rounds),
        "slider": lambda: measure_slider(trees, 4 * rounds),
        "start": lambda: measure_start(trees, rounds),
    }
    print(f"{'':10}{'before':>18}{'after':>18}{'ratio':>8}   (median, best in seconds)")
    for name, measure in waits.items():
        if chosen.only in (None, name):
            taken = measure()
            ratio = statistics.median(b / a for a, b in zip(taken["before"], taken["after"], strict=True))
            shown = [f"{statistics.median(taken[one]):8.3f} {min(taken[one]):8.3f}" for one in ("before", "after")]
            print(f"{name:10}{shown[0]:>18}{shown[1]:>18}{ratio:8.2f}", flush=True)


if __name__ == "__main__":
    main()
