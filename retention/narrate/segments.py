"""Segments of customers in sentences: what each is called, what they have in common, and what to do about them."""

import math

import pandas as pd

from retention.analysis.customers import Customers
from retention.narrate.numbers import MISSING, customers, money, number, percent
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
    "at_risk": N_("bought more than once, now away for longer than usual"),
    "big_newcomers": N_("bought lately for the first time, and for much"),
    "promising": N_("bought lately, on the way to a habit"),
    "new": N_("bought lately, for the first time"),
    "needs_attention": N_("come back now and then, not lately"),
    "about_to_sleep": N_("bought once, and not lately"),
    "sleeping_spenders": N_("bought once and long ago, but for much"),
    "lost": N_("bought once, long ago"),
    "regulars": N_("came three times or more, and not away for longer than usual"),
    "recent": N_("once or twice so far, and not away for longer than usual"),
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


def name_of(name: str) -> str:
    """What a segment is called."""
    return _(SEGMENTS[name])


def trait(name: str) -> str:
    """What the customers of a segment have in common."""
    return _(TRAITS[name])


def advice(code: str) -> str:
    """What to do about the customers of a segment."""
    return _(ADVICE[code])


def advised(row: pd.Series) -> Markup:
    """One segment, a row of `Customers.segments`, with its size and its advice."""
    return fill(
        "**{name}** ({size}): {advice}",
        name=name_of(row["segment"]),
        size=customers(row["customers"]),
        advice=advice(row["advice"]),
    )


def described(row: pd.Series, currency: str | None) -> Markup:
    """One segment: its size, what they have in common, what they bring, and their rhythm."""
    size = ngettext(
        "**{name}**: {n} customer, {share} of all; {trait}.",
        "**{name}**: {n} customers, {share} of all; {trait}.",
        int(row["customers"]),
    )
    sentences = [
        fill(
            size,
            name=name_of(row["segment"]),
            n=number(row["customers"]),
            share=percent(row["share"]),
            trait=trait(row["segment"]),
        )
    ]
    if not math.isnan(row["revenue"]):
        brought = _("Revenue {money}, {share} of all.")
        sentences.append(fill(brought, money=money(row["revenue"], currency), share=percent(row["revenue_share"])))
    rhythm = MISSING if math.isnan(row["rhythm"]) else number(row["rhythm"])
    usual = _("Half of them order at least every {rhythm} days; half were here in the last {since} days.")
    sentences.append(fill(usual, rhythm=rhythm, since=number(row["days_since_last"])))
    return Markup(" ".join(sentences))


def largest(found: Customers) -> str:
    """Which segment has most customers."""
    row = found.largest_segment
    template = _("The largest segment is “{name}” with {share} of the customers.")
    return template.format(name=name_of(row["segment"]), share=percent(row["share"]))
