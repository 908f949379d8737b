"""VIPs: what the best customers bring, for a share one can move, and who joined or fell out."""

import altair as alt
import pandas as pd
import streamlit as st

from pages.shared import session, widgets
from pages.shared.customers import choices, lists
from pages.shared.figures import date, money, number, percent
from pages.shared.texts import _, fill, ngettext
from retention import charts
from retention.customers import Customers, lorenz, vip_moves
from retention.customers.briefing import Briefing

COLUMNS = ("customer", "segment", "orders", "revenue", "last_order", "days_since_last", "overdue_days", "p_gone")


def show(found: Customers, brief: Briefing, *, currency: str | None) -> None:
    """The share as a slider, the Lorenz curve, who joined and fell out, and the list."""
    if brief.vips.empty:
        st.info(_("Who is best is told by money, and these orders have no amounts."))
        return
    st.slider(
        _("How many of the customers count as the best"),
        *(1, 50, choices.USUAL_SHARE),
        format="%d%%",
        key=choices.SHARE,
        persist_state="session",
    )
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
    lists.show(rows, found, name="best_customers", columns=COLUMNS, order=_("Revenue, most first"), currency=currency)


def _picture(found: Customers, brief: Briefing) -> alt.LayerChart:
    curve = lorenz(found.table["revenue"].to_numpy())
    told = _("{share} of customers bring {revenue} of the revenue")
    curve["told"] = [
        told.format(share=percent(share), revenue=percent(revenue))
        for share, revenue in zip(curve["share_of_customers"], curve["share_of_revenue"], strict=True)
    ]
    point = len(brief.vips) / brief.customers, brief.vip_revenue_share
    words = told.format(share=percent(point[0]), revenue=percent(point[1]))
    titles = {"customers": _("Customers, best first"), "revenue": _("Revenue"), "told": _("Running total")}
    return charts.lorenz(curve, point, text=percent(point[1]), titles=titles, alt_text=words)


def _show_moves(found: Customers, currency: str | None) -> None:
    calendar = session.calendar()
    moved = vip_moves(found, grain=calendar.grain, year_start=calendar.year_start)
    start = calendar.at(found.as_of).start
    joined, fell = (int((moved["move"] == move).sum()) for move in ("joined", "fell_out"))
    template = ngettext(
        "Since {day}, {n} customer joined the best; fallen out: {fell}.",
        "Since {day}, {n} customers joined the best; fallen out: {fell}.",
        joined,
    )
    st.markdown(fill(template, day=date(start), n=number(joined), fell=number(fell)))
    if moved.empty:
        return
    st.dataframe(_moves_table(moved, currency), hide_index=True, alt=_("Who joined and who fell out"))
    st.caption(_("By revenue from the first order on. Who falls out need not have left: others have overtaken them."))


def _moves_table(moved: pd.DataFrame, currency: str | None) -> pd.DataFrame:
    names = {"joined": _("Joined"), "fell_out": _("Fell out")}
    return pd.DataFrame(
        {
            _("Customer"): moved["customer"],
            _("Move"): moved["move"].map(names),
            _("Rank now"): [number(rank) for rank in moved["rank"]],
            _("Rank before"): [number(rank) for rank in moved["rank_before"]],
            _("Revenue"): [money(value, currency) for value in moved["revenue"]],
        }
    )
