"""The answer of `model`: parameters with their errors, and how every forecast did on the hidden last stretch."""

import math
from collections.abc import Sequence

from retention.errors import RetentionError
from retention.models.backtest import Backtest
from retention.models.gamma_gamma import GammaGamma
from retention.models.order_model import OrderModel
from retention.narrate import forecasts, problems
from retention.narrate.numbers import decimal, number
from retention.narrate.terminal.layout import aligned, paragraphs
from retention.narrate.texts import _, fill, ngettext


def text(
    customers: int,
    models: Sequence[OrderModel | GammaGamma],
    test: Backtest | None,
    missing: Sequence[RetentionError],
) -> str:
    """The whole answer; `missing` are the reasons why a test or the model of money is not there."""
    many = fill(ngettext("{n} customer.", "{n} customers.", customers), n=number(customers))
    tested = [] if test is None else _tested(test)
    return paragraphs([many], *map(_fitted, models), tested, map(problems.error, missing))


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


def _tested(test: Backtest) -> list[str]:
    table = forecasts.methods(test)
    rows = [tuple(table.columns), *table.itertuples(index=False, name=None)]
    return [str(forecasts.hidden(test)), str(forecasts.verdict(test)), *aligned(rows)]
