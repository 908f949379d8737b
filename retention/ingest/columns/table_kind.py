"""What a table is that is no list of orders: totals per day, customers, products, measurements, contracts, an account.

Headers (`table_signs.json`: sign → language → phrases, `=` for a whole header) and cells tell it together: a word alone
never does, because orders may name a contract, a balance or the customer's total beside what they are.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from retention.errors import ColumnError, Question
from retention.file_refusals import OTHER_TABLE
from retention.ingest.columns.column_profile import LIKELY, SURE_HEADER, Profile, first_rows
from retention.ingest.columns.table_signs import every_sign, is_sign, period_names, signs_of
from retention.ingest.mapping import Choices
from retention.ingest.platforms import other_export
from retention.ingest.values import dates
from retention.messages import ORDERS_EXPORT

_PERSON = ("customer", "customer_id", "customer_name", "given_name", "family_name", "email", "phone")
_ORDER_HEADER = 0.6
_UNIQUE = 0.98
_REGULAR = 0.9
_CENT = 0.011
_FEWEST_STEPS = 4
# Values of a column by which totals are told apart (shops, channels); each of them stands on most days.
_MOST_PARTS, _FULL = 200, 0.8
# Numbers of so many digits, all alike, are somebody's number rather than how many.
_DIGITS_OF_IDS = 5
_SUMMARY = ("spent", "orders", "average", "last", "first", "registered", "score")
_DATES_OF_CUSTOMERS = ("last", "first", "registered")
_FEWEST_PERIODS = 3
_MOST_EVIDENCE = 4


@dataclass(frozen=True, kw_only=True)
class FoundKind:
    """What each row of a table is instead of an order: its kind, the columns that tell, whether they leave no doubt.

    `export` says where a recognised platform has its list of orders, None where the platform is not known.
    """

    kind: str
    columns: tuple[str, ...]
    sure: bool
    export: str | None = None


@dataclass(frozen=True, kw_only=True)
class _Table:
    """Profiles of all columns, those of the roles found, and the columns by what their headers are signs of."""

    profiles: Sequence[Profile]
    signs: Mapping[str, list[Profile]]
    date: Profile | None
    customer: Profile | None
    order: Profile | None
    amount: Profile | None

    def has(self, column: Profile | None, *signs: str) -> bool:
        """Whether a column's header is one of some signs."""
        return any(column in self.signs[sign] for sign in signs)

    @property
    def names_people(self) -> bool:
        """Whether the customers found are people by their header, or by contacts in their cells."""
        return self.customer is not None and _is_person(self.customer)

    @property
    def lists_orders(self) -> bool:
        """Whether order numbers and the day of each order stand under headers that say so."""
        numbered = self.order is not None and self.order.means.get("order", 0.0) >= _ORDER_HEADER
        dated = self.date is not None and self.date.means.get("date", 0.0) >= _ORDER_HEADER
        return numbered and dated and not self.has(self.date, *_DATES_OF_CUSTOMERS)


def refuse_other_tables(
    profiles: Sequence[Profile], roles: Mapping[str, str | None], choices: Choices
) -> list[Question]:
    """Refuse what is no list of orders; a question (at most one) where that is likely, but not sure.

    What a person has said the rows are stands, and so do a customer and a date a person chose.
    Raises `ColumnError` with the code `table_is_…` of the kind; details: `columns`, `export`.
    """
    chosen = choices.table == "orders" or (choices.table is None and choices.customer and choices.date)
    if chosen:
        return []
    found = table_kind(profiles, roles)
    if choices.table is not None:
        same = found if found is not None and found.kind == choices.table else None
        columns = same.columns if same else tuple(column.name for column in profiles)
        raise _refusal(FoundKind(kind=choices.table, columns=columns, sure=True, export=same.export if same else None))
    if found is None:
        return []
    lacking = any(roles[role] is None for role in ("customer", "date"))
    if found.sure or lacking:
        raise _refusal(found)
    return [Question("table", ("orders", found.kind), {"columns": list(found.columns)})]


def _refusal(found: FoundKind) -> ColumnError:
    return ColumnError(OTHER_TABLE + found.kind, columns=list(found.columns), export=found.export or ORDERS_EXPORT)


