"""Published figures of the field: shown with source and trust, compared only with the same definition."""

from dataclasses import dataclass
from enum import StrEnum


class Trust(StrEnum):
    """How far a published figure can be relied on."""

    MEDIUM = "medium"
    LOW = "low"
    VERY_LOW = "very_low"


@dataclass(frozen=True, kw_only=True)
class Published:
    """One figure: its `value` (a fraction), who published it, when (None: undated), and how far to trust it."""

    key: str
    value: float
    source: str
    year: int | None
    trust: Trust


# Omniconvert gives no definition of its rate, so it stands beside a rate from totals as an orientation only.
ECOMMERCE_CRR = Published(key="ecommerce_crr", value=0.30, source="Omniconvert", year=None, trust=Trust.LOW)
