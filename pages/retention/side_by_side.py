"""Two periods side by side: every figure, what changed, and whether chance alone would explain it."""

import math

import pandas as pd
import streamlit as st

from pages.shared import answers, cached, frame, widgets
from pages.shared.session import View
from retention.analysis.rates import compare
from retention.analysis.rates.bases import months_before
from retention.defaults import FEW_CUSTOMERS
from retention.narrate import metrics, numbers, periods
from retention.narrate.numbers import of_hundred
from retention.narrate.texts import Markup, _, fill, ngettext
from retention.orders import Orders
from retention.periods import Calendar
from retention.settings import Days

WORDS = ("name", "verdict")
"""Columns of the table that hold words; the others hold figures, which stand below each other."""


def show(view: View, orders: Orders) -> None:
    """The other period, the answer in a sentence, and the table."""
    with st.container(width=420):
        chosen = frame.period(orders, view.rates, view.grain, name="beside", default=_usual(view, orders))
    pair = _Pair.of(view, orders, chosen)
    if pair.same:
        st.info(_("Both are the same time. Choose another to compare with."))
        return
    st.markdown(pair.answer())
    has_money = cached.overview(orders).has_money
    changes = compare(pair.first, pair.second).set_index("figure").loc[list(metrics.names(has_money=has_money))]
    _table(changes, pair, orders.currency)
    st.caption(_caption(changes, pair))
    widgets.table_downloads(_file(changes.reset_index(), pair), name="retention_compared")


def _usual(view: View, orders: Orders) -> int | Days:
    """A year earlier where the data reach, else the period before, else the one after."""
    if view.chosen is None:
        start, end = view.days
        earlier = months_before(start, 12), months_before(end, 12)
        return earlier if earlier[0] >= cached.overview(orders).first else frame.latest(view.rates)
    year = view.chosen - Calendar.of(view.grain).per_year
    if year >= 0 and view.rates["customers_at_start"].iloc[year]:
        return year
    return view.chosen - 1 if view.chosen else min(1, len(view.rates) - 1)


class _Pair:
    """Two rows of figures, the earlier first, and what each is called."""

    def __init__(self, view: View, sides: list[tuple[pd.Series, str | None]]) -> None:
        sides.sort(key=lambda side: (side[0]["start"], side[0]["end"]))
        (self.first, first_grain), (self.second, second_grain) = sides
        spans = [(row["start"], row["end"]) for row in (self.first, self.second)]
        self.same = spans[0] == spans[1]
        grains = (first_grain, second_grain)
        self.names = [periods.name(span, grain) for span, grain in zip(spans, grains, strict=True)]
        self.when = [answers.when(span, grain) for span, grain in zip(spans, grains, strict=True)]

    @classmethod
    def of(cls, view: View, orders: Orders, other: int | Days) -> "_Pair":
        """What was chosen and what it is compared with."""
        table = cached.figures(orders, view.grain, view.base, view.year_start)
        here = view.row if view.chosen is None else table.iloc[view.chosen]
        there = table.iloc[other] if isinstance(other, int) else cached.figures_of(orders, other, view.base)
        grain = view.grain if isinstance(other, int) else None
        return cls(view, [(here, answers.grain_of(view)), (there, grain)])

    @property
    def finished(self) -> bool:
        """Whether both are over in the data."""
        return bool(self.first["complete"] and self.second["complete"])

    @property
    def few(self) -> bool:
        """Whether either has too few customers at the start for a verdict."""
        return bool(min(self.first["customers_at_start"], self.second["customers_at_start"]) < FEW_CUSTOMERS)

    def answer(self) -> Markup:
        """What became of the rate, in a sentence."""
        rates = self.first["crr"], self.second["crr"]
        if any(map(math.isnan, rates)):
            without = self.when[0] if math.isnan(rates[0]) else self.when[1]
            return fill(_("There is no rate to compare: nobody was there to come back {period}."), period=without)
        before, now = map(of_hundred, rates)
        word = str(compare(self.first, self.second).set_index("figure")["verdict"]["crr"])
        return fill(
            _sentence("" if self.few else word, abs(now - before)),
            first=before,
            first_period=self.when[0],
            second=now,
            second_period=self.when[1],
            n=abs(now - before),
        )


def _sentence(verdict: str, points: int) -> str:
    if verdict == "up":
        return ngettext(
            "Of every 100 customers at the start, {first} came back {first_period} and {second} {second_period}: "
            "{n} more, and chance alone would not explain it.",
            "Of every 100 customers at the start, {first} came back {first_period} and {second} {second_period}: "
            "{n} more, and chance alone would not explain it.",
            points,
        )
    if verdict == "down":
        return ngettext(
            "Of every 100 customers at the start, {first} came back {first_period} and {second} {second_period}: "
            "{n} fewer, and chance alone would not explain it.",
            "Of every 100 customers at the start, {first} came back {first_period} and {second} {second_period}: "
            "{n} fewer, and chance alone would not explain it.",
            points,
        )
    if verdict in periods.VERDICTS:
        return _(
            "Of every 100 customers at the start, {first} came back {first_period} and {second} {second_period}: "
            "no clear change."
        )
    return _("Of every 100 customers at the start, {first} came back {first_period} and {second} {second_period}.")


def _caption(changes: pd.DataFrame, pair: _Pair) -> Markup:
    words = [_("Differences of shares are in percentage points, with their 95% Newcombe interval.")]
    if not pair.finished:
        words.append(_("There is no verdict while one of the two is not over in your data."))
    if changes["small"].any():
        words.append(_("Grey: fewer than 30 customers to go by."))
    return Markup(" ".join(words))


def _table(changes: pd.DataFrame, pair: _Pair, currency: str | None) -> None:
    columns = (changes[column] for column in ("first", "second", "change", "low", "high", "verdict"))
    rows = [
        (
            metrics.title(name),
            metrics.value(name, first, currency),
            metrics.value(name, second, currency),
            _change(name, change, currency),
            _range(low, high),
            periods.verdict(verdict),
        )
        for name, first, second, change, low, high, verdict in zip(changes.index, *columns, strict=True)
    ]
    titles = (_("Figure"), *pair.names, _("Change"), _("95% interval"), _("Verdict"))
    shown = pd.DataFrame(rows, columns=["name", "first", "second", "change", "range", "verdict"])
    labels = dict(zip(shown.columns, titles, strict=True))
    st.dataframe(
        widgets.greyed(shown.style, changes["small"].to_numpy(dtype=bool)),
        column_config={
            name: st.column_config.Column(label, pinned=name == "name", alignment="left" if name in WORDS else "right")
            for name, label in labels.items()
        },
        hide_index=True,
        height="content",
        alt=_("Every figure of both periods and its change"),
    )


def _change(name: str, amount: float, currency: str | None) -> str:
    if math.isnan(amount):
        return numbers.MISSING
    if metrics.is_share(name):
        return numbers.points(amount)
    sign = "−" if amount < 0 else "+"
    return f"{sign}{metrics.value(name, abs(amount), currency)}"


def _range(low: float, high: float) -> str:
    if math.isnan(low):
        return ""
    return _("{low} to {high}").format(low=numbers.points(low), high=numbers.points(high))


def _file(changes: pd.DataFrame, pair: _Pair) -> pd.DataFrame:
    """For the download: which days each column is about stands in every row."""
    days = {
        f"{side}_{end}": row[end]
        for side, row in (("first", pair.first), ("second", pair.second))
        for end in ("start", "end")
    }
    return changes.assign(**days)
