"""sBG: both cohorts of the paper, fitted on years 0 to 7 and asked about years 8 to 12."""

import numpy as np
import pytest

from retention.errors import RetentionError
from retention.models.shifted_beta_geometric import ShiftedBetaGeometric, fit_shifted_beta_geometric

# Fader & Hardie 2007, table 1: percent alive of 1,000 customers each, after 0 to 12 years.
REGULAR = np.array([100, 63.1, 46.8, 38.2, 32.6, 28.9, 26.2, 24.1, 22.3, 20.7, 19.4, 18.3, 17.3]) * 10
HIGH_END = np.array([100, 86.9, 74.3, 65.3, 59.3, 55.1, 51.7, 49.1, 46.8, 44.5, 42.7, 40.9, 39.4]) * 10


@pytest.mark.parametrize(
    ("alive", "alpha", "beta", "log_likelihood", "ahead"),
    [
        (REGULAR, 0.704, 1.182, -1680.27, [22.0, 20.4, 19.1, 18.0, 17.0]),
        (HIGH_END, 0.668, 3.806, -1611.16, [46.0, 43.6, 41.4, 39.5, 37.8]),
    ],
    ids=["regular", "high-end"],
)
def test_fader_hardie_2007(
    alive: np.ndarray, alpha: float, beta: float, log_likelihood: float, ahead: list[float]
) -> None:
    model = fit_shifted_beta_geometric(alive[:8])
    assert model.fit is not None
    assert model.parameters == pytest.approx({"alpha": alpha, "beta": beta}, abs=5e-4)
    assert model.fit.log_likelihood == pytest.approx(log_likelihood, abs=5e-3)
    assert model.survival(range(8, 13)) * 100 == pytest.approx(ahead, abs=0.05)
    assert np.abs(model.survival(range(8, 13)) * 1000 - alive[8:]).max() < 20


def test_retention_is_survival_over_survival() -> None:
    model = ShiftedBetaGeometric(alpha=0.7, beta=1.2)
    survival = model.survival(range(6))
    assert survival[0] == 1
    assert model.retention(range(1, 6)) == pytest.approx(survival[1:] / survival[:-1])
    assert (np.diff(model.retention(range(1, 6))) > 0).all()


def test_known_parameters_come_back() -> None:
    rng = np.random.default_rng(8)
    left_after = rng.geometric(rng.beta(1.5, 4.0, 50_000))
    model = fit_shifted_beta_geometric([(left_after > t).sum() for t in range(8)])
    assert model.fit is not None
    assert np.abs((np.array([model.alpha, model.beta]) - [1.5, 4.0]) / model.fit.standard_errors).max() < 3


@pytest.mark.parametrize("alive", [[100], [100, 80], [100, 100, 100], [0, 0, 0], [100, 50, 60]])
def test_not_a_cohort(alive: list[int]) -> None:
    with pytest.raises(RetentionError) as caught:
        fit_shifted_beta_geometric(alive)
    assert caught.value.code == "cohort_not_falling"
