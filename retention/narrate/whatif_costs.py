"""What a rise of retention may cost in words: its break-even, and the same gain from new customers instead."""

import math

from retention.narrate import numbers
from retention.narrate import whatif as words
from retention.narrate.texts import Markup, _, fill, ngettext
from retention.narrate.whatif_answer import Shop
from retention.whatif import BreakEven, ChangeUnit, Scenario, Trade


def break_even(found: BreakEven, shop: Shop, question: Scenario) -> Markup:
    """The most an additional returning customer may cost."""
    if math.isnan(found.cost_per_extra):
        return Markup(_("The change brings no additional returning customers, so there is nothing to pay for."))
    return fill(
        _(
            "Each additional returning customer, counted in every period they buy, may cost up to **{cost}**. "
            "There are about {n} of them {over}, so up to **{gain}** in all."
        ),
        cost=numbers.money(found.cost_per_extra, shop.currency),
        n=numbers.number(words.about(found.extra_returning)),
        over=words.over(question.horizon, shop.grain, shop.base.per_year),
        gain=numbers.money(words.about(found.gain), shop.currency),
    )


def programme(found: BreakEven, shop: Shop, question: Scenario) -> Markup:
    """What is left once the programme is paid, and from which change on it pays."""
    if question.programme_cost is None and question.programme_cost_per_customer is None:
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
        size = words.points(change) if question.crr_unit is ChangeUnit.POINTS else words.percent_change(change)
        verdict = fill(_("It pays from {change} of retention on."), change=size)
    return Markup(f"{spent} {verdict}")


def brings_as_much(found: Trade) -> bool:
    """Whether there is a gain that new customers could bring as well."""
    return found.extra_returning > 0 and not math.isnan(found.new_customers_change)


def same_profit(found: Trade, shop: Shop, question: Scenario) -> Markup:
    """How many new customers would bring the same profit, and what they would cost."""
    n = round(words.about(found.extra_new))
    same = fill(
        ngettext(
            "The same profit would take **{share} more new customers**: {n} more {over}.",
            "The same profit would take **{share} more new customers**: {n} more {over}.",
            n,
        ),
        share=numbers.percent(found.new_customers_change),
        n=numbers.number(n),
        over=words.over(question.horizon, shop.grain, shop.base.per_year),
    )
    if math.isnan(found.acquisition):
        return same
    template = _("At your {cost} for each they would cost {total}.")
    cost = numbers.money(question.acquisition_cost or 0.0, shop.currency)
    total = numbers.money(words.about(found.acquisition), shop.currency)
    return Markup(f"{same} {fill(template, cost=cost, total=total)}")


def ratio(found: Trade, shop: Shop, question: Scenario) -> Markup:
    """What winning a customer costs against one more return, and which is the better buy."""
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
        new=numbers.money(question.acquisition_cost or 0.0, shop.currency),
        kept=numbers.money(found.retention_cost_per_extra, shop.currency),
    )
    verdict = (
        _("Keeping is the better buy here.") if found.ratio > found.fair_ratio else _("Winning is the better buy here.")
    )
    return Markup(f"{own} {fair} {verdict}")
