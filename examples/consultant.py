"""A consultant's week: two exports of one client, what counts, what five points more would be worth, lists to act on.

    python examples/consultant.py [FOLDER]

Makes the two exports from a sample shop and writes two lists into FOLDER (a temporary one unless given).
"""

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))  # found without being installed

import retention as rt
from retention import whatif

SAMPLE = Path(__file__).parent.parent / "sample_data" / "webshop_orders.csv"


def exports(folder: Path) -> list[Path]:
    """What the client sends: an export made in autumn and one made in winter, which overlap."""
    head, *rows = SAMPLE.read_bytes().splitlines(keepends=True)
    parts = {"autumn.csv": rows[:1800], "winter.csv": rows[1500:]}
    for name, part in parts.items():
        (folder / name).write_bytes(head + b"".join(part))
    return [folder / name for name in parts]


def main(folder: Path) -> None:
    """Print the findings, and write the lists."""
    # Monday: files together. An order in both counts once; what is known is said rather than guessed.
    files = exports(folder)
    orders = rt.load(*files, encoding="cp1251", separator=";")
    print(f"{orders.rows_read:,} rows of {len(files)} files, {orders.rows_used:,} used")
    for issue in orders.issues:
        print(f"    {issue.rows:>5,} rows: {issue.code}")

    # Tuesday: the client says that cancelled orders show loyalty too. What would that change?
    loyal = rt.load(*files, encoding="cp1251", separator=";", rules=rt.Rules(cancelled=True))
    for name, counted in {"as usual": orders, "with cancelled orders": loyal}.items():
        last = rt.rates(counted, grain="quarter").query("complete").iloc[-1]
        print(f"{last['period']} {name}: {last['retained']} of {last['customers_at_start']}, {last['crr']:.1%}")

    # Wednesday: what would five points of retention bring in a year? First, how good such forecasts were.
    shop = whatif.estimate(orders, grain="month", draws=100)
    answer = whatif.compare(shop, whatif.Scenario(crr_change=0.05, margin=0.4))
    print(shop.tests.misses())
    profit = answer.totals.set_index("measure").loc["profit"]
    band = f"{profit['difference_low']:,.0f} to {profit['difference_high']:,.0f}"
    print(f"five points more: {profit['difference']:,.0f} of profit in 12 months (90% band: {band})")

    # Thursday: whom to write to, and whom to call. Customers slip by their own rhythm, not by a fixed number of days.
    customers = rt.customers(orders, margin=0.4)
    lists = {
        "slipping.csv": rt.slipping(customers),
        "best.csv": customers.table[customers.table["vip"]].sort_values("revenue", ascending=False),
    }
    for name, table in lists.items():
        table.to_csv(folder / name, index=False, encoding="utf-8-sig")
        print(f"{name}: {len(table)} customers")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(tempfile.mkdtemp()))
