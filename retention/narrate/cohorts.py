"""Whether newer cohorts come back more often, in sentences: the answer, its doubts, and how it was worked out."""

import datetime as dt
from dataclasses import replace

import pandas as pd
from babel.dates import format_interval

from retention.analysis.cohorts import CohortOptions, Drift, Side
from retention.analysis.cohorts.reading import pooled
from retention.narrate import filters, numbers
from retention.narrate.changes import called
from retention.narrate.cohort_measures import decimal
from retention.narrate.numbers import between, date, during, number, percent, points
from retention.narrate.retention import came_back, who_is_counted
from retention.narrate.texts import N_, BigFigure, Markup, _, fill, markdown_table, ngettext
from retention.orders import Orders
from retention.periods import Calendar, Grain

NEXT = {
    "week": N_("in the next week"),
    "month": N_("in the next month"),
    "quarter": N_("in the next quarter"),
    "year": N_("in the next year"),
}
SCARCE = 0.1
"""Shares below this are told of every thousand."""


def when(age: int, options: CohortOptions) -> Markup:
    """When somebody came back, inside a sentence."""
    if options.days is not None:
        return _in_days(age, options)
    if options.mode == "on_or_before" and age > 1:
        return fill(_within(age, options.grain), n=number(age))
    then = fill(_(NEXT[options.grain])) if age == 1 else fill(_later(age, options.grain), n=number(age))
    return fill(_("{then} or after that"), then=then) if options.mode == "on_or_after" else then


def _in_days(age: int, options: CohortOptions) -> Markup:
    first, last = options.elapsed(age)
    if last is None:
        return fill(_("from day {first} after the first order on"), first=number(first))
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
    year = replace(calendar, grain=Grain.YEAR).at(side.start)
    if (year.start, year.end) == (side.start, end):
        return during(side.start, "year")
    if calendar.grain is Grain.WEEK or calendar.pattern:
        return _("in {dates}").format(dates=numbers.dates(side.start, end))
    written = format_interval(side.start, end, "yMMM", locale=numbers.locale())
    return _("in {dates}").format(dates=numbers.YEAR_WORD.sub("", str(written)))


def figure(found: Drift, when: Markup, mode: str) -> BigFigure:
    """How many of the newer customers came back as the answer of a page, and how that compares with the older ones."""
    newer, fair = found.newer, mode != "on_or_after"
    counts = _("{part} of {whole}").format(part=number(newer.customers), whole=number(newer.at_risk))
    return BigFigure(
        label=fill(_("Came back {period}"), period=when),
        value=counts if found.few else percent(newer.share, digits=1 if newer.share < SCARCE else 0),
        change=points(found.change) if fair and not found.few else None,
        note=called(firm=found.firm, leaning=found.leaning),
        leaning=found.leaning if fair and found.leaning in ("up", "down") else None,
        firm=fair and found.firm,
    )


def headline(found: Drift, calendar: Calendar, when: Markup) -> Markup:
    """The two shares in one sentence; the counts themselves where they are few."""
    older, newer = began(found.older, calendar), began(found.newer, calendar)
    if found.few:
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
    return Markup(f"{first_bought(side.at_risk, at)} {came_back(side.customers, when)}")


def first_bought(count: int, period: str) -> Markup:
    """How many customers bought for the first time in a period."""
    bought = ngettext("{n} customer first bought {period}.", "{n} customers first bought {period}.", count)
    return fill(bought, n=number(count), period=period)


def _of(found: Drift) -> int:
    """Of how many the shares are told: where they are tiny, of every thousand."""
    return 1_000 if max(found.older.share, found.newer.share) < SCARCE else 100


def _count(share: float, of: int) -> int:
    return round(share * of)


def verdict(found: Drift, mode: str) -> Markup | None:
    """Yes, no, or no clear change; None where the two sides cannot be compared fairly."""
    word = found.leaning
    if mode == "on_or_after" or word is None:
        return None
    of = _of(found)
    low, high = sorted((abs(found.low), abs(found.high)))
    change = abs(_count(found.newer.share, of) - _count(found.older.share, of))
    if word == "no_clear_change":
        return fill(
            _("**No clear change**: the difference may be chance ({low} to {high} of every {hundred})."),
            low=_signed(_count(found.low, of)),
            high=_signed(_count(found.high, of)),
            hundred=number(of),
        )
    template = _change(word, change) if found.firm else _not_firm(word, change)
    return fill(template, n=change, low=_size(low, of), high=_size(high, of), hundred=number(of))


def in_short(found: Drift, mode: str) -> Markup | None:
    """The verdict where a figure beside it says what chance would do; None as for `verdict`."""
    if mode == "on_or_after" or not found.firm:
        return verdict(found, mode)
    of = _of(found)
    low, high = sorted((abs(found.low), abs(found.high)))
    change = abs(_count(found.newer.share, of) - _count(found.older.share, of))
    template = _better(change) if found.verdict == "up" else _worse(change)
    return fill(template, n=change, low=_size(low, of), high=_size(high, of), hundred=number(of))


def _better(n: int) -> str:
    return ngettext(
        "**Yes, it is getting better**: {n} more of every {hundred} ({low} to {high}).",
        "**Yes, it is getting better**: {n} more of every {hundred} ({low} to {high}).",
        n,
    )


def _worse(n: int) -> str:
    return ngettext(
        "**No, it is getting worse**: {n} fewer of every {hundred} ({low} to {high}).",
        "**No, it is getting worse**: {n} fewer of every {hundred} ({low} to {high}).",
        n,
    )


