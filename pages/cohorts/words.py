"""The answer as sentences: how many of the newer cohorts came back, against the older ones. Returns Markdown."""

import datetime as dt

from babel.dates import format_interval

from retention.analysis.cohorts import Drift, Side
from retention.defaults import FEW_CUSTOMERS
from retention.narrate import numbers
from retention.narrate.cohort_measures import decimal
from retention.narrate.numbers import date, during, number, percent
from retention.narrate.texts import N_, Markup, _, fill, ngettext
from retention.periods import Calendar, Grain

NEXT = {
    "week": N_("in the next week"),
    "month": N_("in the next month"),
    "quarter": N_("in the next quarter"),
    "year": N_("in the next year"),
}
SCARCE = 0.1
"""Shares below this are told of every thousand."""
EARLY = dt.timedelta(days=365)
"""So long after the first day of the data, regulars from before it may still look new."""


def age(age: int, grain: str, mode: str, days: int | None) -> Markup:
    """When somebody came back, inside a sentence; `days` is the length of an age that is no calendar period."""
    if days is not None:
        return _in_days(age, mode, days)
    if mode == "on_or_before" and age > 1:
        return fill(_within(age, grain), n=number(age))
    then = fill(_(NEXT[grain])) if age == 1 else fill(_later(age, grain), n=number(age))
    return fill(_("{then} or after that"), then=then) if mode == "on_or_after" else then


def _in_days(age: int, mode: str, days: int) -> Markup:
    first = days if mode == "on_or_before" else age * days
    if mode == "on_or_after":
        return fill(_("from day {first} after the first order on"), first=number(first))
    last = (age + 1) * days - 1
    return fill(_("from day {first} to {last} after the first order"), first=number(first), last=number(last))


def _later(age: int, grain: str) -> str:
    if grain == "week":
        return ngettext("{n} week later", "{n} weeks later", age)
    if grain == "month":
        return ngettext("{n} month later", "{n} months later", age)
    if grain == "quarter":
        return ngettext("{n} quarter later", "{n} quarters later", age)
    return ngettext("{n} year later", "{n} years later", age)


def _within(age: int, grain: str) -> str:
    if grain == "week":
        return ngettext("within the next {n} week", "within the next {n} weeks", age)
    if grain == "month":
        return ngettext("within the next {n} month", "within the next {n} months", age)
    if grain == "quarter":
        return ngettext("within the next {n} quarter", "within the next {n} quarters", age)
    return ngettext("within the next {n} year", "within the next {n} years", age)


def began(side: Side, calendar: Calendar) -> str:
    """When the customers of some cohorts first bought, inside a sentence."""
    end = calendar.at(side.last).end
    if side.cohorts == 1:
        return during(side.start, calendar.grain)
    year = Calendar.of("year", calendar.year_start).at(side.start)
    if (year.start, year.end) == (side.start, end):
        return during(side.start, "year")
    if calendar.grain is Grain.WEEK:
        return _("in {dates}").format(dates=numbers.dates(side.start, end))
    written = format_interval(side.start, end, "yMMM", locale=numbers.locale())
    return _("in {dates}").format(dates=numbers.YEAR_WORD.sub("", str(written)))


def headline(found: Drift, calendar: Calendar, when: Markup) -> Markup:
    """The two shares in one sentence; the counts themselves where they are few."""
    older, newer = began(found.older, calendar), began(found.newer, calendar)
    if small(found):
        return Markup(" ".join(_counted(side, at, when) for side, at in ((found.older, older), (found.newer, newer))))
    of = _of(found)
    template = ngettext(
        "Of every {hundred} customers who first bought {older}, {n} came back {when} ({low} to {high}); "
        "of those who first bought {newer}, {m} ({from_} to {to}).",
        "Of every {hundred} customers who first bought {older}, {n} came back {when} ({low} to {high}); "
        "of those who first bought {newer}, {m} ({from_} to {to}).",
        _count(found.older.share, of),
    )
    return fill(
        template,
        hundred=number(of),
        older=older,
        n=_count(found.older.share, of),
        when=when,
        low=_count(found.older.low, of),
        high=_count(found.older.high, of),
        newer=newer,
        m=_count(found.newer.share, of),
        from_=_count(found.newer.low, of),
        to=_count(found.newer.high, of),
    )


