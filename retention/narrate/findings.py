"""What stands out, in sentences: each finding, its basis, what it is worth a year, and how sure that is. Markdown."""

import math

from retention.analysis.cohorts import CohortOptions
from retention.analysis.findings import Finding, Findings
from retention.narrate import cohorts, filters
from retention.narrate.numbers import (
    calendar_of,
    date,
    decimal,
    from_to,
    money,
    number,
    of_hundred,
    percent,
    points,
    weekday_name,
)
from retention.narrate.retention import when
from retention.narrate.texts import N_, Markup, _, fill, ngettext, plain

PAGES = {"retention": N_("Retention"), "cohorts": N_("Cohorts"), "customers": N_("Customers"), "data": N_("Data")}
TINY = 0.001
"""Chances below which only that is told."""


def answer(found: Findings) -> Markup:
    """How many things stand out, of how many comparisons; that nothing does is an answer too."""
    if not found.looks:
        return fill(_("Too little data yet to compare anything: nothing can stand out."))
    if found.nothing:
        template = ngettext(
            "**Nothing stands out**: {n} comparison made, and chance alone would explain it.",
            "**Nothing stands out**: {n} comparisons made, and chance alone would explain every one.",
            found.looks,
        )
        return fill(template, n=number(found.looks))
    template = ngettext(
        "{n} thing stands out of {looks} comparisons: more than chance would do.",
        "{n} things stand out of {looks} comparisons: more than chance would do.",
        len(found.certain),
    )
    return fill(template, n=number(len(found.certain)), looks=number(found.looks))


def headline(found: Finding) -> Markup:
    """The finding in one sentence."""
    if found.kind == "change":
        return _rate(found)
    if found.kind == "price":
        return _price(found)
    if found.kind in ("began", "stays"):
        return _group(found)
    if found.kind == "cohorts":
        return _newer(found)
    if found.kind == "weekday":
        return fill(
            _("{day}: {now} of every 100 customers come on this day, a year before it was {before}."),
            day=weekday_name(int(found.value or 0)),
            **_sides(found),
        )
    return _fact(found)


def _sides(found: Finding) -> dict[str, object]:
    there = found.there or found.here
    return {"now": of_hundred(found.here.share), "before": of_hundred(there.share)}


def _times(found: Finding) -> dict[str, object]:
    """When both sides of a finding were counted, inside a sentence."""
    times: dict[str, object] = {}
    for name, side in (("period", found.here), ("earlier", found.there)):
        if side is not None and side.days is not None:
            times[name] = when(side.days, found.grain if found.kind in ("change", "mix") else None)
    return times


def _rate(found: Finding) -> Markup:
    template = (
        _("Customers alike come back less often: {now} of every 100 {period}, {before} {earlier}.")
        if found.effect < 0
        else _("Customers alike come back more often: {now} of every 100 {period}, {before} {earlier}.")
    )
    return fill(template, **_sides(found), **_times(found))


def _price(found: Finding) -> Markup:
    facts = {"share": percent(abs(found.effect)), "day": "" if found.day is None else date(found.day)}
    if found.day is None:
        template = N_("Prices are {share} higher.") if found.effect > 0 else N_("Prices are {share} lower.")
    elif found.value == "products":
        up, down = N_("Prices are {share} higher since {day}."), N_("Prices are {share} lower since {day}.")
        template = up if found.effect > 0 else down
    else:
        up = N_("The same customers pay {share} more per order since {day}.")
        down = N_("The same customers pay {share} less per order since {day}.")
        template = up if found.effect > 0 else down
    told = fill(_(template), **facts)
    if found.change is None:
        return told
    fewer = max(round(100 * abs(found.change.rate_effect)), 1)
    after = ngettext(
        "After that, {n} fewer of every 100 customers alike came back.",
        "After that, {n} fewer of every 100 customers alike came back.",
        fewer,
    )
    return Markup(f"{told} {fill(after, n=fewer)}")


def _group(found: Finding) -> Markup:
    facts = {"group": group(found), **_sides(found)}
    if found.kind == "began":
        days = number(found.numbers["days"])
        template = _("{group}: {now} of every 100 newcomers came back within {days} days, of the others {before}.")
        return fill(template, days=days, **facts)
    template = _(
        "{group}: of every 100 customers of the year before, {now} bought again {period}, of the others {before}."
    )
    return fill(template, **facts, **_times(found))


def group(found: Finding) -> Markup:
    """The group of a finding: what the column says on the first order of its customers."""
    title = filters.column(found.column or "")
    return Markup(f"{plain(title)} “{plain(filters.value(found.value or ''))}”")


def _newer(found: Finding) -> Markup:
    template = (
        _("Newer customers come back less often: {now} of every 100 {when}, {before} of the earlier ones.")
        if found.effect < 0
        else _("Newer customers come back more often: {now} of every 100 {when}, {before} of the earlier ones.")
    )
    options = CohortOptions(calendar=calendar_of(found.grain or "month"), mode="on", ages="calendar")
    return fill(template, when=cohorts.when(1, options), **_sides(found))


def _fact(found: Finding) -> Markup:
    if found.kind == "mix":
        template = _("The rate moved by {points} because other customers were at the start; they behave as before.")
        return fill(template, points=points(found.effect))
    if found.kind == "slipping":
        many = int(found.here.part)
        template = ngettext(
            "{n} of your best customers is slipping away.", "{n} of your best customers are slipping away.", many
        )
        return fill(template, n=number(many))
    if found.kind == "concentration":
        many = int(found.numbers["customers"])
        template = ngettext(
            "{n} customer brings half of a year’s revenue.", "{n} customers bring half of a year’s revenue.", many
        )
        return fill(template, n=number(many))
    if found.kind == "unidentified":
        template = _("{share} of the orders name no customer: nobody can tell whether these people came back.")
    else:
        template = _("{share} of the orders have no amount: what they brought counts nowhere.")
    return fill(template, share=percent(found.here.share))


