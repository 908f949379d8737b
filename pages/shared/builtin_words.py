"""Words that Streamlit writes itself, in English only, shown in the visitor's language.

With `pages/shared/looks.py` the only style the pages lay over Streamlit. It has no language but English and no
parameter for these words: they stand in its own scripts, and what a style says stays on the page when the server is
gone. `tests/pages/test_builtin_words.py` and `tests/browser` notice when Streamlit builds one of these otherwise.
"""

import json

import streamlit as st

from retention.narrate.numbers import number
from retention.narrate.texts import _

LARGEST_FILE = "server.maxUploadSize"
LOST = 'body:has([data-testid="stConnectionStatus"])'
"""A page whose connection is lost."""
STATUS = '[data-testid="stConnectionStatus"] label'
DIALOG = f'{LOST} [data-testid="stDialog"] section'
"""What Streamlit opens after some seconds: a title, a sentence, and for a server on this machine a command."""
STOP = '[data-testid="stStatusWidget"] button'
"""Streamlit's own Stop, in English only: it would end the drawing of the page, and not what is being read."""


CHOOSE = '[data-testid="stFileUploaderDropzone"] [data-testid="stBaseButton-secondary"] p'
"""The button of an uploader."""
LIMIT = '[data-testid="stFileUploaderDropzoneInstructions"] span'
"""How large a file may be, beside it."""
NOT_TAKEN = '[data-testid="stFileUploader"]:has([data-testid="stFileChip"][aria-invalid="true"])'
"""An uploader with a file that did not arrive."""
REASON = '[data-testid="stFileChip"] [role="alert"], [data-testid="stTooltipErrorContent"]'
"""Why it did not arrive, in English, where the pointer rests on it."""
OWN_DOWNLOAD = '[data-testid="stElementToolbarButton"]:has(button[aria-label^="Download as CSV"])'
"""Streamlit's own download of a table: in English, with formulas as they came, and without a word about the filter."""


def speak() -> None:
    """Let what Streamlit says about connections and uploads be said in the visitor's language, and hide the rest."""
    hidden = f"{OWN_DOWNLOAD} {{display: none}}"
    st.html(f"<style>{' '.join([*_connection(), *_uploader(), hidden])}</style>")


def _connection() -> list[str]:
    sentence = _(
        "The app does not answer. This page tries again by itself; where the app was ended, start it again. "
        "What it had in memory may have to be brought again."
    )
    return [
        instead(STATUS, _("Connecting …")),
        instead(f"{DIALOG} > h2", _("No connection to the app"), size="1.25rem"),
        instead(f"{DIALOG} > div > div:first-child", sentence),
        f"{DIALOG} > div > div:not(:first-child) {{display: none}}",
        f"{STOP} {{display: none}}",
    ]


def _uploader() -> list[str]:
    most = number(int(st.get_option(LARGEST_FILE)))
    failed = _(
        "A file did not arrive: it is larger than {n} MB, or the connection broke off. Remove it and choose it again."
    ).format(n=most)
    below = "display: block; margin-top: 0.5rem; font-size: 0.875rem"
    return [
        instead(CHOOSE, _("Choose files")),
        instead(LIMIT, _("up to {n} MB per file").format(n=most)),
        f"{NOT_TAKEN}::after {{content: {quoted(failed)}; {below}}}",
        f"{REASON} {{display: none}}",
    ]


def instead(selector: str, words: str, *, size: str = "0.875rem") -> str:
    """Rules that show other words where a selector's stand."""
    return f"{selector} {{font-size: 0}} {selector}::after {{content: {quoted(words)}; font-size: {size}}} "


def quoted(words: str) -> str:
    """Words as a style holds them; JSON quotes them as CSS does."""
    return json.dumps(words, ensure_ascii=False)
