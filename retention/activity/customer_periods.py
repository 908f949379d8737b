"""Who bought when: one row per customer and period, and what was so on each first order. The one heavy step."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

import narwhals as nw
import numpy as np
import pandas as pd
from narwhals.typing import IntoFrame

from retention.activity.pandas_engine import PandasOrders, numbered, sales
from retention.activity.query_engine import Extent, QueriedOrders, Totals, is_sale
from retention.errors import ColumnError, NoOrdersError, RequestError
from retention.orders import Orders
from retention.periods import FIRST_YEAR, LAST_YEAR, Period, Timeline, day_number, is_complete, usual_quiet_stretch

REQUIRED = ("customer", "date", "amount")
Frame = nw.DataFrame[Any] | nw.LazyFrame[Any]
_KEPT = 3  # tables by Orders; the one of a million orders has some 60 MB
_RECENT: WeakKeyDictionary[Orders, dict[tuple[Timeline, dt.date], "Activity"]] = WeakKeyDictionary()
_SORTED: WeakKeyDictionary[Orders, PandasOrders] = WeakKeyDictionary()
_NOTHING = ("", "0", "0.0", "nan", "false")


@dataclass(frozen=True, kw_only=True)
class Activity:
    """What each customer did in each period.

    `table` has one row per customer and period with orders or money: `customer`, `period` (number), `orders`
    (0 where there were refunds only), `revenue` (net), `first` (period of the customer's first order, NEVER
    without any), `previous` (on rows with orders: the last period before with orders, NEVER for the first),
    `before` (orders in earlier periods), `total` (orders in all).
    Refunds may lie in periods before `first`. In pandas `customer` is a whole number, the position in `names`.
    `first` and `last` are the numbers of the periods of the first order (on `first_day`) and of the as-of date;
    `covered` is the last complete one. `money` tells whether any amount is known: without, all revenue is 0 here and
    unknown.
    """

    table: nw.LazyFrame[Any]
    timeline: Timeline
    as_of: dt.date
    first_day: dt.date
    first: int
    last: int
    covered: int
    money: bool
    names: pd.Index | None = None

    @property
    def periods(self) -> tuple[Period, ...]:
        """Every period from the first order's to the as-of date's, also those without any order."""
        return tuple(self.timeline.period(number) for number in range(self.first, self.last + 1))

    def named(self, customers: pd.DataFrame) -> pd.DataFrame:
        """A fetched table with customers' names in place of their numbers, in order of names."""
        if self.names is not None:
            customers = customers.assign(customer=self.names.take(customers["customer"].to_numpy()).to_numpy())
        return customers.sort_values("customer", kind="stable", ignore_index=True)


def activity(orders: Orders | IntoFrame, *, timeline: Timeline, as_of: dt.date | None = None) -> Activity:
    """Count orders and money by customer and period, on the engine that holds them (pandas, Polars, DuckDB, Spark).

    `orders`: Orders, or any frame Narwhals knows with `customer`, `date`, `amount` and optionally `purchase`;
    without `purchase` every row is one unless its amount is negative. Rows that are no purchase are money,
    never activity. Rows without customer or date and rows after the as-of date are left out. `as_of` defaults to
    the orders' own, else to the last date in the table. What was last counted of an `Orders`, which never
    changes, is kept as long as that lives: figures of one grain share the step.

    Raises RetentionError: those of `countable`, `no_purchases` (no order at all), `nothing_bought` (as_of: none
    up to then), and `date_out_of_reach` (date, earliest, latest).
    """
    if isinstance(as_of, dt.datetime):
        as_of = as_of.date()
    if not isinstance(orders, Orders):
        frame = countable(orders)
        native = frame.to_native()
        return _counted(
            PandasOrders(native) if isinstance(native, pd.DataFrame) else QueriedOrders(frame.lazy()), timeline, as_of
        )
    as_of = as_of or orders.as_of
    recent = _RECENT.setdefault(orders, {})
    done = recent.pop((timeline, as_of), None) or _counted(_sorted(orders), timeline, as_of)
    recent[timeline, as_of] = done
    if len(recent) > _KEPT:
        del recent[next(iter(recent))]
    return done


