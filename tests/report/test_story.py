"""The outline of a report: its titles alone tell it."""

import dataclasses

import pytest

import retention as rt
from retention.cli import report as command
from retention.narrate.reader import LANGUAGES, Reader, reading_as
from retention.report.material import Material
from retention.report.story import SECTIONS, tell


def test_the_titles_tell_the_story(salon: Material) -> None:
    story = tell(salon, client="Salon Ana")
    titles = {message.key: message.title for message in story.messages}
    assert story.title == "Salon Ana"
    assert tuple(titles) == tuple(name for name in SECTIONS if name in titles)
    assert len(titles) == 8
    assert titles["rate"].startswith("Of every 100 customers who bought in Q3 2025, 66 came back in Q4 2025")
    assert titles["why"].startswith("Customers alike come back less often")
    assert "RON" in titles["money"]
    assert "RON" in titles["what_if"]


def test_a_target_is_told_where_there_is_one(salon: Material) -> None:
    assert not [each for each in tell(salon).messages if each.key == "target"]
    aimed = dataclasses.replace(salon, pace=rt.pace(salon.orders, grain="quarter", target=0.7))
    [told] = tell(aimed, sections=("target",)).messages
    assert "70%" in told.title


def test_only_the_chosen_messages_are_told(salon: Material) -> None:
    assert [message.key for message in tell(salon, sections=("money", "rate")).messages] == ["rate", "money"]
    with pytest.raises(KeyError):
        tell(salon, sections=("weather",))


def test_a_section_without_anything_to_say_is_not_there(salon: Material) -> None:
    poor = dataclasses.replace(salon, change=None, money=None, customers=None, shop=None)
    assert [message.key for message in tell(poor).messages] == ["rate", "findings"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_left_of_markdown_in_any_language(salon: Material, language: str) -> None:
    with reading_as(Reader(language=language)):
        story = tell(salon)
    texts = [text for each in story.messages for text in (each.title, *each.said, *each.basis)]
    cells = [cell for row in story.figures.rows for cell in row]
    assert not [text for text in (*texts, *cells, *story.method, *story.about) if "**" in text or "`" in text]


def test_every_figure_of_the_catalogue_is_in_the_appendix(salon: Material) -> None:
    rows = {row[0]: row[1:3] for row in tell(salon).figures.rows}
    assert rows["Customer retention rate (CRR)"] == ("66.0%", "52.2% to 77.6%")
    assert len(rows) == len({*rows}) > 10


def test_the_command_line_names_the_same_sections() -> None:
    assert tuple(SECTIONS) == command.SECTIONS
