"""Customers somebody said are one person, as a file: written from look-alikes, shortened or completed by hand.

A table with a row per customer: `customer` and `counted_as`, whom to count them as; further columns are notes.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

import pandas as pd

from retention.errors import RequestError
from retention.ingest.lookalikes import LookAlike, chained
from retention.ingest.values.texts import DANGEROUS, harmless

CUSTOMER, COUNTED_AS = "customer", "counted_as"
LARGEST = 50_000_000
"""Bytes of a file of merges; a million customers have fewer."""


def written(groups: Iterable[LookAlike]) -> bytes:
    """A file of merges (CSV in UTF-8) in which each group is one person, the reason beside each customer."""
    rows = [
        (other, group.customers[0], group.reason, group.shared) for group in groups for other in group.customers[1:]
    ]
    table = pd.DataFrame(rows, columns=[CUSTOMER, COUNTED_AS, "reason", "shared"], dtype="str")
    return harmless(table).to_csv(index=False, lineterminator="\n").encode()


def read_merges(path: str | Path) -> dict[str, str]:
    """Customer → the customer to count them as, from a file of merges; chains end at one customer.

    The two columns are found by their names, else they are the first two. Raises RequestError `merges_unreadable`
    (`path`, `row`) where a row does not name both.
    """
    try:
        content = Path(path).read_bytes()
        text = content[:LARGEST].decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise RequestError("merges_unreadable", path=str(path), row=1) from None
    sign = max(",;\t", key=text.partition("\n")[0].count)
    rows = [[_plain(cell) for cell in row] for row in csv.reader(io.StringIO(text), delimiter=sign)]
    head = [cell.casefold() for cell in rows[0]] if rows else []
    named = CUSTOMER in head and COUNTED_AS in head
    places = (head.index(CUSTOMER), head.index(COUNTED_AS)) if named else (0, 1)
    return chained(_pairs(rows, places, first=int(named), path=path))


def _pairs(rows: Sequence[Sequence[str]], places: tuple[int, int], *, first: int, path: object) -> list[list[str]]:
    """Per row, whom to count a customer as and the customer; blank rows are left out."""
    found = []
    for number, row in enumerate(rows[first:], first + 1):
        if any(row):
            if len(row) <= max(places) or not all(row[place] for place in places):
                raise RequestError("merges_unreadable", path=str(path), row=number)
            found.append([row[places[1]], row[places[0]]])
    return found


def _plain(cell: str) -> str:
    """A cell without spaces around, and without the mark that kept it from being a formula."""
    text = cell.strip()
    return text[1:] if text.startswith("'") and text[1:].startswith(DANGEROUS) else text
