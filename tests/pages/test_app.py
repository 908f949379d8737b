"""The frame around every page: its question, its chips, the next step, an address that opens the right page."""

import pytest

from pages.contents import PAGES
from retention.orders import Orders
from tests.pages.conftest import ROOT, Visit


def test_every_page_file_is_declared() -> None:
    assert {path.stem.removesuffix("_page") for path in (ROOT / "pages").glob("*_page.py")} == set(PAGES)


@pytest.mark.parametrize("page", PAGES)
def test_the_address_differs_from_the_file(page: str) -> None:
    """Otherwise a link opened first after a start runs the page without its frame."""
    assert PAGES[page].address != f"{page}_page"


def test_the_next_steps_lead_through_every_page() -> None:
    seen = ["data"]
    while PAGES[seen[-1]].next_page not in seen:
        seen.append(PAGES[seen[-1]].next_page)
    assert set(seen) == set(PAGES)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("with_data", [True, False])
def test_one_title_after_two_runs(visit: Visit, shop: Orders, page: str, with_data: bool) -> None:
    app = visit(page, orders=shop if with_data else None)
    app.run()
    assert not app.exception
    assert [title.value for title in app.title] == [PAGES[page].question]
    assert ("next-step" in [button.key for button in app.button]) == with_data


def test_the_next_step_opens_the_next_page(visit: Visit, shop: Orders) -> None:
    app = visit("cohorts", orders=shop)
    app.button(key="next-step").click().run()
    assert app.title[0].value == "Who are they?"


def test_the_language_chosen_is_written_everywhere(visit: Visit, shop: Orders) -> None:
    app = visit(orders=shop)
    app.sidebar.selectbox(key="setting-lang").select("uk").run()
    assert app.title[0].value == "Які в мене дані?"
    assert app.selectbox(key="setting-grain").label == "Тривалість періоду"
    app.switch_page("pages/retention_page.py").run()
    assert app.title[0].value == "Чи повертаються клієнти?"


def test_a_link_with_nonsense_is_ignored(visit: Visit, shop: Orders) -> None:
    app = visit("retention", orders=shop, grain="fortnight", period="<b>", base="nobody", lang="xx")
    assert not app.exception
    assert app.title[0].value == "Do they come back?"


@pytest.mark.parametrize("page", PAGES)
def test_a_link_opened_before_there_are_orders_keeps_its_settings(visit: Visit, shop: Orders, page: str) -> None:
    asked = {"grain": "quarter", "base": "window", "months": "5", "measure": "customers"}
    app = visit(page, **asked)
    app.query_params.clear()
    app.switch_page("pages/data_page.py").run()
    app.session_state["orders"] = shop
    app.switch_page("pages/cohorts_page.py").run()
    assert app.selectbox(key="setting-measure").value == "customers"
    app.switch_page("pages/retention_page.py").run()
    assert app.selectbox(key="setting-grain").value == "quarter"
    assert app.number_input(key="setting-months").value == 5


def test_no_control_stands_where_it_has_no_effect(visit: Visit, shop: Orders) -> None:
    app = visit("cohorts", orders=shop, grain="quarter", base="ever", period="2025Q2", year="4")
    calendar, period = {"setting-grain", "setting-year", "setting-calendar"}, {"setting-base", "setting-period"}
    for page, shown in {"cohorts": calendar, "retention": calendar | period, "what_if": calendar}.items():
        app.switch_page(f"pages/{page}_page.py").run()
        assert {control.key for control in app.selectbox} & (calendar | period) == shown
        assert [control.key for control in app.sidebar.selectbox] == ["setting-lang"]
    app.switch_page("pages/retention_page.py").run()
    assert app.selectbox(key="setting-base").value == "ever"
    assert app.selectbox(key="setting-year").value == "4"


def test_visitors_do_not_share_orders(visit: Visit, shop: Orders) -> None:
    visit("retention", orders=shop)
    other = visit("retention")
    assert not other.header
