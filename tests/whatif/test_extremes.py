"""Every lever and assumption at its limits, at nothing and at awkward numbers: finite answers or a sentence."""

import itertools
import random
from collections.abc import Mapping

import numpy as np
import pytest

from retention import whatif
from retention.errors import RetentionError
from retention.whatif import FIELDS, Baseline, ChangeUnit, Comparison, Reading, Scenario
from retention.whatif.base import Base

QUESTIONS, QUESTIONS_OF_DEEP = 120, 6_000
"""Questions tried, in a normal run and with `--deep`.

Each field is at one of its four values in a quarter of them, so every pair of values occurs.
"""
AWKWARD = {"crr_change": 0.01, "new_customers_change": 2.65, "horizon": 7, "margin": 1e-300, "discount_rate": 1e-17}
LIMITS = ("out_of_range", "target_out_of_range", "cannot_fall", "target_above_ceiling", "target_beyond_habits")
COLUMNS = ["today", "scenario", "difference", "difference_low", "difference_high"]


@pytest.fixture(scope="module")
def bases(shop: Baseline) -> dict[str, Base]:
    """A shop with a history, and totals at their own edges."""
    totals = {
        "usual": {"at_start": 9000, "active": 5000, "new": 2000, "order_value": 50.0},
        "nobody new": {"at_start": 9000, "active": 5000, "new": 0, "order_value": 50.0},
        "everybody came back, nobody new": {"at_start": 10, "active": 10, "new": 0, "order_value": 50.0},
        "nobody came": {"at_start": 10, "active": 0, "new": 0, "order_value": 50.0},
        "nobody came back": {"at_start": 10, "active": 10, "new": 10, "order_value": 50.0},
        "all for free": {"at_start": 10, "active": 6, "new": 1, "order_value": 0.0},
        "as large as can be typed": {"at_start": 10**9, "active": 10**9, "new": 1, "order_value": 1e12},
        "no money": {"at_start": 10, "active": 6, "new": 1, "order_value": None},
    }
    return {"history": shop} | {
        name: whatif.bucket(**given, orders_per_buyer=1.5, draws=30) for name, given in totals.items()
    }


@pytest.fixture(scope="module")
def questions(deep: bool) -> list[dict[str, object]]:
    """Settings of which every pair of fields takes every pair of its values: limits, nothing, an awkward number."""
    rng = random.Random(0)
    values = {name: (f.minimum, f.maximum, 0.0, AWKWARD.get(name, 0.1 + 0.2)) for name, f in FIELDS.items()}
    values["horizon"] = (1, 24, 12, 7)
    made = []
    for _ in range(QUESTIONS_OF_DEEP if deep else QUESTIONS):
        asked: dict[str, object] = {name: FIELDS[name].kind.read(rng.choice(of)) for name, of in values.items()}
        made.append(asked | {"crr_unit": rng.choice(list(ChangeUnit)), "reading": rng.choice(list(Reading))})
    return made


def answer(base: Base, settings: Mapping[str, object]) -> Comparison | RetentionError:
    try:
        return whatif.compare(base, Scenario.from_settings(settings))
    except RetentionError as refusal:
        return refusal


def answered(base: Base, settings: Mapping[str, object]) -> Comparison | None:
    """The answer; None where it is refused in words, which is for what cannot be only."""
    found = answer(base, settings)
    if isinstance(found, Comparison):
        return found
    assert found.code in LIMITS
    assert found.details["field"] in ("crr_change", "margin_change")
    assert "{" not in str(found)
    return None


def check(base: Base, found: Comparison, *, money: bool) -> None:
    totals = found.totals.set_index("measure")
    known = [name for name in totals.index if money or name not in ("profit", "npv", "revenue", "revenue_total")]
    assert np.isfinite(totals.loc[known, COLUMNS].to_numpy(dtype=float)).all()
    assert len(found.periods) == found.scenario.horizon
    assert not any(map(np.isnan, found.settling)) or found.crr[0] == 1
    if money:
        assert np.isfinite(whatif.sensitivity(base, found.scenario)[["result_low", "result_high"]].to_numpy()).all()
        assert np.isfinite(whatif.sources(base, found.scenario)["effect"].to_numpy(dtype=float)).all()
        assert np.isfinite(whatif.break_even(base, found.scenario).result)
        assert np.isfinite(whatif.equal_profit_trade(base, found.scenario).gain)


def test_every_question_is_answered_or_refused_in_words(
    bases: dict[str, Base], questions: list[dict[str, object]]
) -> None:
    answers = 0
    for (name, base), settings in zip(itertools.cycle(bases.items()), questions, strict=False):
        found = answered(base, settings) or answered(base, settings | {"crr_change": 0.0, "margin_change": 0.0})
        if found is not None:
            answers += 1
            check(base, found, money=name != "no money")
    assert answers > len(questions) / 2


def test_every_pair_of_values_is_asked(questions: list[dict[str, object]]) -> None:
    for one, other in itertools.combinations(set(FIELDS) - {"crr_change"}, 2):
        pairs = {(asked[one], asked[other]) for asked in questions}
        assert len(pairs) == len({asked[one] for asked in questions}) * len({asked[other] for asked in questions})


@pytest.mark.parametrize("share", [0.0, 1e-300, 0.5, 1.0])
@pytest.mark.parametrize("reach", [0, 1, 10**9])
def test_an_action_at_its_limits_has_a_result(bases: dict[str, Base], share: float, reach: int) -> None:
    for name, base in bases.items():
        action = whatif.Programme(reach=reach, cost_fixed=1e12, discount=share, response=share)
        found = whatif.outcome(base, action, margin=share)
        assert np.isfinite(found.result) or name == "no money"
        assert not np.isinf([found.break_even, found.crr_after, found.needed_response, found.needed_reach]).any()


def test_a_lever_at_its_limit_is_moved_the_whole_tenth(bases: dict[str, Base]) -> None:
    """Twice the order value is the most that can be asked; a tenth more of it is a tenth more revenue."""
    base = bases["history"]
    for lever, most in (("order_value", 1.0), ("order_frequency", -0.5), ("new_customers", 2.65)):
        table = whatif.sensitivity(base, Scenario(**{f"{lever}_change": most})).set_index("lever")
        assert not table.loc[lever, "limited"]
    dearest = whatif.sensitivity(base, Scenario(order_value_change=1.0)).set_index("lever").loc["order_value"]
    assert dearest["result_high"] == pytest.approx(1.1 * dearest["result"])
    assert dearest["result_low"] == pytest.approx(0.9 * dearest["result"])


def test_no_percentage_of_nobody_pays(bases: dict[str, Base]) -> None:
    asked = Scenario(crr_change=0.05, crr_unit="relative", margin=0.4, programme_cost=100)
    assert np.isnan(whatif.break_even(bases["nobody came back"], asked).crr_change)
    free = Scenario(crr_change=0.05, crr_unit="relative", margin=0.4)
    assert whatif.break_even(bases["nobody came back"], free).crr_change == 0.0


def test_more_than_next_to_nothing_is_no_percentage(shop: Baseline) -> None:
    found = whatif.compare(shop, Scenario(crr_change=0.05, margin=1e-300, margin_change=0.4))
    assert np.isnan(found.total("npv", "relative"))


def test_where_nearly_all_stay_five_points_more_have_no_value() -> None:
    assert np.isnan(whatif.value_of_points(0.96, 0.05, 0.01))
    assert np.isnan(whatif.value_of_points(1.0, 0.05, 0.05))
    assert whatif.value_of_points(0.9, 0.05, 0.1) == pytest.approx(0.333, abs=0.001)
