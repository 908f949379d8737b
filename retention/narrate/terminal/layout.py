"""Texts of a file on a terminal: straight columns in any script, nothing it would obey; and open questions."""

import shlex
import unicodedata
from collections.abc import Collection, Iterable, Sequence

from retention.errors import Question
from retention.ingest.mapping import COUNTS_AS
from retention.narrate import problems

GAP = 2
"""Spaces between columns."""
LOOKED_INTO = frozenset('"$`\\!')
"""What a shell replaces inside double quotes."""
STATES = "|".join(COUNTS_AS)


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


def questions_text(questions: Iterable[Question]) -> str:
    """What keeps a command from counting: that it did not, then each question with its answers."""
    return "\n".join([problems.nothing_counted(), *(line for each in questions for line in question_lines(each))])


def question_lines(question: Question) -> list[str]:
    """The question, then a line per answer: the flag to give, and what helps to recognise the answer."""
    if question.code == "state":
        return _state_lines(question)
    lines = [str(problems.question(question))]
    for option in question.options:
        hint = " · ".join(filter(None, (problems.answer_words(question, option), problems.hint(question, option))))
        lines.append(f"  {flag(question.code, option)}" + (f"  ({hint})" if hint else ""))
    return lines


def flag(code: str, value: str | None = None) -> str:
    """The flag that answers a question, with an answer as it is typed.

    In double quotes, as every shell takes them, unless a shell would look into these.

    >>> flag("date_order", "dmy"), flag("customer", "$ client")
    ('--date-order "dmy"', "--customer '$ client'")
    """
    name = f"--{code.replace('_', '-')}"
    if value is None:
        return name
    return f"{name} {shlex.quote(value)}" if LOOKED_INTO & set(value) else f'{name} "{value}"'


def _state_lines(question: Question) -> list[str]:
    """The question about states, then a line per word: the flag with its answers, and on how many rows it stands."""
    lines = [str(problems.question(question))]
    for word, rows in problems.asked_states(question).items():
        lines.append(f"  {flag('state', f'{word}={STATES}')}  ({problems.row_count(rows)})")
    return lines
