"""Notes on dates, written down and taken back: they stand in every picture over time, and divide before from after."""

import streamlit as st

from pages.shared import cached, notes
from retention.narrate import notes as words
from retention.narrate import numbers
from retention.narrate.texts import _
from retention.notes import DAY, MOST, WORDS, read
from retention.orders import Orders

DAY_KEY, WORDS_KEY, REFUSED = "note-day", "note-words", "note-refused"


def render_notes(orders: Orders) -> None:
    """The notes with a button to take back each, and a form for one more."""
    opened = st.expander(_("Notes on dates"), icon=":material/edit_calendar:", key="notes-open", on_change="rerun")
    if not opened.open:
        return
    with opened:
        st.caption(
            _(
                "A price rise, a promotion, a new address: what happened on a day stands in every picture over time, "
                "and before and after it can be compared. Kept in the workspace, never in a link."
            )
        )
        for place, note in enumerate(notes.held()):
            label = words.named(note)
            st.button(
                label,
                icon=":material/close:",
                key=f"note-remove-{place}",
                on_click=notes.remove,
                args=(note,),
                help=_("Take this note back"),
            )
        if len(notes.held()) < MOST:
            _render_form(orders)


def _render_form(orders: Orders) -> None:
    with (
        st.form(key="note-form", clear_on_submit=True, border=False),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        st.date_input(
            _("Day"),
            value=cached.overview(orders).last,
            min_value=DAY.first,
            max_value=DAY.last,
            format=numbers.date_format(),
            key=DAY_KEY,
            width=160,
        )
        st.text_input(_("What happened"), max_chars=WORDS.longest, key=WORDS_KEY, width=320)
        st.form_submit_button(_("Add"), icon=":material/add:", key="note-add", on_click=_add)
    if st.session_state.get(REFUSED):
        st.warning(_("Choose a day and write what happened in a few words."), icon=":material/edit:")


def _add() -> None:
    note = read(st.session_state[DAY_KEY], st.session_state[WORDS_KEY])
    st.session_state[REFUSED] = note is None
    if note is not None:
        notes.write_down(note)
