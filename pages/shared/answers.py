"""The answer to a question as sentences, with the visitor's own numbers in them. Returns Markdown."""

import datetime as dt
from typing import NamedTuple

from pages.shared.figures import date, during, money, number, of_hundred, percent
from pages.shared.session import View
from pages.shared.texts import Markup, _, fill, ngettext
from retention.periods import Calendar
from retention.rates import trend
from retention.rates.bases import Base
from retention.rates.figures import FEW

SAME_GRAIN = ("previous", "last_year")
"""Bases that are a period of the same length themselves."""


class Bridge(NamedTuple):
    """One period's counts and rate. `base_start` is the first day of the time its starting customers bought in."""

    grain: str
    base: str
    start: dt.date
    end: dt.date
    base_start: dt.date | None
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
        return during(self.start, self.grain)

    @property
    def when_before(self) -> str:
        """The time in which the customers at the start bought, inside a sentence."""
        if self.base_start and self.base in SAME_GRAIN:
            return during(self.base_start, self.grain)
        return _("at any time before") if self.base == "ever" else _("in the 12 months before")

    @property
    def small(self) -> bool:
        """Too few customers at the start to carry a rate."""
        return self.at_start < FEW


def bridge(view: View) -> Bridge | None:
    """The chosen period; None where nobody was there at the start."""
    row = view.rates.iloc[view.chosen]
    if not row["customers_at_start"]:
        return None
    return Bridge(
        grain=view.grain,
        start=row["start"],
        end=row["end"],
        base=view.base,
        base_start=_base_start(view.base, view.grain, row["start"]),
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


def _base_start(base: str, grain: str, start: dt.date) -> dt.date | None:
    calendar = Calendar.of(grain)
    span = Base.of(base).span(calendar.at(start), calendar)
    return None if span is None else span[0]


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
    lags = {1: "previous", Calendar.of(view.grain).per_year: "last_year"}
    return Markup("  \n".join(filter(None, (_comparison(view, lag) for lag in lags))))


def _comparison(view: View, lag: int) -> Markup | None:
    """None where either period is unfinished, missing, or has too few customers to compare."""
    change = trend(view.rates, lag=lag).iloc[view.chosen]
    if change["verdict"] is None or view.rates["customers_at_start"].iloc[[view.chosen - lag, view.chosen]].min() < FEW:
        return None
    then, now = view.rates.iloc[view.chosen - lag], view.rates.iloc[view.chosen]
    points = of_hundred(now["crr"]) - of_hundred(then["crr"])
    return fill(
        _verdict(change["verdict"], abs(points)),
        before=of_hundred(then["crr"]),
        period=during(then["start"], view.grain),
        n=abs(points),
    )


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
