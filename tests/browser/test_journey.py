"""The whole way in a real browser: a workbook dropped, the rate read, grain and language changed."""

import datetime as dt
import re
from pathlib import Path

import pytest
from openpyxl import Workbook
from playwright.sync_api import Page, expect

from pages.shared import builtin_words
from tests.browser.acts import (
    back_to_data,
    choose,
    go,
    scrolls_sideways,
    see,
    see_at_rest,
    see_none,
    take_sample,
    unfold,
)

pytestmark = pytest.mark.browser

COLUMNS = ("Order no.", "Customer e-mail", "Order date", "Total")


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """80 customers in the first half of 2024, 32 of them back in the second, 20 new ones."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(COLUMNS)
    first, second = dt.date(2024, 5, 10), dt.date(2024, 8, 20)
    bought = [(n, first) for n in range(80)] + [(n, second) for n in range(32)] + [(n, second) for n in range(80, 100)]
    bought.append((0, dt.date(2025, 6, 30)))
    for number, (customer, day) in enumerate(bought):
        sheet.append([f"A-{number:04d}", f"customer{customer}@example.com", day, 19.9])
    path = tmp_path / "orders 2024.xlsx"
    book.save(path)
    return path


def test_from_a_workbook_to_the_rate(page: Page, address: str, workbook: Path, requested: list[str]) -> None:
    page.goto(address)
    see_at_rest(page, page.get_by_role("heading", name="What did I bring?"))
    page.locator("input[type=file]").set_input_files(workbook)
    back_to_data(page)
    see(page.get_by_text(re.compile(r"Rows read\D+133\D+133 make 133 orders\D+0\b")))
    choose(page, "Period", "Q3 2024")
    answer = re.compile(r"100 customers .* Q2 2024\W+40 came back in Q3 2024\W+30 to 51\b")
    see(page.get_by_text(answer))

    go(page, "Retention", path="retention")
    see(page.get_by_role("heading", name="Do they come back?"), page.get_by_text(answer))
    unfold(page, "How was this worked out?")
    see(page.get_by_text("S ∩ E ÷ S = 32 ÷ 80 = 40.0%"))
    expect(page.locator("[data-testid=stVegaLiteChart] svg, [data-testid=stVegaLiteChart] canvas")).to_have_count(2)

    choose(page, "Length of a period", "Year")
    see(page.get_by_text(re.compile(r"100 customers .* 2024\W+1 came back in 2025")))
    choose(page, "Language", "Română")
    see(
        page.get_by_role("heading", name="Revin clienții?"),
        page.get_by_text(re.compile(r"100 de clienți .* 2024\W+1 a revenit")),
    )

    page.wait_for_url(re.compile("lang=ro"))  # the address follows the page
    assert "grain=year" in page.url
    assert "example.com" not in page.url
    strangers = [url for url in requested if not url.startswith((address, "data:", "blob:"))]
    assert not strangers, "the page must ask nobody but its own server"


def test_a_chart_says_what_it_shows_to_screen_readers_and_its_takeaway_to_all(page: Page, address: str) -> None:
    page.goto(address)
    take_sample(page, "Beauty salon")
    go(page, "Retention", path="retention")
    bridge = page.locator("[data-testid=stVegaLiteChart][role=graphics-document]").first
    expect(bridge).to_have_attribute("aria-label", "Where the customers went")
    see(page.get_by_text(re.compile(r"\d+ of them came back in|Of every 100 customers who bought")))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_shows_everything_without_sideways_scrolling(page: Page, address: str, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(address)
    take_sample(page, "Web shop")
    for step in ("Next: how the shop is doing", "Next: who came back, and who did not"):
        page.get_by_role("button", name=step).click()
    see_at_rest(page, page.get_by_role("heading", name="Over time"))
    assert not scrolls_sideways(page)


def test_a_broken_file_ends_in_a_sentence(page: Page, address: str, tmp_path: Path) -> None:
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04" + bytes(500))
    page.goto(address)
    page.locator("input[type=file]").set_input_files(broken)
    see_at_rest(page, page.get_by_text("is damaged and cannot be read."))
    see_none(page.get_by_text("Traceback"))


def test_the_place_to_drop_files_speaks_the_visitors_language(page: Page, address: str) -> None:
    page.goto(f"{address}/?lang=ru")
    shown = "element => [getComputedStyle(element).fontSize, getComputedStyle(element, '::after').content]"
    button, limit = page.locator(builtin_words.CHOOSE), page.locator(builtin_words.LIMIT)
    see_at_rest(page, button)
    assert button.evaluate(shown) == ["0px", '"Выбрать файлы"']
    size, words = limit.last.evaluate(shown)
    assert size == "0px"
    assert "400" in words
