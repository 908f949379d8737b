"""Exports of known platforms that are no lists of orders with customers, and which to choose instead.

`other_exports.json` holds a list of them: `platform`, what it calls the `export`, `signature` (sets of headers, one of
which must be there in full), and `instead`: where the platform keeps the export with the orders, in its own words.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files

from retention.errors import ColumnError
from retention.ingest.headers import caseless


@dataclass(frozen=True)
class OtherExport:
    """What the data file says about one export. Where it lists orders, only their customers are missing."""

    platform: str
    export: str
    signature: tuple[frozenset[str], ...]
    instead: str
    lists_orders: bool = False

    @property
    def refusal(self) -> ColumnError:
        """What it is and which one to choose."""
        return ColumnError("other_export", platform=self.platform, what=self.export, instead=self.instead)


def recognise(headers: Iterable[str], *, refuse: bool = False) -> OtherExport | None:
    """The known export with these headers, whatever their case, order and company; None if it is no such one.

    With `refuse`, raises ColumnError `other_export` for one that lists no orders at all.
    """
    present = frozenset(map(caseless, headers))
    found = next((each for each in _EXPORTS if any(wanted <= present for wanted in each.signature)), None)
    if refuse and found is not None and not found.lists_orders:
        raise found.refusal
    return found


def _read() -> tuple[OtherExport, ...]:
    described = json.loads((files("retention.ingest") / "other_exports.json").read_text(encoding="utf-8"))
    return tuple(
        OtherExport(
            platform=each["platform"],
            export=each["export"],
            signature=tuple(frozenset(map(caseless, headers)) for headers in each["signature"]),
            instead=each["instead"],
            lists_orders=each.get("lists_orders", False),
        )
        for each in described
    )


_EXPORTS = _read()
