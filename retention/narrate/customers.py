"""The answer about the customers in sentences: the best, those slipping away, what to do today, and each of them."""

import datetime as dt
import math
from collections.abc import Mapping

import pandas as pd

from retention.analysis.customers import Customers
from retention.analysis.customers.briefing import Briefing
from retention.narrate import filters, numbers, segments, slipping
from retention.narrate.numbers import MISSING, amount, date, money, number, percent
from retention.narrate.texts import N_, BigFigure, Markup, _, fill, listed, ngettext, plain
from retention.orders import Orders

NAMED = 3
"""Customers named in the advice of the day."""
OF_THE_DAY = ("champions", "regulars", "new", "recent", "lost")
"""Segments that advice is given on every day: those to keep, those to welcome, those to leave in peace."""

CALIBRATED = "p_gone_calibrated"
"""The heading of the chance of being gone where the shop's own past put it right."""

MOVES = {"joined": N_("Joined"), "fell_out": N_("Fell out")}
COLUMNS = {
    "customer": N_("Customer"),
    "segment": N_("Segment"),
    "vip": N_("Among the best"),
    "orders": N_("Orders"),
    "revenue": N_("Revenue"),
    "first_order": N_("First order"),
    "last_order": N_("Last order"),
    "days_since_last": N_("Days since"),
    "rhythm": N_("Usual gap, days"),
    "own_rhythm": N_("Gap is their own"),
    "expected_next": N_("Next order due"),
    "overdue_days": N_("Days overdue"),
    "p_gone": N_("Chance of being gone"),
    CALIBRATED: N_("Chance of being gone, calibrated"),
    "value_at_stake": N_("At stake, a year"),
    "expected_orders": N_("Expected orders, a year"),
    "expected_value": N_("Expected, a year"),
    "expected_value_low": N_("Expected, at least"),
    "expected_value_high": N_("Expected, at most"),
    "residual_value": N_("All that is to come"),
    "historic_value": N_("So far"),
    "revenue_before": N_("Revenue before"),
    "rank": N_("Rank now"),
    "rank_before": N_("Rank before"),
}
MONEY = (
    *("revenue", "value_at_stake", "expected_value", "expected_value_low", "expected_value_high", "residual_value"),
    *("historic_value", "revenue_before"),
)


def figure(found: Customers, brief: Briefing) -> BigFigure:
    """The answer as a figure: what the best customers bring, and how many of them are slipping away or gone.

    Without money how many have been away longer than usual; of few customers, or where nothing more is known, how many
    there are.
    """
    proven = found.proof.holds
    if not brief.vips.empty and brief.has_many:
        return BigFigure(
            label=fill(_("Revenue from the best {share}"), share=percent(found.vip_share)),
            value=percent(brief.vip_revenue_share),
            change=numbers.customers(len(brief.vips)),
            note=_away(brief) if proven else None,
        )
    if brief.vips.empty and proven:
        all_customers = fill(_("of {customers}"), customers=numbers.customers(brief.customers))
        return BigFigure(label=_("Away longer than usual"), value=number(len(brief.slipping)), change=all_customers)
    return BigFigure(label=_("Customers"), value=number(brief.customers))


def _away(brief: Briefing) -> str:
    """How many of the best are slipping away, or have left, in a few words."""
    away, gone = len(brief.vips_worth_calling), brief.vips_gone
    if away or not gone:
        return fill(ngettext("{n} slipping away", "{n} slipping away", away), n=number(away))
    return fill(ngettext("{n} probably left", "{n} probably left", gone), n=number(gone))


