"""The table of cohorts in colours; a click on a cell opens its customers."""

import altair as alt
import pandas as pd
import streamlit as st

from pages.cohorts import choices, members, words
from pages.cohorts.table import Table
from pages.shared import widgets
from retention import charts
from retention.charts.cohorts import CELL
from retention.defaults import FEW_CUSTOMERS
from retention.metrics import COHORT_MEASURES
from retention.narrate import cohort_measures
from retention.narrate.numbers import between, number, percent
from retention.narrate.texts import Markup, _, fill, ngettext, plain, quoted

KEY = "cohort-map"
MOST_ROWS = 36
MOST_AGES = 40
DIGIT, PADDING, NARROWEST = 7, 8, 24
"""Pixels that a character of a cell takes, the space around, and the least a finger can hit."""


def show(table: Table) -> None:
    """The coloured table, its legend above and what it leaves out below."""
    short = cohort_measures.Short.of(
        pd.concat([table.known["value"], table.means["value"]]), table.shown.measure, table.currency
    )
    keys = _rows(table)
    said, legend = _extremes(table) or plain(_takeaway(table, keys)), _legend(table, short)
    st.markdown(said)
    st.caption(legend)
    widgets.answered(said + legend, place=KEY)
    widgets.figure(_chart(table, short, keys), key=KEY, clicked=_open)
    st.caption(_left_out(table, keys))


def _open() -> None:
    """Show the customers of the cell that was clicked; the average has none of its own."""
    cells = st.session_state[KEY]["selection"].get(CELL, [])
    if cells and cells[0].get("cohort") is not None:
        members.choose(str(cells[0]["cohort"]), int(cells[0]["age"]))


def _rows(table: Table) -> list[str]:
    """Keys of the cohorts shown: the latest, or the largest where they are groups."""
    keys = list(table.names)
    return keys[:MOST_ROWS] if table.shown.by else keys[-MOST_ROWS:]


def _legend(table: Table, short: cohort_measures.Short) -> str:
    measure = cohort_measures.title(table.shown.measure)
    title = f"{measure}, {short.unit}" if short.unit else measure
    compared = {
        True: _("The more a cell stands out, the higher the value among cohorts of that age."),
        False: _("The more a cell stands out, the higher the value in the whole table."),
    }
    told = cohort_measures.legend(title, table.asked.grain, table.asked.days)
    return Markup(f"{told} {compared[table.shown.by_column]}")


def _left_out(table: Table, keys: list[str]) -> str:
    told: list[str] = []
    hidden = len(table.names) - len(keys)
    if hidden:
        told.append(
            fill(
                ngettext("{n} more cohort is in the download.", "{n} more cohorts are in the download.", hidden),
                n=number(hidden),
            )
        )
    told.append(
        _(
            "Empty: not over yet. Pale: fewer than 30 customers. Ages for which the screen is too narrow are in the "
            "download. Click a cell to see its customers."
        )
    )
    return " ".join(told)


def _extremes(table: Table) -> Markup | None:
    """Of groups of customers, which comes back most and which least at the age that is compared, few ones aside."""
    age = choices.age(table.cells)
    if table.shown.by is None or age is None:
        return None
    solid = table.cells[(table.cells["age"] == age) & (table.cells["at_risk"].fillna(0) >= FEW_CUSTOMERS)]
    if solid["share"].nunique() < 2:
        return None
    most, least = (solid.iloc[int(at)] for at in (solid["share"].argmax(), solid["share"].argmin()))
    return fill(
        _("Came back {when}: most with {most}, {share} ({range}); least with {least}, {other} ({other_range})."),
        when=words.age(age, table.asked.grain, table.asked.mode, table.asked.days),
        most=quoted(table.names[most["cohort"]]),
        share=percent(most["share"]),
        range=between(most["share_low"], most["share_high"]),
        least=quoted(table.names[least["cohort"]]),
        other=percent(least["share"]),
        other_range=between(least["share_low"], least["share_high"]),
    )


def _chart(table: Table, short: cohort_measures.Short, keys: list[str]) -> alt.LayerChart:
    labels = {key: _label(table.names[key], table.sizes[key]) for key in keys}
    measure = table.shown.measure
    everybody = (
        _("Average cohort")
        if COHORT_MEASURES[measure].is_total
        else _label(_("All cohorts"), sum(table.sizes.values()))
    )
    every = pd.concat([table.means, table.known[table.known["cohort"].isin(keys)]])
    both = _cells(table, every[every["age"] < cohort_measures.first_age(measure) + MOST_AGES], short)
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
        by_column=table.shown.by_column,
    )


def _label(name: str, size: int) -> str:
    return f"{name} · {number(size)}"


def _cells(table: Table, part: pd.DataFrame, short: cohort_measures.Short) -> pd.DataFrame:
    """What the picture needs of each cell; cells of no cohort are those of the average."""
    small = (part["at_risk"] < FEW_CUSTOMERS).astype(bool)
    cohort, age = members.chosen()
    return pd.DataFrame(
        {
            "cohort": part["cohort"].astype(object).where(part["cohort"].notna(), None),
            "age": part["age"].astype(int),
            "value": part["value"],
            "short": part["value"] / short.divisor,
            "small": small,
            "average": part["cohort"].isna(),
            "chosen": (part["cohort"] == cohort) & (part["age"].astype(str) == age),
            "customers": part[table.counted].astype(float),
            "at_risk": part["at_risk"].astype(float),
            "low": part["share_low"],
            "high": part["share_high"],
            "note": small.map({True: _("few customers, read with care"), False: ""}),
        }
    )


def _takeaway(table: Table, keys: list[str]) -> str:
    """The highest and the lowest of the cohorts shown that carry weight, at the age that is compared or known first."""
    solid = table.known[(table.known["at_risk"] >= FEW_CUSTOMERS) & table.known["cohort"].isin(keys)]
    if solid.empty:
        return _("Every cohort has too few customers to read a rate from.")
    compared = choices.age(table.cells)
    age = compared if (solid["age"] == compared).any() else int(solid["age"].min())
    solid = solid[solid["age"] == age]
    highest, lowest = (solid.iloc[int(at)] for at in (solid["value"].argmax(), solid["value"].argmin()))
    if table.full(highest["value"]) == table.full(lowest["value"]):
        told = _("At age {age}: {value} in every cohort large enough to tell.")
        return told.format(age=age, value=table.full(highest["value"]))
    return _("At age {age}: highest {high} ({high_cohort}), lowest {low} ({low_cohort}).").format(
        age=age,
        high=table.full(highest["value"]),
        high_cohort=table.names[highest["cohort"]],
        low=table.full(lowest["value"]),
        low_cohort=table.names[lowest["cohort"]],
    )
