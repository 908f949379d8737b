"""What the amounts are in: asked once where no cell says it, changed on the Data page; other currencies by rate."""

from collections.abc import Mapping

import streamlit as st

from pages.data import intake
from pages.shared import cached, session, widgets
from pages.shared.settings import CURRENCY, MONEY
from retention.ingest.session import ImportSession
from retention.narrate.texts import _, fill
from retention.orders import Orders

CURRENCIES = ("EUR", "USD", "GBP", "RON", "MDL", "UAH", "RUB", "KZT", "BYN", "PLN", "BGN", "CZK", "HUF", "TRY", "CHF")
"""What amounts may be in where no cell says it."""


def render_question(orders: Orders) -> None:
    """Ask what the amounts are in where the files name no currency: one question, kept with all choices about them."""
    imported = session.imported()
    if orders.currency is not None or imported.orders is None or not cached.overview(orders).has_money:
        return
    key = "currency-asked"
    st.selectbox(
        _("Currency of the amounts"),
        CURRENCIES,
        index=None,
        key=key,
        on_change=_choose,
        args=(key,),
        placeholder=_("not said in the file"),
        accept_new_options=True,
        width=320,
    )


def render_currency(imported: ImportSession, orders: Orders) -> None:
    """The currency in force: one of those the cells name, any where they name none."""
    now = imported.currency or orders.currency
    st.session_state["currency"] = now
    written = _other_currencies(imported, orders) or (now is not None and imported.currency is None)
    options = dict.fromkeys(filter(None, (now, *(_other_currencies(imported, orders) if written else CURRENCIES))))
    st.selectbox(
        _("Currency of the amounts"),
        list(options),
        index=None,
        key="currency",
        on_change=_choose,
        args=("currency",),
        placeholder=_("not said in the file"),
        accept_new_options=not written,
    )


def _choose(key: str) -> None:
    """Count what was picked or typed in; what can be no currency changes nothing."""
    picked = st.session_state[key]
    if picked is None or CURRENCY.read(picked) is not None:
        intake.change(currency=picked)


def render_exchange_rates(imported: ImportSession, orders: Orders) -> None:
    """What one unit of each other currency is worth: without it, money in that currency stays out of all sums."""
    for place, code in enumerate(_other_currencies(imported, orders)):
        key = f"exchange-{place}"
        st.session_state[key] = imported.rules.exchange.get(code)
        st.number_input(
            fill(_("1 {other} in {currency}"), other=code, currency=orders.currency or ""),
            **widgets.limits(MONEY) | {"step": None},
            format="%.4f",
            key=key,
            placeholder=_("not added up without a rate"),
            on_change=_set_exchange_rate,
            args=(code, key),
        )


def _other_currencies(imported: ImportSession, orders: Orders) -> list[str]:
    """The currencies in the files that are not the counted one."""
    named = [code for issue in orders.issues for code in _named(issue.details)] if imported.orders is not None else []
    return list(dict.fromkeys([*named, *imported.rules.exchange]))


def _named(details: Mapping[str, object]) -> tuple[str, ...]:
    others = details.get("others", ())
    return tuple(map(str, others)) if isinstance(others, tuple) else ()


def _set_exchange_rate(code: str, key: str) -> None:
    kept = {other: rate for other, rate in session.imported().rules.exchange.items() if other != code}
    rate = st.session_state[key]
    intake.rule(exchange={**kept, code: rate} if rate else kept)
