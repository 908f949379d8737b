"""The running or next period beside its target, in sentences: who is back, where it ends, and the chance."""

import math

from retention.analysis.pace import Pace
from retention.defaults import FEWEST_PERIODS
from retention.narrate.numbers import between, date, during, number, of_hundred, percent
from retention.narrate.texts import Markup, _, fill, ngettext

SURE = 0.99
"""From here on a chance is told as more than 99%: what no history of a few dozen periods can tell apart."""


def answer(found: Pace) -> Markup:
    """How it stands beside its target and what is missing; "" without a target."""
    return Markup(" ".join(filter(None, (verdict(found), missing(found)))))


def basis(found: Pace, grain: str) -> Markup:
    """Who is back so far, and where the period is going to end."""
    return Markup(f"{so_far(found, grain)} {ends(found)}")


def verdict(found: Pace) -> Markup:
    """How it stands, in bold, with the chance; "" without a target."""
    if found.target is None or found.verdict is None:
        return Markup("")
    return fill(_verdict(found), target=aim(found.target), chance=chance(found.chance))


def _verdict(found: Pace) -> str:
    if found.short:
        return _("**Too early to tell** whether {target} will be reached.")
    if not found.begun:
        return _("**Target {target}**: before the period begins, the chance of reaching it is {chance}.")
    return {
        "reached": _("**Target of {target} reached.**"),
        "ahead": _("**Ahead of the target of {target}**: the chance of reaching it is {chance}."),
        "on_track": _("**On track for the target of {target}**: the chance of reaching it is {chance}."),
        "behind": _("**Behind the target of {target}**: the chance of reaching it is {chance}."),
        "too_early": _("**Too early to tell** whether {target} will be reached: the chance is {chance}."),
    }[str(found.verdict)]


def aim(target: float) -> str:
    """A target as it was set, with a decimal only where it has one."""
    return percent(target, digits=0 if abs(100 * target - round(100 * target)) < 1e-9 else 1)


def as_percent(share: float) -> float:
    """A rate as a target in percent, to a tenth, at least that."""
    return max(round(100 * share, 1), 0.1)


def chance(share: float) -> str:
    """A chance in whole percent; what cannot be told from certain, or from impossible, says so."""
    if share > SURE:
        return _("more than {share}").format(share=percent(SURE))
    if share < 1 - SURE:
        return _("less than {share}").format(share=percent(1 - SURE))
    return percent(share)


def missing(found: Pace) -> Markup:
    """How many more must come back by when, and how many of them usually are by now; "" where none are missing."""
    if not found.missing:
        return Markup("")
    if not found.back:
        all_of_them = ngettext(
            "{n} customer must come back by {day}.", "{n} customers must come back by {day}.", found.missing
        )
        said = fill(all_of_them, n=number(found.missing), day=date(found.end))
        return _with_usual(said, found)
    still = ngettext(
        "{n} more customer must come back by {day}, {needed} in all.",
        "{n} more customers must come back by {day}, {needed} in all.",
        found.missing,
    )
    said = fill(still, n=number(found.missing), day=date(found.end), needed=number(found.needed or 0))
    return _with_usual(said, found)


def _with_usual(said: Markup, found: Pace) -> Markup:
    """What was said, and how many are usually back by now where some are."""
    due = 0 if math.isnan(found.due_by_now) else round(found.due_by_now)
    if not due:
        return said
    usually = ngettext("Usually {n} of them would be back by now.", "Usually {n} of them would be back by now.", due)
    return Markup(f"{said} {fill(usually, n=number(due))}")


def so_far(found: Pace, grain: str) -> Markup:
    """Who is back of those who could be, and how much of the period has passed."""
    when = during(found.start, grain)
    if not found.begun:
        template = ngettext(
            "{n} customer can come back {period}.", "{n} customers can come back {period}.", found.customers_at_start
        )
        return fill(template, n=number(found.customers_at_start), period=when)
    template = ngettext(
        "{n} of {whole} customers is back {period} so far, after {gone} of {days} days.",
        "{n} of {whole} customers are back {period} so far, after {gone} of {days} days.",
        found.back,
    )
    return fill(
        template,
        n=number(found.back),
        whole=number(found.customers_at_start),
        period=when,
        gone=number(found.days_gone),
        days=number(found.days),
    )


def ends(found: Pace) -> Markup:
    """Where the period is going to end, or why that is not known, and that few customers say little."""
    if found.short:
        said = fill(
            _("Fewer than {least} past periods are whole in your data, too few to know this shop's pace."),
            least=number(FEWEST_PERIODS),
        )
    else:
        low, high = found.rate(found.low), found.rate(found.high)
        said = fill(_("Going by your past periods it ends at {range}, nine times in ten."), range=between(low, high))
    if not found.few:
        return said
    each = max(of_hundred(found.rate(1)), 1)
    little = ngettext(
        "So few customers say little: each of them moves the rate by {n} point.",
        "So few customers say little: each of them moves the rate by {n} points.",
        each,
    )
    return Markup(f"{said} {fill(little, n=number(each))}")


def line(target: float | None) -> Markup:
    """What the line of a target in a picture is; "" without one."""
    return Markup("") if target is None else fill(_("Line: your target, {target}."), target=aim(target))


def working(found: Pace) -> Markup:
    """How the chance is worked out, in a sentence or two."""
    return fill(
        _(
            "The rate and how early people come follow your {n} past periods, with their drift, season and chance; "
            "what has come in so far weighs both. Tried on simulated shops: of targets with a chance of 70 to 80%, "
            "about three in four are reached."
        ),
        n=number(found.periods),
    )
