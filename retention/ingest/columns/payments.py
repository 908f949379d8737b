"""Files with a row for each payment of an order: instalments, deposits, several cards or a card and cash."""

import re
from collections.abc import Mapping as ReadOnly
from collections.abc import Sequence

import numpy as np
import pandas as pd

from retention.ingest.columns.amount_column import says_order_total
from retention.ingest.columns.column_profile import LIKELY, Profile, constant_within
from retention.ingest.columns.ranking import is_state
from retention.ingest.headers import tokens
from retention.ingest.values.order_states import key
from retention.ingest.values.state_words import WAY_TO_PAY

# Beginnings of the words for a payment in headers without case and marks.
_PAYMENT = re.compile(
    r"\b(?:payment|instal|deposit|tender|transaction|платеж|взнос|транш|транзакц|платіж|внесок|plata\b|platii|rata\b"
    r"|ratei|avans|tranzact|zahlung|anzahlung|paiement|acompte|platnosc|wplat|zaliczk|odeme|taksit|pago\b|cuota"
    r"|pagament|acconto)"
)
# Of the words for types of payments, those for a part of what an order costs.
_PART = re.compile(
    r"\b(?:deposit|down payment|balance|instal|(?:first|second|third|last|final|part|partial|remaining) payment|prepay"
    r"|remainder|аванс|предоплат|доплат|задат|взнос|остаток|рассроч|транш|передоплат|завдат|внесок|залишок|avans|rata\b"
    r"|rest de plata|diferenta|sold\b|anzahlung|restzahlung|rate\b|acompte|solde|zaliczk|doplata|rata|kapora|taksit"
    r"|anticipo|cuota|saldo|acconto)"
)
# "2 of 3", "2/3": which part it is, and of how many.
_COUNTED = re.compile(r"\s*\d{1,3}\s*(?:/|[^\W\d_]{1,4})\s*\d{1,3}\s*")
_WAYS = re.compile(rf"\b(?:{WAY_TO_PAY})")
_PAID = re.compile(r"\b(?:paid|оплат|оплач|сплач|achitat|platit|incasat|bezahlt|paye|zaplac|odenen|pagad|pagat)")
_CENT = 0.011
_SUM = re.compile(r"\b(?:total|итог|всего|разом|всього|toplam|gesamt)")
# Parts of the orders with several rows on which a number of payments and a way to pay have to differ.
_NEARLY_ALL = 0.8
_ALL_BUT_SLIPS = 0.98
_FEWEST_PAYMENTS = 3
_FEWEST_JOINED = 3
_WAY_TO_PAY = 0.6


def payment_number(profiles: Sequence[Profile], roles: ReadOnly[str, str | None]) -> Profile | None:
    """The column that numbers the payments of an order or counts its instalments; None if there is none."""
    named = {column.name: column for column in profiles}
    order = named.get(roles["order"] or "")
    if order is None:
        return None
    free = [column for column in profiles if column.name not in roles.values() and not column.is_decimal]
    about = [column for column in free if _PAYMENT.search(_plain(column)) and "payment" not in column.means]
    return next((column for column in about if varies_within(column, order) >= _NEARLY_ALL), None)


def paid_for_several_lines(profiles: Sequence[Profile], roles: ReadOnly[str, str | None]) -> Profile | None:
    """The column that numbers payments of which each stands, with its money, on every line it paid for.

    Tables of lines and of payments joined by order have such rows; the money of a payment counts once there.
    """
    named = {column.name: column for column in profiles}
    order, amount = named.get(roles["order"] or ""), named.get(roles["amount"] or "")
    if order is None or amount is None or order.is_unique:
        return None
    free = [column for column in profiles if column.name not in roles.values() and not column.is_date]
    goods = _goods(profiles, roles)
    return next(
        (
            each
            for each in free
            if _PAYMENT.search(_plain(each))
            and _holds(each, order, amount)
            and any(varies_within(column, each) > 0 for column in goods)
        ),
        None,
    )


