"""What visitors see and do: on a page at rest, and once more where it moved under the click and nothing followed."""

import re
from collections.abc import Callable
from contextlib import suppress

from playwright.sync_api import Download, Locator, Page, expect
from playwright.sync_api import TimeoutError as TooLate

PATIENCE = 180_000  # milliseconds, for machines that are busy
SHOWS = 10_000  # milliseconds in which an act shows, unless it went astray
MOMENT = 500  # milliseconds in which it shows on a page at rest
TRIES = 3
EVERY, TIMES = 60, 4  # milliseconds between two looks at a page, and how many in a row must find it at rest
BUSY = """() =>
  document.querySelector("[data-testid=stApp]")?.getAttribute("data-test-script-state") !== "notRunning" ||
  document.querySelector("h1") === null ||
  document.querySelector("[data-stale=true], [data-testid=stSkeleton], [data-testid=stSpinner]") !== null"""
"""Whether a page has something left to draw."""
REST = f"""async ([patience, every, times]) => {{
  const busy = {BUSY};
  const end = performance.now() + patience;
  for (let quiet = 0; quiet < times; ) {{
    if (performance.now() > end) throw new Error("the page does not come to rest");
    await new Promise((done) => setTimeout(done, every));
    quiet = busy() ? 0 : quiet + 1;
  }}
}}"""

SCROLL = """(control) => new Promise((done) => {
  control.scrollIntoView({ block: "center" });
  requestAnimationFrame(() => requestAnimationFrame(done));
})"""


def calm(page: Page) -> None:
    """Wait until the page has nothing left to draw."""
    page.evaluate(REST, [PATIENCE, EVERY, TIMES])


def see(*things: Locator, patience: float = PATIENCE) -> None:
    """Wait until each of these stands on its page, once: for a moment of being drawn again there may be two of it."""
    for thing in things:
        expect(thing.filter(visible=True)).to_have_count(1, timeout=patience)


def see_none(*things: Locator, patience: float = PATIENCE) -> None:
    """Wait until none of these is to be seen on its page."""
    for thing in things:
        expect(thing.filter(visible=True)).to_have_count(0, timeout=patience)


def see_at_rest(page: Page, *things: Locator) -> None:
    """Wait until each of these stands on the page, and the page has nothing left to draw."""
    see(*things)
    calm(page)
    see(*things)


def in_view(control: Locator) -> Locator:
    """The control, once the page has scrolled to it: scrolling closes a list that was opened meanwhile."""
    control.evaluate(SCROLL)
    return control


def until_it_shows(page: Page, act: Callable[[], None], shown: Callable[[int], None]) -> None:
    """Do something on a page at rest until it shows, as people do; `shown` waits so many milliseconds for that."""
    for _ in range(TRIES - 1):
        calm(page)
        act()
        with suppress(TooLate, AssertionError):
            shown(SHOWS)
            return
        calm(page)  # on a busy machine it may show only now, and some acts done twice are undone
        with suppress(TooLate, AssertionError):
            shown(MOMENT)
            return
    calm(page)
    act()
    shown(PATIENCE)


def press(page: Page, control: Locator, *, shows: Locator) -> None:
    """Click something that makes something else visible."""
    until_it_shows(page, control.click, lambda patience: see(shows, patience=patience))
    calm(page)


def take_sample(page: Page, name: str) -> None:
    """Take one of the sample shops, and go back to the Data page, which tells of it."""
    press(page, page.get_by_role("button", name=name), shows=overview(page))
    back_to_data(page)


def overview(page: Page) -> Locator:
    """The title of the page to which the first orders of a visit lead; while it is drawn anew it may stand twice."""
    return page.get_by_role("heading", level=1, name="How are we doing?").first


def back_to_data(page: Page) -> None:
    """Once the first orders of a visit have led to the Overview: back to the page that tells of the file."""
    see_at_rest(page, overview(page))
    link, title = (
        page.get_by_role("link", name=re.compile("^Data$")).first,
        page.get_by_role("heading", level=1, name="What did I bring?").first,
    )
    until_it_shows(  # on a phone the list of pages is folded away: its links are there, and nobody sees them
        page,
        lambda: link.evaluate("link => link.click()"),
        lambda patience: see(title, patience=patience),
    )
    see(page.get_by_text("Rows read").first)


def go(page: Page, link: str | re.Pattern[str], *, path: str) -> None:
    """Follow a link to another page of the app, whose address begins so."""
    until_it_shows(
        page,
        page.get_by_role("link", name=link).first.click,
        lambda patience: page.wait_for_url(lambda url: f"/{path}" in url, timeout=patience),
    )
    calm(page)


def write(page: Page, field: Locator, text: str, *, link: str) -> None:
    """Write into a field; the link then holds what was written."""

    def act() -> None:
        field.fill(text)
        field.press("Enter")

    until_it_shows(page, act, lambda patience: page.wait_for_url(lambda url: link in url, timeout=patience))
    calm(page)


def unfold(page: Page, title: str) -> None:
    """Open a section of the page."""
    section = page.locator("details").filter(has=page.locator("summary").get_by_text(title, exact=True))

    def act() -> None:
        if section.get_attribute("open") is None:
            section.locator("summary").first.click()

    until_it_shows(page, act, lambda patience: expect(section).to_have_attribute("open", "", timeout=patience))
    calm(page)


def opened(page: Page, label: str, option: str) -> Locator:
    """An option of a list, once the list stands open."""
    box, found = (
        page.get_by_role("combobox", name=label, exact=True),
        page.get_by_role("option", name=option, exact=True),
    )
    until_it_shows(page, lambda: in_view(box).click(), lambda patience: found.wait_for(timeout=patience))
    return found


def choose(page: Page, label: str, option: str) -> None:
    """Take an option of a list."""
    opened(page, label, option).click()


def handed_over(page: Page, button: Locator) -> Download:
    """What a button hands over."""
    downloads: list[Download] = []

    def keep(download: Download) -> None:
        downloads.append(download)

    page.on("download", keep)

    def shown(patience: int) -> None:
        if not downloads:
            page.wait_for_event("download", timeout=patience)

    until_it_shows(page, button.click, shown)
    return downloads[0]


def scrolls_sideways(page: Page) -> bool:
    """Whether the page is wider than the window."""
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))
