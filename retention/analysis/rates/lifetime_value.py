"""What a customer is worth by the simplest reckoning."""

import datetime as dt
from dataclasses import dataclass

import narwhals as nw

from retention.activity import Activity, AnyOrders, activity, fetch
from retention.analysis.rates.bases import months_before
from retention.analysis.rates.compare import figures_of
from retention.periods import Days, usual_quiet_stretch


@dataclass(frozen=True, kw_only=True)
class SimpleLifetimeValue:
    """Simple lifetime value of a customer and what it is made of, over the last 12 months.

    `value` = `order_value` × `orders_per_year` × `expected_years` (× `margin` when known), in the orders'
    currency; `expected_years` = 1 / (1 − `yearly_crr`), infinite when nobody was lost. `yearly_crr`: of those who
    bought in the 12 months before, the share who did in the last 12. It, `expected_years` and `value` are NaN
    with less than two years of orders; the days missing may be as many as the shop usually goes without a sale.
    """

    order_value: float
    orders_per_year: float
    yearly_crr: float
    expected_years: float
    value: float
    margin: float | None


def simple_lifetime_value(
    orders: AnyOrders, *, margin: float | None = None, as_of: dt.date | None = None
) -> SimpleLifetimeValue:
    """Average order value × orders per customer and year × expected years, × margin (share of revenue, 0..1).

    The textbook formula for a customer's value, over the 12 months up to the as-of date: no discount, and the yearly
    retention rate stays for ever what it was. In the orders' currency; revenue where `margin` is None. Expected years
    and value are NaN with less than two years of orders; `expected_years` is infinite where nobody was lost.
    The two years may begin later by what this shop usually goes without a sale. RetentionError: those of `activity`.

    Source: Kumar & Reinartz, Customer Relationship Management, 2nd ed. 2012, chapter 5 (expected lifetime 1 / churn).

    >>> orders = pd.DataFrame({
    ...    "customer": ["ann", "bob", "eve", "ann", "ann", "bob"],
    ...    "date": pd.to_datetime(["2023-01-01", "2023-03-06", "2023-05-31", "2024-02-07", "2024-06-02", "2024-12-31"]),
    ...    "amount": [30.0, 40.0, 10.0, 90.0, 20.0, 40.0],
    ... })
    >>> found = rt.simple_lifetime_value(orders, margin=0.4)
    >>> found.order_value, found.orders_per_year, round(found.yearly_crr, 4), round(found.value, 2)
    (50.0, 1.5, 0.6667, 90.0)
    """
    known = activity(orders, timeline=Days(), as_of=as_of)
    end = known.as_of
    start = months_before(end + dt.timedelta(days=1), 12)
    year = figures_of(orders, [(start, end)], base="last_year", as_of=end).iloc[0]
    crr = float(year["crr"]) if holds_two_years(known, start) else float("nan")
    years = 1 / (1 - crr) if crr != 1 else float("inf")
    per_year = float(year["average_order_value"] * year["purchase_frequency"])
    return SimpleLifetimeValue(
        order_value=float(year["average_order_value"]),
        orders_per_year=float(year["purchase_frequency"]),
        yearly_crr=crr,
        expected_years=years,
        value=per_year * years * (1 if margin is None else margin),
        margin=margin,
    )


def holds_two_years(known: Activity, start: dt.date) -> bool:
    """Whether orders by day reach back to the year before the one that begins on `start`, quiet days aside."""
    missing = known.first - (months_before(start, 12).toordinal() - 1)
    if missing <= 0:
        return True
    days = fetch(known.table.filter(nw.col("orders") > 0).select("period").unique())
    return missing <= usual_quiet_stretch(days["period"].to_numpy())
