"""The cohorts as curves: one line each, and all of them together."""

import altair as alt
import pandas as pd

from pages.cohorts.choices import Shown
from pages.shared import widgets
from retention import charts
from retention.narrate import cohort_measures
from retention.narrate.texts import _

MOST_GROUPS, MOST_PERIODS = 6, 12
"""Lines that can be told apart: groups by their colour, periods by how strongly they are drawn."""


def render_curves(shown: Shown) -> None:
    """The curves of the latest or largest cohorts and of all."""
    widgets.figure(_chart(shown))


def _chart(shown: Shown) -> alt.LayerChart:
    table, groups = shown.table, shown.table.by is not None
    seen = list(table.known["cohort"].unique())
    keys = seen[:MOST_GROUPS] if groups else seen[:: -(-len(seen) // MOST_PERIODS)]
    strength = {key: 1.0 if groups else (place + 1) / len(keys) for place, key in enumerate(keys)}
    one = table.known[table.known["cohort"].isin(keys)]
    one = one.assign(
        name=one["cohort"].map(shown.names),
        kind=one["cohort"].map(shown.names) if groups else _("Each cohort, newer ones stronger"),
        weight=one["cohort"].map(strength),
        thick=False,
    )
    pooled = table.means[~table.means["few"]]
    every = pooled.assign(name=_("All cohorts"), kind=_("All cohorts"), weight=1.0, thick=True)
    points = pd.concat([one, every], ignore_index=True)[["name", "age", "value", "kind", "weight", "thick"]]
    titles = {"name": _("Cohort"), "age": _("Age"), "value": cohort_measures.title(table.measure)}
    return charts.curves(
        points,
        titles=titles,
        formats=cohort_measures.formats(table.measure),
        alt_text=_("The same as curves"),
    )
