"""What the visitor asks of the cohorts, and the controls that ask it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd
import streamlit as st

from pages.shared import cached, session, widgets
from pages.shared.settings import FIRST_ORDER
from retention.analysis.cohorts import ELAPSED_DAYS, CohortOptions, CohortTable
from retention.analysis.cohorts.reading import known_ages
from retention.narrate import cohort_measures, cohort_tables, cohorts
from retention.narrate.texts import N_, _, fill
from retention.orders import Orders
from retention.settings import Choice

AGES = {"calendar": N_("in calendar periods"), "elapsed": N_("in days since each one’s first order")}
COLOURS = {"table": N_("over the whole table"), "column": N_("within each age")}
AGE_WIDTH, MEASURE_WIDTH = 260, 280
"""Pixels that hold what is usually chosen, in any language."""
GROUPS = {
    FIRST_ORDER: N_("time of the first order"),
    "product": N_("product of the first order"),
    "category": N_("category of the first order"),
    "channel": N_("channel of the first order"),
    "country": N_("country of the first order"),
    "city": N_("city of the first order"),
    "code": N_("discount code of the first order"),
    "campaign": N_("campaign of the first order"),
    "payment": N_("payment of the first order"),
    "branch": N_("place of the first order"),
    "source": N_("file of the first order"),
}


@dataclass(frozen=True, kw_only=True)
class Shown:
    """The table of cohorts as the visitor wants it: what its rows are called, and whether colours compare an age."""

    table: CohortTable
    names: Mapping[str, str]
    by_column: bool
    currency: str | None


def options() -> CohortOptions:
    """What is in force, before the controls are drawn: the answer above them needs it too."""
    calendar = session.calendar()
    ages = session.setting("ages", "calendar")
    return CohortOptions(
        calendar=calendar,
        mode=session.setting("mode", "on"),
        ages=ELAPSED_DAYS[calendar.grain] if ages == "elapsed" else "calendar",
    )


def age(known: pd.DataFrame) -> int | None:
    """The age at which cohorts are compared; None while no cohort is a period old."""
    ages = tuple(map(str, known_ages(known)))
    return int(session.setting("age", ages[0], among=Choice(ages))) if ages else None


def render_comparison_choices(known: pd.DataFrame, now: CohortOptions) -> None:
    """The controls of the comparison: the age, who counts as back at it, how it is counted."""
    ages, named_for = tuple(map(str, known_ages(known))), replace(now, mode="on")
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        widgets.setting(
            "age",
            options=ages,
            default=ages[0],
            shown=lambda age: str(cohorts.when(int(age), named_for)),
            label_visibility="collapsed",
            width=AGE_WIDTH,
        )
        back = st.popover(_("Who counts as back"), icon=":material/tune:", key="back")
    with back:
        widgets.setting("mode", default="on", shown=lambda name: _(cohort_measures.MODES[name]))
        widgets.setting(
            "ages",
            default="calendar",
            shown=lambda name: _(AGES[name]),
            help_text=_(
                "Calendar periods are easy to speak of. Days since each one’s own first order give everybody the same "
                "time, whether they began early or late in the period."
            ),
        )


def render_table_choices(orders: Orders, now: CohortOptions) -> Shown:
    """The controls of the table; returns what they choose."""
    has_money = cached.overview(orders).has_money
    groups = (FIRST_ORDER, *cached.groupings(orders))
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        measure = widgets.setting(
            "measure",
            options=cohort_measures.available(has_money=has_money),
            default="share",
            shown=cohort_measures.title,
            label_visibility="collapsed",
            width=MEASURE_WIDTH,
        )
        group = widgets.setting(
            "cohorts",
            options=groups,
            default=FIRST_ORDER,
            shown=_group,
            label_visibility="collapsed",
            width=MEASURE_WIDTH,
        )
        with st.popover(_("Colours"), icon=":material/palette:", key="colours"):
            colours = widgets.setting("colours", default="table", shown=lambda name: _(COLOURS[name]))
    by = None if group == FIRST_ORDER else group
    with st.spinner(_("Following every cohort …")):
        counted = orders, now.calendar, by, now.ages
        cells, average = cached.cohorts(*counted)[now.mode], cached.average_cohort(*counted, now.mode)
        table = CohortTable.of(cells, average, measure=measure, options=now, by=by)
    return Shown(
        table=table,
        names=cohort_tables.names(table),
        by_column=colours == "column",
        currency=orders.currency,
    )


def _group(name: str) -> str:
    return _(GROUPS[name]) if name in GROUPS else fill(_("“{name}” of the first order"), name=name)
