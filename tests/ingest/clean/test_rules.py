"""Every counting rule the other way round, each on a handful of rows one can count by hand."""

import dataclasses

import pytest

from retention.errors import Undecided
from retention.ingest.clean import clean
from retention.ingest.mapping import Mapping
from retention.ingest.rules import MODES, SETTINGS, SWITCHES, Rules, as_rules
from retention.orders import Orders
from tests.ingest.clean.test_clean import SHOP, left_out, notes, orders_of, table

HEAD = "Order,Customer,Date,Amount"
STATED = dataclasses.replace(SHOP, status="Status")


def amounts(orders: Orders) -> dict[str, float]:
    return dict(zip(orders.frame["order"], orders.frame["amount"], strict=True))


def test_a_refunded_order_stays_a_purchase_unless_told_otherwise() -> None:
    raw = table(HEAD, "1,ann,2025-01-05,60", "2,bob,2025-01-06,40", "2,bob,2025-02-01,-40", "3,cid,2025-02-02,-7")
    assert orders_of(raw).customers == 2
    orders = orders_of(raw, rules=Rules(returned=False))
    assert left_out(orders) == {"given_back": [3, 4]}
    assert (orders.customers, orders.revenue, orders.rows_used) == (1, 53, 2)


def test_an_order_given_back_in_part_stays_in_any_case() -> None:
    raw = table(HEAD, "1,ann,2025-01-05,60", "1,ann,2025-01-06,-59")
    assert orders_of(raw, rules=Rules(returned=False)).customers == 1


def test_orders_whose_status_says_refunded_may_be_left_out() -> None:
    raw = table(f"{HEAD},Status", "1,ann,2025-01-05,60,done", "2,bob,2025-01-06,40,refunded")
    orders = orders_of(raw, STATED, rules=Rules(returned=False))
    assert left_out(orders) == {"given_back": [3]}
    assert orders.revenue == 60


def test_refunds_may_be_left_out_of_the_money() -> None:
    raw = table(
        f"{HEAD},Status",
        "1,ann,2025-01-05,60,done",
        "2,bob,2025-01-06,40,refunded",
        "1,ann,2025-01-08,-60,done",
        "9,cid,2025-01-09,-5,done",
    )
    orders = orders_of(raw, STATED, rules=Rules(refunds=False))
    assert left_out(orders) == {"refund_ignored": [4, 5]}
    assert notes(orders) == {"refund_ignored": 1}
    assert (orders.customers, orders.revenue, orders.revenue_gross) == (2, 100, 100)


def test_who_got_all_money_back_is_no_customer_even_if_refunds_stay_in_the_money() -> None:
    raw = table(HEAD, "1,ann,2025-01-05,60", "2,bob,2025-01-06,40", "2,bob,2025-02-01,-40", "1,ann,2025-02-02,-7")
    orders = orders_of(raw, rules=Rules(returned=False, refunds=False))
    assert left_out(orders) == {"given_back": [3, 4], "refund_ignored": [5]}
    assert (orders.customers, orders.revenue) == (1, 60)


def test_transfers_may_count() -> None:
    mapping = dataclasses.replace(SHOP, kind="Type")
    raw = table(f"{HEAD},Type", "1,ann,2025-01-05,60,Payment", "2,bob,2025-01-06,40,Deposit")
    assert left_out(orders_of(raw, mapping)) == {"not_a_sale": [3]}
    assert orders_of(raw, mapping, rules=Rules(transfers=True)).revenue == 100


def test_years_far_away_may_count_but_not_those_that_make_periods_without_end() -> None:
    usual = [f"{n},c{n},2024-0{n}-01,1" for n in range(1, 10)] * 3
    lines = [line.replace(",c", f"{place},c") for place, line in enumerate(usual)]
    raw = table(HEAD, *lines, "901,old,2012-05-01,1", "902,older,1970-01-01,1", "903,never,2099-01-01,1")
    assert left_out(orders_of(raw)) == {"date_out_of_range": [29, 30, 31]}
    orders = orders_of(raw, rules=Rules(far_dates=True))
    assert left_out(orders) == {"date_too_far": [30, 31]}
    assert orders.first_date.year == 2012


def test_a_stand_in_may_be_somebody_but_nothing_written_stays_nobody() -> None:
    raw = table(HEAD, "1,ann,2025-01-05,60", "2,Guest,2025-01-06,5", "3,nan,2025-01-07,5", "4,,2025-01-08,5")
    assert left_out(orders_of(raw)) == {"unidentified": [3, 4, 5]}
    orders = orders_of(raw, rules=Rules(stand_ins=True))
    assert left_out(orders) == {"unidentified": [4, 5]}
    assert set(orders.frame["customer"]) == {"ann", "Guest"}


def test_a_phone_typed_to_get_past_the_form_may_be_somebody() -> None:
    raw = table(HEAD, *[f"{n},+3736912345{n},2025-01-05,1" for n in range(5)], "9,000000000,2025-01-06,1")
    assert (orders_of(raw).customers, orders_of(raw, rules=Rules(stand_ins=True)).customers) == (5, 5)
    typed = table(HEAD, *[f"{n},+3736912345{n},2025-01-05,1" for n in range(5)], "9,+37311111111111,2025-01-06,1")
    assert (orders_of(typed).customers, orders_of(typed, rules=Rules(stand_ins=True)).customers) == (5, 6)


