"""The answer to a question as sentences, with the visitor's own numbers in them. Returns Markdown."""

import datetime as dt
from typing import NamedTuple

import pandas as pd

from pages.shared.session import View
from retention.analysis.rates import trend
from retention.analysis.rates.bases import Base
from retention.defaults import FEW_CUSTOMERS
from retention.narrate.numbers import date, during, money, number, of_hundred, on_days, percent
from retention.narrate.texts import Markup, _, fill, ngettext
from retention.periods import Calendar, Window
from retention.settings import Days

SAME_GRAIN = ("previous", "last_year")
"""Bases that are a period of the same length themselves."""


class Bridge(NamedTuple):
    """One period's counts and rate. `grain` is None for days of the visitor's own; `base_days` those of the base."""

    grain: str | None
    base: str | Days
    start: dt.date
    end: dt.date
    base_days: Days
    complete: bool
    at_start: int
    retained: int
    lost: int
    reactivated: int
    new: int
    active: int
    crr: float
    low: float
    high: float
    textbook: float

    @property
    def when(self) -> str:
        """The period inside a sentence."""
        return when((self.start, self.end), self.grain)

    @property
    def when_before(self) -> str:
        """The time in which the customers at the start bought, inside a sentence."""
        return _when_base(self.base, self.base_days, self.grain)

    @property
    def small(self) -> bool:
        """Too few customers at the start to carry a rate."""
        return self.at_start < FEW_CUSTOMERS


def when(days: Days, grain: str | None) -> str:
    """A stretch of time inside a sentence: a period of a grain, or just its days."""
    return during(days[0], grain) if grain else on_days(*days)


def grain_of(view: View) -> str | None:
    """The grain of what was chosen; None for days of the visitor's own."""
    return None if view.chosen is None else view.grain


def when_base(view: View) -> str:
    """The time in which the customers at the start bought, inside a sentence."""
    span = base_of(view)
    return _when_base(view.base, span or view.days, grain_of(view))


def _when_base(base: str | Days, days: Days, grain: str | None) -> str:
    if base == "ever":
        return _("at any time before")
    months = months_of(base)
    if months:
        return fill(ngettext("in the {n} month before", "in the {n} months before", months), n=months)
    return when(days, grain if base in SAME_GRAIN else None)


def months_of(base: str | Days) -> int:
    """How many months before the period a base reaches back; 0 where it is no such stretch."""
    kind = Base.of(base)
    return kind.length if kind.kind == "months" else 0


def bridge(view: View) -> Bridge | None:
    """What was chosen; None where nobody was there at the start."""
    row, base_days = view.row, base_of(view)
    if not row["customers_at_start"] or base_days is None:
        return None
    return Bridge(
        grain=grain_of(view),
        start=row["start"],
        end=row["end"],
        base=view.base,
        base_days=base_days,
        complete=bool(row["complete"]),
        at_start=int(row["customers_at_start"]),
        retained=int(row["retained"]),
        lost=int(row["lost"]),
        reactivated=int(row["reactivated"]),
        new=int(row["new"]),
        active=int(row["active"]),
        crr=float(row["crr"]),
        low=float(row["crr_low"]),
        high=float(row["crr_high"]),
        textbook=float(row["textbook"]),
    )


def base_of(view: View) -> Days | None:
    """First and last day of the base of what was chosen; None where days chosen for it are not over before that."""
    if view.chosen is None:
        window = Window(*view.days)
        return Base.of(view.base).span(window.period(1), window)
    calendar = Calendar.of(view.grain, view.year_start)
    return Base.of(view.base).span(calendar.at(view.days[0]), calendar)


def nobody(view: View) -> Markup:
    """Why there is no rate: nobody was there at the start, and what to do about it."""
    base_days = base_of(view)
    if base_days is None:
        return Markup(_("The days of the customers at the start must be over before the period begins. Choose others."))
    nobody_bought = fill(
        _("There was nobody to come back: no customer in your data bought {base}."), base=when_base(view)
    )
    if view.rates["customers_at_start"].any():
        what_to_do = _("Choose a later period.")
    else:
        what_to_do = _(
            "Your data do not reach back far enough: choose shorter periods or other customers at the start."
        )
    return Markup(f"{nobody_bought} {what_to_do}")


def headline(found: Bridge) -> Markup:
    """How many customers came back, of every hundred; of all there were when they are few."""
    return _small_headline(found) if found.small else _per_hundred(found)


