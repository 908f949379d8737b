"""Why do these numbers disagree? All definitions of the family for one period, side by side."""

import math

import altair as alt
import pandas as pd
import streamlit as st

from pages.shared import cached, margin, widgets
from pages.shared.session import View
from retention import charts
from retention.analysis.rates.extremes import few_at_risk
from retention.analysis.rates.figures import PROPORTIONS
from retention.metrics import METRICS
from retention.narrate import figures, metrics
from retention.narrate.metrics import Said
from retention.narrate.texts import _
from retention.orders import Orders

MARGIN = "retention-margin"


def render_definitions(view: View, orders: Orders) -> None:
    """The whole section, for whoever opened it."""
    row = whole_row(view, orders)
    has_money = cached.overview(orders).has_money
    told = figures.definitions(row, view.bridge, has_money=has_money, currency=orders.currency)
    shares = [name for name in told if metrics.is_share(name) and not math.isnan(row[name])]
    if len(shares) > 1:
        st.markdown(figures.definitions_range(row[shares].astype(float)))
        widgets.figure(_picture(row, told, shares))
    lines = list(told.values())
    if has_money:
        share = margin.ask(_("Your margin, % of the price (for the lifetime value)"), key=MARGIN)
        lines.append(figures.lifetime_value(cached.simple_lifetime_value(orders, share), orders.currency))
    st.markdown(figures.definitions_table(lines))
    widgets.table_downloads(_file(row, list(told)), name="retention_definitions")


def whole_row(view: View, orders: Orders) -> pd.Series:
    """All figures of what was chosen."""
    if view.chosen is None:
        return view.row
    return cached.figures(orders, view.grain, view.base, view.year_start).iloc[view.chosen]


def _picture(row: pd.Series, told: dict[str, Said], shares: list[str]) -> alt.LayerChart:
    one = row.to_frame().T
    rows = pd.DataFrame(
        {
            "name": [told[name].name for name in shares],
            "value": [row[name] for name in shares],
            "low": [row.get(f"{name}_low") for name in shares],
            "high": [row.get(f"{name}_high") for name in shares],
            "text": [told[name].value for name in shares],
            "range": [told[name].interval for name in shares],
            "note": [str(told[name].counts).replace("\\", "") for name in shares],
            "small": [name in PROPORTIONS and bool(few_at_risk(one, name).iloc[0]) for name in shares],
        }
    )
    titles = {"name": _("Figure"), "value": _("Value"), "range": _("95% interval"), "note": _("What it counts")}
    words = "; ".join(f"{told[name].name} {told[name].value}" for name in shares)
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
