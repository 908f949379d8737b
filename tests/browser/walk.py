"""A walk over the controls of a page: which there are, and what a visitor does with one."""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Locator, Page
from playwright.sync_api import TimeoutError as TooLate

from tests.browser.pictures import settle

BEGINS = 3_000  # milliseconds after an act until the page runs anew, if the act makes it do so
MAIN = "[data-testid=stMain] "
SIDEBAR = "[data-testid=stSidebar] "


@dataclass(frozen=True)
class Control:
    """A kind of control: where it is found, and what is done with one of them."""

    name: str
    where: str
    act: Callable[[Page, Locator, random.Random], str]


def step(page: Page, kinds: dict[str, "Control"], rng: random.Random) -> str | None:
    """Do something with a control of the page and wait until all is drawn; what was done, None if nothing could be."""
    there = [(kind, place) for kind in kinds.values() for place in range(page.locator(kind.where).count())]
    kind, place = rng.choice(there)
    control = page.locator(kind.where).nth(place)
    before = page.evaluate("window.runs")
    said = kind.act(page, control, rng)
    page.mouse.move(1, 1)
    began = "(before) => window.runs > before"
    try:
        page.wait_for_function(began, arg=before, polling=20, timeout=BEGINS)
    except TooLate:
        said += " (nothing followed)"
    settle(page)
    return f"{kind.name}: {said}"
