"""Several files of one shop, which prove to each other how they are written, and which of them holds the orders."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from retention.errors import RetentionError, Undecided
from retention.ingest.columns.column_mapping import map_columns
from retention.ingest.columns.customer_lists import lists_beside_orders
from retention.ingest.mapping import Choices, Mapping
from retention.ingest.values import dates, money
from retention.ingest.values.calendar_days import SWAPPED

if TYPE_CHECKING:
    from retention.ingest.read.raw import RawTable


def map_files(files: "Sequence[tuple[RawTable, Choices]]") -> list[Mapping | Undecided]:
    """Mapping of each file of a shop, or what stays open about it.

    The order of dates and the decimal mark, where a file leaves them open, are those of the files with the same
    columns that prove theirs, unless these contradict each other. An order of dates chosen for all of several files
    does not hold for one whose own days prove another.
    Raises `RetentionError` as `map_columns` does, of several files with the one it is about (`of_file`), and
    `customers_beside_orders` where one file lists the customers of another's orders.
    """
    several = len(files) > 1
    found = [_of_one_file(raw, choices, several=several) for raw, choices in files]
    for place, (raw, choices) in enumerate(files):
        open_still = found[place]
        if isinstance(open_still, Undecided):
            alike = [
                (other, each)
                for (other, _), each in zip(files, found, strict=True)
                if isinstance(each, Mapping) and list(other.frame.columns) == list(raw.frame.columns)
            ]
            answers = {question.code: _common_answer(question.code, alike) for question in open_still.questions}
            order, decimal = (answers.get(name) or getattr(choices, name) for name in ("date_order", "decimal"))
            found[place] = _mapping_or_questions(raw, replace(choices, date_order=order, decimal=decimal))
    understood = [(*file, each) if isinstance(each, Mapping) else None for file, each in zip(files, found, strict=True)]
    for refusal in filter(None, lists_beside_orders(understood)):
        raise refusal
    return found


def _of_one_file(raw: "RawTable", choices: Choices, *, several: bool) -> Mapping | Undecided:
    """What is found of a file; its refusal tells which of several it is about."""
    try:
        return _mapping_or_questions(raw, _without_contradicted_order(raw, choices) if several else choices)
    except RetentionError as refused:
        if several:
            refused.details.setdefault("of_file", raw.name)
        raise


def _mapping_or_questions(raw: "RawTable", choices: Choices) -> Mapping | Undecided:
    try:
        return map_columns(raw, choices)
    except Undecided as undecided:
        return undecided


def _common_answer(code: str, alike: "Sequence[tuple[RawTable, Mapping]]") -> str | None:
    """The answer that all files with something to say give, None where there is none or they differ."""
    if code not in _PROOFS:
        return None
    answers = {answer for raw, mapping in alike if (answer := _PROOFS[code](raw, mapping)) is not None}
    return answers.pop() if len(answers) == 1 else None


def _date_order(_: "RawTable", mapping: Mapping) -> str | None:
    return mapping.date_order


def _decimal(raw: "RawTable", mapping: Mapping) -> str | None:
    """The mark that a file's money proves, even if no cell of its own needs the proof."""
    columns = (mapping.amount, mapping.quantity, mapping.price, mapping.discount, mapping.refund)
    readings = [money.decimal_evidence(raw.frame[column]) for column in columns if column]
    point, comma = sum(reading.point for reading in readings), sum(reading.comma for reading in readings)
    return mapping.decimal or (None if point == comma else "." if point > comma else ",")


_PROOFS = {"date_order": _date_order, "decimal": _decimal}


def _without_contradicted_order(raw: "RawTable", choices: Choices) -> Choices:
    """The choices, without their order of dates where days after the 12th rule it out."""
    if choices.date_order is None:
        return choices
    found = _mapping_or_questions(raw, choices)
    if isinstance(found, Undecided):
        return choices
    reading = dates.evidence(raw.frame[found.date])
    against = {"dmy": (reading.month_first, reading.day_first), "mdy": (reading.day_first, reading.month_first)}
    other, same = against.get(SWAPPED.get(choices.date_order, choices.date_order), (0, 0))
    return replace(choices, date_order=None) if other and not same else choices
