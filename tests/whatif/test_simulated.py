"""A slice of `bench/truth.py`: shops that grow, shrink, have a rhythm or heavy order values lie in their bands."""

import pandas as pd
import pytest

from bench.simulated_shops import simulate
from bench.truth import held

SHOPS = [("growing", 31), ("shrinking", 32), ("regular", 33), ("heavy", 34), ("cut_off", 35), ("short", 36)]


@pytest.fixture(scope="module")
def rows() -> pd.DataFrame:
    """What lay in its band, one row per shop."""
    return pd.DataFrame([held(simulate(kind, seed=seed), draws=150) for kind, seed in SHOPS])


@pytest.mark.parametrize("measure", ["new", "returning", "revenue", "usual_crr", "gain"])
def test_most_years_lie_in_their_bands(rows: pd.DataFrame, measure: str) -> None:
    """Of bands that hold nine of ten, four to six of six hold in 98 of a hundred trials."""
    assert rows[measure].sum() >= 4


def test_bands_are_no_wider_than_half_of_what_is_expected(rows: pd.DataFrame) -> None:
    assert rows["returning width"].median() < 0.4


def test_a_shop_is_the_same_for_the_same_seed() -> None:
    one, other = (simulate("seasonal_18", seed=4) for _ in range(2))
    pd.testing.assert_frame_equal(one.everything, other.everything)
    assert one.crr == other.crr
    assert 0 < one.crr < 1


def test_five_points_bring_about_five_of_a_hundred_buyers_of_each_month() -> None:
    shop = simulate("stationary", seed=5)
    buyers = shop.everything.groupby(shop.everything["date"].dt.to_period("M"))["customer"].nunique().mean()
    assert 0.5 < shop.gain(0.05) / (0.05 * buyers * 12) < 5


def test_what_is_known_ends_with_its_last_day() -> None:
    shop = simulate("short", seed=6)
    assert shop.orders["date"].max().date() <= shop.as_of < shop.everything["date"].max().date() <= shop.end
