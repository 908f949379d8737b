"""How long a visitor waits for each control of Retention and Cohorts, with a million orders loaded, in a real browser.

    python -m bench.clicks_on_a_million [--orders 1000000] [--customers 200000] [--rounds 5] [--chromium PATH]

Starts the app as `start.py` does, drops a CSV of the orders into the page and goes through every control, round by
round. The page itself keeps the time from the click on an option, twice: until the first new text or drawing stands on
the page, and until the app says that it has run, nothing on the page is stale, and the last change to page and sidebar
(charts being drawn included, but not the copy of a table that screen readers get) is made. The first round computes
what later ones find in the cache; both are printed, the later ones as best, median and worst.
"""

import argparse
import shutil
import statistics
import tempfile
from collections import defaultdict
from pathlib import Path

import numpy as np
from playwright.sync_api import Page, expect, sync_playwright

from bench.numbers_of_a_million import shop
from tests.browser.acts import calm, opened
from tests.browser.conftest import FLAGS, started

QUIET = 400  # milliseconds without a change after which the page has answered
LIMIT = 0.3  # seconds a click may take
READ = 300_000  # milliseconds a million rows may take to be read
STOPWATCH = """
() => {
  const app = document.querySelector('[data-testid=stApp]');
  window.answer = {clicked: 0, first: 0, changed: 0};
  document.addEventListener('click', () => {
    window.answer = {clicked: performance.now(), first: 0, changed: 0};
  }, true);
  const clear = CanvasRenderingContext2D.prototype.clearRect;
  CanvasRenderingContext2D.prototype.clearRect = function (...area) {
    if (this.canvas.closest('[data-testid=stVegaLiteChart]')) {
      window.answer.changed = performance.now();
      window.answer.first ||= window.answer.changed;
    }
    return clear.apply(this, area);
  };
  new MutationObserver((changes) => {
    for (const {type, target} of changes) {
      const element = target.closest ? target : target.parentElement;
      if (element !== app && (!element?.closest('[data-testid=stMain], [data-testid=stSidebar]')
        || element.closest('canvas'))) { continue; }
      window.answer.changed = performance.now();
      const chart = element.closest('[data-testid=stVegaLiteChart] svg') && type === 'attributes';
      const words = type !== 'attributes' && element.closest('[data-testid=stMain]')
        && element.closest('[data-testid=stMarkdown], [data-testid=stHeading], [data-testid=stVegaLiteChart]');
      const content = chart || words;
      if (content && !window.answer.first) { window.answer.first = performance.now(); }
    }
  }).observe(app, {subtree: true, childList: true, attributes: true, characterData: true});
}
"""
ANSWERED = f"""
() => {{
  const app = document.querySelector('[data-testid=stApp]');
  return window.answer.changed > window.answer.clicked && performance.now() - window.answer.changed > {QUIET}
    && app.dataset.testScriptState === 'notRunning' && !document.querySelector('[data-stale=true]');
}}
"""
CONTROLS = {
    "Retention": {
        "Length of a period": ("Quarter", "Month"),
        "Customers at the start": ("Everyone before", "Those of a year before", "Those of the period before"),
        "Period": ("Aug 2024", "Nov 2024"),
        "Figure": ("Orders per customer", "Customer retention rate (CRR)"),
    },
    "Cohorts": {
        "Compare how many came back": ("2 months later", "in the next month"),
        "Back is who bought": ("by that age", "at that very age"),
        "Age is counted": ("in days since each one’s first order", "in calendar periods"),
        "Show": ("Revenue", "Order value", "Share of the cohort"),
        "Customers with the same": ("channel of the first order", "time of the first order"),
        "Compare colours": ("within each age", "over the whole table"),
        "Which order to wait for": ("third order", "second order"),
        "Length of a period": ("Quarter", "Month"),
    },
}
"""By page, each control with the options to choose in turn, the one in force last."""


def export(folder: Path, orders: int, customers: int) -> Path:
    """The orders as a shop would export them."""
    path = folder / "orders.csv"
    table = shop(orders, customers)
    table["customer"] = "C" + table["customer"].astype(str)
    table["channel"] = np.array(["web", "shop", "phone"])[np.arange(orders) % 3]
    table.to_csv(path, index=False)
    return path


def wait(page: Page, label: str, option: str) -> tuple[float, float]:
    """Seconds from the click on an option until something new stands on the page, and until all of it does."""
    calm(page)
    opened(page, label, option).click()
    page.wait_for_function(ANSWERED, polling=100)
    took = page.evaluate(
        "[window.answer.first, window.answer.changed].map((at) => (at - window.answer.clicked) / 1000)"
    )
    return float(took[0]), float(took[1])


def rounds(page: Page, count: int) -> dict[tuple[str, str, str], list[tuple[float, float]]]:
    """The waits by page, control and option, a list over rounds."""
    waits: dict[tuple[str, str, str], list[tuple[float, float]]] = defaultdict(list)
    for _ in range(count):
        for name, controls in CONTROLS.items():
            page.get_by_role("link", name=name, exact=True).click()
            page.wait_for_timeout(3_000)
            for label, options in controls.items():
                for option in options:
                    waits[name, label, option].append(wait(page, label, option))
    return waits


def report(waits: dict[tuple[str, str, str], list[tuple[float, float]]]) -> None:
    """One line per click, and the later rounds of all together."""
    for (name, label, option), [first, *later] in waits.items():
        told = "   ".join(_spread([each[at] for each in later]) for at in (0, 1))
        print(f"{name:10} {label:28} {option:42} first {first[0]:.2f} {first[1]:.2f}   then {told}")
    for at, what in enumerate(("something new", "all drawn")):
        later_waits = [each[at] for rounds_of in waits.values() for each in rounds_of[1:]]
        beyond = sum(wait > LIMIT for wait in later_waits)
        print(f"later rounds, {what}: {_spread(later_waits)} s, {beyond} of {len(later_waits)} above {LIMIT} s")


def _spread(waits: list[float]) -> str:
    return f"{min(waits):.2f} / {statistics.median(waits):.2f} / {max(waits):.2f}"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--orders", type=int, default=1_000_000)
    parser.add_argument("--customers", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--chromium", default=shutil.which("chromium"))
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, started() as address, sync_playwright() as playwright:
        file = export(Path(folder), asked.orders, asked.customers)
        page = playwright.chromium.launch(executable_path=asked.chromium, args=FLAGS).new_page(
            locale="en-GB", viewport={"width": 1280, "height": 900}
        )
        page.set_default_timeout(READ // 10)
        page.goto(f"{address}/?grain=month")
        page.locator("[data-testid=stMain] input[type=file]").set_input_files(file)
        expect(page.get_by_text("Rows read")).to_be_visible(timeout=READ)
        page.evaluate(STOPWATCH)
        report(rounds(page, asked.rounds))


if __name__ == "__main__":
    main()
