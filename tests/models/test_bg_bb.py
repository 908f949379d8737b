"""BG/BB gives the answers of the paper it comes from, and obeys its own laws."""

from collections.abc import Callable
from math import comb
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.special import betaln

from retention.errors import RetentionError
from retention.models import bg_bb
from retention.periods import Calendar
from retention.whatif.history import history
from tests import refusals
from tests.bg_bb_shop import last_day, simulate


@pytest.fixture(scope="module")
def donations(lifetimes_data: Callable[[str], Path]) -> bg_bb.Groups:
    table = pd.read_csv(lifetimes_data("donations.csv"))
    return groups(table[["frequency", "recency", "periods", "weights"]].to_numpy())


def groups(rows: np.ndarray) -> bg_bb.Groups:
    x, t_x, n, customers = np.asarray(rows).T
    return bg_bb.Groups(x=x, t_x=t_x, n=n, customers=customers)


def slow_log_likelihood(parameters: tuple[float, ...], x: int, t_x: int, n: int) -> float:
    """Equation 5 of the paper, term by term."""
    a, b, g, d = parameters
    terms = [betaln(a + x, b + n - x) + betaln(g, d + n)]
    terms += [betaln(a + x, b + t_x - x + i) + betaln(g + 1, d + t_x + i) for i in range(n - t_x)]
    return float(np.logaddexp.reduce(terms) - betaln(a, b) - betaln(g, d))


def test_the_donations_give_the_published_parameters(donations: bg_bb.Groups) -> None:
    """Fader, Hardie & Shang 2010: 11,104 donors."""
    found = bg_bb.fit(donations)
    assert donations.customers.sum() == 11_104
    assert found.parameters.round(3).tolist() == [1.204, 0.750, 0.657, 2.783]
    assert found.log_likelihood == pytest.approx(-33_225.6, abs=0.05)


def test_donors_are_alive_next_year_as_published(donations: bg_bb.Groups) -> None:
    chance = bg_bb.alive_next(bg_bb.fit(donations).parameters, donations)
    by_history = dict(zip(zip(donations.x.tolist(), donations.t_x.tolist(), strict=True), chance, strict=True))
    assert [round(by_history[key], 2) for key in ((0, 0), (2, 4), (6, 6))] == [0.11, 0.59, 0.93]


@pytest.mark.parametrize("history", [(0, 0, 0), (0, 0, 9), (1, 1, 30), (3, 7, 7), (12, 30, 40), (40, 40, 41)])
@pytest.mark.parametrize("parameters", [(1.2, 0.75, 0.66, 2.8), (0.05, 3.0, 0.02, 80.0), (30.0, 200.0, 4.0, 0.3)])
def test_the_likelihood_is_the_sum_in_the_paper(parameters: tuple[float, ...], history: tuple[int, int, int]) -> None:
    found = bg_bb.log_likelihood(np.array(parameters), groups(np.array([[*history, 1]])))
    assert found[0] == pytest.approx(slow_log_likelihood(parameters, *history), rel=1e-9)


def test_all_histories_of_one_length_have_probability_one() -> None:
    n, parameters = 6, np.array([1.2, 0.75, 0.66, 2.8])
    ways = [(0, 0, n, 1)]
    ways += [(x, t, n, comb(t - 1, x - 1)) for t in range(1, n + 1) for x in range(1, t + 1)]
    every = groups(np.array(ways))
    assert np.exp(bg_bb.log_likelihood(parameters, every)) @ every.customers == pytest.approx(1.0)


def test_many_parameter_sets_at_once_give_what_each_gives_alone(donations: bg_bb.Groups) -> None:
    sets = bg_bb.fit(donations).draws(donations, 5, np.random.default_rng(1))
    together = bg_bb.still_customer(sets, donations)
    assert np.allclose(together, [bg_bb.still_customer(one, donations) for one in sets])


def test_draws_vary_as_the_hessian_says_where_data_are_plenty(donations: bg_bb.Groups) -> None:
    found = bg_bb.fit(donations)
    logs = np.log(found.draws(donations, 2000, np.random.default_rng(2)))
    assert np.allclose(logs.mean(axis=0), np.log(found.parameters), atol=0.02)
    assert np.allclose(logs.std(axis=0), np.sqrt(np.diag(found.covariance)), rtol=0.15)


def test_known_parameters_are_found_again() -> None:
    truth = (1.2, 3.0, 0.6, 6.0)
    orders = simulate(5, parameters=truth, months=24, new_per_month=400)
    past = history(orders, calendar=Calendar.of("month"), as_of=last_day(24).date())
    found = bg_bb.fit(past.groups())
    error = np.sqrt(np.diag(found.covariance))
    assert (np.abs(np.log(found.parameters / truth)) < 3 * error).all()


def test_staying_longer_is_less_likely_and_more_so_for_newer_customers() -> None:
    parameters = np.array([1.2, 0.75, 0.66, 2.8])
    chance = bg_bb.survival(parameters, np.array([0, 10])[:, None], np.arange(5))
    assert chance[:, 0].tolist() == [1.0, 1.0]
    assert (np.diff(chance, axis=1) < 0).all()
    assert (chance[0, 1:] < chance[1, 1:]).all()


def test_nobody_coming_back_is_said() -> None:
    with pytest.raises(RetentionError) as caught:
        bg_bb.fit(groups(np.array([[0, 0, 3, 10]])))
    assert (caught.value.code, caught.value.details) == ("no_repeat_buyers", {"customers": 10})


@pytest.mark.parametrize("row", [(2, 1, 4, 1), (1, 0, 4, 1), (0, 2, 4, 1), (1, 5, 4, 1)])
def test_impossible_histories_are_refused(row: tuple[int, ...]) -> None:
    with pytest.raises(RetentionError, check=refusals.code("bad_groups")):
        groups(np.array([row]))
