"""Where a running period may end: from who is back so far, what rates were, and how soon those came who came at all."""

from dataclasses import dataclass

import numpy as np

from retention.models.shares_over_time import Outlook

_POINTS = 301
"""Of a grid of log-odds, over ten standard deviations or more."""
_OF_EARLY = 25
"""Quantiles that stand for the share back so far, which its count leaves little doubt about."""
_GROUPS = 200
"""Chances that stand for all there are."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Finish:
    """How many of `customers` may be back at the end, `back` of whom already are.

    The others come back independently, with a chance that is `chances` with `weights`.
    """

    customers: int
    back: int
    weights: np.ndarray
    chances: np.ndarray

    def at_least(self, needed: int) -> float:
        """The chance that at least so many are back at the end."""
        from scipy.special import bdtrc

        more, left = needed - self.back, self.customers - self.back
        if more <= 0:
            return 1.0
        return 0.0 if more > left else float(self.weights @ bdtrc(more - 1, left, self.chances))

    def quantile(self, share: float) -> int:
        """The least number of which it has this chance that no more are back at the end."""
        low, high = self.back, self.customers
        while low < high:
            middle = (low + high) // 2
            low, high = (low, middle) if 1 - self.at_least(middle + 1) >= share else (middle + 1, high)
        return low


def before_it_begins(rate: Outlook, customers: int) -> Finish:
    """Where a period may end of which nothing is known but what rates were."""
    log_odds = rate.grid(_POINTS)
    logs = rate.log_density(log_odds)
    return Finish(customers=customers, back=0, weights=_weights(logs), chances=_share(log_odds))


def so_far(rate: Outlook, early: Outlook, *, customers: int, back: int) -> Finish:
    """Where a period may end of which a part has passed.

    `rate`: the share that is back in the end; `early`: of those, the share that is back by now. Their product is known
    from `back`; what is open is which of the two made it. The density of the rate at (share back by now / early) says
    how likely each reading is.
    """
    from scipy.special import betaincinv, logit

    levels = (np.arange(_OF_EARLY) + 0.5) / _OF_EARLY
    now = np.clip(betaincinv(back + 0.5, customers - back + 0.5, levels), 1e-12, 1 - 1e-9)[:, None]
    soon_odds = early.grid(_POINTS, at_least=float(logit(now.max())) + 5)[None, :]
    soon = _share(soon_odds)
    with np.errstate(divide="ignore", invalid="ignore"):
        end = now / soon
        possible = (end < 1) & (soon < 1)
        end = np.where(possible, end, 0.5)
        # The density of the rate itself, at the end, per unit of the share by now; the quantiles of the share by now
        # came with a weight of 1 / sqrt(x (1 - x)), which is taken back.
        logs = rate.log_density(np.log(end / (1 - end))) - np.log(end * (1 - end)) - np.log(soon)
        logs = logs + early.log_density(soon_odds) + 0.5 * np.log(now * (1 - now))
        chances = np.where(possible, (end - now) / (1 - now), 0.0)
    logs = np.where(possible, logs, -np.inf)
    weights, chances = _gathered(_weights(logs).ravel(), chances.ravel())
    return Finish(customers=customers, back=back, weights=weights, chances=chances)


def _gathered(weights: np.ndarray, chances: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Thousands of chances as the means of some hundred groups of neighbours that weigh about the same."""
    order = np.argsort(chances, kind="stable")
    weights, chances = weights[order], chances[order]
    group = np.minimum((np.cumsum(weights) * _GROUPS).astype(np.int64), _GROUPS - 1)
    total = np.bincount(group, weights, _GROUPS)
    some = total > 0
    return total[some], np.bincount(group, weights * chances, _GROUPS)[some] / total[some]


def usual(found: Outlook) -> float:
    """The middle of what a share may be."""
    log_odds = found.grid(_POINTS)
    reached = np.cumsum(_weights(found.log_density(log_odds)))
    return float(_share(log_odds[int(np.searchsorted(reached, 0.5))]))


def _weights(logs: np.ndarray) -> np.ndarray:
    weights = np.exp(logs - logs.max())
    return np.asarray(weights / weights.sum())


def _share(log_odds: np.ndarray) -> np.ndarray:
    return np.asarray(1 / (1 + np.exp(-log_odds)))
