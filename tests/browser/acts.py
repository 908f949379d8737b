"""What visitors do, so that it also works on a machine so busy that the page redraws meanwhile."""

from playwright.sync_api import Download, Locator, Page, expect
from playwright.sync_api import TimeoutError as TooLate

REDRAWN = 10_000  # milliseconds after which a list that a redraw closed is opened again

SETTLES = 300  # milliseconds after a click until the page has begun to draw


def calm(page: Page) -> None:
    """Wait until the page has nothing left to draw."""
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    expect(page.locator("[data-stale=true]")).to_have_count(0)


def unfold(page: Page, title: str) -> None:
    """Open a section of the page; a click into a redraw is lost, so it is made again."""
    section = page.locator("details").filter(has=page.locator("summary").get_by_text(title, exact=True))
    for _ in range(3):
        calm(page)
        if section.get_attribute("open") is not None:
            return
        section.locator("summary").first.click()
        page.wait_for_timeout(SETTLES)
    calm(page)
    expect(section).to_have_attribute("open", "")


def opened(page: Page, label: str, option: str) -> Locator:
    """An option of a list, once the list stands open; a page that redraws closes it, so it is opened again."""
    found = page.get_by_role("option", name=option, exact=True)
    for _ in range(3):
        page.get_by_role("combobox", name=label, exact=True).click()
        try:
            found.wait_for(timeout=REDRAWN)
        except TooLate:
            continue
        break
    return found


def choose(page: Page, label: str, option: str) -> None:
    """Take an option of a list."""
    opened(page, label, option).click()


def handed_over(page: Page, button: Locator) -> Download:
    """What a button hands over; a click into a redraw is lost, so it is made again."""
    calm(page)
    for _ in range(2):
        try:
            with page.expect_download(timeout=REDRAWN) as download:
                button.click()
        except TooLate:
            continue
        return download.value
    with page.expect_download() as download:
        button.click()
    return download.value
