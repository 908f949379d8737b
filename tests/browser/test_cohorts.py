"""Cohorts in a real browser: a cell clicked opens its customers, in any width, and controls answer at once."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.acts import go, opened, scrolls_sideways, see, see_at_rest, take_sample

pytestmark = pytest.mark.browser

PROMPT = 1  # second of a processor that the app works for an answer; mostly it is a tenth of it


def cohort_table(page: Page) -> Locator:
    table = page.locator(".st-key-cohort-map [role=graphics-document]")
    see_at_rest(page, table)
    return table


def test_a_click_on_a_cell_opens_its_customers(page: Page, loaded_address: str) -> None:
    page.goto(f"{loaded_address}/cohorts?sample=roastery")
    table = cohort_table(page)
    see(
        page.get_by_text("Of every 100 customers who first bought"),
        page.get_by_text(re.compile("At age 1: .+ clearly above .+")),
    )
    expect(table).to_have_attribute("aria-label", "Every cohort as it ages")
    table.scroll_into_view_if_needed()
    table.click(position={"x": 160, "y": 100})
    see(page.get_by_text(re.compile(r"^\d+ customers first bought in Q\d 202\d\W+\d+ of them came back")))
    assert "C0" not in page.url


def test_controls_answer_at_once(page: Page, address: str, processor_time: Callable[[], float]) -> None:
    page.goto(address)
    take_sample(page, "Coffee roastery")
    go(page, "Cohorts", path="cohorts")
    cohort_table(page)
    for measure in ("Revenue", "Order value", "Share of the cohort"):
        option = opened(page, "Show", measure)
        before = processor_time()
        option.click()
        see(page.get_by_text(re.compile(rf"^{measure}.*Click a cell to see its customers")))
        assert processor_time() - before < PROMPT
    assert "measure" not in page.url


def test_a_phone_shows_the_table_without_sideways_scrolling(page: Page, loaded_address: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{loaded_address}/cohorts?sample=roastery")
    box = cohort_table(page).bounding_box()
    assert box is not None
    assert box["x"] + box["width"] <= 390
    assert not scrolls_sideways(page)
