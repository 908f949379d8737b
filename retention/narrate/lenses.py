"""The customer-base audit in words: who differs and moved, what cohorts bring, who orders again, and what it means."""

import math

import pandas as pd

from retention.analysis.audit import Audit, DecileMoves, Ladder
from retention.analysis.audit.deciles import outweighed
from retention.analysis.money import CohortValue
from retention.benchmarks.published import comparable
from retention.narrate import metrics
from retention.narrate.numbers import (
    between,
    customers,
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


def tenths(table: pd.DataFrame, period: str, currency: str | None) -> Markup:
    """Lens 1: what the best tenth of a period's customers brought, against the lowest ones; how many ordered once."""
    best = table.iloc[0]
    every, once = int(table["customers"].sum()), int(table["one_order"].sum())
    known = not math.isnan(best["revenue"])
    template = (
        _("The best tenth of the customers {period} ({customers}) brought {share} of their revenue: {money}.")
        if known
        else _("The best tenth of the customers {period} ({customers}) placed {share} of their orders: {n}.")
    )
    brought = fill(
        template,
        period=period,
        customers=customers(best["customers"]),
        share=percent(best["revenue_share"] if known else best["orders_share"]),
        money=money(best["revenue"], currency),
        n=number(best["orders"]),
    )
    lower = outweighed(table)
    against = fill(
        ngettext(
            "The lowest {n} tenth brought less; {once} of {all} customers ordered once.",
            "The lowest {n} tenths together brought no more; {once} of {all} customers ordered once.",
            lower,
        ),
        n=number(lower),
        once=number(once),
        all=number(every),
    )
    return Markup(f"{brought} {against}")


def moves(found: DecileMoves, grain: str | None, currency: str | None) -> Markup:
    """Lens 2: what became of the best tenth of the earlier period, and what those had brought who did not buy again."""
    best = found.best()
    template = (
        _(
            "Of the best tenth {earlier} ({customers}), {lost} did not buy {period}, who had brought {money}; {stayed} "
            "are among the best again, {down} further down."
        )
        if found.money
        else _(
            "Of the best tenth {earlier} ({customers}), {lost} did not buy {period}; {stayed} are among the best "
            "again, {down} further down."
        )
    )
    return fill(
        template,
        earlier=when(found.first, grain),
        customers=customers(best["all"]),
        period=when(found.second, grain),
        money=money(found.gone, currency),
        stayed=number(best["stayed"]),
        down=number(best["down"]),
        lost=number(best["lost"]),
    )


def life(value: CohortValue, grain: str, currency: str | None) -> Markup | None:
    """Lens 3: what a customer of one cohort brought until now, and how much of it by coming back; None without one."""
    cohort = value.oldest
    if cohort.empty:
        return None
    first, last = cohort.iloc[0], cohort.iloc[-1]
    templates = {
        "orders": _("{customers} who first bought in {cohort} have placed {last} orders each ({range}) after {age}."),
        "revenue": _("{customers} who first bought in {cohort} have brought {last} each ({range}) after {age}."),
        "margin": _("{customers} who first bought in {cohort} have left {last} margin each ({range}) after {age}."),
    }
    what = _what(value)

    def shown(amount: float) -> str:
        return decimal(amount) if what == "orders" else money(amount, currency)

    brought = fill(
        templates[what],
        customers=customers(first["customers"]),
        cohort=period_name(first["start"], grain),
        last=shown(last["value"]),
        range=from_to(shown(last["low"]), shown(last["high"])),
        age=stretch(int(last["age"]), grain),
    )
    if last["value"] <= first["value"]:
        return brought
    later = fill(_("Coming back brought {share} of it."), share=percent(1 - first["value"] / last["value"]))
    return Markup(f"{brought} {later}")


def _what(value: CohortValue) -> str:
    """What is told of a customer: orders, revenue, or margin where it is known."""
    return "margin" if value.margin is not None and value.of == "revenue" else value.of


def beside_each_other(value: CohortValue, age: int, grain: str, currency: str | None) -> Markup | None:
    """Lens 4: which cohorts have brought most and least by one age, or that none clearly differs; None with one."""
    found = value.same_age(age)
    if found is None:
        return None
    templates = {
        ("revenue", True): _(
            "After {age}, customers of {most_cohort} had brought {most} each, those of {least_cohort} {least}: more "
            "than chance."
        ),
        ("revenue", False): _(
            "After {age} no two cohorts clearly differ: their customers had brought {least} to {most} each."
        ),
        ("orders", True): _(
            "After {age}, customers of {most_cohort} had placed {most} orders each, those of {least_cohort} {least}: "
            "more than chance."
        ),
        ("orders", False): _(
            "After {age} no two cohorts clearly differ: their customers had placed {least} to {most} orders each."
        ),
    }
    highest, lowest = (
        money(row["value"], currency) if value.of == "revenue" else decimal(row["value"])
        for row in (found.most, found.least)
    )
    return fill(
        templates[value.of, found.clear],
        age=stretch(age, grain),
        most_cohort=period_name(found.most["start"], grain),
        most=highest,
        least_cohort=period_name(found.least["start"], grain),
        least=lowest,
    )


def value_titles(value: CohortValue, grain: str) -> dict[str, str]:
    """What the picture of what a customer brings calls its axes and figures."""
    brought = {
        "orders": _("Orders of a customer so far"),
        "revenue": _("Revenue of a customer so far"),
        "margin": _("Margin of a customer so far"),
    }
    since = {
        "week": _("Weeks since the first order"),
        "month": _("Months since the first order"),
        "quarter": _("Quarters since the first order"),
        "year": _("Years since the first order"),
    }[grain]
    return {"name": _("First bought"), "age": since, "value": brought[_what(value)], "range": _("95% interval")}


def value_format(value: CohortValue) -> str:
    """How the axis of what a customer brings is written, in D3's terms."""
    return ".1f" if value.of == "orders" else ",.0f"


def value_legend(value: CohortValue, grain: str) -> Markup:
    """What is drawn of the value of a customer, and which cohorts are left out."""
    drawn = _("Thick: all cohorts with the 95% band; thin: each cohort, newer ones stronger.")
    cost = _("Dashed: what winning a customer costs.") if value.acquisition_cost is not None else ""
    return Markup(" ".join(filter(None, [drawn, cost, left_out(value, grain)])))


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
    """Lens 5: how much of the latest period's revenue its newest cohort brought, and what would be left without it."""
    latest = table[table["start"] == found.period[0]]
    if not found.money:
        return _customers_by_cohort(latest, found)
    total = latest["revenue"].sum()
    known = latest[latest["cohort"].notna()]
    if known.empty or total <= 0:
        return None
    newest = known.iloc[-1]
    return fill(
        _(
            "Of the revenue {period} ({money}), {share} came from customers who first bought in {cohort}: without them "
            "{rest} would be left."
        ),
        period=when(found.period, found.grain),
        money=money(total, currency),
        share=percent(newest["revenue"] / total),
        rest=money(total - newest["revenue"], currency),
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


def hardest_step(found: Ladder) -> Markup | None:
    """What the ladder means: whether a second order is clearly harder to win than a third; None where few are known."""
    year = found.within(YEAR)
    known = year[year["share"].notna() & ~year["few"]].head(2)
    if known["number"].tolist() != [1, 2]:
        return None
    first, second = (row for _place, row in known.iterrows())
    if first["high"] < second["low"]:
        return fill(
            _("The second order is the hardest to win: {n} of 100 place none within a year."),
            n=of_hundred(1 - first["share"]),
        )
    return Markup(_("A second order is not clearly harder to win than a third."))


def ladder_meaning(found: Ladder) -> Markup | None:
    """The chances of the first three steps and what they mean; None where none is known."""
    said = ladder(found)
    return None if said is None else Markup(" ".join(filter(None, [said, hardest_step(found)])))


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


def ladder_legend() -> Markup:
    """What is drawn of the ladder, and how it was counted."""
    drawn = _("Grey dashes: published.")
    return Markup(f"{drawn} {ladder_note()}")


def share_with_band(share: float, low: float, high: float) -> str:
    """A chance with its band; a dash where nobody has been followed so far."""
    return percent(share) if math.isnan(share) else f"{percent(share)} ({between(low, high)})"
