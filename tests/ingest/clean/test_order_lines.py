"""Lines of orders and what orders keep beside their amount, counted by hand and against a plain loop."""

import random
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from retention.ingest import limited
from retention.ingest.clean import clean
from retention.ingest.columns import map_columns
from retention.ingest.columns.ranking import DIMENSIONS
from retention.ingest.mapping import Choices
from retention.ingest.read import limits
from retention.ingest.read.raw import Layout, RawTable
from retention.ingest.rules import Rules
from retention.orders import LINES, OWN, Orders

HEADERS = {
    "en": "Order ID,Email,Date,Product,SKU,Category,Quantity,Unit price,Order total,Shipping,Tax,Order discount,"
    "Cost price",
    "ru": "Номер заказа,E-mail,Дата заказа,Товар,Артикул,Категория,Количество,Цена,Сумма заказа,Стоимость доставки,"
    "Сумма НДС,Скидка на заказ,Закупочная цена",
    "uk": "Номер замовлення,Email,Дата замовлення,Товар,Артикул,Категорія,Кількість,Ціна,Сума замовлення,"
    "Вартість доставки,Сума ПДВ,Знижка на замовлення,Закупівельна ціна",
    "ro": "Nr. comanda,Email,Data comenzii,Produs,Cod produs,Categorie,Cantitate,Pret unitar,Total comanda,"
    "Cost livrare,Valoare TVA,Reducere comanda,Pret achizitie",
}
GOODS = (("Tea", "T-1", "Drinks", 4.5, 2.0), ("Mug", "M-1", "Ware", 9.0, 4.0), ("Towel", "W-7", "Ware", 24.0, 11.5))


def raw(header: str, rows: list[list[object]], *, name: str = "orders.csv") -> RawTable:
    cells = [[None if cell is None else str(cell) for cell in row] for row in rows]
    frame = pd.DataFrame(cells, columns=header.split(","), dtype="str")
    return RawTable(name=name, frame=frame, rows=np.arange(2, len(rows) + 2), layout=Layout(format="csv"))


def orders_of(table: RawTable, **choices: str) -> Orders:
    return clean([(table, map_columns(table, Choices(**choices)))])


def shop(seed: int, language: str, *, first_only: bool) -> tuple[RawTable, dict[str, list[float]]]:
    """An export of lines with the order's own money on each line or on the first, and the truth by order."""
    draw = random.Random(seed)
    rows: list[list[object]] = []
    truth: dict[str, list[float]] = {}
    for number in range(40):
        order, email, day = (
            f"A{number}",
            f"buyer{draw.randrange(15)}@mail.test",
            f"2024-{1 + number % 12:02}-{1 + number % 28:02}",
        )
        lines = [(draw.choice(GOODS), draw.randint(1, 4)) for _ in range(1 + number % 3)]
        goods = sum(good[3] * pieces for good, pieces in lines)
        shipping, tax, off = draw.choice((0, 5.5, 7)), round(goods * 0.2, 2), draw.choice((0, 1.25, 2.75))
        total = round(goods + shipping + tax - off, 2)
        truth[order] = [total, off, shipping, tax, len(lines), sum(good[4] * pieces for good, pieces in lines)]
        for place, ((product, sku, category, price, cost), pieces) in enumerate(lines):
            of_order = [total, shipping, tax, off] if place == 0 or not first_only else [None] * 4
            rows.append([order, email, day, product, sku, category, pieces, price, *of_order, cost])
    return raw(HEADERS[language], rows), truth


