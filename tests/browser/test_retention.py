"""The closer looks of the Retention page in a real browser: opened, clicked, downloaded, on a phone, at once."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.acts import (
    calm,
    go,
    handed_over,
    opened,
    press,
    scrolls_sideways,
    see,
    see_at_rest,
    take_sample,
    unfold,
)

pytestmark = pytest.mark.browser

LOST = ".st-key-bridge-customers-csv button"
"""The download of the customers behind a count, as CSV."""
PROMPT = 1  # second of a processor that the app works for an answer; mostly it is a tenth of it
QUESTIONS = (
    "Which customers are these?",
    "Why do these numbers disagree?",
    "Two periods side by side",
    "Who comes back more often?",
    "Which length of a period fits?",
)


def open_retention(page: Page, address: str, sample: str = "roastery", settings: str = "") -> None:
    page.goto(f"{address}/retention?sample={sample}{settings}")
    see_at_rest(page, page.get_by_role("heading", name="Over time"))


def test_a_click_on_a_bar_shows_its_customers(page: Page, loaded_address: str, tmp_path: Path) -> None:
    open_retention(page, loaded_address)
    picture = page.locator(".st-key-bridge [role=graphics-document]")
    see(picture)
    picture.scroll_into_view_if_needed()
    box = picture.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] * 0.5, box["y"] + 21 + 42)
    see(page.get_by_text(re.compile(r"^Bought in Q\d 20\d\d\W+but not in Q\d 20\d\d\b")))
    download = handed_over(page, page.locator(LOST))
    assert download.suggested_filename.startswith("customers_lost_")
    download.save_as(tmp_path / "lost.csv")
    text = (tmp_path / "lost.csv").read_text(encoding="utf-8-sig")
    titles = "Customer,What became of them,Orders,{0},Orders before,{1}"
    assert text.splitlines()[0] == titles.format('"Revenue, GBP"', '"Revenue before, GBP"')
    assert "C0" not in page.url


def test_days_of_ones_own_fit_in_a_link(page: Page, loaded_address: str) -> None:
    link = "&period=days&period-days=2025-03-01..2025-05-31&base=window&months=6"
    open_retention(page, loaded_address, settings=link)
    answer = "in the 6 months before\\W+\\d+ came back from 1 March 2025 to 31 May 2025"
    see(page.get_by_text(re.compile(answer)))
    assert "period-days=2025-03-01..2025-05-31" in page.url


def test_controls_answer_at_once(page: Page, address: str, processor_time: Callable[[], float]) -> None:
    page.goto(address)
    take_sample(page, "Coffee roastery")
    go(page, "Retention", path="retention")
    see(page.get_by_role("heading", name="Over time"))
    unfold(page, "Who comes back more often?")
    expect(page.locator("[data-testid=stVegaLiteChart][role=graphics-document]")).to_have_count(3)
    calm(page)
    for label, option, seen in (
        ("Grouped by", "Channel", "^No group clearly stands out|clearly above"),
        ("Period", "Q3 2025", "came back in Q3 2025"),
        ("Period", "Q4 2025", "came back in Q4 2025"),
    ):
        found = opened(page, label, option)
        before = processor_time()
        found.click()
        see(page.get_by_text(re.compile(seen)).first)
        assert processor_time() - before < PROMPT


def test_the_fitting_length_is_one_click_away(page: Page, loaded_address: str) -> None:
    open_retention(page, loaded_address, settings="&grain=month")
    unfold(page, "Which length of a period fits?")
    fitting = page.get_by_role("button", name="Use this length: Quarter")
    press(page, fitting, shows=page.get_by_text("This is the length in use."))
    see(page.get_by_text(re.compile(r"\d came back in Q\d")))


def test_demo_mode_hides_every_name(page: Page, loaded_address: str) -> None:
    open_retention(page, loaded_address, sample="webshop")
    page.get_by_text("Demo mode").click()
    expect(page).to_have_url(re.compile("demo=on"))
    calm(page)
    unfold(page, "Which customers are these?")
    see(page.get_by_text(re.compile("^Bought in .+, but not in")))
    rows = Path(handed_over(page, page.locator(LOST)).path()).read_text(encoding="utf-8-sig").splitlines()[1:]
    assert rows
    assert all(row.startswith("#") for row in rows)


def test_a_phone_shows_every_question_without_sideways_scrolling(page: Page, loaded_address: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_retention(page, loaded_address)
    for question in QUESTIONS:
        unfold(page, question)
    see(
        page.get_by_text(re.compile("^No group clearly stands out|clearly above")),
        page.get_by_text(re.compile("fit your customers")),
    )
    assert not scrolls_sideways(page)
    table = page.locator("table").filter(has_text="What it counts here").bounding_box()
    assert table is not None
    assert table["x"] + table["width"] <= 390