def headline(found: Customers, brief: Briefing) -> Markup:
    """What the best customers bring, and how many of them are slipping away."""
    if brief.vips.empty:
        return _without_money(brief)
    if not brief.has_many:
        return _of_few(brief)
    count, away = len(brief.vips), len(brief.vips_worth_calling)
    if not found.proof.holds:
        whole = ngettext(
            "{share} of your customers, {n} of them, bring {revenue} of the revenue.",
            "{share} of your customers, {n} of them, bring {revenue} of the revenue.",
            count,
        )
        return fill(whole, share=percent(found.vip_share), n=number(count), revenue=percent(brief.vip_revenue_share))
    bring = ngettext(
        "{share} of your customers, {n} of them, bring {revenue} of the revenue;",
        "{share} of your customers, {n} of them, bring {revenue} of the revenue;",
        count,
    )
    slip = ngettext("{n} of these is slipping away.", "{n} of these are slipping away.", away)
    if not away and brief.vips_gone:
        away = brief.vips_gone
        slip = ngettext("{n} of these has probably left already.", "{n} of these have probably left already.", away)
    elif not away:
        slip = _("none of these is slipping away.")
    sentence = fill(bring, share=percent(found.vip_share), n=number(count), revenue=percent(brief.vip_revenue_share))
    return Markup(f"{sentence} {fill(slip, n=number(away))}")


def _of_few(brief: Briefing) -> Markup:
    """What the best of a handful of customers bring, whom a share would make sound like many."""
    n = len(brief.vips)
    template = ngettext(
        "Of {customers} the best {n} brings {revenue} of the revenue. So few tell nothing about a pattern.",
        "Of {customers} the best {n} bring {revenue} of the revenue. So few tell nothing about a pattern.",
        n,
    )
    revenue = percent(brief.vip_revenue_share)
    return fill(template, customers=numbers.customers(brief.customers), n=number(n), revenue=revenue)


def _without_money(brief: Briefing) -> Markup:
    if not brief.found.proof.holds:
        return Markup(f"{numbers.customers(brief.customers)}.")
    away = len(brief.slipping)
    template = ngettext(
        "{n} of your {customers} customers has been away longer than usual.",
        "{n} of your {customers} customers have been away longer than usual.",
        away,
    )
    return fill(template, n=number(away), customers=number(brief.customers))


def at_stake(brief: Briefing, currency: str | None) -> Markup:
    """What the best customers who are slipping away would bring in a year, and how many are beyond that.

    Empty where nobody can tell, as where the model takes nobody for gone.
    """
    sentences = []
    if brief.at_stake > 0 and brief.found.sees_leaving:
        template = _("With these slipping away, **{money} a year** is at stake.")
        sentences.append(fill(template, money=money(round(brief.at_stake), currency)))
    if brief.vips_gone and len(brief.vips_worth_calling):  # else the headline says so
        left = ngettext(
            "Another {n} of the best has probably left already.",
            "Another {n} of the best have probably left already.",
            brief.vips_gone,
        )
        sentences.append(fill(left, n=number(brief.vips_gone)))
    return Markup(" ".join(sentences))


def today(found: Customers, brief: Briefing) -> list[Markup]:
    """What to do today, in plain words: whom to call, whom to remind, whom to welcome, whom to leave in peace."""
    steps = (_call(found, brief), remind(brief), *_advised(found))
    return [step for step in steps if step]


def _call(found: Customers, brief: Briefing) -> Markup | None:
    first = brief.first_to_call.head(NAMED)
    if first.empty:
        return None
    template = _("**Call or write in person:** {names}. They are overdue by their own rhythm, and most is to be saved.")
    if not found.sees_leaving:
        template = _("**Call or write in person:** {names}. They are overdue by their own rhythm, and bring the most.")
    return fill(template, names=listed(first["customer"]))


def remind(brief: Briefing) -> Markup | None:
    """Whom to remind of the next order; None where nobody is due, or was due before somebody reads of it."""
    if brief.due.empty or numbers.is_old(brief.found.as_of):
        return None
    template = ngettext(
        "**Remind {n} customer** whose next order is due by {day}: now it is help, later it is advertising.",
        "**Remind {n} customers** whose next order is due by {day}: now it is help, later it is advertising.",
        len(brief.due),
    )
    return fill(template, n=number(len(brief.due)), day=date(brief.due_by))


