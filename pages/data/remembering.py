"""Choices kept on this computer, if the visitor allows it: what is kept, where, and the offer to use it again."""

from collections.abc import Callable
from urllib.parse import urlsplit

import streamlit as st

from retention.ingest import memory
from retention.ingest.mapping import Choices
from retention.ingest.session import ImportedFile
from retention.narrate.numbers import number
from retention.narrate.texts import _, fill, ngettext, plain, quoted

ALLOWED, PROBLEM, DECLINED = "memory-allowed", "memory-problem", "memory-declined"
HERE = (None, "localhost", "127.0.0.1", "::1")
"""Hosts under which a browser reaches the computer it runs on."""


def is_here() -> bool:
    """Whether the visitor sits at the computer the app runs on: else "this computer" would be somebody else's."""
    comes_from_afar = isinstance(st.context.ip_address, str)
    return not comes_from_afar and urlsplit(st.context.url or "").hostname in HERE


def is_allowed() -> bool:
    """Whether choices may be kept: as the visitor said, and before that if something is kept already."""
    return is_here() and bool(st.session_state.get(ALLOWED, bool(memory.remembered())))


def keep(header: tuple[str, ...], choices: Choices) -> None:
    """Keep what was decided about files with these columns, if that is allowed."""
    if header and is_allowed():
        _write_or_say_why(lambda: memory.remember(header, choices))


def offered(document: ImportedFile) -> Choices | None:
    """What was decided about such files in an earlier session; None once anything was decided in this one."""
    names = document.known_by
    decided = document.choices != Choices() or (document.raw is None and document.reading != Choices())
    if names in st.session_state.get(DECLINED, ()) or not names or decided or not is_allowed():
        return None
    return memory.recall(names)


def decline(header: tuple[str, ...]) -> None:
    """Do not offer what is kept about files with these columns again in this session."""
    st.session_state[DECLINED] = {*st.session_state.get(DECLINED, ()), header}


def render_remembering(documents: tuple[ImportedFile, ...]) -> None:
    """The permission, what is kept under it and where, and the end of it."""
    if not is_here():
        return
    with st.expander(_("Remember for next time"), icon=":material/bookmark:"):
        st.session_state["memory-switch"] = is_allowed()
        st.toggle(
            _("Remember my choices about columns on this computer"),
            key="memory-switch",
            on_change=_switch,
            args=(documents,),
            help=_("They are offered for the next file with the same column names. Switching off erases them."),
        )
        st.caption(
            _(
                "Kept are the columns you chose, how they and the file are written, and a digest of the column names. "
                "Never a customer, an amount or the name of a file."
            )
        )
        kept = len(memory.remembered())
        if kept:
            template = ngettext(
                "Kept for {n} kind of file, in {folder}", "Kept for {n} kinds of files, in {folder}", kept
            )
            st.markdown(fill(template, n=number(kept), folder=quoted(memory.folder())))
            st.button(_("Erase what is kept"), key="memory-erase", on_click=_erase, icon=":material/delete:")
        else:
            st.markdown(fill(_("Nothing is kept. The folder would be {folder}."), folder=quoted(memory.folder())))
        if PROBLEM in st.session_state:
            st.error(st.session_state[PROBLEM], icon=":material/error:")


def _switch(documents: tuple[ImportedFile, ...]) -> None:
    st.session_state[ALLOWED] = bool(st.session_state["memory-switch"])
    if not st.session_state[ALLOWED]:
        _write_or_say_why(memory.erase)
        return
    for document in documents:
        for names, choices in ((document.found, document.reading), (document.header, document.choices)):
            if choices != Choices():
                keep(names, choices)


def _erase() -> None:
    st.session_state[ALLOWED] = False
    _write_or_say_why(memory.erase)


def _write_or_say_why(write: Callable[[], object]) -> None:
    """Write, or remember what the system said instead."""
    st.session_state.pop(PROBLEM, None)
    try:
        write()
    except OSError as problem:
        reason = plain(problem.strerror or problem)
        st.session_state[PROBLEM] = fill(
            _("This computer does not let that folder be changed: {reason}"), reason=reason
        )