def test_each_spelling_may_be_a_customer_of_its_own() -> None:
    raw = table(
        HEAD, "1,Ann@Example.com,2025-01-05,60", "2,ann@example.com ,2025-01-06,5", "3,ann@example.com,2025-1-7,5"
    )
    assert orders_of(raw).customers == 1
    orders = orders_of(raw, rules=Rules(spellings=True))
    assert set(orders.frame["customer"]) == {"Ann@Example.com", "ann@example.com"}
    assert "customer_respelled" not in notes(orders)


def test_a_customer_may_be_nobody_in_particular() -> None:
    raw = table(HEAD, "1,ann,2025-01-05,60", "2,Till,2025-01-06,5", "3,Till,2025-01-07,5")
    orders = orders_of(raw, rules=Rules(nobody=("Till",)))
    assert left_out(orders) == {"unidentified": [3, 4]}
    assert (orders.unidentified.orders, orders.unidentified.revenue) == (2, 10)


def test_an_order_in_two_files_counts_once_unless_told_otherwise() -> None:
    files = [(table(HEAD, "1,ann,2025-01-05,60", name=f"till {n}.csv"), SHOP) for n in (1, 2)]
    assert clean(files).revenue == 60
    orders = clean(files, rules=Rules(overlaps=True))
    assert (len(orders.purchases), orders.revenue) == (2, 120)


ORDERS = [f"{n},c{n},2025-01-0{n},{10 * n}" for n in range(1, 5) for _ in range(n)]
SEVERAL = table(f"{HEAD},Product", *[f"{line},p{place}" for place, line in enumerate(ORDERS)])


@pytest.mark.parametrize(
    ("chosen", "money"),
    [
        (None, [10, 20, 30, 40]),
        ("total", [10, 20, 30, 40]),
        ("sum", [10, 40, 90, 160]),
        ("apart", [10, *[20] * 2, *[30] * 3, *[40] * 4]),
    ],
)
def test_several_lines_of_one_order(chosen: str | None, money: list[float]) -> None:
    assert orders_of(SEVERAL, rules=Rules(lines=chosen)).frame["amount"].tolist() == money


def test_a_platforms_own_rule_yields_to_the_choice() -> None:
    mapping = dataclasses.replace(SHOP, totals="order")
    assert orders_of(SEVERAL, mapping, rules=Rules(lines="sum")).revenue == 300


@pytest.mark.parametrize(("chosen", "orders"), [(None, 3), ("day", 2), ("row", 4)])
def test_rows_without_an_order_number(chosen: str | None, orders: int) -> None:
    mapping = Mapping(customer="Customer", date="Date", amount="Amount")
    moments = ("2025-01-05 10:00", "2025-01-05 10:00", "2025-01-05 18:30", "2025-01-06 09:00")
    raw = table("Customer,Date,Amount", *[f"ann,{moment},5" for moment in moments])
    assert len(orders_of(raw, mapping, rules=Rules(numberless=chosen)).purchases) == orders


MIXED = table(f"{HEAD},Currency", "1,ann,2025-01-05,60,MDL", "2,bob,2025-01-06,10,EUR", "3,cid,2025-01-07,10,USD")
PRICED = dataclasses.replace(SHOP, currency="Currency")


def test_another_currency_is_added_at_the_rate_given_and_never_without_one() -> None:
    assert orders_of(MIXED, PRICED, currency="MDL").revenue == 60
    orders = orders_of(MIXED, PRICED, currency="MDL", rules=Rules(exchange={"EUR": 19.5}))
    assert amounts(orders)["2"] == 195
    assert (orders.revenue, orders.currency) == (255, "MDL")
    found = {issue.code: issue.details["others"] for issue in orders.issues if "others" in issue.details}
    assert found == {"other_currency": ("USD",), "exchanged": ("EUR",)}


def test_rates_for_all_but_one_currency_answer_which_one_counts() -> None:
    with pytest.raises(Undecided):
        orders_of(MIXED, PRICED, rules=Rules(exchange={"EUR": 19.5}))
    orders = orders_of(MIXED, PRICED, rules=Rules(exchange={"EUR": 19.5, "USD": 17}))
    assert (orders.currency, orders.revenue) == ("MDL", 425)


def test_a_refund_in_another_currency_is_exchanged_too() -> None:
    raw = table(f"{HEAD},Currency", "1,ann,2025-01-05,60,MDL", "2,bob,2025-01-06,10,EUR", "2,bob,2025-01-07,-4,EUR")
    assert orders_of(raw, PRICED, currency="MDL", rules=Rules(exchange={"EUR": 10})).revenue == 120


@pytest.mark.parametrize("name", SWITCHES)
def test_rules_come_back_as_they_were_kept_and_hold_no_customer(name: str) -> None:
    rules = Rules(**{name: not SWITCHES[name]}, lines="sum", nobody=("Till",), merged={"a": "b"})
    assert as_rules(rules.settings) == dataclasses.replace(rules, nobody=(), merged={})


def test_what_no_rule_knows_is_left_out() -> None:
    kept = {"cancelled": "yes", "lines": "all", "numberless": ["row"], "mood": True, "merged": {"a": "b"}}
    assert as_rules(kept) == Rules()
    assert set(SETTINGS) == {*SWITCHES, *MODES}
    assert not Rules().settings
