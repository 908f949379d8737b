"""A small slice of `bench.false_alarms`: where nobody changes verdicts are rare, and a true fall is called."""

from collections import Counter

import pytest

from bench.false_alarms import alarms, noticed
from bench.simulated_shops import simulate


@pytest.mark.parametrize("kind", ["growing", "seasonal_36"])
def test_verdicts_are_rare_where_nobody_changes(kind: str) -> None:
    total: Counter[str] = Counter()
    for seed in (3,):
        total += alarms(simulate(kind, seed=seed, changed={"customers": (1_500, 2_500)}), "month")
    assert total["headline"] >= 10
    assert total["headline false"] <= 2
    assert total["trend false"] <= 1
    assert total["cohorts false"] <= 1


def test_a_fall_by_a_quarter_is_called() -> None:
    assert any(noticed(seed, "month") for seed in (4, 11))
