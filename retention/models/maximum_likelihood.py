"""Maximum likelihood: the search, whether it arrived, and how sure the answer is."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from retention.errors import TooLittleDataError

# Log-likelihood at parameters, and its derivative by each of them.
Objective = Callable[[np.ndarray], tuple[float, np.ndarray]]
# A position in logarithms, the log-likelihood there, and its slope.
Place = tuple[np.ndarray, float, np.ndarray]

Limits = tuple[float, float]
# Beyond these a parameter says "none at all" or "all alike" and nothing else.
SHAPE: Limits = (1e-3, 1e3)
WEEKS: Limits = (0.05, 5e3)  # from a fraction of the day orders are dated by to a century
_TO_GAIN = 0.01  # log-likelihood still to be gained, by the curvature, up to which a search has arrived
_NOTHING = 1e-5  # the same, from which on the place of a rough search was no good start
_CLEARLY = 1.92  # log-likelihood that one more parameter has to gain: half the 95% quantile of chi-square
_DIFFERENCE = 1e-4  # step in the logarithm of a parameter when the gradient is differenced
_SEARCHES = 5  # from where the one before stopped
_FARTHEST = 2.0  # in the logarithm of a parameter, that an exact search may go from where a rough one ended


@dataclass(frozen=True, kw_only=True, eq=False)
class Estimate:
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
    """Where to look: the `start` and the `limits` of each (positive) parameter, and the `model` it is for.

    `second_start` is tried too where the search from `start` ends at a limit, which may be a lesser summit: "nobody
    ever leaves" beside "some leave at once". What it finds is taken if clearly likelier, else the simpler one stays.
    """

    model: str
    start: tuple[float, ...]
    limits: tuple[Limits, ...]
    second_start: tuple[float, ...] | None = None

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


def maximise(rough: Objective, exact: Objective, search: Search) -> Estimate:
    """Climb `rough` (cheap) from the start, then go on climbing `exact` until nothing is left to gain.

    Parameters are searched as logarithms, by L-BFGS-B within their limits. `rough` may be `exact` itself. Raises
    RetentionError `model_not_converged` (model) when the search does not arrive.

    Source: Byrd, Lu, Nocedal & Zhu, A Limited Memory Algorithm for Bound Constrained Optimization, SIAM Journal on
    Scientific Computing 16(5), 1995, as implemented by SciPy.
    """
    nearby, at = _logarithmic(rough), _logarithmic(exact)
    (position, value, slope), curvature = _summit(nearby, search.inside(np.log(search.start)), search)
    if search.second_start is not None and not search.free(position, slope).all():
        place, there = _summit(nearby, search.inside(np.log(search.second_start)), search)
        if place[1] > value + _CLEARLY:
            (position, value, slope), curvature = place, there
    if rough is not exact:
        position, value, slope = _climb_on(at, position, curvature, search.free(position, slope), search)
    free = search.free(position, slope)
    if _to_gain(curvature[np.ix_(free, free)], slope[free]) > _TO_GAIN * max(1.0, abs(value) * 1e-4):
        raise TooLittleDataError("model_not_converged", model=search.model)
    parameters = np.exp(position)
    return Estimate(
        parameters=parameters,
        log_likelihood=value,
        standard_errors=parameters * _spread(curvature, free),
        at_limit=~free,
    )


def _logarithmic(objective: Objective) -> Objective:
    """An objective as a function of the parameters' logarithms."""

    def at(position: np.ndarray) -> tuple[float, np.ndarray]:
        parameters = np.exp(position)
        value, slope = objective(parameters)
        return value, slope * parameters

    return at


def _summit(at: Objective, position: np.ndarray, search: Search) -> tuple[Place, np.ndarray]:
    """The highest place within the limits, and the curvature there; sought again from where a search stopped short."""
    for _ in range(_SEARCHES):
        place = position, _, slope = _climb(at, position, search)
        curvature = _curvature(at, position)
        free = search.free(position, slope)
        if _to_gain(curvature[np.ix_(free, free)], slope[free]) <= _NOTHING * max(1.0, abs(place[1]) * 1e-4):
            break
    return place, curvature


