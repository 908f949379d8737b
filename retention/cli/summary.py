"""`summary`: what the files hold and every retention figure of every period."""

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

import click

from retention.cli.inputs import DAY, bring, ends_properly, order_options
from retention.cli.terminal import shown
from retention.mapping import COMPANIONS, ROLES
from retention.messages import ISSUES

if TYPE_CHECKING:
    from narwhals.typing import IntoFrame

    from retention.errors import Example, Issue
    from retention.orders import Orders, Source


@click.command()
@order_options
@click.option("--base", default="previous", show_default=True, help="Also: last_year, ever, window:12M, window:90D.")
@click.option("--from", "begin", type=DAY, help="First day of a period of your own (with --to).")
@click.option("--to", "end", type=DAY, help="Last day of a period of your own (with --from).")
@click.option("--by", metavar="COLUMN", help="Break down by what this column says on the first order.")
@ends_properly
def summary(
    files: tuple[str, ...],
    grain: str,
    base: str,
    begin: dt.datetime | None,
    end: dt.datetime | None,
    by: str | None,
    as_json: bool,
    **options: Any,  # noqa: ANN401 - click's own types, checked by click
) -> None:
    """Customers, orders, revenue and the retention figures of every period in FILES or a source."""
    if (begin is None) != (end is None):
        raise click.UsageError("--from and --to belong together.")
    as_of = options["as_of"] and options["as_of"].date()
    orders = bring(files, options, by=by)
    span = (begin.date(), end.date()) if begin and end else None
    periods = _periods(orders, grain=grain, base=base, span=span, as_of=as_of)
    answer = _account(orders, as_of) | {"grain": grain, "base": base, "periods": periods}
    if by is not None:
        answer |= {"by": by, "groups": _groups(orders, by, grain=grain, base=base, span=span, as_of=as_of)}
    click.echo(json.dumps(answer, ensure_ascii=False, allow_nan=False) if as_json else shown(_as_text(answer)))


def _periods(
    orders: "Orders | IntoFrame",
    *,
    grain: str,
    base: str,
    span: tuple[dt.date, dt.date] | None,
    as_of: dt.date | None,
) -> list[dict[str, Any]]:
    from retention.cli.plain import records
    from retention.rates import figures, figures_of

    if span:
        return records(figures_of(orders, [span], base=base, as_of=as_of))
    return records(figures(orders, grain=grain, base=base, as_of=as_of))


def _groups(
    orders: "Orders | IntoFrame",
    by: str,
    *,
    grain: str,
    base: str,
    span: tuple[dt.date, dt.date] | None,
    as_of: dt.date | None,
) -> list[dict[str, Any]]:
    from retention.cli.plain import records
    from retention.rates import breakdown

    table = breakdown(orders, by, grain=grain, base=base, span=span, as_of=as_of)
    heads = ["group", "rest", "customers"]
    return [
        {"group": None if key[0] != key[0] else key[0], "rest": key[1], "customers": key[2]}
        | {"periods": records(part.drop(columns=heads))}
        for key, part in table.groupby(heads, sort=False, dropna=False)
    ]


def _account(orders: "Orders | IntoFrame", as_of: dt.date | None) -> dict[str, Any]:
    """What was read and what became of it; for a source only what the table itself tells."""
    from retention.orders import Orders

    if not isinstance(orders, Orders):
        return _of_source(orders, as_of)
    from retention.cli.plain import plain

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
        "revenue": plain(orders.revenue),
        "revenue_gross": plain(orders.revenue_gross),
        "currency": orders.currency,
        "first_date": orders.first_date.isoformat(),
        "last_date": orders.last_date.isoformat(),
        "as_of": orders.as_of.isoformat(),
    }


def _of_source(orders: "IntoFrame", as_of: dt.date | None) -> dict[str, Any]:
    """The account of a table that needed no cleaning."""
    from retention.activity import overview
    from retention.cli.plain import plain

    days, totals = overview(orders, as_of=as_of)
    return {
        "customers": totals.customers,
        "orders": totals.orders,
        "revenue": plain(totals.revenue),
        "currency": None,
        "first_date": days.first.isoformat(),
        "last_date": totals.last.isoformat(),
        "as_of": (as_of or days.last).isoformat(),
        "issues": [],
    }


def _source(source: "Source") -> dict[str, Any]:
    layout, mapping = source.layout, source.mapping
    columns = {role: getattr(mapping, role) for role in (*ROLES, *COMPANIONS) if getattr(mapping, role)}
    return {
        "name": source.name,
        "format": layout.format,
        "encoding": layout.encoding,
        "separator": layout.separator,
        "sheet": layout.sheet,
        "header_row": layout.header_row,
        "decimal": mapping.decimal,
        "date_order": mapping.date_order,
        "discount_as": mapping.discount_as,
        "groups": mapping.groups,
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
    from retention.rates.figures import FEW

    lines = []
    if "rows_read" in answer:
        rows = "{rows_read:,} rows read, {rows_used:,} used, {rows_set_aside:,} set aside".format_map(answer)
        lines.append(f"{answer['source']['name']}: {rows}")
    held = "{customers:,} customers, {orders:,} orders, {first_date} to {last_date}".format_map(answer)
    money = "" if answer["revenue"] is None else f", revenue {answer['revenue']:,.2f} {answer['currency'] or ''}"
    lines.append((held + money).rstrip())
    lines += [f"  {issue['rows']:>9,}  {ISSUES[issue['code']]}" for issue in answer["issues"]]
    groups = answer.get("groups", [answer])
    width = max(10, *(len(period["period"]) + 2 for group in groups for period in group["periods"]))
    for group in groups:
        lines += [""] if group is answer else ["", f"{answer['by']}: {_group_name(group)}"]
        counts = "".join(f"{name:>8}" for name in ("start", "lost", "back", "new", "end"))
        lines += [f"{'period':<{width}}{counts}  retention (95% interval)"]
        lines += [_period_line(period, width) for period in group["periods"]]
    if all(period["crr"] is None for group in groups for period in group["periods"]):
        lines += ["", "There is no rate: nobody had bought in the time whose customers could have come back."]
    elif any(_says_little(period) for group in groups for period in group["periods"]):
        lines += ["", f"few: fewer than {FEW} customers at the start, so that the rate says little."]
    return "\n".join(lines)


def _group_name(group: dict[str, Any]) -> str:
    return "all others" if group["rest"] else group["group"] or "–"


def _period_line(period: dict[str, Any], width: int) -> str:
    names = ("customers_at_start", "lost", "reactivated", "new", "active")
    counts = "".join(f"{period[name]:>8,}" for name in names)
    rate = "–" if period["crr"] is None else "{crr:.1%} ({crr_low:.1%} to {crr_high:.1%})".format_map(period)
    remarks = ("  few" if _says_little(period) else "") + ("" if period["complete"] else "  unfinished")
    return f"{period['period']:<{width}}{counts}  {rate}{remarks}"


def _says_little(period: dict[str, Any]) -> bool:
    return period["small"] and period["crr"] is not None
