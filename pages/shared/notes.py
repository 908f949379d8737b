"""The visitor's notes on dates: kept in the session and in the workspace, never in a link, for they are words."""

import datetime as dt
from collections.abc import Iterable, Sequence

import pandas as pd
import streamlit as st

from retention import notes
from retention.narrate import notes as words
from retention.narrate.texts import Markup
from retention.notes import Note
from retention.periods import Calendar

STORE = "notes"


def held() -> tuple[Note, ...]:
    """The notes, in order of time."""
    found: tuple[Note, ...] = st.session_state.get(STORE, ())
    return found


def bring(found: Iterable[Note]) -> None:
    """Make these the notes, in place of all there were."""
    st.session_state[STORE] = tuple(sorted(set(found)))[: notes.MOST]


def write_down(note: Note) -> None:
    """Keep one more."""
    bring([*held(), note])


def remove(note: Note) -> None:
    """Keep all but one."""
    bring(each for each in held() if each != note)


def drawn(starts: Sequence[dt.date], names: Sequence[str], calendar: Calendar) -> pd.DataFrame:
    """Where the notes stand in a picture of periods; see `retention.narrate.notes.marks`."""
    return words.marks(held(), starts, names, calendar)


def listed(starts: Sequence[dt.date], calendar: Calendar) -> Markup:
    """The notes of some periods in a line; "" without any."""
    return words.listed(held(), starts, calendar)
