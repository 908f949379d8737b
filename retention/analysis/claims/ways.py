"""The ways in which one shop's orders can be counted: other periods, other customers at the start, other orders."""

import dataclasses
import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from retention.activity import AnyOrders, FilteredTable
from retention.analysis.effect import as_apart
from retention.analysis.rates.bases import months_before
from retention.analysis.rates.compare import figures_of
from retention.analysis.rates.figures import figures, rates
from retention.errors import RetentionError
from retention.metrics import METRICS, Metric, Unit
from retention.orders import Orders
from retention.periods import Calendar, Grain
from retention.settings import Days

SHARES: Mapping[str, Metric] = {name: metric for name, metric in METRICS.items() if metric.unit is Unit.SHARE}
"""The figures of the catalogue that a share can be."""
RECENT = {Grain.WEEK: 8, Grain.MONTH: 13, Grain.QUARTER: 6, Grain.YEAR: 3}
"""How many of the latest periods of each length are tried: a figure from elsewhere is rarely an old one."""
BASES = ("previous", "last_year", "window:12M", "ever")
FURTHER: Mapping[Grain | None, tuple[str, ...]] = {
    Grain.WEEK: ("previous", "ever"),
    Grain.YEAR: ("previous", "ever"),  # the two others are the year before
    None: ("previous",),
}
"""The bases of `BASES` that are tried of weeks, of years, and of stretches of days."""
STRETCHES = (30, 90, 365)
"""Days up to the last one that tools show by default."""
AS_CHOSEN = "as_chosen"
COUNTED_ON_COPIES = ("kept_apart", "with_unidentified", "without_returned", "without_free")
"""Ways of counting that make other orders of the same: no further bases and stretches are tried for them."""
PLACE = ["definition", "start", "end", "base", "counting"]


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What a person looks at while asking: the periods, the base, and the days of the chosen period."""

    calendar: Calendar
    base: str | Days
    days: Days


@dataclass(frozen=True, kw_only=True)
class Way:
    """One pass over the orders: `calendar` cuts time, None where it is about a few stretches of days up to the last.

    `base` says who is a customer at the start, `counting` which orders count (see `countings`).
    """

    calendar: Calendar | None
    base: str | Days
    counting: str


def ways(orders: AnyOrders, choice: Choice) -> tuple[Way, ...]:
    """Every way that is tried, those of one counting together, what was chosen first."""
    usual = choice.calendar.options
    cut = usual["year_start"], usual["week_start"], usual["calendar"]
    grains = [Calendar.of(str(grain), *cut) for grain in RECENT]
    grains.sort(key=lambda one: one.grain != choice.calendar.grain)
    found: list[Way] = []
    for counting in countings(orders):
        for calendar in (*grains, None):
            others = () if counting in COUNTED_ON_COPIES else FURTHER.get(calendar.grain if calendar else None, BASES)
            bases = (choice.base, *(base for base in others if base != choice.base))
            found.extend(Way(calendar=calendar, base=base, counting=counting) for base in bases)
    return tuple(found)


def steps(every: Sequence[Way]) -> Iterator[tuple[float, Way]]:
    """Each way with the share of all that is done when it is.

    >>> year = Way(calendar=None, base="ever", counting="as_chosen")
    >>> [share for share, _way in steps([year, year])]
    [0.5, 1.0]
    """
    return ((number / len(every), way) for number, way in enumerate(every, start=1))


def countings(orders: AnyOrders) -> tuple[str, ...]:
    """The ways to say which orders count that make a difference here, what was chosen first.

    `unfiltered`: without the filter in force; `kept_apart`: customers with one e-mail or phone each on their own;
    `with_unidentified`: each order that names no customer is a customer of its own; `without_returned`: orders whose
    money was given back in full do not count; `without_free`: nor do those of amount 0.
    """
    found = [AS_CHOSEN]
    if isinstance(orders, FilteredTable) and orders.filter:
        found.append("unfiltered")
    if not isinstance(orders, Orders):
        return tuple(found)
    frame, nobody = orders.frame, orders.unidentified.frame
    tests = {
        "unfiltered": orders.unfiltered is not None,
        "kept_apart": "apart" in frame,
        "with_unidentified": nobody is not None and "date" in nobody and bool(len(nobody)),
        "without_returned": bool(_returned(frame).any()),
        "without_free": bool(_free(frame).any()),
    }
    return (*found, *(name for name, differs in tests.items() if differs))


def recounted(orders: AnyOrders, counting: str) -> AnyOrders:
    """The orders that count in one of the `countings`."""
    if counting == AS_CHOSEN:
        return orders
    if counting == "unfiltered":
        return orders.whole if isinstance(orders, Orders | FilteredTable) else orders
    assert isinstance(orders, Orders)
    if counting == "kept_apart":
        return as_apart(orders) or orders
    frame = orders.frame
    if counting == "with_unidentified":
        return dataclasses.replace(orders, frame=_with_unidentified(orders), line_cells=None)
    left_out = _returned(frame) if counting == "without_returned" else _free(frame)
    return dataclasses.replace(orders, frame=frame[~left_out].reset_index(drop=True), line_cells=None)


def counted(orders: AnyOrders, way: Way, choice: Choice, *, as_of: dt.date | None = None) -> pd.DataFrame:
    """Every share of the catalogue for every recent period of one way; `orders` are those that count in it.

    One row per `definition` (a name of the catalogue) and period: `start`, `end`, `grain` (None for stretches of days),
    `base`, `counting`, `value` (a fraction), `part` and `whole` (what it is a quotient of), `complete`, and `age`, how
    many periods ago that was. Without a row where nobody can be asked about.
    """
    if way.calendar is not None:
        table = _of_calendar(orders, way.base, way.calendar, as_of, whole=way.base == choice.base)
        table = table.assign(age=np.arange(len(table))[::-1])
        recent = (table["age"] < RECENT[way.calendar.grain]) | (table["start"] == choice.days[0])
        return _rows(table[recent], way, choice)
    last = as_of or _last_day(orders)
    spans = {(last - dt.timedelta(days=days - 1), last) for days in STRETCHES}
    spans |= {(months_before(last + dt.timedelta(days=1), 12), last)}
    if choice.calendar.at(choice.days[0]).end != choice.days[1]:
        spans |= {choice.days}  # of the person's own; a period of the calendar is among the others
    tables = []
    for span in sorted(spans):
        try:
            tables.append(figures_of(orders, [span], base=way.base, as_of=as_of))
        except RetentionError:  # these orders, or the calendar, do not reach that far
            continue
    return _rows(pd.concat(tables, ignore_index=True).assign(age=0), way, choice) if tables else pd.DataFrame()


def _of_calendar(
    orders: AnyOrders, base: str | Days, calendar: Calendar, as_of: dt.date | None, *, whole: bool
) -> pd.DataFrame:
    """The periods of a calendar with all figures, or with those that ask who is still there, which takes a third."""
    if whole:
        return figures(orders, base=base, as_of=as_of, **calendar.options)
    table = rates(orders, base=base, as_of=as_of, **calendar.options)
    return table.assign(churn=1 - table["crr"], returning=table["active"] - table["new"])


def _last_day(orders: AnyOrders) -> dt.date:
    if isinstance(orders, Orders):
        return orders.as_of
    from retention.activity import overview

    return overview(orders)[0].last


def _rows(table: pd.DataFrame, way: Way, choice: Choice) -> pd.DataFrame:
    """The figures of a table below each other, those that ask nobody of the base once."""
    parts = []
    for name, metric in SHARES.items():
        asks_base = metric.at_risk == "customers_at_start"
        if name not in table or (not asks_base and way.base != choice.base):
            continue
        if name == "textbook" and way.base == "ever":  # who bought before was at the start: it is the retention rate
            continue
        parts.append(
            pd.DataFrame(
                {
                    "definition": name,
                    "start": table["start"],
                    "end": table["end"],
                    "grain": None if way.calendar is None else str(way.calendar.grain),
                    "base": [way.base if asks_base else None] * len(table),
                    "counting": way.counting,
                    "value": table[name].astype(float),
                    "part": table[metric.part].astype(float),
                    "whole": table[metric.whole].astype(float),
                    "complete": table["complete"].astype(bool),
                    "age": table["age"],
                }
            )
        )
    found: pd.DataFrame = pd.concat(parts, ignore_index=True)
    known: pd.DataFrame = found[np.isfinite(found["value"])]
    return known.reset_index(drop=True)


def _returned(frame: pd.DataFrame) -> pd.Series:
    return frame["purchase"] & (frame["gross"] > 0) & (frame["amount"] <= 0)


def _free(frame: pd.DataFrame) -> pd.Series:
    return frame["purchase"] & (frame["gross"] == 0)


def _with_unidentified(orders: Orders) -> pd.DataFrame:
    """The orders with those that name nobody, each of a customer of its own."""
    nobody = orders.unidentified.frame
    assert nobody is not None
    known = nobody[nobody["date"].notna()]
    names = [f"?{number}" for number in range(1, len(known) + 1)]
    theirs = pd.DataFrame(
        {"customer": names, "order": names, "date": known["date"].array, "amount": known["amount"].array}
    )
    theirs = theirs.assign(gross=theirs["amount"], purchase=True)
    own = ["customer", "order", "date", "amount", "gross", "purchase"]
    both = pd.concat([orders.frame[own].astype({"customer": "str"}), theirs.astype({"customer": "str"})])
    return both.reset_index(drop=True).astype({"customer": "category"})
