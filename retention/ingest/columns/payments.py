"""Files with a row for each payment of an order: instalments, deposits, several cards or a card and cash."""

import re
from collections.abc import Mapping as ReadOnly
from collections.abc import Sequence

import numpy as np

from retention.ingest.columns.amount_column import says_order_total
from retention.ingest.columns.column_profile import LIKELY, Profile
from retention.ingest.headers import tokens
from retention.ingest.values.order_states import key

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
_SUM = re.compile(r"\b(?:total|итог|всего|разом|всього|toplam|gesamt)")
# Parts of the orders with several rows on which a number of payments and a way to pay have to differ.
_NEARLY_ALL = 0.8
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


def are_payments(profiles: Sequence[Profile], roles: ReadOnly[str, str | None]) -> bool:
    """Whether rows of one order are its payments, so that their money adds up and equal rows are no copies.

    The amount's header says so, or payments are numbered, or most orders with several rows were paid in several ways;
    and the rows of an order are no lines of it, with products or quantities of their own, nor show its total.
    """
    named = {column.name: column for column in profiles}
    order, amount = named.get(roles["order"] or ""), named.get(roles["amount"] or "")
    if order is None or amount is None or order.is_unique or says_order_total(amount.name):
        return False
    lines = [named[name] for role in ("quantity", "price", "discount") if (name := roles[role]) and name in named]
    lines += [column for column in profiles if max(column.means.get(role, 0.0) for role in ("product", "category")) > 0]
    if any(varies_within(column, order) > 1 - _NEARLY_ALL for column in lines):
        return False
    header = _plain(amount)
    if _PAYMENT.search(header) and not _SUM.search(header):
        return True
    ways = [column for column in profiles if column.means.get("payment", 0.0) >= _WAY_TO_PAY]
    ways += [column for column in (named.get(roles["kind"] or ""),) if column is not None and part_payments(column)]
    several = any(varies_within(column, order) >= LIKELY for column in ways)
    return several or payment_number(profiles, roles) is not None


def part_payments(column: Profile | None) -> frozenset[str]:
    """The words of a column of deposits, instalments and what was left to pay, case-folded; none of another one."""
    if column is None:
        return frozenset()
    counts = {key(str(word)): int(count) for word, count in column.cells.value_counts().items()}
    parts = {word: count for word, count in counts.items() if _PART.search(" ".join(tokens(word)))}
    return frozenset(parts) if sum(parts.values()) >= _NEARLY_ALL * sum(counts.values()) else frozenset()


def order_of_payments(order: Profile | None, candidates: Sequence[Profile]) -> Profile | None:
    """The column of order numbers: not that of payments where another one numbers the orders."""
    if order is None or not _PAYMENT.search(_plain(order)):
        return order
    others = [column for column in candidates if not _PAYMENT.search(_plain(column))]
    return next((column for column in others if column.means["order"] >= order.means.get("order", 0.0)), order)


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