def basis(found: Finding, currency: str | None) -> Markup:
    """Which customers, orders or products were counted, when, and the interval of the difference."""
    if found.kind == "price":
        return _basis_of_prices(found)
    if found.kind == "concentration":
        template = _("{part} of {whole} {period}, of {n} customers in all.")
        sums = {"part": money(found.here.part, currency), "whole": money(found.here.whole, currency)}
        return fill(template, n=number(found.numbers["all"]), **sums, **_times(found))
    if found.there is None:
        return fill(_("{part} of {whole}."), part=number(found.here.part), whole=number(found.here.whole))
    counts = {
        "part": number(found.here.part),
        "whole": number(found.here.whole),
        "part_before": number(found.there.part),
        "whole_before": number(found.there.whole),
    }
    if found.kind == "mix":
        return fill(_("{part} of {whole} against {part_before} of {whole_before}."), **counts)
    template = (
        _("{part} of {whole} against {part_before} of {whole_before}; between customers alike {effect} ({range}).")
        if found.kind == "change"
        else _("{part} of {whole} against {part_before} of {whole_before}: {effect} ({range}).")
    )
    return fill(template, effect=points(found.effect), range=_range(found), **counts)


def _range(found: Finding) -> str:
    return from_to(points(found.low), points(found.high))


def _basis_of_prices(found: Finding) -> Markup:
    times = _times(found)
    if found.value == "products":
        template = _("{part} of {whole} products sold both {earlier} and {period} changed their price in this way.")
        told = fill(template, part=number(found.here.part), whole=number(found.here.whole), **times)
    else:
        template = _("{n} customers who ordered both {earlier} and {period}: {low} to {high} per order.")
        ends = {"low": signed(found.low), "high": signed(found.high)}
        told = fill(template, n=number(found.here.whole), **ends, **times)
    moved = found.change
    if moved is None:
        return told
    template = _("Came back: {part} of {whole} {period} against {part_before} of {whole_before} {earlier}.")
    after = fill(
        template,
        part=number(moved.retained),
        whole=number(moved.customers),
        part_before=number(moved.retained_before),
        whole_before=number(moved.customers_before),
        period=when(moved.days, found.grain),
        earlier=when(moved.days_before, found.grain),
    )
    return Markup(f"{told} {after}")


def signed(change: float) -> str:
    """A relative change with its sign."""
    return f"{'−' if change < 0 else '+'}{percent(abs(change))}"


def worth(found: Finding, currency: str | None) -> Markup:
    """What it is worth a year, with its sign; "" where no amount is known."""
    if math.isnan(found.money) or not round(found.money):
        return Markup("")
    if found.kind in ("slipping", "concentration", "unidentified"):
        return fill(_("{money} a year"), money=money(abs(round(found.money)), currency))
    sign = "−" if found.money < 0 else "+"
    return fill(_("{money} a year"), money=f"{sign}{money(abs(round(found.money)), currency)}")


def working(found: Finding, currency: str | None) -> Markup:
    """How the money was worked out; "" where there is none."""
    if not worth(found, currency):
        return Markup("")
    numbers = found.numbers
    if "brings" in numbers:
        effect = found.effect if found.change is None else found.change.rate_effect
        effect = found.effect if found.kind == "mix" else effect
        template = _(
            "Money: {effect} × {customers} customers × {brings} each × {times} a year, if all goes on as it does now."
        )
        return fill(
            template,
            effect=points(effect),
            customers=number(numbers["customers"]),
            brings=money(round(numbers["brings"], 2), currency),
            times=decimal(numbers["times"], digits=0) if numbers["times"] % 1 == 0 else decimal(numbers["times"]),
        )
    if found.kind == "slipping":
        return fill(_("Money: what they would bring × the chance that they are gone, as on the page Customers."))
    if found.kind == "concentration":
        return fill(_("Money: what these customers brought; it goes where they go."))
    if found.kind == "unidentified":
        return fill(_("Money: what these orders brought, per year of your data."))
    revenue = money(round(numbers["revenue"]), currency)
    return fill(_("Money: the difference × a year’s revenue of {revenue}, at as many orders."), revenue=revenue)


def doubt(found: Finding, all_of: Findings) -> Markup:
    """How sure the finding is, and what else may be behind it."""
    if not found.tested:
        return fill(_("Counted, not tested: chance has no part in it."))
    small = found.held < TINY
    facts = {"p": percent(TINY if small else found.held, digits=1), "n": number(all_of.looks)}
    template = (
        _("By chance alone in fewer than {p} of such searches, all {n} comparisons counted.")
        if small
        else _("By chance alone in {p} of such searches, all {n} comparisons counted.")
    )
    told = [fill(template, **facts)]
    if found.kind in ("began", "stays"):
        told.append(fill(_("What sets them apart may be something that goes with it, such as when they began.")))
    if found.kind == "price" and found.change is not None:
        told.append(fill(_("Both came together; whether one caused the other, the data cannot tell.")))
    if found.kind == "price" and "season" in found.doubts:
        told.append(fill(_("The two are different seasons.")))
    return Markup(" ".join(told))


def page(found: Finding) -> str:
    """What the page is called where the figure stands on its own."""
    return _(PAGES[found.page])
