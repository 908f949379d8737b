"""Keys stand in the page: they name controls, never what a file holds or what somebody typed."""

import dataclasses
from collections.abc import Iterator

from streamlit.testing.v1 import AppTest

from retention.orders import Orders
from tests.pages.conftest import Visit
from tests.pages.screen import settled

HEADER = "Customer ID,E-mail,Order,Date,Amount,Currency,Secret Column"
ROWS = [
    *(f"{n},c{n}@secret.example,{n},2025-01-1{n % 8},10.00,EUR,secret{n % 3}" for n in range(40)),
    "91,secret.a@gmail.com,91,2025-02-10,5.00,EUR,secret1",
    "92,secreta+shop@gmail.com,92,2025-02-11,5.00,EUR,secret2",
    *(f"till secret,t{n}@x.com,9{n},2025-02-12,5.00,SEK,secret0" for n in range(60)),
]


def named(app: AppTest) -> Iterator[str]:
    """Every name of a control on the page."""
    for kind in ("button", "checkbox", "toggle", "radio", "selectbox", "number_input", "text_input", "multiselect"):
        yield from (str(each.proto.id) for each in app.get(kind))
    yield from (str(each.proto.id) for each in app.get("download_button"))
    yield from (str(each.proto.id) for each in app.dataframe)


def brought(app: AppTest) -> AppTest:
    app.session_state["look-alikes"] = app.session_state["what-counts"] = True
    app.file_uploader(key="uploads").upload("secret.csv", "\n".join([HEADER, *ROWS]).encode())
    app.run()
    settled(app)
    app.radio(key="question-currency").set_value("EUR").run()
    return app


def test_no_key_holds_what_a_file_does(visit: Visit) -> None:
    app = brought(visit(grain="month"))
    assert not app.exception
    assert "merge-0" in "\n".join(named(app)), "look-alikes stand on the page"
    assert "exchange-0" in "\n".join(named(app)), "so do other currencies"
    assert [name for name in named(app) if "secret" in name.lower() or "SEK" in name] == []


def test_no_key_holds_a_column_or_what_was_searched_for(visit: Visit, shop: Orders) -> None:
    grouped = shop.frame.assign(**{"Secret Column": ["secret" if n % 2 else "other" for n in range(len(shop.frame))]})
    app = visit("retention", orders=dataclasses.replace(shop, frame=grouped), grain="quarter")
    app.session_state["closer-retention-groups"] = True
    app.run()
    assert not app.exception
    assert "groups-csv" in "\n".join(named(app))
    assert [name for name in named(app) if "secret" in name.lower()] == []
    app.switch_page("pages/customers_page.py").run()
    app.text_input(key="search-customers").set_value("c1").run()
    keys = [name for name in named(app) if "list-customers" in name]
    assert keys
    assert not any("c1" in key.partition("list-customers")[2] for key in keys)


def test_another_search_begins_with_nobody_picked_and_the_same_one_keeps_its_table(visit: Visit, shop: Orders) -> None:
    app = visit("customers", orders=shop, grain="quarter")

    def table() -> str:
        return next(name for name in (str(each.proto.id) for each in app.dataframe) if "list-customers-" in name)

    first = table()
    app.text_input(key="search-customers").set_value("c1").run()
    second = table()
    app.text_input(key="search-customers").set_value("").run()
    assert second != first == table()
