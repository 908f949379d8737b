"""The one place where the package reads a clock, for the faces: what lies below is told the day."""

import datetime as dt

_FARTHEST_EAST = dt.timezone(dt.timedelta(hours=14))


def latest_day() -> dt.date:
    """The day it is now where days begin first: wherever a shop is, no order of it can be of a later day."""
    return dt.datetime.now(_FARTHEST_EAST).date()
