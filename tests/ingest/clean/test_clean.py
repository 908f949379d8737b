"""The counting rules, each on a handful of rows one can count by hand."""

import dataclasses
import datetime as dt

import numpy as np
import pandas as pd
import pytest

from retention.errors import Example, Issue, RetentionError, Undecided
from retention.ingest.clean import clean
from retention.ingest.mapping import Mapping
from retention.ingest.read.raw import Layout, RawTable
from retention.ingest.rules import Rules
from retention.orders import Orders
from tests import refusals

SHOP = Mapping(customer="Customer", order="Order", date="Date", amount="Amount")


def table(columns: str, *rows: str, name: str = "orders.csv") -> RawTable:
    """A raw table as reading a CSV gives it: text cells, blanks missing, the header in row 1."""
    cells = [[cell.strip() or None for cell in row.split(",")] for row in rows]
    frame = pd.DataFrame(cells, columns=columns.split(","), dtype="str")
    return RawTable(name=name, frame=frame, rows=np.arange(2, len(rows) + 2), layout=Layout(format="csv"))


def orders_of(raw: RawTable, mapping: Mapping = SHOP, **options: object) -> Orders:
    return clean([(raw, mapping)], **options)  # type: ignore[arg-type]


def left_out(orders: Orders) -> dict[str, list[int]]:
    return {str(reason): list(rows["row"]) for reason, rows in orders.set_aside.groupby("reason", observed=True)}


def notes(orders: Orders) -> dict[str, int]:
    return {issue.code: issue.rows for issue in orders.issues if not issue.set_aside}


def test_every_row_ends_somewhere() -> None:
    orders = orders_of(
        table(
            "Order,Customer,Date,Amount",
            "1,ann,2025-01-05,100",
            "2,,2025-01-06,50",
            "3,bob,31.02.2025,20",
            "4,bob,,20",
            "5,bob,2025-01-09,20",
        )
    )
    assert left_out(orders) == {"date_missing": [5], "date_unreadable": [4], "unidentified": [3]}
    assert (orders.rows_read, orders.rows_used, orders.rows_set_aside) == (5, 2, 3)
    assert (orders.customers, len(orders.purchases), orders.revenue) == (2, 2, 120)
    assert (orders.unidentified.orders, orders.unidentified.revenue) == (1, 50)


def test_an_unreadable_date_is_shown_with_its_row() -> None:
    orders = orders_of(table("Order,Customer,Date,Amount", "1,ann,2025-01-05,1", "2,ann,soon,1"))
    (issue,) = [issue for issue in orders.issues if issue.code == "date_unreadable"]
    assert [(example.row, example.value) for example in issue.examples] == [(3, "soon")]


def test_the_lines_of_one_order_are_added_up_even_when_equal() -> None:
    orders = orders_of(
        table(
            "Order,Customer,Date,Amount",
            "1,ann,2025-01-05,60",
            "1,ann,2025-01-05,20",
            "1,ann,2025-01-05,20",
            "2,bob,2025-01-06,5",
        )
    )
    assert orders.frame["amount"].tolist() == [100, 5]
    assert orders.rows_set_aside == 0


def test_a_total_repeated_on_every_line_counts_once() -> None:
    rows = [f"{n},c{n},2025-01-{n:02},{10 * n}" for n in range(1, 5) for _ in range(n)]
    raw = table("Order,Customer,Date,Amount,Product", *[f"{row},p{i}" for i, row in enumerate(rows)])
    assert orders_of(raw).frame["amount"].tolist() == [10, 20, 30, 40]


def test_quantity_times_price_tells_a_total_from_lines() -> None:
    mapping = Mapping(customer="Customer", order="Order", date="Date", amount="Amount", quantity="Qty", price="Price")
    lines = ["1,ann,2025-01-05,7,1,7"] * 2 + ["2,bob,2025-01-06,9,1,9"] * 2 + ["3,cid,2025-01-07,4,1,4"] * 2
    distinct = [f"{line},p{i}" for i, line in enumerate(lines)]
    orders = orders_of(table("Order,Customer,Date,Amount,Qty,Price,Product", *distinct), mapping)
    assert orders.frame["amount"].tolist() == [14, 18, 8]


