"""The product's name and mark, and the three sizes for which Streamlit has no parameter of a page or a visitor.

With `pages/shared/builtin_words.py` the only style the pages lay over Streamlit: the answer of a page is larger than
its other figures; a line of text ends before it is too long to find the next one, on a screen as wide as you like; and
a projector gets larger type, which Streamlit can only set for a whole server (`theme.baseFontSize`). All its sizes are
in rem, so one rule enlarges everything. `tests/pages/test_looks.py` and `tests/browser` notice when Streamlit builds
one of these places otherwise.
"""

from pathlib import Path

import streamlit as st

from pages.shared import session

NAME = "Comeback"
"""What the product is called, in every language."""
FOLDER = Path(__file__).parent
ICON, LOGO = (str(FOLDER.joinpath(name)) for name in ("icon.svg", "logo.svg"))
"""Our own files: Streamlit would fetch a named icon from another company's server. Their colour is legible on a light
and on a dark page, because neither file is told which one it stands on."""
PROJECTOR = "projector"
"""Name of the setting."""
BIG_FIGURE = "big-figure"
"""Key of the container whose figure is the answer of a page."""
BIG = f'.st-key-{BIG_FIGURE} [data-testid="stMetricValue"]'
TEXT = '[data-testid="stMain"] [data-testid="stMarkdownContainer"]'
LINE, TYPE = "46rem", "125%"
"""The longest line of text, some 90 letters, and the type of a projector against that of a desk."""


def name_page(title: str | None = None) -> None:
    """What stands in the browser's tab, and how wide a page may be; the first command of every run."""
    st.set_page_config(page_title=NAME if title is None else f"{title} · {NAME}", page_icon=ICON, layout="wide")


def projector() -> bool:
    """Whether everything is shown larger, for a room that looks on."""
    return session.setting(PROJECTOR, "off") == "on"


def render() -> None:
    """The mark above the list of pages, and the sizes."""
    st.logo(LOGO, icon_image=ICON, size="large")
    sizes = f"{BIG} {{font-size: 2.75rem; line-height: 1.2}} {TEXT} :is(p, li) {{max-width: {LINE}}}"
    larger = f"html {{font-size: {TYPE}}}" if projector() else ""
    st.html(f"<style>{sizes} {larger}</style>")
