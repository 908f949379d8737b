"""What was decided about files with the same columns: in force if in this session, offered if in an earlier one."""

from dataclasses import asdict, replace
from typing import Any

import streamlit as st

from pages.data import corrections, intake, remembering
from retention.ingest.mapping import Choices
from retention.ingest.session import ImportedFile, layout_of
from retention.narrate.texts import Markup, _, fill, listed, plain, quoted

WORDS = {name: words for name, (_label, words) in corrections.NOTATIONS.items()}
"""What each way of writing cells is called."""
SPELLED = {"sheet": corrections.sheet_name, "separator": corrections.separator_name}
"""What is said of choices that stand for something."""
LABELS = {
    **corrections.MAIN_ROLES,
    **corrections.RARER_ROLES,
    **corrections.SEVERAL,
    **{name: label for name, (label, _words) in corrections.NOTATIONS.items()},
    **corrections.LAYOUT,
}


def show(document: ImportedFile) -> None:
    """The choices in force about one file, and those an earlier session left, to be taken or not."""
    decided = replace(document.choices, **_decided(layout_of(document.reading)))
    if decided != Choices():
        st.caption(fill(_("As you chose for files with these columns: {choices}"), choices=_spelled(decided)))
    kept = remembering.offered(document)
    if kept is None:
        return
    st.info(
        fill(_("You decided about files with these columns before: {choices}"), choices=_spelled(kept)),
        icon=":material/bookmark:",
    )
    with st.container(horizontal=True):
        st.button(
            _("Use these choices"),
            key=f"{document.key}-use",
            icon=":material/check:",
            on_click=intake.choose,
            args=(document,),
            kwargs=_decided(kept),
        )
        st.button(
            _("Not this time"),
            key=f"{document.key}-decline",
            on_click=remembering.decline,
            args=(document.known_by,),
        )


def _decided(choices: Choices) -> dict[str, Any]:
    return {name: value for name, value in asdict(choices).items() if value is not None}


def _spelled(choices: Choices) -> Markup:
    """Choices in words: what each is about, and the column or the notation."""
    parts = [
        fill("{label}: {choice}", label=_(LABELS[name]), choice=_choice(name, value))
        for name, value in _decided(choices).items()
    ]
    return Markup("; ".join(parts))


def _choice(name: str, value: str | tuple[str, ...]) -> Markup:
    if not value:
        return plain(_("none"))
    if isinstance(value, str) and name in SPELLED:
        return quoted(SPELLED[name](value))
    if isinstance(value, str) and value in WORDS.get(name, {}):
        return plain(_(WORDS[name][value]))
    return listed([value] if isinstance(value, str) else value)
