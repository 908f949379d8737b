"""The choices that concern all files together: counting rules, the last day covered, the currency."""

import dataclasses
import functools
from typing import Any

import streamlit as st

from pages.shared import figures, sentences, session, widgets
from pages.shared.data import effect, intake
from pages.shared.data.desk import Desk
from pages.shared.texts import N_, Markup, _, fill
from retention.cleaning import Rules
from retention.orders import Orders

RULES = {
    "cancelled": N_("Count orders marked cancelled, failed or unpaid"),
    "free": N_("Count orders of amount 0"),
    "unpriced": N_("Count orders whose amount is missing or cannot be read"),
    "duplicates": N_("Count rows repeated word for word each time"),
}
TRACES = {
    "cancelled": {"cancelled"},
    "free": {"amount_zero"},
    "unpriced": {"amount_unknown", "no_amounts"},
    "duplicates": {"duplicate"},
}
"""The issues one of which a rule's default leaves behind wherever another choice would matter."""
CURRENCIES = ("EUR", "USD", "GBP", "RON", "MDL", "UAH", "RUB", "KZT", "BYN", "PLN", "BGN", "CZK", "HUF", "TRY", "CHF")


def ask(desk: Desk) -> None:
    """What stands between understood files and their orders: an open question or a clear refusal."""
    for question in desk.questions:
        key = f"desk-{question.code}"
        widgets.question(question, key=key, answered=functools.partial(_answer, question.code, key))
    if desk.problem is not None and not desk.questions:
        st.error(sentences.error(desk.problem), icon=":material/error:")


def show(desk: Desk, orders: Orders) -> None:
    """The choices, showing what is in force, and what another would do; worked out for whoever opens them."""
    opened = st.expander(
        _("Change what counts"),
        icon=":material/rule:",
        expanded=desk.orders is None,
        key="what-counts",
        on_change="rerun",
    )
    if not opened.open:
        return
    with opened:
        for rule, label in RULES.items():
            key = f"rule-{rule}"
            st.session_state[key] = getattr(desk.rules, rule)
            st.toggle(_(label), key=key, on_change=_set_rule, args=(rule, key))
            if desk.orders is not None:
                st.caption(_effect(desk, rule, desk.orders))
        with st.grid(2, min_column_width=220):
            _last_day(orders)
            _currency(desk, orders)


def _effect(desk: Desk, rule: str, orders: Orders) -> str:
    """What the other position of a switch would do; where its default left no trace, that is nothing."""
    default = getattr(desk.rules, rule) == getattr(Rules(), rule)
    if default and TRACES[rule].isdisjoint(issue.code for issue in orders.issues):
        return _("No row of these files depends on this.")
    with st.spinner(_("Counting orders and customers …")):
        other = dataclasses.replace(desk, rules=_switched(desk.rules, rule))
        found = effect.of(other, instead_of=orders, view=session.view())
    return fill(_("If you switch this: {effect}"), effect=Markup(found))


def _switched(rules: Rules, rule: str) -> Rules:
    other: dict[str, Any] = {rule: not getattr(rules, rule)}
    return dataclasses.replace(rules, **other)


def _answer(code: str, key: str) -> None:
    intake.change(**{code: st.session_state[key]})


def _set_rule(rule: str, key: str) -> None:
    rules = intake.desk().rules
    if st.session_state[key] != getattr(rules, rule):
        intake.change(rules=_switched(rules, rule))


def _last_day(orders: Orders) -> None:
    st.session_state["last-day"] = orders.as_of
    st.date_input(
        _("Last day the data covers"),
        format=figures.date_format(),
        key="last-day",
        on_change=lambda: intake.change(as_of=st.session_state["last-day"]),
        help=_("Decides which periods are over. Without your word it is the day of the last order."),
    )


def _currency(desk: Desk, orders: Orders) -> None:
    now = desk.currency or orders.currency
    st.session_state["currency"] = now
    options = [*CURRENCIES] if now is None or now in CURRENCIES else [now, *CURRENCIES]
    st.selectbox(
        _("Currency of the amounts"),
        options,
        index=None,
        key="currency",
        on_change=lambda: intake.change(currency=st.session_state["currency"]),
        placeholder=_("not said in the file"),
        accept_new_options=True,
    )
