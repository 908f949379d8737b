"""The cohorts as curves: one line each, and all of them together."""

import altair as alt
import pandas as pd

from pages.cohorts.table import Table
from pages.shared import widgets
from retention import charts
from retention.defaults import FEW_CUSTOMERS
from retention.narrate import cohort_measures
from retention.narrate.texts import _

MOST_GROUPS, MOST_PERIODS = 6, 12
"""Lines that can be told apart: groups by their colour, periods by how strongly they are drawn."""


def show(table: Table) -> None:
    """The curves of the latest or largest cohorts and of all."""
    widgets.figure(_chart(table))


def _chart(table: Table) -> alt.LayerChart:
    groups = table.shown.by is not None
    seen = list(table.known["cohort"].unique())
    keys = seen[:MOST_GROUPS] if groups else seen[:: -(-len(seen) // MOST_PERIODS)]
    strength = {key: 1.0 if groups else (place + 1) / len(keys) for place, key in enumerate(keys)}
    one = table.known[table.known["cohort"].isin(keys)]
    one = one.assign(
        name=one["cohort"].map(table.names),
        kind=one["cohort"].map(table.names) if groups else _("Each cohort, newer ones stronger"),
        weight=one["cohort"].map(strength),
        thick=False,
    )
    pooled = table.means[table.means["at_risk"] >= FEW_CUSTOMERS]
    every = pooled.assign(name=_("All cohorts"), kind=_("All cohorts"), weight=1.0, thick=True)
    points = pd.concat([one, every], ignore_index=True)[["name", "age", "value", "kind", "weight", "thick"]]
    titles = {"name": _("Cohort"), "age": _("Age"), "value": cohort_measures.title(table.shown.measure)}
    return charts.curves(
        points,
        titles=titles,
        formats=cohort_measures.formats(table.shown.measure),
        alt_text=_("The same as curves"),
    )
