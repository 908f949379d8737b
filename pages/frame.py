"""What stands around every page: its name and question, the chips above its answer, the next step below."""

import streamlit as st

from pages import contents
from pages.contents import PAGES, Entry
from pages.data import intake, questions
from pages.shared import chips, filter_chip, looks, session
from retention.errors import RetentionError
from retention.narrate.texts import _
from retention.orders import Orders


def chosen_page() -> tuple[st.Page, Entry]:
    """The page that was chosen among all, and what is declared of it.

    Before there are orders the first page, which an address without a name opens, is the one that takes them.
    """
    pages = {
        stem: st.Page(
            contents.file(stem),
            title=_(entry.title),
            icon=entry.symbol,
            url_path=entry.address,
            default=stem == "data",
        )
        for stem, entry in PAGES.items()
    }
    first = ["data", "overview"] if session.all_orders() is None else ["overview", "data"]
    order = [*first, *(stem for stem in pages if stem not in first)]
    page = st.navigation([pages[stem] for stem in order])
    [entry] = [PAGES[stem] for stem, each in pages.items() if each is page]
    return page, entry


def render_title(entry: Entry) -> None:
    """The question of a page as its heading, its name in the browser's tab."""
    looks.name_page(_(entry.title))
    st.title(_(entry.question), anchor=False)


def render_top(entry: Entry, whole: Orders | None, nothing_left: RetentionError | None) -> bool:
    """What stands above the answer; returns whether the page has one to show.

    It has none where the filter leaves no order, nor where there is none yet and files are read or asked about.
    """
    orders = session.orders()
    asked, takes_files = bool(session.imported().open_questions), entry is PAGES["data"]
    if asked and not takes_files:
        questions.render_waiting(orders)
    if whole is not None and orders is not None and not (asked and takes_files):
        _render_chips(entry, whole, orders)
        filter_chip.render_portion(whole, nothing_left)
    return takes_files or not (nothing_left or (orders is None and (asked or intake.reading())))


def _render_chips(entry: Entry, whole: Orders, orders: Orders) -> None:
    """What the page is about, and which orders count."""
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        if entry.controls != "none":
            calendar = chips.render_grain(orders)
            session.keep_calendar(calendar)
            of_periods = entry.controls == "period"
            if of_periods:
                session.keep_view(chips.render_view(orders, calendar))
            chips.render_counting(orders, calendar, of_periods=of_periods)
        filter_chip.render_chip(whole)


def render_next_step(entry: Entry) -> None:
    """Where to go from here, once there are orders to go with."""
    if session.orders() is None:
        return
    following = PAGES[entry.next_page]
    if st.button(_(entry.next_step), icon=following.symbol, type="primary", key="next-step"):
        st.switch_page(contents.file(entry.next_page))
