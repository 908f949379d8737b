"""`model`: the forecast's parameters, how sure they are, and how it did on the shop's own hidden last stretch."""

from typing import TYPE_CHECKING, Any

import click

from retention.cli.inputs import answer, as_object, bring, ends_properly, order_options

if TYPE_CHECKING:
    from retention.models.backtest import Backtest
    from retention.models.gamma_gamma import GammaGamma
    from retention.models.order_model import OrderModel


@click.command()
@order_options
@ends_properly
def model(
    files: tuple[str, ...],
    grain: str,
    as_json: bool,
    **options: Any,  # noqa: ANN401 - click's own types, checked by click
) -> None:
    """The model of when customers order and whether they still do, fitted to FILES or a source; times in weeks.

    The back-test hides the last stretch (a year, or half of the history), predicts it with every model and two
    simple guesses, and chooses by it.
    """
    as_of = options["as_of"]
    orders = bring(files, options)
    from retention.analysis.customers.forecast import forecast
    from retention.models.purchase_days import purchase_days

    days = purchase_days(orders, as_of=as_of)
    found = forecast(days)
    if found.no_model is not None:
        raise found.no_model
    missing = [error for error in (found.no_backtest, found.no_spend) if error is not None]

    def in_words() -> str:
        from retention.narrate.terminal import customers

        models = [each for each in (found.model, found.spend) if each is not None]
        return customers.model_text(len(days.names), models, found.backtest, missing)

    def in_json() -> dict[str, Any]:
        assert found.model is not None
        return {
            "customers": len(days.names),
            **_fitted(found.model),
            "spend": None if found.spend is None else _fitted(found.spend),
            "backtest": None if found.backtest is None else _backtest(found.backtest),
            "missing": [as_object(error) for error in missing],
        }

    answer(in_json, in_words, as_json=as_json)


def _fitted(model: "OrderModel | GammaGamma") -> dict[str, Any]:
    """Parameters with their standard errors; None for one at its limit (nobody leaves, or all are alike)."""
    from retention.cli.plain import plain

    fit = model.fit
    assert fit is not None
    errors = (plain(float(error)) for error in fit.standard_errors)
    return {
        "model": model.name,
        "parameters": {name: plain(float(value)) for name, value in model.parameters.items()},
        "standard_errors": dict(zip(model.parameters, errors, strict=True)),
        "log_likelihood": plain(float(fit.log_likelihood)),
    }


def _backtest(test: "Backtest") -> dict[str, Any]:
    from retention.cli.plain import records

    return {
        "cut": test.cut.isoformat(),
        "until": test.until.isoformat(),
        "customers": test.customers,
        "actual": test.actual,
        "chosen": test.chosen,
        "beats_naive": test.beats_naive,
        "forecasts": records(test.forecasts),
        "calibration": records(test.calibration[test.calibration["method"] == test.chosen].drop(columns="method")),
    }
