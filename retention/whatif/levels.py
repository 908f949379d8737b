"""Where a series of counts stands, where it is going, and how sure that is: level, trend, season and left edge.

On the logarithmic scale a period's count is a level that wanders, a straight trend, the place in the year, an excess at
the left edge of the data that dies away (old customers look new there), and what single periods deviate by. In an else
calm series one change may have come at once within the last year, to stay. How much of each there is nobody knows, so
every combination of a few sizes is tried and counts as much as it explains the series: a mixture of Gaussian processes
(Rasmussen & Williams, Gaussian Processes for Machine Learning, 2006, chapter 5). A shop without a trend or a season
hence gets bands that are hardly wider than chance, and none falls off a threshold.

A trend goes on, damped (Gardner & McKenzie, Forecasting Trends in Time Series, Management Science 31(10), 1985).
"""

import itertools
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

Sizes = tuple[tuple[float, float], ...]
# Standard deviations of the logarithm, each with its weight before anything is seen. Times are in years.
WANDERING = ((0.0, 0.89), (0.12, 0.05), (0.35, 0.06))  # of the level after a year
TREND = ((0.0, 0.75), (0.15, 0.16), (0.6, 0.09))  # per year: 1% a month is 0.12, 4% are 0.47
SEASON = ((0.0, 0.6), (0.12, 0.15), (0.35, 0.25))  # of the places in the year
SINGLE = ((0.0, 0.75), (0.12, 0.15), (0.35, 0.1))  # of single periods, beyond chance
EDGE = ((0.0, 0.8), (0.8, 0.2))  # of the excess in the first period
STEP = (0.4, 0.2)  # of a change that came at once within the last year and stays
_STEP_YEARS = (2 / 12, 3 / 12, 4 / 12, 6 / 12, 9 / 12)  # how long ago it may have come
_EDGE_YEARS = (2 / 12, 9 / 12)  # after which the excess has fallen to a third, in its two parts
_BEFORE = 3  # periods there must be on either side of such a change
_LEVEL = 1.5  # of the level around the series' mean
_SMOOTH = 0.6  # share of a season that neighbouring places have in common
DAMPING = (0.96, 1.0)  # share of a month's trend that the next month keeps: between these ends, each as likely
_USUAL_DAMPING = 0.98
_MOST = 120  # blocks a longer series is summed up into
_FAR = 3.0  # standard deviations: a period further off is taken for an exception
_NEGLIGIBLE = 1e-3  # of the largest weight: such a mixture is left out
_TINY = 1e-9


@dataclass(frozen=True, kw_only=True, eq=False)
class Levels:
    """What a series says: a mixture of normal distributions of its state at the end.

    `weights` (mixtures), `means` (mixtures × states) and `roots` (mixtures × states × states, triangular) of the
    states: level at the end, trend per year, then each place in the year. `wandering` and `single` (mixtures): sizes of
    what is still to come; `edges`: of the excess at the left edge. `per_year`: periods in a year; `exceptions`: which
    periods were hardly listened to.
    """

    weights: np.ndarray
    means: np.ndarray
    roots: np.ndarray
    wandering: np.ndarray
    single: np.ndarray
    edges: np.ndarray
    per_year: int
    exceptions: np.ndarray

    @property
    def state(self) -> np.ndarray:
        """Expected level, trend and places."""
        expected: np.ndarray = self.weights @ self.means
        return expected

    @property
    def trend(self) -> tuple[float, float]:
        """Trend per year (logarithm) and its standard deviation."""
        mean = float(self.state[1])
        variance = (self.roots[:, 1] ** 2).sum(axis=1) + (self.means[:, 1] - mean) ** 2
        return mean, float(np.sqrt(self.weights @ variance))

    @property
    def edge_chance(self) -> float:
        """How likely the first periods hold an excess, 0..1."""
        return float(self.weights @ (self.edges > 0))

    @property
    def season(self) -> np.ndarray:
        """Expected places of the year, their mean taken off (logarithm)."""
        places = self.state[2:]
        levelled: np.ndarray = places - places.mean()
        return levelled

    @property
    def season_share(self) -> float:
        """How much of the season is known, 0..1: of its spread over the year and the doubt about it, the former."""
        seen = float(self.season.var())
        doubt = (self.roots[:, 2:] ** 2).sum(axis=2) + (self.means[:, 2:] - self.state[2:]) ** 2
        return seen / (seen + float((self.weights @ doubt).mean()) + _TINY)

    def expected(self, places: np.ndarray) -> np.ndarray:
        """Logarithm of what is expected in the coming periods, whose places in the year are given."""
        level, trend = self.state[:2]
        grown = trend * self._ahead(len(places), np.array([_USUAL_DAMPING]))[0]
        logs: np.ndarray = level + grown + self.state[2:][places]
        return logs

    def paths(self, rng: np.random.Generator, sets: int, places: np.ndarray) -> np.ndarray:
        """Logarithms of the level in possible futures (sets × periods); the first set is what is expected."""
        ahead = len(places)
        which = rng.choice(len(self.weights), size=sets, p=self.weights)
        normal = rng.standard_normal((sets, self.means.shape[1]))
        state = self.means[which] + np.einsum("sij,sj->si", self.roots[which], normal)
        step = self.wandering[which, None] / np.sqrt(self.per_year)
        wandered = np.cumsum(rng.standard_normal((sets, ahead)) * step, axis=1)
        grown = state[:, 1, None] * self._ahead(ahead, rng.uniform(*DAMPING, sets))
        single = self.single[which, None] * rng.standard_normal((sets, ahead))
        logs: np.ndarray = state[:, 0, None] + grown + state[:, 2:][:, places] + wandered + single
        logs[0] = self.expected(places)
        return logs

    def ends(self, rng: np.random.Generator, sets: int) -> np.ndarray:
        """Possible levels at the end, without season and chance (sets); the first is the expected one."""
        which = rng.choice(len(self.weights), size=sets, p=self.weights)
        level: np.ndarray = self.means[which, 0] + self.roots[which, 0, 0] * rng.standard_normal(sets)
        level[0] = self.state[0]
        return level

    def _ahead(self, ahead: int, damping: np.ndarray) -> np.ndarray:
        """Years of undamped trend that so many periods bring (dampings × ahead)."""
        kept = damping[:, None] ** (12 / self.per_year)
        years: np.ndarray = np.cumsum(kept ** np.arange(1, ahead + 1), axis=1) / self.per_year
        return years


