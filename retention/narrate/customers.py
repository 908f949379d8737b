"""The customers in words: the answer about them, and what segments, advice and the columns of lists are called."""

import datetime as dt
from collections.abc import Mapping

from retention.analysis.customers import Customers
from retention.analysis.customers.briefing import Briefing
from retention.narrate.numbers import MISSING, date, money, number, percent
from retention.narrate.texts import N_, Markup, _, fill, ngettext

SEGMENTS = {
    "champions": N_("Champions"),
    "loyal": N_("Loyal"),
    "cannot_lose": N_("Too good to lose"),
    "at_risk": N_("At risk"),
    "big_newcomers": N_("Big newcomers"),
    "promising": N_("Promising"),
    "new": N_("Newcomers"),
    "needs_attention": N_("Need attention"),
    "about_to_sleep": N_("About to doze off"),
    "sleeping_spenders": N_("Sleeping spenders"),
    "lost": N_("Probably lost"),
    "regulars": N_("Regulars"),
    "recent": N_("Here lately"),
    "quiet": N_("Gone quiet"),
}
TRAITS = {
    "champions": N_("bought lately, often, and for much"),
    "loyal": N_("come often and keep to their rhythm"),
    "cannot_lose": N_("among the best so far, now away for longer than usual"),
    "at_risk": N_("came back before, now away for longer than usual"),
    "big_newcomers": N_("few orders yet, but lately and for much"),
    "promising": N_("bought lately, on the way to a habit"),
    "new": N_("bought lately, for the first time"),
    "needs_attention": N_("middling in everything"),
    "about_to_sleep": N_("bought once, and not lately"),
    "sleeping_spenders": N_("bought seldom and long ago, but for much"),
    "lost": N_("bought little, long ago"),
    "regulars": N_("come often and have been here lately"),
    "recent": N_("here lately, not yet often"),
    "quiet": N_("away for longer than usual"),
}
ADVICE = {
    "early_access": N_(
        "Let them in first: new goods a few days before everyone else, or a beta invitation. "
        "Ask for a review or a recommendation. No discounts: they buy anyway."
    ),
    "loyalty_reward": N_("Reward loyalty: points, a small extra in the parcel, a thank-you with a name under it."),
    "personal_call": N_(
        "Call or write in person, not by newsletter: ask what went wrong, and make it good. "
        "Begin with those whom the tab “Slipping away” puts first."
    ),
    "win_back_offer": N_("Send one win-back offer with a date on which it ends; after a second try, let them be."),
    "personal_thanks": N_("Thank them in person within days, and help with what they bought: a second order decides."),
    "next_order_reason": N_(
        "Give a reason for the next order: what goes with the last one, or a refill reminder before it runs out."
    ),
    "welcome": N_("Welcome them: how to get the most out of what they bought, and only then the next thing."),
    "ask_feedback": N_("Ask two questions: what was good, and what was missing? Answer every reply."),
    "reminder": N_("Send one friendly reminder of what they bought and what is new. No discount yet."),
    "partner_or_birthday_offer": N_(
        "Write when there is an occasion: a birthday greeting, or an offer together with a partner shop."
    ),
    "silence": N_("Leave them in peace. A letter costs more here than it brings: spend the money on the others."),
}
MOVES = {"joined": N_("Joined"), "fell_out": N_("Fell out")}
NAMES = {
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
    "value_at_stake": N_("At stake, a year"),
    "expected_orders": N_("Expected orders, a year"),
    "expected_value": N_("Expected, a year"),
    "residual_value": N_("All that is to come"),
    "historic_value": N_("So far"),
    "revenue_before": N_("Revenue before"),
    "rank": N_("Rank now"),
    "rank_before": N_("Rank before"),
}
MONEY = ("revenue", "value_at_stake", "expected_value", "residual_value", "historic_value", "revenue_before")


def segment(name: str) -> str:
    """What a segment is called."""
    return _(SEGMENTS[name])


def trait(name: str) -> str:
    """What the customers of a segment have in common."""
    return _(TRAITS[name])


def advice(code: str) -> str:
    """What to do about the customers of a segment."""
    return _(ADVICE[code])


def label(column: str, currency: str | None) -> str:
    """The heading of a column, with the currency where it is money."""
    heading = _(NAMES[column])
    return f"{heading}, {currency}" if column in MONEY and currency else heading


def headline(found: Customers, brief: Briefing) -> Markup:
    """What the best customers bring, and how many of them are slipping away."""
    if brief.vips.empty:
        return _without_money(brief)
    count, away = len(brief.vips), len(brief.vips_worth_calling)
    bring = ngettext(
        "{share} of your customers, {n} of them, bring {revenue} of the revenue;",
        "{share} of your customers, {n} of them, bring {revenue} of the revenue;",
        count,
    )
    slip = ngettext("{n} of these is slipping away now.", "{n} of these are slipping away now.", away)
    if not away:
        slip = _("none of these is slipping away now.")
    told = fill(bring, share=percent(found.vip_share), n=number(count), revenue=percent(brief.vip_revenue_share))
    return Markup(f"{told} {fill(slip, n=number(away))}")


def _without_money(brief: Briefing) -> Markup:
    away = len(brief.slipping)
    template = ngettext(
        "{n} of your {customers} customers has been away longer than usual.",
        "{n} of your {customers} customers have been away longer than usual.",
        away,
    )
    return fill(template, n=number(away), customers=number(brief.customers))


def stake(brief: Briefing, currency: str | None) -> Markup:
    """What the best customers who are slipping away would bring in a year, and how many are beyond that.

    Empty where nobody can tell.
    """
    told = []
    if brief.at_stake > 0:
        template = _("With these slipping away, **{money} a year** is at stake: what they would bring if they stayed.")
        told.append(fill(template, money=money(brief.at_stake, currency)))
    gone = int(brief.slipping["vip"].sum()) - len(brief.vips_worth_calling)
    if gone:
        left = ngettext(
            "Another {n} of the best has probably left already.",
            "Another {n} of the best have probably left already.",
            gone,
        )
        told.append(fill(left, n=number(gone)))
    return Markup(" ".join(told))


def since(begin: dt.date) -> Markup:
    """From when on it counts who joined the best customers and who fell out."""
    return fill(_("Since {day}, the beginning of the period:"), day=date(begin))


def moves(sizes: Mapping[str, int]) -> dict[str, str]:
    """How many joined the best customers, and how many fell out, by the name of the move."""
    return {name: " ".join((_(title), number(sizes.get(name, 0)))) for name, title in MOVES.items()}


def one_time(brief: Briefing) -> Markup:
    """How many have bought on one day only."""
    count = len(brief.one_time)
    template = ngettext(
        "{n} customer ({share}) has bought on one day only.",
        "{n} customers ({share}) have bought on one day only.",
        count,
    )
    return fill(template, n=number(count), share=share_of(count, brief.customers))


def share_of(part: int, whole: int) -> str:
    """A part of a whole in percent; a dash of nothing."""
    return percent(part / whole) if whole else MISSING
