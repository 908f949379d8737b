"""Which customers one way to count holds and another does not."""

import datetime as dt

import pandas as pd

from retention.activity import AnyOrders
from retention.analysis.claims.ways import Choice
from retention.analysis.rates.compare import members
from retention.settings import Days

ROLES = COUNTED, ASKED, ABSENT = ("counted", "asked", "absent")
"""Part of a figure, one of those it is a share of, or neither."""
ACTIVE = ("retained", "reactivated", "new")
FIRST = dt.date(1900, 1, 1)
"""Earlier than the first order of all."""


def difference(
    here: AnyOrders, there: AnyOrders, way: pd.Series, choice: Choice, *, as_of: dt.date | None = None
) -> pd.DataFrame:
    """The customers whom a way to count, a row of `ClaimCheck.tried`, takes otherwise than the rate a person looks at.

    `here` are the orders looked at, `there` those of the way's counting. One row per customer who differs, first those
    counted there: `customer`, `there`, `here`: `counted` (part of the figure), `asked` (among those it is a
    share of), or `absent`. Money that counts otherwise makes nobody differ.
    """
    mine = _roles(here, "crr", choice.days, choice.base, as_of)
    theirs = _roles(there, way["definition"], (way["start"], way["end"]), way["base"] or choice.base, as_of)
    both = pd.DataFrame({"there": theirs, "here": mine}).fillna(ABSENT)
    apart = both[both["there"] != both["here"]]
    named = apart.rename_axis("customer").reset_index()[["customer", "there", "here"]]
    named = named.assign(customer=named["customer"].astype("str")).sort_values("customer", kind="stable")
    return named.sort_values(["there", "here"], key=_by_role, kind="stable", ignore_index=True)


def _by_role(roles: pd.Series) -> pd.Series:
    return roles.map({role: place for place, role in enumerate(ROLES)})


def _roles(orders: AnyOrders, definition: str, days: Days, base: str | Days, as_of: dt.date | None) -> pd.Series:
    """What each customer is in a figure, indexed by customer; who is neither counted nor asked is left out."""
    asked, counted = _asked_and_counted(orders, definition, days, base, as_of)
    return pd.Series(COUNTED, index=counted).reindex(asked.union(counted), fill_value=ASKED)


def _asked_and_counted(
    orders: AnyOrders, definition: str, days: Days, base: str | Days, as_of: dt.date | None
) -> tuple[pd.Index, pd.Index]:
    """The customers a figure is a share of, and those who are counted in it."""
    if definition == "lifetime_repeat_rate":
        days = FIRST, days[1]
    everyone = members(orders, days, base=base, as_of=as_of).set_index("customer")
    status = everyone["status"]
    active, at_start = status.isin(ACTIVE), status.isin(("retained", "lost"))
    if definition in ("returning_share", "returning_revenue_share"):
        before = members(orders, days, base="ever", as_of=as_of).set_index("customer")["status"]
        return status.index[active], before.index[before == "retained"]
    if definition in ("repeat_purchase_rate", "lifetime_repeat_rate"):
        return status.index[active], status.index[active & (everyone["orders"] > 1)]
    if definition == "shopify_returning_rate":
        ever = members(orders, (FIRST, as_of or dt.date(2200, 1, 1)), as_of=as_of).set_index("customer")["orders"]
        buyers = status.index[active]
        return buyers, buyers[(ever.reindex(buyers).fillna(0) > 1).to_numpy()]
    of = {"churn": status == "lost", "textbook": status.isin(("retained", "reactivated"))}
    return status.index[at_start], status.index[of.get(definition, status == "retained")]
