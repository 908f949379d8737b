"""Tables, their cells and questions as the plain values that JSON knows."""

import datetime as dt
import math
from collections.abc import Iterable
from typing import Any

import pandas as pd

from retention.errors import Question
from retention.narrate.reader import Reader, reading_as


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows of a table, one object each."""
    return [{str(name): plain(value) for name, value in row.items()} for row in table.to_dict("records")]


def plain(value: object) -> object:
    """Dates in ISO, undefined numbers None, floats to six places."""
    if isinstance(value, dt.date):
        return value.isoformat()
    if value is pd.NA or (isinstance(value, float) and math.isnan(value)):
        return None
    return round(value, 6) if isinstance(value, float) else value


def asked(questions: Iterable[Question]) -> list[dict[str, Any]]:
    """Open questions, in English: what is asked, the answers, the flag that takes one, and the files it is about."""
    from retention.narrate import problems  # here, because figures need no words
    from retention.narrate.terminal.layout import flag

    with reading_as(Reader(markdown=False)):
        return [
            {
                "code": question.code,
                "options": list(question.options),
                "message": problems.question(question),
                "flag": flag(question.code),
                "files": problems.asking_files(question),
            }
            for question in questions
        ]
