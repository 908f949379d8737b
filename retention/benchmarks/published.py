"""Published figures of the field: shown with source and trust, compared only with the same definition."""

import csv
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

_DATA = Path(__file__).with_suffix(".csv")


class Trust(StrEnum):
    """How far a published figure can be relied on."""

    MEDIUM = "medium"
    MEDIUM_LOW = "medium_low"
    LOW = "low"
    VERY_LOW = "very_low"


class Measure(StrEnum):
    """What kind of number it is: a `level` or a gain as a fraction, a `cost_ratio` as a multiple."""

    LEVEL = "level"
    PROFIT_GAIN = "profit_gain"
    VALUE_GAIN = "value_gain"
    SPEND_GAIN = "spend_gain"
    COST_RATIO = "cost_ratio"


@dataclass(frozen=True, kw_only=True)
class Published:
    """One figure: from `low` to `high` (equal for a single number), who published it, when, how far to trust it.

    `key` names the claim, `group` the niche or industry it is about (None: all). `definition` says what exactly
    was measured: only figures of the same definition may stand side by side; `crr_unstated` equals none.
    `year` is None for undated sources.
    """

    key: str
    measure: Measure
    definition: str
    group: str | None
    low: float
    high: float
    source: str
    year: int | None
    trust: Trust

    @property
    def value(self) -> float:
        """The figure, or the middle of its range."""
        return (self.low + self.high) / 2


@cache
def figures() -> tuple[Published, ...]:
    """All published figures, in the order of the data file."""
    with _DATA.open(encoding="utf-8", newline="") as lines:
        return tuple(_figure(row) for row in csv.DictReader(lines))


def by_key(key: str, group: str | None = None) -> Published:
    """One figure by its key and group; KeyError when there is none."""
    for figure in figures():
        if (figure.key, figure.group) == (key, group):
            return figure
    raise KeyError((key, group))


def comparable(definition: str) -> tuple[Published, ...]:
    """The figures that may stand beside the user's own figure of this definition, such as `lifetime_repeat_rate`."""
    return tuple(figure for figure in figures() if figure.definition == definition)


def _figure(row: dict[str, str]) -> Published:
    return Published(
        key=row["key"],
        measure=Measure(row["measure"]),
        definition=row["definition"],
        group=row["group"] or None,
        low=float(row["low"]),
        high=float(row["high"]),
        source=row["source"],
        year=int(row["year"]) if row["year"] else None,
        trust=Trust(row["trust"]),
    )


# Omniconvert gives no definition of its rate, so it stands beside a rate from totals as an orientation only.
ECOMMERCE_CRR = by_key("ecommerce_crr")
