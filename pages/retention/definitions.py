"""Every definition of the family for one period, and two periods side by side with what chance would explain."""

import math
from functools import partial

import altair as alt
import pandas as pd
import streamlit as st

from pages.retention import around_note
from pages.shared import cached, chips, margin, widgets
from pages.shared.session import View
from retention import charts
from retention.analysis.change import Change
from retention.analysis.rates.breakdown import few_at_risk
from retention.analysis.rates.compare import PeriodComparison, compare_periods, comparison_of_days, usual_comparison
from retention.analysis.rates.figures import PROPORTIONS
from retention.metrics import METRICS
from retention.narrate import columns, comparisons, metrics
from retention.narrate import notes as words_of_notes
from retention.narrate.metrics import MetricInWords
from retention.narrate.texts import _
from retention.orders import Orders
from retention.settings import Days

MARGIN = "retention-margin"
WORDS = ("name", "verdict")
"""Columns of the table that hold words; the others hold figures, which stand below each other."""


def render_definitions(view: View, orders: Orders) -> None:
    """The whole section, for whoever opened it."""
    row = whole_row(view, orders)
    has_money = cached.overview(orders).has_money
    definitions = metrics.definitions(row, view.bridge, has_money=has_money, currency=orders.currency)
    shares = [name for name in definitions if metrics.is_share(name) and not math.isnan(row[name])]
    if len(shares) > 1:
        st.markdown(metrics.definitions_range(row[shares].astype(float)))
        widgets.figure(_picture(row, definitions, shares))
    lines = list(definitions.values())
    if has_money:
        share = margin.render_margin(_("Your margin, % of the price (for the lifetime value)"), key=MARGIN)
        lines.append(metrics.lifetime_value(cached.simple_lifetime_value(orders, share), orders.currency))
    st.markdown(metrics.definitions_table(lines))
    file, shown = _file(row, list(definitions)), partial(columns.definitions, lines=lines)
    widgets.table_downloads(file, name="retention_definitions", key="definitions", shown=shown)


def whole_row(view: View, orders: Orders) -> pd.Series:
    """All figures of what was chosen."""
    if view.chosen is None:
        return view.row
    return cached.figures(orders, view.calendar, view.base).iloc[view.chosen]


def _picture(row: pd.Series, definitions: dict[str, MetricInWords], shares: list[str]) -> alt.LayerChart:
    one = row.to_frame().T
    rows = pd.DataFrame(
        {
            "name": [definitions[name].name for name in shares],
            "value": [row[name] for name in shares],
            "low": [row.get(f"{name}_low") for name in shares],
            "high": [row.get(f"{name}_high") for name in shares],
            "text": [definitions[name].value for name in shares],
            "range": [definitions[name].interval for name in shares],
            "note": [str(definitions[name].counts).replace("\\", "") for name in shares],
            "small": [name in PROPORTIONS and bool(few_at_risk(one, name).iloc[0]) for name in shares],
        }
    )
    titles = {"name": _("Figure"), "value": _("Value"), "range": _("95% interval"), "note": _("What it counts")}
    words = "; ".join(f"{definitions[name].name} {definitions[name].value}" for name in shares)
    return charts.ranges(rows, titles=titles, number_format="%", alt_text=words)


def _file(row: pd.Series, names: list[str]) -> pd.DataFrame:
    """For the download: figures with interval and the two counts each is made of."""
    parts = [(METRICS[name].part, METRICS[name].whole) for name in names]
    return pd.DataFrame(
        {
            "figure": names,
            "value": [row[name] for name in names],
            "low": [row.get(f"{name}_low") for name in names],
            "high": [row.get(f"{name}_high") for name in names],
            "counted": [part for part, _whole in parts],
            "count": [row[part] for part, _whole in parts],
            "of": [whole for _part, whole in parts],
            "of_count": [row[whole] for _part, whole in parts],
            "start": row["start"],
            "end": row["end"],
        }
    )


def render_side_by_side(view: View, orders: Orders) -> None:
    """Two periods side by side: which other one, the answer in a sentence, and the table."""
    note = around_note.render_choice(orders)
    moved = None
    if note is not None:
        found = around_note.comparison(view, orders, note)
        st.caption(words_of_notes.around(note, found))
    else:
        with st.container(width=420):
            chosen = chips.render_period(orders, view.rates, view.grain, name="beside", default=_usual(view, orders))
        moved = _change(view, orders, chosen)
        found = _comparison(view, orders, chosen, moved)
    if found.same:
        st.info(_("Both are the same time. Choose another to compare with."))
        return
    st.markdown(comparisons.two_periods(found, moved))
    changes = found.figures.loc[list(metrics.names(has_money=cached.overview(orders).has_money))]
    _render_table(changes, found, orders.currency)
    st.caption(comparisons.two_periods_caption(changes, complete=found.complete))
    file = _comparison_file(changes.reset_index(), found)
    shown = partial(comparisons.periods_sheet, compared=changes, found=found, currency=orders.currency)
    widgets.table_downloads(file, name="retention_compared", key="two-periods", shown=shown)


def _usual(view: View, orders: Orders) -> int | Days:
    """What is compared with until the visitor says otherwise."""
    if view.chosen is not None:
        return usual_comparison(view.rates, view.chosen, grain=view.grain)
    return comparison_of_days(view.days, view.rates, first=cached.overview(orders).first)


def _change(view: View, orders: Orders, other: int | Days) -> Change | None:
    """Why the rates of two periods of the calendar differ; None for days of the visitor's own, or one and the same."""
    if view.chosen is None or not isinstance(other, int) or other == view.chosen:
        return None
    earlier, later = sorted((other, view.chosen))
    starts = view.rates["start"]
    return cached.change(orders, view.calendar, view.base, starts.iloc[later], starts.iloc[earlier])


def _comparison(view: View, orders: Orders, other: int | Days, moved: Change | None) -> PeriodComparison:
    """What was chosen and what it is compared with."""
    table = cached.figures(orders, view.calendar, view.base)
    here = view.row if view.chosen is None else table.iloc[view.chosen]
    there = table.iloc[other] if isinstance(other, int) else cached.figures_of(orders, other, view.base)
    grains = view.bridge.grain, view.grain if isinstance(other, int) else None
    return compare_periods(here, there, grains=grains, verdict=moved.verdict if moved else None)


def _render_table(changes: pd.DataFrame, found: PeriodComparison, currency: str | None) -> None:
    shown = pd.DataFrame(comparisons.figure_changes(changes, currency))
    labels = dict(zip(shown.columns, comparisons.change_titles(found), strict=True))
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


def _comparison_file(changes: pd.DataFrame, found: PeriodComparison) -> pd.DataFrame:
    """For the download: which days each column is about stands in every row."""
    days = {
        f"{side}_{end}": row[end]
        for side, row in (("first", found.first), ("second", found.second))
        for end in ("start", "end")
    }
    return changes.assign(**days)
