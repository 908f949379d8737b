"""Orders that fulfil conditions, where the data live: in pandas by masks, elsewhere as a query."""

import dataclasses
import datetime as dt
from collections.abc import Collection, Iterable
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd
from narwhals.typing import IntoFrame

from retention.activity.first_orders import first_values
from retention.activity.pandas_engine import numbered, sales
from retention.activity.query_engine import fetch, is_sale
from retention.activity.tables import AnyOrders, FilteredTable, countable, nothing_left
from retention.errors import ColumnError
from retention.filters import EVER, ORDER, Condition, Filter, Wanted
from retention.messages import MOST_COMPARED, nearest
from retention.orders import OWN, KeptLines, Orders, Unidentified
from retention.periods import day_number

Rows = nw.LazyFrame[Any]
ON_LINES = ("product", "sku", "category")
"""Columns that lines have: an order holds what any of its lines says."""
_ALWAYS = dt.date.max
"""An as-of date that leaves no order out: which one is the first does not depend on the last day."""


def filtered(orders: AnyOrders, *, only: Wanted | None = None, without: Wanted | None = None) -> AnyOrders:
    """The orders of which only some count: those that fulfil every condition.

    `only` and `without` name columns, each with a value or several, any of which fulfils the condition: the orders that
    have it count (`only`), or all others do (`without`). `None` or "" is a cell that says nothing. Before the column,
    `first:` asks each customer's first order instead, `ever:` any order of the customer, and all orders of the
    customers found count, or of all others. So `first:channel` leaves what customers ordered later elsewhere, where
    `channel` takes each order by itself, and a customer is new with the first of those that count.

    Where orders have lines, `product`, `sku` and `category` ask every line: an order has what any of them says.
    Each condition is asked of all orders, never of what another one left: the order of conditions does not matter, and
    filtering twice is filtering once by both. The as-of date, and which periods are over, stay those of all orders.
    Orders stay `Orders`; of a table elsewhere (DuckDB, Spark, Polars) the query stays there, and every function takes
    what comes back. Numbers are compared as numbers, days as 2025-01-31, yes and no as true and false.

    RetentionError: `filter_unclear` (text), `filter_column_unknown` (column, columns), `filter_no_columns` (column),
    `filter_value_unknown` (column, value, values), `filter_column_empty` (column, value), and `filter_leaves_nothing`
    (conditions), of a table elsewhere once it is counted.

    >>> orders = pd.DataFrame({
    ...    "customer": ["ann", "bob", "eve", "ann", "eve", "kim"],
    ...    "date": pd.to_datetime(["2025-01-05", "2025-01-06", "2025-01-31", "2025-02-07", "2025-03-02", "2025-03-09"]),
    ...    "amount": [30.0, 40.0, 10.0, 90.0, 20.0, 50.0],
    ...    "channel": ["web", "web", "shop", "shop", "web", "shop"],
    ... })
    >>> columns = ["period", "customers_at_start", "retained", "new"]
    >>> rt.rates(rt.filtered(orders, only={"channel": "web"}))[columns]
        period  customers_at_start  retained  new
    0  2025-01                   0         0    2
    1  2025-02                   2         0    0
    2  2025-03                   0         0    1
    >>> rt.rates(rt.filtered(orders, only={"first:channel": "web"}))[columns]
        period  customers_at_start  retained  new
    0  2025-01                   0         0    2
    1  2025-02                   2         1    0
    2  2025-03                   1         0    0
    """
    return narrowed(orders, Filter.of(only, without))


def narrowed(orders: AnyOrders, by: Filter) -> AnyOrders:
    """The orders that fulfil a filter, and the one they were filtered by before; see `filtered`."""
    if isinstance(orders, Orders):
        return narrowed_orders(orders, by)
    if isinstance(orders, FilteredTable):
        return dataclasses.replace(_of_table(orders.whole, orders.filter + by), later=orders.later) if by else orders
    return _of_table(orders, by) if by else orders


def narrowed_orders(orders: Orders, by: Filter) -> Orders:
    """The cleaned orders that fulfil a filter, and the one they were filtered by before; see `filtered`."""
    return _of_orders(orders.whole, orders.filter + by) if by else orders


