"""The place to drop files, in the visitor's language: Streamlit writes its own words there in English only."""

from collections.abc import Callable

import streamlit as st

from pages.shared.builtin_words import instead, quoted
from retention.narrate import numbers
from retention.narrate.texts import _

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
    said = f"{NOT_TAKEN}::after {{content: {quoted(words)}; display: block; margin-top: 0.5rem; font-size: 0.875rem}}"
    return f"{said} {REASON} {{display: none}}"
