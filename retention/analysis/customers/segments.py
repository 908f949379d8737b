"""Segments: scores from 1 to 5 for recency, frequency and money, and the named group each combination falls into."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from retention.defaults import MANY_ORDERS, SEVERAL_ORDERS

SCORES = 5
_RULES = Path(__file__).with_name("segments.toml")
_ANY = (1, SCORES)
_MIDDLE = 3
_LONG_AGO = 2  # recency score up to which the rules say that the last order was long ago


@dataclass(frozen=True, kw_only=True)
class Segment:
    """A named group: the scores it takes (lowest and highest of each) and the code of its advice."""

    name: str
    advice: str
    r: tuple[int, int] = _ANY
    f: tuple[int, int] = _ANY
    m: tuple[int, int] = _ANY

    def takes(self, r: np.ndarray, f: np.ndarray, m: np.ndarray) -> np.ndarray:
        """Which combinations of scores fit."""
        fits = np.ones(np.shape(r), dtype=bool)
        for score, (low, high) in ((r, self.r), (f, self.f), (m, self.m)):
            fits &= (score >= low) & (score <= high)
        return fits


@cache
def rules(*, small: bool = False) -> tuple[Segment, ...]:
    """The segments in the order they are tried; `small` for shops with fewer than 60 customers."""
    with _RULES.open("rb") as file:
        found = tomllib.load(file)["small" if small else "segment"]
    return tuple(
        Segment(
            name=rule["name"],
            advice=rule["advice"],
            **{score: tuple(rule[score]) for score in ("r", "f", "m") if score in rule},
        )
        for rule in found
    )


def scores(values: np.ndarray, *, ties_up: bool = False) -> np.ndarray:
    """Scores 1..5 of numbers where more is better: rank first, then cut the ranks into fifths.

    Equal values get equal scores and the scale stays what it is: 5 means better than at least four fifths of all
    customers, however many of them are alike. Of customers alike the worst place counts, so that one-time buyers
    have frequency 1; with `ties_up` the best (a shop where everybody bought on the last day has recency 5).
    """
    rank = pd.Series(values).rank(method="max" if ties_up else "min").to_numpy()
    share = rank / len(rank) if ties_up else (rank - 1) / len(rank)
    cut = np.ceil(share * SCORES - 1e-9) if ties_up else np.floor(share * SCORES + 1e-9) + 1
    return np.asarray(np.clip(cut, 1, SCORES).astype(np.int64))


def in_rhythm(r: np.ndarray, late: np.ndarray) -> np.ndarray:
    """The recency score `r`, corrected by each customer's own rhythm, as segments use it.

    Whoever waits for longer than their rhythm explains (`late`) did not order lately, however recent that is beside
    others: 2 at most. Whoever does not, or whose rhythm nobody can know, is not at risk: 3 at least.
    """
    return np.asarray(np.where(late, np.minimum(r, _LONG_AGO), np.maximum(r, _LONG_AGO + 1)))


def without_proof(r: np.ndarray, f: np.ndarray, late: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Both scores where being `late` was tested and foretold nothing: such customers are middling, not at risk.

    Nor are they regulars who keep to their rhythm: of both scores 3 at most.
    """
    return np.where(late, _MIDDLE, r), np.where(late, np.minimum(f, _MIDDLE), f)


def by_count(f: np.ndarray, orders: np.ndarray) -> np.ndarray:
    """The frequency score `f`, corrected by how many orders there are, as segments use it.

    Whoever bought once is a one-time buyer (1) in a shop of daily buyers too, and who bought twice is no regular
    where nearly everybody bought once: 2. Three orders are not few (3 at least), ten are many (4 at least).
    """
    least = np.select([orders >= MANY_ORDERS, orders >= SEVERAL_ORDERS], [4, 3], default=1)
    return np.asarray(np.where(orders < SEVERAL_ORDERS, orders, np.maximum(f, least)))


def with_money(m: np.ndarray | None, revenue: np.ndarray) -> np.ndarray:
    """The money score `m`, corrected: 3 (neither much nor little) where no money is known, 1 where none was kept."""
    if m is None:
        return np.full(revenue.size, _MIDDLE)
    return np.asarray(np.where(revenue > 0, m, 1))


def names(r: np.ndarray, f: np.ndarray, m: np.ndarray, *, small: bool = False) -> pd.Series:
    """Name of the segment of each combination of scores put right; categories in the order of the rules."""
    segments = rules(small=small)
    codes = np.full(r.size, -1)
    for code, segment in enumerate(segments):
        codes[(codes < 0) & segment.takes(r, f, m)] = code
    kind = pd.CategoricalDtype([segment.name for segment in segments], ordered=True)
    return pd.Series(np.array(kind.categories)[codes], dtype=kind)


def summary(table: pd.DataFrame) -> pd.DataFrame:
    """What the segments of a customer table are: one row per segment of the rules, empty ones included.

    `segment`, `customers`, `share` of customers, `revenue`, `revenue_share` (NaN without money), `orders` per
    customer, `rhythm` (median days between orders), `days_since_last` (median), `advice` (code).
    """
    column = table["segment"]
    categories = list(column.cat.categories)
    advice = {segment.name: segment.advice for small in (False, True) for segment in rules(small=small)}
    groups = table.groupby("segment", observed=False)
    revenue = groups["revenue"].sum(min_count=0 if table["revenue"].notna().any() else 1)
    customers = groups.size()
    found = pd.DataFrame(
        {
            "customers": customers,
            "share": customers / len(table),
            "revenue": revenue,
            "revenue_share": revenue / table["revenue"].sum(min_count=1),
            "orders": groups["orders"].mean(),
            "rhythm": groups["rhythm"].median(),
            "days_since_last": groups["days_since_last"].median(),
            "advice": pd.Series(advice).reindex(categories),
        }
    )
    found.index = pd.Index(categories, name="segment")
    return found.reset_index()
