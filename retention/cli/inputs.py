"""How every command takes its orders: files or a source, the counting rules as flags, and how it ends without them."""

import datetime as dt
import json
import logging
import warnings
from collections.abc import Callable
from dataclasses import asdict, replace
from functools import wraps
from importlib import import_module
from threading import Thread
from typing import TYPE_CHECKING, Any, ParamSpec

import click

from retention.cli.rules import rule_options, rules_of
from retention.errors import ColumnError, Question, RequestError, RetentionError, RetentionWarning, Undecided
from retention.filters import Filter
from retention.ingest.mapping import (
    AMOUNTS,
    COMPANIONS,
    DATE_ORDERS,
    DETAILS,
    DISCOUNTS,
    GROUPS,
    ROLES,
    TABLES,
    UNITS,
)
from retention.ingest.rules import Rules
from retention.messages import nearest
from retention.narrate.reader import LANGUAGES, reading_as, terminal_reader
from retention.refusals import USAGE

P = ParamSpec("P")
REFUSED = 3
UNDECIDED = 4
WRONG_USAGE = frozenset(
    {
        "date_out_of_reach",
        "empty_range",
        "query_beyond_source",
        "query_missing",
        "query_not_reading",
        "source_elsewhere",
        "unknown_base",
        "unknown_choice",
        "unknown_source",
        "unknown_timezone",
        *USAGE,
    }
)
GRAINS = ["week", "month", "quarter", "year"]
WEEK_STARTS = ["monday", "sunday", "saturday"]
CALENDARS = ["months", "4-4-5", "4-5-4", "5-4-4"]
CUT = ("year_start", "week_start", "calendar")
"""Flags that say, with --grain, how time is cut into periods."""
# Flags that name a column; `--currency` chooses a currency, so its column has a flag of its own.
COLUMN_FLAGS = tuple("currency-column" if role == "currency" else role.replace("_", "-") for role in (*ROLES, *DETAILS))
COLUMN_HELP = {
    "cancelled": "Column that marks cancelled orders.",
    "paid": "Column that says yes or no: paid.",
    "returned": "Column that says yes or no: returned.",
    "sku": "Column of the code of the product.",
    "cost": "Column of what the goods cost the shop.",
    "line-amount": "Column of the money of a line, where amounts are those of orders.",
    "changed": "Column that says when a row was changed last, or which version of its order it is.",
    "customer-also": "Column that follows the customer's, such as a last name; repeatable, '' for none.",
    "status-also": "Further column with a state of the order; repeatable, '' for none.",
}
INTERRUPTED = "Query interrupted"  # what DuckDB makes of Ctrl+C
DAY = click.DateTime(["%Y-%m-%d"])


if TYPE_CHECKING:
    from narwhals.typing import IntoFrame

    from retention.activity import AnyOrders, FilteredTable
    from retention.ingest.mapping import Mapping
    from retention.ingest.read.raw import RawTable
    from retention.orders import Orders

# What only a programmer understands about a parser that died is for a server's log, not for a terminal.
logging.getLogger("retention").addHandler(logging.NullHandler())


def as_date(_ctx: click.Context, _param: click.Parameter, moment: dt.datetime | None) -> dt.date | None:
    """What a flag of a day hands to its command: the date without a time."""
    return moment and moment.date()


