"""What first buyers begin with and what it leads to: who comes back, what they bring, and what they buy next."""

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd

from retention.activity import AnyOrders
from retention.analysis.contrasts import chance_of_equal_values, chance_of_no_difference, log_error
from retention.analysis.left_edge import left_edge
from retention.analysis.products.bought import Bought, bought, day_of
from retention.defaults import CONFIDENCE, FEW_CUSTOMERS, LADDER_DAYS
from retention.errors import RequestError
from retention.intervals import holm, of_sums, wilson

MOST_DAYS = 3_650
"""Days that customers are followed at most: ten years."""
_HALF = 0.5


@dataclass(frozen=True, kw_only=True, eq=False)
class FirstProducts:
    """What customers began with, a row of `table` per product of a first order, that of most customers first.

    Who began with several products is in the row of each. `product`; `customers` who began with it and their `share`
    of all who began with a product. Of them `followed`: those whose first order is `within` days or more before the
    as-of date. Of these `returned` (placed another order within so many days), `returned_share` with its 95% interval
    `low`, `high`, and `others_share`, the same of all who began without it. `value` is what each has brought in those
    days (net revenue, the first order included), `later` what came after the first order with its interval `later_low`,
    `later_high`, and `others_later`; missing without amounts. `comes_back` (`more`, `less`, or `alike`) and `brings`
    (the same of `later`) tell which products differ from all others by more than chance, the chances of all products
    held to Holm's correction together; few customers are never compared. Of those with a later order that names
    products (`next_customers`), `next_product` is what most bought in their second order, `next_share` of them. `few`:
    fewer than 30 are followed; `next_few`: fewer than 30 have such a later order.

    `customers` are all who began with a product, `followed`, `returned_share` and `value` of all of them; `compared`
    how many comparisons were made; `unsure` customers who may have bought before the data begin are left out.
    """

    table: pd.DataFrame
    within: int
    customers: int
    followed: int
    returned_share: float
    value: float
    compared: int
    unsure: int
    money: bool

    @property
    def apart(self) -> pd.DataFrame:
        """The products after which customers clearly come back, or later bring, more or less than others."""
        return self.table[(self.table["comes_back"] != "alike") | (self.table["brings"] != "alike")]


def first_products(orders: AnyOrders, *, within: int | None = None, as_of: dt.date | None = None) -> FirstProducts:
    """What first buyers begin with: how many come back, what each brings, and what most buy next, by product.

    All is counted `within` so many days of the first order, of those who can be followed so long; without it, 365, 180
    or 90, the longest for which half of the customers can be. Orders at the same moment are one. Customers whose first
    order may not be their first (`left_edge`) are left out, unless nobody else is there.

    RetentionError: `no_products`; `out_of_range` (field, minimum, maximum, value) for days below 1 or beyond ten years;
    those of `activity`.

    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     export = Path(folder) / "orders.csv"
    ...     rows = ["Order,Customer,Date,Item,Price", "1,ann,2025-01-05,Tea,9", "2,bob,2025-01-06,Mug,20",
    ...             "3,eve,2025-01-31,Tea,9", "4,ann,2025-02-20,Mug,20", "5,kim,2025-05-20,Pot,30"]
    ...     written = export.write_text("\\n".join(rows))
    ...     orders = rt.load(export)
    >>> found = rt.first_products(orders, within=90)
    >>> found.table[["product", "customers", "followed", "returned", "value", "next_product"]]
      product  customers  followed  returned  value next_product
    0     Tea          2         2         1   19.0          Mug
    1     Mug          1         1         0   20.0          NaN
    2     Pot          1         0         0    NaN          NaN
    """
    if within is not None and not 1 <= within <= MOST_DAYS:
        raise RequestError("out_of_range", field="within", minimum=1, maximum=MOST_DAYS, value=within)
    done = bought(orders, as_of=as_of)
    people, unsure = _people(done, day_of(left_edge(orders, as_of=as_of).sure_from))
    began = done.of(done.placed.index[_at(done, people["first"])])
    people = people.loc[people.index.isin(began["customer"])]
    days = within or _usual(people["day"], done.last)
    people = people.assign(followed=people["day"] + days <= done.last)
    people["returned"] = people["followed"] & (people["next_day"] - people["day"] <= days)
    people["value"] = _brought(done, people, days) if done.money else np.nan
    people["later"] = people["value"] - done.placed[_at(done, people["first"])].groupby("customer")["amount"].sum()
    table = _compared(_sums(began, people), people).join(_next(done, began, people))
    table.insert(0, "product", done.named(table.index))
    table["next_product"] = done.named(table["next_product"])
    table = table.reset_index(drop=True)
    table = table.sort_values(["customers", "product"], ascending=[False, True], ignore_index=True)
    kept = people[people["followed"]]
    return FirstProducts(
        table=table.drop(columns="tests"),
        within=days,
        customers=len(people),
        followed=len(kept),
        returned_share=float(kept["returned"].mean()) if len(kept) else float("nan"),
        value=float(kept["value"].mean()) if len(kept) else float("nan"),
        compared=int(table["tests"].sum()),
        unsure=unsure,
        money=done.money,
    )