def _of_orders(whole: Orders, by: Filter) -> Orders:
    on_lines = {each.column: lines_with(whole, each.column) for each in by.conditions}
    known = (*whole.dimensions, *(column for column, lines in on_lines.items() if lines is not None))
    conditions = [_named(each, known, _names_in_files(whole)) for each in by.conditions]
    for each in conditions:
        lines = on_lines.get(each.column)
        _check_values(_distinct(whole.frame if lines is None else lines, each.column), each)
    rows = np.ones(len(whole.frame), dtype=bool)
    for each in conditions:
        rows &= _fulfilling(whole.frame, each, on_lines.get(each.column))
    frame = whole.frame[rows].reset_index(drop=True)
    found = Filter(tuple(conditions))
    if not frame["purchase"].any():
        raise nothing_left(found)
    for name in frame.select_dtypes("category"):
        frame[name] = frame[name].cat.remove_unused_categories()
    kept = KeptLines(whole=whole, rows=rows)
    nobody = _without_customer(whole.unidentified, found)
    return dataclasses.replace(whole, frame=frame, filter=found, unfiltered=whole, line_cells=kept, unidentified=nobody)


def _without_customer(all_of_them: Unidentified, by: Filter) -> Unidentified:
    """The orders without a customer that fulfil a filter: none where it asks about customers."""
    frame = all_of_them.frame
    if frame is None or any(each.of_customers for each in by.conditions):
        return Unidentified()
    asked = set(ON_LINES) & set(by.columns)
    lines = all_of_them.line_cells(pd.Series(np.arange(len(frame)))) if asked and all_of_them.line_cells else None
    rows = np.ones(len(frame), dtype=bool)
    for each in by.conditions:
        rows &= _held_by(frame, each, lines if each.column in asked else None) ^ each.leave_out
    return dataclasses.replace(Unidentified.of(frame[rows]), frame=None)


def lines_with(orders: Orders, column: str) -> pd.DataFrame | None:
    """The lines of orders where a column is one of theirs and says something; None: only the order itself tells."""
    if column not in ON_LINES or orders.line_cells is None:
        return None
    return orders.lines if orders.lines[column].notna().any() else None


def _of_table(whole: IntoFrame, by: Filter) -> FilteredTable:
    frame = countable(whole)
    columns = [name for name in frame.collect_schema() if name not in OWN]
    conditions = [_named(each, columns, {}) for each in by.conditions]
    table = frame.to_native()
    for each in conditions:
        _check_values(_distinct(table, each.column) if isinstance(table, pd.DataFrame) else frame.lazy(), each)
    if isinstance(table, pd.DataFrame):
        rows = np.ones(len(table), dtype=bool)
        for each in conditions:
            rows &= _fulfilling(table, each)
        left: Any = table[rows].reset_index(drop=True)
    else:
        query = frame.lazy()
        for each in conditions:
            query = _queried(frame.lazy(), query, each)
        left = query.to_native()
    return FilteredTable(frame=left, whole=whole, filter=Filter(tuple(conditions)))


def _names_in_files(orders: Orders) -> dict[str, str]:
    """What files call the columns that orders keep under names of ours."""
    found = {column: name for source in orders.sources for name, column in source.mapping.dimensions.items()}
    return {column: name for column, name in found.items() if name in orders.dimensions}


def _named(condition: Condition, columns: Collection[str], other_names: dict[str, str]) -> Condition:
    """The condition about a column that is there, under the name it has there."""
    name = condition.column if condition.column in columns else other_names.get(condition.column)
    if name is None and not columns:
        raise ColumnError("filter_no_columns", column=condition.column)
    if name is None:
        near = nearest(condition.column, dict.fromkeys((*columns, *other_names)))
        raise ColumnError("filter_column_unknown", column=condition.column, columns=near)
    return dataclasses.replace(condition, column=name)


