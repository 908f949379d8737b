"""`summary`: what the files hold and every retention figure of every period."""

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from retention.cli.inputs import (
    DAY,
    answer,
    as_date,
    bring,
    calendar_options,
    currency_of,
    ends_properly,
    order_options,
)
from retention.cli.kept import around_in_json, kept, workspace_option
from retention.errors import RequestError
from retention.ingest.mapping import COMPANIONS, DETAILS, ROLES
from retention.notes import Note, parsed

if TYPE_CHECKING:
    import pandas as pd

    from retention.activity import AnyOrders
    from retention.analysis.change import Change
    from retention.analysis.effect import Effect, Outcome
    from retention.analysis.rates.bridge import Bridge
    from retention.analysis.rates.compare import PeriodComparison
    from retention.errors import Issue
    from retention.orders import Orders, Source


@click.command()
@order_options
@click.option("--base", default="previous", show_default=True, help="Also: last_year, ever, window:12M, window:90D.")
@click.option("--from", "begin", type=DAY, callback=as_date, help="First day of a period of your own (with --to).")
@click.option("--to", "end", type=DAY, callback=as_date, help="Last day of a period of your own (with --from).")
@workspace_option
@click.option(
    "--note",
    "noted",
    metavar="DAY=WORDS",
    multiple=True,
    help="What happened on a day, such as 2025-03-01=Price rise: before and after it are compared; repeatable.",
)
@click.option("--by", metavar="COLUMN", help="Break down by what this column says on the first order.")
@ends_properly
def summary(
    files: tuple[str, ...],
    grain: str,
    base: str,
    begin: dt.date | None,
    end: dt.date | None,
    by: str | None,
    noted: tuple[str, ...],
    workspace: Path | None,
    as_json: bool,
    **options: Any,  # noqa: ANN401 - click's own types, checked by click
) -> None:
    """Customers, orders, revenue and the retention figures of every period in FILES or a source.

    The table shows every other figure of the latest periods below; --json holds all of them, each with its interval
    and what it is counted from.
    """
    if (begin is None) != (end is None):
        raise RequestError("half_a_range")
    as_of, calendar = options["as_of"], calendar_options(grain, options)
    orders = bring(files, options, by=by)
    span = (begin, end) if begin and end else None
    counted = {"calendar": calendar, "base": base, "span": span, "as_of": as_of}
    periods = _periods(orders, **counted)
    moves, latest = (None, None) if span else _changes(orders, calendar=calendar, base=base, as_of=as_of)
    joining = _joining(orders, periods, **counted)
    broken = None if by is None else _breakdown(orders, by, **counted)
    groups = None if broken is None else _groups(broken)
    sides = _around(orders, (*parsed(noted), *kept(workspace).notes), base=base, as_of=as_of)

    def in_json() -> dict[str, Any]:
        found = (
            _account(orders, as_of)
            | _joined(joining)
            | {**_named(calendar), "base": base, "periods": _in_json(periods, moves)}
            | ({} if span else {"change": _change_in_json(latest)})
            | ({"notes": [around_in_json(*each) for each in sides]} if sides else {})
        )
        if broken is None or groups is None:
            return found
        return found | {
            "by": by,
            "groups": [_group(*group) for group in groups],
            "contrast": _contrast(periods, broken),
        }

    def in_words() -> str:
        from retention.narrate.terminal import summary as words

        verdicts = periods if moves is None else periods.assign(verdict=moves["verdict"].to_numpy())
        parts = [words.Group("", verdicts)]
        compared = None
        if broken is not None and groups is not None:
            compared = words.contrast(broken, _start(periods))
            parts = [words.group(str(by), name, part, rest=rest) for name, rest, _size, part in groups]
        currency = currency_of(orders)
        head = [*_head(orders, as_of), *words.noted(sides)]
        if joining is not None:
            head.extend(words.joined(*joining, currency=currency))
        told = words.Told(latest, yearly=_yearly(moves, calendar), groups=compared)
        return words.text(head, parts, grain=None if span else grain, base=base, currency=currency, told=told)

    answer(in_json, in_words, of=orders, as_of=as_of, as_json=as_json)


def _around(
    orders: "AnyOrders", notes: "Iterable[Note]", *, base: str, as_of: dt.date | None
) -> "list[tuple[Note, PeriodComparison | None]]":
    """Each note with the figures before and after it, None where the data are too short."""
    if not notes:
        return []
    from retention.activity import overview
    from retention.analysis.rates.around import around

    extent, _totals = overview(orders, as_of=as_of)
    days = {"first": extent.first, "last": as_of or getattr(orders, "as_of", extent.last)}
    return [(note, around(orders, note.day, base=base, as_of=as_of, **days)) for note in notes]


def _named(calendar: dict[str, Any]) -> dict[str, Any]:
    """How time is cut, what was not said included."""
    from retention.periods import Calendar

    return dict(Calendar.of(**calendar).options)


