"""The place to drop files, in the visitor's language, and what is seen while they are being read."""

from collections.abc import Callable

import streamlit as st
from babel.units import format_unit

from retention.ingest.background import BackgroundImport
from retention.narrate.numbers import locale, number
from retention.narrate.texts import Markup, _, fill, ngettext, plain, quoted

KILOBYTE, MEGABYTE = 1_000, 1_000_000


def show_waiting(job: BackgroundImport, *, stop: Callable[[], None]) -> None:
    """One box with the state of affairs; to be drawn again as time goes by."""
    with st.container(border=True):
        st.markdown(f":material/hourglass_top: **{_doing(job)}**")
        if len(job.files) > 1:
            st.progress(job.place / len(job.files))
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(" · ".join(_so_far(job)), width="stretch")
            st.button(_("Stop"), key="stop-reading", on_click=stop, icon=":material/stop:")


def _doing(job: BackgroundImport) -> Markup:
    before = job.progress.before
    if before:
        told = ngettext("{n} file is being read before yours …", "{n} files are being read before yours …", before)
        return fill(told, n=number(before))
    if job.place >= len(job.files):
        return plain(_("Counting orders and customers …"))
    name = quoted(job.files[job.place].name)
    if len(job.files) == 1:
        return fill(_("Reading {file} …"), file=name)
    return fill(_("Reading {file} … ({place} of {n})"), file=name, place=job.place + 1, n=number(len(job.files)))


def _so_far(job: BackgroundImport) -> list[str]:
    """How much has been handed to the parser and came back, and for how long this has been going on."""
    sent, rows = _bytes(job.progress.sent), job.progress.rows
    handed = job.progress.sent >= job.size
    parts = [sent if handed else fill(_("{done} of {all}"), done=sent, all=_bytes(job.size))]
    if rows:
        parts.append(fill(ngettext("{n} row read", "{n} rows read", rows), n=number(rows)))
    return [*parts, format_unit(int(job.seconds), "second", "short", locale=locale())]


def _bytes(size: int) -> str:
    """A size in megabytes, in kilobytes where those would be none."""
    if size < MEGABYTE / 10:
        return format_unit(round(size / KILOBYTE), "kilobyte", "short", locale=locale())
    return format_unit(round(size / MEGABYTE, 1), "megabyte", "short", locale=locale())
