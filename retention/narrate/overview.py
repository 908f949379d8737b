"""The first screen in words: the rate with its change, periods as bars, the money as a waterfall, whom to call."""

import datetime as dt
import math

import pandas as pd

from retention.analysis.change import Change
from retention.analysis.customers import Customers
from retention.analysis.customers.briefing import Briefing
from retention.analysis.money import MoneyBridge
from retention.analysis.rates.bridge import Bridge
from retention.analysis.rates.figures import settled
from retention.narrate import changes, periods
from retention.narrate.audit import signed_money
from retention.narrate.numbers import date, money, number, of_hundred, percent, period_name, points
from retention.narrate.retention import when_active
from retention.narrate.texts import N_, BigFigure, Markup, _, fill, ngettext
from retention.orders import Orders

PERIODS_SHOWN = 24
"""Periods of a small picture, the last ones: two years of months, as many as a phone can tell apart."""
CALLS = 3
"""Customers named on the first screen."""
PARTS = {"retained": N_("Came back"), "reactivated": N_("Back again"), "new": N_("New")}
"""Who buys in a period, from the ground up."""
ROLES = {"retained": "kept", "reactivated": "reactivated", "new": "new"}
STEPS = {
    "lost": N_("Lost"),
    "how_often": N_("How often"),
    "how_much": N_("Worth of an order"),
    "back": N_("Back again"),
    "since": N_("New in between"),
    "new": N_("New"),
    "other": N_("Refunds"),
}
"""Steps of a money bridge, short enough to stand beside a bar."""


def figure(found: Bridge, moved: Change | None, rates: pd.DataFrame, grain: str) -> BigFigure:
    """The retention rate of a period as the answer of a page, with its change and its course so far."""
    told = moved is not None and not changes.UNTOLD.intersection(moved.doubts)
    label = _("Came back {period}").format(period=when_active(found))
    part = _("{part} of {whole}").format(part=number(found.retained), whole=number(found.customers_at_start))
    value, course = part if found.few else percent(found.crr), sparkline(rates)
    if moved is None or not told:
        return BigFigure(label=label, value=value, course=course)
    return BigFigure(
        label=label,
        value=value,
        change=points(moved.change),
        note=_("against {period}: {verdict}").format(
            period=period_name(moved.days_before[0], grain),
            verdict=changes.called(firm=moved.firm, leaning=moved.leaning),
        ),
        leaning=moved.leaning if moved.leaning in ("up", "down") else None,
        firm=moved.firm,
        course=course,
    )


def sparkline(rates: pd.DataFrame) -> list[int]:
    """The rate of every period that is over, as whole percent; nothing where two points would make the line."""
    known = rates[settled(rates) & rates["crr"].notna()].tail(PERIODS_SHOWN)
    return [of_hundred(share) for share in known["crr"]] if enough_periods(known) else []


def buyers(rates: pd.DataFrame, grain: str) -> pd.DataFrame:
    """Who bought in each of the last periods, as `charts.by_period` takes it: came back, back again, new."""
    rows = [
        {
            "name": period_name(row["start"], grain),
            "role": ROLES[part],
            "part": _(words),
            "value": int(row[part]),
            "text": number(row[part]),
            "complete": bool(row["complete"]),
        }
        for row in rates.tail(PERIODS_SHOWN).to_dict("records")
        for part, words in PARTS.items()
    ]
    return pd.DataFrame(rows)


def revenue(rates: pd.DataFrame, grain: str, currency: str | None) -> pd.DataFrame:
    """What came in in each of the last periods, as `charts.by_period` takes it."""
    rows = [
        {
            "name": period_name(row["start"], grain),
            "role": "kept",
            "part": _("Revenue"),
            "value": max(float(row["revenue"]), 0.0),
            "text": money(row["revenue"], currency),
            "complete": bool(row["complete"]),
        }
        for row in rates.tail(PERIODS_SHOWN).to_dict("records")
    ]
    return pd.DataFrame(rows)


def enough_periods(rates: pd.DataFrame) -> bool:
    """Whether there are periods enough for a picture to say more than its first figures."""
    return len(rates) > 2


def starts(rates: pd.DataFrame) -> list[dt.date]:
    """The first days of the periods that small pictures show."""
    return list(rates["start"].tail(PERIODS_SHOWN))


def parts() -> str:
    """The colours of the bars of customers, from the ground up."""
    return _("From the ground up: came back, back again, new.")


def pale(rates: pd.DataFrame) -> str:
    """What the pale bars are; "" where there are none."""
    shown = rates.tail(PERIODS_SHOWN)
    return "" if shown["complete"].all() else _("Pale: not whole in your data.")


def waterfall(found: MoneyBridge, grain: str | None, currency: str | None) -> pd.DataFrame:
    """The money bridge as `charts.bridge` takes it: from one period's revenue to the other's."""
    ends = {"revenue_0": periods.name(found.first, grain), "revenue_1": periods.name(found.second, grain)}
    rows = []
    for key, size in found.steps.items():
        last = key == "revenue_1"
        total = key in ends
        rows.append(
            {
                "key": key,
                "label": ends[key] if total else _(STEPS[key]),
                "change": 0.0 if last else size,
                "total": total,
                "role": "kept" if total else _role(key, size),
                "text": money(round(size), currency) if total else signed_money(round(size), currency),
            }
        )
    return pd.DataFrame(rows)


def _role(step: str, size: float) -> str:
    """The colour of a step: what is lost, what new customers bring, what the others do."""
    if size < 0:
        return "lost"
    return "new" if step in ("new", "since") else "reactivated"


def calls(found: Customers, brief: Briefing) -> pd.DataFrame:
    """Whom to call first, in the order of the page Customers: those more likely still customers than gone."""
    if not found.proof.holds:
        return brief.slipping.head(0)
    return brief.first_to_call.head(CALLS)


def call(row: pd.Series, currency: str | None) -> Markup:
    """One customer to call: how late the next order is, and what is at stake."""
    late = ngettext("{n} day overdue", "{n} days overdue", round(row["overdue_days"]))
    facts = [fill(late, n=number(row["overdue_days"]))]
    at_stake = row["value_at_stake"]
    if not math.isnan(at_stake) and round(at_stake):
        facts.append(fill(_("{money} at stake a year"), money=money(round(at_stake), currency)))
    return fill("**{customer}** · {facts}", customer=row["customer"], facts=Markup(" · ".join(facts)))


def data_until(orders: Orders) -> Markup:
    """As of which day all of this is."""
    return fill(_("Data up to {day}."), day=date(orders.as_of))


def with_money(said: Markup, worth: Markup) -> Markup:
    """A finding's sentence with its money in front of it, where there is any."""
    return fill("**{worth}** · {said}", worth=worth, said=said) if worth else said
