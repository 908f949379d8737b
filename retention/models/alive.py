"""P(alive) put right by what happened: models that call customers gone are held to those who came back all the same."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from retention.models.mbg_cnbd_k import MbgCnbdK
from retention.models.order_model import OrderModel
from retention.models.purchase_histories import DAYS_PER_WEEK, PurchaseHistories
from retention.models.trials import Trial

_BINS = 20
_IN_A_BIN = 50  # customers from whom a share is known to seven points
_CERTAIN = 1e-9


@dataclass(frozen=True, kw_only=True, eq=False)
class AliveCalibration:
    """What a model's P(alive) was worth on the hidden stretches.

    `table`: one row per bin of customers by P(alive), lowest first: `customers`, `predicted` (the model's mean),
    `ordered` (the share who ordered in the stretch), `if_alive` (the chance that somebody like them who is still a
    customer orders in it) and `calibrated`, P(alive) as it should have been: `ordered` / `if_alive` of bins put
    together until it rises with `predicted`, never quite 0.

    Source: Barlow, Bartholomew, Bremner & Brunk, Statistical Inference under Order Restrictions, 1972 (pooling
    adjacent violators).
    """

    table: pd.DataFrame

    def __call__(self, p_alive: np.ndarray) -> np.ndarray:
        """Calibrated P(alive) from the model's; between the bins along straight lines, beyond them as in the last."""
        predicted, calibrated = self.table["predicted"].to_numpy(), self.table["calibrated"].to_numpy()
        return np.asarray(np.interp(p_alive, predicted, calibrated))


def calibrated_alive(trials: list[Trial], model: str) -> AliveCalibration | None:
    """How a model's P(alive) did on all hidden stretches together; None where there are too few customers to say."""
    parts = [_of_trial(trial.sampled(), trial.models[model]) for trial in trials if model in trial.models]
    customers: pd.DataFrame = pd.concat(parts, ignore_index=True).sort_values("predicted", kind="stable")
    bins = min(_BINS, len(customers) // _IN_A_BIN)
    if bins < 2:
        return None
    from scipy.optimize import isotonic_regression  # here, for it takes long to load and most pages do without

    # Customers alike stand in one bin, however many they are.
    place = np.minimum(customers["predicted"].rank(method="min").to_numpy() * bins // len(customers), bins - 1)
    groups = customers.groupby(place)
    means = groups.mean()
    weight = groups["if_alive"].sum().to_numpy()
    # Half a customer more on either side, so that nobody is certain of anything from fifty.
    target = np.minimum((groups["ordered"].sum().to_numpy() + 0.5) / (weight + 1.0), 1.0)
    return AliveCalibration(
        table=pd.DataFrame(
            {
                "customers": groups.size().to_numpy(),
                "predicted": means["predicted"].to_numpy(),
                "ordered": means["ordered"].to_numpy(),
                "if_alive": means["if_alive"].to_numpy(),
                "calibrated": isotonic_regression(target, weights=np.maximum(weight, _CERTAIN)).x,
            }
        )
    )


def _of_trial(trial: Trial, model: OrderModel) -> pd.DataFrame:
    histories = trial.known.histories
    alive = model.p_alive(histories)
    expected = model.expected_orders(histories, weeks=trial.stretch.days / DAYS_PER_WEEK)
    return pd.DataFrame(
        {
            "predicted": alive,
            "ordered": (trial.actual > 0).astype(float),
            "if_alive": orders_at_all(model, histories, expected / np.maximum(alive, _CERTAIN)),
        }
    )


def orders_at_all(model: OrderModel, histories: PurchaseHistories, expected: np.ndarray) -> np.ndarray:
    """The chance of one order or more of somebody still there, of whom so many orders are `expected`.

    Every model takes rates for Gamma distributed with shape r + x (r + k x with k ticks to an order) by now, so
    orders are nearly negative binomial: 1 - (1 + expected / shape)^-shape.
    """
    ticks = model.k if isinstance(model, MbgCnbdK) else 1
    shape = model.parameters["r"] + ticks * histories.repeats
    return np.asarray(-np.expm1(-shape * np.log1p(np.maximum(expected, 0.0) / shape)))
