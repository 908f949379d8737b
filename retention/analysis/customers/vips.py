"""VIPs: the few customers who bring most of the money, what they bring, and who joined or left them."""

import numpy as np
import pandas as pd

from retention.defaults import TOP_SHARE
from retention.errors import RequestError
from retention.models.purchase_days import PurchaseDays

_POINTS = 100  # of the Lorenz curve


def is_vip(revenue: np.ndarray, orders: np.ndarray, last: np.ndarray, *, share: float = TOP_SHARE) -> np.ndarray:
    """Whether each customer is among the top `share` by revenue: the smallest group that is at least that share.

    Equal revenue is decided by more orders, then by the later last order, then by place. Customers without
    revenue, or with unknown revenue, are never VIPs. RetentionError `share_out_of_range` (share) outside 0..1.
    """
    if not 0 < share <= 1:
        raise RequestError("share_out_of_range", share=share)
    known = np.nan_to_num(revenue)
    places = int(np.ceil(share * known.size - 1e-9))
    border = np.partition(known, known.size - places)[known.size - places]
    vip = known > border
    alike = np.flatnonzero(known == border)
    best = np.lexsort((alike, -last[alike], -orders[alike]))[: places - int(vip.sum())]
    vip[alike[best]] = True
    return np.asarray(vip & (known > 0))


def revenue_share(revenue: np.ndarray, vip: np.ndarray) -> float:
    """Share of the money that VIPs bring, NaN without money; customers whose refunds exceed their orders bring 0."""
    brought = np.maximum(np.nan_to_num(revenue), 0.0)
    return float(brought[vip].sum() / brought.sum()) if brought.sum() > 0 else float("nan")


def lorenz(revenue: np.ndarray) -> pd.DataFrame:
    """The Lorenz curve from the best customer down: what share of the money the best share of customers brings.

    One row per percent of customers, 0 to 100: `share_of_customers`, `share_of_revenue`, fractions. Refunds
    beyond a customer's orders count as 0. Empty without money.

    Source: Lorenz, Methods of Measuring the Concentration of Wealth, Publications of the American Statistical
    Association 9(70), 1905, drawn from the other end.

    >>> curve = rt.lorenz(np.array([70.0, 10.0, 10.0, 10.0]))
    >>> curve.iloc[[0, 25, 50, 100]]
         share_of_customers  share_of_revenue
    0                  0.00               0.0
    25                 0.25               0.7
    50                 0.50               0.8
    100                1.00               1.0
    """
    brought = np.sort(np.maximum(np.nan_to_num(revenue), 0.0))[::-1]
    if not brought.sum() > 0:
        return pd.DataFrame({"share_of_customers": [], "share_of_revenue": []}, dtype=float)
    customers = np.linspace(0, 1, _POINTS + 1)
    sums = np.r_[0.0, np.cumsum(brought)] / brought.sum()
    shares = np.interp(customers, np.linspace(0, 1, sums.size), sums)
    return pd.DataFrame({"share_of_customers": customers, "share_of_revenue": shares})


def revenue_of(days: PurchaseDays) -> np.ndarray:
    """Net money of each customer; what is unknown is left out, and without any amount it is NaN."""
    if not days.knows_money:
        return np.full(len(days.names), np.nan)
    return np.asarray(days.per_customer(np.nan_to_num(days.amount)) + days.returned)


def moves(days: PurchaseDays, *, since: int, share: float = TOP_SHARE) -> pd.DataFrame:
    """Who joined the VIPs and who fell out, against the standing at the end of day `since`.

    One row per customer who moved, joined first, then by revenue: `customer`, `move` (`joined`, `fell_out`),
    `revenue`, `revenue_before`, `rank`, `rank_before` (NaN for those who were no customers yet).
    """
    now, vip = revenue_of(days), _vips(days, share)
    known, before, was = days.first <= since, np.full(len(days.names), np.nan), np.zeros(len(days.names), dtype=bool)
    if known.any():
        earlier = days.until(since)
        before[known], was[known] = revenue_of(earlier), _vips(earlier, share)
    moved = np.flatnonzero(vip != was)
    table = pd.DataFrame(
        {
            "customer": days.names[moved],
            "move": np.where(vip[moved], "joined", "fell_out"),
            "revenue": now[moved],
            "revenue_before": before[moved],
            "rank": _ranks(now, moved),
            "rank_before": _ranks(before, moved),
        }
    )
    return table.sort_values(["move", "revenue"], ascending=[False, False], kind="stable", ignore_index=True)


def _vips(days: PurchaseDays, share: float) -> np.ndarray:
    return is_vip(revenue_of(days), days.per_customer(days.orders), days.last, share=share)


def _ranks(revenue: np.ndarray, places: np.ndarray) -> np.ndarray:
    """One more than those with more revenue, NaN without any; for some places only."""
    known = np.sort(revenue[~np.isnan(revenue)])
    rank = known.size - np.searchsorted(known, revenue[places], side="right") + 1.0
    return np.where(np.isnan(revenue[places]), np.nan, rank)