def _goods(profiles: Sequence[Profile], roles: ReadOnly[str, str | None]) -> list[Profile]:
    """The columns that tell the lines of an order apart: products, how many, at what price."""
    counted = [column for column in profiles if column.name in (roles["quantity"], roles["price"])]
    return counted + [
        column for column in profiles if max(column.means.get(role, 0.0) for role in ("product", "sku")) > 0
    ]


def copied_by(profiles: Sequence[Profile], roles: ReadOnly[str, str | None]) -> Profile | None:
    """The column that numbers the payments of an order beside each of which all its lines stand again.

    So a table of lines looks that was joined with one of payments: the lines of an order are there once per payment.
    """
    named = {column.name: column for column in profiles}
    order = named.get(roles["order"] or "")
    goods = _goods(profiles, roles)
    if order is None or order.is_unique or not any(varies_within(column, order) for column in goods):
        return None
    free = [column for column in profiles if column.name not in roles.values() and column not in goods]
    free = [column for column in free if not (column.is_date or column.is_decimal) and _PAYMENT.search(_plain(column))]
    return next((column for column in free if _stand_beside_each(goods, column, order)), None)


def _stand_beside_each(goods: Sequence[Profile], payment: Profile, order: Profile) -> bool:
    """Whether each payment of an order has the same lines, several of them, and some orders have several payments."""
    if constant_within(order, payment) < _ALL_BUT_SLIPS:
        return False
    _, lines = np.unique(np.stack([column.cell_ids for column in goods]), axis=1, return_inverse=True)
    rows = pd.DataFrame({"order": order.cell_ids, "payment": payment.cell_ids, "line": lines.ravel()})
    rows = rows[(rows["order"] >= 0) & (rows["payment"] >= 0)]
    each = rows.groupby(["order", "payment"])["line"].agg(lambda found: str(sorted(found))).reset_index()
    of_order = each.groupby("order")["line"]
    several = of_order.size() > 1
    return bool(several.sum() >= _FEWEST_JOINED and (of_order.nunique()[several] == 1).mean() >= _NEARLY_ALL)


def _holds(number: Profile, order: Profile, amount: Profile) -> bool:
    """Whether each value belongs to one order and to one amount, several lines have one, and several an order."""
    if number.is_decimal or number.is_unique or number.distinct < _FEWEST_PAYMENTS:
        return False
    alike = all(constant_within(column, number) >= _ALL_BUT_SLIPS for column in (order, amount))
    return alike and varies_within(number, order) > 0


def are_payments(profiles: Sequence[Profile], roles: ReadOnly[str, str | None]) -> bool:
    """Whether rows of one order are its payments, so that their money adds up and equal rows are no copies.

    The amount's header says so, or payments are numbered, or most orders with several rows were paid in several ways;
    and the rows of an order are no lines of it, with products or quantities of their own, nor show its total: `Order
    total` is the money of a part only where cells count it ("2 of 3") or name it and each has a day of its own.
    """
    named = {column.name: column for column in profiles}
    order, amount = named.get(roles["order"] or ""), named.get(roles["amount"] or "")
    if order is None or amount is None or order.is_unique:
        return False
    if says_order_total(amount.name) and not _are_instalments(profiles, roles, order):
        return False
    lines = [named[name] for role in ("quantity", "price", "discount") if (name := roles[role]) and name in named]
    lines += [column for column in profiles if max(column.means.get(role, 0.0) for role in ("product", "category")) > 0]
    if any(varies_within(column, order) > 1 - _NEARLY_ALL for column in lines):
        return False
    header = _plain(amount)
    if _PAYMENT.search(header) and not _SUM.search(header):
        return True
    ways = [column for column in profiles if column.means.get("payment", 0.0) >= _WAY_TO_PAY or _holds_ways(column)]
    ways += [column for column in (named.get(roles["kind"] or ""),) if column is not None and part_payments(column)]
    several = any(varies_within(column, order) >= LIKELY for column in ways)
    return several or payment_number(profiles, roles) is not None


