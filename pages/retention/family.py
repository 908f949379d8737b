"""Why do these numbers disagree? All definitions of the family for one period, side by side."""

import math

import altair as alt
import pandas as pd
import streamlit as st

from pages.shared import answers, cached, margin, widgets
from pages.shared.session import View
from retention import charts
from retention.analysis.rates import SimpleLifetimeValue
from retention.analysis.rates.figures import PROPORTIONS
from retention.defaults import FEW_CUSTOMERS
from retention.metrics import METRICS
from retention.narrate import metrics
from retention.narrate.metrics import Said
from retention.narrate.numbers import MISSING, decimal, money, percent
from retention.narrate.texts import Markup, _, fill, plain
from retention.orders import Orders

MARGIN = "retention-margin"


def show(view: View, orders: Orders) -> None:
    """The whole section, for whoever opened it."""
    row = whole_row(view, orders)
    has_money = cached.overview(orders).has_money
    told = {name: _say(name, row, view, orders) for name in metrics.names(has_money=has_money)}
    shares = [name for name in told if metrics.is_share(name) and not math.isnan(row[name])]
    if len(shares) > 1:
        st.markdown(_answer(row, shares))
        widgets.figure(_picture(row, told, shares))
    lines = list(told.values())
    if has_money:
        lines.append(_lifetime_value(orders))
    st.markdown(_table(lines))
    widgets.table_downloads(_file(row, list(told)), name="retention_definitions")


def whole_row(view: View, orders: Orders) -> pd.Series:
    """All figures of what was chosen."""
    if view.chosen is None:
        return view.row
    return cached.figures(orders, view.grain, view.base, view.year_start).iloc[view.chosen]


def _say(name: str, row: pd.Series, view: View, orders: Orders) -> Said:
    base, period = answers.when_base(view), answers.when(view.days, answers.grain_of(view))
    return metrics.say(name, row, base=base, period=period, currency=orders.currency)


def _answer(row: pd.Series, shares: list[str]) -> Markup:
    values = row[shares].astype(float)
    return fill(
        _(
            "The same customers in the same period give anything from {low} to {high}, because each figure answers "
            "another question. Compare a number from elsewhere only with the one that is counted the same way."
        ),
        low=percent(values.min()),
        high=percent(values.max()),
    )


def _picture(row: pd.Series, told: dict[str, Said], shares: list[str]) -> alt.LayerChart:
    rows = pd.DataFrame(
        {
            "name": [told[name].name for name in shares],
            "value": [row[name] for name in shares],
            "low": [row.get(f"{name}_low") for name in shares],
            "high": [row.get(f"{name}_high") for name in shares],
            "text": [told[name].value for name in shares],
            "range": [told[name].interval for name in shares],
            "note": [str(told[name].counts).replace("\\", "") for name in shares],
            "small": [name in PROPORTIONS and row[PROPORTIONS[name][1]] < FEW_CUSTOMERS for name in shares],
        }
    )
    titles = {"name": _("Figure"), "value": _("Value"), "range": _("95% interval"), "note": _("What it counts")}
    words = "; ".join(f"{told[name].name} {told[name].value}" for name in shares)
    return charts.ranges(rows, titles=titles, number_format="%", alt_text=words)


def _table(lines: list[Said]) -> str:
    titles = (_("Figure"), _("What it counts here, and why it differs"))
    return "\n".join([f"| {' | '.join(titles)} |", "|---|---|", *map(_line, lines)])


def _line(said: Said) -> str:
    value = fill("**{value}**", value=said.value)
    interval = fill(" ({interval})", interval=said.interval) if said.interval else ""
    return f"| {plain(said.name)}: {value}{interval} | {said.counts} *{said.reason}* |"


def _lifetime_value(orders: Orders) -> Said:
    share = margin.ask(_("Your margin, % of the price (for the lifetime value)"), key=MARGIN)
    worth = cached.worth(orders, share)
    reason = _("Joins coming back, frequency and order value in one amount, if they stay as in the last 12 months.")
    value = money(worth.value, orders.currency) if math.isfinite(worth.value) else MISSING
    return Said(_("Simple lifetime value"), value, "", _made_of(worth, orders.currency), Markup(reason))


def _made_of(worth: SimpleLifetimeValue, currency: str | None) -> Markup:
    if math.isnan(worth.value):
        return Markup(_("Needs two years of orders: how many customers of one year buy in the next."))
    if math.isinf(worth.value):
        return Markup(_("No end in sight: everyone of the year before bought again in the last 12 months."))
    made = fill(
        _("{value} an order × {orders} orders a year × {years} years (1 ÷ (1 − {crr} kept from year to year))."),
        value=money(worth.order_value, currency),
        orders=decimal(worth.orders_per_year),
        years=decimal(worth.expected_years),
        crr=percent(worth.yearly_crr, digits=1),
    )
    if worth.margin is None:
        rest = _("This is revenue, not profit: for that it needs your margin.")
    else:
        rest = fill(_("Of that, {margin} margin."), margin=percent(worth.margin))
    return Markup(f"{made} {rest}")


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
