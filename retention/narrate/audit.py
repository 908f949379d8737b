"""What moved the money in words: the bridge from the revenue of one period to that of another."""

from retention.analysis.money import MoneyBridge
from retention.defaults import FEW_CUSTOMERS
from retention.narrate.numbers import customers, date, money
from retention.narrate.retention import when
from retention.narrate.texts import N_, Markup, _, fill

STEPS = {
    "lost": N_("Lost: bought then, not now"),
    "how_often": N_("Bought in both: more or fewer orders"),
    "how_much": N_("Bought in both: worth of an order"),
    "units": N_("… units in an order"),
    "price": N_("… prices"),
    "assortment": N_("… dearer or cheaper products"),
    "discount": N_("… discounts"),
    "rest": N_("… shipping, tax, refunds and what no line tells"),
    "back": N_("Back again after missing the first"),
    "since": N_("First bought between the two"),
    "new": N_("New"),
    "other": N_("Refunds to people without an order in either"),
}
"""The steps of a money bridge, in the order in which they are told."""
WITHOUT_PRODUCTS = N_("… prices and choice of products")


def change(found: MoneyBridge, grain: str | None, currency: str | None) -> Markup:
    """What the later period brought, and how much more or less that is than the earlier one did."""
    size = abs(found.change)
    facts = {
        "now": money(found.revenue_1, currency),
        "before": money(found.revenue_0, currency),
        "period": when(found.second, grain),
        "earlier": when(found.first, grain),
        "change": money(size, currency),
    }
    if not size:
        return fill(_("Revenue {period}: {now}, as much as {earlier}."), **facts)
    template = (
        _("Revenue {period}: {now}, {change} more than {earlier} ({before}).")
        if found.change > 0
        else _("Revenue {period}: {now}, {change} less than {earlier} ({before}).")
    )
    return fill(template, **facts)


def largest_step(found: MoneyBridge, currency: str | None) -> Markup | None:
    """Which step of the bridge weighs most, with how many customers are behind it; None where nothing changed."""
    parts = {name: size for name, size in found.steps.items() if name in STEPS}
    name = max(parts, key=lambda step: abs(parts[step]))
    if not parts[name]:
        return None
    group = "both" if name in ("how_often", "how_much") else name
    return fill(
        _("The largest step: {step}, {money} ({customers})."),
        step=_(STEPS[name]),
        money=signed_money(parts[name], currency),
        customers=customers(found.customers[group]),
    )


def steps(found: MoneyBridge) -> list[tuple[str, float]]:
    """Every step of the bridge by what it is called, the worth of an order split on where lines tell."""
    basket = {} if found.basket is None else found.basket.parts
    told: list[tuple[str, float]] = []
    for name, size in found.steps.items():
        if name in STEPS:
            told.append((_(STEPS[name]), size))
        if name == "how_much":
            told += [(_step_of_basket(part, basket), size) for part, size in basket.items()]
    return told


def _step_of_basket(name: str, basket: dict[str, float]) -> str:
    alone = name == "price" and "assortment" not in basket
    title = WITHOUT_PRODUCTS if alone else STEPS[name]
    return _(title)


def signed_money(size: float, currency: str | None) -> str:
    """Money with its sign, the typographic minus included."""
    return f"{'−' if size < 0 else '+'}{money(abs(size), currency)}" if size else money(0, currency)


def doubts(found: MoneyBridge) -> list[Markup]:
    """What to keep in mind before quoting the bridge."""
    told = []
    if not found.complete:
        unfinished = _("The later period is not over in your data: what it brings is final after {day}.")
        told.append(fill(unfinished, day=date(found.second[1])))
    if not found.surely_new:
        told.append(Markup(_("Your data begin so shortly before that old customers may still look new.")))
    if found.few:
        told.append(fill(_("Fewer than {n} customers bought in the earlier period."), n=FEW_CUSTOMERS))
    return told


def without_amounts() -> Markup:
    """That nothing is told of money, and what takes its place."""
    return Markup(
        _("Your files hold no amounts, so nothing is told of money: customers are ranked by their orders instead.")
    )
