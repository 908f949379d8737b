"""Calendar days from the numbers of a shape, and which number is the year where all have two digits."""

import numpy as np

from retention.ingest.values.date_layouts import DateLayout, date_layout
from retention.ingest.values.numeric_dates import days_of
from retention.ingest.values.texts import Shape, Texts

# Places that the first, second and third number of an open date take in each order.
PARTS = {"dmy": ("day", "month", "year"), "mdy": ("month", "day", "year"), "ymd": ("year", "month", "day")}
# The same, where a spreadsheet has made wrong dates (day for month) of all that it could: they stand year first.
SWAPPED = {"dmy_swapped": "dmy", "mdy_swapped": "mdy"}

# POSIX: two-digit years from 69 on belong to the 20th century.
_CENTURY_TURN = 69
_NEARLY_ALL = 0.95
# Slips of the pen lie far away: how far apart days are is measured without the outermost of them.
_INNER = (0.05, 0.95)
# Fewer days, or days hardly closer together, may be so by accident.
_FEWEST_DAYS = 6
_MUCH_CLOSER = 3


def days(shape: Shape, layout: DateLayout, order: str) -> np.ndarray:
    """Day of each value of a shape (`datetime64[D]`), its numbers read in an order; NaT where they make none.

    `ymd` is for dates with a two-digit year alone; others are read day first under it. Under an order of `SWAPPED`
    day and month of dates written year first are exchanged.
    """
    places = dict(layout.parts)
    if order in SWAPPED:
        order = SWAPPED[order]
        if layout.has_days and not layout.is_open:
            places["month"], places["day"] = places["day"], places["month"]
    if layout.is_open:
        read = order if layout.is_short or order != "ymd" else "dmy"
        numbers = (places["first"], places["second"], places["year"])
        places |= dict(zip(PARTS[read], numbers, strict=True))
    year = shape.number(*places["year"])
    if places["year"][1] == len("25"):
        year += np.where(year < _CENTURY_TURN, 2000, 1900)
    month = shape.number(*places["month"]) if layout.month is None else np.full(len(year), layout.month)
    found, valid = days_of(year, month, shape.number(*places["day"]))
    return np.where(valid, found, np.datetime64("NaT", "D"))


def year_first(texts: Texts) -> bool:
    """Whether dates of three two-digit numbers begin with the year.

    They do if nearly all of them can be read so and then lie closer together than in any other order:
    days run from 1 to 31 within one year, whereas a day taken for the year makes a file of three decades.
    Dots (31.01.25) are not asked: nobody writes them with the year first.
    """
    short = [
        (shape, layout)
        for text, shape in texts.shapes
        if (layout := date_layout(text)) is not None and layout.is_short and not layout.dotted
    ]
    if not short:
        return False
    read = {order: np.concatenate([days(shape, layout, order) for shape, layout in short]) for order in PARTS}
    readable = {order: int((~np.isnat(moments)).sum()) for order, moments in read.items()}
    most = max(readable.values())
    likely = {order: _span(read[order]) for order in PARTS if readable[order] >= _NEARLY_ALL * most}
    enough = len(np.unique(read["ymd"])) >= _FEWEST_DAYS
    return enough and "ymd" in likely and all(likely["ymd"] * _MUCH_CLOSER < likely[o] for o in likely if o != "ymd")


def _span(moments: np.ndarray) -> float:
    first, last = np.quantile(moments[~np.isnat(moments)].astype("int64"), _INNER)
    return float(last - first)