def _periods(
    orders: "AnyOrders",
    *,
    calendar: dict[str, Any],
    base: str,
    span: tuple[dt.date, dt.date] | None,
    as_of: dt.date | None,
) -> "pd.DataFrame":
    """The figures of every period, or of one range of days."""
    from retention.analysis.rates import figures, figures_of

    if span:
        return figures_of(orders, [span], base=base, as_of=as_of)
    return figures(orders, base=base, as_of=as_of, **calendar)


def _changes(
    orders: "AnyOrders", *, calendar: dict[str, Any], base: str, as_of: dt.date | None
) -> "tuple[pd.DataFrame, Change | None]":
    """How the rate moved in every period, and why it did in the latest one that is over; counted once for both."""
    from retention.analysis.change import History, changes_of
    from retention.periods import Calendar

    history = History(orders, calendar=Calendar.of(**calendar), base=base, as_of=as_of)
    return changes_of(history), history.latest_change


def _change_in_json(found: "Change | None") -> dict[str, Any] | None:
    """The change of the latest period with its classes."""
    if found is None:
        return None
    from retention.cli.plain import plain, records

    names = ("customers_before", "retained_before", "customers", "retained", "before", "now", "change")
    figures = (*names, "rate_effect", "mix_effect", "low", "high")
    return {
        "start": found.days[0].isoformat(),
        "end": found.days[1].isoformat(),
        "start_before": found.days_before[0].isoformat(),
        "end_before": found.days_before[1].isoformat(),
        **{name: plain(getattr(found, name)) for name in figures},
        "verdict": found.verdict,
        "leaning": found.leaning,
        "firm": found.firm,
        "doubts": list(found.doubts),
        "classes": records(found.classes),
    }


def _yearly(moves: "pd.DataFrame | None", calendar: dict[str, Any]) -> bool:
    """Whether verdicts are against the same period a year before."""
    if moves is None or moves["before"].isna().all():
        return False
    from retention.periods import Calendar

    first, year = int(moves["before"].notna().to_numpy().argmax()), Calendar.of(**calendar).per_year
    return first >= year and bool(moves["before"].iloc[first] == moves["period"].iloc[first - year])


def _joining(
    orders: "AnyOrders",
    periods: "pd.DataFrame",
    *,
    calendar: dict[str, Any],
    base: str,
    span: tuple[dt.date, dt.date] | None,
    as_of: dt.date | None,
) -> "tuple[Issue, Effect, Bridge] | None":
    """The customers joined by e-mail or phone, what that changes, and in which period; None where there are none."""
    issue = next((each for each in getattr(orders, "issues", ()) if each.code == "joined"), None)
    if issue is None:
        return None
    from retention.analysis.effect import of_joining, outcome, rate_of
    from retention.analysis.rates import figures_of, rates
    from retention.analysis.rates.bridge import bridge
    from retention.analysis.rates.compare import latest_known
    from retention.periods import Calendar

    row = periods.iloc[latest_known(periods)]

    def count(others: "Orders") -> "Outcome":
        if others is orders:
            return outcome(others, float(row["crr"]))
        if span:
            table = figures_of(others, [span], base=base, as_of=as_of)
        else:
            table = rates(others, base=base, as_of=as_of, **calendar)
        return outcome(others, rate_of(table, (row["start"], row["end"])))

    found = of_joining(cast("Orders", orders), count)
    cut = None if span else Calendar.of(**calendar)
    return None if found is None else (issue, found, bridge(row, base=base, calendar=cut))


def _joined(found: "tuple[Issue, Effect, Bridge] | None") -> dict[str, Any]:
    """The customers joined, as JSON has them."""
    if found is None:
        return {}
    from retention.cli.plain import plain

    issue, changed, period = found
    rates = {"crr_before": plain(changed.before.crr), "crr_after": plain(changed.after.crr)}
    return {"joined": {**issue.details, "start": period.start.isoformat(), **rates}}


def _in_json(periods: "pd.DataFrame", changes: "pd.DataFrame | None") -> list[dict[str, Any]]:
    from retention.cli.plain import records

    if changes is None:
        return records(periods)
    moves = records(changes.drop(columns="period").rename(columns={"before": "compared_with"}))
    return [period | {"crr_change": moved} for period, moved in zip(records(periods), moves, strict=True)]


def _breakdown(
    orders: "AnyOrders",
    by: str,
    *,
    calendar: dict[str, Any],
    base: str,
    span: tuple[dt.date, dt.date] | None,
    as_of: dt.date | None,
) -> "pd.DataFrame":
    """The figures of every group and period."""
    from retention.analysis.rates import breakdown

    return breakdown(orders, by, base=base, span=span, as_of=as_of, **calendar)


def _groups(table: "pd.DataFrame") -> "list[tuple[object, bool, int, pd.DataFrame]]":
    """Each group with its words (None: none), whether it is all the small ones, its customers, and its periods."""
    heads = ["group", "rest", "customers"]
    return [
        (None if name != name else name, bool(rest), int(part["customers"].iloc[0]), part.drop(columns=heads))
        for (name, rest, _customers), part in table.groupby(heads, sort=False, dropna=False)
    ]


