"""Who bought when: one row per customer and period. The one heavy step."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeGuard
from weakref import WeakKeyDictionary

import narwhals as nw
import pandas as pd

from retention.activity.pandas_engine import PandasOrders
from retention.activity.query_engine import Extent, QueriedOrders, Totals, Waits, fetch, is_sale
from retention.activity.tables import AnyOrders, FilteredTable, countable, nothing_left
from retention.errors import Issue, NoOrdersError, RequestError
from retention.orders import Orders, Unidentified
from retention.periods import FIRST_YEAR, LAST_YEAR, Period, Timeline, day_number, is_complete, usual_quiet_stretch

_KEPT = 3  # tables by Orders; the one of a million orders has some 60 MB
_RECENT: WeakKeyDictionary[Orders, dict[tuple[Timeline, dt.date], "Activity"]] = WeakKeyDictionary()
_SORTED: WeakKeyDictionary[Orders, PandasOrders] = WeakKeyDictionary()


@dataclass(frozen=True, kw_only=True)
class Activity:
    """What each customer did in each period.

    `table` has one row per customer and period with orders or money: `customer`, `period` (number), `orders`
    (0 where there were refunds only), `revenue` (net), `first` (period of the customer's first order, NEVER
    without any), `previous` (on rows with orders: the last period before with orders, NEVER for the first),
    `before` (orders in earlier periods), `total` (orders in all).
    Refunds may lie in periods before `first`. In pandas `customer` is a whole number, the position in `names`.
    `first` and `last` are the numbers of the periods of the first order (on `first_day`) and of the as-of date;
    `covered` is the last complete one, `whole_from` the first one that the data cover from its beginning. They cover
    the days from `known_from` on, their first day less this shop's usual quiet stretch. `money` tells whether any
    amount is known: without, all revenue is 0 here and unknown.
    """

    table: nw.LazyFrame[Any]
    timeline: Timeline
    as_of: dt.date
    first_day: dt.date
    first: int
    last: int
    covered: int
    known_from: dt.date
    whole_from: int
    money: bool
    names: pd.Index | None = None

    @cached_property
    def periods(self) -> tuple[Period, ...]:
        """Every period from the first order's to the as-of date's, also those without any order."""
        return tuple(self.timeline.period(number) for number in range(self.first, self.last + 1))

    def named(self, customers: pd.DataFrame) -> pd.DataFrame:
        """A fetched table with customers' names in place of their numbers, in order of names."""
        if self.names is not None:
            customers = customers.assign(customer=self.names.take(customers["customer"].to_numpy()).to_numpy())
        return customers.sort_values("customer", kind="stable", ignore_index=True)


def activity(orders: AnyOrders, *, timeline: Timeline, as_of: dt.date | None = None) -> Activity:
    """Count orders and money by customer and period, on the engine that holds them (pandas, Polars, DuckDB, Spark).

    `orders`: Orders, or any frame Narwhals knows with `customer`, `date`, `amount` and optionally `purchase`;
    without `purchase` every row is one unless its amount is negative. Rows that are no purchase are money,
    never activity. Rows without customer or date and rows after the as-of date are left out. `as_of` defaults to
    the orders' own, else to the last date in the table. What was last counted of an `Orders`, which never
    changes, is kept as long as that lives: figures of one grain share the step.

    Of filtered orders, those that are left out still tell until when the data reach and which periods are over: a
    channel that sells no more has periods without orders, and no earlier end.

    Raises RetentionError: those of `countable`, `no_purchases` (no order at all), `nothing_bought` (as_of: none
    up to then), and `date_out_of_reach` (date, earliest, latest).
    """
    if isinstance(as_of, dt.datetime):
        as_of = as_of.date()
    if not isinstance(orders, Orders):
        rows, whole = _rows(orders), _rows(orders.whole) if _is_part(orders) else None
        _check_some_left(rows, orders)
        return _counted(rows, timeline, as_of, whole)
    as_of = as_of or orders.as_of
    recent = _RECENT.setdefault(orders, {})
    whole = _sorted(orders.whole)
    done = recent.pop((timeline, as_of), None) or _counted(_sorted(orders), timeline, as_of, whole)
    recent[timeline, as_of] = done
    if len(recent) > _KEPT:
        del recent[next(iter(recent))]
    return done


def waits(orders: AnyOrders, *, as_of: dt.date | None = None) -> tuple[Extent, Waits]:
    """How long customers waited between days with orders up to the as-of date, and when they began.

    With the days of the first order and of the as-of date (`last`). Raises RetentionError: those of `activity`.
    """
    rows = _sorted(orders) if isinstance(orders, Orders) else _rows(orders)
    if isinstance(orders, Orders):
        as_of = as_of or orders.as_of
    else:
        _check_some_left(rows, orders)
    extent = _extent(rows, as_of)
    extent = extent._replace(last=as_of or extent.last)
    _check_reach(extent.first, extent.last)
    return extent, rows.waits(extent.last)


