"""Forecasts tested on the past know nothing of what came after."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from pages.data import samples
from retention import load, whatif
from retention.periods import Calendar
from retention.whatif import Baseline
from retention.whatif.backtest import EXPECTED_MISS, BackTest, back_test, level_factor
from retention.whatif.baseline import of_history
from retention.whatif.forecaster import Forecaster
from retention.whatif.history import History, history
from tests.bg_bb_shop import last_day, simulate
from tests.shops import cdnow

MONTHS = Calendar.of("month")


@pytest.fixture(scope="module")
def cd_shop(lifetimes_data: Callable[[str], Path]) -> History:
    return history(cdnow(lifetimes_data("CDNOW_master.txt")), calendar=MONTHS)


@pytest.fixture(scope="module")
def cd_tests(cd_shop: History) -> pd.DataFrame:
    return back_test(cd_shop).table


@pytest.fixture(scope="module")
def every_shop(cd_tests: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Tests by shop: CDNOW and each sample, monthly, from every earlier month."""
    shops = {each.key: history(load(samples.path(each.key)), calendar=MONTHS) for each in samples.SAMPLES}
    return {"cdnow": cd_tests} | {name: back_test(past).table for name, past in shops.items()}


def miss(table: pd.DataFrame, column: str) -> float:
    return float((table[column] / table["actual"] - 1).abs().mean())


def test_cdnow_from_december_1997(cd_tests: pd.DataFrame) -> None:
    """At most 12%; same as last month missed by 22%."""
    december = cd_tests[cd_tests["origin"] == 1997 * 12 + 11]
    assert len(december) == 6
    assert miss(december, "forecast") <= 0.12
    assert miss(december, "last") == pytest.approx(0.22, abs=0.005)


def test_cdnow_is_a_closed_list(cd_shop: History) -> None:
    """As of March 1998: nobody new is foreseen; the rate, the odds of five points more and their gain are BG/BB's."""
    base = of_history(cd_shop.until(1998 * 12 + 2), draws=60)
    answer = whatif.compare(base, whatif.Scenario(crr_change=0.05))
    assert answer.total("new", "today") == answer.total("new", "today_high") == 0
    assert set(base.weights) == {"bg_bb", "bg_bb_season"}  # its own level, and no simple forecast
    assert answer.crr[0] == pytest.approx(0.286, abs=0.001)
    assert 0.255 < answer.crr[1] < answer.crr[2] < 0.3
    odds = base.response(whatif.Reading.EVERYONE, np.full(base.sets, 0.05)).odds
    assert odds is not None
    assert odds[0] == pytest.approx(1.34, abs=0.01)
    assert answer.total("returning", "relative") == pytest.approx(0.21, abs=0.01)


def test_cdnow_over_all_dates(cd_tests: pd.DataFrame) -> None:
    both = cd_tests[cd_tests["naive_last_year"].notna()]
    assert miss(cd_tests, "forecast") < miss(cd_tests, "last")
    assert miss(both, "forecast") < miss(both, "naive_last_year")
    assert cd_tests["actual"].between(cd_tests["low"], cd_tests["high"]).mean() >= 0.8


def test_eight_of_ten_periods_lie_within_the_band(every_shop: dict[str, pd.DataFrame]) -> None:
    """On average over shops; in none, however it changes, fewer than seven of ten."""
    shares = [table["actual"].between(table["low"], table["high"]).mean() for table in every_shop.values()]
    assert np.mean(shares) >= 0.8
    assert min(shares) >= 0.7


def test_over_all_shops_no_simple_forecast_does_better(every_shop: dict[str, pd.DataFrame]) -> None:
    counted = {name: table[table["actual"] > 0] for name, table in every_shop.items()}
    own, last = (np.mean([miss(table, column) for table in counted.values()]) for column in ("forecast", "last"))
    assert own < last
    further = {name: table[table["ahead"] >= 3] for name, table in counted.items()}
    own, last = (np.mean([miss(table, column) for table in further.values()]) for column in ("forecast", "last"))
    assert own < 0.95 * last