def test_quantity_times_price_less_discount_where_there_is_no_amount() -> None:
    mapping = Mapping(customer="Customer", order="Order", date="Date", quantity="Qty", price="Price", discount="Off")
    orders = orders_of(
        table("Order,Customer,Date,Qty,Price,Off", "1,ann,2025-01-05,3,10,-5", "2,bob,2025-01-06,1,8,"), mapping
    )
    assert orders.frame["amount"].tolist() == [25, 8]


def test_cells_on_the_first_line_of_an_order_belong_to_all_its_lines() -> None:
    mapping = Mapping(customer="Customer", order="Order", date="Date", amount="Amount", status="Status")
    orders = orders_of(
        table(
            "Order,Customer,Date,Amount,Status",
            "1,ann,2025-01-05,60,paid",
            "1,,,,",
            "2,bob,2025-01-06,5,voided",
            "2,,,,",
        ),
        mapping,
    )
    assert orders.frame["amount"].tolist() == [60]
    assert left_out(orders) == {"cancelled": [4, 5]}


def test_identical_rows_of_a_file_with_one_row_per_order_count_once() -> None:
    raw = table("Order,Customer,Date,Amount", "1,ann,2025-01-05,60", "1,ann,2025-01-05,60", "2,bob,2025-01-06,5")
    assert left_out(orders_of(raw)) == {"duplicate": [3]}
    assert orders_of(raw).revenue == 65
    assert orders_of(raw, rules=Rules(duplicates=True)).revenue == 125


def test_a_refund_is_money_back_and_never_activity() -> None:
    orders = orders_of(
        table(
            "Order,Customer,Date,Amount",
            "1003,cid,2025-01-20,1234.50",
            "1006,bob,2025-02-20,60",
            "1003,cid,2025-01-25,-1234.50",
            "1011,bob,2025-03-20,-60",
        )
    )
    assert (len(orders.purchases), orders.revenue, orders.revenue_gross) == (2, 0, 1294.5)
    loose = orders.frame[~orders.frame["purchase"]]
    assert loose[["customer", "order", "amount"]].to_numpy().tolist() == [["bob", "1011", -60]]
    assert orders.last_date == dt.date(2025, 2, 20)
    assert notes(orders) == {"refund": 1, "refund_unmatched": 1}


def test_a_discount_line_is_part_of_its_order() -> None:
    orders = orders_of(
        table("Order,Customer,Date,Amount", "1,ann,2025-01-05,60", "1,ann,2025-01-05,-10", "2,bob,2025-01-06,5")
    )
    assert (orders.revenue, orders.revenue_gross) == (55, 55)


def test_money_returned_in_its_own_column_leaves_the_order_a_purchase() -> None:
    mapping = Mapping(customer="Customer", order="Order", date="Date", amount="Amount", refund="Back")
    orders = orders_of(
        table("Order,Customer,Date,Amount,Back", "1,ann,2025-01-05,60,60", "2,bob,2025-01-06,5,0"), mapping
    )
    assert (len(orders.purchases), orders.revenue, orders.revenue_gross) == (2, 5, 65)


def test_a_refunded_status_gives_the_whole_amount_back() -> None:
    mapping = Mapping(customer="Customer", order="Order", date="Date", amount="Amount", status="Статус")
    raw = table("Order,Customer,Date,Amount,Статус", "1,ann,2025-01-05,60,Возврат", "2,bob,2025-01-06,5,Выполнен")
    orders = orders_of(raw, mapping)
    assert (len(orders.purchases), orders.revenue, orders.revenue_gross) == (2, 5, 65)


def test_withdrawals_and_fees_are_no_orders() -> None:
    mapping = Mapping(customer="Customer", order="Order", date="Date", amount="Amount", kind="Type")
    orders = orders_of(
        table(
            "Order,Customer,Date,Amount,Type",
            "1,ann,2025-01-05,60,Express Checkout Payment",
            "2,bank,2025-01-06,-40,General Withdrawal",
            "3,ann,2025-01-07,-10,Payment Refund",
        ),
        mapping,
    )
    assert left_out(orders) == {"not_a_sale": [3]}
    assert (len(orders.purchases), orders.revenue) == (1, 50)


