"""The outline of a report: at most nine messages whose titles alone tell it, and the appendix. One for all documents.

Written in bare text for whoever reads (see `retention.narrate.reader`): documents lay it out, none of them words it.
"""

import math
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import Literal

import pandas as pd

from retention.analysis.rates.figures import settled
from retention.narrate import (
    audit,
    changes,
    customers,
    findings,
    forecasts,
    lenses,
    metrics,
    overview,
    pace,
    problems,
    retention,
    segments,
    slipping,
    whatif_answer,
    whatif_forecast,
)
from retention.narrate import filters as filter_words
from retention.narrate import whatif as whatif_words
from retention.narrate.numbers import MISSING, date, money, number, percent, period_name
from retention.narrate.reader import reader, reading_as
from retention.narrate.texts import N_, _, plain
from retention.report.material import Material
from retention.whatif import Comparison, Shop, cautions

SECTIONS = {
    "rate": N_("How many come back"),
    "why": N_("Why it changed"),
    "findings": N_("What stands out"),
    "customers": N_("Who matters, who moved"),
    "money": N_("What moved the money"),
    "forecast": N_("What is foreseen"),
    "target": N_("Target and pace"),
    "what_if": N_("What more retention is worth"),
    "next": N_("What to do next"),
}
"""The messages a report can hold, in their order, by what a person ticks them by."""
EACH_PERIOD = {"npv": "profit", "revenue_total": "revenue", "orders": "orders"}
"""What adds up to a measure of the what-if, by period."""
COURSES = {"profit": N_("Profit"), "revenue": N_("Revenue"), "orders": N_("Orders")}
PERIODS_SHOWN = 24
FINDINGS_SHOWN = 4
CALLED = 10
"""Rows of a picture, of a list of findings, and of a list of customers: what a slide can hold and be read."""


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A chart that every document draws in its own way, of one `value` by category.

    `rows` has a row per category, in order: `name`, `value`, `text` (the value as shown); of a `line` also `low` and
    `high`, its band; of a `waterfall`, whose values are changes, also what `retention.charts.bridge` takes. `title`
    names the values, `band` what the band is, `number_format` is Excel's for them.
    """

    kind: Literal["line", "waterfall"]
    rows: pd.DataFrame
    title: str
    band: str = ""
    number_format: str = "#,##0"


@dataclass(frozen=True, kw_only=True)
class Table:
    """A small table in words; `right` are the places of the columns of figures."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Message:
    """One message: `title` says it in a sentence, `said` what goes with it, `basis` what it rests on and its doubts."""

    key: str
    title: str
    said: tuple[str, ...] = ()
    picture: Picture | None = None
    table: Table | None = None
    basis: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Story:
    """A whole report: what it is called, of what and when, its messages, and the definitions behind them."""

    title: str
    about: tuple[str, ...]
    messages: tuple[Message, ...]
    figures: Table
    method: tuple[str, ...]


def tell(material: Material, *, client: str = "", sections: Collection[str] = tuple(SECTIONS)) -> Story:
    """The story of a shop for whoever reads just now; a section without anything to say is not there.

    `client` is whose shop it is, `sections` names of `SECTIONS`. Raises KeyError for another name.
    """
    chosen = [name for name in SECTIONS if name in set(sections)]
    unknown = set(sections) - set(SECTIONS)
    if unknown:
        raise KeyError(*sorted(unknown))
    with reading_as(replace(reader(), markdown=False)):
        told = [TELLERS[name](material) for name in chosen]
        return Story(
            title=client or _("Customer retention"),
            about=_about(material),
            messages=tuple(message for message in told if message is not None),
            figures=_figures(material),
            method=_method(material),
        )


def _about(found: Material) -> tuple[str, ...]:
    orders = found.orders
    held = problems.held(
        orders=len(orders.purchases),
        customers=orders.customers,
        days=(orders.first_date, orders.last_date),
        money=money(orders.revenue, orders.currency) if found.has_money else None,
    )
    lines = [period_name(found.bridge.start, found.grain), ", ".join(held), overview.data_until(orders)]
    return tuple(filter(None, [*lines, filter_words.sentences(orders.filter) if orders.filter else ""]))


