"""A small slice of `bench.false_alarms`: where nobody changes verdicts are rare, and a true fall is called."""

from collections import Counter

import pytest

from bench.false_alarms import alarms, noticed
from bench.simulated_shops import simulate


@pytest.mark.parametrize("kind", ["growing", "seasonal_36"])
def test_verdicts_are_rare_where_nobody_changes(kind: str) -> None:
    total: Counter[str] = Counter()
    for seed in (3, 5):
        total += alarms(simulate(kind, seed=seed, changed={"customers": (1_500, 2_500)}), "month")
    assert total["headline"] >= 20
    assert total["headline false"] <= 0.1 * total["headline"]
    assert total["trend false"] <= 1
    assert total["cohorts false"] <= 1


def test_a_fall_by_a_quarter_is_called() -> None:
    calls = [noticed(seed, "quarter") for seed in range(100_000, 100_004)]
    assert any(call is not None and call.called for call in calls)
