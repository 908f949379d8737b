"""`summary`: what the files hold and the retention rate of every period."""

import datetime as dt
import json
import math
from typing import TYPE_CHECKING, Any

import click

from retention.cli.files import ends_properly, file_options
from retention.mapping import ROLES
from retention.messages import ISSUES

if TYPE_CHECKING:
    import pandas as pd

    from retention.errors import Example, Issue
    from retention.orders import Orders, Source

GRAINS = ["week", "month", "quarter", "year"]


@click.command()
@file_options
@click.option("--grain", type=click.Choice(GRAINS), default="month", show_default=True, help="Length of a period.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Last day the data covers (default: last order).")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of a table.")
@ends_properly
def summary(
    files: tuple[str, ...], grain: str, as_of: dt.datetime | None, as_json: bool, **choices: str | None
) -> None:
    """Customers, orders, revenue and the retention rate of every period in FILES."""
    from retention.loading import load  # here, so that --help does not wait for pandas

    options: dict[str, Any] = {**choices, "as_of": as_of and as_of.date()}
    orders = load(*files, **options)
    answer = summarise(orders, grain)
    if as_json:
        click.echo(json.dumps(answer, ensure_ascii=False, allow_nan=False))
    else:
        click.echo(_as_text(answer))


def summarise(orders: "Orders", grain: str) -> dict[str, Any]:
    """Everything `summary --json` prints, as plain values; what is undefined is None."""
    from retention.rates import rates

    sources = [_source(source) for source in orders.sources]
    return {
        "source": sources[0],
        **({"sources": sources} if len(sources) > 1 else {}),
        "rows_read": orders.rows_read,
        "rows_used": orders.rows_used,
        "rows_set_aside": orders.rows_set_aside,
        "issues": [_issue(issue) for issue in orders.issues],
        "unidentified": {
            "rows": orders.unidentified.rows,
            "orders": orders.unidentified.orders,
            "revenue": orders.unidentified.revenue,
        },
        "customers": orders.customers,
        "orders": len(orders.purchases),
        "revenue": round(orders.revenue, 6),
        "revenue_gross": round(orders.revenue_gross, 6),
        "currency": orders.currency,
        "first_date": orders.first_date.isoformat(),
        "last_date": orders.last_date.isoformat(),
        "as_of": orders.as_of.isoformat(),
        "grain": grain,
        "base": "previous",
        "periods": records(rates(orders, grain=grain)),
    }


def records(table: "pd.DataFrame") -> list[dict[str, Any]]:
    """Rows of a table as plain values: dates in ISO, undefined numbers None."""
    return [{str(name): _plain(value) for name, value in row.items()} for row in table.to_dict("records")]


def _plain(value: object) -> object:
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, float):
        return None if math.isnan(value) else round(value, 6)
    return value


def _source(source: "Source") -> dict[str, Any]:
    layout, mapping = source.layout, source.mapping
    columns = {role: getattr(mapping, role) for role in ROLES if getattr(mapping, role)}
    return {
        "name": source.name,
        "format": layout.format,
        "encoding": layout.encoding,
        "separator": layout.separator,
        "sheet": layout.sheet,
        "header_row": layout.header_row,
        "decimal": mapping.decimal,
        "date_order": mapping.date_order,
        "platform": mapping.platform,
        "columns": {**columns, **mapping.dimensions},
    }


def _issue(issue: "Issue") -> dict[str, Any]:
    return {
        "code": issue.code,
        "rows": issue.rows,
        "set_aside": issue.set_aside,
        "revenue": issue.revenue,
        "examples": [_example(example) for example in issue.examples],
    }


def _example(example: "Example") -> dict[str, Any]:
    place: dict[str, Any] = {"row": example.row, "value": example.value}
    return place if example.file is None else {"file": example.file, **place}


def _as_text(answer: dict[str, Any]) -> str:
    money = answer["currency"] or ""
    rows = "{rows_read:,} rows read, {rows_used:,} used, {rows_set_aside:,} set aside".format_map(answer)
    held = "{customers:,} customers, {orders:,} orders, {first_date} to {last_date}".format_map(answer)
    lines = [f"{answer['source']['name']}: {rows}", f"{held}, revenue {answer['revenue']:,.2f} {money}".rstrip()]
    lines += [f"  {issue['rows']:>9,}  {ISSUES[issue['code']]}" for issue in answer["issues"]]
    lines += ["", f"{'period':<10}{'start':>8}{'lost':>8}{'back':>8}{'new':>8}{'end':>8}  retention (95% interval)"]
    lines += [_period_line(period) for period in answer["periods"]]
    return "\n".join(lines)


def _period_line(period: dict[str, Any]) -> str:
    names = ("customers_at_start", "lost", "reactivated", "new", "active")
    counts = "".join(f"{period[name]:>8,}" for name in names)
    rate = (
        "–" if period["crr"] is None else f"{period['crr']:.1%} ({period['crr_low']:.1%} to {period['crr_high']:.1%})"
    )
    return f"{period['period']:<10}{counts}  {rate}{'' if period['complete'] else '  unfinished'}"
