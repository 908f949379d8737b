"""Purchase histories: counted by hand, and grouping changes nothing but the number of rows."""

import numpy as np
import pytest

from retention.errors import RetentionError
from retention.models.purchase_histories import PurchaseHistories
from tests.buyers import bg_nbd_buyers


def rows(histories: PurchaseHistories) -> list[tuple[int, float, float, float]]:
    times = histories.times
    return list(
        zip(
            histories.repeats.tolist(),
            times[histories.last].tolist(),
            times[histories.age].tolist(),
            histories.customers.tolist(),
            strict=True,
        )
    )


def test_customers_alike_become_one_row() -> None:
    grouped = PurchaseHistories.of([0, 2, 0, 2, 2], [0, 3, 0, 3, 3], [5, 5, 5, 5, 6]).grouped()
    assert rows(grouped) == [(0, 0, 5, 2), (2, 3, 5, 2), (2, 3, 6, 1)]
    assert rows(grouped.grouped()) == rows(grouped)
    assert grouped.repeaters == 3
    assert grouped.order_rate == pytest.approx(6 / 26)


def test_days_are_weeks_by_seven() -> None:
    days = PurchaseHistories.of_days(repeats=np.array([1, 0]), last=np.array([7, 0]), age=np.array([14, 21]))
    assert rows(days.grouped()) == [(0, 0, 3, 1), (1, 1, 2, 1)]


def counted(histories: PurchaseHistories) -> dict[tuple[int, int, int], float]:
    """Customers by history."""
    found: dict[tuple[int, int, int], float] = {}
    keys = zip(histories.repeats.tolist(), histories.age.tolist(), histories.last.tolist(), strict=True)
    for key, customers in zip(keys, histories.customers.tolist(), strict=True):
        found[key] = found.get(key, 0) + customers
    return found


@pytest.mark.parametrize(("size", "days", "rows_left"), [(500, 3000, 500), (60_000, 100, 30_000)])
def test_rare_histories_stand_for_themselves(size: int, days: int, rows_left: int) -> None:
    """Grouped or not, nobody is lost: few customers over long, and many over so short that all are added up."""
    rng = np.random.default_rng(2)
    age = rng.integers(50, days, size)
    repeats = rng.geometric(0.4, size) - 1
    last = np.where(repeats > 0, rng.integers(1, 50, size), 0)
    single = PurchaseHistories.of_days(repeats=repeats, last=last, age=age)
    grouped = single.grouped()
    assert counted(grouped) == counted(single)
    assert grouped.repeats.size <= rows_left


def test_a_rough_copy_keeps_every_customer_and_order() -> None:
    histories = bg_nbd_buyers(np.random.default_rng(1), 3_000, r=0.5, alpha=5, a=0.8, b=2.5)
    rough = histories.grouped().rough()
    assert rough.customers.sum() == 3_000
    assert rough.customers @ rough.repeats == histories.repeats.sum()
    assert rough.repeats.size < histories.repeats.size / 3
    assert (rough.times[rough.last] <= rough.times[rough.age]).all()
    assert rough.order_rate == pytest.approx(histories.order_rate, rel=0.01)


@pytest.mark.parametrize("history", [(-1, 0, 5), (1, 6, 5), (0, 3, 5), (2, 0, 5)])
def test_impossible_histories(history: tuple[int, float, float]) -> None:
    with pytest.raises(ValueError, match="a history needs"):
        PurchaseHistories.of(*([value] for value in history))


def test_too_few_repeaters() -> None:
    with pytest.raises(RetentionError) as caught:
        PurchaseHistories.of([0, 1, 2], [0, 1, 1], [5, 5, 5]).check_repeaters()
    assert caught.value.code == "too_few_repeaters"
    assert caught.value.details == {"needed": 30, "have": 2}