def learn(
    logs: np.ndarray,
    variances: np.ndarray,
    places: np.ndarray,
    *,
    per_year: int,
    edge: bool = True,
    trend: Sizes = TREND,
) -> Levels:
    """What a series of logarithms with known `variances` of chance says; `places` in the year, from 0.

    `edge`: whether the first periods may hold an excess; `trend`: how steep it may be. Periods that lie far
    off are listened to again with less trust.
    """
    blocks = _Blocks(logs, variances, places, per_year)
    sizes = _sizes(blocks, edge=edge, trend=trend)
    kernels, variances = _kernels(blocks), blocks.variances
    weights, explained, residuals = _weigh(blocks, kernels[0], sizes, variances)
    far = np.abs(residuals) > _FAR
    if far.any():
        variances = variances * np.where(far, residuals**2, 1.0)
        weights, explained, _ = _weigh(blocks, kernels[0], sizes, variances)
    kept = weights > _NEGLIGIBLE * weights.max()
    weights, sizes, explained = weights[kept] / weights[kept].sum(), sizes[kept], explained[kept]
    means, roots = _states(kernels, sizes, variances, explained)
    means[:, 0] += blocks.centre
    return Levels(
        weights=weights,
        means=means,
        roots=roots,
        wandering=np.sqrt(sizes[:, 1]),
        single=np.sqrt(sizes[:, 4]),
        edges=np.sqrt(sizes[:, 5]),
        per_year=per_year,
        exceptions=far,
    )


def of_counts(counts: np.ndarray, places: np.ndarray, *, per_year: int, edge: bool = True) -> Levels:
    """What a series of counts says: `learn` with the chance of each count, known from its neighbours.

    log(count + ½) is nearly free of bias and varies by 1 / expected count (Cox, Some Statistical Methods Connected with
    Series of Events, JRSS B 17(2), 1955).
    """
    return learn(np.log(counts + 0.5), 1 / (_usual(counts) + 0.5), places, per_year=per_year, edge=edge)


def of_ratios(counts: np.ndarray, expected: np.ndarray, places: np.ndarray, *, per_year: int) -> Levels:
    """How many times what was `expected` a series of counts is, with the chance of each count; see `of_counts`."""
    ratios = np.log((counts + 0.5) / (expected + 0.5))
    return learn(ratios, 1 / (_usual(counts) + 0.5), places, per_year=per_year)


def _usual(counts: np.ndarray) -> np.ndarray:
    """Mean of each count and its neighbours, of which one burst is left out."""
    near = np.lib.stride_tricks.sliding_window_view(np.pad(counts, 2, mode="reflect" if len(counts) > 2 else "edge"), 5)
    usual: np.ndarray = np.sort(near, axis=1)[:, 1:4].mean(axis=1)
    return usual


