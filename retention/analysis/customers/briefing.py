"""What a shop should know about its customers before anything else, in a few counts."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from retention.analysis.customers.table import Customers, slipping, with_p_gone
from retention.defaults import DUE_DAYS, FEW_CUSTOMERS, LIKELY_ALIVE


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
    def has_many(self) -> bool:
        """Whether there are customers enough for a share of them to say anything."""
        return self.customers >= FEW_CUSTOMERS

    @property
    def due_by(self) -> dt.date:
        """The day until which `due` looks."""
        return self.found.as_of + dt.timedelta(days=self.due_days)

    @property
    def vip_customer_share(self) -> float:
        """The share of all customers that the VIPs are; a little more than was asked where it is no whole number."""
        return len(self.vips) / self.customers

    @property
    def vip_revenue(self) -> float:
        """What the VIPs bring; customers whose refunds exceed their orders bring 0."""
        return float(self.vips["revenue"].clip(lower=0).sum())

    @property
    def revenue(self) -> float:
        """What all customers bring, counted as `vip_revenue` is."""
        return float(self.found.table["revenue"].clip(lower=0).sum())

    @property
    def vip_revenue_share(self) -> float:
        """What the VIPs bring of all revenue; NaN without money."""
        return self.found.vip_revenue_share

    @cached_property
    def vips(self) -> pd.DataFrame:
        """The VIPs, most revenue first, with `p_gone` added."""
        table = self.found.table
        return with_p_gone(_picked(table, table["vip"], -table["revenue"]))

    @cached_property
    def slipping(self) -> pd.DataFrame:
        """Customers who wait longer than their rhythm explains, the most worthwhile call first; see `slipping`."""
        return slipping(self.found)

    @cached_property
    def worth_calling(self) -> pd.DataFrame:
        """Customers slipping away who are more likely still customers than gone; all, where the model cannot tell."""
        waiting = self.slipping
        return waiting[waiting["p_alive"] >= LIKELY_ALIVE] if self.found.sees_leaving else waiting

    @property
    def first_to_call(self) -> pd.DataFrame:
        """Those worth calling; where all are more likely gone, who is worth most by what is left of the chance."""
        return self.slipping if self.worth_calling.empty else self.worth_calling

    @cached_property
    def vips_worth_calling(self) -> pd.DataFrame:
        """The VIPs among `worth_calling`."""
        return self.worth_calling[self.worth_calling["vip"]]

    @property
    def vips_gone(self) -> int:
        """How many VIPs are slipping away and more likely gone than still customers."""
        return int(self.slipping["vip"].sum()) - len(self.vips_worth_calling)

    @property
    def at_stake(self) -> float:
        """What the VIPs worth calling would bring in a year, times the chance that they are gone; NaN when unknown."""
        return float(self.vips_worth_calling["value_at_stake"].sum(min_count=1))

    @cached_property
    def one_time(self) -> pd.DataFrame:
        """Customers who bought on one day only, newest first."""
        table = self.found.table
        return _picked(table, table["order_days"] == 1, table["days_since_last"])

    @property
    def one_time_share(self) -> float:
        """The share of all customers who bought on one day only; NaN where there are no customers."""
        return len(self.one_time) / self.customers if self.customers else float("nan")

    @property
    def one_time_revenue(self) -> float:
        """What the one-time buyers brought together; NaN where no amount is known."""
        return float(self.one_time["revenue"].sum(min_count=1))

    @property
    def one_time_late(self) -> int:
        """How many one-time buyers wait longer than is usual before a second order."""
        return int(self.one_time["late"].sum())

    @property
    def one_time_open(self) -> int:
        """How many one-time buyers are still within the usual time before a second order."""
        return len(self.one_time) - self.one_time_late

    @property
    def usual_gap(self) -> float:
        """Days in which half of those who order a second time do so; NaN where nobody did or nobody is waiting."""
        return self._of_one_time("rhythm")

    @property
    def usual_limit(self) -> float:
        """Days in which nine of ten of those who order a second time do so; NaN as `usual_gap`."""
        return self._of_one_time("slips_after")

    def _of_one_time(self, column: str) -> float:
        return float(self.one_time[column].iloc[0]) if len(self.one_time) else float("nan")

    @cached_property
    def due(self) -> pd.DataFrame:
        """Customers expected to order soon, soonest first."""
        day, now = self.found.table["expected_next"], pd.Timestamp(self.found.as_of)
        return self._waiting((day > now) & (day <= now + pd.Timedelta(days=self.due_days)))

    @cached_property
    def overdue(self) -> pd.DataFrame:
        """Customers past the day they were expected, those slipping away left out, longest overdue first."""
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
