"""The mapping: which column of a raw table means what, and how its values are written."""

import re
from collections.abc import Mapping as ReadOnly
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from retention.settings import LONGEST_CELL, Choice, Kind, Several, Text, Whole, Zone

if TYPE_CHECKING:
    import numpy as np

# Columns with a meaning of their own; everything else is a dimension.
ROLES = (
    *("customer", "order", "date", "time", "amount", "quantity", "price", "discount", "refund"),
    *("status", "kind", "cancelled", "paid", "returned", "changed", "currency"),
)
# Columns that orders and lines keep beside those; no figure is made of them. `line_amount`: the money of a line where
# the amount is that of the order.
DETAILS = ("shipping", "tax", "sku", "cost", "line_amount")
# Roles of money and of what it is made of.
MONEY = ("amount", "quantity", "price", "discount", "refund")
# Ways to write dates; the last two where a spreadsheet has exchanged day and month of all dates in which it could.
DATE_ORDERS = ("dmy", "mdy", "ymd", "dmy_swapped", "mdy_swapped")
DECIMALS = (".", ",")
# What a discount without a percent sign is; what stands once for several rows of a report in groups.
DISCOUNTS = ("line", "percent", "share", "order")
GROUPS = ("none", "above", "customer", "date")
# Whether the discount beside an amount is to be taken off it still; what one unit of the numbers is.
AMOUNTS = BEFORE, AFTER = ("before_discount", "after_discount")
UNITS = ("units", "hundredths", "thousands", "millions")
# What each row of a table is: an order or a line of one, or something else that tells nothing of single orders.
OTHER_TABLES = (
    *("totals", "customers", "products", "measurements", "contracts", "account", "subscriptions"),
    *("calls", "messages", "carts", "periods_across"),
)
TABLES = ("orders", *OTHER_TABLES)
# The answers to each question about how cells are written, and what the rows are.
NOTATIONS = {
    "date_order": DATE_ORDERS,
    "decimal": DECIMALS,
    "discount_as": DISCOUNTS,
    "groups": GROUPS,
    "amount_is": AMOUNTS,
    "money_in": UNITS,
    "table": TABLES,
}
# How a file is laid out: what reading it takes.
LAYOUT = ("sheet", "encoding", "separator", "header_row")
HEADER_ROW = Whole(minimum=0, maximum=1_048_576)  # rows of a full sheet
# What a person may say that a state of orders counts as, and what that is in a table of lines.
COUNTS_AS: ReadOnly[str, str] = MappingProxyType(
    {"counts": "sale", "cancelled": "void", "refund": "refund", "draft": "draft"}
)
# Further columns whose cells go with the one of a role.
COMPANIONS = ("customer_also", "status_also")
# Choices of several columns: those, and columns to break figures down by beside the dimensions that are found.
SEVERAL = (*COMPANIONS, "further")


