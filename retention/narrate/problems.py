"""Refusals, questions, findings and progress of reading in words, and what a choice about the files would change."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from babel.units import format_unit

from retention.analysis.effect import Effect
from retention.analysis.rates.bridge import Bridge
from retention.errors import Example, Issue, Question, RetentionError
from retention.file_refusals import IN_FILE, OF_PLATFORM
from retention.ingest.background import BackgroundImport
from retention.ingest.values.texts import visible
from retention.messages import (
    ISSUES,
    LENGTHS,
    LONGEST_REFUSAL,
    LONGEST_TEXT,
    QUESTIONS,
    SHARES,
    TABLES,
    enumerated,
    shortened,
)
from retention.narrate import numbers, retention
from retention.narrate.numbers import amount, date, dates, exact, locale, money, number, percent
from retention.narrate.reader import reader
from retention.narrate.texts import N_, BigFigure, Markup, _, fill, listed, ngettext, plain, quoted
from retention.orders import Orders
from retention.refusals import ERRORS
from retention.settings import Days

EVERY_SHEET = "*"
READINGS = {".": "point", ",": "comma"}
"""Names under which a question's sentence holds the readings of a decimal mark."""
ANSWERS = {
    "amount_is": {
        "before_discount": N_("no: it is to be taken off"),
        "after_discount": N_("yes: the amounts are what was paid"),
    },
    "discount_as": {"percent": N_("percent"), "line": N_("money")},
    "table": TABLES,
}
"""Answers to questions whose own words are none that a person would use."""
FOUND = {
    "pdf": "PDF",
    "json": N_("JSON without one list of records"),
    "xml": "XML",
    "arrow": "Arrow",
    "presentation": N_("a presentation"),
    "numbers": N_("a workbook of Apple’s Numbers"),
    "picture": N_("a picture"),
    "document": N_("a text document"),
    "archive": N_("an archive"),
    "database": N_("a database"),
    "web archive": N_("a saved web page"),
    "web page": N_("a web page without a table"),
    "program": N_("a program"),
    "address book": N_("an address book"),
    "calendar": N_("a calendar"),
    "chat": N_("a messenger’s chat"),
    "SQL": N_("SQL commands"),
    "binary": N_("unknown contents"),
}
"""What a file turned out to be instead of a table."""
COUNTED_AS = {
    "counts": N_("an order"),
    "cancelled": N_("no order: cancelled, failed or unpaid"),
    "refund": N_("an order whose money was given back"),
    "draft": N_("no order: a draft or a cart"),
    "event": N_("no order: a view, a cart or another event"),
    "transfer": N_("no order: money moved between accounts"),
}
"""What the states of orders can count as."""
SMALLEST_MONEY = 0.005
"""Half of the smallest coin: less is no change."""
KILOBYTE, MEGABYTE = 1_000, 1_000_000


def held(*, orders: int, customers: int, days: Days, money: str | None) -> list[Markup]:
    """How many orders, of how many customers, from when to when, for how much money: a few words each.

    `money` is None where no amount is known.
    """
    parts = [
        *map(plain, (numbers.orders(orders), numbers.customers(customers), dates(*days))),
    ]
    return parts if money is None else [*parts, fill(_("Revenue {money}"), money=money)]


def brought(*, orders: int, customers: int) -> BigFigure:
    """What is in hand as a figure: how many orders, of how many customers."""
    return BigFigure(label=_("Orders"), value=number(orders), change=numbers.customers(customers))


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


def waiting(names: Iterable[str]) -> Markup:
    """Files that are in hand and take no part in any figure, because something about them is open or went wrong."""
    return fill(
        _("Not counted yet: {files}. All figures are of the other files; the Data page says what is missing."),
        files=listed(names, at_most=3),
    )


def waits_for_answer(questions: Sequence[Question], earlier: Sequence[str] | None) -> Markup:
    """What is asked about files brought last, and whose figures are shown until it is answered.

    `earlier` are the files the figures in hand are of; None where there are none.
    """
    asked = Markup(" ".join(map(question, questions)))
    if earlier is None:
        return fill(_("Your orders wait for an answer. {asked}"), asked=asked)
    return fill(
        _("Your new files wait for an answer. {asked} Until then, all figures are of your earlier data: {files}."),
        asked=asked,
        files=listed(earlier, at_most=3),
    )


def error(found: RetentionError) -> Markup:
    """What happened, where, and what to do."""
    details = dict(found.details)
    if found.code == "not_a_table":
        details["found"] = _(FOUND[str(details["found"])])
    if "export" in details:
        details["export"] = _(str(details["export"]))
    told = Markup("")
    for most in LENGTHS:
        told = refusal(found.code, {name: _detail(name, value, most) for name, value in details.items()})
        if found.is_of_platform:
            platform = fill(_(OF_PLATFORM), platform=_detail("platform", details["platform"], most))
            told = Markup(f"{told} {platform}")
        if found.is_of_one_file:
            told = Markup(f"{fill(IN_FILE, of_file=_detail('of_file', details['of_file'], most))}{told}")
        if len(told) <= LONGEST_REFUSAL:
            break
    return told


