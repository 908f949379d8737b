"""What a what-if question stands on: the orders, one period of them, or three totals typed in."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from pages.shared import cached, frame, session, widgets
from pages.shared.settings import COUNT, MONEY, ORDERS_EACH
from retention import whatif
from retention.errors import RetentionError
from retention.narrate.texts import _
from retention.orders import Orders
from retention.whatif import Base, Baseline

TOO_LITTLE = frozenset({"too_little_history", "no_repeat_buyers", "nobody_lately"})
"""Refusals of the forecast after which one period's totals can still answer."""

EXAMPLE = 9000, 5000, 2000
"""Totals to begin with, as on the Data page."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Ground:
    """A shop as the page sees it: `orders` is None for totals typed in, `refusal` says why no forecast was possible."""

    base: Base
    grain: str
    currency: str | None = None
    orders: Orders | None = None
    refusal: RetentionError | None = None

    @property
    def tested(self) -> Baseline | None:
        """The forecast with its tests; None where only totals are known."""
        return self.base if isinstance(self.base, Baseline) else None

    @property
    def has_money(self) -> bool:
        """Whether anything can be said about revenue."""
        if self.orders is not None and not cached.overview(self.orders).has_money:
            return False
        return whatif.knows_money(self.base)


def of_orders(orders: Orders) -> Ground:
    """The shop's own course; its last period's totals where the history carries no forecast."""
    calendar = session.calendar()
    grain = str(calendar.grain)
    try:
        with st.spinner(_("Learning how your customers come back, and testing forecasts on your own past …")):
            base: Base = cached.baseline(orders, grain, calendar.year_start)
    except RetentionError as refusal:
        if refusal.code not in TOO_LITTLE:
            raise
        last = _of_period(cached.rates(orders, grain, "previous", calendar.year_start), grain, refusal)
        return Ground(base=last, grain=grain, currency=orders.currency, orders=orders, refusal=refusal)
    return Ground(base=base, grain=grain, currency=orders.currency, orders=orders)


def _of_period(rates: pd.DataFrame, grain: str, refusal: RetentionError) -> Base:
    """The leaky bucket of the last finished period; raises `refusal` again where not even that is known."""
    known = rates[rates["complete"] & (rates["customers_at_start"] > 0)]
    if known.empty:
        raise refusal
    row = known.iloc[-1]
    kept, new, orders = int(row["retained"]), int(row["new"]), int(row["orders"])
    paid = orders > 0 and row["revenue"] == row["revenue"] and row["revenue"] > 0
    return whatif.bucket(
        at_start=int(row["customers_at_start"]),
        active=kept + new,
        new=new,
        order_value=float(row["revenue"]) / orders if paid else None,
        orders_per_buyer=orders / max(int(row["active"]), 1),
        grain=grain,
    )


def of_totals() -> Ground:
    """Three totals and the value of an order, asked for. Raises RetentionError where they cannot be."""
    with st.grid(3, min_column_width=170):
        start = _count("S", _("Customers at the start"), EXAMPLE[0])
        active = _count("E", _("Customers in the period"), EXAMPLE[1])
        new = _count("N", _("of these, first-time buyers"), EXAMPLE[2])
        value = st.number_input(
            _("Average order value"),
            **widgets.limits(MONEY),
            value=None,
            key="total-value",
            persist_state="session",
        )
        orders = st.number_input(
            _("Orders per customer in the period"),
            **widgets.limits(ORDERS_EACH),
            value=1.0,
            key="total-orders",
            persist_state="session",
        )
        grain = st.selectbox(
            _("Length of a period"),
            tuple(frame.GRAINS),
            index=3,
            format_func=lambda name: _(frame.GRAINS[name]),
            key="total-grain",
            persist_state="session",
        )
    if (start, active, new) == EXAMPLE:
        st.caption(_("These are numbers of an example: put in your own."))
    base = whatif.bucket(
        at_start=start, active=active, new=new, order_value=value, orders_per_buyer=float(orders), grain=grain
    )
    return Ground(base=base, grain=grain)


def _count(letter: str, label: str, example: int) -> int:
    """The same question as on the Data page, under the same key: nobody is asked twice."""
    return int(
        st.number_input(
            f"**{letter}** {label}",
            **widgets.limits(COUNT),
            value=example,
            key=f"total-{letter}",
            persist_state="session",
        )
    )