class _Blocks:
    """The series, summed up into at most `_MOST` blocks of equal length that end with it."""

    def __init__(self, logs: np.ndarray, variances: np.ndarray, places: np.ndarray, per_year: int) -> None:
        size = -(-len(logs) // _MOST)
        begin = len(logs) % size
        self.logs = logs[begin:].reshape(-1, size).mean(axis=1)
        self.variances = variances[begin:].reshape(-1, size).mean(axis=1) / size
        self.places = places[begin:].reshape(-1, size)[:, size // 2]
        self.count = int(places.max()) + 1 if per_year == 1 else {4: 4}.get(per_year, 12)
        self.years = ((np.arange(len(self.logs)) + 0.5) * size - (len(logs) - begin)) / per_year
        self.seen = len(logs) / per_year
        self.steps = [
            ago for ago in _STEP_YEARS if (self.years < -ago).sum() >= _BEFORE <= (self.years > -ago).sum() + 1
        ]
        self.centre = float(np.average(self.logs, weights=1 / self.variances))


def _sizes(blocks: _Blocks, *, edge: bool, trend: Sizes) -> np.ndarray:
    """Combinations of variances tried; see `_combinations`."""
    return _combinations(edge, trend, blocks.seen > 1 and blocks.count > 1, len(blocks.steps))


@lru_cache
def _combinations(edge: bool, trend: Sizes, season: bool, steps: int) -> np.ndarray:
    """Variances of level, wandering, trend, season, single, edge and each step, and the logarithm of their weight.

    A step is tried where nothing else but the season moves the level, and at one place at a time.
    """
    nothing = ((0.0, 1.0),)
    choices = (
        WANDERING,
        trend,
        SEASON if season else nothing,
        SINGLE,
        EDGE if edge else nothing,
    )
    rows = []
    for combination in itertools.product(*choices):
        wandering, trending, _, _, edged = variances = [size**2 for size, _ in combination]
        likely = sum(np.log(weight) for _, weight in combination)
        calm = steps > 0 and not (wandering or trending or edged)
        rows.append([_LEVEL**2, *variances, *np.zeros(steps), likely + (np.log1p(-STEP[1]) if calm else 0.0)])
        if calm:
            each = np.eye(steps) * STEP[0] ** 2
            rows += [[_LEVEL**2, *variances, *one, likely + np.log(STEP[1] / steps)] for one in each]
    return np.array(rows)


def _kernels(blocks: _Blocks) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Of each source of variance: among periods, between states and periods, among states."""
    years, count, n = blocks.years, blocks.count, len(blocks.years)
    begin = years[0]
    season = _season_kernel(count)
    to_end = np.append(years, 0.0) - begin
    edges = sum(np.exp(-np.add.outer(to_end, to_end) / length) for length in _EDGE_YEARS) / len(_EDGE_YEARS)
    before = [(years < -ago).astype(float) for ago in blocks.steps]
    among = np.stack(
        [
            np.ones((n, n)),
            np.minimum.outer(years - begin, years - begin),
            np.multiply.outer(years, years),
            season[np.ix_(blocks.places, blocks.places)],
            np.eye(n),
            edges[:-1, :-1],
            *(np.outer(one, one) for one in before),
        ]
    )
    states = 2 + count
    across, inside = np.zeros((len(among), states, n)), np.zeros((len(among), states, states))
    across[0, 0], across[1, 0], across[2, 1] = 1.0, years - begin, years
    across[3, 2:], across[5, 0] = season[:, blocks.places], edges[-1, :-1]
    inside[0, 0, 0], inside[1, 0, 0], inside[2, 1, 1] = 1.0, -begin, 1.0
    inside[3, 2:, 2:], inside[5, 0, 0] = season, edges[-1, -1]
    return among, across, inside


def _season_kernel(count: int) -> np.ndarray:
    """Covariance of places in the year: partly alike with their neighbours, adding up to nothing over the year."""
    place = np.arange(count)
    angle = 2 * np.pi * np.subtract.outer(place, place) / count
    kernel = _SMOOTH * np.exp(2 * (np.cos(angle) - 1)) + (1 - _SMOOTH) * np.eye(count)
    centre = np.eye(count) - 1 / count
    centred: np.ndarray = centre @ kernel @ centre
    return centred / max(float(np.trace(centred)) / count, _TINY)


def _weigh(
    blocks: _Blocks, among: np.ndarray, sizes: np.ndarray, variances: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Weights by mixture, what explains the series in each (mixtures × periods), and how far off each period is.

    That is in standard deviations when the period is left out, in the mixture that weighs most.
    """
    logs = blocks.logs - blocks.centre
    covariance = np.tensordot(sizes[:, :-1], among, 1) + np.diag(variances)
    root = np.linalg.cholesky(covariance)
    explained = np.linalg.solve(covariance, np.broadcast_to(logs, (len(sizes), len(logs)))[..., None])[..., 0]
    size = np.log(np.diagonal(root, axis1=1, axis2=2)).sum(axis=1)
    likely = sizes[:, -1] - size - 0.5 * (explained @ logs)
    weights = np.exp(likely - likely.max())
    best = int(weights.argmax())
    alone = explained[best] / np.sqrt(np.diagonal(np.linalg.inv(covariance[best])))
    return weights / weights.sum(), explained, alone


def _states(
    kernels: tuple[np.ndarray, np.ndarray, np.ndarray], sizes: np.ndarray, variances: np.ndarray, explained: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Means and triangular roots of the covariance of the states, by mixture."""
    among, across, inside = (np.tensordot(sizes[:, :-1], kernel, 1) for kernel in kernels)
    means = np.einsum("hsj,hj->hs", across, explained)
    taken = across @ np.linalg.solve(among + np.diag(variances), across.transpose(0, 2, 1))
    left = inside - taken + _TINY * np.eye(inside.shape[1])
    return means, np.linalg.cholesky(left)
