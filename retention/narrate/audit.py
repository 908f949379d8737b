"""The customer-base audit in words: where revenue went, who differs and moved, what cohorts bring, who orders again."""

import math

import pandas as pd

from retention.analysis.audit import Audit, DecileMoves, Ladder
from retention.analysis.money import CohortValue, MoneyBridge
from retention.benchmarks.published import comparable
from retention.defaults import FEW_CUSTOMERS
from retention.narrate import metrics
from retention.narrate.numbers import (
    between,
    customers,
    date,
    decimal,
    from_to,
    money,
    number,
    of_hundred,
    percent,
    period_name,
)
from retention.narrate.retention import when
from retention.narrate.texts import N_, Markup, _, fill, ngettext
from retention.narrate.whatif import stretch

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
MOVES = {
    "up": N_("moved up"),
    "same": N_("stayed in their tenth"),
    "down": N_("moved down"),
    "lost": N_("did not buy again"),
    "new": N_("new"),
    "since": N_("first bought between the two"),
    "back": N_("back again"),
}
"""What became of a customer's tenth, in the order in which it is told."""
NEXT = (
    N_("a second order"), N_("a third order"), N_("a fourth order"), N_("a fifth order"), N_("a sixth order"),
    N_("a seventh order"), N_("an eighth order"), N_("a ninth order"),
)  # fmt: skip
YEAR = 365


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


def tenths(table: pd.DataFrame, period: Markup | str, currency: str | None) -> Markup:
    """Lens 1: what the best tenth of a period's customers brought, and how many ordered once."""
    best = table.iloc[0]
    every, once = int(table["customers"].sum()), int(table["one_order"].sum())
    known = not math.isnan(best["revenue"])
    template = (
        _("The best tenth of the customers {period} ({customers}) brought {share} of their revenue: {money}.")
        if known
        else _("The best tenth of the customers {period} ({customers}) placed {share} of their orders: {n}.")
    )
    sentences = [
        fill(
            template,
            period=period,
            customers=customers(best["customers"]),
            share=percent(best["revenue_share"] if known else best["orders_share"]),
            money=money(best["revenue"], currency),
            n=number(best["orders"]),
        ),
        fill(
            ngettext(
                "{once} of {n} customer ordered once in it.", "{once} of {n} customers ordered once in it.", every
            ),
            once=number(once),
            n=number(every),
        ),
    ]
    return Markup(" ".join(sentences))


def moves(found: DecileMoves, grain: str | None) -> Markup:
    """Lens 2: what became of the best tenth of the earlier period."""
    best = found.best()
    return fill(
        _(
            "Of the best tenth {earlier} ({customers}), {stayed} were in the best tenth {period} too, {down} further "
            "down, and {lost} did not buy."
        ),
        earlier=when(found.first, grain),
        customers=customers(best["all"]),
        period=when(found.second, grain),
        stayed=number(best["stayed"]),
        down=number(best["down"]),
        lost=number(best["lost"]),
    )


def life(cohort: pd.DataFrame, found: Audit, currency: str | None) -> Markup | None:
    """Lens 3: what a customer of one cohort brought in the first period and until now; None without such a cohort."""
    if cohort.empty:
        return None
    first, last = cohort.iloc[0], cohort.iloc[-1]
    if found.value.of == "orders":
        return _life_in_orders(cohort, found)
    template = (
        _(
            "{customers} who first bought in {cohort}: each brought {first} of revenue at first and {last} ({range}) "
            "after {age}."
        )
        if found.value.margin is None
        else _(
            "{customers} who first bought in {cohort}: each brought {first} of margin at first and {last} ({range}) "
            "after {age}."
        )
    )
    return fill(
        template,
        customers=customers(first["customers"]),
        cohort=period_name(first["start"], found.grain),
        first=money(first["value"], currency),
        last=money(last["value"], currency),
        range=from_to(money(last["low"], currency), money(last["high"], currency)),
        age=stretch(int(last["age"]), found.grain),
    )


def _life_in_orders(cohort: pd.DataFrame, found: Audit) -> Markup:
    first, last = cohort.iloc[0], cohort.iloc[-1]
    return fill(
        _(
            "{customers} who first bought in {cohort}: each placed {first} orders at first and {last} ({range}) after "
            "{age}."
        ),
        customers=customers(first["customers"]),
        cohort=period_name(first["start"], found.grain),
        first=decimal(first["value"]),
        last=decimal(last["value"]),
        range=from_to(decimal(last["low"]), decimal(last["high"])),
        age=stretch(int(last["age"]), found.grain),
    )


def beside_each_other(value: CohortValue, age: int, grain: str, currency: str | None) -> Markup | None:
    """Lens 4: which cohorts have brought most and least by one age, few and unsure ones aside; None with one."""
    cells = value.at(age)
    solid = cells[~cells["few"] & cells["sure"]]
    if len(solid) < 2:
        return None
    most, least = solid.iloc[int(solid["value"].argmax())], solid.iloc[int(solid["value"].argmin())]
    template = (
        _(
            "After {age}, customers of {most_cohort} had brought most ({most} each) and those of {least_cohort} "
            "least ({least})."
        )
        if value.of == "revenue"
        else _(
            "After {age}, customers of {most_cohort} had placed most orders ({most} each) and those of {least_cohort} "
            "fewest ({least})."
        )
    )
    highest, lowest = (
        money(row["value"], currency) if value.of == "revenue" else decimal(row["value"]) for row in (most, least)
    )
    return fill(
        template,
        age=stretch(age, grain),
        most_cohort=period_name(most["start"], grain),
        most=highest,
        least_cohort=period_name(least["start"], grain),
        least=lowest,
    )


