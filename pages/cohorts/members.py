"""The customers behind one cell: by a click on it, or chosen from lists."""

from collections.abc import Mapping

import streamlit as st

from pages.cohorts import words
from pages.cohorts.table import NOT_STATED, Table
from pages.shared import cached, widgets
from retention.defaults import TABLE_ROWS
from retention.narrate.numbers import amount, during, number
from retention.narrate.texts import Markup, _, fill, ngettext, quoted
from retention.orders import Orders

COHORT, AGE = "cell-cohort", "cell-age"


def choose(cohort: str, age: int) -> None:
    """Ask for the customers of one cell."""
    st.session_state[COHORT], st.session_state[AGE] = cohort, str(age)


def chosen() -> tuple[str | None, str | None]:
    """Cohort and age of the cell whose customers are asked for."""
    return st.session_state.get(COHORT), st.session_state.get(AGE)


def show(table: Table, orders: Orders) -> None:
    """The lists to choose a cell from, and its customers once it is chosen."""
    known = table.known[table.known[table.counted].fillna(0) > 0]
    with st.grid(2, min_column_width=200):
        cohort = _choice(COHORT, _("Cohort"), list(dict.fromkeys(known["cohort"])), table.names)
        ages = {str(age): str(_when(table, age)) for age in known.loc[known["cohort"] == cohort, "age"]}
        age = _choice(AGE, _("Age"), list(ages), ages)
    if cohort is None or age is None:
        st.caption(_("Click a cell of the table above, or choose a cohort and an age here."))
    else:
        _customers(table, orders, cohort, int(age))


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


def _when(table: Table, age: int) -> Markup:
    if age == 0:
        return Markup(_("at the first order"))
    return words.age(age, table.asked.grain, table.mode, table.asked.days)


def _customers(table: Table, orders: Orders, cohort: str, age: int) -> None:
    asked = table.asked
    found = cached.cell(
        orders,
        None if cohort == NOT_STATED and table.shown.by else cohort,
        age,
        grain=asked.grain,
        year_start=asked.year_start,
        by=table.shown.by,
        ages=asked.ages,
        mode=table.mode,
    )
    st.markdown(_sentence(table, cohort, age, len(found)))
    shown = found.head(TABLE_ROWS)
    columns = {_("Customer"): shown["customer"].astype(str), _("Orders"): shown["orders"]}
    if cached.overview(orders).has_money:
        columns[_("Revenue")] = shown["revenue"].map(amount)
    st.dataframe(
        columns,
        hide_index=True,
        column_config={_("Revenue"): st.column_config.TextColumn(alignment="right")},
        alt=_("The customers of the cell with their orders and revenue"),
    )
    if len(found) > TABLE_ROWS:
        st.caption(fill(_("The first {n}; the download holds all."), n=number(TABLE_ROWS)))
    widgets.table_downloads(found, name="customers_of_a_cohort")


def _sentence(table: Table, cohort: str, age: int, count: int) -> Markup:
    """Who they are, in a sentence. Orders and revenue in the table are those of the time it names."""
    start = table.starts.get(cohort)
    size = table.sizes[cohort]
    if start is None:
        began = fill(
            ngettext("{n} customer began with {value}.", "{n} customers began with {value}.", size),
            n=number(size),
            value=quoted(table.names[cohort]),
        )
    else:
        began = fill(
            ngettext("{n} customer first bought {period}.", "{n} customers first bought {period}.", size),
            n=number(size),
            period=during(start, table.asked.grain),
        )
    if age == 0:
        return began
    back = ngettext("{n} of them came back {period}.", "{n} of them came back {period}.", count)
    return Markup(f"{began} {fill(back, n=number(count), period=_when(table, age))}")
