"""The frame around every page: one title, settings that stay, an address that opens the right page."""

import ast
from pathlib import Path

import pytest

from retention.orders import Orders
from tests.pages.conftest import ROOT, Visit

CALLS = [node for node in ast.walk(ast.parse((ROOT / "app.py").read_text("utf-8"))) if isinstance(node, ast.Call)]
DECLARED = [call for call in CALLS if isinstance(call.func, ast.Attribute) and call.func.attr == "Page"]
PAGES = {ast.literal_eval(call.args[0]): {key.arg: key.value for key in call.keywords} for call in DECLARED}


def test_every_page_file_is_declared() -> None:
    assert {path.relative_to(ROOT).as_posix() for path in (ROOT / "pages").glob("*_page.py")} == set(PAGES)


@pytest.mark.parametrize("path", PAGES)
def test_the_address_differs_from_the_file(path: str) -> None:
    """Otherwise a link opened first after a start runs the page without its frame."""
    assert ast.literal_eval(PAGES[path]["url_path"]) != Path(path).stem


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("with_data", [True, False])
def test_one_title_after_two_runs(visit: Visit, shop: Orders, path: str, with_data: bool) -> None:
    app = visit(Path(path).stem.removesuffix("_page"), orders=shop if with_data else None)
    app.run()
    assert not app.exception
    assert len(app.title) == 1


def test_the_language_chosen_is_written_everywhere(visit: Visit, shop: Orders) -> None:
    app = visit(orders=shop)
    app.sidebar.selectbox(key="setting-lang").select("uk").run()
    assert app.title[0].value == "Які в мене дані?"
    assert app.sidebar.selectbox(key="setting-grain").label == "Тривалість періоду"
    app.switch_page("pages/retention_page.py").run()
    assert app.title[0].value == "Чи повертаються клієнти?"


def test_a_link_with_nonsense_is_ignored(visit: Visit, shop: Orders) -> None:
    app = visit("retention", orders=shop, grain="fortnight", period="<b>", base="nobody", lang="xx")
    assert not app.exception
    assert app.title[0].value == "Do they come back?"


@pytest.mark.parametrize("page", [Path(path).stem.removesuffix("_page") for path in PAGES])
def test_a_link_opened_before_there_are_orders_keeps_its_settings(visit: Visit, shop: Orders, page: str) -> None:
    asked = {"grain": "quarter", "base": "window", "months": "5", "measure": "customers"}
    app = visit(page, **asked)
    app.query_params.clear()
    app.switch_page("pages/data_page.py").run()
    app.session_state["orders"] = shop
    app.switch_page("pages/cohorts_page.py").run()
    assert app.selectbox(key="setting-measure").value == "customers"
    app.switch_page("pages/retention_page.py").run()
    assert app.sidebar.selectbox(key="setting-grain").value == "quarter"
    assert app.sidebar.number_input(key="setting-months").value == 5


def test_no_control_stands_where_it_has_no_effect(visit: Visit, shop: Orders) -> None:
    app = visit("cohorts", orders=shop, grain="quarter", base="ever", period="2025Q2", year="4")
    calendar, period = {"setting-grain", "setting-year", "setting-calendar"}, {"setting-base", "setting-period"}
    for page, shown in {"cohorts": calendar, "retention": calendar | period, "what_if": calendar}.items():
        app.switch_page(f"pages/{page}_page.py").run()
        assert {control.key for control in app.sidebar.selectbox} == shown | {"setting-lang"}
    app.switch_page("pages/retention_page.py").run()
    assert app.sidebar.selectbox(key="setting-base").value == "ever"
    assert app.sidebar.selectbox(key="setting-year").value == "4"


def test_visitors_do_not_share_orders(visit: Visit, shop: Orders) -> None:
    visit("retention", orders=shop)
    other = visit("retention")
    assert not other.header
