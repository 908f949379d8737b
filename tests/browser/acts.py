"""What visitors do: a page at rest first, so that no redraw swallows a click."""

from playwright.sync_api import Download, Locator, Page, expect

PATIENCE = 60_000  # milliseconds, for machines that are busy
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


def in_view(control: Locator) -> Locator:
    """The control, once the page has scrolled to it: scrolling closes a list that was opened meanwhile."""
    control.evaluate(SCROLL)
    return control


def unfold(page: Page, title: str) -> None:
    """Open a section of the page."""
    section = page.locator("details").filter(has=page.locator("summary").get_by_text(title, exact=True))
    calm(page)
    if section.get_attribute("open") is None:
        section.locator("summary").first.click()
    expect(section).to_have_attribute("open", "")
    calm(page)


def opened(page: Page, label: str, option: str) -> Locator:
    """An option of a list, once the list stands open."""
    calm(page)
    in_view(page.get_by_role("combobox", name=label, exact=True)).click()
    found = page.get_by_role("option", name=option, exact=True)
    found.wait_for()
    return found


def choose(page: Page, label: str, option: str) -> None:
    """Take an option of a list."""
    opened(page, label, option).click()


def handed_over(page: Page, button: Locator) -> Download:
    """What a button hands over."""
    calm(page)
    with page.expect_download(timeout=PATIENCE) as download:
        button.click()
    return download.value


def scrolls_sideways(page: Page) -> bool:
    """Whether the page is wider than the window."""
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))
