"""Exports of known shops, tills and payment services, each described by a data file beside this one.

A file holds the platform's `name`, its `signature` (sets of headers, one of which must be there in full),
the `columns` of each role and `dimensions` by preference, what each column of amounts `holds` beside the goods
(`shipping`, `tax`), and the rules in which it differs from others:
`totals` (`order`: the amount is the order's total, on its first line or on all; `line`: each line has its
own), `states` (cell → sale, void, refund or transfer, where the general dictionary would read it
otherwise), `fill_down` (columns filled on the first line of a group only) and `customer_before` (the
customer is the part of the cell before this sign). An empty list of customers means the export has none.
`others` tells the platform's exports that are no lists of orders (kind of table → sets of headers), `export` where in
it the orders are exported, in its own words.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib.resources import files

from retention.ingest.headers import caseless


@dataclass(frozen=True, kw_only=True)
class Platform:
    """What a data file says about one platform's export."""

    name: str
    signature: tuple[frozenset[str], ...]
    columns: Mapping[str, tuple[str, ...]]
    dimensions: Mapping[str, tuple[str, ...]]
    totals: str | None = None
    states: Mapping[str, str] = field(default_factory=dict)
    fill_down: tuple[str, ...] = ()
    customer_before: str | None = None
    holds: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    others: Mapping[str, tuple[frozenset[str], ...]] = field(default_factory=dict)
    export: str = ""

    def matched(self, headers: frozenset[str]) -> int:
        """Number of headers in the largest signature the file has in full, 0 if it has none."""
        return max((len(wanted) for wanted in self.signature if wanted <= headers), default=0)


def recognise(headers: Iterable[str]) -> Platform | None:
    """The platform an export comes from, by its headers; None if it is no known one.

    Case and spaces make no difference, further columns neither; of several that fit, the one with the
    longest signature.
    """
    present = frozenset(map(caseless, headers))
    best = max(_PLATFORMS, key=lambda platform: platform.matched(present))
    return best if best.matched(present) else None


def other_export(headers: Iterable[str]) -> tuple[Platform, str] | None:
    """The platform one of whose exports without orders this is, and what kind of table it is; None if it is none."""
    present = frozenset(map(caseless, headers))
    found = [
        (len(wanted), place, kind)
        for place, platform in enumerate(_PLATFORMS)
        for kind, signatures in platform.others.items()
        for wanted in signatures
        if wanted <= present
    ]
    if not found:
        return None
    _, place, kind = max(found)
    return _PLATFORMS[place], kind


def find(wanted: Iterable[str], headers: Iterable[str]) -> tuple[str, ...]:
    """The wanted columns that exist, in order of preference, as the file spells them."""
    spelled: dict[str, str] = {}
    for header in headers:
        spelled.setdefault(caseless(header), header)
    return tuple(spelled[name] for name in map(caseless, wanted) if name in spelled)


def _read_platforms() -> tuple[Platform, ...]:
    described = [file for file in files(__name__).iterdir() if file.name.endswith(".json")]
    return tuple(_platform(file.read_text(encoding="utf-8")) for file in sorted(described, key=lambda file: file.name))


def _platform(text: str) -> Platform:
    said = json.loads(text)
    return Platform(
        name=said["name"],
        signature=tuple(frozenset(map(caseless, headers)) for headers in said["signature"]),
        columns={role: tuple(headers) for role, headers in said["columns"].items()},
        dimensions={name: tuple(headers) for name, headers in said.get("dimensions", {}).items()},
        totals=said.get("totals"),
        states=said.get("states", {}),
        fill_down=tuple(said.get("fill_down", ())),
        customer_before=said.get("customer_before"),
        holds={caseless(amount): tuple(parts) for amount, parts in said.get("holds", {}).items()},
        others={
            kind: tuple(frozenset(map(caseless, headers)) for headers in signatures)
            for kind, signatures in said.get("others", {}).items()
        },
        export=said.get("export", ""),
    )


_PLATFORMS = _read_platforms()  # with the import, which happens while a file is being parsed
