"""The page Methods: the catalogue with the values of the period in question, folded and searched."""

from retention.metrics import METRICS
from retention.orders import Orders
from tests.pages.conftest import Visit
from tests.pages.screen import words


def test_every_figure_stands_with_the_value_of_the_period(visit: Visit, shop: Orders) -> None:
    app = visit("methods", orders=shop, grain="quarter", period="2025Q2")
    assert not app.exception
    labels = [each.label for each in app.main.expander]
    assert "50.0% (43.1% to 56.9%)" in labels[0]
    assert len(labels) >= len(METRICS) + 5
    app.text_input(key="methods-search").set_value("wilson churn").run()
    assert [each.label.split(" · ")[0] for each in app.main.expander if "hurn" in each.label] == ["**Churn**"]
    assert "1 − CRR" in words(app)
    app.text_input(key="methods-search").set_value("zebra").run()
    assert app.main.info[0].value == "Nothing here speaks of that."


def test_without_orders_the_figures_are_explained_all_the_same(visit: Visit) -> None:
    app = visit("methods")
    assert not app.exception
    assert "**Churn**" in [each.label for each in app.main.expander]
