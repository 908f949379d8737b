"""What a model of spending knows of customers: how many orders they placed, and what these were worth on average."""

from typing import NamedTuple

import numpy as np
import pandas as pd

_FINE = 52 - 6  # bits of a number left out where its six leading binary digits say enough: groups are 1/64 wide
_ROUGH = 0.1  # width of a group, in the logarithm, in a rough copy
_BLOCK = 65_536  # customers at a time, so that what is in between never leaves the processor's cache
_TABLE = 50_000  # groups that may always be counted in a table, however few the customers
_NOTHING = 1e-9  # a spread this small, relative to the mean, is rounding


class Spenders(NamedTuple):
    """Customers, or groups of customers alike, by their number of `orders` and the `mean` value of these.

    `customers` says how many customers each row stands for.
    """

    orders: np.ndarray
    mean: np.ndarray
    customers: np.ndarray

    @property
    def correlation(self) -> float | None:
        """Of orders and mean value over customers; None when all have the same count."""
        share = self.customers / self.customers.sum()
        # In units of the largest, as squares of huge or tiny amounts would leave the range of numbers.
        x, z = (values - (share * values).sum() for values in (self.orders, self.mean / self.mean.max()))
        spread = (share * x**2).sum() * (share * z**2).sum()
        return float((share * x * z).sum() / np.sqrt(spread)) if spread > 0 else None

    @classmethod
    def grouped(cls, orders: np.ndarray, mean: np.ndarray) -> "Spenders":
        """Customers of one count and nearly one mean as two rows: the same likelihood from far fewer rows.

        The two keep the number of customers and the sums of their means, squares and cubes (Gauss quadrature). What
        Gamma-Gamma takes the logarithm of, z and v + x z, has a fourth derivative of at most 6 / z⁴, and groups are
        z / 64 wide: the log-likelihood of a customer changes by less than (2 p x + q) / 64⁵ / 4. With p = 6 and
        three orders each that is below 0.1 for ten million. Those with so many orders that hardly anybody has as
        many stand for themselves.
        """
        lowest, highest = (int(edge.view(np.int64) >> _FINE) for edge in (mean.min(), mean.max()))
        span = highest - lowest + 1
        rare = orders >= max(_TABLE, orders.size) // span
        if rare.any():
            rest = cls(orders[rare], mean[rare], np.ones(int(rare.sum())))
            orders, mean = orders[~rare], mean[~rare]
        else:
            rest = cls(orders[:0], mean[:0], np.ones(0))
        sums = _sums(orders, mean, lowest, span)
        found = np.flatnonzero(sums[0])
        customers = sums[0, found]
        edge = ((found % span + lowest) << _FINE).view(np.float64)
        pairs = _two_each(cls(found // span, edge, customers), sums[1:, found] / customers)
        return cls(*map(np.concatenate, zip(pairs, rest, strict=True)))

    def rough(self) -> "Spenders":
        """Few rows, near enough to start a search from: customers of one count and roughly one mean as one row."""
        step = np.floor(np.log(self.mean) / _ROUGH).astype(np.int64)
        step -= step.min()
        span = int(step.max()) + 1
        place, group = ranked(self.orders * span + step)
        customers = np.bincount(place, self.customers)
        return Spenders(group // span, np.bincount(place, self.customers * self.mean) / customers, customers)


def _sums(orders: np.ndarray, mean: np.ndarray, lowest: int, span: int) -> np.ndarray:
    """Customers of each group, and how far their means lie above its lower edge: sums, of squares, of cubes."""
    size = (int(orders.max(initial=0)) + 1) * span
    sums = np.zeros((4, size))
    for start in range(0, mean.size, _BLOCK):
        value = mean[start : start + _BLOCK]
        step = value.view(np.int64) >> _FINE
        above = value - (step << _FINE).view(np.float64)
        key = orders[start : start + _BLOCK] * span + (step - lowest)
        square = above * above
        sums[0] += np.bincount(key, minlength=size)
        for place, part in enumerate((above, square, square * above), start=1):
            sums[place] += np.bincount(key, part, size)
    return sums


def _two_each(groups: Spenders, moments: np.ndarray) -> Spenders:
    """Two rows per group that keep three moments of how far means lie above `groups.mean`; one where all are alike."""
    first, second, third = moments
    spread = np.sqrt(np.maximum(second - first**2, 0.0))
    apart = np.flatnonzero(spread > _NOTHING * groups.mean)
    alike = np.flatnonzero(spread <= _NOTHING * groups.mean)
    middle = groups.mean + first
    wide, base = spread[apart], first[apart]
    lean = (third[apart] - 3 * base * second[apart] + 2 * base**3) / wide**3 / 2
    reach = np.sqrt(1 + lean**2)
    share = (1 - lean / reach) / 2
    return Spenders(
        np.r_[groups.orders[alike], groups.orders[apart], groups.orders[apart]],
        np.r_[middle[alike], middle[apart] + wide * (lean + reach), middle[apart] + wide * (lean - reach)],
        np.r_[groups.customers[alike], groups.customers[apart] * share, groups.customers[apart] * (1 - share)],
    )


def ranked(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Place of each whole number among the distinct ones, and these in ascending order."""
    place, distinct = pd.factorize(values)
    order = np.argsort(distinct)
    rank = np.empty_like(order)
    rank[order] = np.arange(order.size)
    return rank[place], distinct[order]
