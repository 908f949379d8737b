"""What a visitor reads where a page failed in a way nobody foresaw; the traceback is in the terminal by then."""

import streamlit as st

from retention.narrate.texts import _


def show(error: Exception) -> bool:
    """Say in the visitor's language that the page could not be finished; True keeps Streamlit from saying it too."""
    st.error(
        _(
            "Something went wrong on this page, and the mistake is ours. Nothing you brought is lost: try another "
            "choice or another page. Whoever runs the app finds the details in its terminal."
        ),
        icon=":material/error:",
    )
    return True
