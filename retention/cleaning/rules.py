"""The counting rules that are a matter of choice."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Rules:
    """What counts as an order; the defaults are the ones stated on the Methods page and in the README.

    `cancelled`: orders marked cancelled, failed or unpaid count. `free`: orders of amount 0 count.
    `duplicates`: identical rows of a file with one row per order count each.
    """

    cancelled: bool = False
    free: bool = True
    duplicates: bool = False