def overview(orders: IntoFrame, *, as_of: dt.date | None = None) -> tuple[Extent, Totals]:
    """What a table of orders holds up to the as-of date: its days, customers, orders and net revenue.

    Raises RetentionError: those of `countable`, `no_purchases` and `nothing_bought`.
    """
    rows = QueriedOrders(countable(orders).lazy())
    return _extent(rows, as_of), rows.totals(as_of)


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


def _counted(rows: PandasOrders | QueriedOrders, timeline: Timeline, as_of: dt.date | None) -> Activity:
    first_day, last_seen, money = _extent(rows, as_of)
    as_of = as_of or last_seen
    for day in (first_day, as_of):
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise RequestError("date_out_of_reach", date=day, earliest=FIRST_YEAR, latest=LAST_YEAR)
    first, last = timeline.number_of(first_day), timeline.number_of(as_of)
    end = timeline.period(last)
    guessed = end.end > as_of and as_of <= last_seen
    quiet = usual_quiet_stretch(rows.sale_days(as_of)) if guessed else 0.0
    return Activity(
        table=rows.by_period(timeline, as_of),
        timeline=timeline,
        as_of=as_of,
        first_day=first_day,
        first=first,
        last=last,
        covered=last if is_complete(end, as_of=as_of, last_seen=last_seen, quiet=quiet) else last - 1,
        money=money,
        names=rows.names,
    )


def countable(orders: Orders | IntoFrame) -> Frame:
    """The orders as a Narwhals frame with `customer`, `date` and `amount`, on the engine that holds them.

    In pandas, dates may also be Python's own, as databases return them, and those of a time zone become the local
    time they show. Tables of engines without queries of their own (PyArrow) come to pandas.
    RetentionError: `missing_columns` (columns, present), `not_a_date` (column, type), `not_a_number` (column).
    """
    frame: Frame = nw.from_native(orders.frame if isinstance(orders, Orders) else orders)
    schema = frame.collect_schema()
    missing = tuple(name for name in REQUIRED if name not in schema)
    if missing:
        raise ColumnError("missing_columns", columns=missing, present=tuple(schema))
    if isinstance(frame, nw.DataFrame) and not frame.implementation.is_polars():
        native = frame.to_native() if frame.implementation.is_pandas() else frame.to_pandas()
        return nw.from_native(_with_numbers(_with_plain_dates(native)))
    if not isinstance(schema["date"], nw.Date | nw.Datetime):
        raise ColumnError("not_a_date", column="date", type=str(schema["date"]))
    if not isinstance(schema["amount"], nw.String | nw.Unknown) and not schema["amount"].is_numeric():
        raise ColumnError("not_a_number", column="amount")
    return frame


def _with_plain_dates(native: pd.DataFrame) -> pd.DataFrame:
    date = native["date"]
    if date.dtype == object and pd.api.types.infer_dtype(date, skipna=True) in {"date", "datetime", "empty"}:
        date = pd.to_datetime(date)
    kind = nw.from_native(date.to_frame("date")).collect_schema()["date"]
    if not (pd.api.types.is_datetime64_any_dtype(date) or isinstance(kind, nw.Date | nw.Datetime)):
        raise ColumnError("not_a_date", column="date", type=str(kind))
    zoned = kind != nw.Date and getattr(date.dt, "tz", None) is not None
    plain = date.dt.tz_localize(None) if zoned else date
    return native if plain is native["date"] else native.assign(date=plain)


def _with_numbers(native: pd.DataFrame) -> pd.DataFrame:
    """Amounts that databases return as text or decimals become numbers."""
    amount = native["amount"]
    if pd.api.types.is_numeric_dtype(amount):
        return native
    try:
        return native.assign(amount=amount.to_numpy(dtype=float, na_value=np.nan))
    except (TypeError, ValueError) as words:
        raise ColumnError("not_a_number", column="amount") from words


