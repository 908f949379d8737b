"""The answer to a what-if question in sentences: what a change would add, what it assumes, where it comes from."""

import math

import pandas as pd

from retention import whatif
from retention.errors import RetentionError
from retention.narrate import numbers
from retention.narrate import whatif as words
from retention.narrate.texts import N_, BigFigure, Markup, _, fill, ngettext, plain
from retention.whatif import FIELDS, ChangeUnit, Comparison, Reading, Scenario, Shop

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
LABELS = {
    ("npv", "difference"): N_("Profit added {over}"),
    ("revenue_total", "difference"): N_("Revenue added {over}"),
    ("orders", "difference"): N_("Orders added {over}"),
    ("npv", "today"): N_("Profit {over} if nothing changes"),
    ("revenue_total", "today"): N_("Revenue {over} if nothing changes"),
    ("orders", "today"): N_("Orders {over} if nothing changes"),
}
"""What the answer is, by its measure and by whether anything is changed."""
SHORT = {
    Reading.EVERYONE: N_("Everyone"),
    Reading.JUST_BOUGHT: N_("Who just bought"),
    Reading.FEWER_LEAVE: N_("Fewer leave"),
}
"""The readings where there is little room."""


def amount(measure: str, value: float, currency: str | None) -> str:
    """An amount of what the answer is counted in (see `Shop.measure`), bare."""
    return numbers.number(words.about(value)) if measure == "orders" else numbers.money(words.about(value), currency)


def course_amount(column: str, value: float, currency: str | None) -> str:
    """An amount of a course, by the name of its column: customers and orders bare, all else as money."""
    counted = column.startswith(("buyers", "orders"))
    return numbers.number(words.about(value)) if counted else numbers.money(words.about(value), currency)


def gain(measure: str, value: float, currency: str | None) -> Markup:
    """An amount of what the answer is counted in, with what it is: orders, profit or revenue."""
    if measure == "orders":
        return plain(numbers.orders(words.about(value)))
    template = _("{money} profit") if measure == "npv" else _("{money} revenue")
    return fill(template, money=numbers.money(words.about(value), currency))


def figure(shop: Shop, found: Comparison) -> BigFigure:
    """The answer as a figure: what the change would add, its 90% band, and how much that is against today's course."""
    measure = shop.measure(found.scenario)
    row = found.over_horizon(measure)
    column = "difference" if found.scenario.levers else "today"
    value, low, high = (row[f"{column}{end}"] for end in ("", "_low", "_high"))
    shown = amount(measure, value, shop.currency)
    label = fill(_(LABELS[measure, column]), over=words.over(found.scenario.horizon, shop.grain, shop.base.per_year))
    band = numbers.from_to(amount(measure, low, shop.currency), amount(measure, high, shop.currency))
    share = row["relative"]
    compared = column == "difference" and share >= -1
    return BigFigure(
        label=label,
        value=words.signed(shown, value) if column == "difference" else shown,
        change=words.percent_change(share) if compared else band,
        note=band if compared else None,
    )


def headline(shop: Shop, found: Comparison) -> Markup:
    """What the change would add, how sure that is, and how much more than if all stays as today."""
    measure = shop.measure(found.scenario)
    if not found.scenario.levers:
        return today(shop, found)
    row = found.over_horizon(measure)
    over = words.over(found.scenario.horizon, shop.grain, shop.base.per_year)
    value, share = row["difference"], row["relative"]
    template = _added(share) if value >= 0 else _lost(share)
    return fill(
        template,
        cause=_cause(found, shop.grain),
        gain=gain(measure, abs(value), shop.currency),
        over=over,
        low=amount(measure, row["difference_low"], shop.currency),
        high=amount(measure, row["difference_high"], shop.currency),
        share=numbers.percent(abs(share), digits=0 if abs(share) >= 0.1 else 1),
    )


def today(shop: Shop, found: Comparison) -> Markup:
    """What is to be expected over the horizon if nothing changes, with its band."""
    measure = shop.measure(found.scenario)
    row = found.over_horizon(measure)
    low, high = (amount(measure, row[end], shop.currency) for end in ("today_low", "today_high"))
    over = words.over(found.scenario.horizon, shop.grain, shop.base.per_year)
    template = _("If nothing changes: about {gain} {over} ({low} to {high}).")
    return fill(template, gain=gain(measure, row["today"], shop.currency), over=over, low=low, high=high)


def _added(share: float) -> str:
    if math.isnan(share):
        return _("{cause} would add about {gain} {over} ({low} to {high}).")
    return _("{cause} would add about {gain} {over} ({low} to {high}), {share} more than if all stays as today.")


