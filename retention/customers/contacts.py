"""Customers as mailing tools and call lists take them."""

import pandas as pd

from retention.values.identifiers import customer_kind

ROUNDED = {
    **dict.fromkeys(("revenue", "expected_orders", "expected_value", "residual_value", "value_at_stake"), 2),
    **dict.fromkeys(("rhythm", "overdue_days"), 0),
    "p_alive": 3,
}
FACTS = (
    *("segment", "vip", "first_order", "last_order", "orders", "revenue", "days_since_last"),
    *("rhythm", "expected_next", "overdue_days", "slipping", "p_alive", "expected_orders"),
    *("expected_value", "residual_value", "value_at_stake"),
)


def contacts(table: pd.DataFrame) -> pd.DataFrame:
    """One row per row of a customer table: how to reach them, then what a letter or a call should know.

    `email`, `phone` and `name` hold the customer where that is what they are known by, and stand only in tables
    where somebody has one; `customer` always holds them. Then `FACTS`, without those nobody has.
    """
    customer = table["customer"].astype("str")
    by_mail = customer.str.contains("@", regex=False)
    others = customer[~by_mail]
    kind = customer_kind(others) if len(others) else "id"
    reach = pd.DataFrame(
        {
            "email": customer.where(by_mail),
            "phone": others.reindex(customer.index) if kind == "phone" else None,
            "name": others.reindex(customer.index) if kind == "name" else None,
        },
        index=table.index,
    ).dropna(axis="columns", how="all")
    facts = table[list(FACTS)].round(ROUNDED).dropna(axis="columns", how="all")
    for name in facts.select_dtypes("datetime").columns:
        facts[name] = facts[name].dt.date
    return pd.concat([reach, customer.to_frame("customer"), facts], axis="columns")
