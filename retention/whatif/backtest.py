"""How well the forecasts would have done on this shop's own past, which weighs them and sets the width of bands."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from retention.defaults import BAND
from retention.errors import RetentionError
from retention.whatif.drift import USUAL, USUAL_YOUNG, Drift, drift
from retention.whatif.forecaster import CANDIDATES, LEVELLED, MODELS, Forecaster, returning
from retention.whatif.history import SHORTEST, History
from retention.whatif.season import YEARS_NEEDED, positions
from retention.whatif.spend import spend

AHEAD = 6  # periods a test looks ahead
MOST_STARTS = 20
MOST_TOTALS = 6  # starts from which a whole year is tested
MOST_LATER = 3  # later ones, from which only a shorter stretch is over
TESTED = ("new", "returning", "revenue")
_TOTALS = ["origin", "measure", "ahead", "actual", "forecast", "low", "high"]
DRAWS = 150
_PERCENTILES = (50 - 50 * BAND, 50 + 50 * BAND)
# What the forecasts missed by on shops tried before, and for how many tests that knowledge counts: few, because shops
# in which nothing changes or everything recurs every year are told badly by the best model of customers.
EXPECTED_MISS = {"bg_bb": 0.21, "bg_bb_season": 0.2, "last_year": 0.2, "last": 0.2}
_PRIOR_TESTS = 6.0
_SHARPNESS = 2.5  # weight falls with the miss to this power; between 2 and 4 little changes in any shop tried
_ALIKE = 0.01  # misses below this are all as good
# Powers of the share of the history that a test had known, by which it counts: for what is best now, and for how far
# forecasts can be off.
_FOR_WEIGHTS, _FOR_WIDTH = 3.0, 1.0
_FADING = 2.0  # power of the distance by which simple forecasts count less beyond what tests look ahead
_FACTOR_LIMIT = 5.0


@dataclass(frozen=True, kw_only=True, eq=False)
class BackTest:
    """Forecasts made at earlier dates from what was known then, beside what came.

    `table`: one row per `origin` (number of the last period known) and `ahead` (1 …): `period`, `actual`
    returning buyers, one column per candidate (NaN where the history was too short), `naive_last_year`,
    `forecast` (the weighted one as it would have been published), `low`, `high` (90% band), `noise` (variance
    of the logarithm that the model itself expected).
    `totals`: one row per `origin`, `measure` (new, returning, revenue) and `ahead`, added up over so many periods at
    once, up to a year or as far as half of the past reaches: `actual`, `forecast`, `low`, `high`. Each origin tests
    all three measures, and every stretch that was over.

    >>> orders = pd.DataFrame(
    ...     [(str(who), dt.datetime(2025, 1 + month, 9), 20.0)
    ...      for who in range(60) for month in range(who % 6, 9, 1 + who % 4)],
    ...     columns=["customer", "date", "amount"],
    ... )
    >>> tests = whatif.estimate(orders, draws=20).tests
    >>> list(tests.misses().columns)
    ['forecast', 'miss', 'tests', 'within']
    """

    table: pd.DataFrame
    totals: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=_TOTALS))

    def weights(self, forecaster: Forecaster) -> dict[str, float]:
        """How much each of this forecaster's candidates counts, adding up to 1.

        By how many times its mean absolute log miss was that of the customer model at its level, in the same tests,
        those that had ended by then; what other shops taught counts for six tests, and later ones count more (by the
        third power of the history they had). A ratio, so that a shop in which every forecast is near learns as quickly
        as one in which all are far off. Where the data begin in the middle of the shop's life, models take old
        customers for new ones, and simple forecasts do better beside them: up to twice as well as elsewhere.

        Weighing instead of choosing the single best after Bates & Granger, The Combination of Forecasts, Operational
        Research Quarterly 20(4), 1969.
        """
        past = forecaster.history
        known, age = self._known(past.last, past.first, _FOR_WEIGHTS)
        came = np.log(known["actual"].to_numpy(dtype=float) + 1)
        missed = {name: np.abs(np.log(known[name].to_numpy(dtype=float) + 1) - came) for name in CANDIDATES}
        model = missed[LEVELLED]
        simple = 1 + forecaster.arrivals.edge_chance**2  # squared: where it is likely, not where it is possible
        shares = {}
        for name in forecaster.candidates(1):
            both = ~np.isnan(missed[name])
            tests = float(age[both].sum())
            own, beside = (age[both] @ misses[both] + _ALIKE * (tests + _ALIKE) for misses in (missed[name], model))
            elsewhere = EXPECTED_MISS[name] / EXPECTED_MISS[LEVELLED] / (1 if name in MODELS else simple)
            times = (tests * np.log(own / beside) + _PRIOR_TESTS * np.log(elsewhere)) / (tests + _PRIOR_TESTS)
            shares[name] = float(np.exp(-_SHARPNESS * times))
        return {name: share / sum(shares.values()) for name, share in shares.items()}

    def drift(self, forecaster: Forecaster) -> Drift:
        """How far this forecaster's forecasts drift off, so that bands are as wide as the misses seen.

        See `drift.drift`. The more of a season the forecast knows, the less tests say that were made before it did.
        """
        past, season = forecaster.history, forecaster.season
        known, age = self._known(past.last, past.first, _FOR_WIDTH)
        young = known["origin"] - past.first < YEARS_NEEDED * past.calendar.per_year
        age = age * np.where(young, 1 - season.kept_share, 1.0)
        missed = np.log((known["actual"].to_numpy(dtype=float) + 0.5) / (known["forecast"].to_numpy(dtype=float) + 0.5))
        return drift(
            missed,
            known["noise"].to_numpy(dtype=float),
            known["ahead"].to_numpy(dtype=float),
            age,
            usual=USUAL if season.known else USUAL_YOUNG,
        )

    def _known(self, origin: int, first: int, power: float) -> tuple[pd.DataFrame, np.ndarray]:
        """Tests that had ended by `origin`, and how much each counts: a power of the share of history it had."""
        known = self.table[self.table["period"] <= origin]
        return known, ((known["origin"] - first + 1) / (origin - first + 1)).to_numpy(dtype=float) ** power

    @property
    def one_ahead(self) -> pd.DataFrame:
        """The tests that looked one period ahead, rows of `table`."""
        return self.table[self.table["ahead"] == 1]

    @property
    def farthest(self) -> int:
        """The longest stretch that was tested at once, in periods; 0 where none is over yet."""
        return int(self.totals["ahead"].max()) if len(self.totals) else 0

    def over_horizon(self, horizon: int | None = None) -> pd.DataFrame:
        """How forecasts of a whole horizon did, one row per measure tested, all from the same starts.

        `measure`, `ahead` (periods added up: the horizon, or as far as was tested), `tests`, `miss` (mean absolute
        miss as a share of what came) and `within` (share of tests inside the 90% band). Without a horizon the longest
        one that was tested.
        """
        ahead = self.farthest if horizon is None else min(horizon, self.farthest)
        counted = self.totals[(self.totals["actual"] > 0) & (self.totals["ahead"] == ahead)]
        measures = counted.groupby("origin")["measure"].transform("size")
        counted = counted[measures == measures.max()]  # starts from which something came of each measure that has any
        counted = counted.assign(
            miss=(counted["forecast"] / counted["actual"] - 1).abs(),
            within=counted["actual"].between(counted["low"], counted["high"]),
        )
        found: pd.DataFrame = counted.groupby("measure", sort=False).agg(
            ahead=("ahead", "first"), tests=("miss", "size"), miss=("miss", "mean"), within=("within", "mean")
        )
        return found.reset_index()

    def misses(self) -> pd.DataFrame:
        """Mean absolute miss, as a share of what came, one row per forecast.

        `forecast` (candidate, `naive_last_year`, or `chosen`: the weighted one), `miss` (NaN without tests),
        `tests`, and `within` (share of periods inside the 90% band; NaN but for `chosen`). Periods in which
        nobody came back are left out.
        """
        counted = self.table[self.table["actual"] > 0]
        names = {"chosen": "forecast"} | {name: name for name in (*CANDIDATES, "naive_last_year")}
        rows = []
        for name, column in names.items():
            miss = (counted[column] / counted["actual"] - 1).abs()
            within = self.table["actual"].between(self.table["low"], self.table["high"])
            inside = float(within.mean()) if name == "chosen" and len(within) else np.nan
            rows.append((name, float(miss.mean()), int(miss.notna().sum()), inside))
        return pd.DataFrame(rows, columns=["forecast", "miss", "tests", "within"])


def back_test(history: History, *, starts: tuple[int, ...] | None = None, seed: int = 0) -> BackTest:
    """Forecast from earlier dates as if today were then, up to six periods ahead.

    `starts` are period numbers, every one with at least four periods before it by default (at most 20, evenly
    spread). Weights and bands at each start use only tests that had ended by then.

    >>> orders = pd.DataFrame(
    ...     [(str(who), dt.datetime(2025, 1 + month, 9), 20.0)
    ...      for who in range(60) for month in range(who % 6, 9, 1 + who % 4)],
    ...     columns=["customer", "date", "amount"],
    ... )
    >>> from retention.periods import Calendar
    >>> from retention.whatif.history import history
    >>> past = history(orders, calendar=Calendar.of("month"))
    >>> tests = whatif.back_test(past, starts=(past.last - 3,))
    >>> tests.table[["ahead", "actual"]]
       ahead  actual
    0      1    20.0
    1      2    40.0
    2      3    20.0
    """
    first, last = history.first + SHORTEST - 1, history.last - 1
    if starts is None:
        starts = (
            tuple(int(n) for n in np.unique(np.linspace(first, last, MOST_STARTS).round())) if first <= last else ()
        )
    tests, start, whole = BackTest(table=_empty()), None, _wholes(history, starts)
    for origin in starts:
        past = history.until(origin)
        try:
            forecaster = Forecaster.of(past, draws=DRAWS, rng=np.random.default_rng((seed, origin)), start=start)
        except RetentionError as too_early:
            if too_early.code != "no_repeat_buyers":
                raise
            continue
        start = forecaster.fit.parameters
        rows = _test(forecaster, history, tests, np.random.default_rng((seed, origin, 1)))
        totals = tests.totals.iloc[:0]
        if origin in whole:
            totals = _whole(forecaster, history, tests, np.random.default_rng((seed, origin, 2)))
        tests = BackTest(table=_below(tests.table, rows), totals=_below(tests.totals, totals))
    return tests


def _below(known: pd.DataFrame, more: pd.DataFrame) -> pd.DataFrame:
    """Rows of both; of one where the other is empty, whose columns have no types yet."""
    return pd.concat([known, more], ignore_index=True) if len(known) and len(more) else known if len(known) else more


def _horizon(history: History) -> int:
    """Periods that are tested at once: a year, or as far as half of the past reaches."""
    return max(min(history.calendar.per_year, history.periods // 2), 1)


def _wholes(history: History, starts: tuple[int, ...]) -> frozenset[int]:
    """Starts from which a whole year is over, and later ones; of many, a few evenly spread that end with the latest."""
    over = [origin for origin in starts if origin + _horizon(history) <= history.last]
    later = starts[len(over) :]
    few = [(over, MOST_TOTALS), (later, MOST_LATER)]
    return frozenset(
        each[int(place)] for each, most in few for place in np.linspace(0, len(each) - 1, min(most, len(each))).round()
    )


def _whole(forecaster: Forecaster, history: History, tests: BackTest, rng: np.random.Generator) -> pd.DataFrame:
    """New customers, returning buyers and revenue of all that followed one start, as rows of `totals`."""
    origin = forecaster.history.last
    ahead = min(_horizon(history), history.last - origin)
    weights = tests.weights(forecaster)
    factor = level_factor(forecaster, weights, ahead)
    new, returning_buyers, _ = simulate(forecaster, factor, tests.drift(forecaster), rng)
    spent, places = spend(forecaster.history), positions(history.calendar, forecaster.numbers(ahead))
    paths = {"new": new, "returning": returning_buyers}
    paths["revenue"] = sum(
        (paths[kind] * spent[kind].paths(rng, len(new), places, paths[kind][0]) for kind in ("new", "returning")),
        start=np.zeros_like(new),
    )
    after = slice(origin - history.first + 1, origin - history.first + 1 + ahead)
    came = {name: history.column(name) for name in ("new", "returning")}
    came["revenue"] = history.column("new_revenue") + history.column("returning_revenue")
    rows = []
    for name in TESTED:
        total, seen = paths[name].cumsum(axis=1), came[name][after].cumsum()
        low, high = np.percentile(total[1:], _PERCENTILES, axis=0)
        facts = zip(range(1, ahead + 1), seen, total[0], low, high, strict=True)
        rows += [(origin, name, *fact) for fact in facts]
    return pd.DataFrame(rows, columns=_TOTALS)


def _empty() -> pd.DataFrame:
    columns = [
        "origin",
        "ahead",
        "period",
        "actual",
        *CANDIDATES,
        "naive_last_year",
        "forecast",
        "low",
        "high",
        "noise",
    ]
    return pd.DataFrame({name: np.array([], dtype=float) for name in columns})


def _test(forecaster: Forecaster, history: History, tests: BackTest, rng: np.random.Generator) -> pd.DataFrame:
    """The tests made from one start, as rows of `BackTest.table`."""
    origin = forecaster.history.last
    ahead = min(AHEAD, history.last - origin)
    candidates = forecaster.candidates(ahead)
    weights = tests.weights(forecaster)
    factor = level_factor(forecaster, weights, ahead)
    _, paths, noise = simulate(forecaster, factor, tests.drift(forecaster), rng)
    low, high = np.percentile(paths[1:], _PERCENTILES, axis=0)
    seen, year = history.column("returning"), history.calendar.per_year
    at = origin - history.first + 1 + np.arange(ahead)
    before = at - year
    table = {
        "origin": np.full(ahead, origin),
        "ahead": np.arange(1, ahead + 1),
        "period": origin + np.arange(1, ahead + 1),
        "actual": seen[at],
        **{name: candidates.get(name, np.full(ahead, np.nan)) for name in CANDIDATES},
        "last": np.full(ahead, seen[at[0] - 1]),
        "naive_last_year": np.where((before > 0) & (before < at[0]), seen[np.maximum(before, 0)], np.nan),
        "forecast": forecaster.bg_bb(ahead) * factor,
        "low": low,
        "high": high,
        "noise": noise,
    }
    return pd.DataFrame(table)


def level_factor(forecaster: Forecaster, weights: dict[str, float], ahead: int) -> np.ndarray:
    """What BG/BB's returning buyers are multiplied by to give the weighted forecast, period by period (ahead).

    The candidates are combined by their weighted geometric mean. Simple forecasts, which know nothing of who comes and
    goes, have been tried a few periods ahead, and count less and less beyond. After the first year the factor repeats:
    the season goes on, and the level stays where the first year's forecasts put it.
    """
    year = forecaster.history.calendar.per_year
    candidates = forecaster.candidates(year)
    fading = np.minimum(AHEAD / np.arange(1, year + 1), 1.0) ** _FADING
    shares = {name: weights[name] * (1.0 if name in MODELS else fading) for name in candidates}
    logs = sum(shares[name] * np.log(forecast + 0.5) for name, forecast in candidates.items()) / sum(shares.values())
    ratio = np.exp(logs) / (forecaster.bg_bb(year) + 0.5)
    return np.resize(np.clip(ratio, 1 / _FACTOR_LIMIT, _FACTOR_LIMIT), ahead)


def simulate(
    forecaster: Forecaster, factor: np.ndarray, drift: Drift, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Possible courses of new and of returning buyers, and the variance of the latter's logarithm without drift.

    Courses are sets × ahead, of which the first set is the expected one; the variance is one number per period.
    """
    sets, ahead = len(forecaster.customers.parameters), len(factor)
    new = forecaster.arrivals.paths(rng, sets, ahead)
    expected = returning(forecaster.customers, new) * factor
    deviation = rng.standard_normal((sets, ahead)) @ forecaster.covariance_root(ahead).T * factor
    deviation[0] = 0.0
    calm = np.maximum(expected + deviation, 0.0)
    noise = np.log(calm[1:] + 0.5).var(axis=0)
    moved = expected * np.expm1(drift.paths(rng, sets, ahead))
    moved[0] = 0.0
    return new, np.maximum(calm + moved, 0.0), noise
