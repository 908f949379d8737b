"""The Data page in a real browser: a long reading can be watched, left and stopped; a file's words stay words."""

import os
import re
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Page

from tests.browser.acts import PATIENCE, back_to_data, see, see_none, take_sample, unfold

pytestmark = pytest.mark.browser

EVIL = "<img src=x onerror=alert(1)> **bold** [link](http://example.com)"


@pytest.fixture
def slow(tmp_path: Path) -> Path:
    """A table that takes many seconds to read, because it is HTML under the name of a workbook."""
    cells = "".join(f"<tr><td>c{n % 5000}@e.com</td><td>2025-01-1{n % 9}</td><td>{n}</td></tr>" for n in range(400_000))
    path = tmp_path / "slow.xls"
    header = "<tr><th>Customer</th><th>Date</th><th>Amount</th></tr>"
    path.write_text(f"<html><table>{header}{cells}</table></html>", encoding="utf-8")
    return path


def parsers() -> list[psutil.Process]:
    """Processes that parse a file for the app under test."""
    found = psutil.Process(os.getpid()).children(recursive=True)
    return [each for each in found if any("retention.ingest.read.worker" in word for word in words(each))]


def words(process: psutil.Process) -> list[str]:
    """How a process was started; nothing of one that has just ended."""
    try:
        return process.cmdline()
    except psutil.Error:
        return []


def test_a_long_reading_can_be_left_and_stopped(page: Page, address: str, slow: Path) -> None:
    page.goto(f"{address}/?lang=en")
    take_sample(page, "Beauty salon")
    see(page.get_by_text("What became of the rows"))
    page.locator("[data-testid=stMain] input[type=file]").set_input_files(slow)
    stop = page.locator(".st-key-stop-reading").get_by_role("button")
    see(stop)
    page.get_by_role("link", name="Retention", exact=True).click()
    see(page.get_by_role("heading", name="Do they come back?"), stop)
    reading = parsers()
    assert reading
    stop.click()
    see_none(stop)
    see(page.get_by_text(re.compile(r"Stopped\W+Nothing has changed")))
    _ended, still_there = psutil.wait_procs(reading, timeout=PATIENCE / 1000)
    assert not still_there
    see(page.get_by_role("heading", name="Do they come back?"))


def test_words_of_a_file_are_shown_as_they_are(page: Page, address: str, tmp_path: Path) -> None:
    alerts: list[str] = []
    page.on("dialog", lambda dialog: (alerts.append(dialog.message), dialog.dismiss()))
    path = tmp_path / "**orders** :red[x].csv"
    rows = [f"c{n}@e.com,{EVIL},2025-01-15,10" for n in range(40)] + [f"x@e.com,{EVIL},{EVIL},{EVIL}"]
    path.write_text("\n".join([f"Customer,{EVIL},Date,Amount", *rows]), encoding="utf-8")
    page.goto(f"{address}/?lang=en")
    page.locator("[data-testid=stMain] input[type=file]").set_input_files(path)
    back_to_data(page)
    see(page.get_by_text("Rows read: 41."), page.locator("code", has_text="**orders** :red[x].csv").first)
    unfold(page, "Every row left out")
    see(page.get_by_role("button", name="Download CSV"))
    unfold(page, "Change how this file is read")
    assert page.locator("[data-testid=stMain] img[src=x]").count() == 0
    assert page.locator("[data-testid=stMain] a[href*='example.com']").count() == 0
    assert not alerts
