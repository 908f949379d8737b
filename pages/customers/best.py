"""The best customers: the share that counts as such, what they bring, and who joined or fell out."""

import altair as alt
import streamlit as st

from pages.customers.lists import render_list
from pages.shared import session, widgets
from pages.shared.settings import BEST_SHARE
from retention import charts
from retention.analysis.customers import Customers, lorenz, vip_moves
from retention.analysis.customers.briefing import Briefing
from retention.analysis.customers.table import move_counts, moved_customers
from retention.defaults import TOP_SHARE
from retention.narrate import customers
from retention.narrate.numbers import of_hundred, percent, share_of_hundred
from retention.narrate.texts import _

SHARE = "best"
"""The setting of how many percent of the customers count as the best."""
COLUMNS = ("customer", "revenue", "last_order", "segment", "orders", "days_since_last", "overdue_days", "p_gone")
MOVED = ("customer", "rank", "rank_before", "revenue", "revenue_before", "segment", "last_order", "orders")


def share() -> float:
    """The share of customers that counts as the best."""
    return share_of_hundred(int(session.setting(SHARE, str(of_hundred(TOP_SHARE)))))


def render_best(found: Customers, brief: Briefing, *, currency: str | None) -> None:
    """The share as a slider, the Lorenz curve, who joined and fell out, and the list."""
    if brief.vips.empty:
        st.info(_("Who is best is told by money, and these orders have no amounts."))
        return
    if brief.has_many:
        _ask_share()
        widgets.figure(_picture(found, brief))
        st.caption(_("Dashed: everyone spends the same. The further the curve bends away, the more depends on a few."))
    moves = st.expander(
        _("Who joined and who fell out"), icon=":material/swap_vert:", key="vip-moves", on_change="rerun"
    )
    if moves.open:
        with moves:
            _render_moves(found, currency)
    order = _("Revenue, most first")
    render_list(brief.vips, found, name="best_customers", among=COLUMNS, order=order, currency=currency)


def _ask_share() -> None:
    """The share of the customers who count as the best, as a slider."""
    key = f"setting-{SHARE}"
    st.session_state[key] = of_hundred(share())
    st.slider(
        _("How many of the customers count as the best"),
        **widgets.limits(BEST_SHARE),
        format="%d%%",
        key=key,
        on_change=lambda: session.choose(SHARE, str(st.session_state[key])),
    )


def _picture(found: Customers, brief: Briefing) -> alt.LayerChart:
    curve = lorenz(found.table["revenue"].to_numpy())
    shares = zip(curve["share_of_customers"], curve["share_of_revenue"], strict=True)
    curve["told"] = [customers.vip_shares(share, revenue) for share, revenue in shares]
    point = brief.vip_customer_share, brief.vip_revenue_share
    titles = {"customers": _("Customers, best first"), "revenue": _("Revenue"), "told": _("Running total")}
    return charts.lorenz(
        curve, point, text=percent(brief.vip_revenue_share), titles=titles, alt_text=customers.vip_shares(*point)
    )


def _render_moves(found: Customers, currency: str | None) -> None:
    """A choice between those who joined and those who fell out, and their list."""
    calendar = session.calendar()
    moved = vip_moves(found, **calendar.options)
    st.markdown(customers.moved_since(calendar.at(found.as_of).start))
    move = widgets.chips("moved", customers.moves(move_counts(moved)), default="joined")
    rows = moved_customers(found, moved[moved["move"] == move])
    order = _("Revenue, most first")
    render_list(rows, found, name=f"best_{move}", among=MOVED, order=order, currency=currency)
    st.caption(_("By revenue from the first order on. Who falls out need not have left: others have overtaken them."))
