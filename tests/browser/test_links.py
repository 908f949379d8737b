"""Links opened before anything else: right after a start, and before there are orders."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.acts import calm

pytestmark = pytest.mark.browser

TITLES = {
    "overview": "How are we doing?",
    "retention": "Do they come back?",
    "cohorts": "Is it getting better?",
}


@pytest.mark.parametrize("path", TITLES)
def test_the_first_visit_may_be_to_any_page(page: Page, fresh_address: str, path: str) -> None:
    page.goto(f"{fresh_address}/{path}")
    expect(page.get_by_role("heading", level=1, name=TITLES[path])).to_be_visible()
    calm(page)
    expect(page.get_by_role("dialog")).to_have_count(0)