def test_a_free_order_counts_unless_told_otherwise() -> None:
    raw = table("Order,Customer,Date,Amount", "1,ann,2025-01-05,60", "2,eve,2025-01-06,0")
    assert orders_of(raw).customers == 2
    assert left_out(orders_of(raw, rules=Rules(free=False))) == {"free": [3]}


def test_an_unknown_amount_is_activity_without_money() -> None:
    orders = orders_of(table("Order,Customer,Date,Amount", "1,ann,2025-01-05,60", "2,ann,2025-02-05,#N/A"))
    assert len(orders.purchases) == 2
    assert orders.frame["amount"].isna().tolist() == [False, True]
    assert notes(orders) == {"amount_unknown": 1}


def test_an_order_known_in_part_keeps_what_is_known_and_says_so() -> None:
    raw = table(
        "Order,Customer,Date,Amount",
        "1,ann,2025-01-05,60",
        "1,ann,2025-01-05,12.34 CR",
        "2,ann,2025-02-05,10",
        "2,ann,2025-02-05,",
        "3,bob,2025-02-06,&minus;6.00",
    )
    orders = orders_of(raw)
    assert orders.revenue == 70
    assert notes(orders) == {"amount_partly_unknown": 1, "amount_unknown": 1}
    shown = {issue.code: issue.examples for issue in orders.issues}
    assert shown["amount_partly_unknown"] == (Example(row=3, value="12.34 CR"),)
    assert shown["amount_unknown"] == (Example(row=6, value="&minus;6.00"),)


@pytest.mark.parametrize(("cell", "told"), [("2.00 CR", 1), ("2.00", 0), ("10%", 0), ("", 0), ("none", 0)])
def test_a_discount_that_cannot_be_read_is_said(cell: str, told: int) -> None:
    mapping = dataclasses.replace(SHOP, amount=None, quantity="Qty", price="Price", discount="Discount")
    raw = table("Order,Customer,Date,Qty,Price,Discount", f"1,ann,2025-01-05,2,30,{cell}", "2,bob,2025-01-06,1,5,1")
    assert notes(orders_of(raw, mapping)).get("amount_partly_unknown", 0) == told


def test_a_refund_that_cannot_be_read_is_said_and_a_repeated_total_is_not() -> None:
    mapping = dataclasses.replace(SHOP, refund="Back")
    raw = table("Order,Customer,Date,Amount,Back", "1,ann,2025-01-05,60,6.00 CR", "2,bob,2025-01-06,5,none")
    assert notes(orders_of(raw, mapping)) == {"amount_partly_unknown": 1}
    rows = [f"{order},ann,2025-01-0{order},{order}0" for order in (1, 1, 2, 2, 3, 3)]
    repeated = table("Order,Customer,Date,Amount", *rows, "3,ann,2025-01-03,30 CR")
    assert notes(orders_of(repeated)) == {"total_repeated": 3}


def test_without_order_numbers_a_day_is_an_order() -> None:
    mapping = Mapping(customer="Customer", date="Date", amount="Amount")
    orders = orders_of(
        table("Customer,Date,Amount", "ann,2025-01-05,60", "ann,2025-01-05,60", "ann,2025-01-06,1"), mapping
    )
    assert orders.frame["amount"].tolist() == [120, 1]


def test_receipt_numbers_that_start_again_each_day_are_different_orders() -> None:
    rows = [f"{n},c{(n + day) % 7},2025-01-{day:02},5" for day in range(1, 8) for n in range(1, 5)]
    assert len(orders_of(table("Order,Customer,Date,Amount", *rows)).purchases) == 28


@pytest.mark.parametrize("label", ["Итого", "Total", "TOTAL:", "Всего за период", "Разом", "Grand total"])
def test_a_total_row_is_no_customer(label: str) -> None:
    orders = orders_of(table("Order,Customer,Date,Amount", "1,ann,2025-01-05,60", f",{label},,60"))
    assert left_out(orders) == {"total_row": [3]}
    assert orders.revenue == 60


def test_a_year_far_from_the_others_is_set_aside() -> None:
    rows = [f"{n},ann,2025-01-{n:02},1" for n in range(1, 20)]
    orders = orders_of(table("Order,Customer,Date,Amount", *rows, "99,bob,1970-01-01,1", "98,bob,2099-12-31,1"))
    assert left_out(orders) == {"date_out_of_range": [21, 22]}


