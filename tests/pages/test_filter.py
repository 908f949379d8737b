"""The filter on every page: chosen, said in every headline, kept, linked without a word of the file, taken back."""

import dataclasses
from collections.abc import Callable

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

import retention as rt
from retention.activity import of_places
from retention.filters import EVERY_ORDER, Filter
from retention.narrate import filters
from retention.orders import Orders
from tests.pages.conftest import Visit
from tests.pages.screen import headline, settled, words
from tests.pages.screen import opened as opened_closer

PAGES = ("data", "retention", "cohorts", "customers", "what_if")
Filtered = Callable[..., AppTest]


@pytest.fixture(scope="session")
def columns(shop: Orders) -> Orders:
    """The shop of the other tests with two columns, one named by its file; every third order says no channel."""
    size = len(shop.frame)
    channel = pd.Categorical([("web secret", "till secret", None)[n % 5 % 3] for n in range(size)])
    wrapped = pd.Categorical([("yes", "no")[n % 7 % 2] for n in range(size)])
    return dataclasses.replace(shop, frame=shop.frame.assign(channel=channel, **{"Secret wrap": wrapped}))


def opened(app: AppTest) -> AppTest:
    """The app with the choices behind the chip shown."""
    app.session_state["filter"] = True
    return app.run()


def chosen(app: AppTest, column: str, *values: str, scope: str = "order", mode: str = "only") -> AppTest:
    """The filter set by its controls."""
    opened(app)
    app.selectbox(key="filter-column").set_value(column).run()
    for key, wanted in (("filter-scope", scope), ("filter-mode", mode)):
        if app.radio(key=key).value != wanted:
            app.radio(key=key).set_value(wanted).run()
    return app.multiselect(key="filter-values").set_value(list(values)).run()


def linked(app: AppTest) -> str:
    """The filter as the address has it."""
    (text,) = (
        [app.query_params["filter"]] if isinstance(app.query_params["filter"], str) else app.query_params["filter"]
    )
    return text


@pytest.mark.parametrize("page", PAGES)
def test_every_page_has_the_control_and_names_the_filter_in_its_headline(
    visit: Visit, columns: Orders, page: str
) -> None:
    app = chosen(visit(page, orders=columns, grain="month"), "channel", "web secret")
    assert not app.exception
    assert headline(app).startswith("Only channel: web secret. ")
    part = rt.filtered(columns, only={"channel": "web secret"})
    assert f"Orders that count: {len(part.frame)} of {len(columns.frame)}" in words(app)
    assert f"{part.customers} customers" in app.sidebar.caption[0].value
    assert "Only channel" in app.sidebar.caption[0].value


def test_without_columns_there_is_nothing_to_choose(visit: Visit, shop: Orders) -> None:
    app = opened(visit("retention", orders=shop))
    assert not app.multiselect
    assert headline(app).startswith("Of every 100")


def test_figures_are_those_of_the_function(visit: Visit, columns: Orders) -> None:
    app = visit("retention", orders=columns, grain="quarter")
    chosen(app, "channel", "web secret", "till secret", scope="first", mode="without")
    part = rt.filtered(columns, without={"first:channel": ["web secret", "till secret"]})
    row = rt.rates(part, grain="quarter").iloc[1]
    assert f"{round(100 * row['crr'])} came back" in headline(app).replace("**", "")
    assert headline(app).startswith("Without customers whose first order was channel: web secret, till secret.")


def test_it_stays_on_other_pages_and_back(visit: Visit, columns: Orders) -> None:
    app = chosen(visit("retention", orders=columns, grain="month"), "channel", "web secret")
    first = headline(app)
    for page in (*PAGES, "retention"):
        app.query_params.clear()  # as a change of page does
        app.switch_page(f"pages/{page}_page.py").run()
        assert not app.exception
        assert headline(app).startswith("Only channel: web secret.")
    assert headline(app) == first


@pytest.mark.few(3)
@pytest.mark.parametrize("column", ["channel", "Secret wrap"])
@pytest.mark.parametrize("scope", ["order", "first", "ever"])
def test_a_link_says_it_without_a_word_of_the_file(visit: Visit, columns: Orders, column: str, scope: str) -> None:
    app = visit("retention", orders=columns)
    value = {"channel": "web secret", "Secret wrap": "no"}[column]
    chosen(app, column, value, scope=scope, mode="without")
    text = linked(app)
    assert "secret" not in str(dict(app.query_params)).lower()
    assert text == f"without.{scope}.{'channel.2of3' if column == 'channel' else '1of1.1of3'}"
    again = visit("retention", orders=columns, filter=text)
    assert headline(again) == headline(app)
    later = visit("retention", filter=text)  # before there are orders
    later.session_state["orders"] = columns
    later.query_params.clear()
    later.run()
    assert headline(later) == headline(app)


