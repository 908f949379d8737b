"""Money per day with orders of each customer, and how far money foreseen was off on hidden stretches."""

from dataclasses import dataclass

import numpy as np

from retention.analysis.customers.vips import revenue_of
from retention.errors import RetentionError
from retention.models.gamma_gamma import GammaGamma, fit_gamma_gamma
from retention.models.leading import Lead
from retention.models.purchase_days import PurchaseDays
from retention.models.ranges import Ranges, ranges, spread_of_totals
from retention.models.spending import spend_limit
from retention.models.trials import Trial


@dataclass(frozen=True, kw_only=True, eq=False)
class Spend:
    """What customers spent on days with orders after their first one, arrays in the order of `PurchaseDays.names`.

    `orders` with a known amount, and their `mean` net of refunds (NaN where `orders` is 0).
    """

    orders: np.ndarray
    mean: np.ndarray

    @classmethod
    def of(cls, days: PurchaseDays) -> "Spend":
        """Refunds on days without an order come off the repeat orders, as nothing says which order they undo."""
        known = ~np.isnan(days.amount)
        known[days.starts] = False
        orders = days.per_customer(known.astype(np.int64))
        money = days.per_customer(np.where(known, days.amount, 0.0)) + days.returned
        return cls(orders=orders, mean=np.divide(money, orders, out=np.full(orders.size, np.nan), where=orders > 0))


def expected_spend(days: PurchaseDays, model: GammaGamma | None) -> np.ndarray:
    """Expected money per day with orders: by the model, else the customer's own mean, else the shop's; never negative.

    Customers who got back all they paid are expected to bring nothing.
    """
    if not days.knows_money:
        return np.full(len(days.names), np.nan)
    seen, revenue = Spend.of(days), revenue_of(days)
    if model is not None:
        usable = np.where(seen.mean > 0, seen.orders, 0)
        spend = model.expected_spend(usable, seen.mean)
    else:
        known = known_amounts(days)
        shop = revenue.sum() / known.sum()
        spend = np.divide(revenue, known, out=np.full(known.size, shop), where=known > 0)
    refunded = (seen.orders > 0) & (seen.mean <= 0) | paid_nothing(days, revenue)
    return np.where(refunded, 0.0, np.maximum(spend, 0.0))


def paid_nothing(days: PurchaseDays, revenue: np.ndarray) -> np.ndarray:
    """Customers with known amounts whose money adds up to nothing or less."""
    return np.asarray((known_amounts(days) > 0) & (revenue <= 0))


def known_amounts(days: PurchaseDays) -> np.ndarray:
    """How many days with orders of each customer have a known amount."""
    return np.asarray(days.per_customer((~np.isnan(days.amount)).astype(np.int64)))


@dataclass(frozen=True, kw_only=True, eq=False)
class MoneyTest:
    """How far money foreseen of known customers was off on the hidden stretches, the last one first.

    `foreseen` and `came` in all (of a sample of large shops' customers), a single day counting for no more than it may
    in the forecast; `spread` as of `Lead`, of money; `ranges`: between what nine of ten customers ended of whom about
    so much was foreseen.
    """

    foreseen: tuple[float, ...]
    came: tuple[float, ...]
    spread: float
    ranges: Ranges | None

    @property
    def misses(self) -> tuple[float, ...]:
        """Relative misses of the totals: 0.1 is 10% too much."""
        return tuple(foreseen / came - 1 for foreseen, came in zip(self.foreseen, self.came, strict=True))

    @property
    def off_by(self) -> float:
        """By what share of itself a total to come may be off; see `Lead.off_by`."""
        return float(np.expm1(self.spread))


def money_test(trials: list[Trial], lead: Lead) -> MoneyTest | None:
    """Money foreseen before each stretch, the orders of the forecast that leads × money per order, and what came.

    None where nothing came in any stretch.
    """
    pairs = [pair for trial in trials if (pair := _money(trial.sampled(), lead)) is not None]
    if not pairs:
        return None
    return MoneyTest(
        foreseen=tuple(float(predicted.sum()) for predicted, _ in pairs),
        came=tuple(float(actual.sum()) for _, actual in pairs),
        spread=spread_of_totals(pairs, customers=len(trials[0].actual)),
        ranges=ranges(*map(np.concatenate, zip(*pairs, strict=True))),
    )


def _money(trial: Trial, lead: Lead) -> tuple[np.ndarray, np.ndarray] | None:
    if not trial.known.knows_money or any(part not in trial.predicted for part in lead.parts):
        return None
    limit = spend_limit(trial.known)
    known = limit.bounded(trial.known)
    seen = Spend.of(known)
    try:
        model = fit_gamma_gamma(seen.orders, seen.mean)
    except RetentionError:  # the customers' own means stand in, as in the forecast itself
        model = None
    predicted = lead.average(trial.predicted) * expected_spend(known, model)
    actual = trial.money(limit.limit)
    return (predicted, actual) if actual.sum() > 0 else None