@dataclass(frozen=True, kw_only=True)
class Choices:
    """What a person has decided about a file; None leaves it to the evidence.

    Column choices are header texts of the raw table. An empty string says "there is no such column", as an empty tuple
    does for columns that go with another (`customer_also`, `status_also`). `further` columns become dimensions under
    their own names, whatever else they mean. `date_order` is one of `DATE_ORDERS`, `decimal` is `.` or `,`. `timezone`
    is the shop's (`Europe/Chisinau`), for a file whose times are in UTC. `discount_as` is one of `DISCOUNTS` (`line`:
    money off its line). `groups` is one of `GROUPS`: every row is complete (`none`), the customer is a heading `above`
    its orders, or the `customer` or the `date` is filled on the first of its rows only. `amount_is` is one of
    `AMOUNTS`: an amount with a discount beside it is still `before_discount`, or `after_discount`. `money_in` is one of
    `UNITS`: money is written in `units` of its currency, in `hundredths` (cents, kopecks), in `thousands` or
    `millions` of it.
    `state` says what words for the state of an order count as, each as `WORD=counts`, `=cancelled`, `=refund` or
    `=draft` (`COUNTS_AS`). `table` is one of `TABLES`: each row is an order or a line of one (`orders`, whatever it
    looks like), or the table is of another kind and refused. `sheet`, `encoding`, `separator` and `header_row` (digits)
    say how the file is laid out, as `ingest.read.read` takes it.
    """

    customer: str | None = None
    order: str | None = None
    date: str | None = None
    time: str | None = None
    amount: str | None = None
    quantity: str | None = None
    price: str | None = None
    discount: str | None = None
    refund: str | None = None
    status: str | None = None
    kind: str | None = None
    cancelled: str | None = None
    paid: str | None = None
    returned: str | None = None
    changed: str | None = None
    currency: str | None = None
    shipping: str | None = None
    tax: str | None = None
    sku: str | None = None
    cost: str | None = None
    line_amount: str | None = None
    customer_also: tuple[str, ...] | None = None
    status_also: tuple[str, ...] | None = None
    further: tuple[str, ...] | None = None
    state: tuple[str, ...] | None = None
    date_order: str | None = None
    decimal: str | None = None
    discount_as: str | None = None
    groups: str | None = None
    amount_is: str | None = None
    money_in: str | None = None
    table: str | None = None
    timezone: str | None = None
    sheet: str | None = None
    encoding: str | None = None
    separator: str | None = None
    header_row: str | None = None

    @property
    def layout(self) -> dict[str, Any]:
        """What was chosen about how the file is laid out, as `ingest.read.read` takes it."""
        chosen = {name: getattr(self, name) for name in LAYOUT if getattr(self, name) is not None}
        return {name: int(value) if name == "header_row" else value for name, value in chosen.items()}

    @property
    def columns(self) -> ReadOnly[str, str]:
        """The columns chosen, by role; "" where there is to be none."""
        chosen = {role: getattr(self, role) for role in (*ROLES, *DETAILS)}
        return {role: column for role, column in chosen.items() if column is not None}

    @property
    def states(self) -> ReadOnly[str, str]:
        """What states count as: case-folded word → sale, void, refund or draft; what is no such answer is left out."""
        said = [answer.rpartition("=") for answer in self.state or ()]
        return {word.strip().casefold(): COUNTS_AS[kind] for word, _, kind in said if kind in COUNTS_AS}

    @property
    def companions(self) -> ReadOnly[str, tuple[str, ...]]:
        """The columns chosen to go with that of a role."""
        return {name: columns for name, columns in self.several.items() if name in COMPANIONS}

    @property
    def several(self) -> ReadOnly[str, tuple[str, ...]]:
        """The choices of several columns that were made."""
        chosen = {name: getattr(self, name) for name in SEVERAL}
        return {name: columns for name, columns in chosen.items() if columns is not None}


def state_answer(word: str, counts_as: str) -> str:
    """What `Choices.state` holds about one word.

    >>> state_answer("RTO", "cancelled")
    'RTO=cancelled'
    """
    return f"{word}={counts_as}"


_COLUMN = Text(longest=LONGEST_CELL, shortest=0, as_found=True)
TIME_ZONE = Zone()
_COLUMNS = Several(each=_COLUMN, most=1000)
# How each choice is read from a kept file; a separator is one sign that a text file can hold, or a run of spaces.
ENCODING_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._:-]*")
STATE_ANSWER = re.compile(rf"\A(?:[^=]++=)++(?:{'|'.join(COUNTS_AS)})\Z")
SEPARATOR_SIGN = re.compile(r"[ -~\t]|  ")

KINDS: ReadOnly[str, Kind[str | int | tuple[str, ...]]] = {
    **dict.fromkeys((*ROLES, *DETAILS), _COLUMN),
    **dict.fromkeys(SEVERAL, _COLUMNS),
    "state": Several(each=Text(longest=LONGEST_CELL, pattern=STATE_ANSWER, as_found=True), most=1000),
    **{name: Choice(answers) for name, answers in NOTATIONS.items()},
    "sheet": Text(longest=LONGEST_CELL, as_found=True),
    "encoding": Text(longest=40, pattern=ENCODING_NAME),
    "separator": Text(longest=2, pattern=SEPARATOR_SIGN, as_found=True),
    "header_row": HEADER_ROW,
    "timezone": TIME_ZONE,
}


