"""Tables with a column for each side of an account, debit and credit: which of the two holds sales."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from retention.errors import Question
from retention.ingest.columns.column_profile import LIKELY, Profile
from retention.ingest.columns.ranking import ask_which
from retention.ingest.headers import tokens

_DEBIT = frozenset(["debit", "debits", "dr", "дебет", "дт", "soll", "debe", "dare", "borc", "debitor"])
_CREDIT = frozenset(["credit", "credits", "cr", "кредит", "кт", "haben", "haber", "avere", "alacak", "creditor"])
# Credit in other senses: a store's, a card's.
_OTHER_CREDIT = frozenset(["store", "card", "note", "limit", "score", "карта", "карты", "лимит", "line", "gift"])
_ONE_SIDE_EACH = 0.9

_SALES = re.compile(
    r"invoic|\bsales?\b|\borders?\b|\bbill\b|\bshipment|накладн|реализац|реалізац|отгруз|відвантаж|продаж|сч[её]т|заказ"
    r"|замовл|рахун|\bчек|\bакт|factur|\bvanz|\bvânz|\bcomand|\baviz|rechnung|\bfattur|\bfaktur|\bventa|\bfatura"
)
_PAYMENTS = re.compile(
    r"payment|\bpaid\b|\bdeposit|\btransfer|оплат|плат[её]ж|поступлен|надходж|платіж|сплат|перевод|переказ"
    r"|\bplat[aăi]|\bîncas|\bincas|\bchitan|\bviram|zahlung|\bpaiement|\bpagament|\bpago\b|\bodeme|\btahsil|wplat"
)


@dataclass(frozen=True, kw_only=True, eq=False)
class TwoSides:
    """The two columns of an account; `sales` is the one that holds sales, None where nothing tells."""

    debit: Profile
    credit: Profile
    sales: Profile | None

    @property
    def question(self) -> Question:
        """Which of the two columns is money that customers paid."""
        return ask_which("amount", (self.credit, self.debit))

    def other(self, column: str | None) -> str | None:
        """The column across from another; None where that is none of the two."""
        names = {self.debit.name: self.credit.name, self.credit.name: self.debit.name}
        return names.get(column or "")


def two_sides(profiles: Sequence[Profile]) -> TwoSides | None:
    """The columns of debit and credit where nearly every row is on one side only; None where there are none."""
    debit, credit = _side(profiles, _DEBIT), _side(profiles, _CREDIT)
    if debit is None or credit is None or debit is credit:
        return None
    on_debit, on_credit = _entered(debit), _entered(credit)
    either = on_debit | on_credit
    if not on_debit.any() or not on_credit.any() or (on_debit ^ on_credit)[either].mean() < _ONE_SIDE_EACH:
        return None
    texts = [column for column in profiles if not column.is_number and not column.is_date]
    return TwoSides(debit=debit, credit=credit, sales=_sales_side(debit, credit, texts))


def says_sale(text: str) -> bool:
    """Whether a text of an account speaks of an invoice or another sale."""
    return bool(_SALES.search(text.casefold()))


def says_payment(text: str) -> bool:
    """Whether a text of an account speaks of money that was paid."""
    return bool(_PAYMENTS.search(text.casefold()))


def _side(profiles: Sequence[Profile], words: frozenset[str]) -> Profile | None:
    def named(column: Profile) -> bool:
        found = tokens(column.name)
        return not words.isdisjoint(found) and _OTHER_CREDIT.isdisjoint(found)

    return next((column for column in profiles if column.is_number and not column.is_date and named(column)), None)


def _entered(column: Profile) -> np.ndarray:
    return np.asarray(np.abs(np.nan_to_num(column.amounts)) > 0)


def _sales_side(debit: Profile, credit: Profile, texts: Sequence[Profile]) -> Profile | None:
    """The side whose texts speak of invoices, else the one that speaks of payments where the other side does not."""
    on_debit, on_credit = _entered(debit), _entered(credit)
    for words, other in ((_SALES, _PAYMENTS), (_PAYMENTS, _SALES)):
        for column in texts:
            said, otherwise = _says(column, words), _says(column, other)
            for side, mine, theirs in ((debit, on_debit, on_credit), (credit, on_credit, on_debit)):
                clear = said[theirs].mean() < LIKELY and (words is _SALES or otherwise[theirs].mean() < LIKELY)
                if said[mine].mean() >= LIKELY and clear:
                    return side
    return None


def _says(column: Profile, words: re.Pattern[str]) -> np.ndarray:
    distinct = pd.unique(column.cells.dropna())
    matches = np.array([bool(words.search(str(text).casefold())) for text in distinct] + [False], dtype=bool)
    return np.asarray(matches[column.cell_ids])
