"""Which columns hold money, and how discounts are read."""

import numpy as np
import pandas as pd
import pytest

from retention.errors import RetentionError, Undecided
from retention.ingest.clean import clean
from retention.ingest.columns import map_columns
from retention.ingest.mapping import Choices
from retention.ingest.read.raw import Layout, RawTable
from retention.orders import Orders


@pytest.mark.parametrize("header", ["Order total", "Сумма заказа", "Сума замовлення", "Total comandă", "Grand Total"])
def test_one_order_of_two_lines_suffices_where_the_header_names_the_order(header: str) -> None:
    cells = {"Order": ["1", "1", "2", "3"], "Date": ["2024-01-05"] * 4, "Client": ["a a", "a a", "b b", "c c"]}
    frame = pd.DataFrame(cells | {"Product": ["Cup", "Mug", "Cup", "Tea"], header: ["30", "30", "10", "7"]})
    raw = RawTable(name="f", frame=frame.astype("str"), rows=np.arange(2, 6), layout=Layout(format="csv"))
    assert clean([(raw, map_columns(raw))]).frame["amount"].tolist() == [30, 10, 7]
    differing = raw.frame.assign(**{header: ["30", "20", "10", "7"]})
    raw = RawTable(name="f", frame=differing, rows=raw.rows, layout=raw.layout)
    assert clean([(raw, map_columns(raw))]).frame["amount"].tolist() == [50, 10, 7]


def shop(**money: list[str]) -> RawTable:
    cells = {"Order": list("12345"), "Date": ["2024-01-05"] * 5, "Client": ["a a", "b b", "b b", "c c", "d d"]}
    frame = pd.DataFrame(cells | money).astype("str")
    return RawTable(name="f", frame=frame, rows=np.arange(2, 7), layout=Layout(format="csv"))


def test_what_was_paid_is_the_value_and_the_tax_on_it() -> None:
    net, tax, total = (["100.00", "10.50", "20.00", "7.25", "9.00"], ["19.00", "2.00", "3.80", "1.38", "1.71"], [])
    total = [f"{float(one) + float(other):.2f}" for one, other in zip(net, tax, strict=True)]
    assert map_columns(shop(Valoare=net, TVA=tax, Total=total)).amount == "Total"
    with pytest.raises(Undecided):
        map_columns(shop(Valoare=net, Total=total))


def test_what_was_paid_is_the_goods_and_their_way_to_the_customer() -> None:
    goods, post = ["100.00", "10.50", "20.00", "7.25", "9.00"], ["5.00", "0.00", "5.00", "5.00", "5.00"]
    total = [f"{float(one) + float(other):.2f}" for one, other in zip(goods, post, strict=True)]
    money = {"Grand Total (Base)": total, "Subtotal": goods, "Shipping and Handling": post}
    assert map_columns(shop(**money)).amount == "Grand Total (Base)"
    assert map_columns(shop(**{**money, "Grand Total (Base)": ["1.00"] * 5})).amount == "Subtotal"


@pytest.mark.parametrize(
    ("before", "after"), [("Sale Price ($)", "Net Total ($)"), ("gross", "net"), ("Сумма", "Итого")]
)
@pytest.mark.parametrize("fee", ["Fees ($)", "Commission", "Комиссия"])
def test_what_was_paid_is_what_stands_before_the_fee(before: str, after: str, fee: str) -> None:
    paid, fees = ["100.00", "10.50", "20.00", "7.25", "9.00"], ["5.00", "0.60", "1.10", "0.40", "0.50"]
    left = [f"{float(one) - float(other):.2f}" for one, other in zip(paid, fees, strict=True)]
    assert map_columns(shop(**{before: paid, fee: fees, after: left})).amount == before


def test_of_two_prices_the_one_after_its_discount_was_paid() -> None:
    full, reduced = ["100", "10", "20", "7", "9"], ["90", "8", "20", "7", "9"]
    assert map_columns(shop(**{"Цена": full, "Цена со скидкой": reduced})).amount == "Цена со скидкой"
    assert (
        map_columns(shop(**{"Qty": ["2"] * 5, "Price": full, "Discounted price": reduced})).price == "Discounted price"
    )


ORDERS = 6
TEA, MUG = ("2", "50.00"), ("1", "5.00")


def lines(header: str, *discounts: tuple[str, str], order: str = "Order") -> RawTable:
    """Orders of one tea (2 × 50) and one mug (5), with the discount cells of each in turn."""
    rows = [
        (str(number), f"client {number % 3}x", f"2024-01-{number + 10}", goods, *money, cell)
        for number in range(ORDERS)
        for goods, money, cell in zip(("Tea", "Mug"), (TEA, MUG), discounts[number % len(discounts)], strict=True)
    ]
    frame = pd.DataFrame(rows, columns=[order, "Customer", "Date", "Item", "Qty", "Unit Price", header], dtype="str")
    return RawTable(name="f", frame=frame, rows=np.arange(2, len(frame) + 2), layout=Layout(format="csv"))


