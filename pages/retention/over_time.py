"""How a figure moved from period to period, which length of a period fits, and all periods in one table."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from pages.shared import cached, chips, notes, session, target, widgets
from pages.shared.session import View
from retention import charts
from retention.analysis.rates.breakdown import few_at_risk
from retention.analysis.rates.figures import settled
from retention.benchmarks.published import Published, comparable
from retention.metrics import METRICS
from retention.narrate import columns, metrics, pace, periods
from retention.narrate.numbers import MISSING, money, number, percent, period_name
from retention.narrate.texts import _, fill, plain
from retention.orders import Orders

DEFAULT = "crr"
NONE = "none"
"""The choice of no published figure."""
FIGURE_WIDTH = 340
"""Pixels that a figure's name takes; a phone is as wide."""
SHARES = ("crr", "crr_low", "crr_high", "textbook")
COUNTS = ("customers_at_start", "lost", "reactivated", "new", "active", "orders")


def render_over_time(view: View, orders: Orders) -> None:
    """The figure, its curve, and what stands beside it."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        names = metrics.names(has_money=cached.overview(orders).has_money)
        figure = widgets.setting(
            "figure",
            options=tuple(names),
            default=DEFAULT,
            shown=names.__getitem__,
            label_visibility="collapsed",
            width=FIGURE_WIDTH,
        )
        beside = _benchmark(figure)
    table = view.rates if figure == DEFAULT else cached.figures(orders, view.calendar, view.base)
    known = table[table[figure].notna()]
    if known.empty:
        st.info(metrics.no_period())
        return
    st.markdown(plain(metrics.trend_takeaway(known, figure, view.grain, orders.currency)))
    aim = target.given(view) if figure == DEFAULT else None
    levels = {"beside": beside.value if beside else None, "target": aim}
    widgets.figure(_chart(known, figure, view, orders.currency, levels=levels))
    told = metrics.trend_beside(figure, beside), pace.line(aim), notes.listed(list(known["start"]), view.calendar)
    st.caption(" ".join(filter(None, told)), help=metrics.trend_legend(figure, known) or None)


def _benchmark(figure: str) -> Published | None:
    """The published figure to stand beside: only one of the very same definition."""
    definition = METRICS[figure].benchmark
    if definition is None:
        return None
    found = {each.group or metrics.AVERAGE: each for each in comparable(definition)}
    words = {group: metrics.niche(each) for group, each in found.items()}
    first = {group: name for group, name in words.items() if group == metrics.AVERAGE}
    rest = dict(sorted(words.items(), key=lambda item: item[1]))
    names = {**first, **rest, NONE: _("none")}
    group = widgets.setting(
        "published", options=tuple(names), default=next(iter(names)), shown=names.__getitem__, width=FIGURE_WIDTH
    )
    return found.get(group)


def _chart(
    known: pd.DataFrame, figure: str, view: View, currency: str | None, *, levels: dict[str, float | None]
) -> alt.LayerChart:
    """A figure of every period that has it, with its band, the levels that stand beside it, and the notes."""
    missing = pd.Series(float("nan"), index=known.index)
    rows = pd.DataFrame(
        {
            "name": [period_name(start, view.grain) for start in known["start"]],
            "rate": known[figure],
            "low": known.get(f"{figure}_low", missing),
            "high": known.get(f"{figure}_high", missing),
            "complete": settled(known, figure),
            "small": few_at_risk(known, figure),
            "selected": known.index == view.chosen,
            "text": [metrics.value(figure, amount, currency, digits=0) for amount in known[figure]],
            "range": [metrics.interval(figure, row, digits=0) for _place, row in known.iterrows()],
            "note": periods.notes(known, figure),
        }
    )
    short = _("Came back") if figure == DEFAULT else metrics.title(figure)
    titles = {"name": _("Period"), "rate": short, "range": _("95% interval"), "note": _("Note")}
    words = ": ".join((_("Over time"), short))
    marks = notes.drawn(list(known["start"]), list(rows["name"]), view.calendar)
    return charts.trend(rows, titles=titles, alt_text=words, number_format=metrics.axis(figure), notes=marks, **levels)


def render_period_length(view: View, orders: Orders) -> None:
    """The length that fits with its reason; the button stands there when another length is in use."""
    found = cached.suggestion(orders)
    said = periods.period_length(found)
    if found.reason == "nobody_came_back":
        st.info(said)
        return
    st.markdown(said)
    if found.grain == view.grain:
        st.caption(_("This is the length in use."))
        return
    label = fill(_("Use this length: {grain}"), grain=_(chips.GRAINS[found.grain]))
    if st.button(label, icon=":material/check:", key="use-grain"):
        session.choose("grain", str(found.grain))
        st.rerun()


def render_periods(view: View, currency: str | None, has_money: bool) -> None:
    """The table, newest period first, and its downloads."""
    table = view.rates.assign(note=periods.notes(view.rates)).iloc[::-1]
    shown = table[[name for name in periods.COLUMNS if has_money or name != "revenue"]]
    pale = ~settled(table) | few_at_risk(table, "crr")
    styled = shown.style.format(_formats(view.grain, currency)).hide(axis="index")
    st.dataframe(
        widgets.greyed(styled, pale.to_numpy(dtype=bool)),
        column_config={
            name: st.column_config.Column(periods.column(name), pinned=name == "start") for name in periods.COLUMNS
        },
        hide_index=True,
        placeholder=MISSING,
        alt=_("All periods with their counts and rates"),
    )
    file = view.rates.dropna(axis="columns", how="all")
    written = partial(columns.of_periods, grain=view.grain, currency=currency)
    widgets.table_downloads(file, name=f"retention_by_{view.grain}", key="all-periods", shown=written)


def _formats(grain: str, currency: str | None) -> dict[Any, Callable[[Any], str] | str | None]:
    def name(start: dt.date) -> str:
        return period_name(start, grain)

    def share(value: float) -> str:
        return percent(value, digits=1)

    def revenue(value: float) -> str:
        return money(value, currency)

    return {"start": name, "revenue": revenue, **dict.fromkeys(SHARES, share), **dict.fromkeys(COUNTS, number)}
