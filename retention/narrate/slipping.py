"""Slipping away in sentences: what the flag is worth by the shop's own past, and how the wait is judged."""

from retention.analysis.customers import Customers
from retention.analysis.customers.briefing import Briefing
from retention.analysis.customers.proof import FlagTest, Proof
from retention.narrate import problems
from retention.narrate.numbers import date, number, percent
from retention.narrate.texts import Markup, _, fill, ngettext


def proven(proof: Proof) -> Markup:
    """How often customers who would have been flagged came back, and why nobody is flagged where that says nothing."""
    test = proof.told
    if test is None:
        assert proof.no_test is not None
        return Markup(" ".join((_("**Who is slipping away is not shown here.**"), problems.error(proof.no_test))))
    if proof.held and proof.today is not None and not proof.holds:
        today = _(
            "**Who is slipping away is not shown here**, since the flag would tell too little of today's customers: by "
            "how often such customers came back before, {flagged} of the {n} flagged would do so within {days} days, "
            "and {others} of the others."
        )
        return _filled(today, proof.today)
    if proof.holds:
        template = _(
            "Tested on your own past: of the {n} customers who would have been flagged on {day}, {flagged} came back "
            "within {days} days; of the others {others}."
        )
    else:
        template = _(
            "**Who is slipping away is not shown here**, since the flag would tell too little: of the {n} customers "
            "who would have been flagged on {day}, {flagged} came back within {days} days; of the others {others}."
        )
    return _filled(template, test)


def _filled(template: str, test: FlagTest) -> Markup:
    return fill(
        template,
        n=number(test.flagged),
        day=date(test.cut),
        flagged=percent(test.flagged_share),
        others=percent(test.others_share),
        days=number(test.days),
    )


def slipping_away(found: Customers, brief: Briefing) -> str:
    """How many have been away longer than their rhythm explains, and how many of these may still be customers."""
    template = ngettext(
        "{n} customer has been away longer than nine of ten who ordered again after as many orders.",
        "{n} customers have been away longer than nine of ten who ordered again after as many orders.",
        len(brief.slipping),
    )
    sentences = [fill(template, n=number(len(brief.slipping)))]
    if found.sees_leaving:
        likely = _("More likely still customers than gone: {likely}. The others have probably left already.")
        sentences.append(fill(likely, likely=number(len(brief.worth_calling))))
    return " ".join(sentences)


def working(found: Customers, brief: Briefing) -> Markup:
    """How the flag comes about, how many have it, and what it was worth."""
    template = _(
        "**Slipping away**: away for longer than nine of ten waits of those who ordered again after as many orders; "
        "waits that are not over yet are counted for as long as they last (Kaplan–Meier). From orders on three days on "
        "it is their own pace that counts; there is no fixed cut-off."
    )
    if not found.proof.holds:
        return Markup(f"{template} {proven(found.proof)}")
    count = fill(
        _("That is {slipping} of {customers} customers."),
        slipping=number(len(brief.slipping)),
        customers=number(brief.customers),
    )
    sentences = [Markup(template), count, proven(found.proof)]
    if found.sees_leaving:
        likely = _(
            "Of these, {likely} are more likely still customers than gone; only they count in the headline, the others "
            "have probably left already."
        )
        sentences.insert(2, fill(likely, likely=number(len(brief.worth_calling))))
    return Markup(" ".join(sentences))