def _climb(at: Objective, position: np.ndarray, search: Search) -> Place:
    """The highest place within the limits that one search comes to."""
    from scipy.optimize import Bounds, minimize  # here, for it takes long to load and most pages do without

    unit = max(1.0, abs(at(position)[0]))  # so that what is enough means the same to few customers and to many

    def cost(there: np.ndarray) -> tuple[float, np.ndarray]:
        value, slope = at(there)
        return -value / unit, -slope / unit

    bounds = Bounds(search.low, search.high)
    found = minimize(cost, position, jac=True, method="L-BFGS-B", bounds=bounds, options={"ftol": 1e-13, "gtol": 1e-9})
    return found.x, -float(found.fun) * unit, -found.jac * unit


def _climb_on(at: Objective, position: np.ndarray, curvature: np.ndarray, free: np.ndarray, search: Search) -> Place:
    """The highest place, sought from one nearby where the curvature is known; parameters not `free` stay at a limit.

    In units of standard errors along its main axes a likelihood is nearly a round hill, which takes five evaluations
    where plain logarithms take thirty. Limits are no box there: a parameter that passes one is kept at it from then
    on. Should one want to leave its limit again, or the hill be elsewhere, the search goes on as a plain one.
    """
    from scipy.optimize import Bounds, minimize

    size, main = np.linalg.eigh(-curvature[np.ix_(free, free)])
    if size.min(initial=np.inf) <= 0:
        return _climb(at, position, search)
    axes = np.zeros((position.size, size.size))
    axes[free] = main / np.sqrt(size)
    slope = np.zeros_like(position)

    def cost(steps: np.ndarray) -> tuple[float, np.ndarray]:
        value, slope[:] = at(position + axes @ steps)
        return -value, -slope @ axes

    far = _FARTHEST / np.abs(axes).max(axis=0, initial=0.0)
    bounds = Bounds(-far, far)
    found = minimize(
        cost, np.zeros_like(far), jac=True, method="L-BFGS-B", bounds=bounds, options={"ftol": 1e-13, "gtol": 1e-4}
    )
    there = position + axes @ found.x
    within = there == search.inside(there)
    if not within.all():
        return _climb_on(at, search.inside(there), curvature, free & within, search)
    value = -cost(found.x)[0]
    leaves = (search.free(there, slope) & ~free).any()
    stopped = _to_gain(curvature[np.ix_(free, free)], slope[free]) > _NOTHING
    return _climb(at, there, search) if leaves or stopped else (there, value, slope)


def _to_gain(curvature: np.ndarray, slope: np.ndarray) -> float:
    """Log-likelihood that a Newton step would still add."""
    size, axes = np.linalg.eigh(-curvature)
    size = np.maximum(np.abs(size), 1e-9 * np.abs(size).max(initial=1e-300))
    return float(((axes.T @ slope) ** 2 / size).sum() / 2)


def _curvature(at: Objective, position: np.ndarray) -> np.ndarray:
    """Second derivatives, by central differences of the gradient."""
    moves = np.eye(position.size) * _DIFFERENCE
    rows = [(at(position + move)[1] - at(position - move)[1]) / (2 * _DIFFERENCE) for move in moves]
    return (np.array(rows) + np.array(rows).T) / 2


def _spread(curvature: np.ndarray, free: np.ndarray) -> np.ndarray:
    """Standard errors of the logarithms; NaN where a parameter stands at a limit or the surface is flat."""
    spread = np.full(free.size, np.nan)
    information = -curvature[np.ix_(free, free)]
    if information.size and np.linalg.eigvalsh(information).min() > 0:
        spread[free] = np.sqrt(np.diag(np.linalg.inv(information)))
    return spread