def _start(periods: "pd.DataFrame") -> dt.date:
    """First day of the period in which groups are compared: the latest that is over."""
    from retention.analysis.rates.compare import latest_known

    start: dt.date = periods["start"].iloc[latest_known(periods)]
    return start


def _contrast(periods: "pd.DataFrame", table: "pd.DataFrame") -> dict[str, Any] | None:
    """Which groups clearly differ in their retention rate; None where fewer than two are large enough."""
    from retention.analysis.rates.breakdown import group_contrast, ranked_groups

    start = _start(periods)
    found = group_contrast(ranked_groups(table, start, "crr"), "crr")
    if found is None:
        return None
    names = [None if name != name else name for name in found.groups["group"].astype(object)]
    pairs = [{"higher": names[higher], "lower": names[lower]} for higher, lower in found.pairs]
    return {"figure": "crr", "start": start.isoformat(), "verdict": found.verdict, "pairs": pairs}


def _group(name: object, rest: bool, customers: int, periods: "pd.DataFrame") -> dict[str, Any]:
    return {"group": name, "rest": rest, "customers": customers, "periods": _in_json(periods, None)}


def _head(orders: "AnyOrders", as_of: dt.date | None) -> list[str]:
    """What was read, in words."""
    from retention.narrate.terminal import summary as words
    from retention.orders import Orders

    if isinstance(orders, Orders):
        return words.of_files(orders)
    from retention.activity import overview
    from retention.narrate.retention import unidentified

    days, totals = overview(orders, as_of=as_of)
    held = words.of_source(
        count=totals.orders, customers=totals.customers, days=(days.first, totals.last), revenue=totals.revenue
    )
    return [*held, *unidentified(orders, as_of=as_of), *words.issues(_issues_of_source(orders, totals.orders))]


def _account(orders: "AnyOrders", as_of: dt.date | None) -> dict[str, Any]:
    """What was read and what became of it; for a source only what the table itself tells."""
    from retention.orders import Orders

    if not isinstance(orders, Orders):
        return _of_source(orders, as_of)
    from retention.cli.plain import plain, records

    sources = [_source(source) for source in orders.sources]
    return {
        "source": sources[0],
        **({"sources": sources} if len(sources) > 1 else {}),
        "rows_read": orders.rows_read,
        "rows_used": orders.rows_used,
        "rows_set_aside": orders.rows_set_aside,
        "issues": [_issue(issue) for issue in orders.issues],
        "unidentified": _unidentified(orders),
        "customers": orders.customers,
        "orders": len(orders.purchases),
        "revenue": plain(orders.revenue),
        "revenue_gross": plain(orders.revenue_gross),
        "states": records(orders.states),
        "currency": orders.currency,
        "first_date": orders.first_date.isoformat(),
        "last_date": orders.last_date.isoformat(),
        "as_of": orders.as_of.isoformat(),
    }


def _of_source(orders: "AnyOrders", as_of: dt.date | None) -> dict[str, Any]:
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
        "issues": [_issue(issue) for issue in _issues_of_source(orders, totals.orders)],
        "unidentified": _unidentified(orders, as_of),
    }


def _unidentified(orders: "AnyOrders", as_of: dt.date | None = None) -> dict[str, Any]:
    """The orders that name no customer."""
    from retention.activity import without_customer

    found = without_customer(orders, as_of=as_of)
    return {"rows": found.rows, "orders": found.orders, "revenue": found.revenue}


def _issues_of_source(orders: "AnyOrders", count: int) -> "list[Issue]":
    """What a source's own days call for: those after today are left out, and those of UTC may not be the shop's."""
    from retention.activity import after_today, native
    from retention.errors import Issue
    from retention.ingest.sources.time_zone import in_utc

    zone = Issue("times_in_utc", count) if in_utc(native(orders)) else None
    return [issue for issue in (after_today(orders), zone) if issue is not None]


def _source(source: "Source") -> dict[str, Any]:
    layout, mapping = source.layout, source.mapping
    columns = {role: getattr(mapping, role) for role in (*ROLES, *DETAILS, *COMPANIONS) if getattr(mapping, role)}
    return {
        "name": source.name,
        "format": layout.format,
        "encoding": layout.encoding,
        "separator": layout.separator,
        "sheet": layout.sheet,
        "header_row": layout.header_row,
        "decimal": mapping.decimal,
        "date_order": mapping.date_order,
        "times_in_utc": mapping.utc,
        "timezone": mapping.timezone,
        "discount_as": mapping.discount_as,
        "amount_is": mapping.amount_is,
        "money_in": mapping.money_in,
        "tax_in": mapping.tax_in,
        "shipping_in": mapping.shipping_in,
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
        "examples": [
            ({} if example.file is None else {"file": example.file}) | {"row": example.row, "value": example.value}
            for example in issue.examples
        ],
    }