def test_a_link_of_other_orders_chooses_nothing_and_says_so(visit: Visit, columns: Orders, shop: Orders) -> None:
    for orders, text in ((columns, "only.order.channel.2of9"), (shop, "only.order.channel.2of3")):
        app = visit(orders=orders, filter=text)
        assert "The filter was taken off" in words(app)
        assert headline(app).startswith("Of every 100")
        assert "The filter was taken off" not in words(app.run())
    app = visit("retention", orders=columns, filter="only.order.channel.web secret")
    assert "taken off" not in words(app)


def test_what_another_file_does_not_have_is_given_up(visit: Visit, columns: Orders, shop: Orders) -> None:
    app = chosen(visit("retention", orders=columns), "channel", "web secret")
    app.session_state["orders"] = shop
    assert "The filter was taken off" in words(app.run())
    assert "filter" not in app.query_params


@pytest.mark.parametrize("page", PAGES)
def test_nothing_left_is_a_sentence_with_the_way_back(visit: Visit, columns: Orders, page: str) -> None:
    app = chosen(visit(page, orders=columns, grain="month"), "channel", "web secret")
    chosen(app, "channel", "web secret", mode="without")
    assert not app.exception
    assert "No order is left" in words(app)
    assert page == "data" or not app.header
    assert len(app.title) == 1
    app.button(key="filter-all").click().run()
    assert not app.exception
    assert headline(app) == headline(visit(page, orders=columns, grain="month"))


def test_conditions_add_up_and_go_one_by_one(visit: Visit, columns: Orders) -> None:
    app = chosen(visit("retention", orders=columns, grain="month"), "channel", "web secret")
    chosen(app, "Secret wrap", "no", scope="ever", mode="without")
    opened(app)
    assert [button.key for button in app.button if "filter-remove" in str(button.key)] == [
        "filter-remove-0",
        "filter-remove-1",
    ]
    app.button(key="filter-remove-0").click().run()
    assert headline(app).startswith("Without customers who ever ordered Secret wrap: no.")
    opened(app)
    app.selectbox(key="filter-column").set_value("Secret wrap").run()
    opened(app).multiselect(key="filter-values").set_value([]).run()
    assert headline(app).startswith("Of every 100")


def test_cells_without_a_value_can_be_chosen(visit: Visit, columns: Orders) -> None:
    app = chosen(visit("retention", orders=columns, grain="month"), "channel", "")
    assert headline(app).startswith("Only channel: not stated.")


def test_no_key_holds_a_word_of_the_file(visit: Visit, columns: Orders) -> None:
    app = chosen(visit("retention", orders=columns), "Secret wrap", "no")
    opened(app)
    keys = [str(each.proto.id) for kind in ("button", "radio", "selectbox", "multiselect") for each in app.get(kind)]
    assert any("filter-values" in key for key in keys)
    assert [key for key in keys if "secret" in key.lower()] == []


def test_invented_names_are_the_same_with_and_without(visit: Visit, columns: Orders) -> None:
    app = chosen(visit("customers", orders=columns, demo="on"), "channel", "web secret")
    assert not app.exception
    assert headline(app).startswith("Only channel")


def test_a_workspace_keeps_it_by_its_words(visit: Visit, columns: Orders) -> None:
    from retention.workspace.workspace import Workspace, written
    from retention.workspace.workspace import opened as read

    by = Filter.of({"first:channel": ["web secret"]}, {"Secret wrap": "no"})
    file = written(Workspace(filter=by))
    assert read(file, settings={}, question={}).filter == by
    app = visit("retention", orders=columns, grain="month")
    app.session_state["workspace"] = True
    app.run()
    app.sidebar.file_uploader(key="workspace-upload").upload("kept.json", file)
    app.run()
    assert app.sidebar.success[0].value.startswith("Opened")
    assert headline(app).startswith(
        "Only customers whose first order was channel: web secret. Without Secret wrap: no."
    )
    assert of_places(linked(app), columns, own_names=filters.COLUMNS) == by


