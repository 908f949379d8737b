"""A scenario against today's course: what it adds, and by which lever."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from retention.whatif.base import Base
from retention.whatif.bucket import steady_state
from retention.whatif.projection import MEASURES, Course, band, banded, course, course_of_today, points
from retention.whatif.scenario import ChangeUnit, Reading, Scenario

_NOTHING = 1e-9  # money or customers: less is a rounding error, or a margin of next to nothing


@dataclass(frozen=True, kw_only=True, eq=False)
class Comparison:
    """Two courses of one shop, `today` and `changed`: in each run the same customers and the same noise.

    `crr` today and its `target`, fractions, with 90% bands; `missing`: costs nobody has entered.

    >>> shop = whatif.bucket(at_start=100, active=120, new=40, order_value=50, grain="month")
    >>> answer = whatif.compare(shop, whatif.Scenario(crr_change=0.05, margin=0.4, horizon=2))
    >>> round(answer.points, 2), [round(buyers) for buyers in answer.settling]
    (0.05, [200, 267])
    >>> {name: round(cell) for name, cell in answer.over_horizon("buyers").items() if name in {"today", "scenario"}}
    {'today': 285, 'scenario': 303}
    >>> round(answer.total("buyers", "difference"), 2)
    17.9
    """

    base: Base
    scenario: Scenario
    today: Course
    changed: Course
    crr: tuple[float, float, float]
    target: tuple[float, float, float]
    missing: tuple[str, ...]

    @cached_property
    def periods(self) -> pd.DataFrame:
        """Both courses and their difference, period by period, each with its 90% band.

        One row per period: `ahead`, `period`, `start`, `end`, then for each measure the columns `<measure>_today`,
        `<measure>_scenario` and `<measure>_difference`, each also with `_low` and `_high` appended. Measures: new,
        returning, buyers, orders, revenue, profit, npv and revenue_total (both cumulative, in today's money).
        """
        runs = {"today": self.today, "scenario": self.changed}
        paths = {f"{name}_{label}": run.paths(name) for name in MEASURES for label, run in runs.items()}
        paths |= {f"{name}_difference": paths[f"{name}_scenario"] - paths[f"{name}_today"] for name in MEASURES}
        dates = self.base.dates(self.scenario.horizon)
        dates.insert(0, "ahead", np.arange(1, len(dates) + 1))
        columns = banded(paths)
        return dates.join(pd.DataFrame(np.column_stack([*columns.values()]), columns=[*columns]))

    @cached_property
    def totals(self) -> pd.DataFrame:
        """The whole horizon, one row per `measure` (as in `periods`; the two cumulative ones at its end).

        `today`, `scenario`, `difference` with `…_low` and `…_high`, and `relative` = difference / today (NaN
        where today is nothing or below).
        """
        return pd.DataFrame([{"measure": name} | self.over_horizon(name) for name in MEASURES])

    @property
    def points(self) -> float:
        """By how much the retention rate is to rise, a fraction: 0.05 is five points."""
        return self.target[0] - self.crr[0]

    @property
    def relative(self) -> float:
        """The rise of retention as a share of today's rate; NaN where nobody comes back today."""
        return self.points / self.crr[0] if self.crr[0] else np.nan

    @property
    def settling(self) -> tuple[float, float]:
        """Buyers per period at which today's course and the scenario's would settle in the long run: N / (1 − CRR)."""
        rates, runs = (self.crr[0], self.target[0]), (self.today, self.changed)
        today, then = (steady_state(rate, float(run.new[0, -1])) for rate, run in zip(rates, runs, strict=True))
        return today, then

    def over_horizon(self, measure: str) -> dict[str, float]:
        """One row of `totals` by column, worked out alone: a headline need not wait for the others."""
        now, then = self.today.total(measure), self.changed.total(measure)
        columns = banded({"today": now[:, None], "scenario": then[:, None], "difference": (then - now)[:, None]})
        relative = (then[0] - now[0]) / now[0] if now[0] > _NOTHING else np.nan
        return {column: float(cell[0]) for column, cell in columns.items()} | {"relative": float(relative)}

    def total(self, measure: str, column: str = "difference") -> float:
        """One cell of `totals`."""
        return self.over_horizon(measure)[column]


def compare(base: Base, scenario: Scenario, *, against: Scenario | None = None) -> Comparison:
    """A scenario against today's course (or against another scenario of the same horizon).

    Raises RetentionError as `project` does.

    >>> shop = whatif.bucket(at_start=100, active=120, new=40, order_value=50, grain="month")
    >>> answer = whatif.compare(shop, whatif.Scenario(crr_change=0.05, margin=0.4, horizon=2))
    >>> round(answer.target[0], 2), round(answer.total("returning"), 2), round(answer.total("profit"))
    (0.85, 17.9, 358)
    """
    now = course_of_today(base, scenario) if against is None else course(base, against)
    then = course(base, scenario, today=now if against is None else None)
    crr = base.crr_of_last_buyers
    return Comparison(
        base=base,
        scenario=scenario,
        today=now,
        changed=then,
        crr=_interval(crr),
        target=_interval(crr + points(base, scenario)),
        missing=scenario.missing,
    )


def readings(base: Base, change: float) -> pd.DataFrame:
    """Both meanings of a change: one row per `unit` (points, relative): `crr`, `target`, `points` (fractions).

    >>> shop = whatif.bucket(at_start=100, active=120, new=40, order_value=50, grain="month")
    >>> whatif.readings(shop, 0.05)
           unit  crr  target  points
    0    points  0.8    0.85    0.05
    1  relative  0.8    0.84    0.04
    """
    crr = float(base.crr[0])
    added = {ChangeUnit.POINTS: change, ChangeUnit.RELATIVE: change * crr}
    return pd.DataFrame(
        [(unit.value, crr, crr + more, more) for unit, more in added.items()],
        columns=["unit", "crr", "target", "points"],
    )


def ceilings(base: Base) -> pd.DataFrame:
    """How far each `reading` can go: `crr` today, its `ceiling`, and the `points` between them (fractions).

    >>> shop = whatif.bucket(at_start=100, active=120, new=40, order_value=50, grain="month")
    >>> whatif.ceilings(shop)
           reading  crr  ceiling  points
    0     everyone  0.8      1.0     0.2
    1  just_bought  0.8      1.0     0.2
    2  fewer_leave  0.8      1.0     0.2
    """
    crr = float(base.crr[0])
    rows = [(reading.value, crr, base.ceiling(reading), max(base.ceiling(reading) - crr, 0.0)) for reading in Reading]
    return pd.DataFrame(rows, columns=["reading", "crr", "ceiling", "points"])


def sources(base: Base, scenario: Scenario) -> pd.DataFrame:
    """Where the difference between a scenario and today's course comes from, lever by lever.

    One row per moved `lever`, with its `effect` on profit in today's money over the horizon (revenue when there is no
    margin: `measure` says which). Effects add up to the whole difference. Levers reinforce each other, so each gets
    the mean of what it adds when moved first to last and last to first (for two levers that is the Shapley value:
    Shapley, A Value for n-Person Games, 1953).

    >>> shop = whatif.bucket(at_start=100, active=120, new=40, order_value=50, grain="month")
    >>> asked = whatif.Scenario(crr_change=0.05, new_customers_change=0.1, margin=0.4)
    >>> whatif.sources(shop, asked).round()
                      lever measure  effect
    0            crr_change     npv  7461.0
    1  new_customers_change     npv  3350.0
    """
    quick = base.only_expected
    measure = scenario.measure
    effects = dict.fromkeys(scenario.levers, 0.0)
    for order in (scenario.levers, scenario.levers[::-1]):
        before = _value(quick, scenario.today, measure)
        for count, lever in enumerate(order, start=1):
            after = _value(quick, scenario.with_levers(order[:count]), measure)
            effects[lever] += (after - before) / 2
            before = after
    return pd.DataFrame({"lever": list(effects), "measure": measure, "effect": list(effects.values())})


def value(base: Base, scenario: Scenario) -> float:
    """Expected profit in today's money over the horizon (revenue when there is no margin)."""
    return _value(base.only_expected, scenario, scenario.measure)


def gain(base: Base, scenario: Scenario) -> float:
    """What a scenario adds to today's course, expected, in the measure of `value`.

    >>> shop = whatif.bucket(at_start=100, active=120, new=40, order_value=50, grain="month")
    >>> round(whatif.gain(shop, whatif.Scenario(crr_change=0.05, margin=0.4)))
    7229
    """
    return value(base, scenario) - value(base, scenario.today)


def _value(base: Base, scenario: Scenario, measure: str) -> float:
    return float(course(base, scenario, today=course_of_today(base, scenario)).total(measure)[0])


def _interval(values: np.ndarray) -> tuple[float, float, float]:
    low, high = band(values[:, None])
    return float(values[0]), float(low[0]), float(high[0])
