"""The rate from three totals, and the totals that give none."""

import pytest

from retention.analysis.totals import from_totals
from retention.errors import RetentionError


def test_the_published_example() -> None:
    totals = from_totals(9000, 5000, 2000)
    assert totals.retained == 3000
    assert totals.crr == pytest.approx(1 / 3)


def test_the_interval_is_wilsons() -> None:
    totals = from_totals(20, 10, 4)
    assert (totals.low, totals.high) == (pytest.approx(0.146, abs=1e-3), pytest.approx(0.519, abs=1e-3))


def test_nobody_and_everybody_may_come_back() -> None:
    assert from_totals(20, 5, 5).crr == 0
    assert from_totals(20, 20, 0).crr == 1


@pytest.mark.parametrize(
    ("start", "active", "new", "code"),
    [
        (-1, 5, 1, "totals_negative"),
        (0, 5, 1, "totals_nobody_at_start"),
        (10, 5, 6, "totals_more_new_than_active"),
        (10, 30, 5, "totals_more_retained_than_at_start"),
    ],
)
def test_impossible_totals_are_refused(start: int, active: int, new: int, code: str) -> None:
    with pytest.raises(RetentionError) as refusal:
        from_totals(start, active, new)
    assert refusal.value.code == code
