"""Shops the tests share: one small enough to count by hand, one published, and as many random ones as wanted."""

import datetime as dt
from pathlib import Path

import numpy as np
import pandas as pd

WORKED = {
    "A": ("2024-01-10", "2024-04-05", "2024-07-20"),
    "B": ("2024-02-02", "2024-08-15"),
    "C": ("2024-03-03",),
    "D": ("2024-04-11", "2024-05-20"),
    "E": ("2024-05-01", "2024-07-02", "2024-10-10"),
    "F": ("2024-07-15", "2024-10-01"),
    "G": ("2024-08-08",),
    "H": ("2024-11-11",),
}
END_OF_2024 = dt.date(2024, 12, 31)


def worked_example() -> pd.DataFrame:
    """Eight customers in 2024; every order is worth 10."""
    rows = [(customer, day) for customer, days in WORKED.items() for day in days]
    frame = pd.DataFrame(rows, columns=["customer", "date"])
    return frame.assign(order=[f"{n:03d}" for n in range(len(rows))], date=pd.to_datetime(frame["date"]), amount=10.0)


def cdnow(path: Path) -> pd.DataFrame:
    """23,570 customers of an American CD shop, January 1997 to June 1998; one order per customer and day."""
    columns = ["customer", "date", "discs", "amount"]
    lines = pd.read_csv(path, sep=r"\s+", names=columns, skiprows=1, dtype={"customer": str, "date": str})
    lines["date"] = pd.to_datetime(lines["date"], format="%Y%m%d")
    orders = lines.groupby(["customer", "date"], as_index=False)["amount"].sum()
    return orders.assign(order=[str(n) for n in range(len(orders))])


def random_shop(seed: int, *, rows: int = 120, customers: int = 25, days: int = 420) -> pd.DataFrame:
    """Orders from late 2022 on, with strangers, unknown amounts and lone refunds among them."""
    rng = np.random.default_rng(seed)
    names = np.array([f"c{n}" for n in range(customers)], dtype=object)[rng.integers(0, customers, rows)]
    amount = rng.integers(1, 100, rows) * 1.0
    purchase = rng.random(rows) > 0.1
    amount[~purchase] *= -1
    amount[rng.random(rows) < 0.05] = np.nan
    names[rng.random(rows) < 0.05] = None
    seconds = rng.integers(0, days * 86_400, rows)
    frame = pd.DataFrame({"customer": names, "order": [str(n) for n in range(rows)]})
    frame["customer"] = frame["customer"].astype("str")
    frame["date"] = pd.Timestamp("2022-11-20") + pd.to_timedelta(seconds, unit="s")
    channel = np.array(["shop", "web", "phone"], dtype=object)[rng.integers(0, 3, rows)]
    return frame.assign(amount=amount, purchase=purchase, channel=channel)
