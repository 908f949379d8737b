"""The list of calls as cards: who, when they came last and usually come, what they bought, why to call, and how."""

import math
from urllib.parse import quote

import pandas as pd

from retention.analysis.customers.briefing import Briefing
from retention.narrate.numbers import date, is_old, money, number
from retention.narrate.reader import reader
from retention.narrate.texts import N_, Markup, _, fill, ngettext, quoted

OUTCOMES = {"reached": N_("Reached"), "missed": N_("No answer"), "leave": N_("Leave in peace")}
"""What can come of a call."""


def heading(brief: Briefing) -> str:
    """What stands over the list: for today, or as of the last day of data that are older."""
    as_of = brief.found.as_of
    return fill(_("Whom to call, as of {day}"), day=date(as_of)) if is_old(as_of) else _("Whom to call today")


def last_order(row: pd.Series) -> Markup:
    """When somebody came last, and for what, where a line of the file says it."""
    last = fill(_("last order {day}"), day=date(row["last_order"].date()))
    product = row["last_product"]
    return Markup(f"{last}: {quoted(product)}") if isinstance(product, str) else last


def usual_gap(row: pd.Series) -> Markup:
    """How often somebody usually comes; empty where nobody ever came back."""
    if math.isnan(row["rhythm"]):
        return Markup("")
    n = round(row["rhythm"])
    return fill(ngettext("usually every {n} day", "usually every {n} days", n), n=number(n))


def why(row: pd.Series, currency: str | None) -> Markup:
    """How late somebody is, and what is at stake."""
    n = round(row["overdue_days"])
    late = fill(ngettext("{n} day overdue", "{n} days overdue", n), n=number(n))
    at_stake = row["value_at_stake"]
    if math.isnan(at_stake) or not round(at_stake):
        return Markup(f"**{late}**")
    stake = fill(_("{money} at stake"), money=money(round(at_stake), currency))
    return Markup(f"**{late}** · {stake}")


def ways(row: pd.Series) -> dict[str, str]:
    """How to reach somebody: the address of each way by what the way is called; none while names are hidden."""
    if reader().names_hidden:
        return {}
    found = {}
    if isinstance(row["phone"], str):
        found[_("Call")] = f"tel:{quote(row['phone'], safe='+')}"
    if isinstance(row["email"], str):
        found[_("Write")] = f"mailto:{quote(row['email'], safe='@')}"
    return found