def test_what_came_later_changes_no_earlier_forecast(cd_shop: History, cd_tests: pd.DataFrame) -> None:
    shorter = back_test(cd_shop.until(cd_shop.last - 3)).table
    columns = ["forecast", "low", "high", "bg_bb", "last"]
    both = shorter.merge(cd_tests, on=["origin", "ahead"], suffixes=("_then", "_now"))
    both = both[both["origin"] <= cd_shop.last - 9]
    assert len(both) > 20
    for name in columns:
        assert np.allclose(both[f"{name}_then"], both[f"{name}_now"], rtol=1e-6), name


def test_the_published_forecast_lies_between_its_candidates(shop: Baseline) -> None:
    table = shop.tests.table
    candidates = table[list(EXPECTED_MISS)]
    assert (table["forecast"] <= candidates.max(axis=1) + 1).all()
    assert (table["forecast"] >= candidates.min(axis=1) - 1).all()


def test_weights_add_up_and_prefer_what_missed_less(shop: Baseline) -> None:
    assert sum(shop.weights.values()) == pytest.approx(1.0)
    misses = shop.tests.misses().set_index("forecast")["miss"]
    assert misses["bg_bb"] < misses["last"]
    assert shop.weights["bg_bb"] > shop.weights["last"]


def test_a_season_is_learned_from_three_years() -> None:
    """Everybody buys monthly in summer, hardly in winter: BG/BB alone cannot know, the season does."""
    rng = np.random.default_rng(4)
    chance = np.where(np.isin(np.arange(42) % 12, [5, 6, 7, 8]), 0.8, 0.2)
    first = rng.integers(0, 42, 900)
    customer, when = np.nonzero((rng.random((900, 42)) < chance) & (np.arange(42) > first[:, None]))
    customer, when = np.r_[customer, np.arange(900)], np.r_[when, first]
    dates = (np.datetime64("2020-01") + when.astype("timedelta64[M]")).astype("datetime64[D]")
    orders = pd.DataFrame({"customer": customer, "date": pd.to_datetime(dates), "amount": 1.0})
    past = history(orders, calendar=MONTHS, as_of=last_day(42).date())
    tests = back_test(past, starts=(past.last - 9, past.last - 6))
    table = tests.table
    assert table["bg_bb_season"].notna().all()
    assert miss(table, "bg_bb_season") < 0.5 * miss(table, "last")
    assert of_history(past, draws=20).forecaster.season.levels[7] > 1.5


def test_a_short_past_is_estimated_without_tests() -> None:
    orders = simulate(1, parameters=(1.2, 3.0, 0.6, 6.0), months=4, new_per_month=60)
    short = of_history(history(orders, calendar=MONTHS, as_of=last_day(4).date()), draws=20)
    assert len(short.tests.table) == 0
    assert short.tests.misses()["miss"].isna().all()
    assert 0.005 < short.drift.expected[0] < 0.1  # other shops' misses stand in for its own


def test_a_whole_horizon_is_tested_at_once(shop: Baseline) -> None:
    """Twenty-four months: a year ahead, of new customers, returning buyers and revenue, from up to six dates."""
    found = shop.tests.over_horizon().set_index("measure")
    assert found.index.tolist() == ["new", "returning", "revenue"]
    assert set(found["ahead"]) == {12}
    assert set(found["tests"]) == {6}
    assert (found["miss"] < 0.35).all()
    totals, seen = shop.tests.totals, shop.history.column("new")
    row = totals[(totals["measure"] == "new") & (totals["ahead"] == 12)].iloc[0]
    known = int(row["origin"]) - shop.history.first + 1
    assert row["actual"] == seen[known : known + 12].sum()


@pytest.mark.parametrize(("asked", "tested"), [(1, 1), (3, 3), (12, 12), (36, 12)])
def test_the_horizon_asked_is_tested_on_the_same_starts_for_all_measures(
    shop: Baseline, asked: int, tested: int
) -> None:
    found = shop.tests.over_horizon(asked)
    assert found["measure"].tolist() == ["new", "returning", "revenue"]
    assert set(found["ahead"]) == {tested}
    assert len(set(found["tests"])) == 1
    assert found["tests"].iloc[0] >= 6 + (asked < 4)
    rows = shop.tests.totals[shop.tests.totals["ahead"] == tested]
    starts = [set(part["origin"]) for _measure, part in rows.groupby("measure")]
    assert starts[0] == starts[1] == starts[2]
    assert ((rows["low"] <= rows["forecast"] * 1.2) & (rows["forecast"] <= rows["high"] * 1.2)).all()


