"""`customers`: who they are, who is slipping away, and what they are worth."""

import dataclasses
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from retention.cli.inputs import bring, ends_properly, inputs, order_options
from retention.cli.output import check_output, output
from retention.narrate.terminal.layout import padded, shown

if TYPE_CHECKING:
    import pandas as pd

    from retention.analysis.customers import Customers
    from retention.analysis.customers.briefing import Briefing
    from retention.ingest.rules import Rules

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
    as_of = options["as_of"] and options["as_of"].date()
    orders = bring(files, options)
    from retention.analysis.customers import customers as of_orders
    from retention.analysis.customers.briefing import briefing

    found = of_orders(orders, as_of=as_of)
    brief = briefing(found)
    rows = _listed(found, segment, top)
    if csv is not None:
        table = _as_contacts(rows, files, options)
        with output(csv, force=force) as file:
            table.to_csv(file, index=False, lineterminator="\r\n", encoding="utf-8-sig", mode="wb")
    answer = {"currency": getattr(orders, "currency", None), **_answer(found, brief, grain), "customers": rows}
    click.echo(_as_json(answer) if as_json else shown(_as_text(answer, len(rows) if top else SHOWN)))


def _listed(found: "Customers", segment: str | None, top: int | None) -> "pd.DataFrame":
    names = list(found.segments["segment"])
    if segment is not None and segment not in names:
        raise click.UsageError(f"There is no segment “{segment}”. There are: {', '.join(names)}.")
    by = "revenue" if found.table["revenue"].notna().any() else "orders"
    rows = found.table.sort_values(by, ascending=False, kind="stable")
    if segment is not None:
        rows = rows[rows["segment"] == segment]
    return rows if top is None else rows.head(top)


def _as_contacts(rows: "pd.DataFrame", files: tuple[str, ...], options: dict[str, Any]) -> "pd.DataFrame":
    """The list as mailing tools take it, formulas neutralised; written in UTF-8 with the mark Excel needs."""
    from retention.analysis.customers.contacts import contacts
    from retention.ingest.values.formulas import harmless

    return harmless(contacts(rows, _reach(files, **options) if files else None))


def _reach(
    files: tuple[str, ...],
    *,
    sheet: str | None,
    currency_column: str | None,
    rules: "Rules",
    **choices: str | tuple[str, ...] | None,
) -> "pd.DataFrame":
    """What the files say of how customers can be reached, which orders do not keep: so they are read once more."""
    from retention.analysis.customers.contacts import contact_details
    from retention.ingest.loading import understand
    from retention.ingest.mapping import Choices
    from retention.ingest.read import read

    del choices["currency"]  # which amounts count says nothing about people
    chosen = Choices(sheet=sheet, currency=currency_column, **dict[str, Any](choices))
    return contact_details(understand([read(file, **chosen.layout) for file in files], chosen), rules)


def _answer(found: "Customers", brief: "Briefing", grain: str) -> dict[str, Any]:
    from retention.analysis.customers import vip_moves
    from retention.cli.plain import plain, records

    moved = vip_moves(found, grain=grain)["move"]
    counts = {move: int((moved == move).sum()) for move in ("joined", "fell_out")}
    simple = found.simple
    return {
        "as_of": found.as_of.isoformat(),
        "count": brief.customers,
        "vip": {
            "share": found.vip_share,
            "customers": len(brief.vips),
            "revenue_share": plain(found.vip_revenue_share),
            **counts,
        },
        "slipping": {
            "customers": len(brief.slipping),
            "worth_calling": len(brief.worth_calling),
            "vips_worth_calling": len(brief.vips_worth_calling),
            "at_stake": plain(brief.at_stake),
        },
        "one_time": len(brief.one_time),
        "segments": records(found.segments),
        "simple": {
            name: _finite(getattr(simple, name)) for name in ("order_value", "orders_per_year", "yearly_crr", "value")
        },
        "forecast": _forecast(found),
    }


def _finite(value: float) -> float | None:
    return None if value != value or value == float("inf") else round(value, 6)


