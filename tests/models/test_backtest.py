"""Back-test: the published hold-out, laws of its tables, and shops that cannot be tested."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from retention.errors import RetentionError
from retention.models.backtest import Backtest, backtest
from retention.models.purchase_days import PurchaseDays, purchase_days
from tests.buyers import cdnow_sample
from tests.shops import random_shop


@pytest.fixture(scope="module")
def days(lifetimes_data: Callable[[str], Path]) -> PurchaseDays:
    return purchase_days(cdnow_sample(lifetimes_data("CDNOW_sample.txt")))


@pytest.fixture(scope="module")
def test(days: PurchaseDays) -> Backtest:
    return backtest(days)


def test_hold_out_of_fader_hardie_lee_2005(test: Backtest) -> None:
    """Weeks 40 to 78 of the CDNOW sample: 1,882 came; BG/NBD expects 1,653; naive forecasts are far off."""
    assert (test.cut, test.until) == (dt.date(1997, 9, 30), dt.date(1998, 6, 30))
    assert (test.customers, test.actual) == (2_357, 1_882)
    total = test.forecasts.set_index("method")["total"]
    assert total["bg_nbd"] == pytest.approx(1653, abs=0.5)
    assert abs(test.miss) < 0.15
    assert test.beats_naive


def test_tables_add_up(test: Backtest) -> None:
    table = test.calibration
    for method, part in table.groupby("method"):
        assert part["customers"].sum() == test.customers
        assert (part["customers"] * part["actual"]).sum() == pytest.approx(test.actual)
        total = test.forecasts.set_index("method").loc[method, "total"]
        assert (part["customers"] * part["predicted"]).sum() == pytest.approx(total)
    best = test.forecasts.set_index("method")["bucket_miss"]
    assert test.chosen == best[["mbg_nbd", "pareto_nbd"]].idxmin()


def test_no_model_that_takes_one_time_buyers_for_immortal(test: Backtest, days: PurchaseDays) -> None:
    """BG/NBD would be a little nearer by bucket, but nothing can be told with it of 1,218 customers."""
    best = test.forecasts.set_index("method")["bucket_miss"]
    assert best.idxmin() == "bg_nbd"
    assert test.chosen == "pareto_nbd"
    known = days.until(dt.date(1997, 9, 30).toordinal() - 1).histories
    assert test.model.p_alive(known)[known.repeats == 0].max() < 1


def test_tracking_is_cumulative_and_ends_with_all_repeat_days(test: Backtest, days: PurchaseDays) -> None:
    track = test.tracking
    assert len(track) == 78
    assert track["actual"].is_monotonic_increasing
    assert track["actual"].iloc[-1] == len(days.day) - 2_357
    assert track.loc[~track["hidden"], "date"].iloc[-1] == dt.date(1997, 9, 30)
    calibration_end = track[~track["hidden"]].iloc[-1]
    assert calibration_end["predicted"] == pytest.approx(calibration_end["actual"], rel=0.03)
    direct = test.model.expected_of_new((days.as_of - days.first) / 7).sum()
    assert track["predicted"].iloc[-1] == pytest.approx(direct, rel=1e-3)


def test_newcomers_are_nobodys_miss(test: Backtest, days: PurchaseDays) -> None:
    crowd = pd.DataFrame(
        {"customer": [f"new{n}" for n in range(500)], "date": pd.Timestamp("1998-02-01"), "amount": 5.0}
    )
    old = pd.DataFrame({"customer": days.names[days.customer], "date": days.day - 719162, "amount": days.amount})
    old["date"] = pd.to_datetime(old["date"], unit="D")
    both = backtest(purchase_days(pd.concat([old, crowd])))
    assert (both.customers, both.actual) == (test.customers, test.actual)


def shop(**columns: object) -> PurchaseDays:
    return purchase_days(pd.DataFrame(columns))


@pytest.mark.parametrize(
    ("days", "code"),
    [
        (shop(customer=["a", "b"], date=pd.to_datetime(["2024-01-01", "2024-02-01"]), amount=1.0), "history_too_short"),
        (
            shop(customer=["a", "b"], date=pd.to_datetime(["2024-01-01", "2024-09-01"]), amount=1.0),
            "nothing_to_compare",
        ),
        (purchase_days(random_shop(1)), "too_few_repeaters"),
    ],
    ids=["short", "no repeats", "few"],
)
def test_cannot_be_tested(days: PurchaseDays, code: str) -> None:
    with pytest.raises(RetentionError) as caught:
        backtest(days)
    assert caught.value.code == code


def test_naive_forecasts_by_hand() -> None:
    """40 customers who bought every 10 days until the cut and 40 who bought once; nobody of the latter came back."""
    regular = [(f"r{n}", day + n % 7) for n in range(40) for day in range(0, 400, 10)]
    once = [(f"o{n}", 3) for n in range(40)]
    frame = pd.DataFrame(regular + once, columns=["customer", "day"])
    frame["date"] = pd.Timestamp("2024-01-01") + pd.to_timedelta(frame["day"], unit="D")
    test = backtest(purchase_days(frame.assign(amount=1.0)), hidden_days=100)
    total = test.forecasts.set_index("method")["total"]
    assert test.actual == 400
    assert total["same_as_before"] == pytest.approx(400, abs=5)
    assert total["own_pace"] == pytest.approx(400, abs=15)
    assert np.isfinite(test.forecasts["total"]).all()


def test_what_a_face_tells_of_it_stands_in_its_table(test: Backtest) -> None:
    table = test.forecasts.set_index("method")
    assert test.hidden_days == 273
    assert test.predicted == table.loc[test.chosen, "total"]
    assert test.tells_who
