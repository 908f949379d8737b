"""Is it getting better? Customers who began together, followed as they age, newer ones against older ones."""

from functools import partial

import pandas as pd
import streamlit as st

from pages.cohorts import choices
from pages.cohorts.curves import render_across, render_curves, render_waiting
from pages.cohorts.customer_base import render_customer_base
from pages.cohorts.heatmap import render_heatmap
from pages.cohorts.members import SECTION, render_members
from pages.cohorts.products import render_products
from pages.shared import answer, cached, session, widgets
from pages.shared.widgets import closer, steady, table_downloads
from retention.analysis.cohorts import CohortOptions, Drift, drift
from retention.narrate import cohort_tables, cohorts
from retention.narrate.texts import _
from retention.orders import Orders


def render_page(orders: Orders) -> None:
    """The page for a visitor with data."""
    render_comparison(orders)
    render_customer_base(orders)
    render_products(orders)
    st.subheader(_("How long until they order again"), anchor=False)
    render_next_orders(orders)


@st.fragment
def render_comparison(orders: Orders) -> None:
    """The answer with the controls that change it, and all cohorts counted the same way."""
    options = choices.options()
    with st.spinner(_("Following every cohort …")):
        cells = cached.cohorts(orders, options.calendar, None, options.ages)[options.mode]
    render_answer(cells, options, orders)
    st.subheader(_("Every cohort as it ages"), anchor=False)
    render_every_cohort(orders, options)


def render_answer(cells: pd.DataFrame, options: CohortOptions, orders: Orders) -> None:
    """The answer in a sentence, its cautions, the controls that change it, its picture and its working."""
    age = choices.age(cells)
    if age is None:
        st.info(_("It is too early to tell: no cohort has been around for a whole period. Choose shorter periods."))
        return
    found = drift(cells, age, per_year=options.calendar.per_year)
    if found is None:
        st.info(_("It is too early to tell: only one cohort is old enough. Choose shorter periods or an earlier age."))
    else:
        with steady():
            render_headline(found, age, options, orders)
    choices.render_comparison_choices(cells, options)
    if found is not None:
        render_across(cells, found, age, options.calendar)
        given = found, cells, options, age, orders
        title = _("How was this worked out?")
        closer(title, ":material/calculate:", render_working, *given, key="closer-cohorts-working")


def render_headline(found: Drift, age: int, options: CohortOptions, orders: Orders) -> None:
    """The answer in a sentence, its verdict and its cautions."""
    when = cohorts.when(age, options)
    figure = cohorts.figure(found, when, options.mode)
    answer.render_answer(figure, cohorts.headline(found, options.calendar, when))
    verdict = cohorts.in_short(found, options.mode)
    if verdict:
        st.markdown(verdict)
    for caution in cohorts.cautions(found, age, options.mode, cached.overview(orders).first):
        st.caption(caution)


def render_working(found: Drift, cells: pd.DataFrame, options: CohortOptions, age: int, orders: Orders) -> None:
    """The whole working."""
    for paragraph in cohorts.working(found, cells, options, age, orders):
        st.markdown(paragraph)


@st.fragment
def render_every_cohort(orders: Orders, options: CohortOptions) -> None:
    """The cohorts in colours and as curves, the customers behind a cell, and all of it as a file."""
    shown = choices.render_table_choices(orders, options)
    table = shown.table
    if table.known.empty:
        st.info(cohort_tables.nothing_known())
        return
    render_heatmap(shown)
    name = f"cohorts_by_{'first_order' if table.by else options.grain}"
    triangle = partial(cohort_tables.sheet, table=table, called=shown.names, currency=shown.currency)
    table_downloads(table.file, name=name, key="cohorts", shown=triangle)
    title = _("Which customers are these?")
    closer(title, ":material/group:", render_members, shown, orders, key=SECTION)
    if len(set(table.known["cohort"])) > 1:
        st.subheader(_("The same as curves"), anchor=False)
        render_curves(shown)


@st.fragment
def render_next_orders(orders: Orders) -> None:
    """The time from order to order."""
    with st.spinner(_("Measuring the time between orders …")):
        render_waiting(orders)


def render_without_data() -> None:
    """The page for a visitor without data: what would stand here, and where to begin."""
    widgets.render_invitation(
        _(
            "Here you will read whether newer customers come back more often than earlier ones did, follow every "
            "cohort as it ages, and see how long people take to order again. Bring your orders, or start with a sample."
        )
    )


found_orders = session.orders()
if found_orders is None:
    render_without_data()
else:
    render_page(found_orders)