def counted(raw: RawTable) -> Orders:
    return clean([(raw, map_columns(raw))])


def read(header: str, *discounts: tuple[str, str]) -> tuple[str | None, list[float]]:
    raw = lines(header, *discounts)
    return map_columns(raw).discount_as, counted(raw).frame["amount"].round(2).tolist()[:2]


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("Discount", ("10%", "0%")),
        ("Discount", ("10,0 %", "")),
        ("Discount %", ("10", "0")),
        ("Скидка, %", ("10,0", "0,0")),
        ("Discount %", ("0.1", "0")),
        ("Discount", ("0.1", "0")),
        ("Discount rate", ("0.10", "0.00")),
        ("Процент скидки", ("10", "")),
        ("Reducere (%)", ("10", "0")),
    ],
)
def test_a_tenth_off_the_tea(header: str, cells: tuple[str, str]) -> None:
    found, amounts = read(header, cells, ("", ""))
    assert (found in ("percent", "share"), amounts) == (True, [95, 105])


def test_money_off_each_line() -> None:
    assert read("Discount", ("10.00", "0.50"), ("-4", "")) == (None, [94.5, 101])


def test_a_few_cents_off_cheap_goods_are_money() -> None:
    rows = [(str(n), f"client {n % 3}x", f"2024-01-{n + 10}", "Gum", "1", "0.90", "0.10") for n in range(ORDERS)]
    frame = pd.DataFrame(rows, columns=["Order", "Customer", "Date", "Item", "Qty", "Price", "Discount"], dtype="str")
    raw = RawTable(name="f", frame=frame, rows=np.arange(2, 8), layout=Layout(format="csv"))
    assert map_columns(raw).discount_as is None


def test_an_orders_discount_repeated_on_each_line_is_taken_off_once() -> None:
    assert read("Order Discount", ("5", "5"), ("7", "7")) == ("order", [100, 98])
    assert read("Discount", ("5", "5"), ("7", "7")) == ("order", [100, 98])
    assert read("Скидка на заказ", ("5", "5"), ("", "")) == ("order", [100, 105])


def test_a_discount_larger_than_a_line_leaves_no_refund() -> None:
    orders = counted(lines("Order Discount", ("20", "20"), ("30", "30")))
    assert orders.frame["amount"].tolist()[:2] == [85, 75]
    assert orders.frame["purchase"].all()


def test_the_same_amount_off_every_line_of_the_file_is_each_lines_own() -> None:
    assert read("Discount", ("1.50", "1.50")) == (None, [102, 102])


def test_how_discounts_were_read_is_said() -> None:
    percent = counted(lines("Discount", ("10%", "0%")))
    once = counted(lines("Order Discount", ("5", "5"), ("7", "7")))
    assert [(issue.code, issue.rows) for issue in percent.issues] == [("discount_percent", ORDERS)]
    assert [(issue.code, issue.rows) for issue in once.issues] == [("discount_once", 2 * ORDERS)]


def test_returned_goods_give_back_what_was_paid_for_them() -> None:
    raw = lines("Discount", ("10%", "0%"))
    back = raw.frame.head(1).assign(Qty="-2", Date="2024-02-01")
    frame = pd.concat([raw.frame, back], ignore_index=True)
    again = RawTable(name="f", frame=frame, rows=np.arange(2, len(frame) + 2), layout=raw.layout)
    assert counted(again).frame["amount"].tolist()[0] == 5


@pytest.mark.parametrize(("chosen", "amount"), [("line", 85.0), ("percent", 94.5), ("order", 95.0)])
def test_a_person_may_say_what_a_discount_is(chosen: str, amount: float) -> None:
    raw = lines("Discount", ("10", "10"))
    mapping = map_columns(raw, Choices(discount_as=chosen))
    assert clean([(raw, mapping)]).frame["amount"].round(2).tolist()[0] == amount


def test_a_discount_of_no_known_kind_is_refused() -> None:
    with pytest.raises(RetentionError) as caught:
        map_columns(lines("Discount", ("10", "10")), Choices(discount_as="gift"))
    assert caught.value.code == "unknown_choice"


def test_one_unit_off_every_line_is_not_everything_off() -> None:
    assert read("Discount", ("1.00", "1.00")) == (None, [103.0, 103.0])
    assert read("Скидка, %", ("1", "1"))[0] == "percent"