def _people(done: Bought, sure_from: int) -> tuple[pd.DataFrame, int]:
    """By customer the moments of the first and the next order and their days, and how many are left out as unsure."""
    placed = done.placed
    first = placed.groupby("customer")["moment"].min()
    later = placed[placed["moment"].to_numpy() > first.reindex(placed["customer"]).to_numpy()]
    following = later.groupby("customer")["moment"].min()
    people = pd.DataFrame({"first": first, "next": following.reindex(first.index).astype("Float64")})
    day = placed.groupby("customer")["day"].min()
    people = people.assign(day=day, next_day=later.groupby("customer")["day"].min().reindex(day.index))
    sure = people["day"] >= sure_from
    return (people[sure], int((~sure).sum())) if sure.any() else (people, 0)


def _at(done: Bought, moments: pd.Series) -> np.ndarray:
    """Which orders were placed at the moment their customer has in a series."""
    wanted = moments.astype(float).reindex(done.placed["customer"]).to_numpy()
    found: np.ndarray = done.placed["moment"].to_numpy().astype(float) == wanted
    return found


def _usual(first: pd.Series, last: int) -> int:
    """The longest of the usual horizons for which half of the customers can be followed, else the shortest."""
    followed = {days: float((first + days <= last).mean()) for days in sorted(LADDER_DAYS, reverse=True)}
    return next((days for days, share in followed.items() if share >= _HALF), min(LADDER_DAYS))


def _brought(done: Bought, people: pd.DataFrame, days: int) -> pd.Series:
    """What each customer's orders brought in so many days from the first one on, later refunds in them included."""
    start = people["day"].reindex(done.orders["customer"]).to_numpy()
    since = done.orders["day"].to_numpy() - start
    mine = done.orders[(since >= 0) & (since <= days)]
    brought: pd.Series = mine.groupby("customer")["amount"].sum().reindex(people.index, fill_value=0.0)
    return brought