def table_kind(profiles: Sequence[Profile], roles: Mapping[str, str | None]) -> FoundKind | None:
    """What the rows of a table are, if they are no orders; None where they may be.

    `roles` are the columns found for customer, date, order and amount so far.
    """
    named = {column.name: column for column in profiles}
    known = other_export(named)
    if known is not None:
        platform, kind = known
        evidence = tuple(list(named)[:_MOST_EVIDENCE])
        return FoundKind(kind=kind, columns=evidence, sure=True, export=f"{platform.name}: {platform.export}")
    table = _Table(
        profiles=profiles,
        signs=_signs(profiles),
        **{role: named.get(roles.get(role) or "") for role in ("date", "customer", "order", "amount")},
    )
    return next((found for rule in _RULES if (found := rule(table)) is not None), None)


def _found(kind: str, columns: Sequence[Profile], *, sure: bool) -> FoundKind:
    names = dict.fromkeys(column.name for column in columns)
    return FoundKind(kind=kind, columns=tuple(names)[:_MOST_EVIDENCE], sure=sure)


def _account(table: _Table) -> FoundKind | None:
    """Movements on an account: money on two sides and what is left, the words of banks, or sums that run up to it."""
    balance, sides, bank = (table.signs[sign] for sign in ("balance", "both_sides", "bank"))
    sides, balance = [c for c in sides if c.is_number], [c for c in balance if c.is_number]
    evidence = [*balance, *sides, *bank]
    enough = (balance and len(sides) > 1) or (len(bank) > 1 and (balance or len(sides) > 1))
    if not enough and table.customer is None:
        moved = [c for c in table.profiles if c.is_number and any(_runs_up(c, left) for left in balance)]
        evidence, enough = [*moved, *balance], bool(moved)
    if not enough:
        return None
    payer = table.names_people and not table.has(table.customer, "bank")
    return _found("account", evidence, sure=not payer)


def _runs_up(moved: Profile, left: Profile) -> bool:
    """Whether what is left changes by what was moved, from row to row, the oldest or the newest first."""
    steps = np.diff(left.amounts)
    either = (np.abs(steps - moved.amounts[1:]) < _CENT, np.abs(steps + moved.amounts[:-1]) < _CENT)
    return len(steps) >= _FEWEST_STEPS and any(same.mean() >= _REGULAR for same in either)


def _contracts(table: _Table) -> FoundKind | None:
    """Contracts: several columns speak of them, none of orders."""
    evidence = table.signs["contract"]
    if len(evidence) < 2 or table.lists_orders:
        return None
    client = table.names_people and not table.has(table.customer, "contract")
    return _found("contracts", [*evidence, *table.signs["term"]], sure=not client)


def _subscriptions(table: _Table) -> FoundKind | None:
    """One row per subscription; the payments for one are orders, if the same customer comes again."""
    evidence = table.signs["subscription"]
    if len(evidence) < 2 or table.lists_orders:
        return None
    once = (table.customer is not None and _is_unique(table.customer)) or any(
        _is_unique(column) and not column.is_date and not column.is_decimal for column in evidence
    )
    return _found("subscriptions", evidence, sure=True) if once else None


def _customers(table: _Table) -> FoundKind | None:
    """One row per customer: nobody comes again, and the columns sum up what each has bought."""
    counted = {
        sign: [c for c in table.signs[sign] if sign != "orders" or _is_count(c)]
        for sign in _SUMMARY
        if table.signs[sign]
    }
    evidence = [column for columns in counted.values() for column in columns]
    told = len({column.name: 0 for column in evidence}.keys())
    if not told or table.lists_orders:
        return None
    summary_date = table.date is None or table.has(table.date, *_DATES_OF_CUSTOMERS)
    if table.customer is None:
        scores = table.date is None and told > 2 and any(map(_is_unique, table.profiles))
        return _found("customers", evidence, sure=True) if scores else None
    if _is_unique(table.customer) and int((table.customer.cell_ids >= 0).sum()) > 1:
        sure = told > 1 and (summary_date or table.has(table.amount, "spent"))
        return _found("customers", evidence, sure=sure) if summary_date or told > 1 else None
    return _found("customers", evidence, sure=False) if told > 2 and summary_date else None


