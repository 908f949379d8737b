"""Customers as mailing tools and call lists take them, and under invented names for showing results to others."""

import dataclasses
from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from retention.ingest.clean.persons import customers_of_files
from retention.ingest.headers import strengths
from retention.ingest.mapping import Mapping
from retention.ingest.read.raw import RawTable
from retention.ingest.rules import Rules
from retention.ingest.values import identifiers
from retention.ingest.values.identifiers import customer_id_type
from retention.orders import Orders

ROUNDED = {
    **dict.fromkeys(("revenue", "expected_orders", "expected_value", "residual_value", "value_at_stake"), 2),
    **dict.fromkeys(("rhythm", "overdue_days"), 0),
    "p_alive": 3,
}
KNOWN_OF_CUSTOMERS = (
    *("segment", "vip", "first_order", "last_order", "orders", "revenue", "days_since_last"),
    *("rhythm", "expected_next", "overdue_days", "slipping", "p_alive", "expected_orders"),
    *("expected_value", "residual_value", "value_at_stake"),
)


CONTACT_CHANNELS = ("email", "phone", "first_name", "last_name", "name")
ROLES = {
    "email": "email",
    "phone": "phone",
    "given_name": "first_name",
    "family_name": "last_name",
    "customer_name": "name",
}
"""What a header can mean, and the column of a mailing list it fills."""
_NUMBER = r"\d{6,}"
_WEAKEST = 0.4  # of a header's meaning, from which it is believed
HIDDEN = "•••"
"""What stands for words of a file that may name a customer."""


def contact_details(files: Sequence[tuple[RawTable, Mapping]], rules: Rules | None = None) -> pd.DataFrame:
    """One row per customer of the files, by name: the columns of `ROLES` any file has, as last written.

    `rules` are those the orders were counted by, so that customers are told apart as there.
    E-mail addresses and phone numbers in their plain spelling, names as they stand; missing where nobody wrote them.
    """
    found = customers_of_files(files, rules) if files else []
    parts = [_details_in(raw.frame, customer) for (raw, _), customer in zip(files, found, strict=True)]
    details = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame({"customer": []})
    return details.groupby("customer", sort=False).last()


def _details_in(table: pd.DataFrame, customer: pd.Series) -> pd.DataFrame:
    """What each record says about its customer."""
    columns = {"customer": customer.astype("str")}
    for role, header in _columns(table.columns).items():
        cells = table[header]
        if role == "email":
            addresses = identifiers.customers(cells, "email").astype("str")
            columns["email"] = addresses.where(addresses.str.contains("@", regex=False))
        elif role == "phone":
            numbers = identifiers.customers(cells, "phone").astype("str")
            columns["phone"] = numbers.where(numbers.str.fullmatch(_NUMBER))
        else:
            columns[ROLES[role]] = identifiers.as_text(cells).astype("str")
    return pd.DataFrame({name: cells.to_numpy() for name, cells in columns.items()})


def _columns(headers: Iterable[object]) -> dict[str, str]:
    """The header that says most clearly what a role is, for each role that one has; a header has one role only."""
    best: dict[str, tuple[float, str]] = {}
    for header in map(str, headers):
        meant = {role: strength for role, strength in strengths(header).items() if role in ROLES}
        role = max(meant, key=meant.__getitem__, default=None)
        if role is not None and meant[role] >= _WEAKEST and meant[role] > best.get(role, (0.0, ""))[0]:
            best[role] = (meant[role], header)
    return {role: header for role, (_, header) in best.items()}


def contacts(table: pd.DataFrame, known: pd.DataFrame | None = None) -> pd.DataFrame:
    """One row per row of a customer table: how to reach them, then what a letter or a call should know.

    `email`, `phone` and `name` hold the customer where that is what they are known by, else what is `known` of them
    (see `contact_details`), as `first_name` and `last_name` do; each stands only in tables where somebody has one.
    `customer` always holds what they are known by. Then `KNOWN_OF_CUSTOMERS`, without those nobody has.
    """
    customer = table["customer"].astype("str")
    by_mail = customer.str.contains("@", regex=False)
    others = customer[~by_mail]
    kind = customer_id_type(others) if len(others) else "id"
    own = {"email": customer.where(by_mail)} | (
        {kind: others.reindex(customer.index)} if kind in CONTACT_CHANNELS else {}
    )
    of_files = pd.DataFrame(index=table.index) if known is None else known.reindex(customer).set_axis(table.index)
    channels = pd.DataFrame(
        {name: _either(own.get(name), of_files.get(name)) for name in CONTACT_CHANNELS}, index=table.index
    )
    known_of_them = table[list(KNOWN_OF_CUSTOMERS)].round(ROUNDED).dropna(axis="columns", how="all")
    if not table["slipping"].any():  # nobody is, or it is not known to say anything here
        known_of_them = known_of_them.drop(columns="slipping")
    for name in known_of_them.select_dtypes("datetime").columns:
        known_of_them[name] = known_of_them[name].dt.date
    return pd.concat(
        [channels.dropna(axis="columns", how="all"), customer.to_frame("customer"), known_of_them], axis="columns"
    )


def _either(own: pd.Series | None, of_files: pd.Series | None) -> pd.Series | None:
    """What a customer is known by, else what the files say."""
    if own is None or of_files is None:
        return of_files if own is None else own
    return own.where(own.notna(), of_files)


def pseudonymised(orders: Orders) -> Orders:
    """The orders, of customers called #1, #2 … by the time of their first row.

    The names hold nothing of the real ones, and stay the same when later orders are added. Everything computed from
    these orders has them too, downloads included. Missing customers stay missing.
    """
    frame = orders.frame
    named = [name for name in ("customer", "apart") if name in frame]
    return dataclasses.replace(
        orders, frame=frame.assign(**{name: _renamed(frame[name], frame["date"]) for name in named})
    )


def _renamed(customer: pd.Series, date: pd.Series) -> pd.Series:
    codes = customer.cat.codes.to_numpy()[np.argsort(date.to_numpy(), kind="stable")]
    known = pd.unique(codes[codes >= 0])
    unused = np.setdiff1d(np.arange(len(customer.cat.categories)), known)
    names = np.empty(len(known) + len(unused), dtype=object)
    names[np.r_[known, unused]] = [f"#{number}" for number in range(1, len(names) + 1)]
    return customer.cat.rename_categories(names.tolist())
