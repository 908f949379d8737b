"""How files come in: dropped, picked as a sample, or changed by a choice. What they come to lives in the session."""

import dataclasses
from collections.abc import Collection
from typing import Any

import streamlit as st

from pages.data import remembering, samples
from pages.shared import cached, session
from retention.ingest.background import BackgroundImport
from retention.ingest.mapping import LAYOUT, Choices
from retention.ingest.read.process import Progress
from retention.ingest.rules import Rules, as_rules
from retention.ingest.session import ImportedFile, ImportSession, Remembered
from retention.ingest.today import latest_day
from retention.narrate import problems
from retention.narrate.texts import _

ARRIVED, IMPORT, STOPPED, REMEMBERED, UPLOADS = "arrived", "import", "stopped", "remembered", "uploads"
SHORT_SECONDS = 1.0
"""What ends sooner needs no progress."""
EVERY_SECONDS = 0.5


def put(changed: ImportSession) -> None:
    """Keep this as the import in hand; its orders become those of all pages. Without orders the earlier ones stay."""
    session.keep_import(changed)
    if changed.orders is not None:
        session.keep(changed.orders)


def note_uploads() -> None:
    """Remember that files were dropped; those that join files already there leave them and all choices as they are."""
    uploads = st.session_state.get(UPLOADS)  # none where the browser tells of an uploader that was forgotten
    if not uploads:  # what counts stays; what only waits for an answer goes
        leave_out({document.key for document in session.imported().asked})
        return
    there = {document.key: document for document in session.imported().documents}
    documents = tuple(
        there.get(upload.file_id) or ImportedFile(key=upload.file_id, name=upload.name, content=upload.getvalue())
        for upload in uploads
    )
    joining = any(document.key in there for document in documents)
    st.session_state[ARRIVED] = dataclasses.replace(session.imported() if joining else _cleared(), documents=documents)


def leave_out(keys: Collection[str]) -> None:
    """Go on without the files of these keys: with the others, or with what was in hand before they came."""
    if not keys:
        return
    documents = tuple(document for document in session.imported().documents if document.key not in keys)
    if documents:
        st.session_state[ARRIVED] = imported_with(documents=documents)
    else:
        session.keep_import(_cleared())


def note_sample(key: str) -> None:
    """Remember that a sample was picked."""
    sample = next(sample for sample in samples.SAMPLES if sample.key == key)
    path = samples.path(key)
    document = ImportedFile(key=key, name=path.name, content=path.read_bytes())
    st.session_state[ARRIVED] = dataclasses.replace(_cleared(), documents=(document,), currency=sample.currency)


def _cleared() -> ImportSession:
    """An import of other files, read today: what was chosen about these goes, rules and a workspace's merges stay."""
    earlier = session.imported()
    return ImportSession(rules=as_rules(earlier.rules.settings), merged=earlier.merged, today=latest_day())


def read_arrivals() -> None:
    """Read what arrived or must be read anew, and keep it; what takes long shows how far it is.

    Meanwhile every page works with the earlier data, and shows the progress too.
    """
    arrived: ImportSession | None = st.session_state.pop(ARRIVED, None)
    if arrived is not None:
        stop()
        st.session_state[IMPORT] = BackgroundImport(arrived, remembered(), wanted=session.connected())
    place = st.empty()  # always there, so that nothing below it moves or is drawn anew
    reading: BackgroundImport | None = st.session_state.get(IMPORT)
    if reading is not None and reading.progress.stopped:  # the connection was lost for a while: begun again
        reading = st.session_state[IMPORT] = BackgroundImport(reading.arrived, remembered(), wanted=session.connected())
    if reading is None:
        if st.session_state.pop(STOPPED, False):
            st.toast(_("Stopped. Nothing has changed."), icon=":material/stop:")
        return
    with place, st.spinner(_("Reading …")):
        reading.wait(SHORT_SECONDS)
    if reading.done:
        del st.session_state[IMPORT]
        put(reading.imported())
    else:
        with place.container():
            _watch()


def reading() -> bool:
    """Whether files are being read, which every page then says."""
    return IMPORT in st.session_state


