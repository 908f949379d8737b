"""The Customers page in a real browser: a segment clicked, a customer opened, a list taken away."""

import csv
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.acts import (
    calm,
    go,
    handed_over,
    press,
    scrolls_sideways,
    see,
    see_at_rest,
    take_sample,
    until_it_shows,
)

pytestmark = pytest.mark.browser


def with_sample(page: Page, address: str, sample: str) -> None:
    page.goto(f"{address}/customers?sample={sample}")
    see_at_rest(page, page.get_by_role("heading", name="Who are they?"))


def tab(page: Page, name: str) -> None:
    found = page.get_by_role("tab", name=name, exact=True)
    chosen = "aria-selected", "true"
    until_it_shows(page, found.click, lambda patience: expect(found).to_have_attribute(*chosen, timeout=patience))
    calm(page)


def test_a_click_on_a_segment_shows_its_people(page: Page, loaded_address: str) -> None:
    with_sample(page, loaded_address, "roastery")
    chart = page.locator("[data-testid=stVegaLiteChart]").first
    bars = chart.locator("path[aria-roledescription=bar]")
    bars.first.click()
    see(page.get_by_text(re.compile(r"Champions\W+185 customers\W+12%")))
    see(page.get_by_text("185 customers.", exact=False).last)
    everybody = page.get_by_text(re.compile(r"1,500 customers\b.*\b200 stand here"))
    until_it_shows(page, bars.first.click, lambda patience: see(everybody, patience=patience))


def test_the_chart_speaks_to_screen_readers(page: Page, loaded_address: str) -> None:
    with_sample(page, loaded_address, "roastery")
    picture = page.locator("[role=graphics-document]").first
    expect(picture).to_have_attribute("aria-label", "The largest segment is “At risk” with 22% of the customers.")


def test_from_the_warning_to_a_customer_to_call(page: Page, loaded_address: str) -> None:
    with_sample(page, loaded_address, "roastery")
    see(page.get_by_text(re.compile(r"A simple guess was as near")))
    see(page.get_by_text(re.compile(r"C0291\W+\d+ days overdue")))
    tab(page, "Slipping away")
    search, found = page.get_by_role("searchbox", name="Search"), page.get_by_role("heading", name="C0291")

    def look_for_one() -> None:
        search.fill("C0291")
        search.press("Enter")

    until_it_shows(page, look_for_one, lambda patience: see(found, patience=patience))
    see(page.get_by_text(re.compile(r"18 orders since 22 September 2023\W+£988\.38")))


def downloaded(page: Page, path: Path) -> list[dict[str, str]]:
    """The rows of the list on screen, as its CSV has them."""
    download = handed_over(page, page.get_by_role("button", name="Download CSV"))
    download.save_as(path)
    assert download.suggested_filename == "one_time_buyers.csv"
    return list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))


def test_a_list_for_the_mailing_tool(page: Page, address: str, tmp_path: Path) -> None:
    """With what the file knows of people; in demo mode with nothing that tells who they are."""
    page.goto(address)
    take_sample(page, "Shopify export")
    go(page, "Customers", path="customers")
    see_at_rest(page, page.get_by_role("heading", name="Who are they?"))
    tab(page, "Bought once")
    rows = downloaded(page, tmp_path / "list.csv")
    assert all("@" in row["E-mail"] and row["Segment"] and row["Last order"] for row in rows)
    assert {row["Orders"] for row in rows} == {"1"}
    assert all(row["Name"].split()[0].lower() in row["E-mail"] for row in rows)
    press(page, page.get_by_text("Demo mode"), shows=page.get_by_text(re.compile(r"^#\d+$")).first)
    masked = downloaded(page, tmp_path / "masked.csv")
    assert not {"E-mail", "Phone", "Name"} & masked[0].keys()
    assert all(row["Customer"].startswith("#") for row in masked)


def test_a_phone_shows_everything_without_sideways_scrolling(page: Page, loaded_address: str) -> None:
    with_sample(page, loaded_address, "salon")
    page.set_viewport_size({"width": 390, "height": 844})
    for name in ("The best", "Bought once", "Worth"):
        tab(page, name)
        see(page.get_by_role("button", name="Download CSV"))
        assert not scrolls_sideways(page)
