"""Rhythm: waits counted by hand, open ones included, and a slow Kaplan–Meier beside ours."""

import numpy as np
import pandas as pd
import pytest

from retention.analysis.customers.rhythm import Waits, rhythms, waits_within
from retention.models.purchase_days import PurchaseDays, purchase_days

START = pd.Timestamp("2024-01-01")


def shop(**customers: list[int]) -> PurchaseDays:
    """Customers by the days they bought on."""
    rows = [(name, START + pd.Timedelta(days=int(day))) for name, days in customers.items() for day in days]
    return purchase_days(pd.DataFrame(rows, columns=["customer", "date"]).assign(amount=1.0))


def test_waits_ended_and_open_with_the_pace_known_before() -> None:
    waits = Waits.of(shop(a=[0, 4, 20], b=[5]))
    assert waits.days.tolist() == [4, 16, 0, 15]
    assert waits.ended.tolist() == [True, True, False, False]
    assert waits.before.tolist() == [0, 1, 2, 0]
    # Of the only customer who came back the mean wait is the root of 4 × 16.
    assert waits.pace == pytest.approx([8, np.sqrt(8 * 4), np.cbrt(8 * 4 * 16), 8])


def test_own_gaps_else_the_shops() -> None:
    found = rhythms(shop(a=[0, 10, 20, 50], b=[0, 40], c=[5], d=[0, 8, 12]))
    assert found.typical_gap.tolist()[:2] == [10, 40]
    assert np.isnan(found.typical_gap[2])
    assert found.typical_gap[3] == 6
    assert found.own.tolist() == [True, False, False, True]
    # Waits that ended: 4, 8, 10, 10, 30, 40; open ones of 0, 10, 38 and 45. A single gap is no rhythm yet.
    assert found.rhythm.tolist() == [10, 10, 10, 6]


def test_waits_counted_by_hand() -> None:
    """Nine waits of 1 to 9 days have ended, one has lasted 5.5 days, one half a day.

    Ten are at risk after a day: S falls to .9, .8 … .5, and after 5.5 days, four being left, to .375, .25, .125, 0.
    """
    lasted = np.array([1, 2, 3, 4, 5, 6, 7, 8, 9, 5.5, 0.5])
    ended = np.array([True] * 9 + [False] * 2)
    assert waits_within(lasted, ended, (0.5, 0.9)) == (5, 9)
    assert waits_within(lasted, ended & (lasted < 9), (0.9,)) == (8,)  # .875 ever order again, as far as is known


def slow_within(lasted: np.ndarray, ended: np.ndarray, share: float) -> float:
    """Kaplan–Meier day by day, straight from the definition."""
    still, curve = 1.0, []
    for time in np.unique(lasted[ended]):
        at_risk = (lasted >= time).sum()
        still *= 1 - (ended & (lasted == time)).sum() / at_risk
        curve.append((time, 1 - still, at_risk))
    known = [reached for _, reached, at_risk in curve if at_risk >= 30] or [reached for _, reached, _ in curve]
    return next(float(time) for time, reached, _ in curve if reached >= share * known[-1] - 1e-12)


@pytest.mark.parametrize("seed", range(6))
def test_a_slow_kaplan_meier_agrees(seed: int) -> None:
    rng = np.random.default_rng(seed)
    size = int(rng.integers(3, 400))
    lasted = rng.integers(0, 40, size)
    ended = rng.random(size) < 0.6
    ended[0] = True
    for share in (0.5, 0.9):
        assert waits_within(lasted, ended, (share,)) == (slow_within(lasted, ended, share),)


def test_young_customers_do_not_drag_the_limit_down() -> None:
    """Everybody comes again after 1 to 100 days; most of them joined lately, and only their short waits have ended."""
    rng = np.random.default_rng(4)
    waits, watched = rng.uniform(1, 100, 4_000), np.where(rng.random(4_000) < 0.2, 300, rng.uniform(0, 60, 4_000))
    ended = waits <= watched
    (limit,) = waits_within(np.minimum(waits, watched), ended, (0.9,))
    assert limit == pytest.approx(90, abs=3)
    assert np.quantile(waits[ended], 0.9) < 82


def test_the_second_order_has_a_limit_of_its_own() -> None:
    """Forty come again after 50 days, then every ten: who came once is not late after 20 days, who came twice is."""
    often = {f"a{n:02}": [n, 50 + n, 60 + n, 70 + n] for n in range(40)}
    found = rhythms(shop(**often, once=[95], twice=[40, 89], end=[110]))
    late = dict(zip(["end", "once", "twice"], found.slips_after[-3:].tolist(), strict=True))
    assert late == {"end": 50, "once": 50, "twice": 10}
    assert found.rhythm[-3:].tolist() == [50, 50, 10]


def test_the_limit_moves_with_the_rhythm() -> None:
    rng = np.random.default_rng(1)
    shop_of = {
        f"{name}{n:02}": np.cumsum([n % step, *rng.integers(step // 2, 2 * step, 8)]).tolist()
        for n in range(30)
        for name, step in (("weekly", 7), ("monthly", 30))
    }
    found = rhythms(shop(**shop_of))
    monthly, weekly = found.slips_after[:30], found.slips_after[30:]
    assert np.median(monthly) / np.median(weekly) == pytest.approx(30 / 7, rel=0.25)


def test_nobody_came_back() -> None:
    found = rhythms(shop(a=[0], b=[4]))
    assert np.isnan(found.rhythm).all()
    assert np.isnan(found.slips_after).all()
