"""Which forecast leads: by hand on made-up trials, on CDNOW, and what single customers and totals may be off by."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from retention.errors import RetentionError
from retention.models.leading import MIXTURE, leading
from retention.models.purchase_days import PurchaseDays, purchase_days
from retention.models.ranges import ranges, spread_of_totals
from retention.models.stretches import stretches
from retention.models.trials import Trial, trial, trials
from tests import refusals
from tests.buyers import busy_shop, cdnow_sample


@pytest.fixture(scope="module")
def tested(lifetimes_data: Callable[[str], Path]) -> list[Trial]:
    return trials(purchase_days(cdnow_sample(lifetimes_data("CDNOW_sample.txt"))))


def with_forecasts(found: Trial, **predicted: np.ndarray) -> Trial:
    """A trial in which these were the forecasts."""
    return Trial(
        stretch=found.stretch,
        known=found.known,
        models=found.models,
        failed={},
        predicted=found.predicted | predicted,
        actual=found.actual,
        later=found.later,
    )


def test_three_stretches_of_cdnow(tested: list[Trial]) -> None:
    """The last one is the published hold-out: 1,882 came; those before begin with fewer customers or days."""
    assert [found.stretch.days for found in tested] == [273, 273, 273]
    assert int(tested[0].actual.sum()) == 1_882
    assert tested[0].predicted["bg_nbd"].sum() == pytest.approx(1653, abs=0.5)
    found = leading(tested)
    assert found.method == found.model != "bg_nbd"
    assert found.beats_guesses
    assert found.largest_miss == min(found.misses)
    assert found.off_by >= max(1 / (1 + miss) - 1 for miss in found.misses)


def test_a_guess_that_is_always_right_leads(tested: list[Trial]) -> None:
    found = leading([with_forecasts(each, own_pace=each.actual.astype(float)) for each in tested])
    assert (found.method, found.parts, found.naive) == ("own_pace", ("own_pace",), True)
    assert found.misses == (0.0, 0.0, 0.0)
    assert found.score_of("own_pace", "score") == 0


def test_a_mixture_leads_where_the_model_errs_as_far_one_way_as_the_guess_the_other(tested: list[Trial]) -> None:
    def opposite(each: Trial) -> Trial:
        model = each.predicted["pareto_nbd"]
        return with_forecasts(
            each, same_as_before=2 * each.actual - model, own_pace=each.actual * 9.0, mbg_nbd=each.actual * 9.0
        )

    found = leading([opposite(each) for each in tested])
    assert (found.method, found.parts) == (MIXTURE, ("pareto_nbd", "same_as_before"))
    assert found.misses == pytest.approx((0, 0, 0), abs=1e-12)


def test_the_lead_looks_a_year_ahead(tested: list[Trial]) -> None:
    days = tested[0].known
    found = leading([with_forecasts(each, own_pace=each.actual.astype(float)) for each in tested])
    pace = days.histories.repeats / (days.histories.weeks_observed * 7)
    expected = found.expected_orders(days, tested[0].models["pareto_nbd"])
    assert expected == pytest.approx(pace * 365)


def test_misses_by_hand(tested: list[Trial]) -> None:
    each = tested[0]
    assert each.misses(each.actual * 1.5)["miss"] == pytest.approx(0.5)
    assert each.misses(each.actual * 1.5)["bucket_miss"] == pytest.approx(0.5)
    assert each.misses(each.actual + 2.0)["customer_miss"] == 2


def test_the_spread_of_totals_is_that_of_the_largest_miss_and_chance() -> None:
    even = np.full(10_000, 2.0)
    # One stretch off by 1.25 and two of other shops off by e^0.2; t with three degrees of freedom.
    variance = (2 * 0.2**2 + np.log(1.25) ** 2) / 3
    assert spread_of_totals([(even * 1.25, even)]) == pytest.approx(2.3534 * np.sqrt(variance), rel=1e-4)
    assert spread_of_totals([(even * 5, even), (even, even), (even, even)]) == pytest.approx(np.log(5))
    # By chance alone: Poisson orders of 2 each, of 40 customers, spread by 1 / √80.
    actual = np.random.default_rng(1).poisson(2.0, 40).astype(float)
    right = np.full(40, actual.mean())
    lucky = 2.3534 * 0.2 * np.sqrt(2 / 3)
    assert spread_of_totals([(right, actual)]) == pytest.approx(np.hypot(lucky, 1.645 / np.sqrt(80)), rel=0.05)
    assert spread_of_totals([(right, actual)], customers=10**9) == pytest.approx(lucky, rel=1e-4)


def test_nine_of_ten_fresh_customers_end_within_their_range() -> None:
    rng = np.random.default_rng(2)
    rate = rng.gamma(0.8, 3, 8_000)
    seen, fresh = rng.poisson(rate), rng.poisson(rate)
    found = ranges(rate, seen.astype(float))
    assert found is not None
    low, high = found.of(rate)
    assert 0.9 <= ((low <= fresh) & (fresh <= high)).mean() <= 0.98
    assert (low <= rate).all()
    assert (rate <= high).all()
    assert (np.diff(found.table["high"]) >= 0).all()
    twice = found.of(rate * 2, times=2.0)
    assert twice[1] == pytest.approx(high * 2)
    assert ranges(rate[:60], seen[:60].astype(float)) is None


def test_money_of_a_stretch_net_of_refunds_and_no_day_above_the_limit() -> None:
    shop = busy_shop(2, 100)
    refund = pd.DataFrame({"customer": ["c0001"], "date": [pd.Timestamp("2024-06-01")], "amount": [-5.0]})
    days = purchase_days(pd.concat([shop, refund]))
    last = stretches(days)[0]
    found = trial(days, last)
    cut, until = pd.Timestamp(last.cut_date), pd.Timestamp(last.until_date)
    rows = pd.concat([shop, refund])
    known = shop.loc[shop["date"] <= cut, "customer"].unique()
    came = rows[(rows["date"] > cut) & (rows["date"] <= until) & rows["customer"].isin(known)]
    assert found.money(np.inf).sum() == pytest.approx(came["amount"].sum())
    assert found.money(10.0).max() <= 10 * found.actual.max()


def test_what_the_last_stretch_refuses_is_refused() -> None:
    once = pd.DataFrame({"customer": ["a", "b"], "date": pd.to_datetime(["2024-01-01", "2024-09-01"]), "amount": 1.0})
    days: PurchaseDays = purchase_days(once)
    with pytest.raises(RetentionError, check=refusals.code("nothing_to_compare")):
        trials(days)
