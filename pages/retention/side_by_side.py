"""Two periods side by side: every figure, what changed, and whether chance alone would explain it."""

import pandas as pd
import streamlit as st

from pages.shared import cached, frame, widgets
from pages.shared.session import View
from retention.analysis.rates.compare import PeriodComparison, compare_periods, usual_comparison, year_before
from retention.narrate import compared, metrics
from retention.narrate.texts import _
from retention.orders import Orders
from retention.settings import Days

WORDS = ("name", "verdict")
"""Columns of the table that hold words; the others hold figures, which stand below each other."""


def render_side_by_side(view: View, orders: Orders) -> None:
    """The other period, the answer in a sentence, and the table."""
    with st.container(width=420):
        chosen = frame.period(orders, view.rates, view.grain, name="beside", default=_usual(view, orders))
    found = _comparison(view, orders, chosen)
    if found.same:
        st.info(_("Both are the same time. Choose another to compare with."))
        return
    st.markdown(compared.two_periods(found))
    changes = found.figures.loc[list(metrics.names(has_money=cached.overview(orders).has_money))]
    _render_table(changes, found, orders.currency)
    st.caption(compared.two_periods_caption(changes, complete=found.complete))
    widgets.table_downloads(_file(changes.reset_index(), found), name="retention_compared")


def _usual(view: View, orders: Orders) -> int | Days:
    """What is compared with until the visitor says otherwise."""
    if view.chosen is not None:
        return usual_comparison(view.rates, view.chosen, grain=view.grain)
    earlier = year_before(view.days)
    return earlier if earlier[0] >= cached.overview(orders).first else frame.latest(view.rates)


def _comparison(view: View, orders: Orders, other: int | Days) -> PeriodComparison:
    """What was chosen and what it is compared with."""
    table = cached.figures(orders, view.grain, view.base, view.year_start)
    here = view.row if view.chosen is None else table.iloc[view.chosen]
    there = table.iloc[other] if isinstance(other, int) else cached.figures_of(orders, other, view.base)
    return compare_periods(here, there, grains=(view.bridge.grain, view.grain if isinstance(other, int) else None))


def _render_table(changes: pd.DataFrame, found: PeriodComparison, currency: str | None) -> None:
    shown = pd.DataFrame(compared.figure_changes(changes, currency))
    titles = (_("Figure"), *compared.period_titles(found), _("Change"), _("95% interval"), _("Verdict"))
    labels = dict(zip(shown.columns, titles, strict=True))
    st.dataframe(
        widgets.greyed(shown.style, changes["small"].to_numpy(dtype=bool)),
        column_config={
            name: st.column_config.Column(label, pinned=name == "name", alignment="left" if name in WORDS else "right")
            for name, label in labels.items()
        },
        hide_index=True,
        height="content",
        alt=_("Every figure of both periods and its change"),
    )


def _file(changes: pd.DataFrame, found: PeriodComparison) -> pd.DataFrame:
    """For the download: which days each column is about stands in every row."""
    days = {
        f"{side}_{end}": row[end]
        for side, row in (("first", found.first), ("second", found.second))
        for end in ("start", "end")
    }
    return changes.assign(**days)
