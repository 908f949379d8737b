"""What a page's charts draw, read from the browser's own drawing of them: axes, marks, colours, words."""

import re
from xml.etree import ElementTree as ET

from playwright.sync_api import Page

from tests.browser.acts import BUSY, EVERY, PATIENCE, TIMES

DRAWING = """
window.runs = 0;
new MutationObserver((changes) => {
  for (const change of changes)
    if (change.target.getAttribute("data-test-script-state") === "running") window.runs += 1;
}).observe(document, { attributes: true, subtree: true, attributeFilter: ["data-test-script-state"] });

// The Vega view of a chart: React keeps it in a reference of the component around the element.
const viewOf = (element) => {
  let fiber = element[Object.keys(element).find((key) => key.startsWith("__reactFiber$"))];
  for (; fiber; fiber = fiber.return)
    for (let hook = fiber.memoizedState; hook && hook.next !== undefined; hook = hook.next)
      if (typeof hook.memoizedState?.current?.toSVG === "function") return hook.memoizedState.current;
  return null;
};
const shown = () =>
  [...document.querySelectorAll("[data-testid=stVegaLiteChart]")].filter((chart) => chart.checkVisibility());

window.pictures = async () => {
  const views = shown().map(viewOf);
  return views.includes(null) ? null : Promise.all(views.map((view) => view.toSVG()));
};

window.settle = async (patience, every, times) => {
  const end = performance.now() + patience;
  for (let seen = null, same = 0; same < times; ) {
    if (performance.now() > end) throw new Error("the page does not come to rest");
    await new Promise((done) => setTimeout(done, every));
    const pictures = window.busy() ? null : await window.pictures();
    const text = pictures === null ? null : JSON.stringify([document.querySelector("h1").textContent, pictures]);
    same = text !== null && text === seen ? same + 1 : 0;
    seen = text;
  }
};
"""
READER = f"window.busy = {BUSY};\n{DRAWING}"
"""What a page is told before it is loaded: how to see that it stands still, and how to hand over its charts."""


def settle(page: Page) -> None:
    """Wait until no script runs and no chart changes any more."""
    page.evaluate("([patience, every, times]) => window.settle(patience, every, times)", [PATIENCE, EVERY, TIMES])


def drawn(page: Page) -> list[list[str]]:
    """What each chart of a page that stands still draws, from top to bottom, one line per element."""
    return [described(svg) for svg in page.evaluate("window.pictures()")]


def described(svg: str) -> list[str]:
    """A drawing in lines, names of clip paths aside; parts of axes and legends are sorted, for they do not overlap."""
    return _lines(ET.fromstring(re.sub(r"clip\d+", "clip", svg)), depth=0)


def _lines(element: ET.Element, *, depth: int) -> list[str]:
    tag = element.tag.rpartition("}")[2]
    look = " ".join(f'{name}="{value}"' for name, value in sorted(element.attrib.items()))
    head = f"{'  ' * depth}{tag} {look} {element.text or ''}".rstrip()
    parts = [_lines(child, depth=depth + 1) for child in element]
    if re.search("role-(axis|legend)", element.get("class", "")):
        parts.sort()
    return [head, *(line for part in parts for line in part)]