@pytest.mark.parametrize("first_only", [True, False])
@pytest.mark.parametrize("language", HEADERS)
def test_orders_and_lines_keep_what_the_file_says(language: str, first_only: bool) -> None:
    table, truth = shop(len(language) + first_only, language, first_only=first_only)
    orders = orders_of(table)
    own = orders.frame.set_index("order")[["gross", "discount", "shipping", "tax"]]
    expected = pd.DataFrame(truth, index=["gross", "discount", "shipping", "tax", "lines", "cost"]).T
    pd.testing.assert_frame_equal(own.sort_index(), expected[own.columns].sort_index(), check_names=False)
    by_order = orders.lines.groupby("order")
    assert (by_order.size().sort_index() == expected["lines"].sort_index()).all()
    assert by_order["cost"].sum().sort_index().tolist() == pytest.approx(expected["cost"].sort_index().tolist())
    goods = expected["gross"] + expected["discount"] - expected["shipping"] - expected["tax"]
    assert by_order["amount"].sum().sort_index().tolist() == pytest.approx(goods.sort_index().tolist())
    assert "lines_differ" not in {issue.code for issue in orders.issues}
    assert tuple(orders.lines.columns) == LINES
    assert set(orders.lines["product"]) == {"Tea", "Mug", "Towel"}
    assert dict(zip(orders.lines["product"], orders.lines["sku"], strict=True))["Towel"] == "W-7"


def test_an_index_of_a_line_is_its_order_in_the_frame() -> None:
    table, _ = shop(3, "en", first_only=True)
    orders = orders_of(table)
    assert (orders.frame["order"].to_numpy()[orders.lines.index] == orders.lines["order"].to_numpy()).all()
    assert orders.lines.index.is_monotonic_increasing


def test_lines_that_come_to_something_else_are_told() -> None:
    table = raw(
        "Order ID,Email,Date,Product,Quantity,Unit price,Order total,Shipping",
        [
            ["1", "a@mail.test", "2024-01-05", "Tea", 2, 4.5, "20.00", 2],
            ["1", "a@mail.test", "2024-01-05", "Mug", 1, 9, "20.00", 2],
            ["2", "b@mail.test", "2024-01-06", "Mug", 1, 9, "9.00", 0],
            ["3", "c@mail.test", "2024-02-06", "Mug", 2, 9, "22.50", 3],
            ["3", "c@mail.test", "2024-02-06", "Tea", 2, 4.5, "22.50", 3],
        ],
    )
    (found,) = [issue for issue in orders_of(table).issues if issue.code == "lines_differ"]
    assert (found.rows, found.revenue, found.details) == (2, -4.5, {"orders": 1})


def test_line_totals_beside_the_order_total_are_the_lines_money() -> None:
    table = raw(
        "Order ID,Email,Date,Product,Line total,Order total",
        [
            ["1", "a@mail.test", "2024-01-05", "Tea", "9.00", "18.00"],
            ["1", "a@mail.test", "2024-01-05", "Mug", "9.00", "18.00"],
            ["2", "b@mail.test", "2024-01-06", "Mug", "9.00", "9.00"],
            ["3", "c@mail.test", "2024-02-06", "Mug", "27.00", "31.50"],
            ["3", "c@mail.test", "2024-02-06", "Tea", "4.50", "31.50"],
        ],
    )
    orders = orders_of(table)
    assert orders.frame["amount"].tolist() == [18, 9, 31.5]
    assert orders.lines["amount"].tolist() == [9, 9, 9, 27, 4.5]


def test_without_prices_only_orders_of_one_line_tell_what_it_cost() -> None:
    header = "Order ID,Email,Date,Product,Order total"
    rows: list[list[object]] = [["1", "a@mail.test", "2024-01-05", name, "18.00"] for name in ("Tea", "Mug")]
    orders = orders_of(raw(header, [*rows, ["2", "b@mail.test", "2024-01-06", "Mug", "9.00"]]))
    assert orders.lines["amount"].fillna(-1).tolist() == [-1, -1, 9]