def _advised(found: Customers) -> list[Markup]:
    """The segment that brings most, the one that came last, and the one to be left alone."""
    shown = found.segments_present
    return [segments.advised(row) for _place, row in shown[shown["segment"].isin(OF_THE_DAY)].iterrows()]


def working(found: Customers, brief: Briefing, orders: Orders) -> str:
    """How the headline was worked out: each word of it, with this shop's own numbers."""
    lines = [
        _best(found, brief, orders),
        slipping.working(found, brief),
        _stake_working(found, brief),
        _counted(found, orders),
    ]
    return "\n\n".join(line for line in lines if line)


def _best(found: Customers, brief: Briefing, orders: Orders) -> Markup | None:
    if brief.vips.empty:
        return None
    template = _(
        "**The best customers** are the smallest group that makes up {share} of all {customers}, by revenue net of "
        "refunds. They bring {money} ÷ {all} = **{revenue}**."
    )
    return fill(
        template,
        share=percent(found.vip_share),
        customers=number(brief.customers),
        money=money(brief.vip_revenue, orders.currency),
        all=money(brief.revenue, orders.currency),
        revenue=percent(brief.vip_revenue_share, digits=1),
    )


def _stake_working(found: Customers, brief: Briefing) -> Markup | None:
    if not found.sees_leaving or not brief.at_stake > 0:
        return None
    template = _(
        "**At stake**: expected orders × expected money per order over 12 months, provided they are still customers, × "
        "the chance that they are gone. The tab “Worth” names the models."
    )
    call = _(
        "**What a call is worth** sorts the list: money at stake × chance of still being there, so that neither the "
        "faithful nor the long lost come first."
    )
    return Markup(f"{template} {call}")


def _counted(found: Customers, orders: Orders) -> Markup:
    template = _(
        "**Counted** are all customers with an order up to {day}, the last day of your data; {aside} rows left out."
    )
    said = fill(template, day=date(found.as_of), aside=number(orders.rows_set_aside))
    return Markup(" ".join(filter(None, (said, filters.sentences(orders.filter)))))


def calls_order(found: Customers) -> str:
    """By what the list of calls is sorted."""
    if found.sees_leaving:
        return _("What a call is worth")
    expected = COLUMNS["expected_value"]
    return _(expected) if found.forecast.has_money else _("Revenue, most first")


def one_time(brief: Briefing) -> Markup:
    """How many bought on one day only."""
    count = len(brief.one_time)
    template = ngettext(
        "{n} customer ({share}) has bought on one day only.",
        "{n} customers ({share}) have bought on one day only.",
        count,
    )
    return fill(template, n=number(count), share=percent(brief.one_time_share))


def one_time_buyers(brief: Briefing, currency: str | None) -> str:
    """How many bought on one day only, what they brought, and who of them may still come back by themselves."""
    sentences = [one_time(brief)]
    if not math.isnan(brief.one_time_revenue):
        sentences.append(fill(_("Together they brought {money}."), money=money(brief.one_time_revenue, currency)))
    if not math.isnan(brief.usual_gap):
        window = _(
            "Half of those who order a second time do so within {usual} days, nine of ten within {limit}. Still within "
            "that time: {open}; a welcome or a reminder can help. Past it: {late}; few of them will come by themselves."
        )
        sentences.append(
            fill(
                window,
                usual=number(brief.usual_gap),
                limit=number(brief.usual_limit),
                open=number(brief.one_time_open),
                late=number(brief.one_time_late),
            )
        )
    return " ".join(sentences)


def due_soon(brief: Briefing) -> str:
    """How many customers are due to order soon."""
    count = len(brief.due)
    template = ngettext(
        "The next order of {n} customer is due by {day}.", "The next orders of {n} customers are due by {day}.", count
    )
    return fill(template, n=number(count), day=date(brief.due_by))


