"""The counting rules that are a matter of choice."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Rules:
    """What counts as an order; the defaults are the ones stated on the Methods page and in the README.

    `cancelled`: orders marked cancelled, failed or unpaid count. `free`: orders of amount 0 count. `unpriced`: orders
    whose amount is missing or cannot be read count, their money unknown. `duplicates`: identical rows of a file with
    one row per order count each. `merged`: customers counted as another one, because somebody said that they are the
    same person.
    """

    cancelled: bool = False
    free: bool = True
    unpriced: bool = True
    duplicates: bool = False
    merged: Mapping[str, str] = field(default_factory=dict)
