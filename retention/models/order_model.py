"""What every model of order times can say, and which ones there are."""

from collections.abc import Callable, Mapping
from typing import ClassVar, Protocol

import numpy as np

from retention.models.bg_nbd import BgNbd, MbgNbd, fit_bg_nbd, fit_mbg_nbd
from retention.models.buy_till_you_die import Pairs
from retention.models.maximum_likelihood import Estimate
from retention.models.pareto_nbd import ParetoNbd, fit_pareto_nbd
from retention.models.purchase_histories import PurchaseHistories

DAYS_PER_YEAR = 365
WEEKS_PER_YEAR = DAYS_PER_YEAR / 7


class OrderModel(Protocol):
    """A fitted model of when customers order and whether they still do. Orders are days with orders."""

    name: ClassVar[str]

    @property
    def fit(self) -> Estimate | None:
        """Log-likelihood and standard errors, in the order of `parameters`."""

    @property
    def parameters(self) -> dict[str, float]:
        """Parameters by name."""

    def p_alive(self, histories: PurchaseHistories) -> np.ndarray:
        """Probability that each row's customer has not left by T."""

    def expected_orders(self, histories: PurchaseHistories, *, weeks: float) -> np.ndarray:
        """Expected orders of each row's customer in the `weeks` after T."""

    def expected_of_new(self, weeks: np.ndarray) -> np.ndarray:
        """Expected repeat orders of a customer in the `weeks` since the first order."""

    def discounted_if_alive(self, x: np.ndarray, t: np.ndarray, *, weekly: float) -> np.ndarray:
        """All orders to come of those who have not left, discounted."""


FITS: Mapping[str, Callable[[PurchaseHistories], OrderModel]] = {
    ParetoNbd.name: fit_pareto_nbd,
    MbgNbd.name: fit_mbg_nbd,
    BgNbd.name: fit_bg_nbd,
}
# It takes everyone who bought once for a customer for ever, so nobody may rely on it where another model can be had.
IMMORTAL = BgNbd.name


def discounted_orders(model: OrderModel, histories: PurchaseHistories, *, yearly: float) -> np.ndarray:
    """All orders to come of each row's customer, an order in t years counting (1 + yearly)^-t.

    `yearly` is a fraction above 0 (without a discount, orders to come may add up to infinity).
    """
    pairs = Pairs.of(histories.repeats, histories.age, histories.times)
    discounted = model.discounted_if_alive(pairs.x, pairs.t, weekly=float(np.log1p(yearly)) / WEEKS_PER_YEAR)
    return np.asarray(model.p_alive(histories) * discounted[pairs.place])
