"""Maximum likelihood: the search, whether it arrived, and how sure the answer is."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from retention.errors import RetentionError

# Log-likelihood at parameters, and its derivative by each of them.
Objective = Callable[[np.ndarray], tuple[float, np.ndarray]]

Limits = tuple[float, float]
# Beyond these a parameter says "none at all" or "all alike" and nothing else.
SHAPE: Limits = (1e-3, 1e3)
WEEKS: Limits = (0.05, 5e3)  # from a fraction of the day orders are dated by to a century
_ARRIVED = 1e-10  # log-likelihood still to be gained, by the curvature, when the search may stop
_NEARLY = 1e-5  # the same when one more step may be taken without looking where it led, if it is …
_SHORT = 0.05  # … in no logarithm of a parameter longer than this
_STEPS = 60
_STEPS_PER_CURVATURE = 12
_DIFFERENCE = 1e-4  # step in the logarithm of a parameter when the gradient is differenced
_LONGEST_STEP = 2.0  # in the logarithm of a parameter


@dataclass(frozen=True, kw_only=True, eq=False)
class Maximum:
    """Where a likelihood is highest.

    `standard_errors` come from the curvature there, by the delta method from logarithms; NaN for a parameter
    `at_limit` (the data want it 0 or infinite: nobody leaves, or all customers are alike) or not identified.
    """

    parameters: np.ndarray
    log_likelihood: float
    standard_errors: np.ndarray
    at_limit: np.ndarray


@dataclass(frozen=True, kw_only=True, eq=False)
class Search:
    """Where to look: the `start` and the `limits` of each (positive) parameter, and the `model` it is for."""

    model: str
    start: tuple[float, ...]
    limits: tuple[Limits, ...]

    @property
    def low(self) -> np.ndarray:
        """Lowest logarithms."""
        return np.log([low for low, _ in self.limits])

    @property
    def high(self) -> np.ndarray:
        """Highest logarithms."""
        return np.log([high for _, high in self.limits])

    def inside(self, position: np.ndarray) -> np.ndarray:
        """The nearest position within the limits."""
        return np.asarray(np.clip(position, self.low, self.high))

    def free(self, position: np.ndarray, slope: np.ndarray) -> np.ndarray:
        """Parameters that are not pressed against a limit."""
        low = (position <= self.low + 1e-9) & (slope <= 0)
        high = (position >= self.high - 1e-9) & (slope >= 0)
        return np.asarray(~(low | high))


def maximise(rough: Objective, exact: Objective, search: Search) -> Maximum:
    """Climb `rough` (cheap) from the start, then go on climbing `exact` until nothing is left to gain.

    Parameters are searched as logarithms. `rough` may be `exact` itself. Raises RetentionError
    `model_not_converged` (model) when the search does not arrive.
    """
    nearby, at = _logarithmic(rough), _logarithmic(exact)
    position = search.inside(np.log(search.start))
    position, value, free = _climb(nearby, position, _curvature(nearby, position), search)
    curvature = _curvature(nearby, position)
    if rough is not exact:
        position, value, free = _climb(at, position, curvature, search)
    parameters = np.exp(position)
    return Maximum(
        parameters=parameters,
        log_likelihood=value,
        standard_errors=parameters * _spread(curvature, free),
        at_limit=~free,
    )


def _logarithmic(objective: Objective) -> Objective:
    """The same objective as a function of the parameters' logarithms."""

    def at(position: np.ndarray) -> tuple[float, np.ndarray]:
        parameters = np.exp(position)
        value, slope = objective(parameters)
        return value, slope * parameters

    return at


def _climb(
    at: Objective, position: np.ndarray, curvature: np.ndarray, search: Search
) -> tuple[np.ndarray, float, np.ndarray]:
    """Newton steps; the curvature learns from every step taken and is measured anew now and then."""
    value, slope = at(position)
    for count in range(1, _STEPS + 1):
        free = search.free(position, slope)
        step = np.zeros_like(position)
        step[free] = _uphill(curvature[np.ix_(free, free)], slope[free])
        gain, enough = float(slope @ step) / 2, max(1.0, abs(value) * 1e-4)
        if gain <= _NEARLY * enough and np.abs(step).max() <= _SHORT:
            return search.inside(position + step), value + gain, free
        if gain <= _ARRIVED * enough:
            return position, value, free
        there, value, steeper = _line(at, position, value, step, search)
        curvature = _learned(curvature, there - position, steeper - slope)
        position, slope = there, steeper
        if count % _STEPS_PER_CURVATURE == 0:
            curvature = _curvature(at, position)
    raise RetentionError("model_not_converged", model=search.model)


def _learned(curvature: np.ndarray, move: np.ndarray, change: np.ndarray) -> np.ndarray:
    """The curvature nearest to the old one, in rank one, that explains how the gradient changed."""
    missed = change - curvature @ move
    size = missed @ move
    if abs(size) <= 1e-8 * np.linalg.norm(missed) * np.linalg.norm(move):
        return curvature
    return np.asarray(curvature + np.outer(missed, missed) / size)


def _line(
    at: Objective, position: np.ndarray, value: float, step: np.ndarray, search: Search
) -> tuple[np.ndarray, float, np.ndarray]:
    """The first of ever shorter steps that does not go downhill."""
    step = step * min(1.0, _LONGEST_STEP / np.abs(step).max())
    while True:
        there = search.inside(position + step)
        height, slope = at(there)
        if height >= value - 1e-12 * abs(value) or np.abs(step).max() < 1e-10:
            return there, height, slope
        step = step / 2


def _curvature(at: Objective, position: np.ndarray) -> np.ndarray:
    """Second derivatives, by central differences of the gradient."""
    moves = np.eye(position.size) * _DIFFERENCE
    rows = [(at(position + move)[1] - at(position - move)[1]) / (2 * _DIFFERENCE) for move in moves]
    return (np.array(rows) + np.array(rows).T) / 2


def _uphill(curvature: np.ndarray, slope: np.ndarray) -> np.ndarray:
    """Newton's step, turned uphill where the surface is not curved like a summit."""
    size, axes = np.linalg.eigh(-curvature)
    size = np.maximum(np.abs(size), 1e-9 * np.abs(size).max(initial=1e-300))
    return np.asarray(axes @ ((axes.T @ slope) / size))


def _spread(curvature: np.ndarray, free: np.ndarray) -> np.ndarray:
    """Standard errors of the logarithms; NaN where a parameter stands at a limit or the surface is flat."""
    spread = np.full(free.size, np.nan)
    information = -curvature[np.ix_(free, free)]
    if information.size and np.linalg.eigvalsh(information).min() > 0:
        spread[free] = np.sqrt(np.diag(np.linalg.inv(information)))
    return spread
