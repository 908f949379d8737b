"""Published figures carry their source and trust, and meet only figures of the same definition."""

import pytest

from retention.benchmarks.published import ECOMMERCE_CRR, Measure, Trust, by_key, comparable, figures


def test_the_famous_profit_range() -> None:
    one = by_key("five_percent_profit")
    assert (one.low, one.high, one.year, one.trust) == (0.25, 0.95, 2000, Trust.LOW)
    assert "Harvard Business Review" in one.source


def test_every_industry_of_the_first_study_lies_in_its_range() -> None:
    whole = by_key("five_points_profit")
    parts = [one for one in figures() if one.key == "five_points_profit" and one.group]
    assert len(parts) == 3
    assert all(whole.low <= one.value <= whole.high for one in parts)


def test_a_repeat_rate_meets_repeat_rates_only() -> None:
    found = comparable("lifetime_repeat_rate")
    assert len(found) == 10
    assert {one.key for one in found} == {"repeat_rate_niche"}
    assert comparable("crr") == ()  # nobody states a definition that is ours


def test_figures_are_fractions_with_a_source() -> None:
    for one in figures():
        assert one.source
        assert 0 < one.low <= one.high
        assert one.high <= 1 or one.measure is Measure.COST_RATIO


def test_claims_are_told_apart() -> None:
    keys = [(one.key, one.group) for one in figures()]
    assert len(set(keys)) == len(keys)
    assert ECOMMERCE_CRR.value == 0.30


def test_an_unknown_claim_is_an_error() -> None:
    with pytest.raises(KeyError):
        by_key("made_up")
