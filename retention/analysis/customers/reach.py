"""How customers can be reached: what their files say of them beyond what they are known by."""

from collections.abc import Iterable, Sequence

import pandas as pd

from retention.ingest.clean.lines import customers_of
from retention.ingest.headers import strengths
from retention.ingest.mapping import Mapping
from retention.ingest.read.raw import RawTable
from retention.ingest.rules import Rules
from retention.ingest.values import identifiers

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


def reach(files: Sequence[tuple[RawTable, Mapping]], rules: Rules | None = None) -> pd.DataFrame:
    """One row per customer of the files, by name: the columns of `ROLES` any file has, as last written.

    `rules` are those of the orders, whose customers these are.
    E-mail addresses and phone numbers in their plain spelling, names as they stand; missing where nobody wrote them.
    """
    parts = [_said(raw.frame, mapping, rules) for raw, mapping in files]
    said = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame({"customer": []})
    return said.groupby("customer", sort=False).last()


def _said(table: pd.DataFrame, mapping: Mapping, rules: Rules | None) -> pd.DataFrame:
    """What each record says about its customer."""
    columns = {"customer": customers_of(table, mapping, rules).astype("str")}
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
