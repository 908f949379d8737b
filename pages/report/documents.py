"""The three documents to take away, and a preview of the story they tell."""

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from pages.report.choices import Choices
from pages.shared import session
from retention.narrate import filters
from retention.narrate.reader import Reader, reader, reading_as
from retention.narrate.texts import _, plain
from retention.report import page, slides, workbook
from retention.report.material import Material
from retention.report.story import Story, tell

SHEETS = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation"


def render_documents(found: Material, chosen: Choices) -> None:
    """A button for each document, made when it is clicked, and the story as it will be told."""
    reads = replace(reader(), language=chosen.language, region=chosen.language, markdown=False)
    with reading_as(reads):
        story = tell(found, client=chosen.look.client, sections=chosen.sections)
    name = filters.file_name(f"retention_report_{found.bridge.start}", session.filter_in_force())
    kinds: dict[str, tuple[str, str, str, Callable[[], bytes]]] = {
        "pptx": (_("Slides"), ":material/slideshow:", SLIDES, lambda: slides.written(story, chosen.look)),
        "xlsx": (_("Workbook"), ":material/table:", SHEETS, lambda: workbook.written(found, story, chosen.look)),
        "html": (_("Page"), ":material/language:", "text/html", lambda: page.written(story, chosen.look)),
    }
    with st.container(horizontal=True):
        for kind, (title, icon, mime, made) in kinds.items():
            st.download_button(
                title,
                lambda made=made: _made(made, reads),  # type: ignore[misc]
                file_name=f"{name}.{kind}",
                mime=mime,
                icon=icon,
                on_click="ignore",
                key=f"report-{kind}",
                type="primary",
            )
    st.caption(_("Slides and workbook are native: charts and formulas can be edited. The page opens offline."))
    render_preview(story)


def _made(made: Callable[[], bytes], reads: Reader) -> bytes:
    """The document, made in a thread in which nobody is known to read."""
    with reading_as(reads):
        return made()


def render_preview(story: Story) -> None:
    """The titles, which alone tell the story, each with what goes with it behind a click."""
    st.subheader(plain(story.title), anchor=False)
    st.caption(" · ".join(plain(line) for line in story.about))
    for number, message in enumerate(story.messages):
        more = (*message.said, *message.basis)
        if not more:
            st.markdown(plain(message.title))
            continue
        with st.expander(plain(message.title), key=f"report-message-{number}"):
            for line in more:
                st.markdown(plain(line))