def _unknown(condition: Condition, value: str, known: Iterable[str]) -> ColumnError:
    near = nearest(value, known)
    if not near:
        return ColumnError("filter_column_empty", column=condition.column, value=value)
    return ColumnError("filter_value_unknown", column=condition.column, value=value, values=near)


# In pandas


def _fulfilling(frame: pd.DataFrame, condition: Condition, lines: pd.DataFrame | None = None) -> np.ndarray:
    """Which rows count by one condition; those without a customer by none about customers.

    `lines` are those of the orders where any of them may fulfil it, as with what was bought.
    """
    if condition.scope == ORDER:
        return _held_by(frame, condition, lines) ^ condition.leave_out
    codes, names = numbered(frame["customer"])
    chosen = np.zeros(len(names), dtype=bool)
    if condition.scope == EVER:
        rows = _held_by(frame, condition, lines) & sales(frame) & (codes >= 0)
        chosen[codes[rows]] = True
    elif lines is not None:
        rows = _first_ones(frame, codes, len(names))
        chosen[:] = "" in condition.any_of
        chosen[codes[rows]] = False
        chosen[codes[rows & _held_by(frame, condition, lines)]] = True
    else:
        chosen[:] = "" in condition.any_of  # also who never ordered, and only got money back
        first = fetch(first_values(frame, condition.column, as_of=_ALWAYS))
        kind = _written(nw.from_native(frame[[condition.column]]).collect_schema()[condition.column])
        chosen[first["customer"]] = _holding(first["group"], condition.any_of, kind)
    return np.asarray(np.append(chosen ^ condition.leave_out, False)[codes])


def _held_by(frame: pd.DataFrame, condition: Condition, lines: pd.DataFrame | None) -> np.ndarray:
    """Which orders hold one of some values: on any of their lines, or, of orders without, by themselves."""
    size, column = len(frame), condition.column
    itself = _holding(frame[column], condition.any_of) if column in frame else np.full(size, "" in condition.any_of)
    if lines is None:
        return itself
    place, cells = lines.index.to_numpy(dtype=np.int64), lines[column]
    sought = tuple(value for value in condition.any_of if value)
    known, held = np.zeros((2, size), dtype=bool)
    known[place[cells.notna().to_numpy()]] = True
    held[place[_holding(cells, sought)]] = True
    return np.where(known, held, itself)


def _first_ones(frame: pd.DataFrame, codes: np.ndarray, customers: int) -> np.ndarray:
    """Which rows are first orders: several of one customer where they have the same time."""
    rows = sales(frame) & (codes >= 0)
    moment = frame["date"].to_numpy(dtype="datetime64[us]").astype(np.int64)
    first = np.full(customers, np.iinfo(np.int64).max)
    np.minimum.at(first, codes[rows], moment[rows])
    return np.asarray(rows & (moment == first[codes]))


def _distinct(frame: pd.DataFrame, column: str) -> Rows:
    """The cells of a column, of a category each once: comparing a million of them takes a tenth of a second."""
    cells = frame[column]
    if isinstance(cells.dtype, pd.CategoricalDtype):
        used = cells.cat.remove_unused_categories().cat.categories
        return nw.from_native(pd.DataFrame({column: used.array})).lazy()
    return nw.from_native(frame[[column]]).lazy()


def _holding(cells: pd.Series, values: tuple[str, ...], kind: str | None = None) -> np.ndarray:
    """Which cells hold one of some values; a category is compared once."""
    if isinstance(cells.dtype, pd.CategoricalDtype):
        of_categories = pd.DataFrame({"cell": cells.cat.categories.array})
        held = _compared(of_categories, values, kind) if len(of_categories) else np.zeros(0, dtype=bool)
        return np.append(held, "" in values)[cells.cat.codes.to_numpy()]
    return _compared(cells.to_frame("cell"), values, kind)


def _compared(cells: pd.DataFrame, values: tuple[str, ...], kind: str | None) -> np.ndarray:
    frame = nw.from_native(cells, eager_only=True)
    kind = kind or _kind(frame.collect_schema()["cell"])
    return frame.select(held=_holds("cell", kind, values))["held"].to_numpy().astype(bool)


# On other engines


