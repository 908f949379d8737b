"""The beta-geometric/beta-Bernoulli model (BG/BB): buying and leaving for good, in whole periods.

In every period a customer first leaves for good with chance θ, else buys with chance p. Both differ between
customers, p ~ Beta(α, β) and θ ~ Beta(γ, δ), independently. A customer is summed up by (x, t_x, n): n periods
since the first purchase, x of them with a purchase, the last of those being period t_x (0 when x is 0). So a
million customers are a few hundred groups.

Source: Fader, Hardie & Shang, Customer-Base Analysis in a Discrete-Time Noncontractual Setting, Marketing
Science 29(6), 2010, equations 5 (likelihood), 8 (still a customer) and 10 to 13.

Parameters are arrays whose last axis holds α, β, γ, δ; leading axes are independent sets (draws).
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.special import gammaln

from retention.errors import RequestError, TooLittleDataError

LOG_LIMIT = 6.0  # parameters stay within exp(±6): beyond that the model no longer changes visibly
_RIDGE = 1e-6  # keeps directions the data say nothing about from drifting; moves no digit that is shown
_PRIOR_SD = 3.0  # of a log-parameter the data say nothing about
_STEP = 1e-3
_PROPOSALS = 2  # per draw wanted
_FEWEST_PROPOSALS = 80
_CELLS = 4_000_000  # numbers held at once
_SLOPE_STEP = 1e-5
_BOUNDS = [(-LOG_LIMIT, LOG_LIMIT)] * 4
_AROUND = np.vstack([np.zeros(4), np.eye(4) * _SLOPE_STEP, np.eye(4) * -_SLOPE_STEP])  # a point and its neighbours


@dataclass(frozen=True, kw_only=True, eq=False)
class Groups:
    """How many customers share each history: whole-number arrays of one length.

    `x` periods bought in since the first, `t_x` the last of them, `n` periods observed since the first,
    `customers` how many. Raises RetentionError `bad_groups` unless 0 ≤ x ≤ t_x ≤ n, with t_x 0 just when x is.
    """

    x: np.ndarray
    t_x: np.ndarray
    n: np.ndarray
    customers: np.ndarray

    def __post_init__(self) -> None:
        fine = (self.x >= 0) & (self.x <= self.t_x) & (self.t_x <= self.n) & ((self.x == 0) == (self.t_x == 0))
        if not self.n.size or not fine.all():
            raise RequestError("bad_groups", rows=int((~fine).sum()))

    @property
    def just_bought(self) -> np.ndarray:
        """Which groups bought in the last period observed, first purchases included."""
        bought: np.ndarray = self.t_x == self.n
        return bought

    @cached_property
    def pairs(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The different (x, n), as two arrays, and which of them each group has: few, where groups are many."""
        width = int(self.n.max()) + 1
        different, place = np.unique(self.x * width + self.n, return_inverse=True)
        return different // width, different % width, place