CALENDAR_OPTIONS = (
    click.option(
        "--calendar",
        type=click.Choice(CALENDARS),
        help="Months of so many weeks; 4-5-4 is the NRF's.  [default: calendar months]",
    ),
    click.option("--week-start", type=click.Choice(WEEK_STARTS), help="Day weeks begin on.  [default: monday]"),
    click.option("--year-start", type=click.IntRange(1, 12), help="Month years begin in.  [default: 1]"),
)
"""How time is cut, with --grain; each group of flags stands last first, as click adds them."""
FILTER_OPTIONS = (
    click.option(
        "--without",
        metavar="COLUMN=VALUE",
        multiple=True,
        help="Which orders do not count, as with --only; repeatable.",
    ),
    click.option(
        "--only",
        metavar="COLUMN=VALUE",
        multiple=True,
        help="Which orders count, such as channel=online; first:channel=online: whoever began there, "
        "ever:product=Tea: whoever bought it; repeatable.",
    ),
    click.option("--grain", type=click.Choice(GRAINS), default="month", show_default=True, help="Period length."),
    click.option("--as-of", type=DAY, callback=as_date, help="Last day the data cover (default: last order)."),
)
"""Which orders count, in which periods, until when."""
SOURCE_OPTIONS = (
    click.option("--query", metavar="SQL", help="What to ask the source for."),
    click.option(
        "--source",
        metavar="ADDRESS",
        help="Orders where they are: duckdb:orders/*.parquet, spark:sc://host:15002/table, or a "
        "database address (SQLAlchemy's, or ADBC's after adbc:).",
    ),
)
"""Orders that are no files."""
READING_OPTIONS = (
    click.option("--decimal", type=click.Choice([".", ","]), help="Decimal mark of the amounts."),
    click.option("--table", type=click.Choice(TABLES), help="What each row is (default: the cells tell)."),
    click.option("--groups", type=click.Choice(GROUPS), help="What stands once for several rows."),
    click.option(
        "--state",
        metavar="WORD=KIND",
        multiple=True,
        help="What a state of orders counts as: counts, cancelled, refund or draft; repeatable.",
    ),
    click.option("--discount-as", type=click.Choice(DISCOUNTS), help="What a discount without % is."),
    click.option("--amount-is", type=click.Choice(AMOUNTS), help="Amounts with a discount beside them are."),
    click.option("--money-in", type=click.Choice(UNITS), help="Unit of the amounts (hundredths: cents …)."),
    click.option(
        "--timezone",
        metavar="ZONE",
        help="The shop's time zone, such as Europe/Chisinau, where times are in UTC.",
    ),
    click.option("--date-order", type=click.Choice(DATE_ORDERS), help="Order of day, month, year."),
    click.option("--currency", metavar="CODE", help="Which currency to count when there are several."),
    click.option("--header-row", type=click.IntRange(0), help="Row with the column names; 0: there is none."),
    click.option("--separator", metavar="SIGN", help="What stands between cells of a text file; or tab."),
    click.option("--encoding", metavar="NAME", help="Encoding of a text file, such as cp1251."),
    click.option("--sheet", metavar="NAME", help="Sheet of the workbook; * joins all sheets."),
)
"""How files are read, and what their cells mean."""
OUTPUT_OPTIONS = (
    click.option("--lang", type=click.Choice(list(LANGUAGES)), help="Language of the text (default: the system's)."),
    click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of a table."),
    click.argument("files", nargs=-1, type=click.Path()),
)
"""The files, and how the answer is told."""


def order_options(command: Callable[P, None]) -> Callable[P, None]:
    """Add FILE..., `--source`, and the flags that answer every question a file can raise or change what counts."""
    command = rule_options(command)
    for role in reversed(COMPANIONS):
        flag = role.replace("_", "-")
        command = click.option(f"--{flag}", metavar="COLUMN", multiple=True, help=COLUMN_HELP[flag])(command)
    for flag in reversed(COLUMN_FLAGS):
        meaning = COLUMN_HELP.get(flag, f"Column to use as {flag.split('-')[0]}.")
        command = click.option(f"--{flag}", metavar="COLUMN", help=meaning)(command)
    for option in (*CALENDAR_OPTIONS, *FILTER_OPTIONS, *SOURCE_OPTIONS, *READING_OPTIONS, *OUTPUT_OPTIONS):
        command = option(command)
    return command


def calendar_options(grain: str, options: dict[str, Any]) -> dict[str, Any]:
    """How time is cut, as `Calendar.of` takes it; takes its entries out of the command's `options`."""
    return {"grain": grain, **{name: options.pop(name) for name in CUT}}


