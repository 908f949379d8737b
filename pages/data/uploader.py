"""The place to drop files, in the visitor's language: Streamlit writes its own words there in English only."""

import json
from collections.abc import Callable

import streamlit as st

from retention.narrate import numbers
from retention.narrate.texts import _

BUTTON = '[data-testid="stFileUploaderDropzone"] [data-testid="stBaseButton-secondary"] p'
LARGEST_FILE = "server.maxUploadSize"
LIMIT = '[data-testid="stFileUploaderDropzoneInstructions"] span'


def show(label: str, *, key: str, on_change: Callable[[], None]) -> None:
    """The uploader for any number of files of any kind; what they are is found out by reading them."""
    speak()
    st.file_uploader(label, accept_multiple_files=True, key=key, on_change=on_change)


def speak() -> None:
    """Let every uploader of the page speak the visitor's language."""
    most = int(st.get_option(LARGEST_FILE))
    limit = _("up to {n} MB per file").format(n=numbers.number(most))
    rules = _instead(BUTTON, _("Choose files")) + _instead(LIMIT, limit)
    st.html(f"<style>{rules}</style>")


def _instead(selector: str, words: str) -> str:
    """Rules that show other words where a selector's stand; JSON quotes them as CSS does."""
    shown = json.dumps(words, ensure_ascii=False)
    return f"{selector} {{font-size: 0}} {selector}::after {{content: {shown}; font-size: 0.875rem}} "
