"""Refusals stay short whatever stands in a file, and name what it is that cannot be read."""

import random
from string import Formatter

import numpy as np
import pandas as pd
import pytest

from retention.errors import ColumnError, RetentionError, refusal
from retention.file_refusals import TABLES
from retention.ingest.columns import map_columns
from retention.ingest.mapping import Choices
from retention.ingest.read.raw import Layout, RawTable
from retention.messages import ISSUES, LONGEST_REFUSAL
from retention.narrate import problems
from retention.narrate.problems import FOUND
from retention.narrate.reader import LANGUAGES, Reader, reading_as
from retention.refusals import ERRORS

LONG = (
    "x" * 5000,
    "Ω*_`[a](b)" * 900,
    "\u202e\u0000\n" * 900,
    "фыва " * 900,
    "=cmd|' /C calc'!A0" * 300,
    "<b>&amp;" * 500,
)


def hostile_details(draw: random.Random, code: str) -> dict[str, object]:
    """A detail for each place of a sentence, long, steering or plenty."""
    names = {field for part in ERRORS[code] for _, field, _, _ in Formatter().parse(part) if field}
    many = tuple(f"column {n} {draw.choice(LONG)[:90]}" for n in range(1000))
    details: dict[str, object] = {name: draw.choice([*LONG, many, list(many), 10**40, 123456789.5]) for name in names}
    if "reasons" in names:
        details["reasons"] = dict.fromkeys(ISSUES, 10**9)
    if code == "not_a_table":
        details["found"] = draw.choice(list(FOUND))
    if code in TABLES:
        details["export"] = "the orders"
    return {**details, "name": draw.choice(LONG), "platform": draw.choice([None, *LONG])}


@pytest.mark.parametrize("code", sorted(ERRORS))
def test_a_refusal_never_exceeds_its_length(code: str, deep: bool) -> None:
    for seed in range(8 if deep else 1):
        details = hostile_details(random.Random(f"{code} {seed}"), code)
        found = refusal(code, **details) if code != "undecided" else RetentionError(code, **details)
        assert len(str(found)) <= LONGEST_REFUSAL
        assert str(found).isprintable()
        for language in LANGUAGES:
            for markdown in (False, True):
                with reading_as(Reader(language=language, markdown=markdown)):
                    assert len(problems.error(found)) <= LONGEST_REFUSAL, language


def test_short_details_are_told_whole() -> None:
    columns = [f"Column {n}" for n in range(12)]
    told = str(ColumnError("no_date_column", columns=columns, platform="Shopify"))
    assert all(column in told for column in columns)
    assert "Shopify" in told


DAYS = [f"2025-01-{day:02}" for day in range(1, 13)]
WHO = [f"p{n % 4}@example.com" for n in range(12)]
PAID = [f"{n}.50" for n in range(10, 22)]


def refused(columns: dict[str, list[str | None]], choices: Choices | None = None) -> RetentionError:
    frame = pd.DataFrame(columns, dtype="str")
    raw = RawTable(name="file", frame=frame, rows=np.arange(2, len(frame) + 2), layout=Layout(format="csv"))
    with pytest.raises(RetentionError) as told:
        map_columns(raw, choices or Choices())
    return told.value


@pytest.mark.few(8)
@pytest.mark.parametrize("header", ["Order Date", "Дата заказа", "Дата замовлення", "Data comenzii", "Date"])
@pytest.mark.parametrize("cell", ["last Tuesday", "20-ое число", "see invoice 5", "🗓", "Q1/W3"])
def test_dates_that_cannot_be_read_are_named_with_one_of_them(header: str, cell: str) -> None:
    told = refused({"Order ID": PAID, header: [f"{cell} {n}" for n in range(12)], "E-mail": WHO, "Total": PAID})
    assert (told.code, told.details["column"], told.details["cell"]) == ("dates_unreadable", header, f"{cell} 0")
    assert header in str(told)
    assert f"{cell} 0" in str(told)


@pytest.mark.parametrize("header", ["Customer ID", "E-mail", "Клиент", "Покупець", "Client"])
def test_customers_that_cannot_be_read_are_named_with_one_of_them(header: str) -> None:
    told = refused({"Order ID": DAYS, "Order Date": DAYS, header: [f"{n}.25" for n in range(12)], "Total": PAID})
    assert (told.code, told.details["column"], told.details["cell"]) == ("customers_unreadable", header, "0.25")
    assert "0.25" in str(told)


@pytest.mark.few(7)
@pytest.mark.parametrize("header", ["Amount", "Order total", "Сумма", "Сума замовлення", "Valoare comandă"])
@pytest.mark.parametrize("cell", ["see invoice", "1.5k", "2 по 450", "по договору"])
def test_amounts_that_cannot_be_read_are_named_with_one_of_them(header: str, cell: str) -> None:
    columns: dict[str, list[str | None]] = {"Order ID": list(PAID), "Order Date": list(DAYS), "E-mail": list(WHO)}
    columns[header] = [cell] * 11 + [f"{cell} x"]
    told = refused(columns)
    assert (told.code, told.details["column"], told.details["cell"]) == ("amounts_unreadable", header, cell)
    raw = RawTable(
        name="file", frame=pd.DataFrame(columns, dtype="str"), rows=np.arange(2, 14), layout=Layout(format="csv")
    )
    assert map_columns(raw, Choices(amount="")).amount is None


@pytest.mark.parametrize("cells", [["card", "cash"], ["n/a", "-"], ["yes", "no"], [None, None]])
def test_where_no_amounts_were_written_nothing_is_unreadable(cells: list[str | None]) -> None:
    columns = {"Order ID": PAID, "Order Date": DAYS, "E-mail": WHO, "Payment": cells * 6}
    raw = RawTable(name="f", frame=pd.DataFrame(columns, dtype="str"), rows=np.arange(12), layout=Layout(format="csv"))
    assert map_columns(raw).amount is None


@pytest.mark.parametrize(
    ("role", "header"), [("dates", "Order Date"), ("customers", "E-mail"), ("dates", "Дата заказа")]
)
def test_an_empty_column_is_named(role: str, header: str) -> None:
    columns: dict[str, list[str | None]] = {"Order ID": list(PAID), "Sum": list(PAID)}
    columns |= {"E-mail": list(WHO)} if role == "dates" else {"Order Date": list(DAYS)}
    told = refused({**columns, header: [None] * 12})
    assert (told.code, told.details["column"]) == (f"{role}_empty", header)


def test_the_platform_is_told() -> None:
    columns = {
        "Name": PAID,
        "Email": WHO,
        "Financial Status": ["paid"] * 12,
        "Total": PAID,
        "Lineitem name": ["x"] * 12,
    }
    told = refused({**columns, "Created at": ["soon"] * 12})
    assert (told.code, told.details["platform"], told.details["cell"]) == ("dates_unreadable", "Shopify", "soon")
    assert "Shopify" in str(told)


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_every_kind_of_file_has_a_name(language: str) -> None:
    with reading_as(Reader(language=language, markdown=False)):
        for found in FOUND:
            assert problems.error(refusal("not_a_table", found=found, name="a.bin"))
