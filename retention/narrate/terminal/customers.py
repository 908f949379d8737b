"""The answers of `customers` and `model`: the best, who is slipping away, segments, the list; how forecasts did."""

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import pandas as pd

from retention.analysis.customers import Customers, Forecast
from retention.analysis.customers.briefing import Briefing
from retention.analysis.customers.totals import NaiveForecast
from retention.errors import RetentionError
from retention.messages import shortened
from retention.models.gamma_gamma import GammaGamma
from retention.models.order_model import OrderModel
from retention.narrate import customers as words
from retention.narrate import forecasts, numbers, problems, segments, slipping
from retention.narrate.numbers import MISSING, amount, date, decimal, money, number, percent, short_date
from retention.narrate.terminal.layout import aligned, paragraphs
from retention.narrate.texts import _, fill, plain

LONGEST_NAME = 30
"""Letters of a customer's name that leave room for the rest of the line."""
SEGMENT_FLAG = "--segment"
"""Heading of the column with what the flag takes."""


def model_text(
    customers: int,
    models: Sequence[OrderModel | GammaGamma],
    forecast: Forecast,
    missing: Sequence[RetentionError],
) -> str:
    """The whole answer; `missing` are the reasons why a test or the model of money is not there."""
    tested = [] if forecast.backtest is None else _tested(forecast)
    return paragraphs([f"{numbers.customers(customers)}."], *map(_fitted, models), tested, map(problems.error, missing))


def _fitted(model: OrderModel | GammaGamma) -> list[str]:
    fit = model.fit
    assert fit is not None
    rows = [
        (f"  {name}", decimal(float(value), digits=4), _error(float(error)))
        for (name, value), error in zip(model.parameters.items(), fit.standard_errors, strict=True)
    ]
    title = fill(
        _("{model}, log-likelihood {value}"),
        model=forecasts.method(model.name),
        value=decimal(float(fit.log_likelihood)),
    )
    return [title, *aligned(rows, left=(0, 2))]


def _error(error: float) -> str:
    """The standard error; nobody can know that of a parameter at its limit (nobody leaves, or all are alike)."""
    return _("at its limit") if math.isnan(error) else f"± {decimal(error, digits=4)}"


def _tested(forecast: Forecast) -> list[str]:
    assert forecast.backtest is not None
    table = forecasts.methods(forecast)
    rows = [tuple(table.columns), *table.itertuples(index=False, name=None)]
    said = (forecasts.hidden(forecast.backtest), forecasts.verdict(forecast))
    return [*map(str, said), *aligned(rows)]


class Moves(NamedTuple):
    """How many joined the best customers and fell out (`joined`, `fell_out`), since the beginning of a period."""

    begin: dt.date
    sizes: Mapping[str, int]


def text(
    found: Customers,
    brief: Briefing,
    rows: pd.DataFrame,
    *,
    moves: Moves,
    nearer: NaiveForecast | None,
    currency: str | None,
) -> str:
    """The whole answer; `rows` are the customers of the list, `nearer` the simple guess that was nearer in the test."""
    return paragraphs(
        [*_answer(found, brief, moves, currency), *_forecast(found, nearer, currency)],
        _segments(found.segments_present),
        _list(rows, currency),
    )


def _answer(found: Customers, brief: Briefing, moves: Moves, currency: str | None) -> list[str]:
    last = ": ".join((_("Last day the data covers"), date(found.as_of)))
    moved = f"{words.moved_since(moves.begin)} {', '.join(words.moves(moves.sizes).values())}."
    return [
        f"{numbers.customers(brief.customers)}. {last}. {words.one_time(brief)}",
        words.headline(found, brief),
        words.at_stake(brief, currency),
        slipping.proven(found.proof),
        "" if brief.vips.empty else moved,
    ]


def _forecast(found: Customers, nearer: NaiveForecast | None, currency: str | None) -> list[str]:
    """How good the forecast is, or why there is none; each reason once."""
    forecast = found.forecast
    sentences = []
    if forecast.lead is not None:
        sentences.append(forecasts.tested_with_verdict(forecast))
        sentences.append(forecasts.money_tested(forecast))
        sentences.append(forecasts.calibrated(forecast))
    sentences.append(forecasts.outliers(forecast.limit, currency))
    if nearer is not None:
        sentences.append(forecasts.nearer(nearer, _year(nearer, currency)))
    reasons = (forecast.no_model, forecast.no_backtest, forecast.no_spend)
    return [
        *filter(None, sentences),
        *dict.fromkeys(problems.error(reason) for reason in reasons if reason is not None),
    ]


def _year(nearer: NaiveForecast, currency: str | None) -> str:
    """What a year would bring: money, or orders where no amounts are known."""
    if nearer.value == nearer.value:
        return money(nearer.value, currency)
    return numbers.orders(nearer.orders)


def _segments(present: pd.DataFrame) -> list[str]:
    head = (_("Segment"), SEGMENT_FLAG, _("Customers"), _("Share"), _("Revenue"), _("What to do"))
    rows = [
        (
            segments.name_of(row["segment"]),
            str(row["segment"]),
            number(row["customers"]),
            percent(row["share"], digits=1),
            percent(row["revenue_share"], digits=1),
            segments.advice(row["advice"]),
        )
        for _place, row in present.iterrows()
    ]
    return aligned([head, *rows], left=(0, 1, 5))


def _list(customers: pd.DataFrame, currency: str | None) -> list[str]:
    columns = ("customer", "segment", "orders", "revenue", "last_order", "p_gone")
    rows = [
        (
            plain(shortened(str(row["customer"]), LONGEST_NAME)),
            segments.name_of(row["segment"]),
            number(row["orders"]),
            amount(row["revenue"]),
            short_date(row["last_order"].date()),
            MISSING if row["p_alive"] != row["p_alive"] else percent(1 - row["p_alive"]),
        )
        for _place, row in customers.iterrows()
    ]
    return aligned([tuple(words.column(name, currency) for name in columns), *rows], left=(0, 1))