def first_values(orders: Orders | IntoFrame, by: str, *, as_of: dt.date, present: bool = False) -> nw.LazyFrame[Any]:
    """What column `by` says on each customer's first order: `customer`, `group` (text, missing where it says nothing).

    One row per customer with an order up to the as-of date; in pandas `customer` is a number, as in `Activity`,
    and `group` a category. With `present`, `group` only tells whether there is something: "1" for a text or a
    number other than 0, else "0". Of several first orders at the same time the alphabetically first value
    counts, so that the order of rows never does. Yes and no are written `true` and `false`.

    Raises RetentionError `no_such_column` (column, columns) and those of `countable`.
    """
    frame = countable(orders)
    schema = frame.collect_schema()
    if by not in schema:
        raise ColumnError("no_such_column", column=by, columns=tuple(schema))
    native = frame.to_native()
    if isinstance(native, pd.DataFrame):
        found = _in_pandas(native, by, as_of)
    else:
        rows = frame.lazy().filter(day_number(nw.col("date")) <= as_of.toordinal() - 1)
        found = _first_rows(rows.filter(~nw.col("customer").is_null()), by)
    if not present:
        return found
    text = nw.col("group").cast(nw.String)
    nothing = nw.col("group").is_null() | text.is_in(_NOTHING)
    return found.with_columns(group=nw.when(nothing).then(nw.lit("0")).otherwise(nw.lit("1")))


def _in_pandas(native: pd.DataFrame, by: str, as_of: dt.date) -> nw.LazyFrame[Any]:
    codes, names = numbered(native["customer"])
    moment = native["date"].to_numpy(dtype="datetime64[us]", na_value=np.datetime64("NaT"))
    ended = np.datetime64(as_of, "us") + np.timedelta64(1, "D")
    rows = np.flatnonzero((codes >= 0) & (moment < ended) & sales(native))
    first = np.full(len(names), np.iinfo(np.int64).max)
    np.minimum.at(first, codes[rows], moment[rows].astype(np.int64))
    rows = rows[moment[rows].astype(np.int64) == first[codes[rows]]]
    value, texts = _texts(native[by].iloc[rows])
    # In order of the alphabet, missing ones last: of several at the same time the first remains.
    ordered = np.lexsort((np.where(value < 0, len(texts), value), codes[rows]))
    customer = codes[rows][ordered]
    keep = np.r_[True, customer[1:] != customer[:-1]][: len(customer)]
    group = pd.Categorical.from_codes(value[ordered][keep], texts)
    return nw.from_native(pd.DataFrame({"customer": customer[keep], "group": group})).lazy()


def _texts(values: pd.Series) -> tuple[np.ndarray, pd.Index]:
    """Each value's place among the texts that occur, -1 where missing, and these in order of the alphabet."""
    codes, found = pd.factorize(values)
    written = [str(value).lower() if isinstance(value, bool | np.bool_) else str(value) for value in found]
    texts, place = np.unique(np.array(written, dtype=object), return_inverse=True)
    return np.where(codes < 0, -1, np.r_[place, -1][codes]), pd.Index(texts, dtype="str")


def _first_rows(rows: nw.LazyFrame[Any], by: str) -> nw.LazyFrame[Any]:
    written = _written(nw.col(by), flag=rows.collect_schema()[by] == nw.Boolean)
    value = rows.filter(is_sale(rows)).select("customer", "date", group=written)
    same = value.filter(nw.col("date") == nw.col("date").min().over("customer"))
    return same.group_by("customer").agg(nw.col("group").min())


def _written(value: nw.Expr, *, flag: bool) -> nw.Expr:
    """A value as text; engines write yes and no differently."""
    if not flag:
        return value.cast(nw.String)
    return nw.when(value).then(nw.lit("true")).otherwise(nw.when(~value).then(nw.lit("false")))
