"""Words that Streamlit writes itself are said in the visitor's language, wherever Streamlit still has them."""

import re
from pathlib import Path

import pytest
import streamlit
from streamlit.testing.v1 import AppTest

from pages.shared import builtin_words

STATIC = Path(streamlit.__file__).parent / "static" / "static"
SELECTORS = {
    name: getattr(builtin_words, name)
    for name in ("STATUS", "DIALOG", "STOP", "CHOOSE", "LIMIT", "NOT_TAKEN", "REASON")
}


@pytest.fixture(scope="module")
def scripts() -> str:
    """Everything the browser runs."""
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(STATIC.rglob("*.js")))


@pytest.mark.parametrize("name", SELECTORS)
def test_streamlit_still_builds_what_a_style_speaks_for(name: str, scripts: str) -> None:
    places = re.findall(r'data-testid="(\w+)"', SELECTORS[name])
    assert places
    assert [place for place in places if place not in scripts] == []


def page() -> None:
    from pages.shared import builtin_words

    builtin_words.speak()


def test_the_styles_speak_for_every_place() -> None:
    app = AppTest.from_function(page).run()
    style = app.get("html")[0].proto.body
    assert [name for name, selector in SELECTORS.items() if selector not in style] == []


def test_no_third_module_styles_streamlit() -> None:
    pages = Path(builtin_words.__file__).parent.parent
    styled = {path.name for path in pages.rglob("*.py") if re.search(r"<style|data-testid", path.read_text("utf-8"))}
    assert styled == {"builtin_words.py", "looks.py"}
