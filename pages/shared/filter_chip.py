"""The filter on every page: a chip above the answer that says which orders count, and the choices behind it."""

from dataclasses import replace

import streamlit as st

from pages.shared import cached, order_filter, session
from retention.errors import ColumnError, RetentionError
from retention.filters import EVER, EVERY_ORDER, FIRST, ORDER, Condition, Filter
from retention.narrate import filters, problems
from retention.narrate.numbers import number
from retention.narrate.texts import N_, _, fill
from retention.orders import Orders

CHIP = "filter"
"""Where the session knows whether the choices are open."""
COLUMN, SCOPE, MODE, VALUES = "filter-column", "filter-scope", "filter-mode", "filter-values"
REFUSED = "filter-refused"
"""Where the session keeps why a value that was typed in cannot be chosen."""
SCOPES = {
    ORDER: N_("each order by itself"),
    FIRST: N_("the first order of a customer"),
    EVER: N_("any order of a customer"),
}
MODES = {"only": N_("only these count"), "without": N_("these do not count")}
MOST_LISTED = 1_000
"""Values of a column to choose from; more would take a browser long, and can be typed in."""


def render_chip(whole: Orders) -> None:
    """Which orders count, as a button with the choices behind it."""
    columns = cached.filter_columns(whole)
    if columns:
        _render_choices(whole, columns)


def render_portion(whole: Orders, nothing_left: RetentionError | None) -> None:
    """How many orders count, below the chip; where none is left, why, and the way back."""
    if order_filter.unfit():
        st.warning(
            _("The filter was taken off: it is about columns or values that these orders do not have."),
            icon=":material/filter_alt_off:",
        )
    by = session.filter_in_force()
    orders = session.orders()
    if by and orders is not None:
        st.caption(filters.counted(cached.portion(orders), by, whole.currency))
    if nothing_left is not None:
        st.warning(problems.error(nothing_left), icon=":material/filter_alt:")
        st.button(_("All orders again"), key="filter-all", icon=":material/undo:", on_click=_take_off)


@st.fragment
def _render_choices(whole: Orders, columns: tuple[str, ...]) -> None:
    """The chip; opening it draws nothing else anew, choosing something draws everything."""
    if order_filter.is_new():
        st.rerun()
    chip = st.popover(
        filters.sentences(order_filter.held()) or _("All orders"),
        icon=":material/filter_alt:",
        key=CHIP,
        on_change="rerun",
        wrap=bool(order_filter.held()),
    )
    if chip.open:
        with chip:
            _render_condition(whole, columns)
            _render_conditions()


def _render_condition(whole: Orders, columns: tuple[str, ...]) -> None:
    """One condition, chosen or changed: a column, of which order, whether it leaves out, and the values."""
    first = next(iter(order_filter.held().conditions), Condition(column=columns[0], any_of=()))
    if st.session_state.get(COLUMN) not in columns:
        st.session_state[COLUMN] = first.column if first.column in columns else columns[0]
    st.session_state.setdefault(SCOPE, first.scope)
    st.session_state.setdefault(MODE, "without" if first.leave_out else "only")
    column = st.selectbox(_("Column"), columns, format_func=filters.column, key=COLUMN, on_change=_forget_refusal)
    _render_one_of(_("Looked at is"), SCOPES, key=SCOPE)
    _render_one_of(_("Orders with the values"), MODES, key=MODE)
    counts = cached.values_of(whole, column)
    asked = _asked()
    known = order_filter.held().asked_alike(asked)
    chosen = () if known is None else known.any_of
    listed = list(dict.fromkeys((*counts.index[:MOST_LISTED], *chosen)))
    st.session_state[VALUES] = list(chosen)
    st.multiselect(
        _("Values"),
        listed,
        format_func=lambda value: _value_with_orders(value, int(counts.get(value, 0))),
        key=VALUES,
        on_change=_choose,
        accept_new_options=len(counts) > MOST_LISTED,
        placeholder=_("Choose one or several"),
    )
    if len(counts) > MOST_LISTED:
        st.caption(fill(_("Listed are the {n} most frequent; any other can be typed in."), n=number(MOST_LISTED)))
    refused: RetentionError | None = st.session_state.get(REFUSED)
    if refused is not None:
        st.error(problems.error(refused), icon=":material/error:")


def _render_one_of(label: str, options: dict[str, str], *, key: str) -> None:
    st.radio(
        label,
        list(options),
        format_func=lambda option: _(options[option]),
        key=key,
        horizontal=True,
        on_change=_forget_refusal,
    )


def _value_with_orders(value: str, orders: int) -> str:
    return f"{filters.value(value)} ({number(orders)})"


def _asked() -> Condition:
    """What the controls ask, without its values."""
    state = st.session_state
    return Condition(column=state[COLUMN], any_of=(), scope=state[SCOPE], leave_out=state[MODE] == "without")


def _choose() -> None:
    """Put the condition of the controls in the place of the one about the same column, if it can be."""
    asked, values = _asked(), tuple(map(str, st.session_state[VALUES]))
    held = order_filter.held()
    known = held.asked_alike(asked)
    new = held.replaced(known, replace(asked, any_of=values) if values else None)
    _forget_refusal()
    whole = session.all_orders()
    try:
        if whole is not None:
            order_filter.check(new, whole)
    except ColumnError as refused:
        st.session_state[REFUSED] = refused
        return
    _choose_and_stay(new)


def _choose_and_stay(by: Filter) -> None:
    """Make this the filter, and leave the choices open: with another label Streamlit takes the chip for a new one."""
    order_filter.choose(by)
    st.session_state[CHIP] = True


def _forget_refusal() -> None:
    st.session_state.pop(REFUSED, None)


def _take_off() -> None:
    order_filter.choose(EVERY_ORDER)


def _take_back(condition: Condition) -> None:
    _choose_and_stay(order_filter.held().replaced(condition, None))


def _render_conditions() -> None:
    """The conditions in force, each to be taken back."""
    conditions = order_filter.held().conditions
    for place, condition in enumerate(conditions):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(filters.condition(condition), width="stretch")
            st.button(
                _("Remove"),
                key=f"filter-remove-{place}",
                icon=":material/close:",
                on_click=_take_back,
                args=(condition,),
            )
    if len(conditions) > 1:
        st.button(_("All orders again"), key="filter-off", icon=":material/undo:", on_click=_take_off)
    st.caption(
        _(
            "An order counts if it fulfils every condition. Conditions about customers keep or leave out all their "
            "orders. The filter holds on all pages, in downloads and in the workspace."
        )
    )
