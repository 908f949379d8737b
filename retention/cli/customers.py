"""`customers`: who they are, who is slipping away, what they are worth; `model`: what the forecast rests on."""

import dataclasses
import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from retention.cli.inputs import (
    answer,
    as_object,
    bring,
    calendar_options,
    currency_of,
    ends_properly,
    inputs,
    order_options,
    tables,
)
from retention.cli.output import check_output, output
from retention.errors import RequestError

if TYPE_CHECKING:
    import pandas as pd

    from retention.activity import AnyOrders
    from retention.analysis.customers import Customers
    from retention.analysis.customers.briefing import Briefing
    from retention.analysis.customers.proof import FlagTest

SHOWN = 20  # customers of the printed table, unless --top says otherwise


@click.command()
@order_options
@click.option("--segment", metavar="NAME", help="Only customers of this segment.")
@click.option("--top", type=click.IntRange(min=1), metavar="N", help="Only the N who bring most.")
@click.option(
    "--csv", "csv", metavar="FILE", type=click.Path(path_type=Path), help="Also write the list to a new file."
)
@click.option("--force", is_flag=True, help="Let --csv replace a file that is there.")
@ends_properly
def customers(
    files: tuple[str, ...],
    grain: str,
    segment: str | None,
    top: int | None,
    csv: Path | None,
    force: bool,
    as_json: bool,
    **options: Any,  # noqa: ANN401 - click's own types, checked by click
) -> None:
    """Segments, the best customers, those who are slipping away and what each is worth, in FILES or a source.

    The list is sorted by revenue, most first. Who joined the best customers and who fell out counts from the start
    of the period (--grain) the last day lies in.
    """
    if csv is not None:
        check_output(csv, inputs(files, options["source"]), force=force)
    as_of, calendar = options["as_of"], calendar_options(grain, options)
    orders = bring(files, options)
    from retention.analysis.customers import customers as of_orders
    from retention.analysis.customers.briefing import briefing

    found = of_orders(orders, as_of=as_of)
    brief = briefing(found)
    rows = _listed(found, segment, top)
    currency = currency_of(orders)
    if csv is not None:
        table = _as_contacts(rows, files, options, orders)
        with output(csv, force=force) as file:
            table.to_csv(file, index=False, lineterminator="\r\n", encoding="utf-8-sig", mode="wb")
    answer(
        lambda: {
            "currency": currency,
            **_in_json(found, brief, calendar),
            "customers": _records(rows, flagged=found.proof.holds),
        },
        lambda: _in_words(found, brief, rows if top else rows.head(SHOWN), calendar, currency),
        of=orders,
        as_of=as_of,
        as_json=as_json,
    )


def _listed(found: "Customers", segment: str | None, top: int | None) -> "pd.DataFrame":
    names = list(found.segments["segment"])
    if segment is not None and segment not in names:
        raise RequestError("unknown_choice", field="--segment", value=segment, options=names)
    by = "revenue" if found.table["revenue"].notna().any() else "orders"
    rows = found.table.sort_values(by, ascending=False, kind="stable")
    if segment is not None:
        rows = rows[rows["segment"] == segment]
    return rows if top is None else rows.head(top)


def _as_contacts(
    rows: "pd.DataFrame", files: tuple[str, ...], options: dict[str, Any], orders: "AnyOrders"
) -> "pd.DataFrame":
    """The list as mailing tools take it, formulas neutralised; written in UTF-8 with the mark Excel needs."""
    from retention.activity import filter_of
    from retention.analysis.customers.contacts import contacts
    from retention.ingest.values.texts import harmless
    from retention.narrate.filters import in_file

    listed = contacts(rows, _contact_details(files, options) if files else None)
    return harmless(in_file(listed, filter_of(orders)))


def _contact_details(files: tuple[str, ...], options: dict[str, Any]) -> "pd.DataFrame":
    """What the files say of how customers can be reached, which orders do not keep: so they are read once more."""
    from retention.analysis.customers.contacts import contact_details

    return contact_details(tables(files, **options), options["rules"])


def _moves(found: "Customers", calendar: dict[str, Any]) -> dict[str, int]:
    """How many joined the best customers and how many fell out."""
    from retention.analysis.customers import vip_moves

    moved = vip_moves(found, **calendar)["move"]
    return {move: int((moved == move).sum()) for move in ("joined", "fell_out")}


def _in_json(found: "Customers", brief: "Briefing", calendar: dict[str, Any]) -> dict[str, Any]:
    from retention.cli.plain import plain, records

    simple = found.simple
    return {
        "as_of": found.as_of.isoformat(),
        "count": brief.customers,
        "vip": {
            "share": found.vip_share,
            "customers": len(brief.vips),
            "revenue_share": plain(found.vip_revenue_share),
            **_moves(found, calendar),
        },
        "slipping": _slipping(found, brief),
        "one_time": len(brief.one_time),
        "segments": records(found.segments),
        "simple": {
            name: _finite(getattr(simple, name)) for name in ("order_value", "orders_per_year", "yearly_crr", "value")
        },
        "forecast": _forecast(found),
    }


def _slipping(found: "Customers", brief: "Briefing") -> dict[str, Any]:
    """Who is slipping away, None where the shop's own past did not prove the flag (`shown`), and the `tests` of it."""
    from retention.cli.plain import plain

    proof = found.proof
    counts = {
        "customers": len(brief.slipping),
        "worth_calling": len(brief.worth_calling),
        "vips_worth_calling": len(brief.vips_worth_calling),
        "at_stake": plain(brief.at_stake),
    }
    return {
        "shown": proof.holds,
        **(counts if proof.holds else dict.fromkeys(counts)),
        "no_test": proof.no_test and as_object(proof.no_test),
        "tests": [_flag_test(test) for test in proof.tests],
        "expected_today": proof.today and _flag_test(proof.today),
    }