def _counted(side: Side, at: str, when: Markup) -> Markup:
    bought = ngettext("{n} customer first bought {period}.", "{n} customers first bought {period}.", side.at_risk)
    back = ngettext("{n} of them came back {period}.", "{n} of them came back {period}.", side.customers)
    sentences = fill(bought, n=number(side.at_risk), period=at), fill(back, n=number(side.customers), period=when)
    return Markup(" ".join(sentences))


def small(found: Drift) -> bool:
    """Too few customers on either side to carry a rate."""
    return min(found.older.at_risk, found.newer.at_risk) < FEW_CUSTOMERS


def _of(found: Drift) -> int:
    return 1_000 if max(found.older.share, found.newer.share) < SCARCE else 100


def _count(share: float, of: int) -> int:
    return round(share * of)


def verdict(found: Drift, mode: str) -> Markup | None:
    """Yes, no, or no clear change; None where the two sides cannot be compared fairly."""
    if small(found) or mode == "on_or_after" or found.verdict is None:
        return None
    of = _of(found)
    low, high = sorted((abs(found.low), abs(found.high)))
    change = abs(_count(found.newer.share, of) - _count(found.older.share, of))
    if found.verdict == "no_clear_change":
        return fill(
            _("**No clear change**: the difference may be chance ({low} to {high} of every {hundred})."),
            low=_signed(_count(found.low, of)),
            high=_signed(_count(found.high, of)),
            hundred=number(of),
        )
    return fill(_change(found.verdict, change), n=change, low=_size(low, of), high=_size(high, of), hundred=number(of))


def _size(change: float, of: int) -> str:
    """A change as so many of every hundred; what would round to none keeps a decimal."""
    return number(change * of) if change * of >= 1 else decimal(change * of, 1)


def _signed(count: int) -> str:
    return f"{'−' if count < 0 else '+' if count else ''}{abs(count)}"


def _change(word: str, n: int) -> str:
    if word == "up":
        return ngettext(
            "**Yes, it is getting better**: {n} more of every {hundred} ({low} to {high}), "
            "and chance alone would not explain it.",
            "**Yes, it is getting better**: {n} more of every {hundred} ({low} to {high}), "
            "and chance alone would not explain it.",
            n,
        )
    return ngettext(
        "**No, it is getting worse**: {n} fewer of every {hundred} ({low} to {high}), "
        "and chance alone would not explain it.",
        "**No, it is getting worse**: {n} fewer of every {hundred} ({low} to {high}), "
        "and chance alone would not explain it.",
        n,
    )


def cautions(found: Drift, age: int, mode: str, begin: dt.date) -> list[Markup]:
    """What to keep in mind before quoting the answer; often nothing. `begin` is the first day of the data."""
    told = []
    if mode == "on_or_before" and age == 1:
        told.append(fill(_("At the first age, back by that age and back at that very age are the same customers.")))
    if small(found):
        told.append(
            fill(
                _("So few customers say little: the true shares may lie between {low} and {high}, {from_} and {to}."),
                low=percent(found.older.low),
                high=percent(found.older.high),
                from_=percent(found.newer.low),
                to=percent(found.newer.high),
            )
        )
    if mode == "on_or_after":
        told.append(
            fill(_("Older cohorts have had more time to buy later, so this is no fair comparison between old and new."))
        )
    if not found.whole_years:
        told.append(fill(_("The two sides are different seasons: fewer than two years of cohorts are known.")))
    if found.change < 0 and found.older.start - begin < EARLY:
        told.append(
            fill(
                _(
                    "Your data begin on {day}. Who had bought before looks new in the first cohorts, and regulars come "
                    "back more often than newcomers: part of a fall may come from that."
                ),
                day=date(begin),
            )
        )
    return told
