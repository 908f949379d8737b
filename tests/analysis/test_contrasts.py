"""Many groups at once: equal ones are seldom told apart, different ones are."""

import numpy as np
import pytest
from scipy.stats import chi2, chi2_contingency, fisher_exact

from retention.analysis.contrasts import (
    chance_of_equal_values,
    chance_of_no_difference,
    clear_pairs,
    clear_value_pairs,
)
from retention.intervals import of_sums


def test_the_chance_is_that_of_pearson() -> None:
    back, customers = np.array([30, 50, 45]), np.array([100, 120, 90])
    expected = chi2_contingency(np.array([back, customers - back]), correction=False)
    assert chance_of_no_difference(back, customers) == pytest.approx(expected.pvalue)


def test_of_few_customers_it_is_nearly_the_exact_one() -> None:
    exact = fisher_exact(np.array([[1, 9], [5, 3]])).pvalue
    assert chance_of_no_difference(np.array([1, 5]), np.array([10, 8])) == pytest.approx(exact, abs=0.02)


def test_without_a_difference_to_see_there_is_none() -> None:
    assert chance_of_no_difference(np.array([5]), np.array([10])) == 1.0
    assert chance_of_no_difference(np.array([0, 0]), np.array([10, 20])) == 1.0
    assert clear_pairs(np.array([3]), np.array([10])) == []


@pytest.mark.parametrize("groups", [3, 12])
def test_equal_groups_are_told_apart_in_five_of_a_hundred_shops_at_most(groups: int) -> None:
    rng = np.random.default_rng(groups)
    customers = rng.integers(30, 400, (400, groups))
    named = sum(bool(clear_pairs(rng.binomial(size, 0.25), size)) for size in customers)
    assert named <= 28  # of 400; 20 expected at most, 28 in one of thirty tries


def test_a_group_that_is_different_is_found() -> None:
    rng = np.random.default_rng(1)
    customers = np.full(8, 300)
    shares = np.array([0.45, *[0.3] * 7])
    found = [clear_pairs(rng.binomial(customers, shares), customers) for _shop in range(50)]
    assert sum(any(higher == 0 for higher, _lower in pairs) for pairs in found) > 40


def test_values_by_hand() -> None:
    """Two values a factor of e apart, each known to half a unit of the logarithm: Q = 1² / (2 · 0.5²) = 2."""
    assert chance_of_equal_values(np.array([1, np.e]), np.array([0.5, 0.5])) == pytest.approx(chi2.sf(2, 1))
    assert chance_of_equal_values(np.array([7.0]), np.array([0.5])) == 1.0
    assert clear_value_pairs(np.array([7.0]), np.array([6.0]), np.array([8.0])) == []


@pytest.mark.parametrize(("dearer", "least", "most"), [(1.0, 0, 18), (2.0, 190, 200)])
def test_values_are_told_apart_where_they_differ_and_seldom_where_not(dearer: float, least: int, most: int) -> None:
    """Six groups of 150 customers, of whom the first spends so many times as much as the others; 200 shops."""
    rng = np.random.default_rng(5)
    spent = rng.lognormal(3, 0.6, (200, 6, 150))
    spent[:, 0] *= dearer
    sums, squares, people = spent.sum(axis=2), (spent**2).sum(axis=2), np.full((200, 6), 150)
    low, high = of_sums(sums, people, (squares, sums, people), people)
    named = sum(bool(clear_value_pairs(sums[n] / 150, low[n], high[n])) for n in range(200))
    assert least <= named <= most
