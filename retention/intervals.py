"""Confidence intervals for shares of customers."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

Z_95 = 1.959963984540054  # standard normal quantile of 0.975


def wilson(successes: ArrayLike, trials: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """95% Wilson score interval of each share successes / trials, as fractions: (low, high), NaN where trials is 0.

    6 of 20 gives 0.146..0.519, 0 of 20 gives 0..0.161. The closed form of
    `scipy.stats.binomtest(...).proportion_ci(method="wilson")`, for whole columns.

    Source: Wilson, Probable Inference, the Law of Succession, and Statistical Inference, JASA 22(158), 1927.
    """
    n = np.asarray(trials, dtype=float)
    n = np.where(n > 0, n, np.nan)
    share = np.asarray(successes, dtype=float) / n
    scale = 1 + Z_95**2 / n
    centre = (share + Z_95**2 / (2 * n)) / scale
    reach = Z_95 / scale * np.sqrt(share * (1 - share) / n + Z_95**2 / (4 * n**2))
    # At 0 and at 1 the bound is the share itself; rounding would leave it a hair beside.
    low = np.where(share == 0, 0.0, centre - reach)
    high = np.where(share == 1, 1.0, centre + reach)
    return low, high


def share(successes: pd.Series, trials: pd.Series) -> pd.Series:
    """successes / trials, NaN where trials is 0."""
    return successes / trials.where(trials != 0)
