"""The few controls and displays that pages share, and tables as files a spreadsheet opens safely."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

import altair as alt
import numpy as np
import pandas as pd
import streamlit as st
from pandas.io.formats.style import Styler
from streamlit.delta_generator import DeltaGenerator

from pages.shared import looks, session
from pages.shared.settings import SETTINGS
from retention.errors import Question
from retention.filters import EVERY_ORDER, Filter
from retention.narrate import columns, filters, numbers, problems
from retention.narrate.reader import reader, reading_as
from retention.narrate.texts import _
from retention.settings import Choice, Days, Number, Whole, as_text
from retention.sheets import Sheet, as_it_is, separated, workbook

DAYS_WIDTH = 250
"""Pixels that two dates take."""
COLUMN_WIDTH = 455
"""Pixels of the narrower of two columns: a screen of 1440 has room for both, one of 1280 beside its pages has not."""


def setting(
    name: str,
    *,
    default: str,
    shown: Callable[[str], str],
    options: Sequence[str] = (),
    help_text: str | None = None,
    label_visibility: Literal["visible", "collapsed"] = "visible",
    width: int | Literal["stretch"] = "stretch",
) -> str:
    """A list that sets one shared setting; it outlives its page and follows a link (see `session.setting`).

    `options` are those that the orders leave, where they decide; else all that the setting can be.
    """
    key = f"setting-{name}"
    options = tuple(options) or SETTINGS[name].options
    st.session_state[key] = session.setting(name, default, among=Choice(options))
    labels = {option: shown(option) for option in options}
    st.selectbox(
        _(SETTINGS[name].label),
        options,
        format_func=labels.__getitem__,
        key=key,
        on_change=lambda: session.choose(name, st.session_state[key]),
        help=help_text,
        filter_mode="contains" if len(options) > 12 else None,
        label_visibility=label_visibility,
        width=width,
    )
    return str(st.session_state[key])


def chips(
    name: str,
    shown: Mapping[str, str],
    *,
    default: str,
    label_visibility: Literal["visible", "collapsed"] = "collapsed",
) -> str:
    """A row of choices that sets one shared setting; `shown` has the options with what each is called."""
    key = f"setting-{name}"
    st.session_state[key] = session.setting(name, default, among=Choice(tuple(shown)))
    st.segmented_control(
        _(SETTINGS[name].label),
        list(shown),
        required=True,
        format_func=dict(shown).__getitem__,
        label_visibility=label_visibility,
        key=key,
        on_change=lambda: session.choose(name, st.session_state[key]),
    )
    return str(st.session_state[key])


def whole(name: str, kind: Whole, *, default: int) -> int:
    """A whole number that sets one shared setting, declared as this `kind`."""
    key = f"setting-{name}"
    st.session_state[key] = int(session.setting(name, str(default), among=kind))
    st.number_input(
        _(SETTINGS[name].label),
        **limits(kind),
        key=key,
        on_change=lambda: session.choose(name, str(st.session_state[key])),
    )
    return int(st.session_state[key])


def limits(kind: Number | Whole) -> dict[str, Any]:
    """The limits and the step that a control gives to a number of this kind.

    Every number typed in has both limits: one that a browser cannot hold exactly would end the page.
    """
    return {"min_value": kind.minimum, "max_value": kind.maximum, "step": kind.step}


def amount(name: str, kind: Number | Whole, *, default: float | None) -> float | None:
    """A number typed in that sets one shared setting, declared as this `kind`; `default` until the visitor says."""
    key = f"setting-{name}"
    told = kind.read(session.setting(name, ""))
    wanted = told if told is not None or default is None else kind.at_most(default)
    shown = None if wanted is None else int(wanted) if isinstance(kind, Whole) else float(wanted)
    st.session_state[key] = shown
    st.number_input(
        _(SETTINGS[name].label),
        **limits(kind),
        value=None,
        placeholder=_("not known"),
        key=key,
        on_change=lambda: _choose_amount(name, st.session_state[key], default),
    )
    return shown


def _choose_amount(name: str, wanted: float | None, default: float | None) -> None:
    """Remember an amount; the usual one is not a choice, so that it goes with the data."""
    session.choose(name, "" if wanted is None or wanted == default else as_text(wanted))


def days(
    name: str, *, within: Days, default: Days, label_visibility: Literal["visible", "collapsed"] = "visible"
) -> Days:
    """A calendar that sets one shared setting to a range of days; it counts once both ends are picked."""
    key = f"setting-{name}"
    chosen = session.days(name, within=within, default=default)
    if len(st.session_state.get(key, chosen)) == len(chosen):
        st.session_state[key] = chosen
    st.date_input(
        _(SETTINGS[name].label),
        min_value=within[0],
        max_value=within[1],
        format=numbers.date_format(),
        key=key,
        on_change=lambda: _choose_days(name, st.session_state[key]),
        label_visibility=label_visibility,
        width=DAYS_WIDTH,
    )
    return chosen


def _choose_days(name: str, picked: tuple[dt.date, ...]) -> None:
    if len(picked) == 2:
        session.choose(name, as_text((picked[0], picked[1])))


def render_question(question: Question, *, key: str, answered: Callable[[], None]) -> None:
    """A question only the visitor can answer, as a choice of readings; nothing is preselected."""
    labels = {answer: problems.option(question, answer) for answer in question.options}
    hints = [problems.hint(question, answer) for answer in question.options]
    st.radio(
        f"**{problems.question(question)}**",
        question.options,
        index=None,
        format_func=labels.__getitem__,
        captions=hints if any(hints) else None,
        key=key,
        on_change=answered,
    )


def headline(text: str) -> None:
    """The answer of a page, behind the conditions of the orders it is about."""
    st.header(filters.headline(session.filter_in_force(), text), anchor=False)


@st.fragment
def render_invitation(promise: str) -> None:
    """A page without orders: what would stand here, and where to begin."""
    st.markdown(promise)
    st.page_link("pages/data_page.py", label=_("Bring data or try a sample"), icon=":material/upload_file:")


def closer(title: str, icon: str, content: Callable[..., None], *given: object, key: str) -> None:
    """A question under its own heading, answered for whoever opens it; what is done in it redraws nothing else.

    `content` draws the answer from what is `given`; the session knows under `key` whether it is open.
    """
    opened = st.expander(title, icon=icon, key=key, on_change="rerun")
    if opened.open:
        with opened:
            content(*given)


def steady() -> DeltaGenerator:
    """A place for sentences, of which one more or less does not make the browser build anew what follows."""
    return st.container()


def side_by_side() -> DeltaGenerator:
    """Parts of a page beside each other where the screen is wide enough for two of them, else below each other."""
    return st.grid(2, min_column_width=COLUMN_WIDTH, gap="medium")


def figure(chart: alt.LayerChart, *, key: str | None = None, clicked: Callable[[], None] | None = None) -> None:
    """A chart at the width of the page, in the page's own colours; its description names it to screen readers.

    What a chart says belongs beside it in words: a description that changes with the data would make the browser build
    the chart anew, where it otherwise moves the marks it has.
    `clicked` runs when something in it was selected; what that is stands in the session under `key`.
    """
    local = alt.NumberLocale(**numbers.number_locale())
    localised = chart.copy(deep=False)  # `chart.configure` copies every part, which takes longer than all else here
    localised.config = alt.Config(locale=alt.Locale(number=local))
    if looks.projector():  # letters get their size when a picture is built, so it must be another one
        localised.usermeta = {**localised.to_dict().get("usermeta", {}), "type": looks.TYPE}
    st.altair_chart(localised, theme="streamlit", width="stretch", key=key, on_select=clicked or "ignore")


def greyed(table: Styler, rows: np.ndarray) -> Styler:
    """A table with some rows in grey; only these carry a style, for each styled cell takes time to draw."""
    return table.map(lambda _cell: "color: gray", subset=(table.index[rows], table.columns))


def table_downloads(
    table: pd.DataFrame | Callable[[], pd.DataFrame],
    *,
    name: str,
    key: str,
    shown: Callable[[pd.DataFrame], Sheet] = columns.sheet,
    of_all: bool = False,
) -> None:
    """Buttons that hand a table over as it is shown, as CSV and as a workbook; the files are made when asked for.

    `table` has the names and units of `retention`, or is made by a function once somebody asks; the workbook holds it
    on a second sheet. `shown` makes of it what the screen shows, in the visitor's words. `name` is that of the files,
    `key` that of the buttons, which stands in the page and holds nothing of the data. Of filtered orders, the name and
    the first column say so; `of_all`: the table is about all orders, whatever the filter.
    """
    by, reads = EVERY_ORDER if of_all else session.filter_in_force(), reader()
    made = table if callable(table) else lambda: table

    def content(write: Callable[[pd.DataFrame, Sheet, Filter], bytes]) -> bytes:
        with reading_as(reads):  # the file is made in a thread in which nobody is known to read
            whole = made()
            return write(whole, shown(whole), by)

    with st.container(horizontal=True):
        st.download_button(
            _("Download CSV"),
            lambda: content(as_csv),
            file_name=f"{filters.file_name(name, by)}.csv",
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
            key=f"{key}-csv",
        )
        st.download_button(
            _("Download Excel"),
            lambda: content(as_xlsx),
            file_name=f"{filters.file_name(name, by)}.xlsx",
            mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            icon=":material/download:",
            on_click="ignore",
            key=f"{key}-xlsx",
        )


def as_csv(_whole: pd.DataFrame, shown: Sheet, by: Filter) -> bytes:
    """What is shown, as a spreadsheet opens it with a double click in the visitor's country."""
    return separated(columns.with_filter(shown, by), columns.notation())


def as_xlsx(whole: pd.DataFrame, shown: Sheet, by: Filter) -> bytes:
    """What is shown, and behind it the table it is made of."""
    data = as_it_is(filters.in_file(whole, by), title=columns.DATA)
    return workbook([columns.with_filter(shown, by), data])
