"""The customers behind one cell: by a click on it, or chosen from lists."""

from collections.abc import Mapping
from functools import partial

import streamlit as st

from pages.cohorts.choices import Shown
from pages.shared import cached, widgets
from retention.analysis.cohorts.reading import NOT_STATED
from retention.defaults import TABLE_ROWS
from retention.narrate import cohort_tables
from retention.narrate import columns as columns_in_words
from retention.narrate.numbers import amount, number
from retention.narrate.texts import _, fill
from retention.orders import Orders

COHORT, AGE = "cell-cohort", "cell-age"
SECTION = "closer-cohorts-members"
"""Key of the section in which they stand."""


def choose(cohort: str, age: int) -> None:
    """Ask for the customers of one cell."""
    st.session_state[COHORT], st.session_state[AGE] = cohort, str(age)
    st.session_state[SECTION] = True


def chosen() -> tuple[str | None, str | None]:
    """Cohort and age of the cell whose customers are asked for."""
    return st.session_state.get(COHORT), st.session_state.get(AGE)


def render_members(shown: Shown, orders: Orders) -> None:
    """The lists to choose a cell from, and its customers once it is chosen."""
    table = shown.table
    known = table.peopled
    with st.grid(2, min_column_width=200):
        cohort = _choice(COHORT, _("Cohort"), list(dict.fromkeys(known["cohort"])), shown.names)
        ages = {
            str(age): str(cohort_tables.when_in_cell(table, age)) for age in known.loc[known["cohort"] == cohort, "age"]
        }
        age = _choice(AGE, _("Age"), list(ages), ages)
    if cohort is None or age is None:
        st.caption(_("Click a cell of the table above, or choose a cohort and an age here."))
    else:
        _render_customers(shown, orders, cohort, int(age))


def _choice(key: str, label: str, options: list[str], names: Mapping[str, str]) -> str | None:
    """One of two lists; a choice that is no longer among the options is dropped."""
    if st.session_state.get(key) not in options:
        st.session_state[key] = None
    return st.selectbox(
        label,
        options,
        index=None,
        format_func=names.__getitem__,
        key=key,
        persist_state="session",
        placeholder=_("Choose …"),
    )


def _render_customers(shown: Shown, orders: Orders, cohort: str, age: int) -> None:
    table = shown.table
    options = table.options
    found = cached.cell(
        orders,
        None if cohort == NOT_STATED and table.by else cohort,
        age,
        calendar=options.calendar,
        by=table.by,
        ages=options.ages,
        mode=table.member_mode,
    )
    st.markdown(cohort_tables.members(table, shown.names, cohort, age, len(found)))
    first = found.head(TABLE_ROWS)
    columns = {_("Customer"): first["customer"].astype(str), _("Orders"): first["orders"]}
    if cached.overview(orders).has_money:
        columns[_("Revenue")] = first["revenue"].map(amount)
    st.dataframe(
        columns,
        hide_index=True,
        column_config={_("Revenue"): st.column_config.TextColumn(alignment="right")},
        alt=_("The customers of the cell with their orders and revenue"),
    )
    if len(found) > TABLE_ROWS:
        st.caption(fill(_("The first {n}; the download holds all."), n=number(TABLE_ROWS)))
    written = partial(columns_in_words.sheet, currency=orders.currency)
    widgets.table_downloads(found, name="customers_of_a_cohort", key="cell-customers", shown=written)