def _flag_test(test: "FlagTest") -> dict[str, Any]:
    from retention.cli.plain import plain

    return {
        **dataclasses.asdict(test),
        "cut": test.cut.isoformat(),
        "until": test.until.isoformat(),
        "flagged_share": plain(test.flagged_share),
        "others_share": plain(test.others_share),
        "separates": test.separates,
    }


def _finite(value: float) -> float | None:
    return None if value != value or value == float("inf") else round(value, 6)


def _forecast(found: "Customers") -> dict[str, Any]:
    """What the forecast rests on, or why there is none; `nearer_guess`: a naive one that was nearer in the test."""
    from retention.analysis.customers.totals import better_naive_forecast, value_totals
    from retention.cli.plain import plain, records

    forecast, totals = found.forecast, value_totals(found)
    test, lead, money, limit = forecast.backtest, forecast.lead, forecast.money, forecast.limit
    naive = better_naive_forecast(found)
    reasons = (forecast.no_model, forecast.no_backtest, forecast.no_spend)
    return {
        "model": forecast.model and forecast.model.name,
        "leads": lead and lead.method,
        "parts": lead and list(lead.parts),
        "hidden_days": test and test.hidden_days,
        "miss": lead and plain(math.copysign(lead.off_by, lead.largest_miss)),
        "misses": lead and [plain(miss) for miss in lead.misses],
        "off_by": lead and plain(lead.off_by),
        "beats_naive": lead and lead.beats_guesses,
        "expected_orders": plain(float(found.table["expected_orders"].sum(min_count=1))),
        "expected_orders_low": plain(totals.orders_low),
        "expected_orders_high": plain(totals.orders_high),
        "expected_value": plain(totals.total["expected_value"]),
        "expected_value_low": plain(totals.low),
        "expected_value_high": plain(totals.high),
        "money": money and {"misses": [plain(miss) for miss in money.misses], "off_by": plain(money.off_by)},
        "outliers": {
            "days": limit.days,
            "limit": plain(limit.limit) if limit.days else None,
            "largest": plain(limit.largest),
            "largest_share": plain(limit.largest_share),
        },
        "p_alive_calibration": forecast.alive and records(forecast.alive.table),
        "nearer_guess": naive and {name: plain(value) for name, value in dataclasses.asdict(naive).items()},
        "missing": [as_object(error) for error in reasons if error],
    }


def _records(rows: "pd.DataFrame", *, flagged: bool) -> list[dict[str, Any]]:
    """The customers of the list, days without a time; whether they are slipping away only where that is shown."""
    from retention.cli.plain import records

    if not flagged:
        rows = rows.assign(slipping=None)

    for name in ("first_order", "last_order", "expected_next"):
        days = rows[name].dt.date
        rows = rows.assign(**{name: days.astype(object).where(days.notna(), None)})
    return records(rows)


def _in_words(
    found: "Customers", brief: "Briefing", rows: "pd.DataFrame", calendar: dict[str, Any], currency: str | None
) -> str:
    from retention.analysis.customers.totals import better_naive_forecast
    from retention.narrate.terminal import customers as words
    from retention.periods import Calendar

    moves = words.Moves(Calendar.of(**calendar).at(found.as_of).start, _moves(found, calendar))
    return words.text(found, brief, rows, moves=moves, nearer=better_naive_forecast(found), currency=currency)


if TYPE_CHECKING:
    from retention.models.backtest import Backtest
    from retention.models.gamma_gamma import GammaGamma
    from retention.models.leading import Lead
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

    The back-test hides up to five stretches (of a year, or half of the history), predicts them with every model and
    two simple guesses, and chooses by them.
    """
    as_of, _calendar = options["as_of"], calendar_options(grain, options)
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
        return customers.model_text(len(days.names), models, found, missing)

    def in_json() -> dict[str, Any]:
        assert found.model is not None
        return {
            "customers": len(days.names),
            **_fitted(found.model),
            "spend": None if found.spend is None else _fitted(found.spend),
            "backtest": None if found.backtest is None else _backtest(found.backtest),
            "tests": None if found.lead is None else _tests(found.lead),
            "missing": [as_object(error) for error in missing],
        }

    answer(in_json, in_words, of=orders, as_of=as_of, as_json=as_json)


def _fitted(model: "OrderModel | GammaGamma") -> dict[str, Any]:
    """Parameters with their standard errors; None for one at its limit (nobody leaves, or all are alike)."""
    from retention.cli.plain import plain
    from retention.models.mbg_cnbd_k import MbgCnbdK

    fit = model.fit
    assert fit is not None
    errors = (plain(float(error)) for error in fit.standard_errors)
    regular = {"k": model.k} if isinstance(model, MbgCnbdK) else {}
    return {
        "model": model.name,
        **regular,
        "parameters": {name: plain(float(value)) for name, value in model.parameters.items()},
        "standard_errors": dict(zip(model.parameters, errors, strict=True)),
        "log_likelihood": plain(float(fit.log_likelihood)),
    }


def _tests(lead: "Lead") -> dict[str, Any]:
    """How every forecast did on all hidden stretches, and which one leads."""
    from retention.cli.plain import plain, records

    return {
        "leads": lead.method,
        "parts": list(lead.parts),
        "misses": [plain(miss) for miss in lead.misses],
        "off_by": plain(lead.off_by),
        "scores": records(lead.scores),
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
