"""A filter without a word of the orders: columns and values by the places they have among the others.

`only.order.channel.2of3` is the second of three values of the channel in order of the alphabet, the cells that say
nothing being number 0 and one of the three. What was written for some orders means nothing with others that have more
or fewer values, and is not read then.
"""

import re
from collections.abc import Collection

from retention.activity.filter_counts import askable, values_of
from retention.filters import Condition, Filter
from retention.orders import Orders

PART = re.compile(r"(only|without)\.(order|first|ever)\.([a-z_]+|\d+of\d+)\.(\d+(?:-\d+)*)of(\d+)", re.ASCII)
"""One condition as it is written."""


def _every_part() -> re.Pattern[str]:
    """Such parts, one after the other."""
    return re.compile(f"{PART.pattern}(?:~{PART.pattern})*", re.ASCII)


PLACES = _every_part()
"""A whole filter as it is written."""


def in_places(by: Filter, orders: Orders, *, own_names: Collection[str]) -> str:
    """A filter that fits the orders, by places; "" without a condition.

    `own_names` are the columns that may be named, because their names are the package's and not the file's.
    """
    parts = []
    for each in by.conditions:
        values = _values(orders, each.column)
        places = "-".join(str(values.index(value)) for value in each.any_of)
        column = _place_of(each.column, orders, own_names)
        parts.append(f"{'without' if each.leave_out else 'only'}.{each.scope}.{column}.{places}of{len(values)}")
    return "~".join(parts)


def of_places(text: str, orders: Orders, *, own_names: Collection[str]) -> Filter | None:
    """The filter that `in_places` wrote; None with orders for which it cannot have been written."""
    found = [_condition(part, orders, own_names) for part in text.split("~")]
    conditions = [each for each in found if each is not None]
    return Filter(tuple(conditions)) if len(conditions) == len(found) else None


def _condition(part: str, orders: Orders, own_names: Collection[str]) -> Condition | None:
    said = PART.fullmatch(part)
    if said is None:
        return None
    mode, scope, place, places, count = said.groups()
    column = next((name for name in askable(orders) if _place_of(name, orders, own_names) == place), None)
    values = [] if column is None else _values(orders, column)
    chosen = [int(each) for each in places.split("-")]
    if column is None or int(count) != len(values) or max(chosen) >= len(values):
        return None
    any_of = tuple(values[each] for each in chosen)
    return Condition(column=column, any_of=any_of, scope=scope, leave_out=mode == "without")


def _place_of(column: str, orders: Orders, own_names: Collection[str]) -> str:
    """A column's name where it may be named, else its place among the others."""
    if column in own_names:
        return column
    others = sorted(name for name in askable(orders) if name not in own_names)
    return f"{others.index(column) + 1}of{len(others)}"


def _values(orders: Orders, column: str) -> list[str]:
    """Every value of a column in order of the alphabet, behind "" for the cells that say nothing."""
    return sorted({"", *values_of(orders, column, purchases=False).index})
