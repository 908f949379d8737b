"""The answer of `summary`: what was read, where the customers of every period went, and every other figure."""

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from retention.analysis.change import Change
from retention.analysis.effect import Effect
from retention.analysis.rates.breakdown import ranked_groups
from retention.analysis.rates.bridge import Bridge, bridge
from retention.analysis.rates.compare import PeriodComparison, latest_known
from retention.defaults import FEW_CUSTOMERS
from retention.errors import Issue
from retention.metrics import METRICS
from retention.narrate import changes, comparisons, metrics, notes, periods, problems
from retention.narrate.numbers import MISSING, between, calendar_of, money, number, percent
from retention.narrate.retention import caution, headline, not_far_enough_back, unidentified
from retention.narrate.revenue import meanings as revenue_meanings
from retention.narrate.terminal.layout import aligned, paragraphs
from retention.narrate.texts import _, fill, listed, plain
from retention.notes import Note
from retention.orders import Orders
from retention.settings import Days

MOST_PERIODS = 6
"""Periods that stand side by side within the width of a terminal."""
MOST_STATES = 12
"""States of a column that are listed; the rest is in the JSON and on the page."""
COUNTS = ("customers_at_start", "lost", "reactivated", "new", "active")


class Group(NamedTuple):
    """The periods of one group of customers, or of all: then `heading` is empty."""

    heading: str
    figures: pd.DataFrame


def group(by: str, value: object, figures: pd.DataFrame, *, rest: bool) -> Group:
    """The periods of the customers whose first order says `value` in the column `by`."""
    return Group(plain(f"{by}: {periods.group(value, rest=rest)}"), figures)


def of_files(held: Orders) -> list[str]:
    """What was read from files and what became of it; of orders that a filter leaves, rows are those of all."""
    names = listed((source.name for source in held.sources), at_most=3)
    revenue = held.revenue
    held_words = problems.held(
        orders=len(held.purchases),
        customers=held.customers,
        days=(held.first_date, held.last_date),
        money=None if revenue != revenue else money(revenue, held.currency),
    )
    return [
        f"{names}: {problems.rows(held, len(held.whole.purchases))}",
        "; ".join(held_words),
        *unidentified(held),
        *revenue_meanings(held.sources),
        *issues(held.issues),
        *_states(held),
    ]


def issues(found: Sequence[Issue]) -> list[str]:
    """What was found in rows, a line each: how many, and what."""
    cells = [(number(each.rows), problems.issue(each)) for each in found]
    return [f"  {line}" for line in aligned(cells, left=(1,))]


def joined(issue: Issue, changed: Effect, period: Bridge, *, currency: str | None) -> list[str]:
    """Who was joined by e-mail or phone, what it changes, and how to undo it."""
    told = problems.together(issue, changed, period, currency=currency)
    return [told, _("--keep-apart leaves them apart.")]


def noted(sides: Sequence[tuple[Note, PeriodComparison | None]]) -> list[str]:
    """Before and after each note, a line each."""
    return [str(notes.before_and_after(note, found)) for note, found in sides]


def _states(held: Orders) -> list[str]:
    """The states that the files say of orders, a line each: rows, money, and what they count as."""
    lines: list[str] = []
    for column, found in held.states.groupby("column", sort=False):
        shown = found.head(MOST_STATES)
        cells = [
            (
                str(word),
                number(count),
                "" if amount != amount else money(amount, held.currency),
                problems.counts_as(kind),
            )
            for word, count, amount, kind in zip(
                shown["state"], shown["rows"], shown["amount"], shown["counts_as"], strict=True
            )
        ]
        more = [f"  {plain('…')}"] if len(found) > MOST_STATES else []
        lines += [
            str(problems.states_heading(str(column))),
            *(f"  {line}" for line in aligned(cells, left=(0, 3))),
            *more,
        ]
    return lines


def of_source(*, count: int, customers: int, days: Days, revenue: float) -> list[str]:
    """What a source holds, whose orders are counted there instead of being read."""
    known = None if revenue != revenue else money(revenue, None)
    return ["; ".join(problems.held(orders=count, customers=customers, days=days, money=known))]


class Told(NamedTuple):
    """What is compared: the `latest` change, whether the verdicts below are against a year before, and `groups`."""

    latest: Change | None = None
    yearly: bool = False
    groups: str | None = None


