"""How files come onto the desk: dropped, picked as a sample, or changed by a choice. The desk lives in the session."""

import dataclasses
from typing import Any

import streamlit as st

from pages.shared import session
from pages.shared.data.desk import Desk, Document, Reading, Remembered
from pages.shared.texts import _, fill, quoted
from retention import samples

DESK, ARRIVED, REMEMBERED, UPLOADS = "desk", "arrived", "remembered", "uploads"


def desk() -> Desk:
    """The files in hand."""
    found: Desk = st.session_state.get(DESK, Desk())
    return found


def put(changed: Desk) -> None:
    """Lay out the desk anew; its orders become those of all pages. Without orders the earlier ones stay."""
    st.session_state[DESK] = changed
    if changed.orders is not None:
        session.keep(changed.orders)


def note_uploads() -> None:
    """Remember that files were dropped; they are read when the page can show progress."""
    uploads = st.session_state[UPLOADS]
    if uploads:
        st.session_state[ARRIVED] = Desk(
            documents=tuple(
                Document(key=upload.file_id, name=upload.name, content=upload.getvalue()) for upload in uploads
            )
        )


def note_sample(key: str) -> None:
    """Remember that a sample was picked."""
    sample = next(sample for sample in samples.SAMPLES if sample.key == key)
    path = samples.path(key)
    document = Document(key=key, name=path.name, content=path.read_bytes())
    st.session_state[ARRIVED] = Desk(documents=(document,), currency=sample.currency)


def read_arrivals() -> None:
    """Read what arrived or must be read anew, show progress, and start over with it.

    Whoever walks to another page meanwhile finds the reading going on there.
    """
    arrived: Desk | None = st.session_state.get(ARRIVED)
    if arrived is None:
        return
    documents = []
    for document in arrived.documents:
        with st.spinner(fill(_("Reading {file} …"), file=quoted(document.name))):
            documents.append(document if document.raw is not None else document.opened(remembered()))
    with st.spinner(_("Counting orders and customers …")):
        put(dataclasses.replace(arrived, documents=tuple(documents)).joined())
    del st.session_state[ARRIVED]
    st.rerun()


def remembered() -> Remembered:
    """What was decided in this session about files with the same column names."""
    found: Remembered = st.session_state.setdefault(REMEMBERED, {})
    return found


def choose(document: Document, **choices: str | tuple[str, ...]) -> None:
    """Apply a choice about the columns of a file, and remember it for the next file with the same ones."""
    changed = dataclasses.replace(document, choices=dataclasses.replace(document.choices, **dict[str, Any](choices)))
    st.session_state.setdefault(REMEMBERED, {})[document.header] = changed.choices
    put(desk().replaced(changed.understood()))


def lay_out(document: Document, **reading: str | int) -> None:
    """Apply a choice about the layout of a file: it will be read again."""
    _read_again(dataclasses.replace(document, reading=dataclasses.replace(document.reading, **dict[str, Any](reading))))


def start_over(document: Document) -> None:
    """Forget every choice about a file: it will be read as if it were new."""
    st.session_state.setdefault(REMEMBERED, {}).pop(document.header, None)
    _read_again(dataclasses.replace(document, reading=Reading()))


def _read_again(document: Document) -> None:
    unread = dataclasses.replace(document, raw=None, mapping=None, problem=None)
    documents = tuple(unread if old.key == document.key else old for old in desk().documents)
    st.session_state[ARRIVED] = dataclasses.replace(desk(), documents=documents)


def change(**wishes: object) -> None:
    """Apply a choice about all files together: rules, last day covered, currency."""
    put(dataclasses.replace(desk(), **dict[str, Any](wishes)).joined())
