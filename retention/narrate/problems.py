"""Sentences for the codes of the core and for orders in hand: what happened, what is asked, what became of the rows."""

import datetime as dt
from collections.abc import Mapping

from retention.errors import Example, Issue, Question, RetentionError
from retention.ingest.values.texts import visible
from retention.messages import ISSUES, LONGEST_TEXT, QUESTIONS, SHARES, enumerated, shortened
from retention.narrate import numbers
from retention.narrate.numbers import amount, date, dates, exact, money, number, percent
from retention.narrate.reader import reader
from retention.narrate.texts import N_, Markup, _, fill, listed, ngettext, plain
from retention.orders import Orders
from retention.refusals import ERRORS
from retention.settings import Days


def held(*, orders: int, customers: int, days: Days, money: str | None) -> list[Markup]:
    """How many orders, of how many customers, from when to when, for how much money: a few words each.

    `money` is None where no amount is known.
    """
    parts = [
        *map(plain, (numbers.orders(orders), numbers.customers(customers), dates(*days))),
    ]
    return parts if money is None else [*parts, fill(_("Revenue {money}"), money=money)]


def rows(orders: Orders, count: int) -> Markup:
    """What became of the rows of the files; `count` is how many orders they make."""
    made = ngettext(
        "Rows read: {read}. Of these, {used} make {n} order; left out: {aside}.",
        "Rows read: {read}. Of these, {used} make {n} orders; left out: {aside}.",
        count,
    )
    return fill(
        made,
        read=number(orders.rows_read),
        used=number(orders.rows_used),
        n=number(count),
        aside=number(orders.rows_set_aside),
    )


EVERY_SHEET = "*"
READINGS = {".": "point", ",": "comma"}
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
    return refusal(found.code, {name: _detail(name, value) for name, value in details.items()})


def refusal(code: str, details: Mapping[str, object]) -> Markup:
    """What the refusal of a code says, around details that are already in words."""
    return Markup(" ".join(fill(_(template), **details) for template in ERRORS[code] if template))


def question(found: Question) -> Markup:
    """What only the visitor can tell, with the cell in doubt and its readings."""
    details = {name: value for name, value in found.details.items() if not isinstance(value, Mapping)}
    readings = {READINGS.get(answer, answer): option(found, answer) for answer in found.options}
    return fill(_(QUESTIONS[found.code]), **details, **readings)


def option(found: Question, answer: str) -> Markup:
    """One answer to a question: the reading it stands for where there is one, else itself."""
    if answer == "":
        return plain(_("none of these"))
    if found.code == "sheet" and answer == EVERY_SHEET:
        return plain(_("all sheets together"))
    reading = _about(found, "readings", answer)
    if isinstance(reading, str) and found.code == "date_order":
        return plain(date(dt.date.fromisoformat(reading)))
    return plain(amount(reading)) if isinstance(reading, float) else plain(answer)


def hint(found: Question, answer: str) -> Markup:
    """What helps to recognise an answer: a few cells of a column, the rows of a sheet; often nothing."""
    cells, rows = _about(found, "examples", answer), _about(found, "rows", answer)
    if isinstance(cells, list | tuple) and not reader().names_hidden:
        return listed(cells, at_most=3)
    if isinstance(rows, int):
        return fill(ngettext("{n} row", "{n} rows", rows), n=number(rows))
    return Markup("")


def _about(found: Question, name: str, answer: str) -> object:
    known = found.details.get(name)
    return known.get(answer) if isinstance(known, Mapping) else None


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
    return visible(f"{place} ({example.value})" if example.value and not reader().names_hidden else place)


def _detail(name: str, value: object) -> object:
    if isinstance(value, Mapping):
        return ", ".join(": ".join((_(ISSUES.get(code, code)), str(count))) for code, count in value.items())
    if isinstance(value, list | tuple):
        return enumerated([str(each) for each in value])
    if isinstance(value, dt.date):
        return date(value)
    if isinstance(value, float):
        return percent(value, digits=1) if name in SHARES else exact(value)
    return shortened(value, LONGEST_TEXT) if isinstance(value, str) else value
