"""The choices that concern all files together: counting rules, the last day covered, the currency."""

import dataclasses
import functools
from typing import Any

import streamlit as st

from pages.shared import sentences, widgets
from pages.shared.data import intake
from pages.shared.data.desk import Desk
from pages.shared.texts import N_, _
from retention.orders import Orders

RULES = {
    "cancelled": N_("Count orders marked cancelled, failed or unpaid"),
    "free": N_("Count orders of amount 0"),
    "duplicates": N_("Count rows repeated word for word each time"),
}
CURRENCIES = ("EUR", "USD", "GBP", "RON", "MDL", "UAH", "RUB", "KZT", "BYN", "PLN", "BGN", "CZK", "HUF", "TRY", "CHF")


def ask(desk: Desk) -> None:
    """What stands between understood files and their orders: an open question or a clear refusal."""
    for question in desk.questions:
        key = f"desk-{question.code}"
        widgets.question(question, key=key, answered=functools.partial(_answer, question.code, key))
    if desk.problem is not None and not desk.questions:
        st.error(sentences.error(desk.problem), icon=":material/error:")


def show(desk: Desk, orders: Orders) -> None:
    """The choices, showing what is in force."""
    with st.expander(_("Change what counts"), icon=":material/rule:", expanded=desk.orders is None):
        for rule, label in RULES.items():
            key = f"rule-{rule}"
            st.session_state[key] = getattr(desk.rules, rule)
            st.toggle(_(label), key=key, on_change=_set_rule, args=(rule, key))
        with st.grid(2, min_column_width=220):
            _last_day(orders)
            _currency(desk, orders)


def _answer(code: str, key: str) -> None:
    intake.change(**{code: st.session_state[key]})


def _set_rule(rule: str, key: str) -> None:
    counting: dict[str, Any] = {rule: bool(st.session_state[key])}
    intake.change(rules=dataclasses.replace(intake.desk().rules, **counting))


def _last_day(orders: Orders) -> None:
    st.session_state["last-day"] = orders.as_of
    st.date_input(
        _("Last day the data covers"),
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
