"""What a shop should know about its customers before anything else, in a few counts."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from retention.analysis.customers.table import Customers, slipping
from retention.defaults import DUE_DAYS, LIKELY_ALIVE


@dataclass(frozen=True, kw_only=True, eq=False)
class Briefing:
    """The customers to know of first, each group as a table with the rows of `Customers.table`, made when asked for.

    `due` looks `due_days` beyond the last day of the data.
    """

    found: Customers
    due_days: int

    @property
    def customers(self) -> int:
        """How many there are in all."""
        return len(self.found.table)

    @property
    def vip_revenue_share(self) -> float:
        """What the VIPs bring of all revenue; NaN without money."""
        return self.found.vip_revenue_share

    @cached_property
    def vips(self) -> pd.DataFrame:
        """The VIPs, most revenue first."""
        return _picked(self.found.table, self.found.table["vip"], -self.found.table["revenue"])

    @cached_property
    def slipping(self) -> pd.DataFrame:
        """Those who wait longer than their rhythm explains, the most worthwhile call first; see `slipping`."""
        return slipping(self.found)

    @cached_property
    def worth_calling(self) -> pd.DataFrame:
        """Those of them who are more likely still customers than gone; all, where the model cannot tell."""
        away = self.slipping
        return away[away["p_alive"] >= LIKELY_ALIVE] if self.found.sees_leaving else away

    @cached_property
    def vips_worth_calling(self) -> pd.DataFrame:
        """The VIPs among those."""
        return self.worth_calling[self.worth_calling["vip"]]

    @property
    def at_stake(self) -> float:
        """What these VIPs would bring in a year if they stayed; NaN when unknown."""
        return float(self.vips_worth_calling["value_at_stake"].sum(min_count=1))

    @cached_property
    def one_time(self) -> pd.DataFrame:
        """Those who bought on one day only, newest first."""
        table = self.found.table
        return _picked(table, table["order_days"] == 1, table["days_since_last"])

    @cached_property
    def due(self) -> pd.DataFrame:
        """Those expected to order soon, soonest first."""
        day, now = self.found.table["expected_next"], pd.Timestamp(self.found.as_of)
        return self._waiting((day > now) & (day <= now + pd.Timedelta(days=self.due_days)))

    @cached_property
    def overdue(self) -> pd.DataFrame:
        """Those past the day they were expected, but not slipping yet, longest overdue first."""
        return self._waiting(self.found.table["expected_next"] <= pd.Timestamp(self.found.as_of))

    def _waiting(self, when: pd.Series) -> pd.DataFrame:
        table = self.found.table
        return _picked(table, when & ~table["slipping"], table["expected_next"], -table["revenue"])


def briefing(found: Customers, *, due_days: int = DUE_DAYS) -> Briefing:
    """What to know first of these customers; `due` looks `due_days` ahead."""
    return Briefing(found=found, due_days=due_days)


def _picked(table: pd.DataFrame, which: pd.Series, *by: pd.Series) -> pd.DataFrame:
    """The rows that are meant, in ascending order of `by`, the first one first; ties as they are."""
    rows = np.flatnonzero(which)
    order = np.lexsort([key.to_numpy()[rows] for key in reversed(by)])
    return table.iloc[rows[order]]
