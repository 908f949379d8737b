"""Which columns hold money: the order's amount, quantity and price, discounts, refunds; how discounts are written."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from retention.errors import Question
from retention.ingest.columns.column_profile import LIKELY, TIE, Profile, constant_within, mostly_explained
from retention.ingest.columns.discounted_amount import paid_beside
from retention.ingest.columns.ranking import ask_which, best, ranked
from retention.ingest.columns.two_sides import two_sides
from retention.ingest.headers import tokens
from retention.ingest.values import money

_SAME = 0.95
_CENT = 0.011
_FILLED_ENOUGH = 0.3
_ALL_BUT_SLIPS = 0.98
# Columns of one meaning and different money, among which the cells still tell; every pair is tried with every tax.
_MOST_RIVALS = 30
_MOST_ADDED = 3
# Numbers that count up in most of their steps, and enough of them that this is no accident.
_MOSTLY_COUNTED, _FEWEST_COUNTED = 0.8, 5
_MOST_CURRENCIES = 20
# Pieces on a line of a receipt; more under the header `Amount` is hardly a count.
_MOST_PIECES = 20
# A word, and somewhere behind it another: looked for from the first such word on, since any later one says no more.
_SAYS_ORDER_TOTAL = re.compile(
    r"(?:order|invoice|receipt)[ _]?(?:grand )?(?:total|amount|sum)|grand[ _]?total"
    r"|^(?:(?!total).)*+total.*(?:order|comand|comenz)"
    r"|^(?:(?!сумма|итог|стоимость).)*+(?:сумма|итог|стоимость).*(?:заказ|чек)"
    r"|^(?:(?!сума|вартість).)*+(?:сума|вартість).*(?:замовлен|чек)"
    r"|^(?:(?!valoare).)*+valoare.*(?:comand|comenz)",
    re.IGNORECASE | re.MULTILINE,
)
_SAYS_FEE = re.compile(
    r"\b(?:fee|commission|комисс|коміс|эквайр|еквайр|comision|gebuhr|gebuehr|provision|prowizj|komisyon)"
)
# A fee alone is what was paid; beside an amount it is what somebody kept of it.
_FEES = frozenset([("fee",), ("fees",), ("charge",), ("гонорар",), ("плата",), ("onorariu",), ("taxa",), ("tarif",)])
_OTHER_MONEY = frozenset({"quantity", "price", "discount", "refund"})

# Words in a header that tell what the numbers below it are, or that the price has been reduced already.
_SAYS_PERCENT = re.compile(r"%|percent|\bpct\b|\brate\b|процент|відсот|procent", re.IGNORECASE)
_SAYS_ORDER_DISCOUNT = re.compile(r"\b(?:order|cart|заказ|замовлен|comand|comenz|co[sș]ul)", re.IGNORECASE)
_SAYS_REDUCED = re.compile(r"discount|скидк|знижк|redus|reducere", re.IGNORECASE)
# Discounts of a fraction of one unit of money are no money where things cost so many times more.
_MUCH_LARGER = 10
_WHOLE = 100
# Fewer orders of several lines prove nothing: two lines may happen to be reduced alike.
_FEWEST_ORDERS_AS_PROOF = 3
_NEARLY_ALL = 0.98
# Rows of an order of one line below its total; those of more lines prove more.
_TOTAL_AND_LINE = 2


@dataclass(frozen=True, kw_only=True, eq=False)
class MoneyColumns:
    """Columns of money by role; None where the file has none."""

    amount: Profile | None = None
    quantity: Profile | None = None
    price: Profile | None = None
    discount: Profile | None = None
    refund: Profile | None = None


def money_columns(profiles: Sequence[Profile], taken: Sequence[Profile]) -> tuple[MoneyColumns, Question | None]:
    """Columns of money, and a question when two columns could be the amount and nothing decides."""
    free = [column for column in profiles if column not in taken]
    quantity, price = best(free, "quantity"), _price_column(free)
    discount, refund = best(free, "discount", taken=[price]), best(free, "refund")
    if price is not None and is_reduced(price):
        discount = None
    amount = _of_two_sides(free, profiles) or _amount(free, discount)
    if quantity is None and price is not None and isinstance(amount, Profile) and _counts_pieces(amount, price):
        quantity, amount = amount, None
    if amount is None and price is None:
        amount = _by_cells([column for column in free if column is not quantity], profiles, discount)
    if isinstance(amount, Profile) and discount is not None:
        beside = [column for column in free if column not in (amount, quantity, price, refund)]
        amount = paid_beside(amount, discount, beside[:_MOST_RIVALS], _added(profiles)) or amount
    if isinstance(amount, Profile):
        amount = _before_fees(amount, [column for column in free if column is not refund], free) or amount
        price = None if amount is price else price
    if amount is None and quantity is None:
        amount, price = price, None
    question = amount if isinstance(amount, Question) else None
    chosen = amount if isinstance(amount, Profile) else None
    return MoneyColumns(amount=chosen, quantity=quantity, price=price, discount=discount, refund=refund), question


def _amount(profiles: Sequence[Profile], discount: Profile | None) -> Profile | Question | None:
    candidates = ranked(profiles, "amount")
    if not candidates:
        return None
    filled = [column for column in candidates if column.filled >= _FILLED_ENOUGH * candidates[0].filled]
    filled = [column for column in filled if not _is_cost(column)] or filled
    filled = [column for column in filled if not _counts_up(column)] or filled
    top = filled[0]
    paid_in_all = _with_costs(top, filled, profiles)
    if paid_in_all is not None:
        return paid_in_all
    rivals = [
        column
        for column in filled
        if top.means["amount"] - column.means["amount"] < TIE
        and column is not top
        and not _agree(_values(top), _values(column))
    ]
    if not rivals:
        return top
    if len(rivals) > _MOST_RIVALS:
        return ask_which("amount", (top, *rivals))
    rivals = [each for each in (top, *rivals) if _before_fees(each, (top, *rivals), profiles) is None]
    if len(rivals) == 1:
        return rivals[0]
    top, *rivals = rivals
    taxes = [column for column in profiles if column.is_number and "tax" in column.means]
    paid = [
        column
        for column in (top, *rivals)
        if _is_after_discount(column, (top, *rivals), discount) or _is_with_tax(column, (top, *rivals), taxes)
    ]
    return paid[0] if len(paid) == 1 else ask_which("amount", (top, *rivals))


def _with_costs(goods: Profile, candidates: Sequence[Profile], profiles: Sequence[Profile]) -> Profile | None:
    """The column that is another one with shipping on top, or with shipping and tax: what the customer paid."""
    added = [np.nan_to_num(_values(column)) for column in profiles if column.is_number and "shipping" in column.means]
    taxes = [np.nan_to_num(_values(column)) for column in profiles if column.is_number and "tax" in column.means]
    costs = [*added, *(cost + tax for cost in added for tax in taxes)]
    return next(
        (
            column
            for column in candidates[:_MOST_RIVALS]
            if column is not goods
            and any(
                (cost > 0).any() and _agree(_values(column), _values(goods) + cost) for cost in costs[:_MOST_RIVALS]
            )
        ),
        None,
    )


def _before_fees(amount: Profile, others: Sequence[Profile], profiles: Sequence[Profile]) -> Profile | None:
    """The column of which the amount is what a marketplace's or a bank's fee left over: what the customer paid."""
    fees = [c for c in profiles if c.is_number and "fee" in c.means and _SAYS_FEE.search(" ".join(tokens(c.name)))]
    paid = [c for c in others if c.is_number and not c.is_decoy and c is not amount and not c.is_date]
    for column in paid[:_MOST_RIVALS]:
        for fee in fees[:_MOST_ADDED]:
            taken = np.abs(np.nan_to_num(_values(fee)))
            if (taken > 0).any() and _agree(_values(amount), _values(column) - taken):
                return column
    return None


def currency_column(free: Sequence[Profile], taken: Sequence[Profile | None]) -> Profile | None:
    """The column of currencies: called so, or nothing but several of their codes and signs under an unknown header."""
    named = best(free, "currency", taken=taken)
    if named is not None:
        return named
    unknown = [each for each in free if each not in taken and each.is_unexplained and not each.is_number]
    return next((each for each in unknown if 1 < each.distinct <= _MOST_CURRENCIES and _names_currencies(each)), None)


def _names_currencies(column: Profile) -> bool:
    filled = column.cells[column.cell_ids >= 0]
    return not column.is_date and bool(money.currencies(filled).notna().mean() >= _SAME)


def _counts_pieces(amount: Profile, price: Profile) -> bool:
    """Whether `Amount` is how many: small whole numbers, mostly below the price of one, which no money paid is."""
    sizes, prices = np.abs(amount.amounts), price.amounts
    known = ~np.isnan(sizes) & ~np.isnan(prices)
    if tokens(amount.name) != ("amount",) or amount.is_decimal or not known.any():
        return False
    small = (sizes[known] % 1 == 0) & (sizes[known] <= _MOST_PIECES)
    return bool(small.mean() >= _SAME and (sizes[known] < prices[known]).mean() > LIKELY)


def _of_two_sides(free: Sequence[Profile], profiles: Sequence[Profile]) -> Profile | Question | None:
    """The side of an account that holds sales, or the question which does; None where another column is an amount."""
    sides = two_sides(profiles)
    if sides is None or sides.debit not in free or sides.credit not in free:
        return None
    others = [column for column in ranked(free, "amount") if column not in (sides.debit, sides.credit)]
    return None if others else sides.sales or sides.question


def _added(profiles: Sequence[Profile]) -> list[Profile]:
    """Columns of what comes on top of the goods: tax and shipping."""
    return [column for column in profiles if column.is_number and {"tax", "shipping"} & column.means.keys()][
        :_MOST_ADDED
    ]


def _price_column(profiles: Sequence[Profile]) -> Profile | None:
    """The price of one piece; the one after its discount where there are two."""
    prices = ranked(profiles, "price")
    return next((column for column in prices if is_reduced(column)), next(iter(prices), None))


def says_order_total(header: str) -> bool:
    """Whether a header says that the amount is the whole order's."""
    return bool(_SAYS_ORDER_TOTAL.search(header))


