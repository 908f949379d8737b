"""Every figure of a report by its name, with all that is needed to quote it: for a person's assistant.

A program that answers questions about a shop may repeat these and must not work out others: each comes with what it
means, of which days it is, how sure it is and what is doubtful about it.
"""

import datetime as dt
import math
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from retention.metrics import AUDIT, METRICS, Unit
from retention.narrate import (
    changes,
    customers,
    findings,
    metrics,
    numbers,
    problems,
    retention,
    slipping,
    whatif_answer,
    whatif_forecast,
)
from retention.narrate import filters as filter_words
from retention.narrate.reader import Reader, reading_as
from retention.report.material import Material
from retention.settings import Days
from retention.whatif import cautions

COUNTS = {
    "customers_at_start": "Customers at the start: those who bought in the base.",
    "retained": "Customers at the start who bought again in the period.",
    "lost": "Customers at the start who did not buy in the period.",
    "reactivated": "Customers of the period who bought before, but not in the base.",
    "new": "Customers of the period whose first counted order falls into it.",
    "active": "All customers with at least one counted order in the period.",
}
WILSON, BAND = "95% interval (Wilson)", "90% band of the forecast"
RULE = (
    "Quote a fact with its text, its period and its interval, and say its doubts. Do not work out figures that are not "
    "here; say that they are not known."
)


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One figure or sentence.

    `value` is a number (shares as fractions) or None where it cannot be known; `text` is how a person reads it. `low`
    and `high` are its interval, `interval` says which. `days` are the first and last day it is about.
    """

    name: str
    definition: str
    text: str
    value: float | None = None
    unit: str = "words"
    low: float | None = None
    high: float | None = None
    interval: str | None = None
    days: Days
    doubts: tuple[str, ...] = ()
    source: str | None = None


def facts(found: Material) -> dict[str, Any]:
    """All facts of a report's results in English, as JSON takes them: `about`, `rule`, and the list `facts`.

    >>> from tempfile import TemporaryDirectory
    >>> from pathlib import Path
    >>> from retention.periods import Calendar
    >>> from retention.report.facts import facts
    >>> from retention.report.material import gather
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder) / "orders.csv"
    ...     rows = "ann,2025-01-15,10\\nbob,2025-01-20,10\\nann,2025-02-28,10\\n"
    ...     written = file.write_text(f"customer,date,total\\n{rows}")
    ...     found = gather(rt.load(file), calendar=Calendar.of("month"))
    >>> crr = next(fact for fact in facts(found)["facts"] if fact["name"] == "crr")
    >>> crr["value"], crr["text"], crr["start"]
    (0.5, '50.0%', '2025-02-01')
    """
    with reading_as(Reader(markdown=False)):
        orders = found.orders
        told = [*_of_data(found), *_of_period(found), *_of_change(found), *_of_money(found)]
        told += [*_of_customers(found), *_of_forecast(found), *_of_findings(found)]
        return {
            "about": {
                "files": [source.name for source in orders.sources],
                "currency": orders.currency,
                "filter": filter_words.bare(orders.filter) or None,
                "period": numbers.period_name(found.bridge.start, found.grain),
                "customers_at_start_from": str(found.base),
                "data_until": orders.as_of.isoformat(),
            },
            "rule": RULE,
            "facts": [_plain(fact) for fact in told],
        }


def _plain(fact: Fact) -> dict[str, Any]:
    """A fact as JSON knows it, without what it does not have."""
    cells = asdict(fact)
    start, end = cells.pop("days")
    plain = {name: _number(value) for name, value in {**cells, "start": start, "end": end}.items()}
    kept = {name: value for name, value in plain.items() if value is not None or name == "value"}
    return {**kept, "doubts": list(fact.doubts)}


def _number(value: object) -> object:
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, float):
        return round(value, 6) if math.isfinite(value) else None
    return value


def _of_data(found: Material) -> Iterator[Fact]:
    orders = found.orders
    days = orders.first_date, orders.as_of
    counts = {
        "orders": (len(orders.purchases), "Counted orders in the data."),
        "customers": (orders.customers, "Customers with at least one counted order."),
        "rows_read": (orders.rows_read, "Rows read from the files."),
        "rows_set_aside": (orders.rows_set_aside, "Rows left out, each with a reason."),
    }
    doubts = tuple(str(line) for line in (*problems.before_rates(orders), *map(problems.issue, orders.issues)))
    for name, (count, meaning) in counts.items():
        text = numbers.number(count)
        yield Fact(name=name, definition=meaning, text=text, value=count, unit="count", doubts=doubts, days=days)
    if found.has_money:
        money = numbers.money(orders.revenue, orders.currency)
        meaning = "Net revenue of all counted orders, refunds taken off."
        yield Fact(name="revenue_all", definition=meaning, text=money, value=orders.revenue, unit="money", days=days)


def _of_period(found: Material) -> Iterator[Fact]:
    bridge, row, currency = found.bridge, found.row, found.orders.currency
    days = bridge.start, bridge.end
    caution = retention.caution(bridge)
    doubts = () if caution is None else (str(caution),)
    for name, meaning in COUNTS.items():
        count = int(row[name])
        yield Fact(name=name, definition=meaning, text=numbers.number(count), value=count, unit="count", days=days)
    for name in metrics.names(has_money=found.has_money):
        metric = METRICS[name]
        ends = (float(row[f"{name}_low"]), float(row[f"{name}_high"])) if metric.has_interval else (None, None)
        yield Fact(
            name=name,
            definition=f"{metric.title}: {metric.formula}",
            text=metrics.value(name, float(row[name]), currency),
            value=float(row[name]),
            unit=str(metric.unit),
            low=ends[0],
            high=ends[1],
            interval=WILSON if metric.interval else "95% interval" if metric.has_interval else None,
            doubts=doubts,
            source=metric.source,
            days=days,
        )


def _of_change(found: Material) -> Iterator[Fact]:
    moved = found.change
    if moved is None or changes.UNTOLD.intersection(moved.doubts):
        return
    days = moved.days
    against = f"against {moved.days_before[0].isoformat()} to {moved.days_before[1].isoformat()}"
    parts = {
        "crr_before": (moved.before, f"Customer retention rate of the earlier period, {against}."),
        "crr_change": (moved.change, f"Change of the customer retention rate, {against}, as a fraction."),
        "mix_effect": (moved.mix_effect, "Part of the change that comes from who the customers at the start were."),
    }
    for name, (value, meaning) in parts.items():
        text = numbers.percent(value, digits=1) if name == "crr_before" else numbers.points(value)
        yield Fact(name=name, definition=meaning, text=text, value=value, unit="share", days=days)
    yield Fact(
        name="rate_effect",
        definition="Part of the change that comes from what customers alike did (Kitagawa 1955); the verdict is on it.",
        text=changes.verdict(moved),
        value=moved.rate_effect,
        unit="share",
        low=moved.low,
        high=moved.high,
        interval="95% interval",
        doubts=tuple(moved.doubts),
        source="Kitagawa, Components of a Difference Between Two Rates, JASA 50, 1955",
        days=days,
    )


def _of_money(found: Material) -> Iterator[Fact]:
    moved = found.money
    if moved is None:
        return
    for name, size in moved.steps.items():
        yield Fact(
            name=f"money_bridge_{name}",
            definition=str(AUDIT["bridge"][name]),
            text=numbers.money(size, found.orders.currency),
            value=float(size),
            unit="money",
            days=moved.first if name == "revenue_0" else moved.second,
        )


def _of_customers(found: Material) -> Iterator[Fact]:
    known, brief = found.customers, found.briefing
    if known is None or brief is None:
        return
    days = found.orders.first_date, known.as_of
    if found.has_money:
        yield Fact(
            name="best_customers",
            definition=f"The {numbers.percent(known.vip_share)} of customers with most revenue, and what they bring.",
            text=customers.headline(known, brief),
            value=brief.vip_revenue_share,
            unit="share",
            days=days,
        )
    if known.proof.holds:
        yield Fact(
            name="slipping_away",
            definition="Customers away longer than nine of ten waits after as many orders.",
            text=slipping.slipping_away(known, brief),
            value=len(brief.slipping),
            unit="count",
            doubts=(str(slipping.proven(known.proof)),),
            days=days,
        )


def _of_forecast(found: Material) -> Iterator[Fact]:
    shop, answer = found.shop, found.answer
    if shop is None or answer is None:
        return
    measure = shop.measure(answer.scenario)
    totals = answer.over_horizon(measure)
    ahead = answer.periods
    of_days = shop.forecast is not None  # from totals alone, nobody knows on which days the periods ahead lie
    days: Days = (ahead["start"].iloc[0], ahead["end"].iloc[-1]) if of_days else (found.bridge.start, found.bridge.end)
    if shop.forecast is not None:
        tested = (str(whatif_forecast.missed(shop.forecast)),)
        doubts = (*tested, *(str(whatif_forecast.caution(each, shop.forecast)) for each in cautions(shop.forecast)))
    else:
        doubts = (str(whatif_forecast.from_totals()),)
    said = {
        "today": ("What is to be expected over the horizon if nothing changes.", whatif_answer.today(shop, answer)),
        "difference": ("What five points more retention would add to that.", whatif_answer.headline(shop, answer)),
    }
    for name, (meaning, text) in said.items():
        yield Fact(
            name={"today": "forecast", "difference": "five_points_more"}[name],
            definition=f"{meaning} Measured as {measure}.",
            text=text,
            value=float(totals[name]),
            unit="count" if measure == "orders" else Unit.MONEY,
            low=float(totals[f"{name}_low"]),
            high=float(totals[f"{name}_high"]),
            interval=BAND,
            doubts=doubts,
            source="Fader, Hardie & Shang, Marketing Science 29(6), 2010",
            days=days,
        )


def _of_findings(found: Material) -> Iterator[Fact]:
    for place, each in enumerate(found.findings.ranked, start=1):
        yield Fact(
            name=f"finding_{place}",
            definition=findings.basis(each, found.orders.currency),
            text=findings.headline(each),
            value=each.money,
            unit="money",
            days=(found.orders.first_date, found.orders.as_of),
            doubts=tuple(filter(None, ("" if each.certain else "not certain", findings.doubt(each, found.findings)))),
        )
