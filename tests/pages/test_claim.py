"""A figure of another tool on the Retention page: typed, found, and who differs, masked where names are."""

from retention.orders import Orders
from tests.pages.conftest import Visit
from tests.pages.screen import Said, opened, words


def test_a_figure_is_found_with_the_customers_who_differ(visit: Visit, shop: Orders) -> None:
    app = opened(visit("retention", orders=shop, grain="quarter", period="2025Q2"), "retention-claim")
    assert "most plausibly" not in words(app)
    app.text_input(key="claim").set_value("Shopify: 86%").run()
    assert not app.exception
    said = Said(words(app).replace("**", ""))
    assert "Figures tried: " in said
    assert "What this tool usually shows would be here: Returning rate as Shopify counts it Q2 2025 71.4%" in said
    assert "claim" not in app.query_params
    assert len(app.get("download_button")) >= 2
    app.text_input(key="claim").set_value("50%").run()
    assert "50% is most plausibly Customer retention rate (CRR) Q2 2025: 100 of 200 50.0%." in Said(
        words(app).replace("**", "")
    )
    assert "The same customers are counted in both." in words(app)


def test_what_is_no_share_is_said(visit: Visit, shop: Orders) -> None:
    app = opened(visit("retention", orders=shop, grain="quarter"), "retention-claim")
    app.text_input(key="claim").set_value("many").run()
    assert "“many” holds no share to look for." in words(app)
