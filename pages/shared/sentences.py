"""Sentences for the codes of the core: what happened, what is asked, what was found. Returns Markdown."""

import datetime as dt
from collections.abc import Mapping

from pages.shared.figures import date, money, number
from pages.shared.texts import N_, Markup, _, fill, plain
from retention.errors import Example, Issue, Question, RetentionError
from retention.messages import ERRORS, ISSUES, QUESTIONS

READINGS: Mapping[object, str] = {".": "point", ",": "comma"}
"""Names under which a question's sentence holds the readings of a decimal mark."""
FOUND = {
    "pdf": "PDF",
    "json": "JSON",
    "parquet": "Parquet",
    "picture": N_("a picture"),
    "document": N_("a text document"),
    "archive": N_("an archive"),
    "database": N_("a database"),
    "web archive": N_("a saved web page"),
    "web page": N_("a web page without a table"),
    "program": N_("a program"),
    "binary": N_("unknown contents"),
}
"""What a file turned out to be instead of a table."""


def error(found: RetentionError) -> Markup:
    """What happened, where, and what to do."""
    details = dict(found.details)
    if found.code == "not_a_table":
        details["found"] = _(FOUND[str(details["found"])])
    return fill(_(ERRORS[found.code]), **{name: _detail(value) for name, value in details.items()})


def question(asked: Question) -> Markup:
    """What only the visitor can tell, with the cell in doubt and its readings."""
    details = dict(asked.details)
    readings = details.pop("readings", {})
    if isinstance(readings, Mapping):
        details |= {READINGS.get(option, str(option)): reading for option, reading in readings.items()}
    return fill(_(QUESTIONS[asked.code]), **{name: _detail(value) for name, value in details.items()})


def option(asked: Question, value: str) -> Markup:
    """One answer to a question: the reading it stands for where there is one, else itself."""
    readings = asked.details.get("readings")
    return plain(_detail(readings[value])) if isinstance(readings, Mapping) and value in readings else plain(value)


def issue(found: Issue) -> str:
    """What was found, as a short heading of plain text."""
    return _(ISSUES[found.code])


def money_of(found: Issue, currency: str | None) -> str:
    """The money an issue concerns, or nothing where it is unknown."""
    return "" if found.revenue is None else money(found.revenue, currency)


def examples(found: Issue) -> str:
    """Where an issue was first seen, as plain text: row numbers of the file with what stood there."""
    shown = ", ".join(_place(each) for each in found.examples)
    return f"{shown} …" if found.rows > len(found.examples) else shown


def _place(example: Example) -> str:
    place = f"{example.file}: {example.row}" if example.file else str(example.row)
    return f"{place} ({example.value})" if example.value else place


def _detail(value: object) -> object:
    if isinstance(value, Mapping):
        return ", ".join(": ".join((_(ISSUES[code]), str(count))) for code, count in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    if isinstance(value, dt.date):
        return date(value)
    if isinstance(value, float):
        return number(value) if value == round(value) else f"{value}"
    return value
