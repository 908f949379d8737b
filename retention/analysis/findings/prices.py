"""What the same products, and orders of the same customers, cost now and before; and in which month that changed."""

import datetime as dt
import math

import narwhals as nw
import numpy as np
import pandas as pd

from retention.activity import fetch
from retention.analysis.findings.finding import UNKNOWN, Counted, Finding
from retention.analysis.findings.known import MONTHS, YEAR, Known
from retention.analysis.money.two_periods import GROUPS, TwoPeriods, customers_of
from retention.defaults import CONFIDENCE, FEW_CUSTOMERS
from retention.orders import Orders
from retention.settings import Days, as_text

PRODUCTS_NEEDED = 5
"""Products sold in both stretches from which prices are compared: the signs of fewer are never beyond chance."""
SAME_PRICE = 0.005
"""Share by which a price may differ and still be the same: rounding."""


def prices(known: Known) -> list[Finding]:
    """What products, and orders of the same customers, cost in the last whole months against the earlier ones."""
    if known.recent is None or known.earlier is None or not known.done.money:
        return []
    found = (_of_products(known, known.earlier, known.recent), _of_orders(known, known.earlier, known.recent))
    return [each for each in found if each is not None]


def _of_orders(known: Known, earlier: Days, recent: Days) -> Finding | None:
    """The worth of an order of customers of both stretches: the mean change of its logarithm, by Student's t."""
    from scipy.special import stdtr, stdtrit

    _done, customers = customers_of(known.orders, TwoPeriods(earlier, recent), as_of=known.as_of)
    both = customers.filter(nw.col("group") == GROUPS.index("both"))
    rows = fetch(both.select("orders_0", "orders_1", "revenue_0", "revenue_1"))
    rows = rows[(rows["revenue_0"] > 0) & (rows["revenue_1"] > 0)]
    if len(rows) < FEW_CUSTOMERS:
        return None
    worth = [np.log((rows[f"revenue_{place}"] / rows[f"orders_{place}"]).to_numpy()) for place in (0, 1)]
    steps = worth[1] - worth[0]
    mean, error, free = float(steps.mean()), float(steps.std(ddof=1)) / math.sqrt(len(steps)), len(steps) - 1
    reach = float(stdtrit(free, (1 + CONFIDENCE) / 2)) * error
    return _finding(
        known,
        what="orders",
        counted=len(rows),
        change=(mean, mean - reach, mean + reach),
        chance=2 * float(stdtr(free, -abs(mean) / error)) if error else UNKNOWN,
    )


def _of_products(known: Known, earlier: Days, recent: Days) -> Finding | None:
    """The price of a unit of every product sold in both stretches: how many went up and down, by the sign test.

    Source: Dixon & Mood, The Statistical Sign Test, JASA 41, 1946.
    """
    from scipy.special import bdtr

    lines = _units(known)
    if lines is None:
        return None
    before, now = (_prices(lines, days) for days in (earlier, recent))
    both = before.add_suffix("_0").join(now.add_suffix("_1"), how="inner")
    if len(both) < PRODUCTS_NEEDED:
        return None
    steps = np.log((both["price_1"] / both["price_0"]).to_numpy())
    up, down = int((steps > SAME_PRICE).sum()), int((steps < -SAME_PRICE).sum())
    units = (both["units_0"] + both["units_1"]).to_numpy()
    mean = float(np.average(steps, weights=units))
    return _finding(
        known,
        what="products",
        counted=up if mean > 0 else down,
        of=len(both),
        change=(mean, float(np.quantile(steps, 0.025)), float(np.quantile(steps, 0.975))),
        chance=min(1.0, 2 * float(bdtr(min(up, down), up + down, 0.5))) if up + down else 1.0,
    )