def _queried(whole: Rows, rows: Rows, condition: Condition) -> Rows:
    """The rows among some of all that count by one condition."""
    dtype = whole.collect_schema()[condition.column]
    kind = _kind(dtype)
    if condition.scope == ORDER:
        held = _holds(condition.column, kind, condition.any_of)
        return rows.filter(~held if condition.leave_out else held)
    if condition.scope == EVER:
        found = whole.filter(is_sale(whole), _holds(condition.column, kind, condition.any_of))
        apart = condition.leave_out
    else:
        # Who never ordered has no first order, and so none that says anything: found by being none of the others.
        first = first_values(whole.to_native(), condition.column, as_of=_ALWAYS)
        others = "" in condition.any_of
        held = _holds("group", _written(dtype), condition.any_of)
        found = first.filter(~held if others else held)
        apart = condition.leave_out ^ others
    named = rows.filter(~nw.col("customer").is_null())
    return named.join(found.select("customer").unique(), on="customer", how="anti" if apart else "semi")


def _check_values(whole: nw.LazyFrame[Any], condition: Condition) -> None:
    """ColumnError unless each value of a condition stands somewhere in its column."""
    column = condition.column
    kind = _kind(whole.collect_schema()[column])
    wanted = {value: _comparable(value, kind) for value in condition.any_of if value}
    cells = whole.select(cell=_cell(column, kind)).filter(~nw.col("cell").is_null())
    sought = [each for each in wanted.values() if each is not None]
    found = set(fetch(cells.filter(nw.col("cell").is_in(sought)).unique())["cell"]) if sought else set()
    for value, each in wanted.items():
        if each is None or each not in found:
            counted = cells.group_by("cell").agg(rows=nw.len()).sort("rows", "cell", descending=[True, False])
            known = fetch(counted.head(MOST_COMPARED))["cell"]
            raise _unknown(condition, value, [_told(cell, kind) for cell in known])


def _kind(dtype: nw.dtypes.DType) -> str:
    """How cells of a type are compared: as `flag`, `number`, `day` or `text`."""
    if dtype == nw.Boolean:
        return "flag"
    if dtype.is_numeric():
        return "number"
    return "day" if isinstance(dtype, nw.Date | nw.Datetime) else "text"


def _written(dtype: nw.dtypes.DType) -> str:
    """How cells are compared that `first_values` has turned into text, of days with a time behind them."""
    kind = _kind(dtype)
    return {"flag": "text", "day": "dated"}.get(kind, kind)


def _cell(column: str, kind: str) -> nw.Expr:
    """A cell as it is compared; engines write yes, numbers and days differently."""
    cell = nw.col(column)
    if kind == "flag":
        return nw.when(cell).then(nw.lit("true")).otherwise(nw.when(~cell).then(nw.lit("false")))
    if kind == "number":
        return cell.cast(nw.Float64)
    if kind == "day":
        return day_number(cell)
    text = cell.cast(nw.String)
    return text.str.slice(0, len("2025-01-31")) if kind == "dated" else text


def _comparable(value: str, kind: str) -> object:
    """A value as cells are compared; None where no cell of the kind can be so."""
    try:
        if kind == "number":
            return float(value)
        return dt.date.fromisoformat(value).toordinal() - 1 if kind == "day" else value
    except ValueError:
        return None


def _told(cell: Any, kind: str) -> str:  # noqa: ANN401 - a text, or a number
    """A cell that was compared, as a person names it."""
    if kind == "number":
        return f"{cell:g}"
    return dt.date.fromordinal(int(cell) + 1).isoformat() if kind == "day" else str(cell)


def _holds(column: str, kind: str, values: tuple[str, ...]) -> nw.Expr:
    """Whether a cell holds one of some values, never unknown."""
    sought = [each for each in (_comparable(value, kind) for value in values if value) if each is not None]
    cell = _cell(column, kind)
    nothing = nw.lit("" in values)
    if kind == "text":
        sought = [*sought, ""] if "" in values else sought
    held = cell.is_in(sought) if sought else nw.lit(False)
    return nw.when(cell.is_null()).then(nothing).otherwise(held)