@dataclass(frozen=True, kw_only=True)
class Mapping:
    """Column of each role in one raw table (None: the file has none), and how dates and money are written.

    `amount` is the order's or line's money; where it is None, `quantity` × `price` − `discount` replaces it, and where
    those are missing too the file has no money at all. `discount_as` tells what a discount without a percent sign is:
    `percent`, `share` (0.1 is a tenth), `order` (money off the whole order, on each of its lines), or None (money off
    its line). `amount_is` is one of `AMOUNTS`, None where nothing tells whether the discount beside an amount is taken
    off it. `hundredths` are columns of money written in cents, kopecks and the like, `thousands` and
    `millions` those in these.
    `other_side` holds the money of rows that are no sales where the `amount` is one side of an account (debit, credit).
    `time` is a time of day in a column of its own. `refund` holds money given back, written on the order it belongs to.
    `status` holds the state of an order, `changed` when a row was changed last or which version it is, `kind` the type
    of an event (payment, refund, withdrawal), `cancelled` a cell that says yes or is filled when the order was
    cancelled. `dimensions` maps a canonical name (`country`, `channel`, `product` …) to its column; `further` columns,
    which somebody chose, are among them under their own names. `date_order` and `decimal` are None where no cell needs
    them. `utc`: the times are in UTC; days are counted in `timezone` then, where somebody named the shop's.
    `alternatives` lists, by role, other columns that could have been meant, best first: what a page offers when the
    guess is corrected.

    What orders and lines keep beside that: `shipping` and `tax` are money of the order or the line, `sku` the code of a
    product, `cost` what the goods of a line cost the shop, `line_amount` the money of a line where the `amount` is the
    order's. `tax_in` and `shipping_in` tell whether the amount is `with` or `without` them, None where nothing tells.

    What only a known platform's export needs: `net` holds what is left of the amount after refunds, where
    filled. `totals` tells whether `amount` is the order's total on its first or all lines (`order`) or each
    line's own (`line`); None leaves it to the cells. `parcel` numbers the parts of an order when the total is
    a part's. `states` says what a status or kind means (case-folded cell → sale, void, refund, transfer,
    draft) where the general dictionary would err, or as a person said. `fill_down` are columns filled on the first
    line of a group only. `customer_before`: the customer is the part of the cell before this sign.

    What a report in groups needs: `fill_down` as above, or `customer_above`: the customer is the column's cell on the
    last row without a date, a heading, whatever the column holds on the orders' own rows.

    What a file of payments needs: with `payments` each row is one payment of its order, and `payment_number` numbers
    them or counts instalments. `copied_by` numbers payments beside each of which all lines of their order stand again.
    `returned_quantity` holds how many pieces of a line came back.

    What belongs together: `customer_also` are further columns whose texts follow the customer's, a space
    between (first name, last name). `merged_into` names, where filled, the account into which the shop merged the
    customer's. `status_also` are further columns of states: an order is void if any of
    them says so, else refunded if any does. `paid` and `returned` are yes/no columns: not paid is void,
    returned is refunded.
    """

    customer: str
    date: str
    order: str | None = None
    time: str | None = None
    amount: str | None = None
    quantity: str | None = None
    price: str | None = None
    discount: str | None = None
    discount_as: str | None = None
    amount_is: str | None = None
    hundredths: tuple[str, ...] = ()
    thousands: tuple[str, ...] = ()
    millions: tuple[str, ...] = ()
    other_side: str | None = None
    refund: str | None = None
    status: str | None = None
    kind: str | None = None
    cancelled: str | None = None
    currency: str | None = None
    shipping: str | None = None
    tax: str | None = None
    sku: str | None = None
    cost: str | None = None
    line_amount: str | None = None
    tax_in: str | None = None
    shipping_in: str | None = None
    dimensions: ReadOnly[str, str] = field(default_factory=dict)
    date_order: str | None = None
    utc: bool = False
    timezone: str | None = None
    decimal: str | None = None
    platform: str | None = None
    net: str | None = None
    totals: str | None = None
    parcel: str | None = None
    states: ReadOnly[str, str] = field(default_factory=dict)
    fill_down: tuple[str, ...] = ()
    customer_before: str | None = None
    customer_above: bool = False
    customer_also: tuple[str, ...] = ()
    status_also: tuple[str, ...] = ()
    further: tuple[str, ...] = ()
    paid: str | None = None
    returned: str | None = None
    contacts: ReadOnly[str, tuple[str, ...]] = field(default_factory=dict)
    changed: str | None = None
    payments: bool = False
    payment_number: str | None = None
    merged_into: str | None = None
    returned_quantity: str | None = None
    copied_by: str | None = None
    alternatives: ReadOnly[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def groups(self) -> str:
        """What stands once for several rows: one of `GROUPS`."""
        if self.customer_above:
            return "above"
        filled = (("customer", self.customer), ("date", self.date))
        return next((role for role, column in filled if column in self.fill_down), "none")

    @property
    def discount_is_orders(self) -> bool:
        """Whether the discount beside an amount is that of the whole order, and stands on each of its lines."""
        return self.amount is not None and self.amount_is != BEFORE and self.discount_as == "order"

    def in_units(self, numbers: "np.ndarray", column: str) -> "np.ndarray":
        """The numbers of a column of money in units of the currency."""
        if column in self.hundredths:
            return numbers / 100
        if column in self.millions:
            return numbers * 1_000_000
        return numbers * 1000 if column in self.thousands else numbers

    @property
    def money_in(self) -> str:
        """What one unit of the amounts is: one of `UNITS`."""
        return next((unit for unit in UNITS[1:] if getattr(self, unit)), "units")