def total_on_lines(amount: Profile | None, order: Profile | None) -> str | None:
    """`order` where the header says that the amount is an order's and the lines of each show the same one.

    So it is where each order has a row of its own above those of its lines, which make up its amount.
    """
    if amount is None or order is None:
        return None
    if _stands_above_lines(amount, order):
        return "order"
    if not says_order_total(amount.name):
        return None
    return "order" if not order.is_unique and constant_within(amount, order) >= _ALL_BUT_SLIPS else None


def _stands_above_lines(amount: Profile, order: Profile) -> bool:
    """Whether the first row of nearly all orders of several rows holds what the others add up to."""
    known = (order.cell_ids >= 0) & ~np.isnan(amount.amounts)
    ids, money = order.cell_ids[known], amount.amounts[known]
    rows, sums = np.bincount(ids), np.bincount(ids, weights=money)
    first = np.zeros(len(rows))
    first[ids[::-1]] = money[::-1]
    several = (rows > 1) & (first > 0)
    made_up = np.abs(sums - 2 * first) < _CENT
    enough = (made_up & (rows > _TOTAL_AND_LINE)).sum() >= _FEWEST_ORDERS_AS_PROOF
    return bool(enough and made_up[several].mean() >= _NEARLY_ALL)


def _counts_up(column: Profile) -> bool:
    """Whether each whole number is the one before plus one: `Sale` that numbers the sales."""
    if column.is_decimal or not column.is_unique or column.distinct < _FEWEST_COUNTED:
        return False
    steps = np.diff(np.sort(column.amounts[~np.isnan(column.amounts)]))
    return bool(len(steps) and (steps == 1).mean() >= _MOSTLY_COUNTED)


