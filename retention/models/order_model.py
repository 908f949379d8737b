"""What every model of order times can say, and which ones there are."""

from collections.abc import Callable, Mapping
from typing import ClassVar, Protocol

import numpy as np

from retention.models.bg_nbd import BgNbd, MbgNbd, fit_bg_nbd, fit_mbg_nbd
from retention.models.maximum_likelihood import Estimate
from retention.models.mbg_cnbd_k import MbgCnbdK, fit_mbg_cnbd_k
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

    def discounted_orders(self, histories: PurchaseHistories, *, weekly: float) -> np.ndarray:
        """All orders to come of each row's customer, discounted."""


FITS: Mapping[str, Callable[[PurchaseHistories], OrderModel]] = {
    ParetoNbd.name: fit_pareto_nbd,
    MbgNbd.name: fit_mbg_nbd,
    MbgCnbdK.name: fit_mbg_cnbd_k,
    BgNbd.name: fit_bg_nbd,
}
# It takes everyone who bought once for a customer for ever, so nobody may rely on it where another model can be had.
IMMORTAL = BgNbd.name


def adds_nothing(model: OrderModel) -> bool:
    """Whether it is another model under another name: MBG/CNBD-k where orders follow no rhythm (k = 1) is MBG/NBD."""
    return isinstance(model, MbgCnbdK) and model.k == 1


def discounted_orders(model: OrderModel, histories: PurchaseHistories, *, yearly: float) -> np.ndarray:
    """All orders to come of each row's customer, an order in t years counting (1 + yearly)^-t.

    `yearly` is a fraction above 0 (without a discount, orders to come may add up to infinity).
    """
    return model.discounted_orders(histories, weekly=float(np.log1p(yearly)) / WEEKS_PER_YEAR)
