"""A walk over the controls of a page: what there is to operate, and what a visitor does with it."""

import random
import re
from collections.abc import Callable, Collection
from contextlib import suppress

from playwright.sync_api import Locator, Page
from playwright.sync_api import TimeoutError as TooLate

from tests.browser.acts import in_view
from tests.browser.pictures import settle

Act = Callable[[Page, Locator, random.Random], str]
BEGINS = 1_500  # milliseconds after an act until the page works, if the act makes it do so
OPENS = 2_000  # milliseconds until a list stands open, if it holds any option
CLOSING = 3  # times a key is pressed that closes what is open
MAIN, SIDEBAR = "[data-testid=stMain]", "[data-testid=stSidebar]"
EVERYWHERE = f":is({MAIN}, {SIDEBAR})"
CHOICES = "[data-testid=stPopoverBody]"
COUNTING = f"{MAIN} .st-key-counting button"
"""The chip behind which stands whose return is counted, and of what weeks, months and years are made."""
NOTES = ("Price rise", "Moved")
"""What is written down as happened on the day that stands there."""
CUSTOMERS = ("C0291", "C0300", "1")
"""What is looked for in a list of customers: one of them, another one, many; none of them in most shops."""


def take_option(page: Page, box: Locator, rng: random.Random) -> str:
    """Take another option of a list, by keys."""
    key, times = rng.choice(("ArrowDown", "ArrowUp")), rng.randint(1, 4)
    in_view(box).press("ArrowDown")
    try:
        page.get_by_role("option").first.wait_for(timeout=OPENS)
    except TooLate:
        page.keyboard.press("Escape")
        return "no option"
    for _ in range(times):
        page.keyboard.press(key)
    page.keyboard.press("Enter")
    return box.input_value()


def take(page: Page, box: Locator, text: str) -> None:
    """Take the option of a list that is called so; a long list shows it once it is written.

    Not by the pointer: before a click the page may scroll, and scrolling closes the list.
    """
    in_view(box).press("ArrowDown")
    box.fill(text)
    option = page.get_by_role("option", name=text, exact=True)
    option.wait_for()
    option.evaluate("option => option.click()")


def press(page: Page, button: Locator, _rng: random.Random) -> str:
    """Press a button, a switch, a tab, or the head of a section."""
    button.click()
    return button.inner_text()


def move(page: Page, slider: Locator, rng: random.Random) -> str:
    """Move a slider by some steps."""
    slider.focus()
    key, times = rng.choice(("ArrowLeft", "ArrowRight", "PageUp", "PageDown")), rng.randint(1, 3)
    for _ in range(times):
        page.keyboard.press(key)
    return f"{key} {times} times"


def write_number(page: Page, field: Locator, rng: random.Random) -> str:
    """Write another number."""
    text = str(rng.choice((2, 3, 6, 12, 25, 60)))
    field.fill(text)
    field.press("Enter")
    return text


def search(page: Page, field: Locator, rng: random.Random) -> str:
    """Look for a customer."""
    text = rng.choice(CUSTOMERS)
    field.fill(text)
    field.press("Enter")
    return text


def write_note(page: Page, field: Locator, rng: random.Random) -> str:
    """Write down what happened."""
    text = rng.choice(NOTES)
    field.fill(text)
    field.press("Enter")
    return text


def click_into(page: Page, picture: Locator, rng: random.Random) -> str:
    """Click somewhere into a picture."""
    picture.scroll_into_view_if_needed()
    box = picture.bounding_box()
    assert box is not None
    place = {"x": box["width"] * rng.uniform(0.2, 0.9), "y": box["height"] * rng.uniform(0.1, 0.9)}
    picture.click(position={"x": place["x"], "y": place["y"]}, force=True)
    return f"at {place['x']:.0f}, {place['y']:.0f}"


def close(page: Page) -> None:
    """Close what a chip opened, by keys: it may cover any place beside it that could be clicked.

    The first key may close no more than a list that stands open within.
    """
    for _ in range(CLOSING):
        if not page.locator(CHOICES).count():
            return
        page.keyboard.press("Escape")
        with suppress(TooLate):
            page.locator(CHOICES).wait_for(state="detached", timeout=OPENS)
    page.locator(CHOICES).wait_for(state="detached")


def choose_orders(page: Page, chip: Locator, rng: random.Random) -> str:
    """Open the filter's chip, choose or take back what it offers, and close it."""
    chip.click()
    choices = page.locator(CHOICES)
    values = choices.get_by_role("combobox", name="Values")
    values.wait_for()
    removals = choices.locator("[class*=st-key-filter-remove] button")
    if removals.count() and rng.random() < 0.3:
        said = "removed"
        removals.first.click()
    else:
        column = take_option(page, choices.get_by_role("combobox", name="Column"), rng)
        settle(page)
        asked = choices.locator("label:has(input[type=radio]:not(:checked))")
        asked.nth(rng.randrange(asked.count())).click()
        settle(page)
        take_option(page, values, rng)
        said = f"{column}: {removals.count()} conditions"
    settle(page)
    close(page)
    return said


def count_otherwise(page: Page, chip: Locator, rng: random.Random) -> str:
    """Open the chip of what is counted, take another option of one of its lists, and close it."""
    chip.click()
    lists = page.locator(CHOICES).get_by_role("combobox")
    lists.first.wait_for()
    said = take_option(page, lists.nth(rng.randrange(lists.count())), rng)
    settle(page)
    close(page)
    return said


KINDS: dict[str, tuple[str, Act]] = {
    "list": (f"{EVERYWHERE} input[role=combobox]:visible", take_option),
    "choice": (f"{EVERYWHERE} [role=radio][aria-checked=false]:visible", press),
    "switch": (f"{EVERYWHERE} [data-testid=stCheckbox] label:visible", press),
    "slider": (f"{EVERYWHERE} input[type=range]", move),
    "number": (f"{EVERYWHERE} input[type=number]:visible:enabled", write_number),
    "section": (f"{MAIN} summary:visible", press),
    "tab": (f"{MAIN} [role=tab][aria-selected=false]:visible", press),
    "button": (f"{MAIN} [data-testid=stButton] button:visible:enabled", press),
    "search": (f"{MAIN} input[type=search]:visible", search),
    "note": (f"{MAIN} .st-key-note-words input:visible", write_note),
    "filter": (f"{MAIN} .st-key-filter button:visible", choose_orders),
    "counting": (f"{COUNTING}:visible", count_otherwise),
    "picture": (f"{MAIN} [data-testid=stVegaLiteChart] > :is(svg, canvas):visible", click_into),
}
"""Where the controls of each kind are, and what is done with one of them.

Not walked: pages and files (sidebar), the sections of the sidebar, calendars, tables, downloads.
"""


def step(page: Page, rng: random.Random, *, kinds: Collection[str] = tuple(KINDS)) -> str:
    """Do something with one control of these kinds, each as likely as any other, and wait until all is drawn."""
    there = [(name, place) for name in kinds for place in range(page.locator(KINDS[name][0]).count())]
    name, place = rng.choice(there)
    where, act = KINDS[name]
    control = page.locator(where).nth(place)
    called = control.get_attribute("aria-label") or re.sub(r"\s+", " ", control.text_content() or "")[:40]
    before = page.evaluate("window.runs")
    said = re.sub(r"\s+", " ", act(page, control, rng))
    page.mouse.move(1, 1)
    try:
        page.wait_for_function("(before) => window.runs > before", arg=before, polling=20, timeout=BEGINS)
    except TooLate:
        said += " (nothing followed)"
    settle(page)
    return f"{name} {called!r}: {said}"