def refusal(code: str, details: Mapping[str, object]) -> Markup:
    """What the refusal of a code says, around details that are already in words."""
    return Markup(" ".join(fill(_(template), **details) for template in ERRORS[code] if template))


def question(found: Question) -> Markup:
    """What only the visitor can tell, with the cell in doubt and its readings."""
    details = {name: _detail(name, value) for name, value in found.details.items() if not isinstance(value, Mapping)}
    readings = {READINGS.get(answer, answer): option(found, answer) for answer in found.options}
    asked = fill(_(QUESTIONS[found.code]), **details, **readings)
    files = asking_files(found)
    return fill("{files}: {asked}", files=listed(files, at_most=3), asked=asked) if files else asked


def nothing_counted() -> str:
    """What stands before questions on a terminal."""
    return plain(_("Nothing was counted: only you can tell. Give the command again, with a flag for each question:"))


def asking_files(found: Question) -> list[str]:
    """The names of the files that a question is about, where they are some of several."""
    files = found.details.get("of_files", ())
    return [str(name) for name in files] if isinstance(files, list | tuple) else []


def option(found: Question, answer: str) -> Markup:
    """One answer to a question: the reading it stands for where there is one, else itself."""
    if answer == "":
        return plain(_("none of these"))
    if found.code == "sheet" and answer == EVERY_SHEET:
        return plain(_("all sheets together"))
    words = answer_words(found, answer)
    if words:
        return words
    reading = _about(found, "readings", answer)
    if isinstance(reading, str) and found.code == "date_order":
        return plain(date(dt.date.fromisoformat(reading)))
    return plain(amount(reading)) if isinstance(reading, float) else plain(answer)


def answer_words(found: Question, answer: str) -> Markup:
    """What is said of an answer whose own word is none that a person would use; often nothing."""
    words = ANSWERS.get(found.code, {}).get(answer)
    return plain(_(words)) if words else Markup("")


def hint(found: Question, answer: str) -> Markup:
    """What helps to recognise an answer and what it would mean; often nothing.

    A few cells of a column and what they come to, the rows of a sheet or a currency, an amount reckoned so.
    """
    cells = _about(found, "examples", answer)
    shown = listed(cells, at_most=3) if isinstance(cells, list | tuple) and not reader().names_hidden else Markup("")
    return Markup(" · ".join(filter(None, (shown, _meaning(found, answer)))))


def _meaning(found: Question, answer: str) -> str:
    """What an answer would mean, as far as the question tells."""
    rows, means, worked = (_about(found, name, answer) for name in ("rows", "means", "worked"))
    if isinstance(rows, int):
        return row_count(rows)
    if isinstance(worked, list | tuple):
        whole, off, left = map(amount, worked)
        return f"{whole} − {off} = {left}" if worked[1] else left
    if isinstance(means, int):
        return fill(ngettext("{n} different value", "{n} different values", means), n=number(means))
    if isinstance(means, float):
        return fill(_("{sum} in all"), sum=amount(means))
    if isinstance(means, list | tuple):
        first, last = (dt.date.fromisoformat(str(day)) for day in means)
        return plain(dates(first, last))
    return ""


def row_count(rows: int) -> Markup:
    """How many rows something stands on."""
    return fill(ngettext("{n} row", "{n} rows", rows), n=number(rows))


def asked_states(found: Question) -> Mapping[str, int]:
    """The words that a question about states asks about, and on how many rows each stands."""
    words = found.details["words"]
    return words if isinstance(words, Mapping) else {}


def counts_as(kind: str) -> str:
    """What a state of orders counts as, in words."""
    return _(COUNTED_AS.get(kind, kind))


def states_heading(column: str) -> Markup:
    """What stands over the states that a column of a file says of orders."""
    return fill(_("States of orders in column “{column}”"), column=column)


def _about(found: Question, name: str, answer: str) -> object:
    known = found.details.get(name)
    return known.get(answer) if isinstance(known, Mapping) else None


def issue(found: Issue) -> str:
    """What was found, as a short heading of plain text."""
    return _(ISSUES[found.code])


def issue_line(found: Issue, currency: str | None) -> Markup:
    """What was found, on how many rows, for how much money, and where it was first seen."""
    n, money_found = found.rows, money_of(found, currency)
    parts = [fill("**{what}**", what=issue(found)), row_count(n), *([plain(money_found)] if money_found else [])]
    where = examples(found)
    return Markup(" · ".join([*parts, *([fill(_("row {where}"), where=where)] if where else [])]))


