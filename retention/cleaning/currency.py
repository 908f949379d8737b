"""Money in several currencies is never added up."""

import numpy as np
import pandas as pd

from retention.cleaning.ledger import Ledger
from retention.errors import Question, RetentionError, Undecided

# Below this share of rows the most frequent currency is not taken for granted: a person chooses.
_CLEAR_MAJORITY = 0.8


def settle_currency(lines: pd.DataFrame, ledger: Ledger, chosen: str | None) -> tuple[pd.DataFrame, str | None]:
    """The currency of all money, and the lines with money in any other currency made unknown.

    Rows that name no currency are in the shop's own. A handful of foreign ones is left without money and
    noted; raises `Undecided` when no currency has a clear majority and none is `chosen`.
    """
    kept = lines["currency"][ledger.kept]
    counts = kept.value_counts()
    counts = counts[counts > 0]
    options = tuple(str(code) for code in counts.index)
    if not options or (len(options) == 1 and chosen in (None, *options)):
        return lines, chosen or next(iter(options), None)
    if chosen is None:
        if (counts.iloc[0] + kept.isna().sum()) / len(kept) < _CLEAR_MAJORITY:
            rows = {str(code): int(count) for code, count in counts.items()}
            raise Undecided((Question("currency", options, {"rows": rows}),))
        chosen = options[0]
    elif chosen not in options:
        raise RetentionError("no_such_currency", currency=chosen, currencies=options)
    foreign = lines["currency"].notna().to_numpy() & (lines["currency"] != chosen).to_numpy()
    amount = np.where(foreign, np.nan, lines["amount"].to_numpy())
    ledger.recount(amount)
    ledger.note(foreign & ledger.kept, "other_currency", values=lines["currency"], details={"currency": chosen})
    returned = np.where(foreign, np.nan, lines["returned"].to_numpy())
    return lines.assign(amount=amount, returned=returned), chosen
