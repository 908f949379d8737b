"""Is it getting better? Customers who began together, followed as they age, newer ones against older ones."""

import pandas as pd
import streamlit as st

from pages.cohorts import across, choices, curves, explanation, heatmap, members, waiting, words
from pages.cohorts.choices import Asked
from pages.cohorts.table import Table
from pages.shared import cached, session
from pages.shared.widgets import answered, closer, steady, table_downloads
from retention.analysis.cohorts import Drift, drift
from retention.narrate.texts import _
from retention.orders import Orders


def show(orders: Orders) -> None:
    """The page for a visitor with data."""
    compared(orders)
    st.subheader(_("How long until they order again"), anchor=False)
    waited(orders)


@st.fragment
def compared(orders: Orders) -> None:
    """The answer with the controls that change it, and all cohorts counted the same way."""
    asked = choices.asked()
    with st.spinner(_("Following every cohort …")):
        cells = cached.cohorts(orders, asked.grain, asked.year_start, None, asked.ages)[asked.mode]
    answer(cells, asked, orders)
    st.subheader(_("Every cohort as it ages"), anchor=False)
    followed(orders, asked)


def answer(cells: pd.DataFrame, asked: Asked, orders: Orders) -> None:
    """The answer in a sentence, its cautions, the controls that change it, its picture and its working."""
    age = choices.age(cells)
    if age is None:
        st.info(_("It is too early to tell: no cohort has been around for a whole period. Choose shorter periods."))
        return
    found = drift(cells, age, per_year=asked.calendar.per_year)
    if found is None:
        st.info(_("It is too early to tell: only one cohort is old enough. Choose shorter periods or an earlier age."))
    else:
        with steady():
            told = say(found, age, asked, orders)
        answered(told)
    choices.ask(cells, asked)
    across.show(cells, found, age, asked.calendar)
    if found is not None:
        closer(
            _("How was this worked out?"),
            ":material/calculate:",
            explanation.show,
            found,
            cells,
            asked,
            age,
            orders,
            key="closer-cohorts-working",
        )


def say(found: Drift, age: int, asked: Asked, orders: Orders) -> str:
    """The answer in a sentence, its verdict and its cautions; returns what must be on the screen before all else."""
    headline = words.headline(found, asked.calendar, words.age(age, asked.grain, asked.mode, asked.days))
    st.header(headline, anchor=False)
    verdict = words.verdict(found, asked.mode)
    if verdict:
        st.markdown(verdict)
    cautions = words.cautions(found, age, asked.mode, cached.overview(orders).first)
    for caution in cautions:
        st.caption(caution)
    return "".join((headline, *cautions))


@st.fragment
def followed(orders: Orders, asked: Asked) -> None:
    """The cohorts in colours and as curves, the customers behind a cell, and all of it as a file."""
    shown = choices.show(orders)
    with st.spinner(_("Following every cohort …")):
        table = Table.of(orders, asked, shown)
    if table.known.empty:
        st.info(_("Nothing is known yet: no cohort has been around for a whole period. Choose shorter periods."))
        return
    heatmap.show(table)
    table_downloads(table.file, name=f"cohorts_by_{'first_order' if shown.by else asked.grain}")
    st.subheader(_("The customers of a cell"), anchor=False)
    members.show(table, orders)
    st.subheader(_("The same as curves"), anchor=False)
    curves.show(table)


@st.fragment
def waited(orders: Orders) -> None:
    """The time from order to order."""
    with st.spinner(_("Measuring the time between orders …")):
        waiting.show(orders)


def show_promise() -> None:
    """The page for a visitor without data: what would stand here, and where to begin."""
    st.markdown(
        _(
            "Here you will read whether newer customers come back more often than earlier ones did, follow every "
            "cohort as it ages, and see how long people take to order again. Bring your orders, or start with a sample."
        )
    )
    st.page_link("pages/data_page.py", label=_("Bring data or try a sample"), icon=":material/upload_file:")


st.title(_("Is it getting better?"), anchor=False)
found_orders = session.orders()
if found_orders is None:
    show_promise()
else:
    show(found_orders)
