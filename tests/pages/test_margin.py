"""The margin is asked once: what is said on one page holds on all, in the session and in a link."""

from streamlit.testing.v1 import AppTest

from retention.orders import Orders
from tests.pages.conftest import Visit


def opened(app: AppTest) -> AppTest:
    """The Customers page with the list on which the margin is asked."""
    app.session_state["customers-tab"] = "Worth"
    return app.run()


def test_a_margin_given_on_one_page_holds_on_all(visit: Visit, shop: Orders) -> None:
    app = visit("what_if", orders=shop, grain="quarter")
    app.number_input(key="what-if-margin").set_value(40.0).run()
    assert app.query_params["margin"] in ("0.4", ["0.4"])
    opened(app.switch_page("pages/customers_page.py").run())
    assert app.number_input(key="customers-margin").value == 40.0
    app.number_input(key="customers-margin").set_value(25.0).run()
    app.switch_page("pages/what_if_page.py").run()
    assert app.number_input(key="what-if-margin").value == 25.0


def test_a_link_brings_the_margin_and_an_impossible_one_is_not_taken(visit: Visit, shop: Orders) -> None:
    app = opened(visit("customers", orders=shop, margin="0.35"))
    assert app.number_input(key="customers-margin").value == 35.0
    for wrong in ("1.4", "-0.1", "nan", "much"):
        app = opened(visit("customers", orders=shop, margin=wrong))
        assert app.number_input(key="customers-margin").value is None
        assert "margin" not in app.query_params
