"""Demo mode: nobody's name on any page or in any download, and every figure as before."""

import pandas as pd
import pytest

from retention.orders import Orders
from tests.pages.conftest import Visit
from tests.pages.screen import as_orders, headline, opened, words


@pytest.mark.parametrize("page", ["data", "retention", "cohorts", "customers", "what_if"])
def test_no_page_shows_a_name(visit: Visit, shop: Orders, page: str) -> None:
    named = shop.frame["customer"].cat.rename_categories(lambda name: f"secret-{name}@example.com")
    frame = shop.frame.assign(customer=named).drop(columns=["gross", "purchase"])
    app = visit(page, orders=as_orders(frame, as_of=shop.as_of), demo="on", grain="quarter")
    opened(app, "retention-members")
    assert not app.exception
    shown = words(app) + "".join(found.value.to_csv() for found in app.dataframe)
    assert "secret" not in shown
    assert page != "retention" or "#1\n" in shown or "#2" in shown


def test_the_switch_masks_and_unmasks(visit: Visit, shop: Orders) -> None:
    app = visit("retention", orders=shop, grain="quarter")
    before = headline(app)
    app.session_state["closer-retention-members"] = True
    app.sidebar.toggle(key="setting-demo").set_value(True).run()
    assert headline(app) == before
    assert app.query_params["demo"] in ("on", ["on"])
    assert _customers(app.dataframe).str.startswith("#").all()
    app.sidebar.toggle(key="setting-demo").set_value(False).run()
    assert not _customers(app.dataframe).str.startswith("#").any()


def test_a_file_is_proven_without_its_names(visit: Visit) -> None:
    rows = [(f"secret{n}@example.com", f"A{n}", "2025-01-15", "10.50") for n in range(40)]
    text = "\n".join(["Customer,Order,Date,Amount", *(",".join(row) for row in rows), "secret@example.com,x,never,1"])
    app = visit(demo="on", grain="month")
    app.file_uploader(key="uploads").upload("orders.csv", text.encode())
    app.run()
    assert not app.exception
    assert "secret" not in words(app) + "".join(found.value.to_csv() for found in app.dataframe)


def _customers(tables: list) -> pd.Series:
    return next(table.value["Customer"] for table in tables if "Customer" in table.value)