def _rate(found: Material) -> Message:
    bridge = found.bridge
    if not bridge.has_rate:
        ever = bool(found.figures["customers_at_start"].any())
        return Message(key="rate", title=retention.no_rate(bridge, ever=ever))
    told = found.change is not None and not changes.UNTOLD.intersection(found.change.doubts)
    moved = changes.moved(found.change, found.grain) if told and found.change is not None else ""
    said = (moved, retention.flow(bridge))
    doubts = [*problems.before_rates(found.orders), retention.caution(bridge)]
    return Message(
        key="rate",
        title=retention.headline(bridge),
        said=tuple(filter(None, said)),
        picture=_course(found),
        basis=tuple(filter(None, [*doubts, *retention.unidentified(found.orders)])),
    )


def _course(found: Material) -> Picture | None:
    known = found.figures[settled(found.figures) & found.figures["crr"].notna()].tail(PERIODS_SHOWN)
    if len(known) < 2:
        return None
    rows = pd.DataFrame(
        {
            "name": [period_name(start, found.grain) for start in known["start"]],
            "value": known["crr"].to_numpy(),
            "low": known["crr_low"].to_numpy(),
            "high": known["crr_high"].to_numpy(),
            "text": [percent(share) for share in known["crr"]],
        }
    )
    return Picture(kind="line", rows=rows, title=_("Came back"), band=_("95% interval"), number_format="0%")


def _why(found: Material) -> Message | None:
    moved = found.change
    if moved is None or changes.UNTOLD.intersection(moved.doubts):
        return None
    rows = tuple(changes.class_rows(moved))
    return Message(
        key="why",
        title=changes.verdict(moved),
        said=(changes.why(moved, found.grain),),
        table=Table(head=changes.class_heads(), rows=rows, right=(1, 2, 3)),
        basis=changes.how(moved),
    )


def _findings(found: Material) -> Message | None:
    if not found.findings.looks:
        return None
    first, currency = found.findings.ranked[:FINDINGS_SHOWN], found.orders.currency
    lines = [overview.with_money(findings.headline(each), findings.worth(each, currency)) for each in first]
    basis = [text for each in first for text in (findings.basis(each, currency), findings.doubt(each, found.findings))]
    return Message(
        key="findings",
        title=findings.answer(found.findings),
        said=tuple(lines),
        basis=tuple(dict.fromkeys(filter(None, basis))),
    )


def _customers(found: Material) -> Message | None:
    known, brief = found.customers, found.briefing
    if known is None or brief is None:
        return None
    moved = "" if found.moves is None else lenses.moves(found.moves, found.grain, found.orders.currency)
    rows = [
        (
            segments.name_of(row["segment"]),
            number(row["customers"]),
            percent(row["share"]),
            _known(row["revenue_share"], percent),
        )
        for _place, row in known.segments_present.iterrows()
    ]
    return Message(
        key="customers",
        title=customers.headline(known, brief),
        said=tuple(filter(None, (customers.at_stake(brief, found.orders.currency), moved))),
        table=Table(
            head=(_("Segment"), _("Customers"), _("Share of customers"), _("Share of revenue")),
            rows=tuple(rows),
            right=(1, 2, 3),
        ),
        basis=(slipping.proven(known.proof),),
    )


def _known(value: float, shown: Callable[[float], str]) -> str:
    """A figure as shown, a dash where nobody can know it."""
    return MISSING if math.isnan(value) else shown(value)


def _money(found: Material) -> Message | None:
    moved, currency = found.money, found.orders.currency
    if moved is None:
        return None
    steps = overview.waterfall(moved, found.grain, currency)
    rows = steps.rename(columns={"label": "name"}).assign(value=[moved.steps[key] for key in steps["key"]])
    return Message(
        key="money",
        title=audit.change(moved, found.grain, currency),
        said=tuple(filter(None, [audit.largest_step(moved, currency)])),
        picture=Picture(kind="waterfall", rows=rows, title=_("Revenue")),
        basis=tuple(audit.doubts(moved)),
    )


def _forecast(found: Material) -> Message | None:
    shop, answer = found.shop, found.answer
    if shop is None or answer is None:
        return None
    if shop.forecast is not None:
        tested: str = whatif_forecast.missed(shop.forecast)
    elif shop.refusal is not None:
        tested = whatif_forecast.last_period_only(shop.refusal)
    else:
        tested = whatif_forecast.from_totals()
    base, column = shop.forecast, EACH_PERIOD[shop.measure(answer.scenario)]
    return Message(
        key="forecast",
        title=whatif_answer.today(shop, answer),
        said=(tested,),
        picture=_ahead(shop, answer, f"{column}_today", name=_(COURSES[column])),
        basis=() if base is None else tuple(whatif_forecast.caution(each, base) for each in cautions(base)),
    )


