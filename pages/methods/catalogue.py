"""Figures, each folded behind its name and value, and the rules they are counted by."""

from collections.abc import Mapping, Sequence

import streamlit as st

from retention.ingest.rules import Rules
from retention.narrate import methods
from retention.narrate.methods import Method
from retention.narrate.texts import _


def render_methods(title: str, found: Sequence[Method], wanted: str) -> bool:
    """The methods that speak of what is wanted, under a heading; returns whether there are any.

    What was looked for stands open where little is left of it.
    """
    shown = [each for each in found if each.speaks_of(wanted)]
    if not shown:
        return False
    st.subheader(title, anchor=False)
    for each in shown:
        with st.expander(each.heading, expanded=bool(wanted) and len(shown) < 4):
            st.markdown(each.paragraphs)
    return True


def render_rules(labels: Mapping[str, str], chosen: Rules) -> None:
    """Counting rules and conventions, each folded."""
    st.subheader(_("What counts"), anchor=False)
    with st.expander(_("Counting rules, as usual and here")):
        st.markdown(methods.rules(labels, chosen))
    with st.expander(_("Limits and conventions")):
        for said in methods.conventions():
            st.markdown(said)