def overview(orders: AnyOrders, *, as_of: dt.date | None = None) -> tuple[Extent, Totals]:
    """What a table of orders holds up to the as-of date: its days, customers, orders and net revenue.

    The last day is that of all orders, also of those a filter leaves out. Raises RetentionError: those of `countable`,
    `no_purchases` and `nothing_bought`.
    """
    rows = QueriedOrders(countable(orders).lazy())
    _check_some_left(rows, orders)
    extent = _extent(rows, as_of)
    if _is_part(orders):
        extent = extent._replace(last=_extent(_rows(orders.whole), as_of).last)
    return extent, rows.totals(as_of)


def without_customer(orders: AnyOrders, *, as_of: dt.date | None = None) -> Unidentified:
    """How many orders up to the as-of date name no customer, and their net revenue; unknown amounts add nothing.

    They are part of no other figure. Of filtered orders, those among them that fulfil the filter; a filter that asks
    about customers leaves none.
    """
    if isinstance(orders, Orders):
        return orders.unidentified
    rows = countable(orders).lazy().filter(nw.col("customer").is_null(), ~nw.col("date").is_null())
    if as_of is not None:
        rows = rows.filter(day_number(nw.col("date")) <= as_of.toordinal() - 1)
    count, placed, money = _sums(rows)
    return Unidentified(rows=count, orders=placed, revenue=money or 0.0)


def after_today(orders: AnyOrders) -> Issue | None:
    """The rows of a table that were left out because they are of a day after the one on which it was read, if any."""
    if not isinstance(orders, FilteredTable) or orders.later is None:
        return None
    count, _, money = _sums(nw.from_native(orders.later).lazy())
    return Issue("after_today", count, set_aside=True, revenue=money) if count else None


def _sums(rows: nw.LazyFrame[Any]) -> tuple[int, int, float | None]:
    """How many rows there are, how many of them are orders, and their money; None where none is known."""
    amount = nw.col("amount").cast(nw.Float64)
    one = nw.when(is_sale(rows)).then(nw.lit(1)).otherwise(nw.lit(0)).cast(nw.Int64)
    each = rows.select(amount=nw.when(amount.is_finite()).then(amount), row=nw.lit(1).cast(nw.Int64), order=one)
    sums = each.select(nw.col("row", "order", "amount").sum(), nw.col("amount").count().alias("known"))
    found = fetch(sums).fillna(0).iloc[0]
    return int(found["row"]), int(found["order"]), float(found["amount"]) if found["known"] else None


def _rows(orders: AnyOrders) -> PandasOrders | QueriedOrders:
    frame = countable(orders)
    table = frame.to_native()
    return PandasOrders(table) if isinstance(table, pd.DataFrame) else QueriedOrders(frame.lazy())


def _is_part(orders: AnyOrders) -> TypeGuard[FilteredTable]:
    """Whether a filter leaves out some of a table's orders."""
    return isinstance(orders, FilteredTable) and bool(orders.filter)


def _check_some_left(rows: PandasOrders | QueriedOrders, orders: AnyOrders) -> None:
    if _is_part(orders) and rows.extent(None) is None:
        raise nothing_left(orders.filter)


def _check_reach(*days: dt.date) -> None:
    for day in days:
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise RequestError("date_out_of_reach", date=day, earliest=FIRST_YEAR, latest=LAST_YEAR)


def _extent(rows: PandasOrders | QueriedOrders, as_of: dt.date | None) -> Extent:
    extent = rows.extent(as_of)
    if extent is None:
        raise NoOrdersError("nothing_bought", as_of=as_of) if as_of else NoOrdersError("no_purchases")
    return extent


def _sorted(orders: Orders) -> PandasOrders:
    """The orders by customer and day, sorted once for as long as they live."""
    if orders not in _SORTED:
        _SORTED[orders] = PandasOrders(orders.frame)
    return _SORTED[orders]


def _counted(
    rows: PandasOrders | QueriedOrders,
    timeline: Timeline,
    as_of: dt.date | None,
    whole: PandasOrders | QueriedOrders | None,
) -> Activity:
    """The activity of some orders; `whole` are all of them, where these are a part, by which time is measured."""
    first_day, last_seen, money = _extent(rows, as_of)
    begins = first_day
    if whole is None or whole is rows:
        whole = rows
    else:
        begins, last_seen, _ = _extent(whole, as_of)
    as_of = as_of or last_seen
    _check_reach(first_day, as_of)
    first, last = timeline.number_of(first_day), timeline.number_of(as_of)
    end = timeline.period(last)
    guessed = end.end > as_of and as_of <= last_seen
    late = begins > timeline.period(timeline.number_of(begins)).start
    quiet = usual_quiet_stretch(whole.sale_days(as_of)) if guessed or late else 0.0
    known_from = begins - dt.timedelta(days=int(quiet))
    return Activity(
        table=rows.by_period(timeline, as_of),
        timeline=timeline,
        as_of=as_of,
        first_day=first_day,
        first=first,
        last=last,
        covered=last if is_complete(end, as_of=as_of, last_seen=last_seen, quiet=quiet) else last - 1,
        known_from=known_from,
        whole_from=first + int(timeline.period(first).start < known_from <= first_day),
        money=money,
        names=rows.names,
    )
