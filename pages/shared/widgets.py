"""The few controls and displays that pages share."""

from collections.abc import Callable, Sequence

import altair as alt
import pandas as pd
import streamlit as st

from pages.shared import downloads, figures, sentences, session
from pages.shared.texts import _
from retention.errors import Question


def setting(
    name: str,
    label: str,
    options: Sequence[str],
    *,
    default: str,
    shown: Callable[[str], str],
    help_text: str | None = None,
) -> str:
    """A list that sets one shared setting; it outlives its page and follows a link (see `session.setting`)."""
    key = f"setting-{name}"
    st.session_state[key] = session.setting(name, options, default)
    labels = {option: shown(option) for option in options}
    st.selectbox(
        label,
        options,
        format_func=labels.__getitem__,
        key=key,
        on_change=lambda: session.choose(name, st.session_state[key]),
        help=help_text,
        filter_mode="contains" if len(options) > 12 else None,
    )
    return str(st.session_state[key])


def question(asked: Question, *, key: str, answered: Callable[[], None]) -> None:
    """A question only the visitor can answer, as a choice of readings; nothing is preselected."""
    labels = {answer: sentences.option(asked, answer) for answer in asked.options}
    hints = [sentences.hint(asked, answer) for answer in asked.options]
    st.radio(
        f"**{sentences.question(asked)}**",
        asked.options,
        index=None,
        format_func=labels.__getitem__,
        captions=hints if any(hints) else None,
        key=key,
        on_change=answered,
    )


def figure(chart: alt.LayerChart) -> None:
    """A chart at the width of the page, in the page's own colours; its description speaks to screen readers."""
    numbers = alt.NumberLocale(**figures.number_locale())
    st.altair_chart(chart.configure(locale=alt.Locale(number=numbers)), theme="streamlit", width="stretch")


def table_downloads(table: pd.DataFrame, *, name: str) -> None:
    """Buttons that hand a table over as CSV and as a workbook; the files are made when asked for."""
    with st.container(horizontal=True):
        st.download_button(
            _("Download CSV"),
            lambda: downloads.csv(table),
            file_name=f"{name}.csv",
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
            key=f"{name}-csv",
        )
        st.download_button(
            _("Download Excel"),
            lambda: downloads.xlsx(table, sheet=name),
            file_name=f"{name}.xlsx",
            mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            icon=":material/download:",
            on_click="ignore",
            key=f"{name}-xlsx",
        )