@dataclass(frozen=True, kw_only=True, eq=False)
class Fit:
    """Maximum-likelihood estimate: `parameters` (4), `log_likelihood`, and `covariance` (4 × 4) of their logarithms."""

    parameters: np.ndarray
    log_likelihood: float
    covariance: np.ndarray

    def draws(self, groups: Groups, size: int, rng: np.random.Generator) -> np.ndarray:
        """`size` parameter sets (size × 4) as likely as the data make them.

        Proposed by the asymptotic normal distribution of the log-parameters, then kept in proportion to their
        likelihood under a wide prior (sampling-importance resampling: Rubin, Using the SIR Algorithm to Simulate
        Posterior Distributions, Bayesian Statistics 3, 1988), because with few customers the likelihood is a
        bent ridge, not a hill. With tens of thousands of groups it is a narrow hill: fewer proposals then do, and
        more of the draws are equal.
        """
        centre = np.log(self.parameters)
        values, vectors = np.linalg.eigh(self.covariance)
        proposals = min(_PROPOSALS * size, max(_CELLS // groups.x.size, _FEWEST_PROPOSALS))
        normal = rng.standard_normal((proposals, 4))
        logs = centre + (normal * np.sqrt(values)) @ vectors.T
        inside = (np.abs(logs) <= LOG_LIMIT).all(axis=1)
        logs, normal = logs[inside], normal[inside]
        likely = np.concatenate(
            [log_likelihood(np.exp(part), groups) @ groups.customers for part in portions(logs, groups)]
        )
        log_weight = likely - (logs**2).sum(axis=1) / (2 * _PRIOR_SD**2) + (normal**2).sum(axis=1) / 2
        weight = np.exp(log_weight - log_weight.max())
        kept = rng.choice(len(logs), size=size, p=weight / weight.sum())
        drawn: np.ndarray = np.exp(logs[kept])
        return drawn


def portions(sets: np.ndarray, groups: Groups) -> list[np.ndarray]:
    """Parameter sets (sets × 4) in portions small enough for what is computed of each to fit into memory."""
    cells = max(groups.x.size, int(groups.x.max() + 1) * int(groups.n.max() + 1))
    return np.split(sets, range(_CELLS // cells + 1, len(sets), _CELLS // cells + 1))


def fit(groups: Groups, *, start: np.ndarray | None = None) -> Fit:
    """The parameters under which the groups are most likely; `start` (4) speeds up the search.

    Covariance: inverse of the Hessian of the log-likelihood in log-parameters, plus the precision of a wide
    prior (standard deviation 3), which matters only where the data say nothing.
    Raises RetentionError `no_repeat_buyers` (customers) when nobody ever came back: p and θ then cannot be told
    apart.
    """
    from scipy.optimize import minimize  # here, for it takes long to load and most pages do without

    if not (groups.x > 0).any():
        raise TooLittleDataError("no_repeat_buyers", customers=int(groups.customers.sum()))

    def cost(logs: np.ndarray) -> tuple[float, np.ndarray]:
        around = logs + _AROUND
        totals = _RIDGE * (around**2).sum(axis=-1) - log_likelihood(np.exp(around), groups) @ groups.customers
        return float(totals[0]), (totals[1:5] - totals[5:]) / (2 * _SLOPE_STEP)

    begin = np.zeros(4) if start is None else np.log(start)
    found = minimize(
        cost,
        begin,
        jac=True,
        method="L-BFGS-B",
        bounds=_BOUNDS,
        options={"ftol": 1e-11, "gtol": 1e-5, "maxiter": 500},
    )
    parameters = np.exp(found.x)
    return Fit(
        parameters=parameters,
        log_likelihood=float(groups.customers @ log_likelihood(parameters, groups)),
        covariance=_covariance(_hessian(found.x, groups)),
    )


def log_likelihood(parameters: np.ndarray, groups: Groups) -> np.ndarray:
    """Log-likelihood of one customer of each group (… × groups)."""
    alive, since, until = _paths(parameters, groups)
    joint: np.ndarray = np.log((alive - until).take(groups.pairs[2], axis=-1) + since)
    return joint


def still_customer(parameters: np.ndarray, groups: Groups) -> np.ndarray:
    """Chance of not having left by the last period observed, 0..1 (… × groups)."""
    alive, since, until = _paths(parameters, groups)
    place = groups.pairs[2]
    chance: np.ndarray = alive.take(place, axis=-1) / ((alive - until).take(place, axis=-1) + since)
    return chance


def alive_next(parameters: np.ndarray, groups: Groups) -> np.ndarray:
    """Chance of still being a customer in the period after the last observed, 0..1 (… × groups)."""
    chance: np.ndarray = still_customer(parameters, groups) * survival(parameters, groups.n, 1)
    return chance


def purchase_chance(parameters: np.ndarray, x: np.ndarray, n: np.ndarray) -> np.ndarray:
    """Mean chance p of buying in a period for those who have not left (… × groups): (α + x)/(α + β + n)."""
    alpha, beta = parameters[..., 0, None], parameters[..., 1, None]
    chance: np.ndarray = (alpha + x) / (alpha + beta + n)
    return chance


def survival(parameters: np.ndarray, n: np.ndarray | int, ahead: np.ndarray | int) -> np.ndarray:
    """Chance E[(1 − θ)^ahead] that a customer present after n periods stays `ahead` more (… × shape of n, ahead)."""
    n, ahead = np.asarray(n), np.asarray(ahead)
    shape = (..., *(None,) * np.broadcast(n, ahead).ndim)
    gamma, delta = parameters[..., 2][shape], parameters[..., 3][shape]
    kept = gammaln(delta + n + ahead) - gammaln(delta + n)
    total = gammaln(gamma + delta + n + ahead) - gammaln(gamma + delta + n)
    chance: np.ndarray = np.exp(kept - total)
    return chance


def _paths(parameters: np.ndarray, groups: Groups) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Probabilities of which the likelihood of a history is made.

    Of the history and of still being a customer (… × pairs of x and n); of the history and of having left after t_x
    (… × groups) and after n (… × pairs), whose difference is the probability of the history and of having left by now.
    The last two are sums over the period of leaving. Their terms depend on x and that period only, so they are tabled
    once and summed from the end, which keeps small ones exact.
    """
    most, longest = int(groups.x.max()), int(groups.n.max())
    alpha, beta, gamma, delta = (parameters[..., i, None] for i in range(4))
    x, t = np.arange(most + 1), np.arange(longest + 1)
    bought = gammaln(alpha + x) - gammaln(alpha)
    passed = gammaln(beta + t) - gammaln(beta)
    both = gammaln(alpha + beta + t) - gammaln(alpha + beta)
    stayed = gammaln(delta + t) - gammaln(delta) - gammaln(gamma + delta + t) + gammaln(gamma + delta)
    possible = t >= x[:, None]
    purchases = bought[..., :, None] + passed[..., np.maximum(t - x[:, None], 0)] - both[..., None, :]
    leaves = stayed + np.log(gamma) - np.log(gamma + delta + t)
    table = np.where(possible, np.exp(purchases + leaves[..., None, :]), 0.0)
    cells = (*parameters.shape[:-1], table.shape[-2] * table.shape[-1])
    tail = np.cumsum(table[..., ::-1], axis=-1)[..., ::-1].reshape(cells)
    pair_x, pair_n, _ = groups.pairs
    pair = pair_x * (longest + 1) + pair_n
    alive = np.exp(purchases.reshape(cells).take(pair, axis=-1) + stayed.take(pair_n, axis=-1))
    return alive, tail.take(groups.x * (longest + 1) + groups.t_x, axis=-1), tail.take(pair, axis=-1)


def _hessian(logs: np.ndarray, groups: Groups) -> np.ndarray:
    """Second derivatives (4 × 4) of minus the log-likelihood in log-parameters, by central differences."""
    steps = np.eye(4) * _STEP
    signs = ((1, 1), (1, -1), (-1, 1), (-1, -1))
    corners = np.array([[[logs + a * i + b * j for a, b in signs] for j in steps] for i in steps])
    totals = log_likelihood(np.exp(corners), groups) @ groups.customers
    mixed = -(totals @ np.array([1.0, -1.0, -1.0, 1.0])) / (4 * _STEP**2)
    symmetric: np.ndarray = (mixed + mixed.T) / 2
    return symmetric


def _covariance(hessian: np.ndarray) -> np.ndarray:
    """Inverse of the Hessian with the wide prior's precision added; no direction is taken as better than it is."""
    values, vectors = np.linalg.eigh(hessian)
    precision = np.maximum(values, 0.0) + _PRIOR_SD**-2
    covariance: np.ndarray = (vectors / precision) @ vectors.T
    return covariance
