"""What the app promises, in a real browser: nothing is written, nobody is asked, and a lost connection is explained."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page

from pages.shared import builtin_words
from tests.browser.acts import go, see, see_at_rest, see_none, take_sample
from tests.server.running import free_port, running

pytestmark = pytest.mark.browser

TRIES_AGAIN = 180_000
"""Milliseconds; Streamlit's page waits longer from one try to connect to the next."""


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """25 MB of orders, most of it remarks."""
    path = tmp_path / "orders.csv"
    rows = (f"A-{n},c{n % 5000}@e.com,2025-0{1 + n % 9}-15,10.00,{n}{' and more' * 50}" for n in range(50_000))
    path.write_text("\n".join(["Order no.,Customer e-mail,Order date,Total,Remark", *rows]), encoding="utf-8")
    assert path.stat().st_size > 23_000_000
    return path


def shown(place: Locator) -> str:
    """The words a style shows where Streamlit's own stand."""
    return str(place.evaluate("place => getComputedStyle(place, '::after').content")).strip('"')


def test_a_large_file_is_read_where_nothing_can_be_written(page: Page, large: Path, requested: list[str]) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    with running(free_port()) as app:
        address = f"http://localhost:{app.port}"
        page.goto(f"{address}/?lang=en")
        page.locator("[data-testid=stMain] input[type=file]").set_input_files(large)
        see(page.get_by_text("Rows read: 50,000."))
        go(page, "Retention", path="retention")
        see(page.locator("[data-testid=stVegaLiteChart] svg, [data-testid=stVegaLiteChart] canvas").first)
    assert all(url.startswith((address, "data:", "blob:")) for url in requested)
    assert not [each for each in complaints if "Content Security Policy" in each]


def test_a_page_whose_app_was_started_again_says_what_happened(page: Page) -> None:
    port = free_port()
    with running(port):
        page.goto(f"http://localhost:{port}/?lang=en")
        take_sample(page, "Beauty salon")
        see(page.get_by_text("What became of the rows"))
    title = page.locator(f"{builtin_words.DIALOG} > h2")
    see(title)
    assert shown(title) == "No connection to the app"
    assert shown(page.locator(builtin_words.STATUS)) == "Connecting …"
    see_none(page.get_by_text("streamlit run"))
    gone = page.get_by_text("Your orders are no longer here")
    with running(port):
        see_none(title, patience=TRIES_AGAIN)
        see(gone)
        go(page, "Retention", path="retention")
        see(page.get_by_role("heading", name="Do they come back?"), gone)
        page.get_by_role("link", name="Data", exact=True).click()
        take_sample(page, "Beauty salon")
        see(page.get_by_text("What became of the rows"))
        see_none(gone)


def test_a_file_that_does_not_arrive_is_explained(page: Page, address: str, large: Path) -> None:
    page.goto(f"{address}/?lang=en")
    page.route("**/_stcore/upload_file/**", lambda route: route.fulfill(status=500))
    page.locator("[data-testid=stMain] input[type=file]").set_input_files(large)
    failed = page.locator('[data-testid=stMain] [data-testid=stFileUploader]:has([aria-invalid="true"])')
    see_at_rest(page, failed)
    assert re.match(r"A file did not arrive\W+it is larger than 400 MB", shown(failed))
