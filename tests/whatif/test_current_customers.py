"""Expectations over many Beta distributions at once, against slow integrals; and what moves retention how far."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import beta

from retention.models import bg_bb
from retention.periods import Calendar
from retention.whatif.current_customers import CurrentCustomers
from retention.whatif.history import history
from tests.shops import cdnow

SETS = np.array([[0.6, 3.5, 0.33, 2.3], [4.0, 10.0, 2.5, 25.0], [0.05, 0.4, 0.01, 60.0], [60.0, 300.0, 8.0, 390.0]])


@pytest.fixture(scope="module")
def march_1998(lifetimes_data: Callable[[str], Path]) -> CurrentCustomers:
    past = history(cdnow(lifetimes_data("CDNOW_master.txt")), calendar=Calendar.of("month")).until(1998 * 12 + 2)
    groups = past.groups()
    return CurrentCustomers.of(groups, bg_bb.fit(groups).parameters[None, :])


@pytest.fixture
def current() -> CurrentCustomers:
    rows = np.array([[0, 0, 4, 50], [1, 2, 4, 20], [3, 4, 4, 10], [1, 1, 1, 8], [0, 0, 1, 30], [0, 0, 0, 15]])
    x, t_x, n, customers = rows.T
    return CurrentCustomers.of(bg_bb.Groups(x=x, t_x=t_x, n=n, customers=customers), SETS)


@pytest.mark.parametrize("odds", [0.2, 0.9, 1.34, 8.0])
def test_lifted_odds_match_a_slow_integral(current: CurrentCustomers, odds: float) -> None:
    _, newcomer = current.buying(np.full(len(SETS), odds))
    for (a, b, *_), found in zip(SETS, newcomer, strict=True):
        more = quad(
            lambda p, a=a, b=b: (odds - 1) * p * (1 - p) / (1 - p + odds * p) * beta.pdf(p, a, b), 0, 1, limit=400
        )
        assert found == pytest.approx(a / (a + b) + more[0], rel=1e-6)


@pytest.mark.parametrize("leaving", [0.0, 0.5, 1.0])
def test_fewer_leaving_matches_a_slow_integral(current: CurrentCustomers, leaving: float) -> None:
    found = current.stays(np.ones((len(SETS), 1)), np.array([2]), 6, np.full(len(SETS), leaving))
    for (*_, g, d), row in zip(SETS, found, strict=True):
        exact = quad(lambda t, g=g, d=d: (1 - leaving * t) ** 6 * beta.pdf(t, g, d + 2), 0, 1, limit=400)[0]
        assert row[-1] == pytest.approx(exact, rel=1e-5)


def test_unmoved_odds_and_leaving_change_nothing(current: CurrentCustomers) -> None:
    ones = np.ones(len(SETS))
    assert np.allclose(current.buying(ones)[0], current.buying()[0])
    weights, _ = current.buying()
    assert np.allclose(
        current.stays(weights, current.ages, 12, ones), current.stays(weights, current.ages, 12), rtol=1e-5
    )


def test_expected_buyers_are_the_sum_over_groups_of_the_paper(march_1998: CurrentCustomers) -> None:
    buying, _ = march_1998.buying()
    found = march_1998.stays(buying, march_1998.ages, 3)[0]
    g, d = march_1998.parameters[0, 2:]
    stay = [np.prod([(d + march_1998.n + k) / (g + d + march_1998.n + k) for k in range(j)], axis=0) for j in (1, 2, 3)]
    each = (march_1998.present * march_1998.purchase_chance)[0]
    assert np.allclose(found, [each @ one for one in stay])


def test_cdnow_from_march_1998(march_1998: CurrentCustomers) -> None:
    """CRR 28.6%; five points more take odds times 1.34 and bring 21% more buyers in a year; ceiling 29.2%."""
    assert march_1998.crr[0] == pytest.approx(0.286, abs=0.0005)
    assert march_1998.crr_if_nobody_leaves[0] == pytest.approx(0.292, abs=0.0005)
    odds = march_1998.odds_for(march_1998.crr + 0.05)
    assert odds[0] == pytest.approx(1.34, abs=0.005)
    buyers = [march_1998.stays(march_1998.buying(m)[0], march_1998.ages, 12).sum() for m in (None, odds)]
    assert buyers[1] / buyers[0] - 1 == pytest.approx(0.21, abs=0.005)


@pytest.mark.parametrize("change", [-0.1, 0.02, 0.05, 0.3])
def test_solved_odds_hit_the_target(current: CurrentCustomers, change: float) -> None:
    target = np.clip(current.crr + change, 0.02, current.crr_at_most - 1e-4)
    odds = current.odds_for(target)
    for place, (a, b, g, d) in enumerate(current.parameters):
        reached = 0.0
        for x, n, count in zip(current.x, current.n, current.recent, strict=True):
            if count:
                mean = beta.expect(lambda p, m=odds[place]: m * p / (1 - p + m * p), args=(a + x, b + n - x))
                reached += count * mean * (d + n) / (g + d + n)
        assert reached / current.recent.sum() == pytest.approx(target[place], abs=3e-4)


def test_fewer_leaving_reaches_its_ceiling_and_no_more(current: CurrentCustomers) -> None:
    assert np.allclose(current.leaving_for(current.crr), 1.0)
    assert np.allclose(current.leaving_for(current.crr_if_nobody_leaves), 0.0)
    assert np.allclose(current.leaving_for(np.ones(len(SETS))), 0.0)


def test_the_room_for_fewer_leaving_spreads_as_its_customers_do() -> None:
    """p and θ of thirty last buyers, drawn many times given what each has done."""
    alpha, beta, gamma, delta = 0.8, 2.0, 0.5, 4.0
    x, n, many = np.array([0, 1, 3]), np.array([0, 2, 5]), np.array([15, 10, 5])
    groups = bg_bb.Groups(x=x, t_x=n, n=n, customers=many)
    current = CurrentCustomers.of(groups, np.array([[alpha, beta, gamma, delta]]))
    rng, x, n = np.random.default_rng(3), np.repeat(x, many), np.repeat(n, many)
    lost = rng.beta(alpha + x, beta + n - x, (20_000, 30)) * rng.beta(gamma, delta + n, (20_000, 30))
    assert current.room_spread[0] == pytest.approx(lost.mean(axis=1).std() / lost.mean(), rel=0.03)
