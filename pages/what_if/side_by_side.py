"""Several named scenarios beside each other; they travel in the page's address, settings only."""

import pandas as pd
import streamlit as st

from pages.what_if import question as questions
from retention import whatif
from retention.errors import RetentionError
from retention.narrate import whatif_answer
from retention.narrate.texts import _, plain
from retention.whatif import Scenario, Shop
from retention.workspace.workspace import NAME

TYPED = "what-if-name"


def render_side_by_side(shop: Shop, question: Scenario) -> None:
    """Keep the present question under a name; compare, open or drop the kept ones."""
    st.subheader(_("Scenarios side by side"), anchor=False)
    kept = questions.kept()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input(_("Name of this scenario"), key=TYPED, max_chars=NAME.longest, placeholder=_usual_name())
        st.button(
            _("Keep it"),
            icon=":material/bookmark_add:",
            on_click=_keep,
            args=(question, _usual_name()),
            disabled=len(kept) >= questions.MOST_KEPT,
        )
    if not kept:
        st.caption(_("Keep a scenario, change a lever, keep another: here they stand side by side."))
        return
    st.dataframe(_table(shop), hide_index=True, alt=_("Scenarios side by side"))
    for name, settings in kept.items():
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(plain(name), width="stretch")
            st.button(_("Open"), key=f"open-{name}", on_click=questions.ask, args=(settings,))
            st.button(_("Remove"), key=f"remove-{name}", on_click=questions.forget, args=(name,))
    st.caption(_("The address of this page holds these scenarios: send it, and others see them with their own data."))


def _usual_name() -> str:
    return whatif_answer.usual_name(len(questions.kept()))


def _keep(question: Scenario, usual: str) -> None:
    questions.keep(st.session_state[TYPED].strip() or usual, question)
    st.session_state[TYPED] = ""


def _table(shop: Shop) -> pd.DataFrame:
    rows = []
    for name, settings in questions.kept().items():
        question = questions.possible(settings)
        try:
            found = whatif.compare(shop.base, question)
        except RetentionError as refusal:
            rows.append((name, *whatif_answer.refused_in_a_row(refusal)))
            continue
        rows.append((name, *whatif_answer.in_a_row(shop, found)))
    head = (_("Scenario"), _("Adds"), _("90% band"), _("Against today"), _("How far ahead"), _("What changes"))
    return pd.DataFrame(rows, columns=pd.Index(head))
