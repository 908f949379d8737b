"""A report as one page: everything in it, nothing from elsewhere, whatever a file says is text."""

import dataclasses
import json
import re

import pytest

from retention.errors import RetentionError
from retention.narrate.reader import Reader, reading_as
from retention.report import page
from retention.report.look import Look
from retention.report.material import Material
from retention.report.story import tell
from tools import write_vega


@pytest.fixture(scope="module")
def written(salon: Material) -> str:
    return page.written(tell(salon, client='<script>alert("x")</script>'), Look(colour="#7A3E12")).decode()


def test_it_needs_no_other_host(written: str) -> None:
    own = written.replace(page.vega(), "")
    assert not re.findall(r"""(?:src|href)=["'](?!data:)[^"']+""", own)
    assert "default-src 'none'" in own


def test_titles_and_figures_are_those_of_the_story(salon: Material, written: str) -> None:
    story = tell(salon)
    own = written.replace(page.vega(), "")
    assert own.count("<h2>") == len(story.messages) + 2
    assert story.messages[0].title in own
    assert all(f'<td class="right">{row[1]}</td>' in own for row in story.figures.rows)


def test_words_of_a_client_are_text(written: str) -> None:
    assert "&lt;script&gt;alert(&#34;x&#34;)&lt;/script&gt;" in written
    assert "<script>alert" not in written


def test_charts_hold_the_values_of_the_story(salon: Material, written: str) -> None:
    drawn = json.loads(re.search(r"const charts = (\{.*?\});\n", written.replace(page.vega(), ""))[1])  # type: ignore[index]
    assert set(drawn) == {message.key for message in tell(salon).messages if message.picture}
    [rows] = drawn["rate"]["datasets"].values()
    assert rows[-1]["rate"] == 33 / 50
    assert drawn["rate"]["config"]["range"]["category"][0] == "#7A3E12"


def test_the_page_says_its_language(salon: Material) -> None:
    with reading_as(Reader(language="uk")):
        assert '<html lang="uk">' in page.written(tell(salon), Look()).decode()


def test_a_page_without_pictures_brings_no_libraries(salon: Material) -> None:
    story = tell(salon, sections=("why",))
    assert len(page.written(story, Look())) < 20_000


def test_the_libraries_are_those_of_the_pinned_package() -> None:
    assert page.vega().startswith(write_vega.head())
    assert "</script" not in page.vega()


@pytest.mark.parametrize(
    "wrong", [{"colour": "red"}, {"logo": b"<svg onload=alert(1)>"}, {"logo": b"\xff\xd8\xff" * 10**6}]
)
def test_what_is_no_colour_and_no_logo_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(RetentionError):
        dataclasses.replace(Look(), **wrong)
