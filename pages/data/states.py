"""What each state of the orders in a file counts as: its words with their rows and money, a control for each."""

from functools import partial

import pandas as pd
import streamlit as st

from pages.data import intake
from retention.errors import Question
from retention.ingest.mapping import COUNTS_AS, Mapping, state_answer
from retention.ingest.session import ImportedFile
from retention.ingest.values.texts import visible
from retention.narrate import problems
from retention.narrate.numbers import money
from retention.narrate.texts import Markup, _, fill, quoted
from retention.orders import Orders

MOST_STATES = 60
"""Words of one file that have a control; a column with more of them is hardly one of states."""


def render_question(document: ImportedFile, question: Question) -> None:
    """The words of states that nobody but the visitor knows, each with its answers; nothing is preselected."""
    st.markdown(f"**{problems.question(question)}**")
    with st.grid(2, min_column_width=220):
        for place, (word, rows) in enumerate(problems.asked_states(question).items()):
            _render_control(document, place, word, None, f"{word} · {problems.row_count(rows)}")


def render_states(document: ImportedFile, orders: Orders) -> None:
    """Every state of a file with rows, money and what it counts as; of several files alike, of all together."""
    found = _of_file(document.mapping, orders)
    if found.empty:
        return
    with st.expander(_("States of orders, and what they count as"), icon=":material/checklist:"):
        st.dataframe(
            {
                _("State"): [visible(str(word)) for word in found["state"]],
                _("Rows"): found["rows"].tolist(),
                _("Money"): ["" if each != each else money(each, orders.currency) for each in found["amount"]],
                _("Counts as"): [problems.counts_as(kind) for kind in found["counts_as"]],
            },
            hide_index=True,
            column_config={_("Rows"): st.column_config.NumberColumn(format="localized", width="small")},
            alt=_("States of orders, and what they count as"),
        )
        with st.grid(2, min_column_width=220):
            for place, row in enumerate(found.head(MOST_STATES).itertuples()):
                _render_control(document, place, str(row.state), str(row.counts_as), str(row.state))


def _of_file(mapping: Mapping | None, orders: Orders) -> pd.DataFrame:
    columns = () if mapping is None else (mapping.status, *mapping.status_also, mapping.kind)
    return orders.states[orders.states["column"].isin([column for column in columns if column])]


def _render_control(document: ImportedFile, place: int, word: str, now: str | None, label: str) -> None:
    """What one word counts as; changing it reads the orders anew."""
    key = f"{document.key}-state-{place}"
    names = {kind: problems.counts_as(kind) for kind in COUNTS_AS}
    st.session_state[key] = now if now in names else None
    st.selectbox(
        visible(label),
        list(names),
        format_func=names.__getitem__,
        key=key,
        placeholder=_("not decided yet"),
        on_change=partial(_choose, document, word, key),
    )


def _choose(document: ImportedFile, word: str, key: str) -> None:
    """Keep what was said of other words, and what a word counts as from now on."""
    kept = [answer for answer in document.choices.state or () if answer.rpartition("=")[0] != word]
    intake.choose(document, state=(*kept, state_answer(word, st.session_state[key])))


def spelled(answers: tuple[str, ...]) -> Markup:
    """What was said of states, in words."""
    said = [answer.rpartition("=") for answer in answers]
    parts = [fill("{word}: {kind}", word=quoted(word), kind=problems.counts_as(kind)) for word, _sign, kind in said]
    return Markup("; ".join(parts))