def paid_in_parts(profiles: Sequence[Profile], roles: ReadOnly[str, str | None]) -> bool:
    """Whether each row shows its order's total, and beside it the part that was paid then, which add up to the total.

    Such payments may be months apart; lines of goods, of which the same is true, have no column of payments.
    """
    named = {column.name: column for column in profiles}
    order, total = named.get(roles["order"] or ""), named.get(roles["amount"] or "")
    if order is None or total is None or order.is_unique or varies_within(total, order) > 0:
        return False
    paid = (column for column in profiles if column is not total and column.is_number and not column.is_date)
    paid = (column for column in paid if _PAYMENT.search(_plain(column)) or _PAID.search(_plain(column)))
    return any(_adds_up(column, total, order) for column in paid)


def _adds_up(part: Profile, total: Profile, order: Profile) -> bool:
    """Whether the parts of nearly all orders with several rows make up what stands on each row of them."""
    known = (order.cell_ids >= 0) & ~np.isnan(part.amounts) & ~np.isnan(total.amounts)
    ids, rows = order.cell_ids[known], np.bincount(order.cell_ids[known])
    sums, totals = np.bincount(ids, weights=part.amounts[known]), np.zeros(len(rows))
    totals[ids] = total.amounts[known]
    several = rows > 1
    return bool(several.any() and (np.abs(sums - totals)[several] < _CENT).mean() >= _NEARLY_ALL)


def _are_instalments(profiles: Sequence[Profile], roles: ReadOnly[str, str | None], order: Profile) -> bool:
    """Whether cells count the parts of each order ("2 of 3") or name them (deposit), paid on days of their own."""
    date = next((column for column in profiles if column.name == roles["date"]), None)
    if date is None or varies_within(date, order) < _NEARLY_ALL:
        return False
    number = payment_number(profiles, roles)
    if number is not None and number.cells.dropna().astype(str).str.fullmatch(_COUNTED).mean() >= _NEARLY_ALL:
        return True
    named = (column for column in profiles if is_state(column) and part_payments(column))
    return any(varies_within(column, order) >= _NEARLY_ALL for column in named)


def _holds_ways(column: Profile) -> bool:
    """Whether cells name ways to pay under a header that says no more than that somebody paid (`Оплата`)."""
    if "paid" not in column.means or not is_state(column):
        return False
    return bool(column.cells.dropna().astype(str).str.casefold().str.contains(_WAYS).mean() >= _NEARLY_ALL)


def part_payments(column: Profile | None) -> frozenset[str]:
    """The words of a column of deposits, instalments and what was left to pay, case-folded; none of another one."""
    if column is None:
        return frozenset()
    counts = {key(str(word)): int(count) for word, count in column.cells.value_counts().items()}
    parts = {word: count for word, count in counts.items() if _PART.search(" ".join(tokens(word)))}
    return frozenset(parts) if sum(parts.values()) >= _NEARLY_ALL * sum(counts.values()) else frozenset()


def order_column(candidates: Sequence[Profile]) -> Profile | None:
    """The column of order numbers among those that may be, best first: none of words where another one is left.

    What numbers the payments does not number the orders where another column does.
    """
    numbers = [column for column in candidates if not _is_of_words(column)] or candidates
    order = next(iter(numbers), None)
    if order is None or not _PAYMENT.search(_plain(order)):
        return order
    others = [column for column in numbers if not _PAYMENT.search(_plain(column))]
    return next((column for column in others if column.means["order"] >= order.means.get("order", 0.0)), order)


def _is_of_words(column: Profile) -> bool:
    """Whether the cells are a few words without digits: kinds of documents under a header such as `Document`."""
    return is_state(column) and not column.cells.dropna().astype(str).str.contains(r"\d").any()


def varies_within(inner: Profile, outer: Profile) -> float:
    """Share of `outer`'s values on several rows whose rows have several values of `inner`, 0 where there are none."""
    known = (inner.cell_ids >= 0) & (outer.cell_ids >= 0)
    rows = np.bincount(outer.cell_ids[known])
    pairs = np.unique(np.stack([outer.cell_ids[known], inner.cell_ids[known]]), axis=1)
    distinct = np.bincount(pairs[0], minlength=len(rows))
    several = rows > 1
    return float((distinct[several] > 1).mean()) if several.any() else 0.0


def _plain(column: Profile) -> str:
    return " ".join(tokens(column.name))