def test_a_shop_that_paused_for_years_keeps_its_past() -> None:
    rows = [f"{n},ann,{2010 if n < 10 else 2025}-01-{n:02},1" for n in range(1, 20)]
    assert orders_of(table("Order,Customer,Date,Amount", *rows)).rows_set_aside == 0


def test_rows_after_the_as_of_date_are_set_aside() -> None:
    raw = table("Order,Customer,Date,Amount", "1,ann,2025-01-05,60", "2,ann,2025-02-05,1")
    orders = orders_of(raw, as_of=dt.date(2025, 1, 31))
    assert (orders.as_of, left_out(orders)) == (dt.date(2025, 1, 31), {"after_as_of": [3]})


def test_a_stand_in_for_anybody_is_no_customer() -> None:
    rows = [f"{n},Розничный покупатель,2025-01-{n:02},10" for n in range(1, 6)]
    orders = orders_of(table("Order,Customer,Date,Amount", *rows, "9,ann,2025-01-09,1"))
    assert (orders.customers, orders.unidentified.orders, orders.unidentified.revenue) == (1, 5, 50)


def test_a_name_on_very_many_orders_is_pointed_out() -> None:
    rows = [f"{n},Counter 1,2025-01-{n:02},10" for n in range(1, 26)]
    orders = orders_of(table("Order,Customer,Date,Amount", *rows, "90,ann,2025-01-09,1", "91,bob,2025-01-09,1"))
    assert orders.customers == 3
    assert notes(orders) == {"one_customer_dominates": 25}


def test_currencies_are_never_added_up() -> None:
    mapping = Mapping(customer="Customer", order="Order", date="Date", amount="Amount", currency="Currency")
    raw = table("Order,Customer,Date,Amount,Currency", "1,ann,2025-01-05,60,EUR", "2,bob,2025-01-06,70,USD")
    with pytest.raises(Undecided) as asked:
        orders_of(raw, mapping)
    assert [(question.code, set(question.options)) for question in asked.value.questions] == [
        ("currency", {"EUR", "USD"})
    ]
    orders = orders_of(raw, mapping, currency="EUR")
    assert (orders.currency, orders.customers, orders.revenue) == ("EUR", 2, 60)
    with pytest.raises(RetentionError, check=refusals.code("no_such_currency")):
        orders_of(raw, mapping, currency="RON")


@pytest.mark.parametrize(
    ("header", "code"),
    [("Price (GBP)", "GBP"), ("Сумма; руб.", None), ("Preț (lei)", "RON"), ("Total EUR", "EUR"), ("Amount", None)],
)
def test_a_header_can_name_the_currency(header: str, code: str | None) -> None:
    mapping = Mapping(customer="Customer", order="Order", date="Date", amount=header)
    orders = orders_of(table(f"Order,Customer,Date,{header}", "1,ann,2025-01-05,60", "2,bob,2025-01-06,70"), mapping)
    assert (orders.currency, orders.revenue) == (code, 130)


def test_overlapping_files_count_an_order_once() -> None:
    january = table("Order,Customer,Date,Amount", "1,ann,2025-01-05,60", "2,bob,2025-01-31,70", name="jan.csv")
    february = table("Order,Customer,Date,Amount", "2,bob,2025-01-31,70", "3,bob,2025-02-01,5", name="feb.csv")
    orders = clean([(january, SHOP), (february, SHOP)])
    assert orders.revenue == 135
    assert orders.set_aside.astype(str).to_numpy().tolist() == [["feb.csv", "2", "overlap"]]


def test_dimensions_are_those_of_the_order() -> None:
    mapping = Mapping(
        customer="Customer",
        order="Order",
        date="Date",
        amount="Amount",
        dimensions={"country": "Land", "product": "What"},
    )
    orders = orders_of(
        table("Order,Customer,Date,Amount,Land,What", "1,ann,2025-01-05,60,RO,tea", "1,ann,2025-01-05,5,,mug"), mapping
    )
    assert orders.dimensions == ("country", "product")
    assert orders.frame[["country", "product"]].to_numpy().tolist() == [["RO", "tea"]]


