"""No picture depends on what was drawn before: after any walk over the controls it equals the one of a fresh visit."""

import difflib
import random
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.acts import PATIENCE, see
from tests.browser.pictures import READER, drawn, settle
from tests.browser.walk import COUNTING, MAIN, NOTES, step, take

pytestmark = [pytest.mark.browser, pytest.mark.long]

STEPS, WALKS, WALKS_OF_DEEP = 2, 1, 20
"""Steps of each walk, behind one with the filter; walks on each page of each shop, in a normal run and `--deep`."""
PAGES = {"overview": "", "retention": "", "cohorts": "", "customers": "", "what-if": "&margin=0.4&message-cost=2"}
"""The pages that draw, and settings of a first visit that show all they can draw."""
SHOPS = ("roastery", "salon")


@pytest.fixture(scope="module")
def visitors(browser: Browser) -> Iterator[tuple[Page, Page]]:
    """One who walks, and one who opens the link."""
    context = browser.new_context(locale="en-GB", viewport={"width": 1280, "height": 900})
    context.set_default_timeout(PATIENCE)
    context.add_init_script(READER)
    yield context.new_page(), context.new_page()
    context.close()


@pytest.mark.parametrize("shop", SHOPS)
@pytest.mark.parametrize("path", PAGES)
def test_after_a_walk_every_picture_is_that_of_a_fresh_visit(
    visitors: tuple[Page, Page], loaded_address: str, path: str, shop: str, deep: bool
) -> None:
    walker, other = visitors
    rng = random.Random(f"{path} {shop}")
    walker.context.clear_cookies()
    walker.goto(f"{loaded_address}/{path}?sample={shop}{PAGES[path]}")
    settle(walker)
    walked = [step(walker, rng, kinds=["filter"])]
    for _walk in range(WALKS_OF_DEEP if deep else WALKS):
        walked += [step(walker, rng) for _step in range(STEPS)]
        visit_again(other, walker, shop)
        assert_same(walker, other, walked)


def test_two_walks_after_which_a_fall_once_looked_like_a_rise(visitors: tuple[Page, Page], loaded_address: str) -> None:
    walker, other = visitors
    walker.context.clear_cookies()
    walker.goto(f"{loaded_address}/retention?sample=roastery")
    settle(walker)
    walks = {
        "Period": ("Q3 2025",),
        "Customers at the start": ("Those of a year before", "Those of the period before"),
    }
    for label, options in walks.items():
        for option in options:
            took = walker.evaluate("window.runs")
            if label == "Customers at the start":
                walker.locator(COUNTING).click()
            take(walker, walker.get_by_role("combobox", name=label, exact=True), option)
            walker.wait_for_function("(before) => window.runs > before", arg=took)
            settle(walker)
            walker.keyboard.press("Escape")
        visit_again(other, walker, "roastery")
        assert_same(walker, other, [f"{label}: {', '.join(options)}"])


def test_notes_and_a_target_are_drawn_as_on_a_fresh_visit(visitors: tuple[Page, Page], loaded_address: str) -> None:
    walker, other = visitors
    walker.context.clear_cookies()
    walker.goto(f"{loaded_address}/retention?sample=salon&target=70&target-of=quarter+previous")
    settle(walker)
    walker.locator(f"{MAIN} details").filter(has_text="Notes on dates").locator("summary").click()
    for text in NOTES:
        walker.locator(".st-key-note-words input").fill(text)
        walker.locator(".st-key-note-words input").press("Enter")
        see(walker.get_by_text("Your notes:").filter(has_text=text))
    settle(walker)
    target = walker.get_by_role("spinbutton", name="Target, %")
    took = walker.evaluate("window.runs")
    target.fill("60")
    target.press("Enter")
    walker.wait_for_function("(before) => window.runs > before", arg=took)
    settle(walker)
    visit_again(other, walker, "salon")
    assert_same(walker, other, ["two notes, then another target"])


def visit_again(other: Page, walker: Page, shop: str) -> None:
    """Open the walker's link in a fresh session, and do by hand what no link does (see `NOT_LINKED`)."""
    link = walker.url if "sample=" in walker.url else f"{walker.url}{'&' if '?' in walker.url else '?'}sample={shop}"
    other.context.clear_cookies()  # a browser that has nothing in hand
    other.goto(link)
    settle(other)
    for imitate in NOT_LINKED.values():
        imitate(walker, other)


def open_the_same_tab(walker: Page, other: Page) -> None:
    chosen = "[role=tab][aria-selected=true]"
    for title in walker.locator(chosen).all_inner_texts():
        if title not in other.locator(chosen).all_inner_texts():
            other.get_by_role("tab", name=title, exact=True).click()
            settle(other)


def open_the_same_sections(walker: Page, other: Page) -> None:
    sections = f"{MAIN} details:visible"
    state = "sections => sections.map(one => one.open)"
    wanted = walker.locator(sections).evaluate_all(state)
    for place, opened in enumerate(wanted):
        if other.locator(sections).evaluate_all(state)[place] != opened:
            other.locator(sections).nth(place).locator("summary").click()
            settle(other)


def look_for_the_same(walker: Page, other: Page) -> None:
    field = f"{MAIN} input[type=search]:visible"
    for place, text in enumerate(walker.locator(field).evaluate_all("fields => fields.map(one => one.value)")):
        if text:
            other.locator(field).nth(place).fill(text)
            other.locator(field).nth(place).press("Enter")
            settle(other)


def choose_the_same_cell(walker: Page, other: Page) -> None:
    for key in ("cell-cohort", "cell-age"):
        box = f".st-key-{key} input[role=combobox]"
        for text in walker.locator(box).evaluate_all("boxes => boxes.map(one => one.value)"):
            if text:
                take(other, other.locator(box), text)
                settle(other)


def write_the_same_notes(walker: Page, other: Page) -> None:
    told = " ".join(walker.get_by_text("Your notes:").all_inner_texts())
    section = other.locator(f"{MAIN} details").filter(has_text="Notes on dates").locator("summary")
    for text in NOTES:
        if text in told:
            closed = not other.locator(".st-key-note-words").count()
            if closed:
                section.click()
                settle(other)
            other.locator(".st-key-note-words input").fill(text)
            other.locator(".st-key-note-words input").press("Enter")
            see(other.get_by_text("Your notes:").filter(has_text=text))
            settle(other)
            if closed:
                section.click()
                settle(other)


NOT_LINKED = {
    "which tab is open: not what it says": open_the_same_tab,
    "which sections are open: not what they say": open_the_same_sections,
    "what a list of customers is searched for: names of people never enter a link": look_for_the_same,
    "notes on dates: words of the visitor never enter a link": write_the_same_notes,
    "the cell whose customers are listed: names of products never enter a link": choose_the_same_cell,
}
"""What decides about pictures and stands in no link, each with its reason, and how it is done again."""


def assert_same(walker: Page, other: Page, walked: list[str]) -> None:
    ways = "\n".join(walked)
    titles = "h1, h2"
    assert walker.locator(titles).all_inner_texts() == other.locator(titles).all_inner_texts(), ways
    here, there = drawn(walker), drawn(other)
    assert len(here) == len(there), f"{walker.url} after\n{ways}"
    for place, (one, two) in enumerate(zip(here, there, strict=True)):
        difference = list(difflib.unified_diff(two, one, "fresh visit", "after the walk", n=0, lineterm=""))
        assert not difference, "\n".join([f"picture {place} of {walker.url} after", ways, *difference[:40]])