def _finding(
    known: Known,
    *,
    what: str,
    counted: int,
    change: tuple[float, float, float],
    chance: float,
    of: int | None = None,
) -> Finding:
    """Changes are given as logarithms; a year of them is worth the change of a year's revenue at the same orders."""
    effect, low, high = (math.expm1(each) for each in change)
    yearly = UNKNOWN if known.lately is None else float(known.lately["revenue"]) * YEAR / MONTHS
    return Finding(
        kind="price",
        value=what,
        here=Counted(part=counted, whole=counted if of is None else of, days=known.recent),
        there=Counted(part=counted, whole=counted if of is None else of, days=known.earlier),
        effect=effect,
        low=low,
        high=high,
        chance=chance,
        money=yearly * effect / (1 + effect),
        settings={"figure": "average_order_value", "period": "days", "period-days": as_text(known.recent)},
        numbers={"revenue": yearly},
        doubts=() if known.same_season else ("season",),
    )


def _units(known: Known) -> pd.DataFrame | None:
    """Lines that tell the price of a product: `product`, `price`, `units`, `date`."""
    orders = known.orders
    if not isinstance(orders, Orders) or orders.line_cells is None:
        return None
    lines = orders.lines
    name = lines["sku"].astype(object).where(lines["sku"].notna(), lines["product"].astype(object))
    price = lines["price"].fillna(lines["amount"] / lines["quantity"].where(lines["quantity"] > 0))
    date = orders.frame["date"].to_numpy()[lines.index.to_numpy(dtype="int64")]
    table = pd.DataFrame(
        {"product": name.to_numpy(), "price": price.to_numpy(), "units": lines["quantity"].to_numpy(), "date": date}
    )
    table["units"] = table["units"].fillna(1.0)
    return table[table["product"].notna() & (table["price"] > 0) & (table["units"] > 0)]


def _prices(lines: pd.DataFrame, days: Days) -> pd.DataFrame:
    """The median price of a unit of each product within some days, and the units sold."""
    start, end = pd.Timestamp(days[0]), pd.Timestamp(days[1]) + pd.Timedelta(days=1)
    mine = lines[(lines["date"] >= start) & (lines["date"] < end)]
    return mine.groupby("product").agg(price=("price", "median"), units=("units", "sum"))


def month_of_change(known: Known, found: Finding) -> dt.date | None:
    """First day of the month from which prices are the new ones: where the months before and after differ most.

    Of the months between the two stretches, each weighs as much as it has prices. None where no month stands out.
    """
    assert known.earlier is not None
    levels = _levels_of_products(known) if found.value == "products" else _levels_of_orders(known)
    first = known.months.number_of(known.earlier[0])
    levels = levels[(levels.index >= first) & (levels.index <= known.done.covered)]
    best, day = 0.0, None
    for month in levels.index[1:]:
        sides = levels[levels.index < month], levels[levels.index >= month]
        means = [float(np.average(side["level"], weights=side["weight"])) for side in sides]
        weights = [float(side["weight"].sum()) for side in sides]
        apart = (means[1] - means[0]) ** 2 * weights[0] * weights[1]
        if apart > best and (means[1] > means[0]) == (found.effect > 0):
            best, day = apart, known.months.period(int(month)).start
    return day


def _levels_of_products(known: Known) -> pd.DataFrame:
    """How dear the products of each month were against their own usual price: `level` (logarithm) and `weight`."""
    lines = _units(known)
    assert lines is not None
    month = lines["date"].dt.year * YEAR + lines["date"].dt.month - 1
    usual = lines.groupby("product")["price"].transform("median")
    return _levels(month.to_numpy(), np.log((lines["price"] / usual).to_numpy()))


def _levels_of_orders(known: Known) -> pd.DataFrame:
    """How much the orders of each month were worth against the customer's own usual order."""
    rows = fetch(known.done.table.filter(nw.col("orders") > 0, nw.col("revenue") > 0))
    worth = pd.Series(np.log((rows["revenue"] / rows["orders"]).to_numpy()), index=rows.index)
    own = worth - worth.groupby(rows["customer"]).transform("mean")
    return _levels(rows["period"].to_numpy(), own.to_numpy())


def _levels(month: np.ndarray, level: np.ndarray) -> pd.DataFrame:
    table = pd.DataFrame({"month": month, "level": level})
    return table.groupby("month").agg(level=("level", "mean"), weight=("level", "size"))
