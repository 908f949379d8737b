"""Polluted versions of one clean table, after the taxonomy of Vitagliano et al., "Pollock: A Data Loading
Benchmark", PVLDB 16(8), 2023. The table and all files are made here; families and numbers of files are theirs.
"""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

Row = list[str]

HEADER = ["Date", "Time", "Qty", "OrderNo", "Price", "Product", "Description", "Link", "Comments"]
PRODUCTS = (
    "Men's Trail Shoes", "Wool Hat, Striped", 'Round Table, 48"', "Women's Rain Jacket", "Linen Shirt", "Camp Stove",
    'Boxer, 5" Inseam', "Kids' Sweater, Hooded", 'Mountain Bike, 24"', "Leather Sofa", "Coffee Press", "Beach Chair",
)  # fmt: skip
SENTENCES = (
    "Made for long days outside, it keeps you dry, warm and easy to see.",
    "A classic, brought back with better seams; washes well and dries fast.",
    "Light in the hand, strong where it has to be: our testers' favourite.",
    'The lid is 9" wide, so nothing boils over, and the handle folds away.',
    "Softer than last year's, and made of cotton from small farms.",
)
RECORDS = 83


@dataclass(frozen=True)
class Polluted:
    """A file and what reading it should give: `header` (None: it has none) and `records`, as written in the table."""

    name: str
    family: str
    data: bytes
    header: Row | None
    records: list[Row]


def table() -> list[Row]:
    """The clean table: a header and 83 records of 9 cells; commas, quotes and apostrophes, a mostly empty column."""
    draw = random.Random(16)
    rows = [HEADER]
    for number in range(RECORDS):
        code = f"{draw.choice(('MG', 'RI', 'CC', 'YY', 'BH'))}-{draw.randrange(1000, 9999)}"
        rows.append(
            [f"{13 + number % 16:02}/{1 + number % 12:02}/2024", f"{number % 24:02}:{15 * (number % 4):02}",
             str(draw.randrange(30)), code, f"${draw.randrange(50, 9999) / 100:.2f}", draw.choice(PRODUCTS),
             f"{draw.choice(SENTENCES)} {draw.choice(SENTENCES)}", f"https://www.example.com/product/{code}.html",
             "gift, wrap it" if number % 20 == 7 else ""]
        )  # fmt: skip
    return rows


def cell(text: str, *, quote: str = '"', escape: str = '"') -> str:
    """A cell as a standard file has it: quoted where it has to be."""
    if not any(sign in text for sign in ('"', ",", "\n", "\r")):
        return text
    return quote + text.replace('"', escape + '"') + quote


def written(
    rows: list[Row],
    *,
    separator: str = ",",
    end: str = "\r\n",
    quote: str = '"',
    escape: str = '"',
    gaps: Mapping[tuple[int, int], str] | None = None,
) -> str:
    """The text of a file; `gaps` overrules what stands in front of a row's cell (column 0: at the line's begin)."""
    lines = []
    for number, row in enumerate(rows):
        line = ""
        for place, text in enumerate(row):
            usual = separator if place else ""
            line += (gaps or {}).get((number, place), usual) + cell(text, quote=quote, escape=escape)
        lines.append(line + end)
    return "".join(lines)


def published() -> Iterator[Polluted]:
    """The 2,290 files of the paper's families."""
    rows = table()
    yield _file("source", "source", written(rows), rows)
    yield from _of_the_file(rows)
    yield from _of_the_dialect(rows)
    for number in range(len(rows)):
        for place in range(len(HEADER)):
            more = "," if place == 0 else ",,"
            yield _file(
                f"more_sep_{number}_{place}", "extra delimiter", written(rows, gaps={(number, place): more}), rows
            )
            if place:
                text = written(rows, gaps={(number, place): ""})
                yield _file(f"less_sep_{number}_{place}", "missing delimiter", text, rows)
            yield _extra_quote(rows, number, place)
        spaced = {(number, place): " " for place in range(1, len(HEADER))}
        yield _file(f"row_delimiter_{number}", "row's own delimiter", written(rows, gaps=spaced), rows)


def _file(name: str, family: str, text: str, rows: list[Row], *, encoding: str = "utf-8") -> Polluted:
    return Polluted(name, family, text.encode(encoding), rows[0], rows[1:])


def _extra_quote(rows: list[Row], number: int, place: int) -> Polluted:
    """A quote too many in front of a cell's text, which belongs to the text then."""
    expected = [list(row) for row in rows]
    expected[number][place] = '"' + rows[number][place]
    text = cell(rows[number][place])
    spoiled = '""' + text[1:] if text.startswith('"') else '"' + text
    lines = written(rows).splitlines(keepends=True)
    cells = [cell(text) for text in rows[number]]
    lines[number] = ",".join([*cells[:place], spoiled, *cells[place + 1 :]]) + "\r\n"
    return _file(f"extra_quote_{number}_{place}", "extra quote", "".join(lines), expected)


def _of_the_file(rows: list[Row]) -> Iterator[Polluted]:
    family = "file and table"
    text = written(rows)
    yield Polluted("empty", family, b"", [], [])
    yield _file("no_last_line_end", family, text.rstrip("\r\n"), rows)
    yield _file("two_last_line_ends", family, text + "\r\n", rows)
    yield Polluted("no_header", family, written(rows[1:]).encode(), None, rows[1:])
    units = ["dd/mm/yyyy", "hh:mm", "pieces", "code", "USD", "name", "text", "address", "free text"]
    joined = [f"{name} {unit}" for name, unit in zip(HEADER, units, strict=True)]
    yield _file("header_of_2_rows", family, written([HEADER, units, *rows[1:]]), [joined, *rows[1:]])
    groups = ["when", "when", "what", "what", "what", "what", "what", "what", "what"]
    joined = [f"{group} {name}" for group, name in zip(groups, joined, strict=True)]
    yield _file("header_of_3_rows", family, written([groups, HEADER, units, *rows[1:]]), [joined, *rows[1:]])
    titles = [["Sales", *[""] * 8], [""] * 9]
    yield _file("preamble", family, written(titles) + text, rows)
    for name, width in (("less", 8), ("same", 9), ("more", 10)):
        second = [[f"{word}{place}" for place in range(width)] for word in ("Name", *(f"Text{n} " for n in range(83)))]
        yield _file(f"two_tables_{name}", family, text + written(second), rows + second)
    yield _file("header_only", family, written(rows[:1]), rows[:1])
    yield _file("one_record", family, written(rows[:2]), rows[:2])


def _of_the_dialect(rows: list[Row]) -> Iterator[Polluted]:
    family = "dialect"
    for name, end in (("lf", "\n"), ("cr", "\r")):
        yield _file(f"record_end_{name}", family, written(rows, end=end), rows)
    for name, separator in (("semicolon", ";"), ("tab", "\t"), ("comma_space", ", "), ("space", " ")):
        yield _file(f"separator_{name}", family, written(rows, separator=separator), rows)
    yield _file("quote_apostrophe", family, written(rows, quote="'"), rows)
    yield _file("escape_backslash", family, written(rows, escape="\\"), rows)
    yield _file("escape_none", family, written(rows, escape=""), rows)
