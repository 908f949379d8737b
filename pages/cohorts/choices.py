"""What the visitor asks of the cohorts, and the controls that ask it."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from pages.cohorts import words
from pages.shared import cached, session, widgets
from pages.shared.settings import FIRST_ORDER
from retention.analysis.cohorts import ELAPSED_DAYS
from retention.narrate import cohort_measures
from retention.narrate.texts import N_, _, fill
from retention.orders import Orders
from retention.periods import Calendar
from retention.settings import Choice

AGES = {"calendar": N_("in calendar periods"), "elapsed": N_("in days since each one’s first order")}
COLOURS = {"table": N_("over the whole table"), "column": N_("within each age")}
GROUPS = {
    FIRST_ORDER: N_("time of the first order"),
    "product": N_("product of the first order"),
    "category": N_("category of the first order"),
    "channel": N_("channel of the first order"),
    "country": N_("country of the first order"),
    "city": N_("city of the first order"),
    "discount_code": N_("discount code of the first order"),
    "payment": N_("payment of the first order"),
    "location": N_("place of the first order"),
}


@dataclass(frozen=True, kw_only=True)
class Asked:
    """How customers are followed: periods of a grain, who counts as back (`mode`), how ages are counted."""

    grain: str
    year_start: int
    mode: str
    ages: str | int

    @property
    def calendar(self) -> Calendar:
        """The periods customers first bought in."""
        return Calendar.of(self.grain, self.year_start)

    @property
    def days(self) -> int | None:
        """Length of an age in days; None where ages are calendar periods."""
        return self.ages if isinstance(self.ages, int) else None


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What the table of cohorts holds: a measure, cohorts by period (`by` is None) or by a column, its colours."""

    measure: str
    by: str | None
    by_column: bool


def asked() -> Asked:
    """What is in force, before the controls are drawn: the answer above them needs it too."""
    calendar = session.calendar()
    ages = session.setting("ages", "calendar")
    return Asked(
        grain=str(calendar.grain),
        year_start=calendar.year_start,
        mode=session.setting("mode", "on"),
        ages=ELAPSED_DAYS[calendar.grain] if ages == "elapsed" else "calendar",
    )


def age(known: pd.DataFrame) -> int | None:
    """The age at which cohorts are compared; None while no cohort is a period old."""
    options = _ages(known)
    return int(session.setting("age", options[0], among=Choice(options))) if options else None


def _ages(known: pd.DataFrame) -> tuple[str, ...]:
    over = known.loc[known["at_risk"].fillna(0) > 0, "age"]
    return tuple(str(age) for age in range(1, int(over.max()) + 1)) if len(over) else ()


def ask(known: pd.DataFrame, now: Asked) -> None:
    """The controls of the comparison: the age, who counts as back at it, how it is counted."""
    options = _ages(known)
    with st.grid(3, min_column_width=200):
        widgets.setting(
            "age",
            options=options,
            default=options[0],
            shown=lambda age: str(words.age(int(age), now.grain, "on", now.days)),
        )
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


def show(orders: Orders) -> Shown:
    """The controls of the table."""
    has_money = cached.overview(orders).has_money
    groups = (FIRST_ORDER, *cached.groupings(orders))
    with st.grid(3, min_column_width=200):
        measure = widgets.setting(
            "measure",
            options=cohort_measures.available(has_money=has_money),
            default="share",
            shown=cohort_measures.title,
        )
        group = widgets.setting("cohorts", options=groups, default=FIRST_ORDER, shown=_group)
        colours = widgets.setting("colours", default="table", shown=lambda name: _(COLOURS[name]))
    return Shown(measure=measure, by=None if group == FIRST_ORDER else group, by_column=colours == "column")


def _group(name: str) -> str:
    return _(GROUPS[name]) if name in GROUPS else fill(_("“{name}” of the first order"), name=name)