def left_out(found: CohortValue, grain: str) -> Markup | None:
    """Which cohorts take no part in the row of all; None where all do."""
    unsure = found.cells[~found.cells["sure"]]
    if unsure.empty or not found.cells["sure"].any():
        return None
    return fill(
        _("Up to {cohort} customers from before your data may look new: those cohorts are left out of all together."),
        cohort=period_name(unsure["start"].iloc[-1], grain),
    )


def payback(found: CohortValue, grain: str, currency: str | None) -> Markup | None:
    """When what a customer costs is back, on average over all cohorts; None where no cost is known."""
    if found.payback is None or found.acquisition_cost is None or found.average.empty:
        return None
    age, soonest, latest = found.payback
    cost = money(found.acquisition_cost, currency)
    if age is None:
        last = found.average.iloc[-1]
        template = _("What a customer costs ({cost}) is not back after {age}: by then a customer has brought {value}.")
        text = fill(template, cost=cost, age=stretch(int(last["age"]), grain), value=money(last["value"], currency))
    elif age == 0:
        text = fill(_("What a customer costs ({cost}) is back within the period of the first order."), cost=cost)
    elif soonest == latest:
        text = fill(_("What a customer costs ({cost}) is back after {age}."), cost=cost, age=stretch(age, grain))
    else:
        text = fill(
            _("What a customer costs ({cost}) is back after {age} ({range})."),
            cost=cost,
            age=stretch(age, grain),
            range=_range(soonest, latest, grain),
        )
    if found.margin is not None:
        return text
    counted = _("That counts revenue; with your margin it takes longer.")
    return Markup(f"{text} {counted}")


def _range(soonest: int | None, latest: int | None, grain: str) -> str:
    first = number(soonest or 0)
    return from_to(first, _("not yet") if latest is None else stretch(latest, grain))


def stack(table: pd.DataFrame, found: Audit, currency: str | None) -> Markup | None:
    """Lens 5: how much of the latest period's revenue came from its own newest cohort; None while it has no revenue."""
    latest = table[table["start"] == found.period[0]]
    if not found.money:
        return _customers_by_cohort(latest, found)
    total = latest["revenue"].sum()
    known = latest[latest["cohort"].notna()]
    if known.empty or total <= 0:
        return None
    newest = known.iloc[-1]
    return fill(
        _("Of the revenue {period} ({money}), {share} came from customers who first bought in {cohort}."),
        period=when(found.period, found.grain),
        money=money(total, currency),
        share=percent(newest["revenue"] / total),
        cohort=period_name(newest["cohort_start"], found.cohort_grain),
    )


def _customers_by_cohort(latest: pd.DataFrame, found: Audit) -> Markup | None:
    known = latest[latest["cohort"].notna()]
    if known.empty or not known["customers"].sum():
        return None
    newest = known.iloc[-1]
    return fill(
        _("Of the {customers} {period}, {share} first bought in {cohort}."),
        period=when(found.period, found.grain),
        customers=customers(known["customers"].sum()),
        share=percent(newest["customers"] / known["customers"].sum()),
        cohort=period_name(newest["cohort_start"], found.cohort_grain),
    )


def ladder(found: Ladder) -> Markup | None:
    """The chances within a year after the first three orders, few customers aside; None where none is known."""
    year = found.within(YEAR)
    known = year[year["share"].notna() & ~year["few"]].head(3)
    if known.empty:
        return None
    names = {number: NEXT[number - 1] for number in known["number"]}
    parts = [
        fill(
            _("{next}: {n} of 100 ({range})"),
            next=_(name),
            n=of_hundred(row["share"]),
            range=between(row["low"], row["high"]),
        )
        for name, row in zip(names.values(), known.to_dict("records"), strict=True)
    ]
    return fill(_("Within a year of the order before, {parts}."), parts=Markup("; ".join(parts)))


def ladder_note() -> Markup:
    """How the chances are counted, and what was published of the same kind."""
    beside = comparable("next_order_within_a_year")
    published = fill(
        _(
            "Published for the first three steps: {rates} ({source}, from 176 shops, read second-hand, {trust}; within "
            "what time is not stated)."
        ),
        rates=", ".join(percent(figure.value) for figure in beside),
        source=beside[0].source,
        trust=_(metrics.TRUST[beside[0].trust]),
    )
    how = _("Who is still waiting counts for as long as they have waited; in brackets the 95% band.")
    return Markup(f"{how} {published}")


def share_with_band(share: float, low: float, high: float) -> str:
    """A chance with its band; a dash where nobody has been followed so far."""
    return percent(share) if math.isnan(share) else f"{percent(share)} ({between(low, high)})"
