"""What a change may cost in sentences: break-even, keeping against winning, an action, and writing to the silent."""

import math

import pandas as pd

from retention.benchmarks import published
from retention.narrate import numbers
from retention.narrate import whatif as words
from retention.narrate.metrics import TRUST
from retention.narrate.texts import N_, Markup, _, fill, ngettext
from retention.narrate.whatif_answer import gain
from retention.whatif import (
    BreakEven,
    ChangeUnit,
    Comparison,
    Outcome,
    Programme,
    RecencyValue,
    Scenario,
    Shop,
    Trade,
)

SAYINGS = ("acquisition_ratio", "acquisition_ratio_range")
NEEDS_MARGIN = N_(
    "Enter your margin, and here stands what a returning customer may cost, whether keeping or winning pays better, "
    "what an action brings, and until when writing to a silent customer pays."
)
PRESETS = {
    "loyalty_bonus": N_("Loyalty bonus"),
    "next_order_discount": N_("Discount on the next order"),
    "message_series": N_("E-mail or SMS series"),
    "vip_manager": N_("Personal manager for the best customers"),
    "early_access": N_("Early access to new products"),
    "partner_offer": N_("A partner's offer"),
}


def break_even(shop: Shop, scenario: Scenario, found: BreakEven) -> list[Markup]:
    """The most an extra returning customer may cost, and from which change on the programme pays."""
    if math.isnan(found.cost_per_extra):
        return [Markup(_("The change brings no additional returning customers, so there is nothing to pay for."))]
    allowed = fill(
        _(
            "Each additional returning customer, counted in every period they buy, may cost up to **{cost}**. "
            "There are about {n} of them {over}, so up to **{gain}** in all."
        ),
        cost=numbers.money(found.cost_per_extra, shop.currency),
        n=numbers.number(words.about(found.extra_returning)),
        over=words.over(scenario.horizon, shop.grain, shop.base.per_year),
        gain=numbers.money(words.about(found.gain), shop.currency),
    )
    return [allowed, _programme(found, scenario, shop)]


def _programme(found: BreakEven, scenario: Scenario, shop: Shop) -> Markup:
    if scenario.programme_cost is None and scenario.programme_cost_per_customer is None:
        return Markup(_("Enter what the programme costs, and you see from which change on it pays."))
    spent = fill(
        _("As entered the programme costs {cost}, so {result} is left."),
        cost=numbers.money(words.about(found.programme), shop.currency),
        result=numbers.money(words.about(found.result), shop.currency),
    )
    if math.isnan(found.crr_change):
        verdict = Markup(_("No rise of retention that this reading allows would pay for it."))
    else:
        change = found.crr_change
        size = words.points(change) if scenario.crr_unit is ChangeUnit.POINTS else words.percent_change(change)
        verdict = fill(_("It pays from {change} of retention on."), change=size)
    return Markup(f"{spent} {verdict}")


def trade(shop: Shop, scenario: Scenario, found: Trade) -> list[Markup]:
    """Keeping against winning: as many new customers as bring the same profit, and the visitor's own ratio."""
    if not found.comparable:
        return [Markup(_("Ask for a rise in retention to compare it with winning new customers."))]
    return [_same_profit(found, shop, scenario), _own_ratio(found, scenario, shop)]


def _same_profit(found: Trade, shop: Shop, scenario: Scenario) -> Markup:
    n = round(words.about(found.extra_new))
    same = fill(
        ngettext(
            "The same profit would take **{share} more new customers**: {n} more {over}.",
            "The same profit would take **{share} more new customers**: {n} more {over}.",
            n,
        ),
        share=numbers.percent(found.new_customers_change),
        n=numbers.number(n),
        over=words.over(scenario.horizon, shop.grain, shop.base.per_year),
    )
    if math.isnan(found.acquisition):
        return same
    template = _("At your {cost} for each they would cost {total}.")
    cost = numbers.money(scenario.acquisition_cost or 0.0, shop.currency)
    total = numbers.money(words.about(found.acquisition), shop.currency)
    return Markup(f"{same} {fill(template, cost=cost, total=total)}")


def _own_ratio(found: Trade, scenario: Scenario, shop: Shop) -> Markup:
    fair = fill(
        _("Both ways earn the same where winning a customer costs {ratio} times as much as one more return."),
        ratio=words.decimal(found.fair_ratio),
    )
    if math.isnan(found.ratio):
        wanted = _("Enter what winning a customer and the programme cost, and you see your own ratio.")
        return Markup(f"{fair} {wanted}")
    own = fill(
        _("**Yours is {ratio}**: {new} to win a customer, {kept} for one more return."),
        ratio=words.decimal(found.ratio),
        new=numbers.money(scenario.acquisition_cost or 0.0, shop.currency),
        kept=numbers.money(found.retention_cost_per_extra, shop.currency),
    )
    verdict = (
        _("Keeping is the better buy here.") if found.keeping_pays_better else _("Winning is the better buy here.")
    )
    return Markup(f"{own} {fair} {verdict}")


