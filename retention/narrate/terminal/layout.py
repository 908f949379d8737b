"""Texts of a file on a terminal: straight columns in any script, nothing it would obey; and open questions."""

import json
import unicodedata
from collections.abc import Collection, Iterable, Sequence

from retention.errors import Question
from retention.ingest.mapping import COUNTS_AS
from retention.narrate import problems

GAP = 2
"""Spaces between columns."""


def shown(text: str) -> str:
    """The text with signs (␛, ␍ …) in the place of characters that steer a terminal; line ends stay."""
    from retention.ingest.values.texts import visible

    return visible(text).replace("\r", "␍")


def padded(text: str, width: int) -> str:
    """The text filled up with spaces to a number of a terminal's columns, at least as long as it is itself.

    Chinese, Japanese and Korean signs take two columns, marks that stand over letters none.
    """
    return text + " " * (width - _width(text))


def aligned(rows: Sequence[Sequence[str]], *, left: Collection[int] = (0,)) -> list[str]:
    """Rows of cells as lines in which each column is as wide as its widest cell; texts to the left, figures right.

    `left` are the places of the columns of texts.

    >>> aligned([("Ann", "1"), ("Bo", "23")])
    ['Ann   1', 'Bo   23']
    """
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    return [
        (" " * GAP)
        .join(
            padded(cell, width) if place in left else " " * (width - _width(cell)) + cell
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        .rstrip()
        for row in rows
    ]


def paragraphs(*blocks: Iterable[str]) -> str:
    """Blocks of lines with an empty line between; empty lines and empty blocks are left out."""
    filled = ("\n".join(filter(None, lines)) for lines in blocks)
    return "\n\n".join(filter(None, filled))


def _width(text: str) -> int:
    return sum(map(_columns, text))


def _columns(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def question_lines(question: Question) -> list[str]:
    """The question, then a line per answer: the flag to give, and what helps to recognise the answer."""
    if question.code == "state":
        return _state_lines(question)
    flag = f"--{question.code.replace('_', '-')}"
    lines = [str(problems.question(question))]
    for option in question.options:
        hint = problems.hint(question, option) or problems.answer_words(question, option)
        lines.append(f"  {flag} {json.dumps(option, ensure_ascii=False)}" + (f"  ({hint})" if hint else ""))
    return lines


def _state_lines(question: Question) -> list[str]:
    """The question about states, then a line per word: the flag with its answers, and on how many rows it stands."""
    lines = [str(problems.question(question))]
    for word, rows in problems.asked_states(question).items():
        answer = json.dumps(f"{word}={'|'.join(COUNTS_AS)}", ensure_ascii=False)
        lines.append(f"  --state {answer}  ({problems.row_count(rows)})")
    return lines