@st.fragment(run_every=EVERY_SECONDS)
def _watch() -> None:
    """The progress of the reading, drawn again and again until it ends."""
    reading: BackgroundImport | None = st.session_state.get(IMPORT)
    if reading is None or reading.done:
        st.rerun()
    with st.container(border=True):
        st.markdown(f":material/hourglass_top: **{problems.doing(reading)}**")
        if len(reading.files) > 1:
            st.progress(reading.share)
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(problems.so_far(reading), width="stretch")
            st.button(_("Stop"), key="stop-reading", on_click=_give_up, icon=":material/stop:")


def stop() -> None:
    """End a reading that goes on, if one does; what is in hand stays."""
    reading: BackgroundImport | None = st.session_state.pop(IMPORT, None)
    if reading is not None:
        reading.progress.stop()


def _give_up() -> None:
    stop()
    st.session_state[STOPPED] = True


def remembered() -> Remembered:
    """What was decided in this session about files with the same column names."""
    found: Remembered = st.session_state.setdefault(REMEMBERED, {})
    return found


def recall(decided: Remembered) -> None:
    """Take over what was decided about files elsewhere: for those in hand at once, for others when they come."""
    st.session_state.setdefault(REMEMBERED, {}).update(decided)
    for document in session.imported().documents:
        if document.known_by in decided:
            kept = dataclasses.asdict(decided[document.known_by])
            choose(document, **{name: value for name, value in kept.items() if value is not None})


def choose(document: ImportedFile, **choices: str | tuple[str, ...]) -> None:
    """Apply choices about a file, and remember them for the next one like it."""
    columns = {name: value for name, value in choices.items() if name not in LAYOUT}
    if columns:
        changed = dataclasses.replace(document.choices, **dict[str, Any](columns))
        _remember(document.header, changed)
        document = dataclasses.replace(document, choices=changed)
        understanding = Progress(wanted=session.connected())
        put(session.imported().replaced(document.understood(understanding), understanding))
    layout = {name: str(value) for name, value in choices.items() if name in LAYOUT}
    if layout:
        _lay_out(document, layout)


def _lay_out(document: ImportedFile, layout: dict[str, str]) -> None:
    """Apply choices about the layout of a file: it will be read again."""
    known = remembered().get(document.found, Choices())
    _remember(document.found, dataclasses.replace(known, **dict[str, Any](layout)))
    _read_again(dataclasses.replace(document, reading=dataclasses.replace(document.reading, **dict[str, Any](layout))))


def _remember(names: tuple[str, ...], choices: Choices) -> None:
    """Keep what was decided about files known by these names."""
    if names:
        st.session_state.setdefault(REMEMBERED, {})[names] = choices
        remembering.keep(names, choices)


def start_over(document: ImportedFile) -> None:
    """Forget every choice about a file: it will be read as if it were new."""
    for names in {document.header, document.found}:
        st.session_state.setdefault(REMEMBERED, {}).pop(names, None)
        remembering.keep(names, Choices())
        remembering.decline(names)
    _read_again(dataclasses.replace(document, reading=Choices()))


def _read_again(document: ImportedFile) -> None:
    to_read = dataclasses.replace(document, raw=None, mapping=None, problem=None)
    documents = tuple(to_read if old.key == document.key else old for old in session.imported().documents)
    st.session_state[ARRIVED] = dataclasses.replace(session.imported(), documents=documents)


def change(**choices: object) -> None:
    """Apply a choice about all files together: rules, merged customers, last day covered, currency."""
    changed = imported_with(**choices)
    counted = cached.joined(changed)
    put(dataclasses.replace(changed, orders=counted.orders, problem=counted.problem))


def rule(**rules: object) -> None:
    """Apply counting rules, if they differ from those in force."""
    changed: Rules = dataclasses.replace(session.imported().rules, **dict[str, Any](rules))
    if changed != session.imported().rules:
        change(rules=changed)


def imported_with(**choices: object) -> ImportSession:
    """The import under other choices, its orders not yet counted again."""
    return dataclasses.replace(session.imported(), **dict[str, Any](choices))
