"""The results a report tells: those of the other pages, worked out once and kept for both."""

import datetime as dt

import pandas as pd
import streamlit as st

from pages.shared import cached, target
from pages.shared.session import View
from retention.analysis.audit import DecileMoves
from retention.analysis.change import Change
from retention.analysis.customers import Customers
from retention.analysis.findings import Findings
from retention.analysis.money import MoneyBridge
from retention.analysis.pace import Pace
from retention.narrate.texts import N_, _
from retention.orders import Orders
from retention.periods import Calendar
from retention.report.material import Material, Work, gather
from retention.settings import Days
from retention.whatif import Baseline

STEPS = {
    "rates": N_("Counting who came back …"),
    "customers": N_("Working out every customer's rhythm and testing the forecast …"),
    "findings": N_("Looking for what stands out …"),
    "forecast": N_("Learning how your customers come back, and testing forecasts on your own past …"),
}
"""What is told while each step is worked out."""


class Kept(Work):
    """The parts as the other pages have them, so that a report says what they say and waits for nothing twice."""

    def figures(self, orders: Orders, calendar: Calendar, base: str | Days) -> pd.DataFrame:
        """The whole family of figures by period."""
        return cached.figures(orders, calendar, base)

    def rates(self, orders: Orders, calendar: Calendar, base: str | Days) -> pd.DataFrame:
        """Retention by period."""
        return cached.rates(orders, calendar, base)

    def change(
        self, orders: Orders, calendar: Calendar, base: str | Days, day: dt.date, against: dt.date | None
    ) -> Change | None:
        """Why the rate of the period that holds `day` differs from that of an earlier one."""
        return cached.change(orders, calendar, base, day, against)

    def pace(self, orders: Orders, calendar: Calendar, base: str | Days, target: float | None) -> Pace | None:
        """How the running or next period stands beside a target."""
        return cached.pace(orders, calendar, base, target)

    def cohorts(self, orders: Orders, calendar: Calendar, by: str | None, ages: str | int) -> dict[str, pd.DataFrame]:
        """Every cohort at every age, by mode."""
        return cached.cohorts(orders, calendar, by, ages)

    def customers(self, orders: Orders, vip_share: float, margin: float | None) -> Customers:
        """Everything about every customer."""
        return cached.customers(orders, vip_share, margin)

    def standing_out(self, orders: Orders, calendar: Calendar) -> Findings:
        """What stands out, but for who slips away."""
        return cached.standing_out(orders, calendar)

    def money_bridge(self, orders: Orders, first: Days, second: Days) -> MoneyBridge | None:
        """What made the revenue of two periods differ; None without amounts."""
        return cached.money_bridge(orders, first, second)

    def decile_moves(self, orders: Orders, first: Days, second: Days) -> DecileMoves:
        """What became of each tenth of the customers of the first of two periods."""
        return cached.decile_moves(orders, first, second)

    def baseline(self, orders: Orders, calendar: Calendar) -> Baseline:
        """Today's course of the shop with its tests."""
        return cached.baseline(orders, calendar)


def material(view: View, orders: Orders, vip_share: float, margin: float | None) -> Material:
    """The results of the period in view; of days of the visitor's own, of the latest period that is over.

    Raises RetentionError where the orders tell no period at all.
    """
    place = st.empty()  # what was worked out before needs no word
    with place, st.status(_("Putting the report together …")) as status:
        found = gather(
            orders,
            calendar=view.calendar,
            base=view.base,
            day=None if view.chosen is None else view.days[0],
            against=view.against,
            vip_share=vip_share,
            margin=margin,
            target=target.given(view),
            work=Kept(),
            progress=lambda step: status.update(label=_(STEPS[step])),
        )
    place.empty()
    return found
