"""What is said before a forecast is believed, and when it is not said."""

from dataclasses import replace
from importlib import import_module

import numpy as np
import pandas as pd
import pytest

from retention import whatif
from retention.whatif import Baseline
from retention.whatif.backtest import BackTest
from tests.bg_bb_shop import last_day, simulate


def codes(base: Baseline) -> list[str]:
    return [one.code for one in whatif.cautions(base)]


def judged(base: Baseline, **columns: object) -> Baseline:
    return replace(base, tests=BackTest(table=base.tests.table.assign(**columns)))


def test_a_steady_shop_is_warned_of_the_unknown_season_only(shop: Baseline) -> None:
    assert codes(shop) == ["season_unknown"]


def test_a_forecast_worse_than_naive_is_admitted(shop: Baseline) -> None:
    table = shop.tests.table
    worse = whatif.cautions(judged(shop, forecast=table["actual"] * 3 + 1))[0]
    assert worse.code == "worse_than_naive"
    assert worse.details["miss"] > worse.details["naive_miss"]


def test_misses_all_to_one_side_mean_a_shop_that_changes(shop: Baseline) -> None:
    table = shop.tests.table
    base = judged(shop, forecast=table["actual"] * 1.6 + 1, last=table["actual"] * 9, naive_last_year=np.nan)
    found = next(one for one in whatif.cautions(base) if one.code == "changing")
    assert -0.5 < found.details["signed"] < -0.25


@pytest.mark.parametrize(("step", "said"), [(-0.35, ["retention_shifted"]), (0.35, ["changing", "retention_shifted"])])
def test_a_step_the_same_way_explains_the_misses_and_is_told_once(
    shop: Baseline, monkeypatch: pytest.MonkeyPatch, step: float, said: list[str]
) -> None:
    table = shop.tests.table
    base = judged(shop, forecast=table["actual"] * 1.6 + 1, last=table["actual"] * 9, naive_last_year=np.nan)
    module = import_module("retention.whatif.cautions")  # its name in the package is that of the function
    stepped = module.Caution("retention_shifted", {"signed": step, "periods": 6})
    monkeypatch.setattr(module, "_retention_shifted", lambda _baseline: stepped)
    told = [one.code for one in whatif.cautions(base)]
    assert [code for code in told if code in ("changing", "retention_shifted")] == said


def test_a_short_past_a_burst_and_few_buyers_are_said() -> None:
    orders = simulate(2, parameters=(1.2, 3.0, 0.6, 6.0), months=7, new_per_month=5)
    crowd = pd.DataFrame({"customer": 10_000 + np.arange(60), "date": pd.Timestamp("2020-04-02"), "amount": 10.0})
    found = codes(whatif.estimate(pd.concat([orders, crowd]), as_of=last_day(7).date(), draws=20))
    assert {"short_history", "season_unknown", "burst", "few_buyers"} <= set(found)


def test_a_season_is_so_many_times_its_quietest_part() -> None:
    assert whatif.Caution("seasonal", {"highest": 1.8, "lowest": 0.6}).season_ratio == 3
    assert np.isfinite(whatif.Caution("seasonal", {"highest": 1.8, "lowest": 0.0}).season_ratio)


def with_newcomers(counts: np.ndarray, *, seed: int = 5) -> Baseline:
    """A shop that so many newcomers join each month; each comes again in a month with chance 0.3, for half a year."""
    rng = np.random.default_rng(seed)
    first = np.repeat(np.arange(len(counts)), counts)
    age = np.arange(len(counts)) - first[:, None]
    bought = (age == 0) | ((age > 0) & (age < 7) & (rng.random(age.shape) < 0.3))
    customer, month = np.nonzero(bought)
    dates = pd.to_datetime((np.datetime64("2020-01") + month.astype("timedelta64[M]")).astype("datetime64[D]"))
    orders = pd.DataFrame({"customer": customer, "date": dates, "amount": rng.gamma(4.0, 5.0, len(customer))})
    return whatif.estimate(orders, as_of=last_day(len(counts)).date(), draws=20)


def test_growth_and_decline_of_newcomers_are_said() -> None:
    growing = with_newcomers((30 * 1.05 ** np.arange(26)).astype(int))
    found = next(one for one in whatif.cautions(growing) if one.code == "newcomers_growing")
    assert 0.4 < found.details["share"] < 1.2
    assert "newcomers_shrinking" in codes(with_newcomers((120 * 0.95 ** np.arange(26)).astype(int)))


def test_a_step_of_newcomers_is_no_trend() -> None:
    rng = np.random.default_rng(6)
    found = whatif.cautions(with_newcomers(np.r_[rng.poisson(80, 20), rng.poisson(40, 6)]))
    step = next(one for one in found if one.code == "newcomers_shifted")
    assert step.details["signed"] == pytest.approx(-0.5, abs=0.12)


def test_a_closed_list_is_said() -> None:
    found = with_newcomers(np.r_[[200, 180, 190], np.zeros(5, dtype=int)])
    assert {"code": "closed_list", "periods": 5} in [
        {"code": one.code, **one.details} for one in whatif.cautions(found)
    ]
    assert found.new(6).sum() == 0
    assert set(found.weights) == {"bg_bb", "bg_bb_season"}


def test_data_that_begin_in_the_middle_of_a_life_are_said() -> None:
    edge = (40 * (1 + 5 * np.exp(-np.arange(24) / 3))).astype(int)
    assert "cut_off" in codes(with_newcomers(edge))


def test_an_order_far_beyond_all_others_is_said(shop: Baseline) -> None:
    orders = simulate(2, parameters=(1.2, 3.0, 0.6, 6.0), months=14, new_per_month=30)
    orders.loc[orders.index[-1], "amount"] = 1e6
    found = whatif.cautions(whatif.estimate(orders, as_of=last_day(14).date(), draws=20))
    outliers = next(one for one in found if one.code == "outliers")
    assert outliers.details["share"] > 0.9
    assert outliers.details["bound"] < 100
    assert "outliers" not in codes(shop)
