"""What one visitor has in hand: language, settings, orders. Everything lives in this session and dies with it."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from retention.orders import Orders

ORDERS = "orders"
SETTINGS = "settings"
VIEW = "view"
LANGUAGES = {"en": "English", "ru": "Русский", "uk": "Українська", "ro": "Română"}


@dataclass(frozen=True, kw_only=True)
class View:
    """What the visitor looks at: a grain, a base, the rates by period, and the chosen period's position among them."""

    grain: str
    base: str
    rates: pd.DataFrame
    chosen: int


def orders() -> Orders | None:
    """The orders every page computes from; None before anything was brought."""
    found: Orders | None = st.session_state.get(ORDERS)
    return found


def keep(found: Orders) -> None:
    """Make these the orders of all pages."""
    st.session_state[ORDERS] = found


def show(selected: View) -> None:
    """Tell the page about to run what the frame's controls select."""
    st.session_state[VIEW] = selected


def view() -> View:
    """What the frame's controls select; there is one whenever there are orders."""
    selected: View = st.session_state[VIEW]
    return selected


def setting(name: str, allowed: Sequence[str], default: str) -> str:
    """A setting's value: what the visitor chose, else what the link said, else `default`.

    A choice other than the default is mirrored in the address so that it can be sent as a link, and put back
    there after a change of page has emptied it. Streamlit's `bind="query-params"` would write the translated
    label, which another language could not open.
    """
    chosen: dict[str, str] = st.session_state.setdefault(SETTINGS, {})
    if name not in chosen and name in st.query_params:
        chosen[name] = st.query_params[name]
    wish = chosen.get(name)
    value = wish if wish is not None and wish in allowed else default
    if value != default:
        st.query_params[name] = value
    elif name in st.query_params:
        del st.query_params[name]
    return value


def choose(name: str, value: str) -> None:
    """Remember a setting for the rest of the session."""
    st.session_state.setdefault(SETTINGS, {})[name] = value


def browser_locale() -> str:
    """The browser's locale, such as `ro-RO`; English when it does not tell."""
    return st.context.locale or "en"


def default_language() -> str:
    """The browser's language when we speak it, else English."""
    spoken = browser_locale().split("-")[0].lower()
    return spoken if spoken in LANGUAGES else "en"


def language() -> str:
    """The language to speak: chosen, linked, or the browser's."""
    return setting("lang", tuple(LANGUAGES), default_language())
