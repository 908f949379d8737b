"""Customer accounts and gift card ledgers: what pays for an earlier sale is less owed, not money given back."""

import re
from collections.abc import Iterator, Sequence

import numpy as np

from retention.ingest.columns.column_profile import Profile
from retention.ingest.columns.ranking import is_state
from retention.ingest.columns.two_sides import says_payment, says_sale
from retention.ingest.values.order_states import event_type, key

# Beginnings of the words for what is bought with a gift card, or with points, that were sold before.
_REDEMPTION = re.compile(
    r"\b(?:redeem|redempt|погаш|использ|використ|utiliz|folosi|einlos|einlös|utilis|wykorzyst|kullan|canje|riscat)"
)
# Parts of a word's rows whose money has to be negative, or positive: the rest are slips.
_NEARLY_ALL = 0.95


def settlement_column(
    profiles: Sequence[Profile], taken: Sequence[Profile | None], amount: Profile | None
) -> Profile | None:
    """The column that tells sales from what pays for them, whatever its header says; None where there is none."""
    free = (column for column in profiles if column not in taken and column is not amount and is_state(column))
    return next((column for column in free if settlements(column, amount)), None)


def settlements(column: Profile | None, amount: Profile | None) -> frozenset[str]:
    """The words, case-folded, of rows that pay for an earlier sale: payments and redemptions, with a minus sign.

    None unless rows with a word for sales have positive money beside them: in a list of nothing but payments a
    negative one was given back. What says that it is a refund is one.
    """
    if column is None or amount is None:
        return frozenset()
    signs = list(_signs(column, amount))
    sold = any(sign > 0 and says_sale(word) and not says_payment(word) for word, sign in signs)
    return frozenset(key(word) for word, sign in signs if sold and sign < 0 and _pays(word))


def _signs(column: Profile, amount: Profile) -> Iterator[tuple[str, int]]:
    """Each word of a column with the sign that nearly all of its money has, 0 where it has both."""
    known = (column.cell_ids >= 0) & ~np.isnan(amount.amounts) & (amount.amounts != 0)
    ids, money = column.cell_ids[known], amount.amounts[known]
    rows = np.bincount(ids, minlength=column.distinct)
    above = np.bincount(ids, weights=money > 0, minlength=column.distinct)
    words = column.cells[column.cell_ids >= 0].astype(str).to_numpy()
    places = np.unique(column.cell_ids[column.cell_ids >= 0], return_index=True)[1]
    for word, count, positive in zip(words[places], rows, above, strict=True):
        sign = 1 if positive >= _NEARLY_ALL * count else -1 if positive <= (1 - _NEARLY_ALL) * count else 0
        yield word, sign if count else 0


def _pays(word: str) -> bool:
    pays = says_payment(word) or bool(_REDEMPTION.search(word.casefold()))
    return pays and event_type(word) in ("sale", "transfer")
