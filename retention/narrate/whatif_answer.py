"""The answer to a what-if question in sentences, with the shop's own numbers, and what it assumes."""

import math
from typing import Protocol

from retention import whatif
from retention.narrate import numbers
from retention.narrate import whatif as words
from retention.narrate.texts import N_, Markup, _, fill, ngettext
from retention.whatif import FIELDS, Base, ChangeUnit, Comparison, Reading

READINGS = {
    Reading.EVERYONE: (
        N_("Everyone comes back more often"),
        N_("Everyone who has not left buys a little more often, long-silent customers included."),
    ),
    Reading.JUST_BOUGHT: (
        N_("Only those who just bought respond"),
        N_("The cautious reading: more of the last buyers come back, and nobody's later habits change."),
    ),
    Reading.FEWER_LEAVE: (
        N_("Fewer leave for good"),
        N_("Nobody buys more often, but fewer customers are lost for good."),
    ),
}


class Shop(Protocol):
    """The shop a question is about: its course, the length of its periods, the currency of its money, if it has any."""

    @property
    def base(self) -> Base: ...

    @property
    def grain(self) -> str: ...

    @property
    def currency(self) -> str | None: ...

    @property
    def has_money(self) -> bool: ...


def measure(shop: Shop, answer: Comparison) -> str:
    """What the answer is counted in: profit, revenue until the margin is known, orders without any money."""
    if not shop.has_money:
        return "orders"
    return "revenue_total" if answer.scenario.margin is None else "npv"


def amount(kind: str, value: float, currency: str | None) -> str:
    """An amount of what the answer is counted in, bare."""
    return numbers.number(words.about(value)) if kind == "orders" else numbers.money(words.about(value), currency)


def gain(kind: str, value: float, currency: str | None) -> Markup:
    """An amount of what the answer is counted in, with what it is."""
    if kind == "orders":
        template = ngettext("{n} order", "{n} orders", round(words.about(value)))
        return fill(template, n=numbers.number(words.about(value)))
    template = _("{money} profit") if kind == "npv" else _("{money} revenue")
    return fill(template, money=numbers.money(words.about(value), currency))


def total(found: Comparison, kind: str) -> dict[str, float]:
    """The whole horizon in what the answer is counted in, by column of `Comparison.totals`."""
    rows: dict[str, dict[str, float]] = found.totals.set_index("measure").to_dict("index")  # type: ignore[assignment]
    return rows[kind]


def answer(shop: Shop, found: Comparison) -> Markup:
    """What the change would add, how sure that is, and how much more than today's course."""
    kind = measure(shop, found)
    row = total(found, kind)
    over = words.over(found.scenario.horizon, shop.grain, shop.base.per_year)
    if not found.scenario.levers:
        return _today(kind, row["today"], (row["today_low"], row["today_high"]), over, shop.currency)
    value, share = row["difference"], row["relative"]
    template = _added(share) if value >= 0 else _lost(share)
    return fill(
        template,
        cause=_cause(found, shop.grain),
        gain=gain(kind, abs(value), shop.currency),
        over=over,
        low=amount(kind, row["difference_low"], shop.currency),
        high=amount(kind, row["difference_high"], shop.currency),
        share=numbers.percent(abs(share), digits=0 if abs(share) >= 0.1 else 1),
    )


def _today(kind: str, value: float, span: tuple[float, float], over: str, currency: str | None) -> Markup:
    low, high = (amount(kind, end, currency) for end in span)
    template = _("If nothing changes: about {gain} {over} ({low} to {high}).")
    return fill(template, gain=gain(kind, value, currency), over=over, low=low, high=high)


def _added(share: float) -> str:
    if share != share:
        return _("{cause} would add about {gain} {over} ({low} to {high}).")
    return _("{cause} would add about {gain} {over} ({low} to {high}), {share} more than today's course.")


def _lost(share: float) -> str:
    if not share >= -1:  # more than there is: the amount says it better than a share
        return _("{cause} would lose about {gain} {over} ({low} to {high}).")
    return _("{cause} would lose about {gain} {over} ({low} to {high}), {share} less than today's course.")


def _cause(found: Comparison, grain: str) -> Markup:
    """What is changed, as the beginning of a sentence."""
    moved = [lever for lever in found.scenario.levers if not FIELDS[lever].cost]
    if moved != ["crr_change"]:
        return Markup(_("These changes together") if len(moved) > 1 else _("This change"))
    more = round(100 * (found.target[0] - found.crr[0]), 1)
    n = round(abs(more)) if more == round(more) else 2
    if more >= 0:
        template = ngettext(
            "{n} more of every 100 customers coming back {each}",
            "{n} more of every 100 customers coming back {each}",
            n,
        )
    else:
        template = ngettext(
            "{n} fewer of every 100 customers coming back {each}",
            "{n} fewer of every 100 customers coming back {each}",
            n,
        )
    return fill(template, n=words.decimal(abs(more)), each=_(words.EACH[grain]))


def both_readings(found: Comparison) -> Markup:
    """The change in points and relative, whichever was asked, and what the other would have meant."""
    crr, target = found.crr[0], found.target[0]
    asked = fill(
        _("Of every 100 buyers of one period {crr} buy in the next; asked is {target}: {points}, or {relative}."),
        crr=words.decimal(100 * crr),
        target=words.decimal(100 * target),
        points=words.points(target - crr),
        relative=words.percent_change((target - crr) / crr) if crr else numbers.MISSING,
    )
    size = found.scenario.crr_change
    if not size:
        return Markup("")
    other = ChangeUnit.RELATIVE if found.scenario.crr_unit is ChangeUnit.POINTS else ChangeUnit.POINTS
    targets = whatif.readings(found.base, size).set_index("unit")["target"].to_dict()
    template = _("Had you meant {change}, it would be {target}.")
    as_other = words.percent_change(size) if other is ChangeUnit.RELATIVE else words.points(size)
    return Markup(f"{asked} {fill(template, change=as_other, target=words.decimal(100 * targets[other.value]))}")


def settling(found: Comparison) -> Markup:
    """Where the leaky bucket settles, with and without the change."""
    today, then = found.settling
    if math.isinf(today) or math.isinf(then):
        return Markup("")
    template = _("In the long run the number of buyers per period would settle at {today}, with the change at {then}.")
    return fill(template, today=numbers.number(words.about(today)), then=numbers.number(words.about(then)))


def assumption(reading: Reading) -> str:
    """Who is assumed to come back more often."""
    return _(READINGS[reading][1])


def unknown(shop: Shop, found: Comparison) -> list[str]:
    """Costs nobody entered, and what the answer therefore leaves out."""
    if not shop.has_money:
        return [_("Without amounts the answer is in orders. With them it would be in money.")]
    if "margin" in found.missing:
        return [_("This is revenue. Enter your margin, and it becomes profit.")]
    said = []
    if "programme_cost" in found.missing and "programme_cost_per_customer" in found.missing:
        said.append(_("What getting there costs has not been entered, so it is not taken off yet."))
    if "acquisition_cost" in found.missing:
        said.append(_("What winning a customer costs has not been entered, so it is not taken off yet."))
    return said
