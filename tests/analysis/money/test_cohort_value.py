"""What cohorts have brought: by hand, against a loop and a bootstrap, and as the table of cohorts has it."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from retention.analysis.cohorts import average, cohorts
from retention.analysis.money import cohort_value
from retention.errors import RetentionError
from tests.refusals import code
from tests.shops import random_shop


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("grain", ["week", "month", "quarter"])
def test_values_are_those_of_the_table_of_cohorts(seed: int, grain: str) -> None:
    orders = random_shop(seed, rows=400)
    found = cohort_value(orders, grain=grain, margin=0.4)
    table = cohorts(orders, grain=grain)
    known = table[table["at_risk"].fillna(0) > 0].reset_index(drop=True)
    assert found.cells[["cohort", "age"]].equals(known[["cohort", "age"]])
    assert found.cells["value"].to_numpy() == pytest.approx(0.4 * known["cumulative_revenue_per_customer"])
    sure = dict(zip(found.cells["cohort"], found.cells["sure"], strict=True))
    kept = table[table["cohort"].map(lambda label: any(sure.values()) <= sure.get(label, False))]
    every = average(kept).set_index("age").loc[found.average["age"]]
    assert found.average["value"].to_numpy() == pytest.approx(0.4 * every["cumulative_revenue_per_customer"])
    assert found.average["cohorts"].tolist() == every["cohorts"].tolist()


def test_the_interval_is_the_one_that_resampling_customers_gives() -> None:
    rng = np.random.default_rng(3)
    people = pd.DataFrame({"customer": [f"c{n}" for n in range(400)], "month": 1, "amount": rng.lognormal(3, 0.5, 400)})
    later = people[rng.random(400) < 0.4].assign(month=2)
    orders = pd.concat([people, later.assign(amount=rng.lognormal(3, 0.5, len(later)))])
    orders["date"] = pd.to_datetime([f"2025-0{month}-10" for month in orders["month"]])
    cell = cohort_value(orders, as_of=dt.date(2025, 2, 28)).at(1).iloc[0]
    brought = orders.groupby("customer")["amount"].sum().to_numpy()
    means = rng.choice(brought, (4000, len(brought))).mean(axis=1)
    low, high = np.quantile(means, [0.025, 0.975])
    assert (cell["low"], cell["high"]) == (pytest.approx(low, rel=0.01), pytest.approx(high, rel=0.01))


def test_what_winning_a_customer_cost_is_back_by_an_age() -> None:
    """Two began in January with 10 each; by February they brought 15 each, by March 20. March's one brought 12."""
    rows = [("a", "2025-01-05", 10), ("b", "2025-01-06", 10), ("a", "2025-02-05", 10), ("b", "2025-03-06", 10),
            ("c", "2025-03-07", 12)]  # fmt: skip
    orders = pd.DataFrame(rows, columns=["customer", "date", "amount"]).astype({"date": "datetime64[us]"})
    found = cohort_value(orders, acquisition_cost=12, as_of=dt.date(2025, 3, 31))
    assert found.cells["value"].tolist() == [10, 15, 20, 12]
    assert found.paybacks()["age"].tolist() == [1, 0]
    assert found.payback is not None
    assert found.payback[0] == 1  # all three together have brought 32 / 3 each at first, then 15
    assert cohort_value(orders, acquisition_cost=40, as_of=dt.date(2025, 3, 31)).paybacks()["age"].isna().all()
    without = cohort_value(orders)
    assert without.payback is None
    assert without.paybacks().empty


def test_nonsense_is_refused() -> None:
    orders = random_shop(1)
    with pytest.raises(RetentionError, check=code("margin_out_of_range")):
        cohort_value(orders, margin=40)
    with pytest.raises(RetentionError, check=code("out_of_range")):
        cohort_value(orders, acquisition_cost=-1)
    with pytest.raises(RetentionError, check=code("no_amounts")):
        cohort_value(orders.assign(amount=float("nan")))
    with pytest.raises(RetentionError, check=code("unknown_choice")):
        cohort_value(orders, of="visits")


def monthly(*brought: float, customers: int = 40) -> pd.DataFrame:
    """In each month from January 2025 on 40 customers begin, who spend about so much, each a little else."""
    rows = [
        (f"{month}-{n}", pd.Timestamp(2025, month, 5), money * (0.8 + 0.01 * n))
        for month, money in enumerate(brought, start=1)
        for n in range(customers)
    ]
    return pd.DataFrame(rows, columns=["customer", "date", "amount"])


def test_cohorts_at_the_same_age_are_named_where_they_clearly_differ() -> None:
    found = cohort_value(monthly(20, 21, 40), as_of=dt.date(2025, 3, 31)).same_age(0)
    assert found is not None
    assert (found.clear, found.most["cohort"], found.least["cohort"]) == (True, "2025-03", "2025-01")
    alike = cohort_value(monthly(20, 20.2, 20.1), as_of=dt.date(2025, 3, 31)).same_age(0)
    assert alike is not None
    assert (alike.clear, alike.most["cohort"]) == (False, "2025-02")
    assert cohort_value(monthly(20), as_of=dt.date(2025, 1, 31)).same_age(0) is None
    assert cohort_value(monthly(20, 40, customers=29), as_of=dt.date(2025, 2, 28)).same_age(0) is None


def test_margin_and_cost_may_come_later() -> None:
    orders = random_shop(3, rows=400)
    at_once, later = cohort_value(orders, margin=0.4, acquisition_cost=30), cohort_value(orders).worth(0.4, 30)
    assert later.payback == at_once.payback
    pd.testing.assert_frame_equal(later.cells, at_once.cells)
    with pytest.raises(RetentionError, check=code("out_of_range")):
        later.worth(0.4, -1)
