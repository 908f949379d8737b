"""Figures of groups of customers, and the highest and lowest of periods or groups that have enough customers."""

import datetime as dt
from dataclasses import dataclass

import narwhals as nw
import pandas as pd

from retention.activity import AnyOrders, activity, fetch, first_values
from retention.analysis.contrasts import clear_pairs
from retention.analysis.rates.bases import Base
from retention.analysis.rates.compare import within
from retention.analysis.rates.counting import count
from retention.analysis.rates.figures import PROPORTIONS, describe, settled
from retention.defaults import FEW_CUSTOMERS, GROUPS_TOLD_APART
from retention.metrics import METRICS
from retention.orders import Orders
from retention.periods import Calendar, Window


def few_at_risk(table: pd.DataFrame, figure: str) -> pd.Series:
    """Which rows of `figures` or `breakdown` have fewer than 30 customers to go by for a figure.

    >>> few_at_risk(pd.DataFrame({"customers_at_start": [29, 30]}), "crr").tolist()
    [True, False]
    """
    return table[METRICS[figure].at_risk] < FEW_CUSTOMERS


@dataclass(frozen=True, kw_only=True, eq=False)
class TrendRange:
    """Between which periods a figure moved: rows of `figures`, the `lowest`, the `highest`, and the `latest`."""

    lowest: pd.Series
    highest: pd.Series
    latest: pd.Series


def trend_range(table: pd.DataFrame, figure: str) -> TrendRange | None:
    """The lowest, the highest and the latest period that is over; None where none is.

    `table` are rows of `figures` that have the figure. Periods with few customers, whose figures swing, make no
    extreme unless there are no others.
    """
    complete = table[settled(table, figure)]
    if complete.empty:
        return None
    few = few_at_risk(complete, figure)
    solid = complete if few.all() else complete[~few]
    return TrendRange(
        lowest=solid.iloc[int(solid[figure].argmin())],
        highest=solid.iloc[int(solid[figure].argmax())],
        latest=complete.iloc[-1],
    )


def ranked_groups(table: pd.DataFrame, start: object, figure: str) -> pd.DataFrame:
    """The groups of a `breakdown` that have a figure in the period that begins on `start`, the highest first.

    Columns as in `breakdown`, and `few`: fewer than 30 customers to go by.
    """
    rows = table[(table["start"] == start) & table[figure].notna()].sort_values(figure, ascending=False)
    return rows.assign(few=few_at_risk(rows, figure)).reset_index(drop=True)


@dataclass(frozen=True, kw_only=True, eq=False)
class GroupContrast:
    """What can be said of the `groups` that are large enough: rows of `ranked_groups`.

    `pairs`: the groups that clearly differ, (higher, lower) by row of `groups`, the farthest apart first. `verdict`:
    `differ` or `no_clear_difference`, None while the period is not over. Only shares of customers can be tested; for
    other figures `testable` is False, and there is neither verdict nor pair.
    """

    groups: pd.DataFrame
    pairs: tuple[tuple[int, int], ...]
    testable: bool
    verdict: str | None

    @property
    def highest(self) -> pd.Series:
        """The higher group of the clearest pair; without one, the highest of all."""
        return self.groups.iloc[self.pairs[0][0] if self.pairs else 0]

    @property
    def lowest(self) -> pd.Series:
        """The lower group of the clearest pair; without one, the lowest of all."""
        return self.groups.iloc[self.pairs[0][1] if self.pairs else -1]


def group_contrast(groups: pd.DataFrame, figure: str) -> GroupContrast | None:
    """Which of `ranked_groups` differ, few ones aside; None where fewer than two are left.

    With many groups some always lie far apart: first all are asked together whether they differ, then every pair is
    held to Holm's correction (see `clear_pairs`). Twelve equal groups are called different in 5% of shops.
    """
    solid = groups[~groups["few"]].reset_index(drop=True)
    if len(solid) < 2:
        return None
    testable = figure in PROPORTIONS
    if not testable or not settled(solid, figure).all():
        return GroupContrast(groups=solid, pairs=(), testable=testable, verdict=None)
    part, whole = PROPORTIONS[figure]
    pairs = tuple(clear_pairs(solid[part].to_numpy(), solid[whole].to_numpy()))
    word = "differ" if pairs else "no_clear_difference"
    return GroupContrast(groups=solid, pairs=pairs, testable=True, verdict=word)


