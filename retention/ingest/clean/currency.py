"""Money in several currencies is never added up."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from retention.errors import NoOrdersError, Question, Undecided
from retention.ingest.clean.ledger import Ledger

# Below this share of rows the most frequent currency is not taken for granted: a person chooses.
_CLEAR_MAJORITY = 0.8


def settle_currency(
    lines: pd.DataFrame, ledger: Ledger, chosen: str | None, exchange: Mapping[str, float]
) -> tuple[pd.DataFrame, str | None]:
    """The currency of all money, and the lines with money in any other exchanged or made unknown.

    Rows that name no currency are in the shop's own. `exchange` holds what one unit of a currency is worth in the
    chosen one; money in a currency it does not name stays unknown and is noted. Raises `Undecided` when no currency has
    a clear majority and none is `chosen`.
    """
    kept = lines["currency"][ledger.kept]
    counts = kept.value_counts()
    counts = counts[counts > 0]
    options = tuple(str(code) for code in counts.index)
    if not options or (len(options) == 1 and chosen in (None, *options)):
        return lines, chosen or next(iter(options), None)
    if chosen is None:
        left = [code for code in options if code not in exchange]
        if len(left) != 1 and (counts.iloc[0] + kept.isna().sum()) / len(kept) < _CLEAR_MAJORITY:
            rows = {str(code): int(count) for code, count in counts.items()}
            raise Undecided((Question("currency", options, {"rows": rows}),))
        chosen = left[0] if len(left) == 1 else options[0]
    elif chosen not in options:
        raise NoOrdersError("no_such_currency", currency=chosen, currencies=options)
    return _exchanged(lines, ledger, chosen, {chosen: 1.0, **exchange}), chosen


def _exchanged(lines: pd.DataFrame, ledger: Ledger, chosen: str, worth: Mapping[str, float]) -> pd.DataFrame:
    """The lines with all money in one currency, by what a unit of each is worth; unknown where that is."""
    currency = lines["currency"]
    foreign = currency.notna().to_numpy() & (currency != chosen).to_numpy()
    units = np.append([worth.get(str(code), np.nan) for code in currency.cat.categories], 1.0)
    rate = units[currency.cat.codes.to_numpy()]
    money = {name: lines[name].to_numpy() * rate for name in ("amount", "returned", "extended")}
    ledger.recount(money["amount"])
    for code, rows in (("other_currency", np.isnan(rate)), ("exchanged", foreign & ~np.isnan(rate))):
        found = rows & ledger.kept
        others = tuple(map(str, currency[found].unique()))
        ledger.note(found, code, values=currency, details={"currency": chosen, "others": others})
    return lines.assign(**money)
