"""The first screen: the same figures as the other pages, what stands out with a way to it, and nothing empty."""

import re

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

import retention as rt
from pages.data.samples import path
from pages.shared import session
from retention.orders import Orders
from tests.pages.conftest import ROOT, Visit
from tests.pages.screen import as_orders, words
from tests.shops import END_OF_2024, worked_example


@pytest.fixture(scope="module")
def webshop() -> Orders:
    return rt.load(path("webshop"))


def test_the_first_orders_of_a_session_lead_here_and_later_visits_of_data_do_not(shop: Orders) -> None:
    app = AppTest.from_file(ROOT / "app.py", default_timeout=60)
    app.query_params["lang"] = "en"
    app.run()
    assert app.title[0].value == "What did I bring?"
    app.session_state["orders"] = shop
    app.run()
    assert app.title[0].value == "How are we doing?"
    app.switch_page("pages/data_page.py").run()
    assert app.title[0].value == "What did I bring?"
    assert app.session_state[session.SEEN]


def test_the_rate_is_that_of_the_retention_page(visit: Visit, webshop: Orders) -> None:
    app = visit("overview", orders=webshop)
    assert not app.exception
    assert (app.metric[0].label, app.metric[0].value) == ("Came back in Q4 2025", "63%")
    said = words(app)
    other = words(app.switch_page("pages/retention_page.py").run())
    for sentence in ("63 came back in Q4 2025", "Between customers alike: no clear change."):
        assert sentence in said
        assert sentence in other


def test_what_stands_out_leads_to_the_page_where_it_stands(visit: Visit, webshop: Orders) -> None:
    app = visit("overview", orders=webshop)
    said = words(app)
    assert re.search(r"Discount code “ПЯТНИЦА50” 8 of every 100 newcomers .* of the others 55", said.replace(":", ""))
    assert "20 of 252 against 296 of 534" in said
    app.button(key="finding-0").click().run()
    assert app.title[0].value == "Is it getting better?"
    assert app.selectbox(key="setting-cohorts").value == "code"
    assert app.selectbox(key="setting-mode").value == "on_or_before"


def test_the_money_closes_and_the_bridge_is_between_the_periods_that_are_compared(
    visit: Visit, webshop: Orders
) -> None:
    said = words(visit("overview", orders=webshop)).replace("\xa0", " ")
    assert "Revenue in Q4 2025: RUB 1,262,885, RUB 193,794 more than in Q4 2024 (RUB 1,069,091)." in said


def test_demo_mode_and_filter_are_in_force(visit: Visit, webshop: Orders) -> None:
    app = visit("overview", orders=webshop, demo="on", filter="without.order.code.2of3")
    assert not app.exception
    assert "Without discount code: ПЯТНИЦА50. Of every 100" in words(app)
    assert "@" not in words(app)


def test_a_tiny_shop_has_no_empty_pictures(visit: Visit) -> None:
    table = worked_example()
    app = visit("overview", orders=as_orders(table.head(3), as_of=END_OF_2024))
    assert not app.exception
    assert len(app.get("arrow_vega_lite_chart")) == 0
    assert "Too little data yet" in words(app)


def test_orders_without_amounts_have_no_money_on_the_page(visit: Visit) -> None:
    table = worked_example().assign(amount=pd.Series([float("nan")] * len(worked_example())))
    app = visit("overview", orders=as_orders(table, as_of=END_OF_2024), grain="quarter")
    assert not app.exception
    assert "What moved the money" not in words(app)