def _lost(share: float) -> str:
    if not share >= -1:  # more than there is: the amount says it better than a share
        return _("{cause} would lose about {gain} {over} ({low} to {high}).")
    return _("{cause} would lose about {gain} {over} ({low} to {high}), {share} less than if all stays as today.")


def _cause(found: Comparison, grain: str) -> Markup:
    """What is changed, as the beginning of a sentence."""
    moved = [lever for lever in found.scenario.levers if not FIELDS[lever].cost]
    if moved != ["crr_change"]:
        return Markup(_("These changes together") if len(moved) > 1 else _("This change"))
    more = round(100 * found.points, 1)
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
    as_asked = fill(
        _("Of every 100 buyers of one period {crr} buy in the next; asked is {target}: {points}, or {relative}."),
        crr=words.decimal(100 * crr),
        target=words.decimal(100 * target),
        points=words.points(found.points),
        relative=numbers.MISSING if math.isnan(found.relative) else words.percent_change(found.relative),
    )
    size = found.scenario.crr_change
    if not size:
        return Markup("")
    other = ChangeUnit.RELATIVE if found.scenario.crr_unit is ChangeUnit.POINTS else ChangeUnit.POINTS
    both = whatif.readings(found.base, size)
    targets = dict(zip(both["unit"], both["target"], strict=True))
    template = _("Had you meant {change}, it would be {target}.")
    as_other = words.percent_change(size) if other is ChangeUnit.RELATIVE else words.points(size)
    return Markup(f"{as_asked} {fill(template, change=as_other, target=words.decimal(100 * targets[other.value]))}")


def starting_rate(base: whatif.Baseline, grain: str) -> Markup:
    """Why the rate this answer starts from is not the one that was seen in the last period; empty where none was."""
    seen = base.observed.last
    if math.isnan(seen):
        return Markup("")
    last = base.history.calendar.period(base.history.last).start
    return fill(
        _(
            "The Retention page shows {seen} for {period}, which is what came. {crr} is what to expect of the latest "
            "buyers in a usual period, learned from all periods and freed of season and chance."
        ),
        seen=numbers.percent(seen, digits=1),
        period=numbers.period_name(last, grain),
        crr=numbers.percent(float(base.crr[0]), digits=1),
    )


def settling(found: Comparison) -> Markup:
    """Where the leaky bucket settles, with and without the change."""
    today, then = found.settling
    if math.isinf(today) or math.isinf(then):
        return Markup("")
    template = _("In the long run the number of buyers per period would settle at {today}, with the change at {then}.")
    return fill(template, today=numbers.number(words.about(today)), then=numbers.number(words.about(then)))


def reading(name: Reading) -> str:
    """What a reading of a change of retention is called."""
    return _(READINGS[name][0])


def assumption(name: Reading) -> str:
    """Who is assumed to come back more often in a reading."""
    return _(READINGS[name][1])


def unknown_costs(shop: Shop, found: Comparison) -> list[str]:
    """Costs nobody entered, and what the answer therefore leaves out."""
    if not shop.has_money:
        return [_("Without amounts the answer is in orders. With them it would be in money.")]
    if "margin" in found.missing:
        return [_("This is revenue. Enter your margin, and it becomes profit.")]
    sentences = []
    if "programme_cost" in found.missing and "programme_cost_per_customer" in found.missing:
        sentences.append(_("What getting there costs has not been entered, so it is not taken off yet."))
    if "acquisition_cost" in found.missing:
        sentences.append(_("What winning a customer costs has not been entered, so it is not taken off yet."))
    return sentences


def left_out(shop: Shop, found: Comparison) -> str:
    """What the answer leaves out because nobody entered it, in a line; empty where that is nothing."""
    unknown = unknown_costs(shop, found)
    if not shop.has_money or "margin" in found.missing:
        return " ".join(unknown)
    return _("Costs not entered under “More levers and costs” are not taken off.") if unknown else ""


def in_a_row(shop: Shop, found: Comparison) -> tuple[str, str, str, str, str]:
    """The answer as the cells of a table: what it adds, its band, against today, how far ahead, what changes."""
    measure = shop.measure(found.scenario)
    row = found.over_horizon(measure)
    low, high = (amount(measure, row[end], shop.currency) for end in ("difference_low", "difference_high"))
    return (
        gain(measure, row["difference"], shop.currency).replace("\\", ""),
        numbers.from_to(low, high),
        numbers.MISSING if math.isnan(row["relative"]) else words.percent_change(row["relative"]),
        words.stretch(found.scenario.horizon, shop.grain),
        _changes(found.scenario, shop),
    )


