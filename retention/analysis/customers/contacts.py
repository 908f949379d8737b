"""Customers as mailing tools and call lists take them."""

import pandas as pd

from retention.ingest.values.identifiers import customer_kind

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


REACH = ("email", "phone", "first_name", "last_name", "name")


def contacts(table: pd.DataFrame, known: pd.DataFrame | None = None) -> pd.DataFrame:
    """One row per row of a customer table: how to reach them, then what a letter or a call should know.

    `email`, `phone` and `name` hold the customer where that is what they are known by, else what is `known` of them
    (see `reach`), as `first_name` and `last_name` do; each stands only in tables where somebody has one. `customer`
    always holds what they are known by. Then `FACTS`, without those nobody has.
    """
    customer = table["customer"].astype("str")
    by_mail = customer.str.contains("@", regex=False)
    others = customer[~by_mail]
    kind = customer_kind(others) if len(others) else "id"
    own = {"email": customer.where(by_mail)} | ({kind: others.reindex(customer.index)} if kind in REACH else {})
    said = pd.DataFrame(index=table.index) if known is None else known.reindex(customer).set_axis(table.index)
    reach = pd.DataFrame({name: _either(own.get(name), said.get(name)) for name in REACH}, index=table.index)
    facts = table[list(FACTS)].round(ROUNDED).dropna(axis="columns", how="all")
    for name in facts.select_dtypes("datetime").columns:
        facts[name] = facts[name].dt.date
    return pd.concat([reach.dropna(axis="columns", how="all"), customer.to_frame("customer"), facts], axis="columns")


def _either(own: pd.Series | None, said: pd.Series | None) -> pd.Series | None:
    """What a customer is known by, else what the files say."""
    if own is None or said is None:
        return said if own is None else own
    return own.where(own.notna(), said)
