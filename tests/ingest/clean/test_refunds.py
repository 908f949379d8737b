"""Money given back is taken off once, however often a file tells of it, and never more than an order cost."""

import datetime as dt
import random

import pytest

from retention.analysis.money import money_bridge
from retention.ingest.rules import Rules
from retention.orders import Orders
from tests.files_of_rows import codes, orders_of, raw_table, sums, written

WORDS = {
    "en": ("Order,Date,Customer,Status,Total,Refunded", "completed", "refunded"),
    "ru": ("Номер заказа,Дата,Клиент,Статус,Сумма,Сумма возврата", "выполнен", "возврат"),
    "uk": ("Номер замовлення,Дата,Клієнт,Статус,Сума,Сума повернення", "виконано", "повернено"),
    "ro": ("Număr comandă,Data,Client,Stare,Valoare,Valoare retur", "finalizată", "rambursat"),
}
WAYS = ("state", "column", "row", "state row", "column row", "state column", "state column row", "column other")


def shop(seed: int, way: str, language: str, *, refund_days: bool = False) -> Orders:
    """One random shop, its refunds told in one way or another: some orders are given back in full."""
    chance = random.Random(seed)
    header, done, refunded = WORDS[language]
    rows = []
    for number in range(1, 40):
        day, name, cents = chance.randint(1, 25), chance.choice("abcdefgh"), chance.randint(100, 99999)
        given = chance.random() < 0.3
        date, money = f"2025-{1 + number // 14:02d}-{day:02d}", f"{cents / 100:.2f}"
        state = refunded if given and "state" in way else done
        column = money if given and "column" in way else "0.00"
        rows.append([f"N-{number}", date, f"cust-{name}", state, money, column])
        if given and ("row" in way or "other" in way):
            own = f"R-{number}" if "other" in way else f"N-{number}"
            rows.append([own, f"{date[:8]}{day + 2:02d}", f"cust-{name}", state, f"-{money}", "0.00"])
    chance.shuffle(rows)
    return orders_of(raw_table(header.split(","), rows), rules=Rules(refund_days=refund_days))


@pytest.mark.few(2)
@pytest.mark.parametrize(("seed", "language"), [*enumerate(WORDS)])
def test_the_same_money_is_left_however_refunds_are_told(seed: int, language: str) -> None:
    found = {way: sums(shop(seed, way, language)) for way in WAYS}
    assert len(set(found.values())) == 1, found


def test_a_state_and_a_row_tell_of_one_refund() -> None:
    orders = orders_of(
        written(
            """Order,Date,Customer,Status,Total
            1,2025-01-03,ann,completed,50
            2,2025-01-04,bob,refunded,20
            2,2025-01-07,bob,refunded,-20
            3,2025-01-31,ann,completed,10"""
        )
    )
    assert sums(orders) == (2, 3, 60)
    assert codes(orders) == {"refunded": 1, "refund_told_twice": 1}


def test_what_is_written_counts_before_a_state_that_says_no_amount() -> None:
    orders = orders_of(
        written(
            """Order,Date,Customer,Status,Total
            1,2025-01-03,ann,completed,50
            2,2025-01-04,bob,refunded,20
            2,2025-01-07,bob,refunded,-15"""
        )
    )
    assert sums(orders) == (2, 2, 55)


def test_no_more_is_given_back_than_an_order_cost() -> None:
    orders = orders_of(
        written(
            """Order,Date,Customer,Total
            1,2025-01-03,ann,50
            2,2025-01-04,bob,20
            2,2025-01-07,bob,-20
            2,2025-01-08,bob,-20"""
        )
    )
    assert sums(orders) == (2, 2, 50)
    assert codes(orders) == {"refund_beyond_order": 2}


def test_refunds_of_other_money_or_customers_or_before_the_order_are_others() -> None:
    orders = orders_of(
        written(
            """Order,Date,Customer,Total,Refunded
            1,2025-01-10,ann,50,0
            2,2025-01-14,bob,20,20
            R1,2025-01-20,bob,-19,0
            R2,2025-01-20,ann,-20,0
            R3,2025-01-01,bob,-20,0"""
        )
    )
    assert codes(orders) == {"refunded": 1, "refund_unmatched": 3}
    assert orders.revenue == 70 - 20 - 19 - 20 - 20


RETURNS = (
    "Order,Date,Customer,Total",
    "1,2025-01-03,ann,50",
    "2,2025-01-04,bob,20",
    "2,2025-03-07,,-5.25",  # the row of a refund that names nobody
    "3,2025-02-01,ann,10",
    "1,2025-02-09,ann,-60",  # more than the order cost: stays with it
)


def test_refunds_stand_on_the_day_of_their_order_or_on_their_own() -> None:
    def months(*, refund_days: bool) -> tuple[Orders, dict[int, float]]:
        orders = orders_of(written("\n".join(RETURNS)), rules=Rules(refund_days=refund_days))
        return orders, orders.frame.groupby(orders.frame["date"].dt.month)["amount"].sum().to_dict()

    usual, by_order = months(refund_days=False)
    moved, by_refund = months(refund_days=True)
    assert by_order == {1: 14.75, 2: 10}
    assert by_refund == {1: 20, 2: 10, 3: -5.25}
    assert usual.revenue == moved.revenue == 24.75
    assert sums(usual)[:2] == sums(moved)[:2] == (2, 3)
    assert moved.frame.loc[~moved.frame["purchase"], "customer"].tolist() == ["bob"]
    assert codes(moved) == {"refund_on_its_day": 1, "refund_beyond_order": 1}


@pytest.mark.parametrize("way", ["row", "column other"])
def test_moving_refunds_to_their_day_changes_no_sum(way: str) -> None:
    usual, moved = (shop(3, way, "en", refund_days=there) for there in (False, True))
    assert sums(usual) == sums(moved)
    assert (~moved.frame["purchase"]).sum() > 0
    found = [money_bridge(each, grain="month", as_of=dt.date(2025, 3, 31)) for each in (usual, moved)]
    for bridge, orders in zip(found, (usual, moved), strict=True):
        assert round(sum(bridge.steps.values()) - bridge.revenue_1, 2) == bridge.revenue_1
        march = orders.frame[orders.frame["date"].dt.month == bridge.second[0].month]
        assert bridge.revenue_1 == pytest.approx(march["amount"].sum(), abs=0.005)
