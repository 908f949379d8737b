"""Figures, folded behind names and values, and the rules they are counted by."""

from collections.abc import Mapping, Sequence

import streamlit as st

from retention.ingest.rules import Rules
from retention.narrate import methods
from retention.narrate.methods import Method
from retention.narrate.texts import _


def render_each(found: Sequence[Method], wanted: str) -> bool:
    """The methods that speak of what is wanted, each behind its name and value; returns whether there are any.

    What was looked for stands open where little is left of it.
    """
    shown = [each for each in found if each.speaks_of(wanted)]
    for each in shown:
        with st.expander(each.heading, expanded=bool(wanted) and len(shown) < 4):
            st.markdown(each.paragraphs)
    return bool(shown)


def render_together(title: str, found: Sequence[Method], wanted: str, *, source: str = "") -> bool:
    """The methods that speak of what is wanted, all behind one title, with a source; returns whether there are any."""
    shown = [each for each in found if each.speaks_of(wanted)]
    if shown:
        with st.expander(title, expanded=bool(wanted)):
            for each in shown:
                st.markdown(each.paragraph)
            if source:
                st.caption(source)
    return bool(shown)


def render_rules(labels: Mapping[str, str], chosen: Rules) -> None:
    """Counting rules and conventions, each folded."""
    with st.expander(_("Counting rules, as usual and here")):
        st.markdown(methods.rules(labels, chosen))
    with st.expander(_("Limits and conventions")):
        for said in methods.conventions():
            st.markdown(said)
