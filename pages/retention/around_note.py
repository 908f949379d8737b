"""Before and after a note, as two periods side by side."""

import streamlit as st

from pages.shared import cached, notes
from pages.shared.session import View
from retention.analysis.rates.around import stretches
from retention.analysis.rates.compare import PeriodComparison, compare_periods
from retention.narrate import notes as words
from retention.narrate.texts import _
from retention.notes import Note
from retention.orders import Orders
from retention.settings import Days

KEY, PERIODS = "beside-note", "periods"


def render_choice(orders: Orders) -> Note | None:
    """Which note to look around; None for two periods, and where there is no note with days enough on both sides."""
    possible = {str(note): note for note in notes.held() if _sides(orders, note) is not None}
    if not possible:
        return None
    if st.session_state.get(KEY) not in possible:
        st.session_state[KEY] = PERIODS
    names = {PERIODS: _("Two periods"), **{key: words.choice(note) for key, note in possible.items()}}
    with st.container(width=420):
        st.selectbox(_("What to compare"), list(names), format_func=names.__getitem__, key=KEY)
    return possible.get(st.session_state[KEY])


def comparison(view: View, orders: Orders, note: Note) -> PeriodComparison:
    """The days before a note beside as many from it on."""
    sides = _sides(orders, note)
    assert sides is not None
    before, after = (cached.figures_of(orders, days, view.base) for days in sides)
    return compare_periods(before, after, grains=(None, None))


def _sides(orders: Orders, note: Note) -> tuple[Days, Days] | None:
    return stretches(note.day, first=cached.overview(orders).first, last=orders.as_of)