def _not_firm(word: str, n: int) -> str:
    if word == "up":
        return ngettext(
            "{n} more of every {hundred} ({low} to {high}): more than chance would do, but it may be the season.",
            "{n} more of every {hundred} ({low} to {high}): more than chance would do, but it may be the season.",
            n,
        )
    return ngettext(
        "{n} fewer of every {hundred} ({low} to {high}): more than chance would do, but it may be the season.",
        "{n} fewer of every {hundred} ({low} to {high}): more than chance would do, but it may be the season.",
        n,
    )


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
    sentences = []
    if mode == "on_or_before" and age == 1:
        sentences.append(
            fill(_("At the first age, back by that age and back at that very age are the same customers."))
        )
    if found.few:
        sentences.append(
            fill(
                _("So few customers say little: the true shares may lie between {low} and {high}, {from_} and {to}."),
                low=percent(found.older.low),
                high=percent(found.older.high),
                from_=percent(found.newer.low),
                to=percent(found.newer.high),
            )
        )
    if mode == "on_or_after":
        sentences.append(
            fill(_("Older cohorts have had more time to buy later, so this is no fair comparison between old and new."))
        )
    if not found.whole_years:
        sentences.append(fill(_("The two sides are different seasons: fewer than two years of cohorts are known.")))
    if "left_edge" in found.doubts:
        sentences.append(
            fill(
                _(
                    "No verdict: your data begin on {day}. Who had bought before looks new in the first cohorts, and "
                    "regulars come back more often than newcomers; too few later cohorts are old enough."
                ),
                day=date(begin),
            )
        )
    return sentences


def working(found: Drift, cells: pd.DataFrame, options: CohortOptions, age: int, orders: Orders) -> tuple[str, ...]:
    """How the answer was worked out, paragraph by paragraph: counts, change, all cohorts, who is counted and when."""
    back = when(age, options)
    return (
        _counts(found, options.calendar, back),
        _change_worked_out(found),
        _pooled(cells, age, back),
        _who_is_counted(found, options, orders),
    )


def _counts(found: Drift, calendar: Calendar, back: Markup) -> str:
    older, newer = (fill(_("First bought {period}"), period=began(side, calendar)) for side in _sides(found))
    rows = [
        (_("Customers who began"), *(number(side.at_risk) for side in _sides(found))),
        (fill(_("of these, came back {when}"), when=back), *(number(side.customers) for side in _sides(found))),
        (_("**Share** = came back ÷ began"), *(f"**{percent(side.share, digits=1)}**" for side in _sides(found))),
        (_("95% Wilson interval"), *(between(side.low, side.high, digits=1) for side in _sides(found))),
    ]
    return markdown_table(("", older, newer), rows, right=(1, 2))


def _sides(found: Drift) -> tuple[Side, Side]:
    return found.older, found.newer


def _change_worked_out(found: Drift) -> Markup:
    return fill(
        _(
            "**Change** = {newer} − {older} = **{change} points**; allowing for chance it lies between {low} "
            "and {high} (95% Newcombe interval). Where that holds 0, there is no clear change."
        ),
        newer=percent(found.newer.share, digits=1),
        older=percent(found.older.share, digits=1),
        change=_points(found.change),
        low=_points(found.low),
        high=_points(found.high),
    )


def _points(change: float) -> str:
    return f"{'+' if change > 0 else ''}{decimal(100 * change, 1)}".replace("-", "−")


def _pooled(cells: pd.DataFrame, age: int, back: Markup) -> Markup:
    """The average row, with the counts of all cohorts that are old enough."""
    means = pooled(cells, age)
    return fill(
        ngettext(
            "**All cohorts** are pooled: of {n} customer in cohorts old enough, {back} came back {when}: "
            "{back} ÷ {n} = **{share}**. Large cohorts weigh more, as they should.",
            "**All cohorts** are pooled: of {n} customers in cohorts old enough, {back} came back {when}: "
            "{back} ÷ {n} = **{share}**. Large cohorts weigh more, as they should.",
            int(means["at_risk"]),
        ),
        n=number(means["at_risk"]),
        back=number(means["customers"]),
        share=percent(means["share"], digits=1),
        when=back,
    )


def _who_is_counted(found: Drift, options: CohortOptions, orders: Orders) -> str:
    lines = [
        _("A cohort is everyone whose first order in your data falls in the same period; a customer is in one only."),
        _mode(options.mode),
        fill(
            _("A cell stays empty until its time is over for the whole cohort; your data reach to {day}."),
            day=date(orders.as_of),
        ),
    ]
    if orders.filter:
        lines.append(filters.sentences(orders.filter))
    if found.whole_years:
        lines.append(
            _(
                "The interval also holds the change as it would be if your data began a year later for the newer ones, "
                "so that both years are looked back on equally far."
            )
        )
    if found.left_out:
        left_out = ngettext(
            "The first cohort is left out of the comparison: customers from before your data look new in it.",
            "The first {n} cohorts are left out of the comparison: customers from before your data look new in them.",
            found.left_out,
        )
        lines.append(fill(left_out, n=found.left_out))
    return who_is_counted(lines)


def _mode(mode: str) -> str:
    if mode == "on_or_before":
        return _("Back is who ordered at any age from 1 up to the one named; more orders at age 0 do not count.")
    if mode == "on_or_after":
        return _("Back is who ordered at the age named or at any later one, as far as your data reach.")
    return _("Back is who ordered at the very age named, whether or not they did in between.")
