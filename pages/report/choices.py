"""What a report is to look like and to hold, as controls: client, logo, colour, language, messages."""

from typing import NamedTuple

import streamlit as st

from pages.shared import session
from retention.errors import RetentionError
from retention.narrate import problems
from retention.narrate.reader import LANGUAGES
from retention.narrate.texts import _
from retention.report.look import PALETTE, Look
from retention.report.story import SECTIONS
from retention.settings import Text

CLIENT = Text(longest=80)
"""What a client may be called."""


class Choices(NamedTuple):
    """What was chosen: the look, the language of the documents, and the messages they hold."""

    look: Look
    language: str
    sections: tuple[str, ...]


def render_choices() -> Choices:
    """The controls, folded: what they stand at makes a good report as it is."""
    with st.expander(_("Client, colour, language, messages"), icon=":material/palette:", key="report-choices"):
        with st.grid(2, min_column_width=260):
            client = st.text_input(
                _("Whose report it is"), max_chars=CLIENT.longest, key="report-client", persist_state="session"
            )
            language = st.selectbox(
                _("Language of the documents"),
                tuple(LANGUAGES),
                index=tuple(LANGUAGES).index(session.language()),
                format_func=LANGUAGES.__getitem__,
                key="report-language",
            )
            colour = st.color_picker(
                _("Colour of titles and charts"), PALETTE[0], key="report-colour", persist_state="session"
            )
            logo = st.file_uploader(_("Logo, a PNG or JPEG"), type=["png", "jpg", "jpeg"], key="report-logo")
        sections = st.pills(
            _("Messages"),
            tuple(SECTIONS),
            selection_mode="multi",
            default=tuple(SECTIONS),
            format_func=lambda name: _(SECTIONS[name]),
            key="report-sections",
        )
    look = Look(client=client.strip(), colour=colour)
    if logo is not None:
        try:
            look = Look(client=look.client, colour=colour, logo=logo.getvalue())
        except RetentionError as refusal:
            st.warning(problems.error(refusal), icon=":material/error:")
    return Choices(look, language, tuple(sections))