def _sums(began: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    """By product: customers, those followed and returned, and sums and squares of what the followed brought."""
    rows = began[began["customer"].isin(people.index)]
    mine = people.loc[rows["customer"], ["followed", "returned", "value", "later"]].reset_index(drop=True)
    kept = mine[["value", "later"]].where(mine["followed"], 0.0)
    counted = mine.assign(product=rows["product"].to_numpy(), **kept, square=kept["later"] ** 2)
    sums = counted.groupby("product").agg(
        customers=("followed", "size"),
        followed=("followed", "sum"),
        returned=("returned", "sum"),
        value=("value", "sum"),
        later=("later", "sum"),
        square=("square", "sum"),
    )
    sums = sums.astype({"customers": np.int64, "followed": np.int64, "returned": np.int64})
    return sums if people["value"].notna().any() else sums.assign(value=np.nan, later=np.nan, square=np.nan)


def _compared(sums: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    """Each product against all customers who began without it."""
    kept = people[people["followed"]]
    every = pd.Series(
        {
            "followed": len(kept),
            "returned": int(kept["returned"].sum()),
            "later": kept["later"].sum(),
            "square": (kept["later"] ** 2).sum(),
        }
    )
    others = every - sums[every.index]
    here, there = (_later(part) for part in (sums, others))
    low, high = wilson(sums["returned"], sums["followed"])
    enough = np.minimum(sums["followed"].to_numpy(), others["followed"].to_numpy()) >= FEW_CUSTOMERS
    counts = (np.c_[sums[name], others[name]] for name in ("returned", "followed"))
    back = np.array([_of_return(*pair) if able else np.nan for able, *pair in zip(enough, *counts, strict=True)])
    money = (np.c_[here[name], there[name]] for name in ("later", "low", "high"))
    brings = np.array([_of_value(*ends) if able else np.nan for able, *ends in zip(enough, *money, strict=True)])
    held = holm(np.r_[back, brings]) <= 1 - CONFIDENCE
    share, others_share = (part["returned"] / part["followed"].where(part["followed"] > 0) for part in (sums, others))
    return pd.DataFrame(
        {
            "customers": sums["customers"],
            "share": sums["customers"] / max(len(people), 1),
            "followed": sums["followed"],
            "returned": sums["returned"],
            "returned_share": share,
            "low": low,
            "high": high,
            "others_share": others_share,
            "comes_back": _direction(share, others_share, held[: len(sums)]),
            "value": sums["value"] / sums["followed"].where(sums["followed"] > 0),
            "later": here["later"],
            "later_low": here["low"],
            "later_high": here["high"],
            "others_later": there["later"],
            "brings": _direction(here["later"], there["later"], held[len(sums) :]),
            "few": sums["followed"] < FEW_CUSTOMERS,
            "tests": (~np.isnan(back)).astype(int) + (~np.isnan(brings)).astype(int),
        }
    )


def _later(part: pd.DataFrame) -> pd.DataFrame:
    """What a customer brought after the first order, with its interval; missing where nobody is followed."""
    people = part["followed"].where(part["followed"] > 0)
    low, high = of_sums(part["later"], people, (part["square"], part["later"], people), people)
    return pd.DataFrame({"later": part["later"] / people, "low": low, "high": high}, index=part.index)


def _of_return(back: np.ndarray, whole: np.ndarray) -> float:
    """How often two groups would lie so far apart by chance."""
    return chance_of_no_difference(back.astype(np.int64), whole.astype(np.int64))


def _of_value(value: np.ndarray, low: np.ndarray, high: np.ndarray) -> float:
    """How often two values would lie so far apart by chance; NaN where one is not above 0 or has no reach."""
    if not (high > low).all():  # neither where an end is missing
        return float("nan")
    return chance_of_equal_values(value, log_error(low, high))


def _direction(here: pd.Series, there: pd.Series, held: np.ndarray) -> np.ndarray:
    return np.where(held, np.where(here > there, "more", "less"), "alike")


def _next(done: Bought, began: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    """By first product: customers whose next order names products, what most of them bought in it, and their share."""
    after = done.of(done.placed.index[_at(done, people["next"])])
    both = began[began["customer"].isin(people.index)].merge(after, on="customer", suffixes=("", "_next"))
    found = both.groupby("product")["customer"].nunique().rename("next_customers").to_frame()
    pairs = both.groupby(["product", "product_next"]).size().rename("many").reset_index()
    pairs = pairs.sort_values(["many", "product_next"], ascending=[False, True]).drop_duplicates("product")
    most = pairs.set_index("product")
    found = found.assign(next_product=most["product_next"], next_share=most["many"] / found["next_customers"])
    found = found.reindex(np.unique(began["product"]))
    counted = found["next_customers"].fillna(0).astype(np.int64)
    return found.assign(next_customers=counted, next_few=counted < FEW_CUSTOMERS)
