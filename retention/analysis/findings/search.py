"""The search: every look, held to all of them at once, what tells one story told once, the most money first."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

import numpy as np

from retention.activity import AnyOrders
from retention.analysis.customers import Customers
from retention.analysis.customers import customers as customers_of_orders
from retention.analysis.findings import facts, groups, over_time, prices
from retention.analysis.findings.finding import Finding, Findings
from retention.analysis.findings.known import Known
from retention.intervals import holm
from retention.periods import Calendar

LOOKS: tuple[Callable[[Known], list[Finding]], ...] = (
    over_time.changes_of_rate,
    over_time.newer_customers,
    over_time.weekdays,
    groups.began,
    groups.stays,
    prices.prices,
    facts.concentration,
    facts.data_quality,
)
"""Everything that is looked at, but for who slips away, which needs the models of customers."""
OF_GROUPS = ("began", "stays")


def findings(
    orders: AnyOrders,
    *,
    grain: str = "month",
    columns: Sequence[str] | None = None,
    customers: Customers | None = None,
    as_of: dt.date | None = None,
    year_start: int | None = None,
    week_start: str | None = None,
    calendar: str | None = None,
) -> Findings:
    """What stands out in a shop, looked for over everything that is counted; see `Finding` for what is looked at.

    Each look uses the function that answers the question on its own (`change`, `drift`, `cohorts`, `breakdown`, the
    test of groups), so that no figure here differs from the one there. All chances of a run are held to Holm's
    correction together: a shop in which nothing is the matter has a `certain` finding in one case of twenty, however
    many columns it has. What tells one story is told once: a rise of prices with the customers lost after it, of a
    column the group that costs most.

    `grain` and how time is cut are as in `change`, which is also asked by quarters; `columns` are those to group
    customers by (the dimensions of `Orders`; a table of one's own names them), `customers` what `rt.customers` found,
    where it is at hand. Money is worth a year, worked out as `Finding.numbers` holds it, on the supposition that
    all goes on as it does now. RetentionError: those of `activity` and `Calendar.of`, `no_such_column`.

    Source: Holm, A Simple Sequentially Rejective Multiple Test Procedure, Scandinavian Journal of Statistics 6, 1979.

    >>> orders = pd.DataFrame({
    ...    "customer": ["ann", "bob", "eve", "ann", "eve", "kim"],
    ...    "date": pd.to_datetime(["2025-01-05", "2025-01-06", "2025-01-31", "2025-02-07", "2025-03-02", "2025-03-09"]),
    ...    "amount": [30.0, 40.0, 10.0, 90.0, 20.0, 50.0],
    ... })
    >>> found = rt.findings(orders)
    >>> found.nothing, found.looks
    (True, 0)
    """
    cut = Calendar.of(grain, year_start, week_start, calendar)
    found = standing_out(orders, calendar=cut, columns=columns, as_of=as_of)
    known = customers or customers_of_orders(orders, as_of=as_of)
    return replace(found, facts=_by_money([*found.facts, *facts.slipping_value(known)]))


def standing_out(
    orders: AnyOrders, *, calendar: Calendar, columns: Sequence[str] | None = None, as_of: dt.date | None = None
) -> Findings:
    """The findings that need no model of customers, which is nearly all of the time: all but who slips away."""
    known = Known(orders, calendar=calendar, as_of=as_of, columns=columns)
    seen = [finding for look in LOOKS for finding in look(known)]
    tested = [each for each in seen if each.tested]
    chances = holm(np.array([each.chance for each in tested]))
    judged = [replace(each, held=float(held)) for each, held in zip(tested, chances, strict=True)]
    certain = _told_once(known, [each for each in judged if each.certain])
    return Findings(
        certain=_by_money(certain),
        facts=_by_money(each for each in seen if not each.tested),
        looks=len(tested),
    )


def _by_money(found: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(found, key=lambda each: each.weight, reverse=True))


def _told_once(known: Known, certain: list[Finding]) -> list[Finding]:
    """One finding for each story."""
    columns = dict.fromkeys(each.column for each in certain if each.kind in OF_GROUPS)
    kept = [_worst([each for each in certain if each.column == column]) for column in columns if column is not None]
    kept += [_clearest(part) for kind in ("change", "weekday", "price") if (part := _of(kind, certain))]
    kept += _of("cohorts", certain)
    return _joined_with_prices(known, kept)


def _of(kind: str, found: list[Finding]) -> list[Finding]:
    return [each for each in found if each.kind == kind]


def _worst(found: list[Finding]) -> Finding:
    """The group that costs most; where all do better than the others, the one that brings most.

    Of what is seen of it at its beginning and of late, the clearer one: who never came back stays away, too.
    """
    lower = [each for each in found if each.effect < 0]
    most = max(lower or found, key=lambda each: each.weight)
    return _clearest([each for each in lower or found if each.value == most.value])


def _clearest(found: list[Finding]) -> Finding:
    return min(found, key=lambda each: each.chance)


def _joined_with_prices(known: Known, found: list[Finding]) -> list[Finding]:
    """A rise of prices between the two periods of a fall of the rate takes this along: who left since is its cost."""
    price, change = (next(iter(_of(kind, found)), None) for kind in ("price", "change"))
    if price is None:
        return found
    day = prices.month_of_change(known, price)
    others = [each for each in found if each is not price]
    price = replace(price, day=day)
    if change is None or not _after(change, price):
        return [*others, price]
    joined = replace(
        price,
        change=change.change,
        grain=change.grain,
        money=change.money,
        numbers={**change.numbers, "revenue": price.numbers["revenue"]},
        settings=change.settings,
        doubts=(*price.doubts, *change.doubts),
    )
    return [*(each for each in others if each is not change), joined]


def _after(change: Finding, price: Finding) -> bool:
    moved = change.change
    if moved is None or price.day is None or not (price.effect > 0 > change.effect):
        return False
    return moved.days_before[1] < price.day <= moved.days[1]