def _ahead(shop: Shop, answer: Comparison, column: str, *, name: str) -> Picture:
    """A course over the periods to come with its 90% band."""
    ahead = answer.periods
    ends = {end: ahead[f"{column}{suffix}"] for end, suffix in (("value", ""), ("low", "_low"), ("high", "_high"))}
    rows = pd.DataFrame(
        {
            "name": ahead["ahead"].map(str)
            if shop.forecast is None
            else [period_name(start, shop.grain) for start in ahead["start"]],
            **ends,
            "text": [whatif_answer.course_amount(column, value, shop.currency) for value in ends["value"]],
        }
    )
    return Picture(kind="line", rows=rows, title=name, band=whatif_words.column("band"))


def _target(found: Material) -> Message | None:
    """Only where there is a target: the running period is told about in the period after it."""
    stands = found.pace
    if stands is None or stands.target is None:
        return None
    told = pace.answer(stands)
    return Message(key="target", title=told, basis=(pace.basis(stands, found.grain),)) if told else None


def _what_if(found: Material) -> Message | None:
    shop, answer = found.shop, found.answer
    if shop is None or answer is None:
        return None
    said: list[str] = [whatif_answer.both_readings(answer)]
    if shop.forecast is not None:
        said += whatif_answer.readings(shop, answer)
    column = EACH_PERIOD[shop.measure(answer.scenario)]
    return Message(
        key="what_if",
        title=whatif_answer.headline(shop, answer),
        said=tuple(filter(None, said)),
        picture=_ahead(shop, answer, f"{column}_difference", name=_("What the change adds")),
        basis=tuple(whatif_answer.unknown_costs(shop, answer)),
    )


def _next(found: Material) -> Message | None:
    known, brief = found.customers, found.briefing
    if known is None or brief is None:
        return None
    steps = customers.today(known, brief)
    if not steps:
        return None
    calls = brief.first_to_call.head(CALLED) if known.proof.holds else brief.first_to_call.head(0)
    currency = found.orders.currency
    rows = [
        (
            str(plain(row["customer"])),
            date(row["last_order"].date()),
            number(row["overdue_days"]),
            _known(row["value_at_stake"], lambda stake: money(round(stake), currency)),
        )
        for _place, row in calls.iterrows()
    ]
    head = (_("Customer"), _("Last order"), _("Days overdue"), _("At stake a year"))
    return Message(
        key="next",
        title=steps[0],
        said=tuple(steps[1:]),
        table=Table(head=head, rows=tuple(rows), right=(2, 3)) if rows else None,
    )


TELLERS: Mapping[str, Callable[[Material], Message | None]] = {
    "rate": _rate,
    "why": _why,
    "findings": _findings,
    "customers": _customers,
    "money": _money,
    "forecast": _forecast,
    "target": _target,
    "what_if": _what_if,
    "next": _next,
}


def _figures(found: Material) -> Table:
    """Every figure of the period with its interval and what was counted."""
    bridge, row, currency = found.bridge, found.row, found.orders.currency
    base, period = retention.when_at_start(bridge), retention.when_active(bridge)
    told = [
        metrics.in_words(name, row, base=base, period=period, currency=currency)
        for name in metrics.names(has_money=found.has_money)
    ]
    rows = tuple((each.name, each.value, each.interval, f"{each.counts} {each.reason}") for each in told)
    return Table(head=(_("Figure"), _("Value"), _("95% interval"), _("How it is counted")), rows=rows, right=(1, 2))


def _method(found: Material) -> tuple[str, ...]:
    """What became of the rows, and how much the forecasts are to be believed."""
    orders = found.orders
    lines = [problems.rows(orders, len(orders.purchases)), *map(problems.issue, orders.issues)]
    if found.customers is not None and found.customers.forecast.lead is not None:
        lines.append(forecasts.tested(found.customers.forecast))
    lines += [problems.error(reason) for reason in found.missing.values()]
    return tuple(dict.fromkeys(str(line) for line in lines if line))
