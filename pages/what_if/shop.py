"""The shop a what-if question is asked about, from orders or three totals, and what its answer is made of."""

import streamlit as st

from pages.shared import cached, chips, session, totals, widgets
from pages.shared.settings import MONEY, ORDERS_EACH
from retention import charts, whatif
from retention.charts import whatif as whatif_charts
from retention.narrate import whatif as words
from retention.narrate import whatif_answer, whatif_costs, whatif_published
from retention.narrate.texts import _
from retention.orders import Orders
from retention.whatif import Comparison, Shop
from retention.whatif.shop import shop_of


def of_orders(orders: Orders) -> Shop:
    """The shop's own course; its last period's totals where the history carries no forecast.

    Raises RetentionError where not even those are known.
    """
    calendar = session.calendar()
    with st.spinner(_("Learning how your customers come back, and testing forecasts on your own past …")):
        return shop_of(
            orders,
            calendar,
            estimated=lambda: cached.baseline(orders, calendar),
            rates=lambda: cached.rates(orders, calendar, "previous"),
        )


def ask_totals() -> Shop:
    """Three totals and the value of an order, asked for. Raises RetentionError where they cannot be."""
    with st.grid(3, min_column_width=170):
        start, active, new = totals.ask_totals()
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
            tuple(chips.GRAINS),
            index=3,
            format_func=lambda name: _(chips.GRAINS[name]),
            key="total-grain",
            persist_state="session",
        )
    if (start, active, new) == totals.EXAMPLE:
        st.caption(_("These are numbers of an example: put in your own."))
    base = whatif.bucket(
        at_start=start, active=active, new=new, order_value=value, orders_per_buyer=float(orders), grain=grain
    )
    return Shop(base=base, grain=grain)


def render_sources(shop: Shop, found: Comparison) -> None:
    """The waterfall from today's course to the changed one; nothing where nothing is changed or money unknown."""
    if not found.scenario.levers or not shop.has_money:
        return
    heading = _("Where it comes from")
    st.markdown(f"**{heading}**")
    unit = _("Profit") if shop.measure(found.scenario) == "npv" else _("Revenue")
    widgets.figure(charts.bridge(whatif_answer.sources(shop, found), unit=unit, alt_text=_("Where it comes from")))
    st.caption(whatif_answer.sources_note(found))


def render_readings(shop: Shop, found: Comparison) -> None:
    """The three readings of a retention change as bars: what each would bring."""
    rows = whatif_answer.reading_rows(shop, found)
    if found.scenario.crr_change and not rows.empty:
        unit = {"npv": _("Profit"), "revenue_total": _("Revenue"), "orders": _("Orders")}
        titles = {"label": " ", "text": unit[shop.measure(found.scenario)], "range": words.column("band")}
        title = _("Three ways for customers to come back more often")
        widgets.figure(whatif_charts.readings(rows, titles=titles, alt_text=title))
    else:
        st.markdown(_("Ask for a change of retention, and its three readings stand here."))


def render_meanings(shop: Shop, found: Comparison) -> None:
    """What each reading of a retention change assumes, and what it can reach at most."""
    st.markdown("\n".join(f"- {reading}" for reading in whatif_answer.readings(shop, found)))
    st.caption(_("Nobody is turned into a regular by one more purchase: habits stay, only their number changes."))


def render_sensitivity(shop: Shop, found: Comparison) -> None:
    """Which lever matters most, each moved by a tenth and the others kept; nothing without money."""
    if not shop.has_money:
        return
    table = whatif.sensitivity(shop.base, found.scenario)
    heading = _("What matters most?")
    st.markdown(f"**{heading}**")
    st.markdown(whatif_costs.heaviest_lever(shop, found, table))
    names = {"kept": _("A tenth more"), "lost": _("A tenth less")}
    titles = {"label": " ", "text": _("Change of the result")}
    rows = whatif_costs.lever_ends(table, shop.currency)
    widgets.figure(whatif_charts.tornado(rows, names=names, titles=titles, alt_text=_("What matters most?")))
    if table["limited"].any():
        st.caption(_("Retention could not be moved the whole tenth in this reading."))


def render_published(shop: Shop, found: Comparison) -> None:
    """The visitor's own figure, the famous 25 to 95% with its sources, and why they differ."""
    heading = _("Why not 25 to 95%?")
    st.markdown(f"**{heading}**")
    own = whatif_published.own_share(shop, found)
    if own:
        st.markdown(own)
    st.markdown(whatif_published.why_not_famous(found))
    with st.expander(_("What has been published"), icon=":material/menu_book:"):
        st.markdown("\n".join(f"- {claim}" for claim in whatif_published.published_claims()))
        st.caption(_("Other people's shops, other definitions: shown for orientation, never as a promise."))