def contrast(table: pd.DataFrame, start: object) -> str:
    """Which groups of a `breakdown` clearly differ in their retention rate, in the period that begins on a day."""
    groups = ranked_groups(table, start, "crr")
    named = zip(groups["group"], groups["rest"], strict=True)
    groups["name"] = [periods.group(value, rest=rest) for value, rest in named]
    groups["text"] = [percent(rate, digits=1) for rate in groups["crr"]]
    return comparisons.groups_compared(groups, "crr")


def text(
    head: Sequence[str],
    groups: Sequence[Group],
    *,
    grain: str | None,
    base: str,
    currency: str | None,
    told: Told,
) -> str:
    """The whole answer; `grain` is None for days of the reader's own.

    The headline and the other figures are told of all customers only.
    """
    blocks = [[each.heading, *_bridge(each.figures, grain)] for each in groups]
    every = pd.concat([each.figures for each in groups])
    if groups[0].heading:
        return paragraphs(head, [told.groups] if told.groups else [], *blocks, _footnotes(every, told))
    first = [*_headline(every, grain, base), *_moved(told.latest, grain)]
    return paragraphs(head, first, *blocks, _footnotes(every, told), _others(every, grain, currency))


def _moved(latest: Change | None, grain: str | None) -> list[str]:
    """How the rate of the latest period moved, and why."""
    said = changes.compared(latest, grain) if grain else ""
    return [said, changes.why(latest, grain)] if said and latest and grain else []


def _headline(figures: pd.DataFrame, grain: str | None, base: str) -> list[str]:
    """What the Retention page says first: how many came back in the latest period that is over."""
    calendar = None if grain is None else calendar_of(grain)
    found = bridge(figures.iloc[latest_known(figures)], base=base, calendar=calendar)
    return [headline(found), *filter(None, [caution(found)])] if found.has_rate else []


def _bridge(figures: pd.DataFrame, grain: str | None) -> list[str]:
    """From the customers at the start to those of the period, with the rate, a line per period."""
    columns = {
        periods.column("start"): _names(figures, grain),
        **{periods.column(name): [number(count) for count in figures[name]] for name in COUNTS},
        periods.column("crr"): [percent(rate, digits=1) for rate in figures["crr"]],
        _("95% interval"): [
            between(low, high, digits=1) for low, high in zip(figures["crr_low"], figures["crr_high"], strict=True)
        ],
    }
    notes = {
        _("Verdict"): [periods.verdict(word) for word in figures.get("verdict", [])],
        periods.column("note"): periods.notes(figures),
    }
    filled = {heading: words for heading, words in notes.items() if any(words)}
    texts = range(len(columns), len(columns) + len(filled))
    return aligned([tuple(columns | filled), *zip(*(columns | filled).values(), strict=True)], left=(0, *texts))


def _names(figures: pd.DataFrame, grain: str | None) -> list[str]:
    return [periods.name(days, grain) for days in zip(figures["start"], figures["end"], strict=True)]


def _footnotes(figures: pd.DataFrame, told: Told) -> list[str]:
    """What the words and signs beside the rates mean, as far as any stands there."""
    sentences = []
    if figures["crr"].isna().all():
        sentences.append(f"{metrics.no_period()} {not_far_enough_back()}")
    elif figures["crr"].isna().any():
        sentences.append(_("–: nobody was a customer at the start, so there is no rate."))
    if "verdict" in figures and figures["verdict"].notna().any():
        against = (
            _("Verdict: against the same period a year before, between customers alike.")
            if told.yearly
            else _("Verdict: against the period before, between customers alike.")
        )
        many = _("Of so many at once, only what chance would hardly show even once is called; the latest stands alone.")
        sentences.append(f"{against} {many}")
    if (figures["small"] & figures["crr"].notna()).any():
        sentences.append(
            fill(_("Few customers: fewer than {n} at the start, so the rate says little."), n=FEW_CUSTOMERS)
        )
    return sentences


def _others(figures: pd.DataFrame, grain: str | None, currency: str | None) -> list[str]:
    """Every figure but the rate, of the latest periods side by side."""
    latest = figures.tail(MOST_PERIODS)
    rows = [
        (metrics.title(name), *(metrics.value(name, amount, currency) for amount in latest[name]))
        for name in METRICS
        if name != "crr"
    ]
    known = [row for row in rows if set(row[1:]) != {MISSING}]
    return aligned([("", *_names(latest, grain)), *known]) if known else []