def _totals(table: _Table) -> FoundKind | None:
    """A row per day, week or month, perhaps of each shop, with counts where customers would be."""
    people = [column for column in table.signs["people"] if _is_count(column)]
    orders = [column for column in table.signs["orders"] if _is_count(column)]
    if people and table.order is not None and _counts_orders(table.order):
        orders = [*orders, table.order]  # "Замовлення", one order or many
    counts = list({column.name: column for column in [*people, *orders]}.values())
    called = table.customer is not None and any(role in table.customer.means for role in _PERSON)
    listed = table.lists_orders and table.order not in orders
    if (called and table.customer not in counts) or listed:
        return None
    if any(_is_person(column) and column not in counts for column in table.profiles):
        return None
    regular, once = _each_period(table)
    evidence = [*([] if table.date is None else [table.date]), *counts]
    if table.customer is not None and table.customer in counts:
        return _found("totals", evidence, sure=regular or len(counts) > 1) if once or len(counts) > 1 else None
    numbers = [column for column in table.profiles if column.is_number and column is not table.date]
    if not (regular and numbers) and not (once and counts) and len(counts) < 2:
        return None
    return _found("totals", [*evidence, *numbers], sure=True)


def _measurements(table: _Table) -> FoundKind | None:
    """What instruments wrote: numbers under words of physics, nobody who buys."""
    measured = [column for column in table.signs["measure"] if column.is_number]
    sensors = table.signs["sensor"]
    if not measured or table.names_people or table.lists_orders:
        return None
    paid = table.amount is not None and table.amount.means.get("amount", 0.0) >= SURE_HEADER
    if paid and table.amount not in measured:
        return None
    enough = bool(sensors) or len(measured) > 1 or _each_period(table)[0]
    return _found("measurements", [*sensors, *measured], sure=True) if enough else None


def _products(table: _Table) -> FoundKind | None:
    """Products with their prices, or what is left of them in stock."""
    goods, stock = table.signs["goods"], [column for column in table.signs["stock"] if column.is_number]
    prices = [c for c in table.profiles if c.is_number and ("price" in c.means or c in table.signs["list_price"])]
    someone = table.names_people and table.customer not in goods
    only_named = table.customer is not None and 0 < table.customer.means.get("customer_name", 0.0) < 1
    if not goods or table.lists_orders or (someone and not (only_named and stock)):
        return None
    each = any(_is_unique(column) for column in goods)
    listed = each and prices and (table.date is None or len(prices) > 1)
    return _found("products", [*goods, *stock, *prices], sure=True) if stock or listed else None


def _calls(table: _Table) -> FoundKind | None:
    """A telephone's log: moment, direction and length of calls, and no money under a header of its own."""
    evidence = table.signs["call"]
    priced = table.amount is not None and table.amount not in evidence
    if len(evidence) < 2 or priced or table.lists_orders:
        return None
    return _found("calls", evidence, sure=True)


def _carts(table: _Table) -> FoundKind | None:
    """What somebody wished for or put into a cart, which need not become an order."""
    evidence = table.signs["cart"]
    return _found("carts", evidence, sure=False) if evidence and table.order is None else None


def _payouts(table: _Table) -> FoundKind | None:
    """What the shop paid to others: both the day and the money are called so."""
    evidence = [column for column in (table.date, table.amount) if column and table.has(column, "payout")]
    return _found("account", evidence, sure=False) if len(evidence) > 1 else None


def _messages(table: _Table) -> FoundKind | None:
    """Answers to questions, requests for help, messages: no money, and columns that speak of what somebody wrote."""
    evidence = [*table.signs["message"], *table.signs["claim"]]
    others = [column for column in table.profiles if column not in evidence]
    priced = table.amount in others or any(column.means.keys() & {"amount", "price"} for column in others)
    if len(evidence) < 2 or (priced and len(table.signs["claim"]) < 2):
        return None
    return _found("messages", evidence, sure=not table.lists_orders)


def _periods_across(table: _Table) -> FoundKind | None:
    """Periods as columns: a cross table with a total in each cell."""
    numbers = [column.name for column in table.profiles if column.is_number]
    if table.date is not None or len(numbers) < _FEWEST_PERIODS:
        return None
    periods = period_names(numbers)
    across = [column for column in table.profiles if column.name in periods]
    if len(across) < _FEWEST_PERIODS or len(across) * 2 < len(numbers):
        return None
    return _found("periods_across", across, sure=True)


