"""P(alive) calibrated: right where the model was right, put right where it was not, and never out of order."""

import numpy as np
import pytest

from retention.models.alive import calibrated_alive, orders_at_all
from retention.models.bg_nbd import MbgNbd
from retention.models.purchase_days import PurchaseDays, purchase_days
from retention.models.purchase_histories import PurchaseHistories
from retention.models.trials import Trial, trials
from tests.buyers import busy_shop


@pytest.fixture(scope="module")
def tested() -> list[Trial]:
    """Customers who come about monthly and leave after a year or so."""
    days: PurchaseDays = purchase_days(busy_shop(6, 800))
    return trials(days)


def test_where_the_model_is_right_little_changes(tested: list[Trial]) -> None:
    found = calibrated_alive(tested, "pareto_nbd")
    assert found is not None
    table = found.table
    assert (table["calibrated"] - table["predicted"]).abs().max() < 0.2
    assert (np.diff(table["calibrated"]) >= 0).all()
    assert table["customers"].sum() == sum(len(each.known.names) for each in tested)


def test_as_many_came_as_were_there_and_ordered(tested: list[Trial]) -> None:
    """Pooling keeps the sum: calibrated chance × chance to order if there = those who did."""
    found = calibrated_alive(tested, "pareto_nbd")
    assert found is not None
    table = found.table
    foreseen = table["customers"] * table["calibrated"] * table["if_alive"]
    assert foreseen.sum() == pytest.approx((table["customers"] * table["ordered"]).sum(), rel=0.01)


def test_nobody_is_called_gone_who_came_back(tested: list[Trial]) -> None:
    """A model that calls everybody nearly gone is put right."""
    gone = MbgNbd(r=0.5, alpha=2.0, a=3.0, b=1.0)
    wrong = [
        Trial(
            stretch=each.stretch,
            known=each.known,
            models={"mbg_nbd": gone},
            failed={},
            predicted=each.predicted,
            actual=each.actual,
            later=each.later,
        )
        for each in tested
    ]
    found = calibrated_alive(wrong, "mbg_nbd")
    assert found is not None
    table = found.table
    assert (table["calibrated"] > table["predicted"]).mean() > 0.8
    ordered = np.average(table["ordered"], weights=table["customers"])
    assert np.average(table["calibrated"], weights=table["customers"]) >= ordered


def test_between_the_bins_along_straight_lines(tested: list[Trial]) -> None:
    found = calibrated_alive(tested, "pareto_nbd")
    assert found is not None
    first, second = found.table.iloc[4], found.table.iloc[5]
    middle = found(np.array([(first["predicted"] + second["predicted"]) / 2]))
    assert middle[0] == pytest.approx((first["calibrated"] + second["calibrated"]) / 2)
    assert found(np.array([0.0]))[0] == found.table["calibrated"].iloc[0]


def test_one_order_at_all_by_hand() -> None:
    """Negative binomial with shape r + x: (1 + 2 / 2.5)^-2.5 have none."""
    model = MbgNbd(r=0.5, alpha=2.0, a=1.0, b=1.0)
    one = PurchaseHistories.of([2], [5.0], [9.0])
    assert orders_at_all(model, one, np.array([2.0]))[0] == pytest.approx(1 - (1 + 2 / 2.5) ** -2.5)


def test_too_few_to_say() -> None:
    some = trials(purchase_days(busy_shop(3)))
    tiny = [
        Trial(
            stretch=each.stretch,
            known=each.known.every(10),
            models=each.models,
            failed={},
            predicted=each.predicted,
            actual=each.actual[::10],
            later=each.later,
        )
        for each in some[:1]
    ]
    assert calibrated_alive(tiny, next(iter(some[0].models))) is None