def test_a_workspace_with_half_a_filter_opens_without_one() -> None:
    import json

    from retention.workspace.workspace import Workspace, written
    from retention.workspace.workspace import opened as read

    whole = json.loads(written(Workspace(filter=Filter.of({"channel": "a", "ever:size": "b"}))))
    for name, value in (("column", ""), ("any_of", []), ("any_of", "ab"), ("scope", "last"), ("leave_out", 1)):
        broken = json.loads(json.dumps(whole))
        broken["filter"][1][name] = value
        found = read(json.dumps(broken).encode(), settings={}, question={})
        assert (found.filter, found.left_out) == (EVERY_ORDER, (("settings", "filter"),))
    del whole["filter"]
    assert read(json.dumps(whole).encode(), settings={}, question={}).filter == EVERY_ORDER


def test_downloads_say_which_orders_they_are_about_where_a_person_looks_first() -> None:
    table, by = pd.DataFrame({"n": [1, 2], "filter": ["a", "b"]}), Filter.of({"channel": "web"})
    told = filters.in_file(table, by)
    assert told.columns.tolist() == ["filter_", "n", "filter"]
    assert table.columns.tolist() == ["n", "filter"]
    assert set(told["filter_"]) == {"Only channel: web."}
    assert filters.in_file(table, EVERY_ORDER) is table
    assert (filters.file_name("rates", by), filters.file_name("rates", EVERY_ORDER)) == ("rates_filtered", "rates")


def test_a_list_of_nobody_still_says_of_which_orders() -> None:
    told = filters.in_file(pd.DataFrame({"n": []}), Filter.of({"channel": "web"}))
    assert told.columns.tolist() == ["filter: Only channel: web.", "n"]


CSV = "\n".join(
    [
        "Customer,Order,Date,Total,Channel",
        *(
            f"c{n % 30},{n},2025-{n % 6 + 1:02}-{n % 27 + 1:02},{10 if n % 9 else 0},{('web', 'till')[n % 4 == 0]}"
            for n in range(240)
        ),
        "c1,240,,10,web",
    ]
).encode()


LINES = "\n".join(
    [
        "Customer,Order,Date,Item,SKU,Qty,Price",
        *(f"c{n % 20},{n // 2},2025-{n // 2 % 6 + 1:02}-03,Tea,S{n % 3},1,10" for n in range(120)),
        *(f",{n},2025-02-03,Tea,S{n % 2},1,7" for n in range(200, 210)),
    ]
).encode()


def test_article_numbers_of_lines_can_be_chosen_one_after_the_other(visit: Visit) -> None:
    app = visit(grain="month")
    app.file_uploader(key="uploads").upload("lines.csv", LINES)
    settled(app.run())
    chosen(app, "sku", "S1")
    assert not app.exception
    assert app.session_state["filter"] is True
    app.multiselect(key="filter-values").set_value(["S1", "S2"]).run()
    assert headline(app).startswith("Only code of the product: S1, S2.")
    assert linked(app) == "only.order.sku.2-3of4"
    app.button(key="filter-remove-0").click().run()
    assert app.session_state["filter"] is True


def test_orders_without_a_customer_are_those_that_count(visit: Visit) -> None:
    app = visit(grain="month")
    app.file_uploader(key="uploads").upload("lines.csv", LINES)
    settled(app.run())
    assert "10 orders name no customer (70)" in words(app)
    chosen(app, "sku", "S1")
    assert "Only code of the product: S1. 5 orders name no customer (35)" in words(app)
    app.switch_page("pages/retention_page.py").run()
    assert "5 orders name no customer (35)" in words(opened_closer(app, "retention-working"))


def test_rows_stay_those_of_the_file_and_choices_tell_their_effect_on_the_part(visit: Visit) -> None:
    app = visit(grain="month")
    app.file_uploader(key="uploads").upload("orders.csv", CSV)
    settled(app.run())
    chosen(app, "channel", "till")
    app.session_state["what-counts"] = True
    app.run()
    assert not app.exception
    assert headline(app).startswith("Only channel: till.")
    assert "Rows read: 241. Of these, 240 make 240 orders; left out: 1." in words(app)
    assert "Orders that count: 60 of 240" in words(app)
    effects = [each.value for each in app.caption if "If you switch this" in each.value]
    assert any("7 orders fewer" in effect for effect in effects), effects
