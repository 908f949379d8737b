"""Words that Streamlit writes itself, in English only, shown in the visitor's language.

Only a style can do that: the words stand in Streamlit's own scripts, and what a style says stays on the page when the
server is gone.
"""

import json

import streamlit as st

from retention.narrate.texts import _

LOST = 'body:has([data-testid="stConnectionStatus"])'
"""A page whose connection is lost."""
STATUS = '[data-testid="stConnectionStatus"] label'
DIALOG = f'{LOST} [data-testid="stDialog"] section'
"""What Streamlit opens after some seconds: a title, a sentence, and for a server on this machine a command."""
STOP = '[data-testid="stStatusWidget"] button'
"""Streamlit's own Stop, in English only: it would end the drawing of the page, and not what is being read."""


def speak() -> None:
    """Let what is said about a lost connection be said in the visitor's language, and take away what cannot be."""
    sentence = _(
        "The app does not answer. This page tries again by itself; where the app was ended, start it again. "
        "What it had in memory may have to be brought again."
    )
    rules = [
        instead(STATUS, _("Connecting …")),
        instead(f"{DIALOG} > h2", _("No connection to the app"), size="1.25rem"),
        instead(f"{DIALOG} > div > div:first-child", sentence),
        f"{DIALOG} > div > div:not(:first-child) {{display: none}}",
        f"{STOP} {{display: none}}",
    ]
    st.html(f"<style>{' '.join(rules)}</style>")


def instead(selector: str, words: str, *, size: str = "0.875rem") -> str:
    """Rules that show other words where a selector's stand."""
    return f"{selector} {{font-size: 0}} {selector}::after {{content: {quoted(words)}; font-size: {size}}} "


def quoted(words: str) -> str:
    """Words as a style holds them; JSON quotes them as CSS does."""
    return json.dumps(words, ensure_ascii=False)
