"""Dates that a spreadsheet read in the wrong order: day and month exchanged where both could be a month."""

import numpy as np

from retention.ingest.values.calendar_days import SWAPPED, days
from retention.ingest.values.date_layouts import date_layout
from retention.ingest.values.texts import Texts

_LAST_MONTH = 12
# A correct date has so early a day by accident in 39 of 100 cases, and a later one in 61.
_EARLY, _LATE = 0.39, 0.61
_NO_ACCIDENT = 0.01
_FEWEST_DAYS = 2
# Exchanging day and month back may not scatter dates that lie closer together as they are.
_HARDLY_WIDER_DAYS = 31


def swapped_order(texts: Texts) -> str | None:
    """The order of dates with its exchange (`dmy_swapped`) that a column's cells prove, None where they do not.

    A spreadsheet set to month-first that opens 05.01 and 13.01 makes the 1st of May of the first and leaves the
    second as text. The mark of it: no date written year first has a day after the 12th, and all others can be read
    in one order only. Enough different days of both kinds exclude an accident.
    """
    layouts = [(shape, layout) for text, shape in texts.shapes if (layout := date_layout(text)) and layout.has_days]
    real = [pair for pair in layouts if not pair[1].is_open]
    left = [pair for pair in layouts if pair[1].is_open]
    if not real or not left:
        return None
    as_is = np.concatenate([days(*pair, "dmy") for pair in real])
    read = {order: np.concatenate([days(*pair, order) for pair in left]) for order in SWAPPED.values()}
    for swapped, order in SWAPPED.items():
        others = [bool((~np.isnat(moments)).any()) for other, moments in read.items() if other != order]
        back = np.concatenate([days(*pair, swapped) for pair in real])
        if not any(others) and not np.isnat(read[order]).any() and _is_proof(as_is, back, read[order]):
            return swapped
    return None


def _is_proof(as_is: np.ndarray, back: np.ndarray, left: np.ndarray) -> bool:
    day = (as_is - as_is.astype("datetime64[M]")).astype("int64") + 1
    early, late = len(np.unique(as_is)), len(np.unique(left))
    if np.isnat(as_is).any() or day.max() > _LAST_MONTH or min(early, late) < _FEWEST_DAYS:
        return False
    wider = np.ptp(back.astype("int64")) > np.ptp(as_is.astype("int64")) + _HARDLY_WIDER_DAYS
    return bool(_EARLY**early * _LATE**late < _NO_ACCIDENT and not wider)
