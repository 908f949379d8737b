"""Revenue of each period by the cohort that brought it."""

import datetime as dt

import narwhals as nw
import pandas as pd

from retention.activity import NEVER, AnyOrders, activity, sum_by
from retention.errors import RequestError
from retention.periods import Calendar, Grain


def stacked_revenue(
    orders: AnyOrders,
    *,
    grain: str = "month",
    cohort_grain: str | None = None,
    as_of: dt.date | None = None,
    year_start: int | None = None,
    week_start: str | None = None,
    calendar: str | None = None,
) -> pd.DataFrame:
    """Revenue of every period by the cohort that brought it; the rows of a period add up to its revenue.

    One row per period and cohort that has customers: `period` (label), `start`, `end`, `complete`, `cohort` (label;
    missing for money of people without an order so far, such as a refund of something bought before the data begin),
    `cohort_start`, `customers` (who ordered), `orders`, `revenue` (net; missing where no amounts are known). Cohorts
    are periods of `cohort_grain` (a year of months, say; by default the `grain` itself): that in which the period of
    the first order begins. Time is cut as in `rates`.

    RetentionError: `unknown_choice` (field, value, options) for a cohort shorter than the periods, those
    of `activity` and `Calendar.of`.

    Source: Fader, Hardie & Ross, The Customer-Base Audit, 2022, lens 5.

    >>> orders = pd.DataFrame({
    ...    "customer": ["ann", "bob", "eve", "ann", "eve", "kim"],
    ...    "date": pd.to_datetime(["2025-01-05", "2025-01-06", "2025-01-31", "2025-02-07", "2025-03-02", "2025-03-09"]),
    ...    "amount": [30.0, 40.0, 10.0, 90.0, 20.0, 50.0],
    ... })
    >>> rt.stacked_revenue(orders)[["period", "cohort", "customers", "revenue"]]
        period   cohort  customers  revenue
    0  2025-01  2025-01          3     80.0
    1  2025-02  2025-01          1     90.0
    2  2025-03  2025-01          1     20.0
    3  2025-03  2025-03          1     50.0
    """
    cut = Calendar.of(grain, year_start, week_start, calendar)
    cohorts = Calendar.of(cohort_grain or grain, year_start, week_start, calendar)
    grains = list(Grain)
    if grains.index(cohorts.grain) < grains.index(cut.grain):
        options = tuple(str(longer) for longer in grains[grains.index(cut.grain) :])
        raise RequestError("unknown_choice", field="cohort_grain", value=cohort_grain, options=options)
    done = activity(orders, timeline=cut, as_of=as_of)
    width = done.last - done.first + 2
    # Money from before the first order of all stands in the first period; without an order so far there is no cohort.
    begun = (nw.col("first") >= done.first) & (nw.col("first") <= nw.col("period"))
    column = nw.when(begun).then(nw.col("first") - (done.first - 1)).otherwise(nw.lit(0))
    cell = (nw.col("period").clip(lower_bound=done.first) - done.first) * width + column
    customers = (nw.col("orders") > 0).cast(nw.Int64)
    sums = sum_by(done.table.select("orders", "revenue", customers=customers, cell=cell.cast(nw.Int64)), "cell")
    number, place = sums["cell"] // width + done.first, sums["cell"] % width + done.first - 1
    born = [NEVER if one < done.first else cohorts.number_of(done.timeline.period(one).start) for one in place]
    table = sums.assign(number=number, born=born).groupby(["number", "born"])[["customers", "orders", "revenue"]].sum()
    if not done.money:
        table["revenue"] = float("nan")
    return _labelled(table.reset_index(), cut, cohorts, (done.whole_from, done.covered))


def _labelled(table: pd.DataFrame, cut: Calendar, cohorts: Calendar, over: tuple[int, int]) -> pd.DataFrame:
    """Sums with what their periods and cohorts are called, those without an order last."""
    table = table.sort_values(["number", "born"], key=lambda column: column.where(column != NEVER, 2**62))
    periods = [cut.period(number) for number in table["number"]]
    born = [None if number == NEVER else cohorts.period(number) for number in table["born"]]
    return pd.DataFrame(
        {
            "period": [one.label for one in periods],
            "start": [one.start for one in periods],
            "end": [one.end for one in periods],
            "complete": table["number"].between(*over).to_numpy(),
            "cohort": pd.Series([None if one is None else one.label for one in born], dtype="str"),
            "cohort_start": [None if one is None else one.start for one in born],
            **{name: table[name].to_numpy() for name in ("customers", "orders", "revenue")},
        }
    )
