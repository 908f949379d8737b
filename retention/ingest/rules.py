"""The counting rules that are a matter of choice."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from retention.settings import Choice, Kind, Switch, read_all

LINES = ("sum", "total", "apart")
NUMBERLESS = ("day", "row")


@dataclass(frozen=True, kw_only=True)
class Rules:
    """What counts as an order, a customer and money; the defaults are those the README states.

    Left out unless told to count: `cancelled` orders (marked cancelled, failed or unpaid), `transfers` (withdrawals
    and fees), `versions` (each state that an order's history holds, each version of an edited order), `duplicates`
    (identical rows of a file with one row per order, each time), `overlaps` (orders another file holds too, again),
    `far_dates` (years far away from all others, unless the whole became longer than can be counted), `future_dates`
    (days after the one on which the files are read), `stand_ins` (Guest, Walk-in …, as customers of that name),
    `spellings` (each spelling as a customer of its own), `keep_apart` (customers with one e-mail or phone, each on
    their own), `one_numbering` (a number as one customer, though two files give it to different people).

    Counted unless left out: `free` orders (amount 0), `unpriced` orders (amount missing or unreadable, money unknown),
    `returned` orders (all their money given back), `refunds` (taken off the money), `hidden` rows of a workbook, such
    as a filter of a spreadsheet hides.

    Refunds stand in the period of the order they are tied to; with `refund_days` in that of the day they were made on,
    where a row of their own tells it, as money without an order.

    `lines` of one order number: their amounts add up (`sum`), are the order's total on each of them (`total`), or each
    line is an order (`apart`); None lets the cells tell. `numberless` rows are one order per customer and `day`, or
    each `row` is one; None: per day and time. `nobody`: customers who are nobody in particular. `exchange`: what one
    unit of another currency is worth in the counted one. `merged`: customers counted as another one, because somebody
    said that they are the same person.
    """

    cancelled: bool = False
    transfers: bool = False
    versions: bool = False
    duplicates: bool = False
    overlaps: bool = False
    far_dates: bool = False
    future_dates: bool = False
    stand_ins: bool = False
    spellings: bool = False
    keep_apart: bool = False
    one_numbering: bool = False
    refund_days: bool = False
    free: bool = True
    unpriced: bool = True
    returned: bool = True
    refunds: bool = True
    hidden: bool = True
    lines: str | None = None
    numberless: str | None = None
    nobody: tuple[str, ...] = ()
    exchange: Mapping[str, float] = field(default_factory=dict)
    merged: Mapping[str, str] = field(default_factory=dict)

    @property
    def settings(self) -> dict[str, bool | str]:
        """What differs from the defaults and names no customer: what may be kept without keeping data."""
        usual = Rules()
        return {name: getattr(self, name) for name in SETTINGS if getattr(self, name) != getattr(usual, name)}


SWITCHES = {each.name: bool(each.default) for each in fields(Rules) if each.type is bool}
"""The rules that say yes or no, with their defaults."""
MODES = {"lines": LINES, "numberless": NUMBERLESS}
"""The rules with several answers beside leaving it to the cells."""
SETTINGS = (*SWITCHES, *MODES)


KINDS: Mapping[str, Kind[bool | str]] = {
    **dict.fromkeys(SWITCHES, Switch()),
    **{name: Choice(answers) for name, answers in MODES.items()},
}
"""How each of them is read from a file."""


def as_rules(kept: Mapping[str, Any]) -> Rules:
    """The rules in an entry that `Rules.settings` made; what is no valid rule is left out."""
    found: dict[str, Any] = read_all(KINDS, kept)[0]
    return Rules(**found)