_RULES: tuple[Callable[[_Table], FoundKind | None], ...] = (
    _account,
    _contracts,
    _subscriptions,
    _calls,
    _messages,
    _carts,
    _payouts,
    _customers,
    _measurements,
    _products,
    _totals,
    _periods_across,
)


def _is_person(column: Profile) -> bool:
    if column.is_date or column.is_decimal:
        return False
    if column.emails >= LIKELY or (column.phones >= LIKELY and not _is_count(column)):
        return True
    named = max(column.means.get(role, 0.0) for role in _PERSON)
    sure = named >= 1 or (named >= SURE_HEADER and column.words >= LIKELY and not column.is_unique)
    return sure and not _is_how_many(column)


def _is_how_many(column: Profile) -> bool:
    """Whether a column's header says how many there are, and its cells are such numbers."""
    return is_sign(column.name, "people") and _is_count(column)


def _is_count(column: Profile) -> bool:
    """Whether the cells are whole numbers that may count something: not all as long as numbers of somebody are."""
    if not column.is_number or column.is_date or not (column.is_whole or not column.is_decimal):
        return False
    numbers = column.amounts[~np.isnan(column.amounts)]
    if not len(numbers) or (numbers < 0).any() or (numbers % 1 != 0).any():
        return False
    shortest, longest = (len(str(int(number))) for number in (numbers.min(), numbers.max()))
    return not (shortest == longest >= _DIGITS_OF_IDS)


def _counts_orders(column: Profile) -> bool:
    """Whether numbers under a header of orders are how many there were: whole, and some of them several times."""
    return _is_count(column) and not _is_unique(column)


def _is_unique(column: Profile) -> bool:
    filled = int((column.cell_ids >= 0).sum())
    return filled > 0 and column.distinct >= _UNIQUE * filled


def _each_period(table: _Table) -> tuple[bool, bool]:
    """Whether days follow each other at equal steps, once each or once for each shop; and whether each stands once."""
    date = table.date
    if date is None:
        periods = [column for column in table.signs["period"] if _is_unique(column)]
        return bool(periods), bool(periods)
    days = _days(date)
    known = days >= 0
    distinct = np.unique(days[known])
    if len(distinct) < _FEWEST_STEPS:
        return False, len(distinct) == known.sum() > 1
    once = bool(len(distinct) >= _UNIQUE * known.sum())
    parts = [c for c in table.profiles if c is not date and not c.is_number and 1 < c.distinct <= _MOST_PARTS]
    full = once or any(_stands_on_every(part.cell_ids[: len(days)], days) for part in parts)
    return full and _equal_steps(distinct), full


def _stands_on_every(part: np.ndarray, days: np.ndarray) -> bool:
    """Whether each part (a shop, a channel) has one row on most days."""
    known = (part >= 0) & (days >= 0)
    pairs = len(np.unique(np.stack([part[known], days[known]]), axis=1).T)
    if pairs < _UNIQUE * known.sum():
        return False
    return bool(pairs >= _FULL * len(np.unique(part[known])) * len(np.unique(days[known])))


def _equal_steps(days: np.ndarray) -> bool:
    """Whether days, weeks, months or quarters follow each other nearly without a gap."""
    steps = np.diff(days)
    if len(steps) < _FEWEST_STEPS - 1:
        return False
    return any(np.isin(steps, lengths).mean() >= _REGULAR for lengths in ([1], [7], [28, 29, 30, 31], [90, 91, 92]))


def _days(date: Profile) -> np.ndarray:
    """Day of each of the table's first rows as a whole number, -1 where there is none."""
    cells = date.cells.iloc[: first_rows(len(date.cells))]
    read = max((dates.parse(cells, order) for order in ("dmy", "mdy")), key=lambda times: times.notna().sum())
    days = read.to_numpy("datetime64[D]")
    return np.where(np.isnat(days), -1, days.astype("int64"))


def _signs(profiles: Sequence[Profile]) -> Mapping[str, list[Profile]]:
    found: dict[str, list[Profile]] = {sign: [] for sign in every_sign()}
    for column in profiles:
        for sign in signs_of(column.name):
            found[sign].append(column)
    return found
