"""What to say before a forecast is believed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

import numpy as np

from retention.defaults import FEW_CUSTOMERS
from retention.whatif.baseline import Baseline
from retention.whatif.spend import bound, excess

_FEW_TESTS = 12
_SEASONAL = 1.5  # busiest against quietest part of the year
_CHANGING = 0.25  # mean signed miss, on the logarithmic scale, of the latest tests
_LATEST = 3  # starts
_BURST = 3.0  # times the usual
_NEXT_TO_NOTHING = 1e-9  # of a usual period
_LEAST_BURST = 10  # new customers: fewer are chance
_TREND = 0.15  # change of newcomers per year (logarithm) that is worth a word
_PROVEN = 1.3  # standard errors; a trend that may be none is already half taken for one
_SHIFT = 0.15  # change of retention or newcomers (logarithm) between the latest periods and those before
_SHIFT_PROVEN = 3.5  # standard errors: the moment is chosen after looking
_EDGE = 0.9  # probability
_OUTLIERS = 0.02  # share of a year's revenue that lies beyond what counts


@dataclass(frozen=True)
class Caution:
    """A stable `code` and the `details` its sentence needs."""

    code: str
    details: Mapping[str, object] = field(default_factory=dict)

    @property
    def season_ratio(self) -> float:
        """Of `seasonal`: how many times the quietest part of the year the busiest is."""
        highest, lowest = (float(str(self.details[name])) for name in ("highest", "lowest"))
        return highest / max(lowest, _NEXT_TO_NOTHING)


# They are said again with every step of a slider, which changes none of them.
_FOUND: WeakKeyDictionary[Baseline, tuple[Caution, ...]] = WeakKeyDictionary()


def cautions(baseline: Baseline) -> tuple[Caution, ...]:
    """Reasons to trust this shop's forecast less, most important first.

    `worse_than_naive` (miss, naive, naive_miss): the published forecast would have missed by more than the
    better naive one; `changing` (signed): the latest forecasts all missed to one side (−0.3: 30% fewer came
    than forecast, on average), where no step of retention the same way explains it;
    `short_history` (periods, tests): less than a year, or fewer than 12 tests;
    `season_unknown` (periods, needed): less than two years, so no season can be told from chance; `seasonal`
    (highest, lowest): busiest part of the year 1.5 times the quietest or more; `few_buyers` (buyers); `burst`
    (period, new, usual): far more new customers than usual in one period of the last year; `closed_list` (periods):
    nobody new came lately, so nobody is foreseen; `newcomers_growing` and `newcomers_shrinking` (share per year);
    `retention_shifted` and `newcomers_shifted` (signed, periods): the latest half-year differs from what was before;
    `cut_off`: the data begin in the middle of the shop's life; `outliers` (bound, share): revenue of the last year
    beyond what an order can be expected to bring, which the forecast leaves out.

    >>> orders = pd.DataFrame(
    ...     [(str(who), dt.datetime(2025, 1 + month, 9), 20.0)
    ...      for who in range(60) for month in range(who % 6, 9, 1 + who % 4)],
    ...     columns=["customer", "date", "amount"],
    ... )
    >>> [caution.code for caution in whatif.cautions(whatif.estimate(orders, draws=20))]
    ['closed_list', 'short_history', 'season_unknown', 'few_buyers']
    """
    checks = (
        _worse_than_naive,
        _changing,
        _retention_shifted,
        _newcomers,
        _closed_list,
        _outliers,
        _short,
        _cut_off,
        _season,
        _few,
        _burst,
    )
    if baseline not in _FOUND:
        _FOUND[baseline] = tuple(found for check in checks if (found := check(baseline)) is not None)
    return _FOUND[baseline]


def _worse_than_naive(baseline: Baseline) -> Caution | None:
    table = baseline.tests.table
    misses = {}
    for naive in ("last", "naive_last_year"):
        both = table[(table["actual"] > 0) & table[naive].notna()]
        if len(both):
            own, simple = ((both[name] / both["actual"] - 1).abs().mean() for name in ("forecast", naive))
            misses[naive] = (float(own), float(simple))
    worse = {name: pair for name, pair in misses.items() if pair[0] > pair[1]}
    if not worse:
        return None
    name = min(worse, key=lambda one: worse[one][1])
    return Caution("worse_than_naive", {"miss": worse[name][0], "naive": name, "naive_miss": worse[name][1]})


def _changing(baseline: Baseline) -> Caution | None:
    table = baseline.tests.table
    latest = table[table["origin"].isin(sorted(table["origin"].unique())[-2 * _LATEST : -1])]
    if latest["origin"].nunique() < _LATEST:
        return None
    missed = latest.assign(log=np.log((latest["actual"] + 0.5) / (latest["forecast"] + 0.5)))
    signed = missed.groupby("origin")["log"].mean()
    if abs(signed.mean()) < _CHANGING or signed.min() * signed.max() <= 0:
        return None
    shifted = _retention_shifted(baseline)
    if shifted is not None and float(str(shifted.details["signed"])) * signed.mean() > 0:
        return None  # the step explains the misses, and one fact is told with one number
    return Caution("changing", {"signed": float(np.expm1(signed.mean()))})


def _short(baseline: Baseline) -> Caution | None:
    periods, tests = baseline.history.periods, len(baseline.tests.table)
    if periods >= baseline.per_year and tests >= _FEW_TESTS:
        return None
    return Caution("short_history", {"periods": periods, "tests": tests})


def _season(baseline: Baseline) -> Caution | None:
    season = baseline.forecaster.season
    if baseline.per_year > 1 and not season.known:
        return Caution("season_unknown", {"periods": baseline.history.periods, "needed": 2 * baseline.per_year + 1})
    highest, lowest = float(season.levels.max()), float(season.levels.min())
    return Caution("seasonal", {"highest": highest, "lowest": lowest}) if highest >= _SEASONAL * lowest else None


def _few(baseline: Baseline) -> Caution | None:
    return Caution("few_buyers", {"buyers": baseline.buyers}) if baseline.buyers < FEW_CUSTOMERS else None


def _burst(baseline: Baseline) -> Caution | None:
    recent = baseline.history.by_period["new"].iloc[1:].iloc[-max(baseline.per_year, 4) :]
    usual, most = float(recent.median()), float(recent.max())
    if usual <= 0 or most < max(_BURST * usual, _LEAST_BURST):
        return None
    number = int(recent.index[int(recent.to_numpy().argmax())])
    label = baseline.history.calendar.period(number).label
    return Caution("burst", {"period": label, "new": int(most), "usual": usual})


def _newcomers(baseline: Baseline) -> Caution | None:
    """Growth or decline that the forecast lets go on; else a step between the latest half-year and the time before."""
    levels = baseline.forecaster.arrivals.levels
    if levels is None:
        return None
    trend, error = levels.trend
    if abs(trend) >= max(_TREND, _PROVEN * error):
        share = {"share": float(np.expm1(trend))}
        return Caution("newcomers_growing", share) if trend > 0 else Caution("newcomers_shrinking", share)
    new, usual = baseline.history.column("new")[1:], np.exp(levels.season[baseline.places[1:]])
    step = _step(new / usual, np.maximum(new, 1.0), baseline)
    if step is None or levels.edge_chance > _EDGE:
        return None
    return Caution("newcomers_shifted", {"signed": step, "periods": _half_year(baseline)})


def _retention_shifted(baseline: Baseline) -> Caution | None:
    seen, levels = baseline.observed, baseline.retention_levels
    counted = seen.expected > 0
    usual = seen.expected * np.exp(levels.season[baseline.places[1:]])
    ratio = np.divide(seen.retained, usual, out=np.ones_like(usual), where=counted)
    step = _step(ratio, np.maximum(seen.retained, 1.0), baseline)
    return None if step is None else Caution("retention_shifted", {"signed": step, "periods": _half_year(baseline)})


def _half_year(baseline: Baseline) -> int:
    return max(baseline.per_year // 2, 2)


def _step(ratio: np.ndarray, counts: np.ndarray, baseline: Baseline) -> float | None:
    """Change of the latest half-year against the time before, where chance does not explain it.

    `counts` tell how sure each period is; what periods vary by beyond that counts as well.
    """
    late = _half_year(baseline)
    if len(ratio) < 2 * late + 2:
        return None
    before, after = np.log(ratio[1:-late] + 1e-9), np.log(ratio[-late:] + 1e-9)
    chance = 1 / counts[1:-late].sum() + 1 / counts[-late:].sum()
    varied = before.var(ddof=1) / len(before) + before.var(ddof=1) / late
    step = float(np.median(after) - np.median(before))
    return float(np.expm1(step)) if abs(step) > max(_SHIFT, _SHIFT_PROVEN * np.sqrt(max(chance, varied))) else None


def _closed_list(baseline: Baseline) -> Caution | None:
    if not baseline.forecaster.arrivals.closed:
        return None
    new = baseline.history.column("new")
    return Caution("closed_list", {"periods": len(new) - 1 - int(np.flatnonzero(new)[-1])})


def _cut_off(baseline: Baseline) -> Caution | None:
    return Caution("cut_off") if baseline.forecaster.arrivals.edge_chance >= _EDGE else None


def _outliers(baseline: Baseline) -> Caution | None:
    past, year = baseline.history, baseline.per_year
    if past.spent.empty:
        return None
    highest = bound(past)
    recent = past.by_period.iloc[-year:]
    over = float(excess(past, highest).iloc[-year:].to_numpy().sum())
    revenue = float(recent[["new_revenue", "returning_revenue"]].to_numpy().sum())
    if not revenue > 0 or over < _OUTLIERS * revenue:
        return None
    return Caution("outliers", {"bound": highest, "share": over / revenue})
