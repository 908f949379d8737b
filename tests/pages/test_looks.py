"""Name and mark of the product, and the few sizes laid over Streamlit: as large as they should be."""

import re
from pathlib import Path

import pytest
import streamlit
from streamlit.testing.v1 import AppTest

from pages.shared import looks
from pages.shared.chips import WIDTHS
from retention.orders import Orders
from tests.pages.conftest import Visit
from tests.test_theme import THEMES, contrast

STATIC = Path(streamlit.__file__).parent / "static" / "static"


def style(app: AppTest) -> str:
    """All rules of a page."""
    return " ".join(element.proto.body for element in app.get("html"))


@pytest.mark.parametrize("selector", [looks.BIG, looks.TEXT])
def test_streamlit_still_builds_what_has_another_size(selector: str) -> None:
    places = set(re.findall(r'data-testid="(\w+)"', selector))
    for path in sorted(STATIC.rglob("*.js")):
        text = path.read_text(encoding="utf-8")
        places -= {place for place in places if place in text}
    assert not places


def test_the_projector_switch_enlarges_every_page_and_stays(visit: Visit, shop: Orders) -> None:
    app = visit("overview", orders=shop)
    assert looks.TYPE not in style(app)
    app.sidebar.toggle(key="setting-projector").set_value(True).run()
    app.switch_page("pages/retention_page.py").run()
    assert f"html {{font-size: {looks.TYPE}}}" in style(app)
    assert app.query_params["projector"] == "on"
    app.sidebar.toggle(key="setting-projector").set_value(False).run()
    assert looks.TYPE not in style(app)
    assert "projector" not in app.query_params


def test_the_lists_above_the_answer_grow_with_the_type() -> None:
    assert all(WIDTHS[True][name] >= 1.25 * width for name, width in WIDTHS[False].items())


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_mark_is_legible_on_both_themes(mode: str) -> None:
    """Large letters: 3 is enough."""
    [name] = re.findall('fill="(#[0-9A-F]{6})" textLength', Path(looks.LOGO).read_text(encoding="utf-8"))
    assert contrast(name, THEMES[mode]["secondaryBackgroundColor"]) >= 3


def test_the_mark_comes_from_nowhere_else() -> None:
    for path in (looks.LOGO, looks.ICON):
        assert re.findall('https?://[^"]+', Path(path).read_text(encoding="utf-8")) == ["http://www.w3.org/2000/svg"]
