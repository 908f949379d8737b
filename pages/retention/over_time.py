"""How a figure moved from period to period, with a published figure beside it where one is defined the same way."""

import pandas as pd
import streamlit as st

from pages.retention import pictures
from pages.shared import cached, widgets
from pages.shared.session import View
from retention.analysis.rates.figures import PROPORTIONS
from retention.benchmarks.published import Published, comparable
from retention.metrics import METRICS
from retention.narrate import benchmarks, metrics
from retention.narrate.texts import Markup, _, fill, plain
from retention.orders import Orders

DEFAULT = "crr"
NONE = "none"
"""The choice of no published figure."""


def show(view: View, orders: Orders) -> None:
    """The figure, its curve, and what stands beside it."""
    with st.grid(2, min_column_width=220):
        names = metrics.names(has_money=cached.overview(orders).has_money)
        figure = widgets.setting("figure", options=tuple(names), default=DEFAULT, shown=names.__getitem__)
        beside = _benchmark(figure)
    table = view.rates if figure == DEFAULT else cached.figures(orders, view.grain, view.base, view.year_start)
    known = table[table[figure].notna()]
    if known.empty:
        st.info(_("No period has this figure yet."))
        return
    st.markdown(plain(pictures.takeaway(known, figure, view.grain, orders.currency)))
    widgets.figure(pictures.trend(known, figure, view, orders.currency, beside=beside.value if beside else None))
    st.caption(_legend(figure, known, beside))


def _benchmark(figure: str) -> Published | None:
    """The published figure to stand beside: only one of the very same definition."""
    definition = METRICS[figure].benchmark
    if definition is None:
        return None
    found = {each.group or benchmarks.AVERAGE: each for each in comparable(definition)}
    words = {group: benchmarks.niche(each) for group, each in found.items()}
    first = {group: name for group, name in words.items() if group == benchmarks.AVERAGE}
    rest = dict(sorted(words.items(), key=lambda item: item[1]))
    names = {**first, **rest, NONE: _("none")}
    group = widgets.setting("published", options=tuple(names), default=next(iter(names)), shown=names.__getitem__)
    return found.get(group)


def _legend(figure: str, known: pd.DataFrame, beside: Published | None) -> Markup:
    words = []
    if figure in PROPORTIONS:
        words.append(_("The shaded band is the 95% interval."))
    if not known["complete"].all():
        words.append(_("Hollow points: periods that are not over."))
    if metrics.few(known, figure).any():
        words.append(_("Pale points: fewer than 30 customers to go by."))
    if beside is not None:
        words.append(
            fill(_("Dashed: {niche}, {figure}."), niche=benchmarks.niche(beside), figure=benchmarks.source(beside))
        )
    elif not comparable(figure):
        words.append(_("No published figure is defined like this one, so none stands beside it."))
    return Markup(" ".join(words))
