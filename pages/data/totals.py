"""The retention rate for those who only know three totals."""

import streamlit as st

from pages.shared.totals import ask_totals
from retention.analysis.totals import from_totals
from retention.errors import RetentionError
from retention.narrate import problems, totals


def render_totals() -> None:
    """Three numbers, the rate they give, and how it compares."""
    with st.grid(3, min_column_width=170):
        start, active, new = ask_totals()
    try:
        found = from_totals(start, active, new)
    except RetentionError as refusal:
        st.warning(problems.error(refusal), icon=":material/error:")
        return
    st.subheader(totals.answer(found), anchor=False)
    st.markdown(totals.working(found))
    st.caption(totals.benchmark())
