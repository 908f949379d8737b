"""What is said before a forecast is believed, and when it is not said."""

from dataclasses import replace

import numpy as np
import pandas as pd

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


def test_a_short_past_a_burst_and_few_buyers_are_said() -> None:
    orders = simulate(2, parameters=(1.2, 3.0, 0.6, 6.0), months=7, new_per_month=5)
    crowd = pd.DataFrame({"customer": 10_000 + np.arange(60), "date": pd.Timestamp("2020-04-02"), "amount": 10.0})
    found = codes(whatif.estimate(pd.concat([orders, crowd]), as_of=last_day(7).date(), draws=20))
    assert {"short_history", "season_unknown", "burst", "few_buyers"} <= set(found)


def test_a_season_is_so_many_times_its_quietest_part() -> None:
    assert whatif.Caution("seasonal", {"highest": 1.8, "lowest": 0.6}).season_ratio == 3
    assert np.isfinite(whatif.Caution("seasonal", {"highest": 1.8, "lowest": 0.0}).season_ratio)
