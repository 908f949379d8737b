"""The table of cohorts in colours; a click on a cell opens its customers."""

import altair as alt
import pandas as pd
import streamlit as st

from pages.cohorts import choices, members
from pages.cohorts.choices import Shown
from pages.shared import widgets
from retention import charts
from retention.analysis.cohorts import CohortTable
from retention.charts.cohorts import CELL
from retention.metrics import COHORT_MEASURES
from retention.narrate import cohort_measures, cohort_tables, periods
from retention.narrate.numbers import number
from retention.narrate.texts import _

KEY = "cohort-map"
MOST_ROWS = 36
MOST_AGES = 40
DIGIT, PADDING, NARROWEST = 7, 8, 24
"""Pixels that a character of a cell takes, the space around, and the least a finger can hit."""


def render_heatmap(shown: Shown) -> None:
    """The coloured table; how to read it, and what it leaves out, in a line and behind its question mark."""
    table = shown.table
    values = pd.concat([table.known["value"], table.means["value"]])
    short = cohort_measures.Short.of(values, table.measure, shown.currency)
    drawn = list(shown.names)
    drawn = drawn[:MOST_ROWS] if table.by else drawn[-MOST_ROWS:]  # the largest groups, or the latest periods
    st.markdown(cohort_tables.takeaway(table, shown.names, drawn, choices.age(table.cells), shown.currency))
    widgets.figure(_chart(shown, short, drawn), key=KEY, clicked=_open)
    legend = cohort_tables.legend(table, short, by_column=shown.by_column)
    left_out = cohort_tables.left_out(len(set(shown.names).difference(drawn)))
    st.caption(cohort_tables.in_a_line(table, short), help=f"{legend}\n\n{left_out}")


def _open() -> None:
    """Show the customers of the cell that was clicked; the average has none of its own."""
    cells = st.session_state[KEY]["selection"].get(CELL, [])
    if cells and cells[0].get("cohort") is not None:
        members.choose(str(cells[0]["cohort"]), int(cells[0]["age"]))


def _chart(shown: Shown, short: cohort_measures.Short, drawn: list[str]) -> alt.LayerChart:
    table = shown.table
    labels = {key: _label(shown.names[key], table.sizes[key]) for key in drawn}
    measure = table.measure
    every = cohort_tables.all_cohorts(measure)
    everybody = every if COHORT_MEASURES[measure].is_total else _label(every, table.customers)
    both = _cells(table, table.first_ages(MOST_AGES, drawn), short)
    both["name"] = [labels.get(key, everybody) for key in both["cohort"]]
    titles = {
        "name": _("Cohort"),
        "age": _("Age"),
        "value": cohort_measures.title(measure),
        **({"low": _("From"), "high": _("To")} if measure == "share" else {}),
        "customers": _("Came back") if COHORT_MEASURES[measure].by_mode else _("Bought"),
        "at_risk": _("Began"),
        "note": _("Note"),
    }
    formats = {**cohort_measures.formats(measure), "short": f".{short.digits}f", "low": ".1%", "high": ".1%"}
    return charts.heatmap(
        both,
        [everybody, *labels.values()],
        titles=titles,
        formats=formats | {"customers": ",", "at_risk": ","},
        alt_text=_("Every cohort as it ages"),
        cell_width=max(DIGIT * short.longest + PADDING, NARROWEST),
        by_column=shown.by_column,
    )


def _label(name: str, size: int) -> str:
    return f"{name} · {number(size)}"


def _cells(table: CohortTable, part: pd.DataFrame, short: cohort_measures.Short) -> pd.DataFrame:
    """What the picture needs of each cell; cells of no cohort are those of the average."""
    cohort, age = members.chosen()
    return pd.DataFrame(
        {
            "cohort": part["cohort"].astype(object).where(part["cohort"].notna(), None),
            "age": part["age"].astype(int),
            "value": part["value"],
            "short": short.scaled(part["value"]),
            "small": part["pale"],
            "average": part["cohort"].isna(),
            "chosen": (part["cohort"] == cohort) & (part["age"].astype(str) == age),
            "customers": part[table.counted].astype(float),
            "at_risk": part["at_risk"].astype(float),
            "low": part["share_low"],
            "high": part["share_high"],
            "note": [periods.cohort_note(few, sure) for few, sure in zip(part["few"], part["sure"], strict=True)],
        }
    )