def _is_cost(column: Profile) -> bool:
    """Whether the header is `Cost` alone: what was paid, unless there is an amount beside it."""
    return column.means.get("cost", 0.0) == 1


def _by_cells(
    free: Sequence[Profile], profiles: Sequence[Profile], discount: Profile | None
) -> Profile | Question | None:
    """The amount where no header says so: the only numbers with decimals, or the only numbers at all."""
    numbers = [column for column in free if column.is_number and not column.is_date and not column.is_decoy]
    unknown = [c for c in numbers if c.is_unexplained or (c.is_decimal and not c.means.keys() & _OTHER_MONEY)]
    unknown = [column for column in unknown if not column.is_measured]
    decimal = [column for column in unknown if column.is_decimal]
    likely = decimal or [column for column in unknown if "amount" in column.means]
    likely = likely or [column for column in free if column.is_number and tokens(column.name) in _FEES]
    likely = likely or ([] if mostly_explained(profiles) else [column for column in unknown if not column.is_unique])
    if discount is not None and 1 < len(likely) <= _MOST_RIVALS:
        paid = [c for c in likely if any(paid_beside(whole, discount, [c], ()) for whole in likely if whole is not c)]
        likely = paid if len(paid) == 1 else likely
    if len(likely) > 1:
        return ask_which("amount", likely, or_none=True)
    return likely[0] if likely else None


