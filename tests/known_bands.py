"""Whether the bands told for a shop of known parameters hold what then happens to it."""

import numpy as np
import pandas as pd

from retention import whatif
from retention.periods import Calendar
from retention.whatif.baseline import Baseline, of_history
from retention.whatif.history import history
from tests.bg_bb_shop import ON_TOP, Parameters, Truth, last_day, live, raised

YEAR = 12
POINTS = 0.05
ROOM = 0.8  # of what fewer leaving can reach at most
MARGIN = 0.4
SHAPE, SCALE = 2.0, 5.0  # money per order, gamma
Held = dict[str, float]


def held(seed: int, kind: tuple[Parameters, int, int], *, draws: int = 500) -> Held:
    """What lay in its 90% band in the year after the known months.

    `periods` (share of them) and `year`: returning buyers. `crr`: the true rate, `crr off` by how many half
    widths it lay beside the one told. `gain`: what five points more
    bring on average, and `bias` of the answer about it. `<measure>, <reading>`: what they brought in fact, counted
    person by person under the luck of today's course.
    """
    parameters, known, new = kind
    truth, rng = live(seed, parameters=parameters, months=known + YEAR, new_per_month=new), np.random.default_rng(seed)
    orders = truth.orders
    orders["amount"] = rng.gamma(SHAPE, SCALE, len(orders))
    whole = history(orders, calendar=Calendar.of("month"), as_of=last_day(known + YEAR).date())
    base = of_history(whole.until(whole.last - YEAR), draws=draws)
    answer = _ask(base, "everyone")
    extra, gain = answer.totals.set_index("measure").loc["returning"], mean_gain(truth, kind)
    row = _course(answer, whole.column("returning")[-YEAR:])
    (told, low, high), true = answer.crr, truth.crr(known)
    row |= {"crr": float(low <= true <= high), "crr off": abs(true - told) / ((high - low) / 2)}
    row["gain"] = _within(extra, gain)
    row["bias"] = float(extra["difference"] / gain - 1)
    for reading in ON_TOP:
        row |= _difference(_ask(base, reading), truth, known, rng)
    return row


def _ask(base: Baseline, reading: str) -> whatif.Comparison:
    room = whatif.ceilings(base).set_index("reading")["points"][reading]
    change = min(POINTS, ROOM * room)
    return whatif.compare(base, whatif.Scenario(crr_change=change, reading=reading, margin=MARGIN, horizon=YEAR))


def _course(answer: whatif.Comparison, came: np.ndarray) -> Held:
    paths = answer.today.returning[1:]
    low, high = np.percentile(paths, (5, 95), axis=0)
    first, last = np.percentile(paths.sum(axis=1), (5, 95))
    return {"periods": float(((low <= came) & (came <= high)).mean()), "year": float(first <= came.sum() <= last)}


def _difference(answer: whatif.Comparison, truth: Truth, known: int, rng: np.random.Generator) -> Held:
    reading, told = answer.scenario.reading, answer.totals.set_index("measure")
    returning = ON_TOP[reading](truth, known, answer.scenario.crr_change, rng)
    revenue = float(rng.gamma(SHAPE, SCALE, returning).sum())
    came = {"returning": float(returning), "revenue": revenue, "profit": MARGIN * revenue}
    return {f"{measure}, {reading}": _within(told.loc[measure], value) for measure, value in came.items()}


def _within(told: "pd.Series[float]", value: float) -> float:
    return float(told["difference_low"] <= value <= told["difference_high"])


def mean_gain(truth: Truth, kind: tuple[Parameters, int, int]) -> float:
    """What five points more bring within a year when everyone comes more often, on average over chance.

    Every customer's own p and θ are known here; newcomers are a large sample of the same kind.
    """
    parameters, known, new = kind
    odds, there = truth.odds_for(known, POINTS), (truth.first < known) & (truth.left >= known)
    more, stay = raised(truth.chance, odds) - truth.chance, 1 - truth.leaving
    rng = np.random.default_rng(0)
    chance, staying = rng.beta(*parameters[:2], 50_000), 1 - rng.beta(*parameters[2:], 50_000)
    later = raised(chance, odds) - chance
    gain = sum((more * stay**n * there).sum() for n in range(1, YEAR + 1))
    gain += sum(new * (later * staying**age).mean() * (YEAR - age) for age in range(1, YEAR))
    return float(gain)