def overdue(brief: Briefing) -> str:
    """How many customers are past the day they were due, but not slipping away."""
    count = len(brief.overdue)
    if not brief.found.proof.holds:
        late = ngettext(
            "{n} customer is past the day the next order was due.",
            "{n} customers are past the day the next order was due.",
            count,
        )
        return fill(late, n=number(count))
    template = ngettext(
        "{n} customer is past the day the next order was due, but no later than is usual now and then.",
        "{n} customers are past the day the next order was due, but no later than is usual now and then.",
        count,
    )
    return fill(template, n=number(count))


def moved_since(begin: dt.date) -> Markup:
    """From when on it counts who joined the best customers and who fell out."""
    return fill(_("Since {day}, the beginning of the period:"), day=date(begin))


def moves(sizes: Mapping[str, int]) -> dict[str, str]:
    """How many joined the best customers, and how many fell out, by the name of the move."""
    return {name: " ".join((_(title), number(sizes.get(name, 0)))) for name, title in MOVES.items()}


def vip_shares(customers: float, revenue: float) -> str:
    """What share of the revenue a share of the customers brings."""
    template = _("{share} of customers bring {revenue} of the revenue")
    return template.format(share=percent(customers), revenue=percent(revenue))


def column(name: str, currency: str | None, *, calibrated: bool = False) -> str:
    """The heading of a column of a list of customers, with the currency where it is money.

    `calibrated` says that chances are as the hidden stretches put them right.
    """
    known_as = CALIBRATED if calibrated and name == "p_gone" else name
    heading = _(COLUMNS[known_as])
    return f"{heading}, {currency}" if name in MONEY and currency else heading


def one_customer(row: pd.Series, currency: str | None) -> list[Markup]:
    """A customer, a row of `Customers.table`: what they bought, their rhythm, and what may be expected."""
    return [_bought(row, currency), _rhythm(row), *_expected(row, currency)]


def _bought(row: pd.Series, currency: str | None) -> Markup:
    orders = int(row["orders"])
    revenue = money(row["revenue"], currency)
    template = ngettext("{n} order since {first}", "{n} orders since {first}", orders)
    sentence = fill(template, n=number(orders), first=date(row["first_order"]))
    paid = "" if revenue == MISSING else fill(_(", {money} in all"), money=revenue)
    kind = fill("{name}: {trait}.", name=segments.name_of(row["segment"]), trait=segments.trait(row["segment"]))
    return Markup(f"{sentence}{paid}. {kind}")


def _rhythm(row: pd.Series) -> Markup:
    if math.isnan(row["rhythm"]):
        return fill(_("Nobody has come back yet, so there is no usual gap."))
    template = (
        _("Usual gap between orders: {gap} days, the median of their own.")
        if row["own_rhythm"]
        else _("Usual gap between orders: {gap} days, the shop's median, as their own orders are too few.")
    )
    sentences = [fill(template, gap=number(row["rhythm"]))]
    since = _("Last order {since} days ago, next one due on {day}.")
    sentences.append(fill(since, since=number(row["days_since_last"]), day=date(row["expected_next"])))
    if row["slipping"]:
        limit = _("Nine of ten waits like this end within {limit} days: slipping away.")
        sentences.append(fill(limit, limit=number(row["slips_after"])))
    return Markup(" ".join(sentences))


def _expected(row: pd.Series, currency: str | None) -> list[Markup]:
    if math.isnan(row["expected_orders"]):
        return []
    chance = _("Forecast: still a customer with a chance of {alive}, {orders} orders in the next 12 months")
    sentence = fill(chance, alive=percent(row["p_alive"]), orders=amount(row["expected_orders"]))
    value = money(row["expected_value"], currency)
    if value == MISSING:
        return [Markup(f"{sentence}.")]
    low, high = row["expected_value_low"], row["expected_value_high"]
    if math.isnan(low):
        return [Markup(f"{sentence}, {plain(value)}.")]
    between = _("in the tests nine of ten of whom as much was foreseen brought {low} to {high}")
    return [
        Markup(f"{sentence}, {plain(value)}; {fill(between, low=money(low, currency), high=money(high, currency))}.")
    ]