def bring(files: tuple[str, ...], options: dict[str, Any], *, by: str | None = None) -> "AnyOrders":
    """The orders the command line names; leaves in the command's `options` what says how files are read.

    Files become `Orders`, with the column `by` among their dimensions; a source stays where it is, its columns under
    canonical names. Of either only those orders count that the flags leave.
    """
    wanted = Filter.parsed(options.pop("only"), options.pop("without"))
    found = _brought(files, options, kept=tuple(filter(None, (by, *wanted.columns))), wanted=wanted)
    if not wanted:
        return found
    from retention.activity import narrowed

    return narrowed(found, wanted)


def _brought(files: tuple[str, ...], options: dict[str, Any], *, kept: tuple[str, ...], wanted: Filter) -> "AnyOrders":
    """All orders; files with the columns `kept`."""
    as_of, source, query = (options.pop(name) for name in ("as_of", "source", "query"))
    merges = options["merge"]
    options["rules"] = rules_of(options)
    if options["header_row"] is not None:
        options["header_row"] = str(options["header_row"])
    if options["separator"] == "tab":
        options["separator"] = "\t"
    for role in COMPANIONS:
        options[role] = tuple(filter(None, options[role])) if options[role] else None
    options["state"] = options["state"] or None
    if bool(files) == bool(source):
        raise RequestError("files_or_source")
    if query and not source:
        raise RequestError("query_of_files")
    if files:
        return _loaded(files, options, as_of=as_of, kept=kept, wanted=wanted, merges=merges)
    return _of_source(source, query, options)


def _of_source(address: str, query: str | None, options: dict[str, Any]) -> "FilteredTable | IntoFrame":
    """The orders of a source, without those after today, unless they are to count."""
    future = options["rules"].future_dates
    if options["rules"] != Rules(future_dates=future):
        raise RequestError("rules_of_source")
    from retention.activity import placed_until
    from retention.ingest.sources.source import CANONICAL, open_source
    from retention.ingest.today import latest_day

    refused = {name for name, value in options.items() if value} - {"rules", "timezone", *CANONICAL}
    if refused:
        raise RequestError("flags_of_source", flags=sorted("--" + name.replace("_", "-") for name in refused))
    columns = {name: options[name] for name in CANONICAL if options[name]}
    orders = open_source(address, query=query, columns=columns, timezone=options["timezone"])
    return orders if future else placed_until(latest_day(), orders)


def _loaded(
    files: tuple[str, ...],
    options: dict[str, Any],
    *,
    as_of: dt.date | None,
    kept: tuple[str, ...],
    wanted: Filter,
    merges: str | None,
) -> "Orders":
    """The orders of files; `merges` is the file that says who is one person, of whom it must name somebody."""
    from retention.ingest.loading import load  # here, so that --help does not wait for pandas

    Thread(target=import_module, args=("retention.analysis.change",)).start()  # while the files are being parsed
    with warnings.catch_warnings(action="ignore", category=RetentionWarning):  # `summary` lists issues itself
        try:
            orders = load(*files, as_of=as_of, keep=kept, **options)
        except ColumnError as unknown:
            raise _about_filter(unknown, wanted) from None
    if options["rules"].merged and not any(issue.code == "merged" for issue in orders.issues):
        raise RequestError("merged_nobody", path=merges)
    return orders


def tables(
    files: tuple[str, ...],
    *,
    sheet: str | None,
    currency_column: str | None,
    rules: Rules,
    **choices: str | tuple[str, ...] | None,
) -> "list[tuple[RawTable, Mapping]]":
    """The cells of the files, read once more for what orders do not keep, as `bring` left the command's `options`."""
    from retention.ingest.mapping import Choices
    from retention.ingest.read import read
    from retention.ingest.session import ImportSession

    del choices["currency"]  # which amounts count says nothing about people
    chosen = Choices(sheet=sheet, currency=currency_column, **dict[str, Any](choices))
    return ImportSession.of([read(file, **chosen.layout) for file in files], chosen).tables


def _about_filter(unknown: ColumnError, wanted: Filter) -> ColumnError:
    """A refusal to keep a column that no file has; of one to choose orders by, with the names most like it."""
    column, columns = (unknown.details.get(name) for name in ("column", "columns"))
    if unknown.code != "no_such_column" or column not in wanted.columns or not isinstance(columns, list):
        return unknown
    return ColumnError("filter_column_unknown", column=column, columns=nearest(str(column), columns))


