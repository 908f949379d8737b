"""Whom to call, with what one should know before: what they bought last, and how to reach them."""

import pandas as pd

from retention.analysis.customers.contacts import CONTACT_CHANNELS, contacts
from retention.orders import Orders

_FEWEST_WITH_COUNTRY = 11
"""Digits from which a number that does not begin with 0 begins with its country's code."""


def call_list(orders: Orders, rows: pd.DataFrame, known: pd.DataFrame | None = None) -> pd.DataFrame:
    """Some rows of `Customers.table`, each with `name`, `last_product`, `email` and `phone`; missing where unknown.

    `name` is what they are called, or what the shop knows them by. `known` is what files say of customers (see
    `contact_details`); without it they are reached by what the shop knows them by. `phone` is as one dials it from
    abroad, with +, where the number tells its country.

    >>> orders = rt.load("sample_data/roastery_lines.xlsx", currency="GBP")
    >>> rows = pd.DataFrame({"customer": ["C0001"]})
    >>> last_products(orders, rows["customer"]).tolist()
    ['Grinder']
    """
    reached = contacts(rows, known).reindex(columns=list(CONTACT_CHANNELS)).astype("str")
    in_full = reached["first_name"].str.cat(reached["last_name"], sep=" ")
    return rows.assign(
        last_product=last_products(orders, rows["customer"]).to_numpy(),
        name=in_full.fillna(reached["name"]).fillna(rows["customer"].astype("str")).to_numpy(),
        email=reached["email"].to_numpy(),
        phone=reached["phone"].map(_dialled, na_action="ignore").to_numpy(),
    )


def last_products(orders: Orders, customers: pd.Series) -> pd.Series:
    """What each of some customers bought last: the line of the latest order that cost most; missing without lines."""
    names = customers.astype("str")
    nothing = pd.Series(index=names, dtype="object")
    if orders.line_cells is None:
        return nothing
    frame = orders.frame.reset_index(drop=True)
    theirs = frame[frame["customer"].isin(names) & frame["purchase"]].sort_values("date", kind="stable")
    latest = theirs.drop_duplicates("customer", keep="last")
    lines = orders.lines.loc[lambda table: table.index.isin(latest.index) & table["product"].notna()]
    dearest = lines.sort_values("amount", ascending=False, kind="stable")
    product = dearest[~dearest.index.duplicated()]["product"].astype("object")
    bought = pd.Series(product.to_numpy(), index=latest.loc[product.index, "customer"].astype("str"))
    return bought.reindex(names)


def _dialled(number: str) -> str:
    """A number of digits as one dials it."""
    return f"+{number}" if len(number) >= _FEWEST_WITH_COUNTRY and not number.startswith("0") else number
