"""What only the visitor can tell about the files: while anything is open, the Data page shows this and nothing else."""

import functools

import pandas as pd
import streamlit as st

from pages.data import corrections, intake, states, understood
from pages.shared import session, widgets
from retention.errors import Question
from retention.ingest.session import ImportedFile, ImportSession
from retention.ingest.values.texts import readable
from retention.narrate import problems
from retention.narrate.numbers import amount, date
from retention.narrate.texts import _, quoted
from retention.orders import Orders


def render_questions(imported: ImportSession) -> None:
    """Every open question, right under the file it is about; of all files together, once each file is clear."""
    for document in imported.asked:
        _render_file(document)
    if not imported.asked:
        with st.container(border=True):
            for question in imported.questions:
                _render_joint(question)


def _render_file(document: ImportedFile) -> None:
    """One file and its questions, and the ways out: to read it otherwise, to go on without it."""
    with st.container(border=True):
        st.markdown(f"**{quoted(document.name)}**")
        understood.render_offer(document)
        for question in document.questions:
            _render_question(document, question)
        with st.expander(_("Change how this file is read"), icon=":material/tune:"):
            corrections.render_corrections(document)
        st.button(
            _("Go on without this file"),
            key=f"{document.key}-leave-out",
            icon=":material/close:",
            on_click=intake.leave_out,
            args=({document.key},),
        )


def _render_question(document: ImportedFile, question: Question) -> None:
    """One question as a choice between its readings; nothing is preselected."""
    if question.code == "state":
        states.render_question(document, question)
        return
    key = f"{document.key}-ask-{question.code}"

    def answer() -> None:
        intake.choose(document, **{question.code: st.session_state[key]})

    widgets.render_question(question, key=key, answered=answer)
    _render_readings(document, question)


def _render_readings(document: ImportedFile, question: Question) -> None:
    """What each answer would make of the visitor's own rows, where that can be shown cell by cell."""
    read = document.readings(question)
    if read.empty:
        return
    shown = {_("As written"): read["cell"].astype("str").tolist()}
    for answer in question.options:
        shown[_(corrections.WORDS[question.code][answer])] = [_reading(value) for value in read[answer]]
    shown[_("Row")] = read["row"].astype("str").tolist()  # last: a phone has no room for it
    st.dataframe(
        readable(pd.DataFrame(shown)), hide_index=True, width="content", alt=_("The same cells under each answer")
    )


def _reading(value: object) -> str:
    return date(value.date()) if isinstance(value, pd.Timestamp) else amount(float(str(value)))


def _render_joint(question: Question) -> None:
    """A question about all files together."""
    key = f"question-{question.code}"
    widgets.render_question(question, key=key, answered=functools.partial(_answer, question.code, key))
    if question.code == "currency":
        st.caption(_("Afterwards you can say what the others are worth in it, under “Change what counts”."))


def _answer(code: str, key: str) -> None:
    intake.change(**{code: st.session_state[key]})


def render_waiting(orders: Orders | None) -> None:
    """On another page: what is asked, whose figures are shown meanwhile, and the way to answer."""
    questions = session.imported().open_questions
    told = problems.waits_for_answer(questions, None if orders is None else [each.name for each in orders.sources])
    with st.container(border=True):
        st.markdown(told)
        if st.button(_("Answer now"), key="answer", icon=":material/arrow_forward:", type="primary"):
            st.switch_page("pages/data_page.py")
