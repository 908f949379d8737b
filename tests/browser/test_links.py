"""Links opened before anything else: right after a start, and before there are orders."""

import pytest
from playwright.sync_api import Page

from tests.browser.acts import see_at_rest, see_none

pytestmark = pytest.mark.browser

TITLES = {
    "retention": "Do they come back?",
    "cohorts": "Is it getting better?",
}


@pytest.mark.parametrize("path", TITLES)
def test_the_first_visit_may_be_to_any_page(page: Page, fresh_address: str, path: str) -> None:
    page.goto(f"{fresh_address}/{path}")
    see_at_rest(page, page.get_by_role("heading", level=1, name=TITLES[path]))
    see_none(page.get_by_role("dialog"))