def test_half_of_a_short_past_is_tested_at_once() -> None:
    orders = simulate(1, parameters=(1.2, 3.0, 0.6, 6.0), months=10, new_per_month=40)
    found = of_history(history(orders, calendar=MONTHS, as_of=last_day(10).date()), draws=20).tests.over_horizon()
    assert set(found["ahead"]) == {5}


def test_simple_forecasts_fade_beyond_what_tests_look_ahead(shop: Baseline) -> None:
    """Half and half up to six months ahead, one to four a year ahead."""
    forecaster = shop.forecaster
    model, last = "bg_bb", "last"
    weights = {"bg_bb_season": 0.0, "last_year": 0.0, model: 0.5, last: 0.5}
    factor, found = level_factor(forecaster, weights, 12), forecaster.candidates(12)
    apart = np.log(found[last] + 0.5) - np.log(found[model] + 0.5)
    beside = np.log((found[model] + 0.5) / (forecaster.bg_bb(12) + 0.5))
    share = (np.log(factor) - beside) / apart
    assert share[[0, 5, 11]] == pytest.approx([0.5, 0.5, 0.2])


def test_tests_made_before_a_season_was_known_say_nothing_of_a_forecast_that_knows_it(shop: Baseline) -> None:
    table = shop.tests.table
    blind = table["origin"] - shop.history.first < 24
    later = table[blind].assign(origin=shop.history.last - 6, period=shop.history.last - 6 + table["ahead"])
    spoiled = pd.concat([table.assign(forecast=3 * table["forecast"]), later])
    sizes = []
    for kept in (0.0, 1.0):
        forecaster = replace(shop.forecaster)
        forecaster.__dict__["season"] = replace(shop.forecaster.season, known=True, kept_share=kept)
        sizes.append(sum(BackTest(table=spoiled).drift(forecaster).expected))
    assert sizes[1] < 0.5 * sizes[0]


def all_missed_by(table: pd.DataFrame, misses: dict[str, float]) -> BackTest:
    """Tests in which each forecast was too high by so much (logarithm)."""
    came = table["actual"] + 1
    return BackTest(table=table.assign(**{name: came * np.exp(miss) - 1 for name, miss in misses.items()}))


def test_weights_go_by_how_many_times_as_far_off_a_forecast_was(shop: Baseline) -> None:
    """A shop in which every forecast is near learns which is best as well as one in which all are far off."""
    misses = {"bg_bb": 0.8, "bg_bb_season": 0.8, "last_year": 0.8, "last": 0.4}
    far, near = (
        all_missed_by(shop.tests.table, {name: miss / by for name, miss in misses.items()}).weights(shop.forecaster)
        for by in (1, 4)
    )
    assert near == pytest.approx(far, abs=0.05)
    assert near["last"] > 2 * near["bg_bb_season"]


def test_simple_forecasts_count_more_where_old_customers_look_new(shop: Baseline) -> None:
    forecaster = shop.forecaster
    levels = forecaster.arrivals.levels
    assert levels is not None
    shares = []
    for edge in (0.0, 0.8):
        edged = replace(forecaster.arrivals, levels=replace(levels, edges=np.full_like(levels.edges, edge)))
        weights = BackTest(table=shop.tests.table.iloc[:0]).weights(replace(forecaster, arrivals=edged))
        shares.append(weights["last"] / weights["bg_bb_season"])
    assert shares[1] == pytest.approx(2**2.5 * shares[0])


def test_the_customer_model_is_lifted_to_the_level_seen_of_late(shop: Baseline) -> None:
    """Of all who come back, in every period, three quarters only: the model at its level knows in the end."""
    past = shop.history
    fewer = past.by_period.assign(returning=(0.75 * past.by_period["returning"]).round())
    found = replace(shop.forecaster, history=replace(past, by_period=fewer))
    lifted = Forecaster.of(found.history, draws=20, rng=np.random.default_rng(0)).candidates(12)
    as_it_is = shop.forecaster.candidates(12)
    ratio = (lifted["bg_bb_season"] / lifted["bg_bb"]) / (as_it_is["bg_bb_season"] / as_it_is["bg_bb"])
    assert ratio.mean() == pytest.approx(0.75, abs=0.02)