def currency_of(orders: "AnyOrders") -> str | None:
    """The currency of orders from files; a source says none."""
    currency: str | None = getattr(orders, "currency", None)
    return currency


def inputs(files: tuple[str, ...], source: str | None) -> list[str]:
    """Every file on this computer that a command reads."""
    if not source:
        return list(files)
    from retention.ingest.sources.source import source_files

    return [*files, *source_files(source)]


def ends_properly(command: Callable[P, None]) -> Callable[P, None]:
    """Let a command write for its reader (`lang`), and end it by its exit code.

    Refusals and questions are told as JSON (`as_json`), in English, or as sentences on stderr.
    """

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        language = kwargs.pop("lang", None)
        cut: dict[str, Any] = {name: kwargs[name] for name in CUT if name in kwargs}
        with reading_as(replace(terminal_reader(None if language is None else str(language)), **cut)):
            try:
                command(*args, **kwargs)
            except RuntimeError as stopped:
                if str(stopped) != INTERRUPTED:
                    raise
                raise KeyboardInterrupt from None
            except Undecided as undecided:
                _say_questions(undecided.questions, as_json=bool(kwargs["as_json"]))
                raise SystemExit(UNDECIDED) from None
            except RetentionError as error:
                _refuse(error, as_json=bool(kwargs["as_json"]))
                raise SystemExit(REFUSED) from None

    return run


def answer(
    in_json: Callable[[], dict[str, Any]],
    in_words: Callable[[], str],
    *,
    of: "AnyOrders",
    as_of: dt.date | None,
    as_json: bool,
) -> None:
    """Print an answer as one JSON object, or as text in which nothing steers the terminal.

    Which of the orders it is about, where they are filtered, stands before it.
    """
    from retention.activity import filter_of

    by = filter_of(of)
    if as_json:
        told = {"filter": _filter_in_json(of, by, as_of), **in_json()} if by else in_json()
        click.echo(json.dumps(told, ensure_ascii=False, allow_nan=False))
        return
    from retention.narrate.terminal.layout import paragraphs, shown

    click.echo(shown(paragraphs(_filter_in_words(of, by, as_of), [in_words()]) if by else in_words()))


def _filter_in_words(orders: "AnyOrders", by: Filter, as_of: dt.date | None) -> list[str]:
    from retention.activity import portion
    from retention.narrate import filters

    return [filters.sentences(by), filters.counted(portion(orders, as_of=as_of), by, currency_of(orders))]


def _filter_in_json(orders: "AnyOrders", by: Filter, as_of: dt.date | None) -> dict[str, Any]:
    from retention.activity import portion
    from retention.cli.plain import plain

    found = portion(orders, as_of=as_of)
    return {
        "conditions": [asdict(condition) for condition in by.conditions],
        "orders_left_out": found.orders_left_out,
        "customers_left_out": found.all_customers - found.customers,
        "revenue_left_out": plain(found.revenue_left_out),
    }


def as_object(error: RetentionError) -> dict[str, str]:
    """A refusal, or the reason why something is missing, in JSON."""
    return {"code": error.code, "message": str(error)}


def _refuse(error: RetentionError, *, as_json: bool) -> None:
    from retention.narrate import problems  # here, so that --help does not wait for pandas

    if error.code in WRONG_USAGE:
        raise click.UsageError(problems.error(error)) from None
    if as_json:
        click.echo(json.dumps({"error": as_object(error)}, ensure_ascii=False))
    else:
        click.echo(problems.error(error), err=True)


def _say_questions(questions: tuple[Question, ...], *, as_json: bool) -> None:
    from retention.cli.plain import asked  # here, so that --help does not wait for pandas
    from retention.narrate.terminal.layout import questions_text, shown

    if as_json:
        click.echo(json.dumps({"questions": asked(questions)}, ensure_ascii=False))
    else:
        click.echo(shown(questions_text(questions)), err=True)
