"""A shop asks its order export: how many come back, how do newcomers fare, who are the best customers?

    python examples/shop.py [YOUR_EXPORT.xlsx]

Without a file it reads the export of a made-up online shop from `sample_data/`.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))  # found without being installed

import retention as rt

SAMPLE = Path(__file__).parent.parent / "sample_data" / "webshop_orders.csv"


def main(file: Path = SAMPLE) -> None:
    """Print three answers about the orders in a file."""
    # One row per order. Encoding, separator, columns, dates and money are found from the content; what only a person
    # can know ends in rt.Undecided, whose questions name the argument that answers each. Python's warnings
    # (rt.RetentionWarning) tell what would change the figures; the issues list everything that was found in the rows.
    orders = rt.load(file)
    print(f"{orders.rows_read:,} rows read, {orders.rows_used:,} used; {orders.customers:,} customers")
    for issue in orders.issues:
        print(f"    {issue.rows:>5,} rows: {issue.code}")

    # Retention: of those who bought in the quarter before, how many bought again? With a 95% interval.
    print("\nquarter   at start  retained     rate  95% interval")
    quarters = rt.rates(orders, grain="quarter")
    for row in quarters[quarters["complete"] & quarters["crr"].notna()].itertuples():
        interval = f"{row.crr_low:.0%} to {row.crr_high:.0%}"
        print(f"{row.period:<10}{row.customers_at_start:>8,}{row.retained:>10,}{row.crr:>9.1%}  {interval}")

    # Cohorts: customers who began in one quarter, and the share of them that bought 1, 2, 3 … quarters later.
    # A quarter that is not over is missing, never 0.
    print("\nof those who began in")
    print(rt.triangle(rt.cohorts(orders, grain="quarter")).map("{:.0%}".format, na_action="ignore").fillna(""))

    # Customers: one row each, with a segment, their own rhythm, and what they may still bring.
    best = rt.customers(orders).table.sort_values("revenue", ascending=False).head(5)
    print("\nbest customers")
    for row in best.itertuples():
        print(f"    {row.customer:<36}{row.orders:>4} orders{row.revenue:>14,.2f}  {row.segment}")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:2]))
