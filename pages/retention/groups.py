"""Who comes back more often: any figure by channel, country, first product, discount used or not."""

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

import pandas as pd
import streamlit as st

from pages.retention.definitions import whole_row
from pages.shared import cached, widgets
from pages.shared.session import View
from retention import charts
from retention.analysis.rates.breakdown import ranked_groups, several_values
from retention.metrics import METRICS
from retention.narrate import comparisons, metrics
from retention.narrate.numbers import MISSING, number
from retention.narrate.texts import _, fill
from retention.orders import Orders
from retention.settings import Days

DISCOUNT = "code"
USED = ":used"
"""What a link adds to a column of which only matters whether it holds anything."""


class Split(NamedTuple):
    """A column to group customers by; `present` asks only whether it holds anything."""

    column: str
    present: bool = False

    @property
    def key(self) -> str:
        """How a link names the choice."""
        return f"{self.column}{USED}" if self.present else self.column

    @property
    def label(self) -> str:
        """How the choice is called."""
        return comparisons.grouping(self.column, present=self.present)


def render_groups(view: View, orders: Orders) -> None:
    """The choices, the answer, the picture and the table."""
    splits = _splits(orders)
    if not splits:
        st.info(_("No column is kept yet to group customers by, such as channel, country, product or discount."))
        _render_further()
        return
    with st.grid(2, min_column_width=220):
        by = {one.key: one for one in splits}
        key = widgets.setting("grouped", options=tuple(by), default=splits[0].key, shown=lambda one: by[one].label)
        names = metrics.names(has_money=cached.overview(orders).has_money)
        figure = widgets.setting("compared", options=tuple(names), default="crr", shown=names.__getitem__)
    split = by[key]
    with st.spinner(_("Counting each group …")):
        span = view.days if view.chosen is None else None
        every = cached.breakdown(orders, *split, view.calendar, view.base, span)
    found = _chosen(every, view.days, figure, split, orders.currency)
    if found.empty:
        st.info(_("No group has this figure in the period. Choose a later one."))
        return
    st.markdown(comparisons.groups_compared(found, figure))
    whole = whole_row(view, orders)
    _render_picture(found, figure, whole)
    st.caption(comparisons.groups_legend(found, figure, metrics.value(figure, whole[figure], orders.currency)))
    _render_table(found, figure)
    _render_further()
    shown = partial(comparisons.groups_sheet, grain=None if span else view.grain, currency=orders.currency)
    widgets.table_downloads(
        every, name=f"retention_by_{split.column}", key="groups", shown=partial(shown, present=split.present)
    )


def _splits(orders: Orders) -> list[Split]:
    counts = cached.values(orders)
    several = [Split(column) for column in several_values(counts)]
    used = [Split(DISCOUNT, present=True)] if counts.get(DISCOUNT) else []
    return [*several, *used]


def _render_further() -> None:
    """How any other column comes into the list."""
    st.caption(
        fill(
            _("Any other column of your files can be added: on the page Data, under “{section}”, “{part}”."),
            section=_("Change how this file is read"),
            part=_("More columns"),
        )
    )


def _chosen(every: pd.DataFrame, days: Days, figure: str, split: Split, currency: str | None) -> pd.DataFrame:
    """The groups that have the figure on the days chosen, the highest first, with what is shown of each."""
    rows = ranked_groups(every, days[0], figure)
    named = zip(rows["group"], rows["rest"], strict=True)
    return rows.assign(
        name=[comparisons.group_name(group, rest=rest, present=split.present) for group, rest in named],
        text=[metrics.value(figure, amount, currency) for amount in rows[figure]],
        range=[metrics.interval(figure, row) for _place, row in rows.iterrows()],
    )


def _render_picture(found: pd.DataFrame, figure: str, whole: pd.Series) -> None:
    low, high = f"{figure}_low", f"{figure}_high"
    rows = pd.DataFrame(
        {
            "name": found["name"],
            "value": found[figure],
            "low": found.get(low),
            "high": found.get(high),
            "text": found["text"],
            "range": found["range"],
            "note": [fill("{n}", n=number(size)) for size in found[METRICS[figure].at_risk]],
            "small": found["few"],
        }
    )
    titles = {
        "name": _("Group"),
        "value": metrics.title(figure),
        "range": _("95% interval"),
        "note": _("Customers to go by"),
    }
    words = "; ".join(f"{name} {text}" for name, text in zip(rows["name"], rows["text"], strict=True))
    drawn = charts.ranges(
        rows, titles=titles, number_format=metrics.axis(figure), alt_text=words, whole=float(whole[figure])
    )
    widgets.figure(drawn)


def _render_table(found: pd.DataFrame, figure: str) -> None:
    labels = {
        "name": _("Group"),
        "text": metrics.title(figure),
        "range": _("95% interval"),
        "customers_at_start": _("At the start"),
        "retained": _("Came back"),
        "active": _("Bought"),
        "new": _("New"),
        "customers": _("Customers ever"),
    }
    shown = found[list(labels)]
    counts: dict[Any, Callable[[Any], str] | str | None] = dict.fromkeys(
        ("customers_at_start", "retained", "active", "new", "customers"), number
    )
    st.dataframe(
        widgets.greyed(shown.style.format(counts), found["few"].to_numpy(dtype=bool)),
        column_config={
            name: st.column_config.Column(label, pinned=name == "name", alignment="left" if name == "name" else "right")
            for name, label in labels.items()
        },
        hide_index=True,
        placeholder=MISSING,
        height="content",
        alt=_("The groups with their figure and counts"),
    )
