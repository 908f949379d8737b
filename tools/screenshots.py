#!/usr/bin/env python3
"""Take a picture of every page in every language, width and theme, to be looked at.

    .venv/bin/python tools/screenshots.py [FOLDER] [--sample NAME] [--lang CODE] [--width PIXELS] [--theme light|dark]
                                          [--readme]

FOLDER (build/screenshots unless named) gets <page>-<lang>-<width>-<theme>.png; without flags some 200 pictures
and take about ten minutes. `--readme` writes the four that README shows, instead. Needs Chromium, as the tests do.
"""

import argparse
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from playwright.sync_api import Browser, sync_playwright  # noqa: E402 - the project is not installed

import start  # noqa: E402
from pages.contents import PAGES  # noqa: E402
from retention.narrate.reader import LANGUAGES  # noqa: E402
from tests.browser.acts import calm  # noqa: E402
from tests.browser.conftest import FLAGS  # noqa: E402

CHROMIUM = "/usr/bin/chromium"
WIDTHS, THEMES = (390, 1280, 1920), ("light", "dark")
SAMPLE = "roastery"
PORT = 8571
TALLEST = 6000
"""Pixels of a picture; a browser draws no longer ones well."""
README = {"overview": "light", "retention": "light", "what_if": "dark", "customers": "light"}
"""The pages README shows, and in which theme."""


@contextmanager
def app() -> Iterator[str]:
    """Where the app answers that has orders in hand (see `tests/browser/loaded.py`)."""
    server = subprocess.Popen([sys.executable, "-m", "tests.browser.loaded", str(PORT)], cwd=ROOT)
    try:
        start.wait_until_healthy(server, PORT)
        yield f"http://{start.HOST}:{PORT}"
    finally:
        start.stop(server)


def take(browser: Browser, address: str, stem: str, *, lang: str, width: int, theme: str, sample: str) -> bytes:
    """A picture of one page, as long as it is, once nothing moves on it any more."""
    page = browser.new_page(
        viewport={"width": width, "height": 900}, color_scheme="dark" if theme == "dark" else "light"
    )
    path = "" if stem == "data" else PAGES[stem].address
    page.goto(f"{address}/{path}?sample={sample}&lang={lang}")
    calm(page)
    height = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    page.set_viewport_size({"width": width, "height": min(int(height) + 40, TALLEST)})
    calm(page)
    picture = page.screenshot()
    page.close()
    return picture


def every(options: argparse.Namespace) -> Iterable[tuple[str, str, int, str]]:
    """Page, language, width and theme of each picture asked for."""
    langs = [options.lang] if options.lang else list(LANGUAGES)
    widths = [options.width] if options.width else WIDTHS
    themes = [options.theme] if options.theme else THEMES
    return product(PAGES, langs, widths, themes)


def main() -> None:
    """Take the pictures the command line asks for, and say where each is."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "build" / "screenshots")
    parser.add_argument("--sample", default=SAMPLE)
    parser.add_argument("--lang", choices=LANGUAGES)
    parser.add_argument("--width", type=int)
    parser.add_argument("--theme", choices=THEMES)
    parser.add_argument("--readme", action="store_true")
    options = parser.parse_args()
    with app() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        take(browser, address, "data", lang="en", width=1280, theme="light", sample=options.sample)  # names the pages
        if options.readme:
            wanted = [(stem, "en", 1280, theme, ROOT / "docs" / f"{stem}.png") for stem, theme in README.items()]
        else:
            options.folder.mkdir(parents=True, exist_ok=True)
            named = [(each, options.folder / f"{'-'.join(map(str, each))}.png") for each in every(options)]
            wanted = [(*each, path) for each, path in named]
        for stem, lang, width, theme, path in wanted:
            made = take(browser, address, stem, lang=lang, width=width, theme=theme, sample=options.sample)
            path.write_bytes(made)
            print(path, flush=True)


if __name__ == "__main__":
    main()