def test_an_order_of_several_files_keeps_the_file_it_came_from() -> None:
    till = table("Order,Customer,Date,Amount", "1,ann,2025-01-05,60", "2,bob,2025-01-31,-7", name="till.csv")
    shop = table("Order,Customer,Date,Amount", "8,ann,2025-01-06,70", name="shop.csv")
    orders = clean([(till, SHOP), (shop, SHOP)])
    assert orders.dimensions == ("source",)
    assert orders.frame[["order", "source"]].to_numpy().tolist() == [
        ["1", "till.csv"],
        ["8", "shop.csv"],
        ["2", "till.csv"],
    ]
    assert isinstance(orders.frame["source"].dtype, pd.CategoricalDtype)
    assert orders_of(till).dimensions == ()


def test_nothing_left_is_a_refusal_that_says_why() -> None:
    with pytest.raises(RetentionError) as refused:
        orders_of(table("Order,Customer,Date,Amount", "1,,2025-01-05,60"))
    assert (refused.value.code, refused.value.details) == ("no_orders", {"reasons": {"unidentified": 1}})


def test_the_input_is_left_as_it_was() -> None:
    raw = table("Order,Customer,Date,Amount", "1,ann,2025-01-05,60", "1,ann,2025-01-05,-5")
    before = raw.frame.copy(deep=True)
    orders_of(raw)
    pd.testing.assert_frame_equal(raw.frame, before)


def test_the_order_of_rows_changes_nothing() -> None:
    rows = [f"{n // 2},c{n % 5},2025-0{1 + n % 6}-05,{n}" for n in range(40)]
    forth = orders_of(table("Order,Customer,Date,Amount", *rows))
    back = orders_of(table("Order,Customer,Date,Amount", *rows[::-1]))
    key = ["customer", "order", "date"]
    columns = [*key, "amount"]
    pd.testing.assert_frame_equal(
        forth.frame[columns].astype({"customer": str}).sort_values(key, ignore_index=True),
        back.frame[columns].astype({"customer": str}).sort_values(key, ignore_index=True),
    )


def test_numbers_that_start_again_next_year_are_other_orders() -> None:
    first = [f"{n},c{n % 30},{dt.date(2023, 1, 1) + dt.timedelta(days=n)},5" for n in range(300)]
    again = [f"{n},c{n + 7},{dt.date(2024, 1, 1) + dt.timedelta(days=n)},5" for n in range(10)]
    orders = orders_of(table("Order,Customer,Date,Amount", *first, *again))
    assert (len(orders.purchases), orders.last_date) == (310, dt.date(2024, 1, 10))


def test_a_number_used_again_by_the_same_customer_weeks_later_is_another_order() -> None:
    orders = orders_of(table("Order,Customer,Date,Amount", "7,ann,2024-01-05,60", "7,ann,2024-02-05,5"))
    assert orders.frame["amount"].tolist() == [60, 5]


def test_a_late_refund_finds_its_order_among_several_of_one_number() -> None:
    rows = ["7,ann,2024-01-05,60", "7,ann,2024-03-05,50", "7,ann,2024-02-20,-60"]
    assert orders_of(table("Order,Customer,Date,Amount", *rows)).frame["amount"].tolist() == [0, 50]


def test_monthly_files_with_numbers_of_their_own_are_joined_whole() -> None:
    january = table("Order,Customer,Date,Amount", "1,ann,2024-01-05,60", "2,bob,2024-01-06,5", name="jan.csv")
    february = table("Order,Customer,Date,Amount", "1,ann,2024-02-05,7", "2,bob,2024-02-06,-5", name="feb.csv")
    orders = clean([(january, SHOP), (february, SHOP)])
    assert (orders.rows_set_aside, len(orders.purchases), orders.revenue) == (0, 3, 67)


def test_two_files_of_one_name_are_two_files() -> None:
    january = table("Order,Customer,Date,Amount", "1,ann,2025-01-05,60", name="orders.csv")
    again = table("Order,Customer,Date,Amount", "1,ann,2025-01-05,60", "3,bob,2025-02-01,5", name="orders.csv")
    orders = clean([(january, SHOP), (again, SHOP)])
    assert orders.revenue == 65
    assert orders.set_aside["file"].tolist() == ["orders.csv (2)"]