def _forecast(found: "Customers") -> dict[str, Any]:
    """What the forecast rests on, or why there is none; `nearer_guess`: a naive one that was nearer in the test."""
    from retention.analysis.customers.table import better_naive_forecast
    from retention.cli.plain import plain

    forecast = found.forecast
    test, reasons = forecast.backtest, (forecast.no_model, forecast.no_backtest, forecast.no_spend)
    guess = better_naive_forecast(found)
    return {
        "model": forecast.model and forecast.model.name,
        "hidden_days": test and (test.until - test.cut).days,
        "miss": test and round(test.miss, 6),
        "beats_naive": test and test.beats_naive,
        "expected_orders": plain(float(found.table["expected_orders"].sum(min_count=1))),
        "expected_value": plain(float(found.table["expected_value"].sum(min_count=1))),
        "nearer_guess": guess and {name: plain(value) for name, value in dataclasses.asdict(guess).items()},
        "missing": [{"code": error.code, "message": str(error)} for error in reasons if error],
    }


def _as_json(answer: dict[str, Any]) -> str:
    from retention.cli.plain import records

    rows = answer["customers"]
    for name in ("first_order", "last_order", "expected_next"):
        days = rows[name].dt.date
        rows = rows.assign(**{name: days.astype(object).where(days.notna(), None)})
    return json.dumps(answer | {"customers": records(rows)}, ensure_ascii=False, allow_nan=False)


def _as_text(answer: dict[str, Any], shown: int) -> str:
    vip, slipping, currency = answer["vip"], answer["slipping"], answer["currency"] or ""
    lines = [f"{_customers(answer['count'])} on {answer['as_of']}, {answer['one_time']:,} of them bought once"]
    if vip["revenue_share"] is not None:
        bring = f"{vip['customers']:,} of them, bring {vip['revenue_share']:.0%} of the revenue"
        lines.append(f"{vip['share']:.0%} of customers, {bring}; {vip['joined']} joined, {vip['fell_out']} fell out")
    away = f"{slipping['customers']:,} slipping away, {slipping['worth_calling']:,} worth a call"
    if slipping["at_stake"] is not None:
        away += f"; {slipping['at_stake']:,.2f} {currency} a year at stake with the best of them".replace("  ", " ")
    lines += [away, *_forecast_lines(answer["forecast"]), ""]
    lines += [f"{'segment':<20}{'customers':>10}{'share':>8}{'revenue':>9}  advice"]
    lines += [_segment_line(row) for row in answer["segments"] if row["customers"]]
    lines += ["", f"{'customer':<32}{'segment':<19}{'orders':>7}{'revenue':>13}  {'last order':<12}{'alive':>6}  "]
    lines += [_customer_line(row) for _place, row in answer["customers"].head(shown).iterrows()]
    return "\n".join(line.rstrip() for line in lines)


def _customers(count: int) -> str:
    return "1 customer" if count == 1 else f"{count:,} customers"


def _forecast_lines(forecast: dict[str, Any]) -> list[str]:
    lines = []
    if forecast["miss"] is not None:
        verdict = "better" if forecast["beats_naive"] else "no better"
        hidden = f"{forecast['hidden_days']} hidden days: total off by {forecast['miss']:+.0%}"
        lines.append(f"forecast by {forecast['model']}, tested on {hidden}, {verdict} than simple guesses")
    if guess := forecast["nearer_guess"]:
        foreseen = f"{guess['orders']:,.0f} days with orders in 12 months, not {forecast['expected_orders']:,.0f}"
        lines.append(f"nearer in that test was {guess['method']} ({guess['miss']:+.0%}), which foresees {foreseen}")
    return lines + list(dict.fromkeys(reason["message"] for reason in forecast["missing"]))


def _segment_line(row: dict[str, Any]) -> str:
    money = "–" if row["revenue_share"] is None else f"{row['revenue_share']:.1%}"
    return f"{row['segment']:<20}{row['customers']:>10,}{row['share']:>8.1%}{money:>9}  {row['advice']}"


def _customer_line(row: "pd.Series") -> str:
    money = "–" if row["revenue"] != row["revenue"] else f"{row['revenue']:,.2f}"
    alive = "–" if row["p_alive"] != row["p_alive"] else f"{row['p_alive']:.0%}"
    who = f"{padded(str(row['customer'])[:30], 32)}{row['segment']:<19}{row['orders']:>7,}"
    return f"{who}{money:>13}  {row['last_order']:%Y-%m-%d}  {alive:>6}"
