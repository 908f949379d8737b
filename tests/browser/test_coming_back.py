"""Coming back in a real browser: a reload, a second tab, another browser, forgetting at once, and steps back."""

import re

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.acts import choose, go, overview, press, see, see_at_rest, see_none

pytestmark = pytest.mark.browser

FILE = "salon_visits.xlsx"


def steps_back(page: Page, link: str) -> None:
    """Go one step back; the address ends so then."""
    page.go_back()
    page.wait_for_url(lambda url: url.endswith(link))
    see_at_rest(page, page.get_by_role("heading", level=1))


def test_a_reload_loses_nothing_back_undoes_one_choice_and_forget_now_leaves_nothing(
    browser: Browser, page: Page, address: str
) -> None:
    page.goto(f"{address}/")
    press(page, page.get_by_role("button", name="Beauty salon"), shows=overview(page))
    go(page, "Retention", path="retention")
    choose(page, "Period", "Q3 2025")
    page.wait_for_url("**/retention?period=2025Q3")
    choose(page, "Length of a period", "Month")  # which the period does not outlive
    page.wait_for_url("**/retention?grain=month")
    go(page, "Cohorts", path="cohorts")

    page.reload()
    see_at_rest(page, page.get_by_role("heading", name="Is it getting better?"), page.get_by_text(FILE))
    further = page.context.new_page()
    further.goto(f"{address}/retention")
    see_at_rest(further, further.get_by_text(FILE))
    stranger = browser.new_context().new_page()
    stranger.goto(f"{address}/retention?lang=en")
    see_at_rest(stranger, stranger.get_by_role("link", name=re.compile("Bring data")))
    see_none(stranger.get_by_text(FILE), stranger.get_by_text("Forget now"))
    stranger.context.close()

    steps_back(page, "/retention?grain=month")
    steps_back(page, "/retention?period=2025Q3")
    see(page.get_by_text("Came back in Q3 2025", exact=True))
    steps_back(page, "/retention")
    see(page.get_by_text("Came back in Q4 2025", exact=True))

    forget = page.get_by_role("button", name="Forget everything")
    press(page, page.get_by_role("button", name="Forget now"), shows=forget)
    press(page, forget, shows=page.get_by_role("heading", name="Forgotten"))
    see_none(page.get_by_text("Something went wrong"))
    see(page.get_by_text(FILE), further.get_by_role("heading", name="Forgotten"))
    for tab in (page, further):
        tab.reload()
        see_at_rest(tab, tab.get_by_role("heading", level=1))
        see_none(tab.get_by_text(FILE))
