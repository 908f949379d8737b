"""`model`: the forecast's parameters, how sure they are, and how it did on the shop's own hidden last stretch."""

import json
from typing import TYPE_CHECKING, Any

import click

from retention.cli.inputs import bring, ends_properly, order_options
from retention.narrate.terminal.layout import shown

if TYPE_CHECKING:
    from retention.errors import RetentionError
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
    as_of = options["as_of"] and options["as_of"].date()
    orders = bring(files, options)
    from retention.analysis.customers.forecast import forecast
    from retention.models.purchase_days import purchase_days

    days = purchase_days(orders, as_of=as_of)
    found = forecast(days)
    if found.no_model is not None:
        raise found.no_model
    assert found.model is not None
    answer = {
        "customers": len(days.names),
        **_fitted(found.model),
        "spend": None if found.spend is None else _fitted(found.spend),
        "backtest": None if found.backtest is None else _backtest(found.backtest),
        "missing": [_reason(error) for error in (found.no_backtest, found.no_spend) if error is not None],
    }
    click.echo(json.dumps(answer, ensure_ascii=False, allow_nan=False) if as_json else shown(_as_text(answer)))


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


def _reason(error: "RetentionError") -> dict[str, str]:
    return {"code": error.code, "message": str(error)}


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


def _as_text(answer: dict[str, Any]) -> str:
    lines = [f"{answer['customers']:,} customers", *_model_lines(answer)]
    if answer["spend"] is not None:
        lines += ["", *_model_lines(answer["spend"])]
    if answer["backtest"] is not None:
        lines += ["", *_backtest_lines(answer["backtest"])]
    return "\n".join(lines + [reason["message"] for reason in answer["missing"]])


def _model_lines(fitted: dict[str, Any]) -> list[str]:
    errors = fitted["standard_errors"]
    lines = [f"{fitted['model']}, log-likelihood {fitted['log_likelihood']:,.2f}"]
    return lines + [
        f"  {name:<8}{value:>14.4f}  {'at its limit' if errors[name] is None else f'± {errors[name]:.4f}'}"
        for name, value in fitted["parameters"].items()
    ]


def _backtest_lines(test: dict[str, Any]) -> list[str]:
    verdict = "better" if test["beats_naive"] else "no better"
    hidden = f"hidden after {test['cut']}, until {test['until']}: {test['customers']:,} customers"
    return [
        f"{hidden}, {test['actual']:,} days with orders",
        f"{test['chosen']} chosen, {verdict} than simple guesses",
        f"{'forecast':<18}{'total':>10}{'miss':>9}{'by bucket':>11}{'per customer':>14}",
        *map(_forecast_line, test["forecasts"]),
    ]


def _forecast_line(row: dict[str, Any]) -> str:
    if row["failed"] is not None:
        return f"{row['method']:<18}  {row['failed']}"
    misses = f"{row['miss']:>+9.1%}{row['bucket_miss']:>11.1%}{row['customer_miss']:>14.3f}"
    return f"{row['method']:<18}{row['total']:>10,.1f}{misses}"