def dimension_values(orders: Orders) -> dict[str, int]:
    """How many values each column has by which customers can be grouped."""
    return {name: int(orders.frame[name].nunique()) for name in orders.dimensions}


def several_values(values: dict[str, int], *, at_most: int | None = None) -> tuple[str, ...]:
    """The columns whose values tell customers apart: more than one, and no more than can be read.

    >>> several_values({"channel": 2, "shop": 1, "note": 900}, at_most=200)
    ('channel',)
    """
    return tuple(name for name, count in values.items() if count > 1 and (at_most is None or count <= at_most))


def breakdown(
    orders: AnyOrders,
    by: str,
    *,
    present: bool = False,
    top: int = GROUPS_TOLD_APART,
    grain: str = "month",
    base: str | tuple[dt.date, dt.date] = "previous",
    as_of: dt.date | None = None,
    year_start: int | None = None,
    week_start: str | None = None,
    calendar: str | None = None,
    span: tuple[dt.date, dt.date] | None = None,
) -> pd.DataFrame:
    """The figures of each group of customers, a customer's group being the value on his first order.

    So every customer is in exactly one group, and their counts add up to those of `figures`; money given back to people
    who never ordered belongs to no group. One row per group and period: `group` (text, missing where the first order
    has no value), `rest` (True: all groups after the `top` largest, together), `customers` (ever, in the group), then
    the columns of `figures`; `small` marks fewer than 30 at the start. `present` splits in "1" and "0", whether the
    column holds anything (a discount used or not). `span` (first day, last day) asks for that one range instead of the
    periods of `grain`.
    RetentionError: those of `rates`, with `span` those of `figures_of`, and `no_such_column` (column, columns).

    >>> orders = pd.DataFrame({
    ...    "customer": ["ann", "bob", "eve", "ann", "eve", "kim"],
    ...    "date": pd.to_datetime(["2025-01-05", "2025-01-06", "2025-01-31", "2025-02-07", "2025-03-02", "2025-03-09"]),
    ...    "amount": [30.0, 40.0, 10.0, 90.0, 20.0, 50.0],
    ...    "channel": ["web", "web", "shop", "shop", "web", "shop"],
    ... })
    >>> found = rt.breakdown(orders, "channel", grain="month")
    >>> found[["group", "customers", "period", "customers_at_start", "retained"]]
      group  customers   period  customers_at_start  retained
    0  shop          2  2025-01                   0         0
    1  shop          2  2025-02                   1         0
    2  shop          2  2025-03                   0         0
    3   web          2  2025-01                   0         0
    4   web          2  2025-02                   2         1
    5   web          2  2025-03                   1         0
    """
    periods = Calendar.of(grain, year_start, week_start, calendar)
    counted = within(orders, Window(*span), as_of) if span else activity(orders, timeline=periods, as_of=as_of)
    values = first_values(orders, by, as_of=counted.as_of, present=present)
    sizes = fetch(values.group_by("group").agg(customers=nw.len())).astype({"group": "object"})
    sizes = sizes.sort_values(["customers", "group"], ascending=[False, True], ignore_index=True)
    shown, others = sizes.head(top), sizes.iloc[top:]
    counts = count(orders, counted, Base.of(base), parts=values.select("customer", part=_place(shown["group"])))
    table = describe(counted, counts, Base.of(base))
    labels = [None if pd.isna(label) else label for label in shown["group"]]
    groups = pd.DataFrame({"group": pd.Series(labels, dtype="str"), "rest": False, "customers": shown["customers"]})
    if len(others):
        rest = pd.DataFrame(
            {"group": pd.Series([None], dtype="str"), "rest": True, "customers": others["customers"].sum()}
        )
        groups = pd.concat([groups, rest], ignore_index=True)
    heads = groups.loc[groups.index.repeat(len(counted.periods))].reset_index(drop=True)
    # A group begins with its first order, as all customers together do.
    begun = table["customers_to_date"] > 0 if span is None else table["start"] == span[0]
    return pd.concat([heads, table], axis=1)[begun].reset_index(drop=True)


def _place(labels: pd.Series) -> nw.Expr:
    """The place of each group among those with a row of their own; the rest comes after them."""
    group, place = nw.col("group"), nw.lit(len(labels))
    for number, label in enumerate(labels):
        mine = group.is_null() if pd.isna(label) else group == nw.lit(label)
        place = nw.when(mine).then(nw.lit(number)).otherwise(place)
    return place
