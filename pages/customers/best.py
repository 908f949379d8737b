"""VIPs: what the best customers bring, for a share one can move, and who joined or fell out."""

import altair as alt
import pandas as pd
import streamlit as st

from pages.customers import choices, lists
from pages.shared import session, widgets
from pages.shared.settings import BEST_SHARE
from retention import charts
from retention.analysis.customers import Customers, lorenz, vip_moves
from retention.analysis.customers.briefing import Briefing
from retention.narrate import customers as words
from retention.narrate.numbers import percent
from retention.narrate.texts import _

COLUMNS = ("customer", "segment", "orders", "revenue", "last_order", "days_since_last", "overdue_days", "p_gone")
MOVED = ("customer", "segment", "rank", "rank_before", "revenue", "revenue_before", "last_order", "orders")


def show(found: Customers, brief: Briefing, *, currency: str | None) -> None:
    """The share as a slider, the Lorenz curve, who joined and fell out, and the list."""
    if brief.vips.empty:
        st.info(_("Who is best is told by money, and these orders have no amounts."))
        return
    _ask_share()
    widgets.figure(_picture(found, brief))
    st.caption(
        _(
            "The dashed line is a shop in which everyone spends the same. The further the curve bends away from it, "
            "the more depends on a few."
        )
    )
    moves = st.expander(
        _("Who joined and who fell out"), icon=":material/swap_vert:", key="vip-moves", on_change="rerun"
    )
    if moves.open:
        with moves:
            _show_moves(found, currency)
    rows = brief.vips.assign(p_gone=1 - brief.vips["p_alive"])
    lists.show(rows, found, name="best_customers", among=COLUMNS, order=_("Revenue, most first"), currency=currency)


def _ask_share() -> None:
    """The share of the customers who count as the best, as a slider."""
    key = f"setting-{choices.SHARE}"
    st.session_state[key] = round(100 * choices.share())
    st.slider(
        _("How many of the customers count as the best"),
        **widgets.limits(BEST_SHARE),
        format="%d%%",
        key=key,
        on_change=lambda: session.choose(choices.SHARE, str(st.session_state[key])),
    )


def _picture(found: Customers, brief: Briefing) -> alt.LayerChart:
    curve = lorenz(found.table["revenue"].to_numpy())
    told = _("{share} of customers bring {revenue} of the revenue")
    curve["told"] = [
        told.format(share=percent(share), revenue=percent(revenue))
        for share, revenue in zip(curve["share_of_customers"], curve["share_of_revenue"], strict=True)
    ]
    point = len(brief.vips) / brief.customers, brief.vip_revenue_share
    takeaway = told.format(share=percent(point[0]), revenue=percent(point[1]))
    titles = {"customers": _("Customers, best first"), "revenue": _("Revenue"), "told": _("Running total")}
    return charts.lorenz(curve, point, text=percent(point[1]), titles=titles, alt_text=takeaway)


def _show_moves(found: Customers, currency: str | None) -> None:
    """A choice between those who joined and those who fell out, and their list."""
    calendar = session.calendar()
    moved = vip_moves(found, grain=calendar.grain, year_start=calendar.year_start)
    st.markdown(words.since(calendar.at(found.as_of).start))
    sizes = {str(move): int(count) for move, count in moved["move"].value_counts().items()}
    move = widgets.chips("moved", words.moves(sizes), default="joined")
    who = moved[moved["move"] == move]
    rows = found.table.iloc[found.days.names.get_indexer(pd.Index(who["customer"]))]
    rows = rows.assign(**{name: who[name].to_numpy() for name in ("revenue_before", "rank", "rank_before")})
    lists.show(rows, found, name=f"best_{move}", among=MOVED, order=_("Revenue, most first"), currency=currency)
    st.caption(_("By revenue from the first order on. Who falls out need not have left: others have overtaken them."))