def _is_after_discount(column: Profile, rivals: Sequence[Profile], discount: Profile | None) -> bool:
    """Whether the column is another one less the discount: what was paid in the end."""
    if discount is None:
        return False
    discounts = np.abs(np.nan_to_num(_values(discount)))
    return any(
        other is not column and _agree(_values(column), _values(other) - discounts) and bool((discounts > 0).any())
        for other in rivals
    )


def _is_with_tax(column: Profile, rivals: Sequence[Profile], taxes: Sequence[Profile]) -> bool:
    """Whether the column is another one and the tax beside it: what the customer paid."""
    added = [np.nan_to_num(_values(tax)) for tax in taxes]
    return any(
        other is not column and _agree(_values(column), _values(other) + tax) and bool((tax != 0).any())
        for other in rivals
        for tax in added
    )


def _agree(one: np.ndarray, other: np.ndarray) -> bool:
    both = ~np.isnan(one) & ~np.isnan(other)
    return bool(both.any() and (np.abs(one - other)[both] < _CENT).mean() >= _SAME)


def _values(column: Profile) -> np.ndarray:
    return column.amounts


def is_reduced(price: Profile) -> bool:
    """Whether a price's header says that the discount is taken off already (`Цена со скидкой`)."""
    return bool(_SAYS_REDUCED.search(price.name))


def discount_as(discount: Profile | None, price: Profile | None, order: Profile | None) -> str | None:
    """How to take a discount off: `percent`, `share` (0.1 is a tenth), `order`, None: money of each line's own.

    `order` is money off the whole order that stands on each of its lines.
    """
    if discount is None:
        return None
    if discount.is_percentage:
        return "percent"
    sizes = _sizes(discount)
    given = sizes[sizes > 0]
    if not len(given):
        return None
    if _SAYS_PERCENT.search(discount.name):
        return "share" if _are_shares(given) else "percent" if given.max() <= _WHOLE else None
    if _are_shares(given) and _is_expensive(price):
        return "share"
    return "order" if order is not None and _repeats(discount, sizes, order) else None


def discount_off_amount(discount: Profile, amount: Profile, order: Profile | None) -> str | None:
    """How to take a discount off an amount that stands before it; `discount_as` says what the answers are.

    One that stands on each line of its order beside the order's amount is taken off there, not shared out.
    """
    found = discount_as(discount, amount, order)
    same = order is not None and found == "order" and constant_within(amount, order) >= _ALL_BUT_SLIPS
    return None if same else found


def _are_shares(given: np.ndarray) -> bool:
    """Whether discounts are parts of one; a column of nothing but 1.00 takes one unit off, not everything."""
    return bool(given.max() <= 1 and (given < 1).mean() >= LIKELY)


def _sizes(column: Profile) -> np.ndarray:
    mark = money.decimal_evidence(column.cells).decimal or "."
    return np.asarray(np.abs(np.nan_to_num(money.parse(column.cells, mark).to_numpy("float64"))))


def _is_expensive(price: Profile | None) -> bool:
    if price is None:
        return False
    paid = _sizes(price)
    return bool((paid > 0).any() and np.median(paid[paid > 0]) >= _MUCH_LARGER)


def _repeats(discount: Profile, sizes: np.ndarray, order: Profile) -> bool:
    """Whether all lines of an order show one discount, which differs between orders (or whose header says "order")."""
    known = order.cell_ids >= 0
    cell_ids, sizes = order.cell_ids[known], sizes[known]
    lines = np.bincount(cell_ids)
    largest = np.zeros(len(lines))
    np.maximum.at(largest, cell_ids, sizes)
    several = (lines > 1) & (largest > 0)
    differs = np.bincount(cell_ids, weights=np.abs(sizes - largest[cell_ids]) > 0) > 0
    if not several.any() or (~differs[several]).mean() < _NEARLY_ALL:
        return False
    if _SAYS_ORDER_DISCOUNT.search(discount.name):
        return True
    return bool(several.sum() >= _FEWEST_ORDERS_AS_PROOF and len(np.unique(largest[several])) > 1)