def _per_hundred(found: Bridge) -> Markup:
    back = of_hundred(found.crr)
    template = ngettext(
        "Of every 100 customers who bought {base}, {n} came back {period} ({low} to {high}).",
        "Of every 100 customers who bought {base}, {n} came back {period} ({low} to {high}).",
        back,
    )
    return fill(
        template,
        base=found.when_before,
        n=back,
        period=found.when,
        low=of_hundred(found.low),
        high=of_hundred(found.high),
    )


def _small_headline(found: Bridge) -> Markup:
    bought = ngettext("{n} customer bought {base}.", "{n} customers bought {base}.", found.at_start)
    back = ngettext("{n} of them came back {period}.", "{n} of them came back {period}.", found.retained)
    return Markup(
        " ".join(
            (
                fill(bought, n=number(found.at_start), base=found.when_before),
                fill(back, n=number(found.retained), period=found.when),
            )
        )
    )


def caution(found: Bridge) -> Markup | None:
    """What to keep in mind before quoting the rate: an unfinished period, a small sample; None when nothing."""
    words = []
    if not found.complete:
        words.append(
            fill(
                _("This period is not over in your data, so more of them may still come back. Final after {day}."),
                day=date(found.end),
            )
        )
    if found.small:
        words.append(
            fill(
                _(
                    "That is {rate}, but so few customers say little: "
                    "the true rate may lie anywhere between {low} and {high}."
                ),
                rate=percent(found.crr),
                low=percent(found.low),
                high=percent(found.high),
            )
        )
    return Markup(" ".join(words)) if words else None


def comparisons(view: View) -> Markup:
    """The rate against the period before and the same one a year before, each with its verdict; often only one."""
    place = view.chosen
    if place is None:
        return Markup("")
    lags = dict.fromkeys((1, Calendar.of(view.grain).per_year))
    return Markup("  \n".join(filter(None, (_comparison(view, place, lag) for lag in lags))))


def _comparison(view: View, place: int, lag: int) -> Markup | None:
    """None where either period is unfinished, missing, or has too few customers to compare."""
    change = trend(view.rates, lag=lag).iloc[place]
    if pd.isna(change["verdict"]) or view.rates["customers_at_start"].iloc[[place - lag, place]].min() < FEW_CUSTOMERS:
        return None
    then, now = view.rates.iloc[place - lag], view.rates.iloc[place]
    return changed(change["verdict"], then["crr"], now["crr"], during(then["start"], view.grain))


def changed(verdict: str, then: float, now: float, period: str) -> Markup:
    """A rate against that of an earlier `period` (inside a sentence), both of every hundred, with its verdict."""
    points = abs(of_hundred(now) - of_hundred(then))
    return fill(_verdict(verdict, points), before=of_hundred(then), period=period, n=points)


def _verdict(word: str, points: int) -> str:
    if word == "up":
        return ngettext(
            "It was {before} {period}: now {n} more, and chance alone would not explain it.",
            "It was {before} {period}: now {n} more, and chance alone would not explain it.",
            points,
        )
    if word == "down":
        return ngettext(
            "It was {before} {period}: now {n} fewer, and chance alone would not explain it.",
            "It was {before} {period}: now {n} fewer, and chance alone would not explain it.",
            points,
        )
    return _("It was {before} {period}: no clear change.")


def flow(found: Bridge) -> Markup:
    """The bridge in words: who stayed, who was lost, who came back after a break, who is new."""
    steps = (
        ngettext("{n} customer at the start", "{n} customers at the start", found.at_start),
        ngettext("{n} lost", "{n} lost", found.lost),
        ngettext("{n} back again after a break", "{n} back again after a break", found.reactivated),
        ngettext("{n} new", "{n} new", found.new),
    )
    counts = (found.at_start, found.lost, found.reactivated, found.new)
    start, lost, back, new = (fill(step, n=number(count)) for step, count in zip(steps, counts, strict=True))
    end = fill(
        ngettext("{n} customer in the period", "{n} customers in the period", found.active), n=number(found.active)
    )
    return Markup(f"{start} − {lost} + {back} + {new} = {end}")


def unidentified(orders_count: int, revenue: float, currency: str | None) -> Markup:
    """Orders without a customer: outside the rate, their money known."""
    template = ngettext(
        "{n} order names no customer ({money}); it cannot take part in any customer figure.",
        "{n} orders name no customer ({money}); they cannot take part in any customer figure.",
        orders_count,
    )
    return fill(template, n=number(orders_count), money=money(revenue, currency))