def how_many_kinds(title: str, found: Sequence[Issue]) -> str:
    """The heading over what was found, with how many kinds of it there are."""
    return f"{title} · {number(len(found))}"


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


def _detail(name: str, value: object, most: int = LONGEST_TEXT) -> object:
    """A detail of a refusal in words, texts and lists of at most so many letters."""
    if isinstance(value, Mapping):
        return enumerated([": ".join((_(ISSUES.get(code, code)), str(count))) for code, count in value.items()], most)
    if isinstance(value, list | tuple):
        return enumerated([str(each) for each in value], most)
    if isinstance(value, dt.date):
        return date(value)
    if isinstance(value, float):
        return percent(value, digits=1) if name in SHARES else exact(value)
    return shortened(value, most) if isinstance(value, str) else value


def nothing_left() -> str:
    """What is said of a choice that leaves no order."""
    return plain(_("no order would be left."))


def effect(found: Effect, period: Bridge, *, currency: str | None) -> str:
    """The rate of a period, customers, orders and money under another choice, where they differ."""
    parts = [
        _rate(found.before.crr, found.after.crr, period),
        _customers(found.customers),
        _orders(found.orders),
        _money(found.revenue, currency),
    ]
    unfinished = [plain(_(ISSUES[code])) for code in found.unfinished]
    return "; ".join([*filter(None, parts), *unfinished]) or plain(_("the figures stay the same."))


def together(found: Issue, changed: Effect, period: Bridge, *, currency: str | None) -> Markup:
    """How many customers were joined by e-mail or phone, how many persons they are, and what that changes."""
    customers, persons = (int(str(found.details[name])) for name in ("customers", "persons"))
    template = ngettext(
        "{customers} look like {n} person: the same e-mail or phone. Counted so: {effect}",
        "{customers} look like {n} persons: the same e-mail or phone. Counted so: {effect}",
        persons,
    )
    told = effect(changed, period, currency=currency)
    return fill(template, customers=numbers.customers(customers), n=number(persons), effect=Markup(told))


def before_rates(found: Orders) -> list[Markup]:
    """What has to be known before any rate of these orders is read."""
    return [plain(issue(each)) for each in found.issues if each.code == "each_once"]


def _rate(before: float, after: float, period: Bridge) -> str:
    shown = percent(before, digits=1), percent(after, digits=1)
    if shown[0] == shown[1]:
        return ""
    when = retention.when_active(period)
    return fill(_("retention {when}: {before} → {after}"), when=when, before=shown[0], after=shown[1])


def _customers(change: int) -> str:
    more = ngettext("{n} more customer", "{n} more customers", abs(change))
    fewer = ngettext("{n} customer fewer", "{n} customers fewer", abs(change))
    return fill(more if change > 0 else fewer, n=number(abs(change))) if change else ""


def _orders(change: int) -> str:
    more = ngettext("{n} more order", "{n} more orders", abs(change))
    fewer = ngettext("{n} order fewer", "{n} orders fewer", abs(change))
    return fill(more if change > 0 else fewer, n=number(abs(change))) if change else ""


def _money(change: float, currency: str | None) -> str:
    if not abs(change) >= SMALLEST_MONEY:
        return ""
    return fill(_("revenue {change}"), change=f"{'+' if change > 0 else '−'}{money(abs(change), currency)}")


def doing(reading: BackgroundImport) -> Markup:
    """What is being done: waiting for other files, reading one of these, counting what they hold."""
    before = reading.progress.before
    if before:
        told = ngettext("{n} file is being read before yours …", "{n} files are being read before yours …", before)
        return fill(told, n=number(before))
    if reading.place >= len(reading.files):
        return plain(_("Counting orders and customers …"))
    name = quoted(reading.files[reading.place].name)
    if len(reading.files) == 1:
        return fill(_("Reading {file} …"), file=name)
    place, count = reading.place + 1, number(len(reading.files))
    return fill(_("Reading {file} … ({place} of {n})"), file=name, place=place, n=count)


def so_far(reading: BackgroundImport) -> str:
    """How much has been handed to the parser and came back, and for how long this has been going on."""
    sent, rows = _bytes(reading.progress.sent), reading.progress.rows
    handed = reading.progress.sent >= reading.size
    parts: list[str] = [sent if handed else fill(_("{done} of {all}"), done=sent, all=_bytes(reading.size))]
    if rows:
        parts.append(fill(ngettext("{n} row read", "{n} rows read", rows), n=number(rows)))
    return " · ".join([*parts, format_unit(int(reading.seconds), "second", "short", locale=locale())])


def _bytes(size: int) -> str:
    """A size in megabytes, in kilobytes where those would be none."""
    if size < MEGABYTE / 10:
        return format_unit(round(size / KILOBYTE), "kilobyte", "short", locale=locale())
    return format_unit(round(size / MEGABYTE, 1), "megabyte", "short", locale=locale())