def test_money_given_back_on_the_order_is_said() -> None:
    mapping = Mapping(customer="Customer", order="Order", date="Date", amount="Amount", refund="Back")
    orders = orders_of(
        table("Order,Customer,Date,Amount,Back", "1,ann,2025-01-05,60,20", "2,bob,2025-01-06,5,"), mapping
    )
    (issue,) = orders.issues
    assert (issue.code, issue.rows, issue.revenue) == ("refunded", 1, -20)


def test_without_order_numbers_equal_lines_are_never_a_repeated_total() -> None:
    mapping = Mapping(customer="Customer", date="Date", amount="Amount")
    rows = [f"c{n},2025-01-0{n},{10 * n}" for n in range(1, 6) for _ in range(2)]
    assert orders_of(table("Customer,Date,Amount", *rows), mapping).revenue == 300


def test_repeated_totals_are_said() -> None:
    rows = [f"{n},c{n},2025-01-{n:02},{10 * n}" for n in range(1, 5) for _ in range(n)]
    raw = table("Order,Customer,Date,Amount,Product", *[f"{row},p{i}" for i, row in enumerate(rows)])
    assert notes(orders_of(raw)) == {"total_repeated": 6}


def test_copies_are_dropped_though_one_order_has_lines_of_its_own() -> None:
    rows = [f"{n},c{n},2025-01-0{n},5" for n in range(1, 6)]
    raw = table("Order,Customer,Date,Amount", *rows, *rows, "9,eve,2025-01-09,3", "9,eve,2025-01-09,4")
    orders = orders_of(raw)
    assert (left_out(orders), orders.revenue) == ({"duplicate": [7, 8, 9, 10, 11]}, 32)


def test_a_dated_total_is_no_customer_either() -> None:
    orders = orders_of(table("Order,Customer,Date,Amount", "1,ann,2025-01-05,60", ",Total,2025-01-31,60"))
    assert left_out(orders) == {"total_row": [3]}


@pytest.mark.parametrize("stray", ["1900-01-01", "2031-01-05", "9999-12-31"])
def test_one_stray_year_in_a_small_file_is_set_aside(stray: str) -> None:
    rows = [f"{n},ann,2025-01-{n:02},1" for n in range(1, 9)]
    assert left_out(orders_of(table("Order,Customer,Date,Amount", *rows, f"9,bob,{stray},1"))) == {
        "date_out_of_range": [10]
    }


def test_a_chosen_currency_does_not_rename_another() -> None:
    mapping = Mapping(customer="Customer", order="Order", date="Date", amount="Amount", currency="Currency")
    raw = table("Order,Customer,Date,Amount,Currency", "1,ann,2025-01-05,60,USD")
    with pytest.raises(RetentionError, check=refusals.code("no_such_currency")):
        orders_of(raw, mapping, currency="EUR")


def test_no_money_is_unknown_not_nothing() -> None:
    orders = orders_of(
        table("Order,Customer,Date", "1,ann,2025-01-05"), Mapping(customer="Customer", order="Order", date="Date")
    )
    assert np.isnan(orders.revenue)


def test_nothing_but_impossible_years_leaves_no_order() -> None:
    with pytest.raises(RetentionError, check=refusals.code("no_orders")):
        orders_of(table("Order,Customer,Date,Amount", "1,ann,1900-01-01,60", "2,bob,9999-12-31,5"))


def test_spellings_counted_as_one_customer_are_said() -> None:
    raw = table("Order,Customer,Date,Amount", "1,+7 912 345-67-89,2025-01-05,1", "2,8(912)3456789,2025-01-06,1")
    orders = orders_of(raw)
    assert (orders.customers, notes(orders)) == (1, {"customer_respelled": 1})
    (note,) = orders.issues
    assert (note.examples[0].row, note.examples[0].value) == (3, "8(912)3456789")


def test_examples_name_the_sheet_when_sheets_are_joined() -> None:
    raw = table("Order,Customer,Date,Amount", "1,ann,2025-01-05,1", "2,,2025-01-06,1", "2,,2025-02-06,1")
    joined = dataclasses.replace(raw, rows=np.array([2, 3, 2]), parts=(("January", 2), ("February", 1)))
    (issue,) = orders_of(joined).issues
    assert [(e.row, e.file) for e in issue.examples] == [(3, "orders.csv · January"), (2, "orders.csv · February")]