def refused_in_a_row(refusal: RetentionError) -> tuple[str, str, str, str, str]:
    """A scenario that cannot be, as the same cells: the last one says why."""
    nothing = numbers.MISSING
    return nothing, nothing, nothing, nothing, words.refusal(refusal).replace("\\", "")


def usual_name(kept: int) -> Markup:
    """What one more scenario is called until somebody names it; so many are `kept`."""
    return fill(_("Scenario {n}"), n=kept + 1)


def _changes(scenario: Scenario, shop: Shop) -> str:
    """Every lever moved, and the margin it was counted with."""
    moved = [
        f"{words.field(name)} {words.change(name, getattr(scenario, name), scenario.crr_unit, shop.currency)}"
        for name in scenario.levers
    ]
    if scenario.crr_change:
        moved.append(reading(scenario.reading))
    if scenario.margin is not None:
        moved.append(f"{words.field('margin')} {numbers.percent(scenario.margin)}")
    return ", ".join(moved) or _("nothing")


def sources(shop: Shop, found: Comparison) -> pd.DataFrame:
    """Where the difference comes from, lever by lever, as steps of a waterfall from today's course to the changed one.

    One row per step: `label`, `change` (what it adds; of today's course all of it), `total` (begins at zero),
    `role` (its colour) and `text`.
    """
    measure = shop.measure(found.scenario)
    now, then = found.total(measure, "today"), found.total(measure, "scenario")
    rows = [(words.column("today"), now, now, True, "reactivated")]
    for lever, effect in whatif.sources(shop.base, found.scenario)[["lever", "effect"]].itertuples(index=False):
        rows.append((words.field(lever), effect, effect, False, "new" if effect >= 0 else "lost"))
    rows.append((words.column("scenario"), 0.0, then, True, "kept"))
    steps = pd.DataFrame(rows, columns=["label", "change", "size", "total", "role"])
    sizes = zip(steps["size"], steps["total"], strict=True)
    steps["text"] = [_step(size, shop.currency, total=total) for size, total in sizes]
    return steps.drop(columns="size")


def _step(size: float, currency: str | None, *, total: bool) -> str:
    text = numbers.money(words.about(size if total else abs(size)), currency)
    return text if total else words.signed(text, size)


def sources_note(found: Comparison) -> str:
    """How the levers share what they add together."""
    money = _("In today's money.")
    if len(found.scenario.levers) < 2:
        return money
    shared = _("Levers strengthen each other; each is credited with the mean of what it adds first and last.")
    return f"{shared} {money}"


def readings(shop: Shop, found: Comparison) -> list[Markup]:
    """The readings of a retention change: what each assumes, how far it can go, what it would bring."""
    ceilings = whatif.ceilings(shop.base).set_index("reading")["ceiling"].to_dict()
    return [
        fill(
            "**{name}.** {meaning} {result}",
            name=reading(each),
            meaning=assumption(each),
            result=_in_reading(shop, found, each, ceilings[each.value]),
        )
        for each in Reading
    ]


def reading_rows(shop: Shop, found: Comparison) -> pd.DataFrame:
    """What the change would bring in each reading that can reach it, with its 90% band, for a picture.

    One row per reading: `label`, `role` (its colour: that of the reading asked for stands out), `value`, `low`, `high`,
    `text` and `range`.
    """
    measure = shop.measure(found.scenario)
    rows = []
    for each in Reading:
        scenario = Scenario.from_settings(found.scenario.settings() | {"reading": each})
        try:
            row = whatif.compare(shop.base, scenario).over_horizon(measure)
        except RetentionError:  # beyond what the reading can reach, which the list below the picture says
            continue
        value, low, high = (row[f"difference{end}"] for end in ("", "_low", "_high"))
        shown = [amount(measure, one, shop.currency) for one in (value, low, high)]
        role = "kept" if each is found.scenario.reading else "reactivated"
        rows.append((_(SHORT[each]), role, value, low, high, shown[0], numbers.from_to(*shown[1:])))
    return pd.DataFrame(rows, columns=["label", "role", "value", "low", "high", "text", "range"])


def _in_reading(shop: Shop, found: Comparison, name: Reading, ceiling: float) -> str:
    """What the change asked for brings in another reading, or how far that reading goes."""
    scenario = Scenario.from_settings(found.scenario.settings() | {"reading": name})
    most = fill(_("It can raise retention to {ceiling} at most."), ceiling=numbers.percent(ceiling, digits=1))
    if not shop.has_money:
        return most
    try:
        more = whatif.gain(shop.base, scenario)
    except RetentionError as refusal:
        return words.refusal(refusal)
    brought = fill(_("It would bring {gain}."), gain=gain(shop.measure(found.scenario), more, shop.currency))
    return f"{most} {brought}" if ceiling < 1 else brought
