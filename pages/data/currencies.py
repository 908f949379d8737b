"""The currency that is counted, and what the others are worth in it."""

from collections.abc import Mapping

import streamlit as st

from pages.data import intake
from pages.shared import session, widgets
from pages.shared.settings import CURRENCY, MONEY
from retention.ingest.session import ImportSession
from retention.narrate.texts import _, fill
from retention.orders import Orders

CURRENCIES = ("EUR", "USD", "GBP", "RON", "MDL", "UAH", "RUB", "KZT", "BYN", "PLN", "BGN", "CZK", "HUF", "TRY", "CHF")
"""What amounts may be in where no cell says it."""


def choice(imported: ImportSession, orders: Orders) -> None:
    """The currency in force: one of those the cells name, any where they name none."""
    now = imported.currency or orders.currency
    st.session_state["currency"] = now
    written = _others(imported, orders) or (now is not None and imported.currency is None)
    options = dict.fromkeys(filter(None, (now, *(_others(imported, orders) if written else CURRENCIES))))
    st.selectbox(
        _("Currency of the amounts"),
        list(options),
        index=None,
        key="currency",
        on_change=_choose,
        placeholder=_("not said in the file"),
        accept_new_options=not written,
    )


def _choose() -> None:
    """Count what was picked or typed in; what can be no currency changes nothing."""
    picked = st.session_state["currency"]
    if picked is None or CURRENCY.read(picked) is not None:
        intake.change(currency=picked)


def exchange(imported: ImportSession, orders: Orders) -> None:
    """What one unit of each other currency is worth: without it, money in that currency stays out of all sums."""
    for code in _others(imported, orders):
        key = f"exchange-{code}"
        st.session_state[key] = imported.rules.exchange.get(code)
        st.number_input(
            fill(_("1 {other} in {currency}"), other=code, currency=orders.currency or ""),
            **widgets.limits(MONEY) | {"step": None},
            format="%.4f",
            key=key,
            placeholder=_("not added up without a rate"),
            on_change=_set_worth,
            args=(code, key),
        )


def _others(imported: ImportSession, orders: Orders) -> list[str]:
    """The currencies in the files that are not the counted one."""
    named = [code for issue in orders.issues for code in _named(issue.details)] if imported.orders is not None else []
    return list(dict.fromkeys([*named, *imported.rules.exchange]))


def _named(details: Mapping[str, object]) -> tuple[str, ...]:
    others = details.get("others", ())
    return tuple(map(str, others)) if isinstance(others, tuple) else ()


def _set_worth(code: str, key: str) -> None:
    kept = {other: worth for other, worth in session.imported().rules.exchange.items() if other != code}
    worth = st.session_state[key]
    intake.rule(exchange={**kept, code: worth} if worth else kept)
