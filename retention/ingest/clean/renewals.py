"""Payments that renew something at equal steps, or say so: what a contract brings, not a customer's choice."""

import re
from collections.abc import Sequence

import numpy as np
import pandas as pd

from retention.ingest.columns.table_signs import is_sign
from retention.ingest.headers import tokens
from retention.ingest.read.raw import RawTable
from retention.ingest.values.cell_words import is_yes

# Days between two payments for a week, two or four weeks, a month, a quarter, a year.
_STEPS = np.array([7, 14, *range(28, 32), *range(89, 93), 365, 366])
_MONTHS = np.arange(28, 32)
# Where a column speaks of a subscription, and where nothing but the days and the money do.
_FEWEST_STEPS, _FEWEST_CUSTOMERS = (12, 40), (3, 8)
_CUSTOMERS_LOOKED_AT = 2000
# Whole cells that say it, and headers of a column of yes and no, without case and marks.
_SAYS = re.compile(
    r"(?:auto ?)?renew\w*|recurr\w+|rebill\w*|subscription (?:order|cycle|payment|renewal|recurring\w*|update)"
    r"|(?:авто)?продлен\w+|рекур+ент\w+|автоплатеж\w*|(?:авто)?подовжен\w+|(?:plata )?recurent\w*|reinnoi\w+"
    r"|verlangerung|renouvel\w+|odnowien\w+|yenilem\w+|renovaci\w+"
    r"|(?:(?:order|payment|заказ|оплата) )?(?:renewal|recurring|по подписке|за підпискою|subscription)"
)
_ROWS_LOOKED_AT, _FEW_WORDS = 5000, 40
_MOSTLY, _NEARLY_ALL = 0.8, 0.98


def say_renewal(raws: Sequence[RawTable]) -> np.ndarray:
    """By row of all tables, whether a cell says that it renews something: `Renewal`, `Recurring`, or yes below that."""
    return np.concatenate([_say_renewal(raw.frame) for raw in raws])


def _say_renewal(table: pd.DataFrame) -> np.ndarray:
    found = np.zeros(len(table), dtype=bool)
    for name in table.columns:
        first = table[name].head(_ROWS_LOOKED_AT)
        if first.dtype.kind in "iufM" or first.nunique() > _FEW_WORDS:
            continue
        if _SAYS.fullmatch(_plain(str(name))):
            found |= table[name].isin([word for word in first.dropna().unique() if is_yes(str(word))]).to_numpy()
        said = [word for word in first.dropna().unique() if _SAYS.fullmatch(_plain(str(word)))]
        found |= table[name].isin(said).to_numpy(dtype=bool) if said else False
    return found


def _plain(text: str) -> str:
    return " ".join(tokens(text))


def come_by_contract(orders: pd.DataFrame, raws: Sequence[RawTable]) -> bool:
    """Whether nearly every order follows the customer's last one at a step of a subscription, for the same money.

    A column that speaks of a subscription makes most orders enough; without one all have to come month by month.
    """
    first = orders["customer"].cat.codes.to_numpy() < _CUSTOMERS_LOOKED_AT
    bought = orders.loc[first & orders["purchase"].to_numpy(), ["customer", "date", "amount"]]
    customer = bought["customer"].cat.codes.to_numpy()
    day = bought["date"].to_numpy("datetime64[D]").astype("int64")
    order = np.lexsort((day, customer))
    customer, day, amount = customer[order], day[order], bought["amount"].to_numpy()[order]
    again = np.diff(customer) == 0
    said = any(is_sign(str(name), "subscription") for raw in raws for name in raw.frame.columns)
    fewest = _FEWEST_STEPS[not said], _FEWEST_CUSTOMERS[not said]
    if again.sum() < fewest[0] or len(np.unique(customer[1:][again])) < fewest[1]:
        return False
    regular = np.isin(np.diff(day), _STEPS if said else _MONTHS) & ~(np.abs(np.diff(amount)) > 0)
    return bool(regular[again].mean() >= (_MOSTLY if said else _NEARLY_ALL))
