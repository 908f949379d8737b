"""Tables in HTML and in Excel-2003 XML, which shops and book-keeping programs save under the name .xls."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from lxml import etree, html

from retention.errors import FileError
from retention.ingest.read import encoding as encodings
from retention.ingest.read import limits
from retention.ingest.read.cells import table_too_large

CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?([\w-]+)""", re.IGNORECASE)
SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
BLANKS = re.compile(r"[ \t\r\n\f]+")

# Larger spans are tricks.
MAX_SPAN = limits.SHEET_COLUMNS
LONGEST_NUMBER = 18  # digits


@dataclass
class Grid:
    """Texts by position: `rows[i][j]`; `visible` as in a workbook."""

    name: str
    rows: list[Sequence[str | None]] = field(default_factory=list)
    visible: bool = True


class _Budget:
    """How many cells and characters the tables of one file may still take. Raises RetentionError `table_too_large`."""

    def __init__(self, characters: int) -> None:
        self._cells = limits.TABLE_CELLS
        self._characters = limits.TEXT_REPEATS * characters

    def take(self, cells: int, text: str | None = None) -> None:
        """Take some cells, one of which has a text."""
        self._cells -= cells
        self._characters -= len(text or "")
        if self._cells < 0 or self._characters < 0:
            raise table_too_large()


def decoded(data: bytes, *, encoding: str | None = None) -> encodings.Decoded:
    """The markup's text: a given encoding first, then a byte-order mark or UTF-8, then what the file declares."""
    if encoding is None and encodings.decode(data).encoding not in ("utf-8", "utf-16-le", "utf-16-be"):
        declared = CHARSET.search(data[:4096])
        if declared and _is_known(declared.group(1).decode("ascii")):
            encoding = declared.group(1).decode("ascii").lower()
    return encodings.decode(data, encoding=encoding)


def _is_known(name: str) -> bool:
    try:
        "".encode(name)
    except LookupError:
        return False
    return name.lower() not in ("utf-8", "utf8")


def html_table(text: str) -> Grid:
    """The page's largest table, merged cells spread over the rows they cover.

    Raises RetentionError `not_a_table` for a page without any table, `damaged` for one without any element,
    `table_too_large` for one whose spans make more of it than any sheet holds.
    """
    parser = html.HTMLParser(no_network=True, huge_tree=True, encoding="utf-8", remove_comments=True)
    try:
        root = html.document_fromstring(text.encode("utf-8", errors="replace"), parser=parser, ensure_head_body=True)
    except etree.ParserError as error:  # nothing but an opening that is cut off
        raise FileError("damaged") from error
    for line_break in root.iter("br"):
        line_break.tail = " " + (line_break.tail or "")
    rows: dict[html.HtmlElement, list[html.HtmlElement]] = {table: [] for table in root.iter("table")}
    for tr in root.iter("tr"):
        table = next(tr.iterancestors("table"), None)
        if table is not None:
            rows[table].append(tr)
    if not rows:
        raise FileError("not_a_table", found="web page")
    budget = _Budget(len(text))
    tables = [_html_table(own, budget) for own in rows.values()]
    return max(tables, key=lambda grid: sum(cell is not None for row in grid.rows for cell in row))


def _html_table(rows: Sequence[html.HtmlElement], budget: _Budget) -> Grid:
    covered: dict[int, tuple[int, str | None]] = {}
    return Grid("", [_html_row(tr, covered, budget) for tr in rows])


def _html_row(tr: html.HtmlElement, covered: dict[int, tuple[int, str | None]], budget: _Budget) -> list[str | None]:
    """One row's texts; `covered` maps a column to the rows still under a merged cell and its text."""
    row: list[str | None] = []
    budget.take(len(covered))

    def take_covered() -> None:
        while len(row) in covered:
            left, text = covered[len(row)]
            covered[len(row)] = (left - 1, text)
            if left == 1:
                del covered[len(row)]
            row.append(text)

    for cell in tr.iterchildren("td", "th"):
        take_covered()
        text = BLANKS.sub(" ", "".join(cell.itertext())).strip(" ") or None
        across, down = _span(cell.get("colspan")), _span(cell.get("rowspan"))
        budget.take(across, text)
        for index in range(across):
            if down > 1:
                covered[len(row)] = (down - 1, text if index == 0 else None)
            row.append(text if index == 0 else None)
    take_covered()
    if len(row) > limits.SHEET_COLUMNS:
        raise table_too_large()
    return row


def _span(value: str | None) -> int:
    return min(max(_whole(value, 1), 1), MAX_SPAN)


def _whole(value: str | None, default: int) -> int:
    """A number in an attribute; what is none, or longer than any real one, counts as absent."""
    text = (value or "").strip()
    return int(text) if text.isdecimal() and len(text) <= LONGEST_NUMBER else default


def spreadsheetml(text: str) -> list[Grid]:
    """The sheets of an Excel-2003 XML file. Entities are not resolved, nothing is fetched.

    Raises RetentionError `damaged`, or `table_too_large` where indexes leave more room than any sheet has.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, recover=True, remove_comments=True
    )
    body = re.sub(r"^\s*<\?xml[^>]*\?>", "", text.lstrip("\ufeff"))
    root = etree.fromstring(body.encode("utf-8", errors="replace"), parser)
    if root is None:
        raise FileError("damaged")
    budget = _Budget(len(text))
    return [_worksheet(element, budget) for element in root.iter(f"{SS}Worksheet")]


def _worksheet(element: etree._Element, budget: _Budget) -> Grid:
    hidden = any("Hidden" in (v.text or "") for v in element.iter("{urn:schemas-microsoft-com:office:excel}Visible"))
    grid = Grid(element.get(f"{SS}Name") or "", visible=not hidden)
    covered: dict[int, tuple[int, str | None]] = {}
    for row in element.iter(f"{SS}Row"):
        skip = max(_index(row, len(grid.rows)) - len(grid.rows), 0)
        if len(grid.rows) + skip >= limits.SHEET_ROWS:
            raise table_too_large()
        budget.take(skip)
        grid.rows += [()] * skip
        grid.rows.append(_sheet_row(row, covered, budget))
    return grid


def _index(element: etree._Element, default: int) -> int:
    return _whole(element.get(f"{SS}Index"), default + 1) - 1


def _sheet_row(row: etree._Element, covered: dict[int, tuple[int, str | None]], budget: _Budget) -> list[str | None]:
    result: dict[int, str | None] = {}
    for column, (left, text) in list(covered.items()):
        result[column] = text
        covered[column] = (left - 1, text)
        if left == 1:
            del covered[column]
    position = 0
    for cell in row.iterchildren(f"{SS}Cell"):
        position = _index(cell, position)
        while position in result and cell.get(f"{SS}Index") is None:
            position += 1
        result[position] = _cell_text(cell)
        down = _whole(cell.get(f"{SS}MergeDown"), 0)
        if down > 0:
            covered[position] = (down, result[position])
        position += 1 + min(_whole(cell.get(f"{SS}MergeAcross"), 0), MAX_SPAN)
    width = min(max(result, default=-1) + 1, MAX_SPAN)
    budget.take(width)
    return [result.get(i) for i in range(width)]


def _cell_text(cell: etree._Element) -> str | None:
    data = cell.find(f"{SS}Data")
    if data is None or data.get(f"{SS}Type") == "Error":
        return None
    text = "".join(str(part) for part in data.itertext()).strip()
    if data.get(f"{SS}Type") == "DateTime":
        return re.sub(r"^(?:1899-12-3[01] )", "", re.sub(r"\.0+$", "", text.replace("T", " ")))
    return text or None
