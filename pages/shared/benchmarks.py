"""How others do: published figures beside the shop's own of the same meaning, one line each, behind one question."""

import streamlit as st

from pages.shared import cached, session, widgets
from pages.shared.widgets import closer
from retention.narrate import benchmarks
from retention.narrate.texts import Markup, _
from retention.orders import Orders


def render_others() -> None:
    """The question on the page Retention: published rates, then what is said of keeping customers."""
    orders = session.orders()
    if orders is not None:
        closer(_("How do others do?"), ":material/menu_book:", _render_rates, orders, key="closer-retention-others")


def render_sayings() -> None:
    """The question on the page What if: what is said of keeping customers; nothing without orders."""
    orders = session.orders()
    if orders is not None:
        closer(_("What is said, and yours"), ":material/menu_book:", _render_sayings, orders, key="closer-what-if-said")


def _render_rates(orders: Orders) -> None:
    names = benchmarks.niches()
    group = widgets.setting("niche", options=tuple(names), default=next(iter(names)), shown=names.__getitem__)
    found = cached.beside_published(orders)
    rates = (benchmarks.yearly(found), benchmarks.repeat_rate(found, group))
    _render_lines([*rates, *benchmarks.sayings(found, orders.currency)])


def _render_sayings(orders: Orders) -> None:
    _render_lines(benchmarks.sayings(cached.beside_published(orders), orders.currency))


def _render_lines(lines: list[Markup]) -> None:
    st.markdown("\n".join(f"- {line}" for line in lines))
    st.caption(_("Other people's shops, other definitions: shown for orientation, never as a promise."))