def test_an_order_on_two_joined_sheets_counts_once() -> None:
    raw = table("Order,Customer,Date,Amount", "1,ann,2025-01-31,10", "1,ann,2025-01-31,10", "2,bob,2025-02-01,5")
    joined = dataclasses.replace(raw, rows=np.array([2, 2, 3]), parts=(("January", 1), ("February", 2)))
    assert left_out(orders_of(joined, rules=Rules(duplicates=True))) == {"overlap": [2]}


def test_what_reading_found_names_its_file_where_there_are_several() -> None:
    def file(name: str, sheet: str | None = None) -> RawTable:
        raw = table("Customer,Date", "a,2025-01-01", "b,2025-01-02")
        issue = Issue("ragged", 1, (Example(3, "x", sheet),))
        return dataclasses.replace(raw, name=name, issues=(issue,), parts=(("May", 2),) if sheet else ())

    mapping = Mapping(customer="Customer", date="Date")
    alone = clean([(file("a.csv"), mapping)]).issues[0]
    assert [(example.file, example.row) for example in alone.examples] == [(None, 3)]
    together = clean([(file("a.csv"), mapping), (file("b.xlsx", "May"), mapping)]).issues
    (found,) = [issue for issue in together if issue.code == "ragged"]
    assert (found.rows, [example.file for example in found.examples]) == (2, ["a.csv", "b.xlsx · May"])


def test_money_in_other_currencies_is_in_no_sum() -> None:
    euros = [f"{n},c{n},2025-01-{n + 1:02},10,EUR" for n in range(10)]
    rows = [
        *euros,
        "30,,2025-02-01,5,EUR",
        "31,,2025-02-01,800,RON",
        "20,c1,2025-02-01,100,RON",
        "21,c2,soon,7,EUR",
        "22,c3,soon,900,RON",
    ]
    raw = table("Order,Customer,Date,Amount,Currency", *rows)
    orders = orders_of(raw, dataclasses.replace(SHOP, currency="Currency"), currency="EUR")
    money = {issue.code: issue.revenue for issue in orders.issues}
    assert money == {"date_unreadable": 7, "unidentified": 5, "other_currency": None, "amount_unknown": None}
    assert (orders.unidentified.orders, orders.unidentified.revenue) == (2, 5)


def test_orders_without_a_readable_amount_may_be_left_out() -> None:
    raw = table(
        "Order,Customer,Date,Amount",
        "1,ann,2025-01-05,10",
        "2,bob,2025-01-06,",
        "3,cid,2025-01-07,soon",
        "4,dan,2025-01-08,5",
        "4,dan,2025-01-08,",
    )
    assert notes(orders_of(raw))["amount_unknown"] == 2
    orders = orders_of(raw, rules=Rules(unpriced=False))
    assert left_out(orders) == {"unpriced": [3, 4]}
    assert orders.customers == 2


def test_currencies_by_names_nobody_knows_are_not_added_up_either() -> None:
    mapping = dataclasses.replace(SHOP, currency="Currency")
    rows = [f"{number},ann,2025-01-0{number},10,{'талер' if number % 2 else 'сомони'}" for number in range(1, 7)]
    with pytest.raises(Undecided) as raised:
        orders_of(table("Order,Customer,Date,Amount,Currency", *rows), mapping)
    assert set(raised.value.questions[0].options) == {"талер", "сомони"}
    alone = table("Order,Customer,Date,Amount,Currency", "1,ann,2025-01-05,10,сомони", "2,ann,2025-01-06,10,")
    assert (orders_of(alone, mapping).currency, orders_of(alone, mapping).revenue) == (None, 20)


def test_what_is_left_after_refunds_may_say_zero_where_nothing_was_refunded() -> None:
    mapping = dataclasses.replace(SHOP, net="Adjusted")
    head = "Order,Customer,Date,Amount,Adjusted"
    mostly = table(head, "1,ann,2025-01-05,60,0.00", "2,bob,2025-01-06,50,0.00", "3,cid,2025-01-07,40,30.00")
    assert (orders_of(mostly, mapping).revenue, orders_of(mostly, mapping).revenue_gross) == (140, 150)
    filled = table(head, "1,ann,2025-01-05,60,60", "2,bob,2025-01-06,50,0.00", "3,cid,2025-01-07,40,40")
    assert (orders_of(filled, mapping).revenue, orders_of(filled, mapping).revenue_gross) == (100, 150)
