"""A report as slides: native charts and tables whose numbers are the story's."""

import io

import pytest
from pptx import Presentation

from retention.report import slides
from retention.report.look import Look
from retention.report.material import Material
from retention.report.story import Story, tell

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360f8cfc0f01f0005050102"
    "5f8b2e0f0000000049454e44ae426082"
)
"""The smallest PNG."""


@pytest.fixture(scope="module")
def story(salon: Material) -> Story:
    return tell(salon, client="Salon Ana")


@pytest.fixture(scope="module")
def deck(story: Story) -> object:
    return Presentation(io.BytesIO(slides.written(story, Look(client="Salon Ana"))))


def told(deck: object) -> list[object]:
    return list(deck.slides)[1:]  # type: ignore[attr-defined]


def test_each_message_has_a_slide_with_its_title_and_notes(story: Story, deck: object) -> None:
    for message, slide in zip(story.messages, told(deck), strict=False):
        assert slide.shapes[0].text_frame.text == message.title  # type: ignore[attr-defined]
        notes = slide.notes_slide.notes_text_frame.text if slide.has_notes_slide else ""  # type: ignore[attr-defined]
        assert notes == "\n".join(message.basis)


def test_charts_are_native_and_hold_the_numbers(story: Story, deck: object) -> None:
    for message, slide in zip(story.messages, told(deck), strict=False):
        charts = [shape.chart for shape in slide.shapes if shape.has_chart]  # type: ignore[attr-defined]
        assert len(charts) == (message.picture is not None)
        if message.picture is not None and message.picture.kind == "line":
            [plot] = charts[0].plots
            assert list(plot.categories) == list(message.picture.rows["name"])
            assert list(plot.series[0].values) == pytest.approx(message.picture.rows["value"].tolist())


def test_tables_are_native(story: Story, deck: object) -> None:
    for message, slide in zip(story.messages, told(deck), strict=False):
        tables = [shape.table for shape in slide.shapes if shape.has_table]  # type: ignore[attr-defined]
        if message.table is not None and message.picture is None:
            [table] = tables
            assert [cell.text for cell in table.rows[1].cells] == list(message.table.rows[0])


def test_everything_stands_on_the_slide(deck: object) -> None:
    for slide in deck.slides:  # type: ignore[attr-defined]
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.left + shape.width <= slides.WIDTH
            assert shape.top >= 0
            assert shape.top + shape.height <= slides.HEIGHT


def test_a_logo_stands_on_the_first_slide(story: Story) -> None:
    deck = Presentation(io.BytesIO(slides.written(story, Look(logo=PIXEL))))
    assert [shape.shape_type for shape in deck.slides[0].shapes][-1] == 13  # a picture
