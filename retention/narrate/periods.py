"""Periods and groups in words: what each is called, what to keep in mind about it, and which length fits."""

import pandas as pd

from retention.analysis.rates.breakdown import few_at_risk
from retention.analysis.rates.figures import settled
from retention.analysis.timing import Suggestion
from retention.narrate.numbers import date, dates, number, period_name
from retention.narrate.texts import N_, Markup, _, fill
from retention.settings import Days

COLUMNS = {
    "start": N_("Period"),
    "crr": N_("Came back"),
    "crr_low": N_("From"),
    "crr_high": N_("To"),
    "customers_at_start": N_("At the start"),
    "lost": N_("Lost"),
    "reactivated": N_("Back again"),
    "new": N_("New"),
    "active": N_("Bought"),
    "textbook": N_("Textbook"),
    "orders": N_("Orders"),
    "revenue": N_("Revenue"),
    "note": N_("Note"),
}
VERDICTS = {"up": N_("went up"), "down": N_("went down"), "no_clear_change": N_("no clear change")}
PERIOD_FITS = {
    "week": N_("Weeks fit your customers."),
    "month": N_("Months fit your customers."),
    "quarter": N_("Quarters fit your customers."),
    "year": N_("Years fit your customers."),
}


def column(name: str) -> str:
    """What a column of a table of periods is called."""
    return _(COLUMNS[name])


def name(days: Days, grain: str | None) -> str:
    """A stretch of time on an axis or in a list: a period of a grain, or just its days."""
    return period_name(days[0], grain) if grain else dates(*days)


def notes(table: pd.DataFrame, figure: str = "crr") -> list[str]:
    """What to keep in mind about a figure in each period, in a word or two, or nothing."""
    few, over = few_at_risk(table, figure), settled(table, figure)
    later = table["complete"][::-1].cummax()[::-1]
    return [
        _note(of_whole=bool(whole), over=bool(done), begun_late=bool(before_others), few=bool(little), end=date(end))
        for whole, done, before_others, little, end in zip(
            over, table["complete"], later, few, table["end"], strict=True
        )
    ]


def _note(*, of_whole: bool, over: bool, begun_late: bool, few: bool, end: str) -> str:
    if not over and begun_late:
        return _("your data begin in it")
    if not over:
        return _("not over, final after {day}").format(day=end)
    return few_note(few) if of_whole else _("your data begin in the time before")


def few_note(few: bool) -> str:
    """The note beside a figure of few customers; nothing beside others."""
    return _("few customers, read with care") if few else ""


def cohort_note(few: bool, sure: bool) -> str:
    """The note beside a cohort: few customers, or such that may have bought before the data begin."""
    return few_note(few) if sure else _("may hold customers from before your data")


def verdict(word: object) -> str:
    """How a rate moved against another; nothing where there is no verdict."""
    return _(VERDICTS[str(word)]) if word in VERDICTS else ""


def group(value: object, *, rest: bool) -> str:
    """What a group of customers is called: the words of the file, the small groups together, or those without any."""
    if rest:
        return _("All others")
    return _("not stated") if value is None or value != value else str(value)


def period_length(found: Suggestion) -> Markup:
    """Which length of a period fits the customers' rhythm, and why."""
    if found.reason == "nobody_came_back":
        return Markup(_("Nobody has ordered on a second day yet, so your customers' rhythm is not known."))
    return fill("**{fits}** {reason}", fits=Markup(_(PERIOD_FITS[found.grain])), reason=_period_length_reason(found))


def _period_length_reason(found: Suggestion) -> Markup:
    gap = fill(
        _(
            "A customer's next order typically follows after {days} days (the middle half of them between {lower} and "
            "{upper} days). Every customer counts once here, and waits that are still open count too; waits that have "
            "ended: {gaps}."
        ),
        days=number(found.typical_gap),
        lower=number(found.lower),
        upper=number(found.upper),
        gaps=number(found.gaps),
    )
    if found.reason == "short_history":
        short = _("A longer period would suit that rhythm better, but your data cover too few of them.")
        return Markup(f"{gap} {short}")
    why = _(
        "It is the shortest period in which a typical customer orders about once: in a shorter one, most of your "
        "regular customers would look lost."
    )
    return Markup(f"{gap} {why}")
