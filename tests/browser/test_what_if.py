"""The What if page in a real browser: the first answer, a slider's effect, a link sent, a phone."""

import json
import re
import statistics
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.bg_bb_shop import simulate
from tests.browser.acts import (
    back_to_data,
    calm,
    handed_over,
    press,
    scrolls_sideways,
    see,
    see_at_rest,
    unfold,
    until_it_shows,
    write,
)

pytestmark = pytest.mark.browser

ANSWER = re.compile(r"of every 100 customers coming back each month would add about .* over 1 year")
SOON = 0.2  # seconds until a slider's effect is on screen
BUSY = 10  # times slower a machine may be that runs other tests at the same time
WATCH = """() => {
  const answer = () => document.querySelector('.st-key-big-figure').textContent, before = answer();
  window.seen = new Promise((done) => window.addEventListener('keydown', () => {
    const start = performance.now();
    const look = () => {
      const took = performance.now() - start;
      if (answer() !== before || took > 10_000) { done(took); } else { requestAnimationFrame(look); }
    };
    requestAnimationFrame(look);
  }, {once: true, capture: true}));
}"""


@pytest.fixture
def orders(tmp_path: Path) -> Path:
    """Fourteen months of a shop that behaves as the model says."""
    path = tmp_path / "orders.csv"
    simulate(3, parameters=(1.2, 3.0, 0.6, 6.0), months=14, new_per_month=40).to_csv(path, index=False)
    return path


def bring(page: Page, address: str, orders: Path, settings: str = "grain=month") -> None:
    page.goto(f"{address}/?{settings}")
    page.locator("input[type=file]").set_input_files(orders)
    back_to_data(page)
    see(page.get_by_text("Rows read"))
    until_it_shows(
        page,
        lambda: page.evaluate("document.querySelector('a[href$=\"/what-if\"]').click()"),
        lambda patience: page.wait_for_url("**/what-if*", timeout=patience),
    )
    see_at_rest(page, page.get_by_text(ANSWER))


def test_the_answer_its_levers_and_a_link(page: Page, address: str, orders: Path) -> None:
    bring(page, address, orders)
    see(page.get_by_text("Tested on your own past"))
    margin = page.get_by_role("spinbutton", name="Margin")
    write(page, margin, "40", link="margin=0.4")
    see(page.get_by_text(re.compile("profit over 1 year")))
    name = page.get_by_role("textbox", name="Name of this scenario")
    press(page, page.get_by_role("tab", name="Scenarios"), shows=name)
    name.fill("Bold")
    kept = page.get_by_role("button", name="Remove", exact=True)
    press(page, page.get_by_role("button", name="Keep it"), shows=kept)
    assert "margin=0.4" in page.url
    assert "scenario=name%3DBold" in page.url
    assert "customer" not in page.url
    unfold(page, "How was this worked out?")
    press(page, page.get_by_text("Added up"), shows=page.get_by_text("Added up in today's money"))


def test_a_workspace_is_kept_and_opened(page: Page, address: str, orders: Path, tmp_path: Path) -> None:
    """The file is made when asked for, so it holds what was set since the sidebar was drawn."""
    bring(page, address, orders)
    margin = page.get_by_role("spinbutton", name="Margin")
    write(page, margin, "40", link="margin=0.4")
    see(page.get_by_text(re.compile("profit over 1 year")))
    unfold(page, "Workspace")
    kept = handed_over(page, page.get_by_role("button", name="Keep as a file"))
    path = tmp_path / kept.suggested_filename
    kept.save_as(path)
    assert json.loads(path.read_text(encoding="utf-8"))["settings"]["margin"] == "0.4"
    write(page, margin, "10", link="margin=0.1")
    page.locator(".st-key-workspace-upload input[type=file]").set_input_files(path)
    see_at_rest(page, page.get_by_text(re.compile(r"Opened\W+All settings are as they were kept")))
    expect(margin).to_have_value("40")


def test_a_slider_is_felt_at_once(page: Page, address: str, orders: Path) -> None:
    """The median of several moves; `SOON` holds on a machine that does nothing else."""
    bring(page, address, orders)
    slider = page.get_by_role("slider", name="Retention").first
    took = []
    for key in ("ArrowRight", "ArrowLeft") * 3:
        calm(page)
        slider.focus()
        page.evaluate(WATCH)
        page.keyboard.press(key)
        took.append(float(page.evaluate("window.seen")) / 1000)
    assert statistics.median(took) < SOON * BUSY, took


def test_a_phone_shows_the_whole_page(page: Page, address: str, orders: Path) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    bring(page, address, orders, "grain=month&margin=0.4")
    unfold(page, "How was this worked out?")
    see_at_rest(page, page.get_by_text("Why not 25 to 95%?"))
    assert not scrolls_sideways(page)