def sayings() -> Markup:
    """What is said about winning and keeping, with its sources and how far to trust it."""
    lines = [
        fill(
            _("“Winning costs {ratio} times as much as keeping” ({source}; {trust})."),
            ratio=words.decimal(one.low) if one.low == one.high else f"{one.low:g}–{one.high:g}",
            source=one.source,
            trust=_(TRUST[one.trust]),
        )
        for one in (published.by_key(key) for key in SAYINGS)
    ]
    return Markup(" ".join(lines))


def programme_result(found: Outcome, action: Programme, currency: str | None) -> Markup:
    """What an action brings in its period, and for whom it is given away."""

    def money(value: float) -> str:
        return numbers.money(words.about(value), currency)

    n = round(found.extra)
    template = ngettext(
        "Of {reach} customers addressed about {n} buys because of it; {anyway} would have bought anyway. "
        "It earns {gained}, gives {given} away to those, and costs {cost}: **{result}** is left.",
        "Of {reach} customers addressed about {n} buy because of it; {anyway} would have bought anyway. "
        "It earns {gained}, gives {given} away to those, and costs {cost}: **{result}** is left.",
        n,
    )
    return fill(
        template,
        reach=numbers.number(action.reach),
        n=numbers.number(n),
        anyway=numbers.number(found.anyway),
        gained=money(found.gained),
        given=money(found.given_away),
        cost=money(found.cost),
        result=money(found.result),
    )


def programme_break_even(found: Outcome) -> Markup:
    """The share that must respond for the action to pay."""
    if math.isnan(found.break_even):
        return Markup(_("No response makes it pay: the discount eats the whole margin, or nobody is addressed."))
    return fill(_("It pays once {share} respond."), share=numbers.percent(found.break_even, digits=1))


def programme_needed(found: Outcome, action: Programme) -> Markup:
    """What would have to be true for the retention asked for."""
    if math.isnan(found.needed_response):
        return Markup("")
    if not found.possible:
        return fill(
            _("For {points} of retention this list is too short, even if everyone responded who would not buy anyway."),
            points=words.points(found.points),
        )
    reached = fill(
        _("For {points} of retention {share} would have to respond"),
        points=words.points(found.points),
        share=numbers.percent(found.needed_response, digits=1),
    )
    if not found.needs_more_reach(action):
        return Markup(f"{reached}.")
    n = round(words.about(found.needed_reach))
    longer = ngettext(
        "or {n} customer be addressed at the response entered.",
        "or {n} customers be addressed at the response entered.",
        n,
    )
    return Markup(f"{reached}, {fill(longer, n=numbers.number(n))}")


def write_until(found: RecencyValue, grain: str) -> str:
    """Until when writing to a silent customer pays."""
    if not found.until:
        return _("Not even writing to those who have just bought pays at this price.")
    if found.always:
        return _("Writing pays as far back as your data reach: nobody is silent for too long.")
    template = _("Writing pays until **{stretch}** after the last purchase; then let them go.")
    return fill(template, stretch=words.stretch(found.until, grain))


def lever_ends(table: pd.DataFrame, currency: str | None) -> pd.DataFrame:
    """Both ends of each lever's bar, with how far they lie from the result; `table` is that of `whatif.sensitivity`.

    One row per end: `label`, `role` (its colour), `start` (the result), `end` and `text` (the change).
    """
    rows = []
    columns = ["lever", "result", "result_low", "change_low", "result_high", "change_high"]
    for lever, middle, low, lower, high, higher in table[columns].to_numpy().tolist():
        for role, end, change in (("lost", low, lower), ("kept", high, higher)):
            size = numbers.money(words.about(abs(change)), currency)
            rows.append((words.field(lever), role, middle, end, words.signed(size, change)))
    return pd.DataFrame(rows, columns=["label", "role", "start", "end", "text"])


def heaviest_lever(shop: Shop, found: Comparison, table: pd.DataFrame) -> Markup:
    """Which lever changes the result most when moved by a tenth; `table` is that of `whatif.sensitivity`."""
    lever = table.iloc[0]
    most = max(abs(lever["change_low"]), abs(lever["change_high"]))
    return fill(
        _("Moved by a tenth, **{lever}** changes the result most: by {gain}."),
        lever=words.field(lever["lever"]),
        gain=gain(shop.measure(found.scenario), most, shop.currency),
    )
