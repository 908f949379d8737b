"""The place to drop files, in the visitor's language, and what is seen while they are being read."""

from collections.abc import Callable

import streamlit as st
from babel.units import format_unit

from pages.shared import builtin_words
from pages.shared.builtin_words import instead
from retention.ingest.background import BackgroundImport
from retention.narrate import numbers
from retention.narrate.numbers import locale, number
from retention.narrate.texts import Markup, _, fill, ngettext, plain, quoted

BUTTON = '[data-testid="stFileUploaderDropzone"] [data-testid="stBaseButton-secondary"] p'
LARGEST_FILE = "server.maxUploadSize"
LIMIT = '[data-testid="stFileUploaderDropzoneInstructions"] span'
NOT_TAKEN = '[data-testid="stFileUploader"]:has([data-testid="stFileChip"][aria-invalid="true"])'
"""An uploader with a file that did not arrive; why is said in English, where the pointer rests on it."""
REASON = '[data-testid="stFileChip"] [role="alert"], [data-testid="stTooltipErrorContent"]'


def show(label: str, *, key: str, on_change: Callable[[], None]) -> None:
    """The uploader for any number of files of any kind; what they are is found out by reading them."""
    speak()
    st.file_uploader(label, accept_multiple_files=True, key=key, on_change=on_change)


def speak() -> None:
    """Let every uploader of the page speak the visitor's language."""
    most = numbers.number(int(st.get_option(LARGEST_FILE)))
    limit = _("up to {n} MB per file").format(n=most)
    failed = _(
        "A file did not arrive: it is larger than {n} MB, or the connection broke off. Remove it and choose it again."
    ).format(n=most)
    rules = instead(BUTTON, _("Choose files")) + instead(LIMIT, limit) + _not_taken(failed)
    st.html(f"<style>{rules}</style>")


def _not_taken(words: str) -> str:
    """Rules that show a sentence below an uploader with a file that did not arrive, and hide the English reason."""
    told = builtin_words.quoted(words)
    said = f"{NOT_TAKEN}::after {{content: {told}; display: block; margin-top: 0.5rem; font-size: 0.875rem}}"
    return f"{said} {REASON} {{display: none}}"


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