def test_rows_set_aside_and_refunds_are_no_lines() -> None:
    table = raw(
        "Order ID,Email,Date,Product,Amount",
        [
            ["1", "a@mail.test", "2024-01-05", "Tea", "9.00"],
            ["1", "a@mail.test", "2024-01-05", "Mug", "4.00"],
            ["1", "a@mail.test", "2024-01-09", "Mug", "-4.00"],
            ["2", "b@mail.test", None, "Mug", "9.00"],
        ],
    )
    orders = orders_of(table)
    assert orders.lines["product"].tolist() == ["Tea", "Mug"]
    assert orders.lines["amount"].sum() == orders.revenue_gross
    assert orders.frame["refund"].tolist() == [4]


def test_lines_of_several_files_and_currencies() -> None:
    till = raw(
        "Order ID,Email,Date,Product,Qty,Price,Currency",
        [
            ["1", "a@mail.test", "2024-01-05", "Tea", 2, "4.50", "EUR"],
            ["2", "b@mail.test", "2024-01-09", "Mug", 1, 9, "EUR"],
        ],
        name="till.csv",
    )
    web = raw(
        "Bestellnummer,Kunden E-Mail,Bestelldatum,Artikel,Menge,Einzelpreis,Currency",
        [["9", "a@mail.test", "2024-01-07", "Mug", 1, "50.00", "RON"]],
        name="web.csv",
    )
    files = [(each, map_columns(each)) for each in (till, web)]
    orders = clean(files, currency="EUR", rules=Rules(exchange={"RON": 0.2}))
    assert orders.lines[["order", "product", "amount"]].to_numpy().tolist() == [
        ["1", "Tea", 9.0],
        ["9", "Mug", 10.0],
        ["2", "Mug", 9.0],
    ]
    assert orders.lines["price"].tolist() == [4.5, 10, 9]
    assert orders.frame["source"].tolist() == ["till.csv", "web.csv", "till.csv"]


def test_a_limited_process_gives_the_same_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    table, _ = shop(5, "en", first_only=False)
    mapping = map_columns(table)
    here = clean([(table, mapping)])
    monkeypatch.setattr(limits, "INLINE_ROWS", 0)
    there = limited.clean([(table, mapping)])
    pd.testing.assert_frame_equal(there.lines, here.lines)
    pd.testing.assert_frame_equal(there.frame, here.frame)
    assert there.fingerprint == here.fingerprint


def test_another_product_on_a_line_is_another_fingerprint() -> None:
    table, _ = shop(6, "en", first_only=False)
    mapping = map_columns(table)
    products = table.frame["Product"].to_list()
    last = next(
        place for place, order in enumerate(table.frame["Order ID"]) if table.frame["Order ID"].iloc[place - 1] == order
    )
    products[last] = "Another thing"
    other = RawTable(name=table.name, frame=table.frame.assign(Product=products), rows=table.rows, layout=table.layout)
    other.frame["Product"] = other.frame["Product"].astype("str")
    one, two = clean([(table, mapping)]), clean([(other, mapping)])
    pd.testing.assert_frame_equal(one.frame, two.frame)
    assert one.fingerprint != two.fingerprint


def test_orders_made_elsewhere_have_no_lines() -> None:
    orders = Orders(
        frame=pd.DataFrame({"order": ["1"]}), as_of=pd.Timestamp("2024-01-01").date(), set_aside=pd.DataFrame()
    )
    assert (len(orders.lines), tuple(orders.lines.columns)) == (0, LINES)


def test_the_description_of_columns_names_all_of_them() -> None:
    told = (Path(__file__).parents[3] / "docs" / "orders.md").read_text(encoding="utf-8")
    assert [name for name in (*OWN, *DIMENSIONS, "source", *LINES) if f"`{name}`" not in told] == []


def test_a_file_that_tells_nothing_of_lines_has_one_for_each_row() -> None:
    orders = orders_of(raw("Customer,Date", [["ann", "2024-01-05"], ["bob", "2024-01-06"], ["ann", "2024-02-07"]]))
    assert orders.lines[["product", "amount"]].isna().all(axis=None)
    assert len(orders.lines) == 3
