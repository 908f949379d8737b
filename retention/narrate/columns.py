"""Tables to be handed on, in the reader's words: headings, names of periods and states, and what each column holds."""

from collections.abc import Collection, Mapping, Sequence

import pandas as pd

from retention.filters import Filter
from retention.metrics import METRICS, Unit
from retention.narrate import customers, filters, lenses, periods, segments
from retention.narrate.numbers import locale, period_name
from retention.narrate.texts import N_, _, bare
from retention.narrate.whatif import COLUMNS as COURSES
from retention.narrate.whatif import MEASURES
from retention.sheets import Column, Kind, Notation, Sheet, as_it_is, kind_of

DATA = "data"
"""The name of the sheet that holds a table as it is, its columns under the names of `retention`."""
KNOWN: Mapping[str, tuple[str, Kind]] = {
    "customer": (N_("Customer"), Kind.TEXT),
    "email": (N_("E-mail"), Kind.TEXT),
    "phone": (N_("Phone"), Kind.TEXT),
    "first_name": (N_("First name"), Kind.TEXT),
    "last_name": (N_("Last name"), Kind.TEXT),
    "name": (N_("Name"), Kind.TEXT),
    "status": (N_("What became of them"), Kind.TEXT),
    "group": (N_("Group"), Kind.TEXT),
    "period": (N_("Period"), Kind.TEXT),
    "note": (N_("Note"), Kind.TEXT),
    "start": (N_("First day"), Kind.DAY),
    "end": (N_("Last day"), Kind.DAY),
    "customers_at_start": (N_("At the start"), Kind.COUNT),
    "retained": (N_("Came back"), Kind.COUNT),
    "lost": (N_("Lost"), Kind.COUNT),
    "reactivated": (N_("Back again"), Kind.COUNT),
    "new": (N_("New"), Kind.COUNT),
    "active": (N_("Bought"), Kind.COUNT),
    "customers": (N_("Customers"), Kind.COUNT),
    "orders": (N_("Orders"), Kind.COUNT),
    "revenue": (N_("Revenue"), Kind.MONEY),
    "base_orders": (N_("Orders before"), Kind.COUNT),
    "base_revenue": (N_("Revenue before"), Kind.MONEY),
    "crr": (N_("Came back"), Kind.SHARE),
    "crr_low": (N_("From"), Kind.SHARE),
    "crr_high": (N_("To"), Kind.SHARE),
    "textbook": (N_("Textbook"), Kind.SHARE),
    "number": (N_("Order"), Kind.COUNT),
    "median": (N_("Typical days since the one before"), Kind.COUNT),
    "lower": (N_("Middle half, from"), Kind.COUNT),
    "upper": (N_("Middle half, to"), Kind.COUNT),
    "days": (N_("Days since the first order"), Kind.COUNT),
    "share": (N_("Have ordered"), Kind.SHARE),
    "low": (N_("From"), Kind.SHARE),
    "high": (N_("To"), Kind.SHARE),
    "ahead": (N_("Periods ahead"), Kind.COUNT),
    "cohort": (N_("First bought"), Kind.TEXT),
    "age": (N_("Age"), Kind.COUNT),
    "value": (N_("Value of a customer so far"), Kind.MONEY),
    "decile": (N_("Tenth"), Kind.COUNT),
    "before": (N_("Tenth before"), Kind.COUNT),
    "after": (N_("Tenth after"), Kind.COUNT),
    "move": (N_("Move"), Kind.TEXT),
    "one_order": (N_("With one order"), Kind.COUNT),
    "orders_share": (N_("Share of the orders"), Kind.SHARE),
    "revenue_share": (N_("Share of the revenue"), Kind.SHARE),
    "cumulative_share": (N_("Share with those before"), Kind.SHARE),
    "revenue_per_customer": (N_("Revenue per customer"), Kind.MONEY),
    "order_value": (N_("Order value"), Kind.MONEY),
    "revenue_0": (N_("Revenue before"), Kind.MONEY),
    "revenue_1": (N_("Revenue after"), Kind.MONEY),
    "ordered": (N_("Ordered again"), Kind.COUNT),
    "product": (N_("Product"), Kind.TEXT),
    "returned_share": (N_("Came back"), Kind.SHARE),
    "later": (N_("Of that later"), Kind.MONEY),
    "next_product": (N_("Then most often"), Kind.TEXT),
    "next_share": (N_("Share of them"), Kind.SHARE),
    "repeaters": (N_("Bought again"), Kind.COUNT),
    "typical": (N_("Usual days"), Kind.COUNT),
    "slipping": (N_("Slipping away"), Kind.FLAG),
    "p_alive": (N_("Chance of still being a customer"), Kind.SHARE),
}
"""What columns of our tables are called on screen, and what they hold; those of customers and of figures follow."""
OF_CUSTOMERS = {
    **dict.fromkeys(customers.MONEY, Kind.MONEY),
    **dict.fromkeys(("first_order", "last_order", "expected_next"), Kind.DAY),
    **dict.fromkeys(("vip", "own_rhythm"), Kind.FLAG),
    **dict.fromkeys(("days_since_last", "rhythm", "overdue_days", "rank", "rank_before"), Kind.COUNT),
    "segment": Kind.TEXT,
    "p_gone": Kind.SHARE,
    "expected_orders": Kind.NUMBER,
}
OMITTED = frozenset(
    {
        *("rest", "complete", "base_complete", "small", "mean", "sure", "few"),
        *("returning", "repeaters", "ever_repeaters", "turned_repeaters", "returning_revenue", "retained_revenue"),
        "cohort_start",
        *("kept_revenue", "revenue_at_start", "positive_revenue_at_start", "customers_to_date", "repeaters_to_date"),
    }
)
"""Columns that no screen shows: they stand on the sheet of data."""
STATUSES = {
    "lost": N_("Lost"),
    "retained": N_("Came back"),
    "reactivated": N_("Back again"),
    "new": N_("New"),
}
BOUNDS = {"_low": N_("{figure}, from"), "_high": N_("{figure}, to")}
KINDS = {Unit.SHARE: Kind.SHARE, Unit.COUNT: Kind.COUNT, Unit.NUMBER: Kind.NUMBER, Unit.MONEY: Kind.MONEY}


def sheet(
    table: pd.DataFrame,
    *,
    currency: str | None = None,
    grain: str | None = None,
    titles: Mapping[str, str] | None = None,
    money: Collection[str] = (),
    only: Sequence[str] = (),
) -> Sheet:
    """A table of ours as the screen shows it: the columns `only` in that order, else all that are for reading.

    Headings are those of the screen, those in `titles` come first; money names its `currency`. Periods of a `grain`
    are named as the reader's country does, states and segments in words; the columns `money` are money here. A column
    that is none of ours stays as it is.
    """
    names = list(only) or [name for name in table.columns if name not in OMITTED]
    columns = [_column(str(name), table[name], currency, titles or {}, is_money=name in money) for name in names]
    rows = table[names].copy(deep=False)
    for name, written in (("status", STATUSES), ("segment", segments.SEGMENTS), ("move", lenses.MOVES)):
        if name in rows:
            words = {code: _(word) for code, word in written.items()}
            rows[name] = rows[name].astype(object).map(lambda code, words=words: words.get(code, code))
    if "period" in rows and "start" in table and grain:
        rows["period"] = [period_name(start, grain) for start in table["start"]]
    if "cohort" in rows and grain:
        began = table["cohort_start" if "cohort_start" in table else "start"]
        rows["cohort"] = [period_name(start, grain) for start in began]
    if "group" in rows:
        rest = table["rest"] if "rest" in table else pd.Series(False, index=table.index)
        named = zip(rows["group"], rest, strict=True)
        rows["group"] = [periods.group(group, rest=bool(is_rest)) for group, is_rest in named]
    return in_words(columns, rows)


def of_periods(rates: pd.DataFrame, *, grain: str, currency: str | None = None) -> Sheet:
    """The rows of `rates` as the table of all periods shows them, the newest first."""
    table = rates.assign(note=periods.notes(rates)).iloc[::-1]
    shown = ("period", "start", "end", *periods.COLUMNS)
    only = [name for name in dict.fromkeys(shown) if name in table]
    return sheet(table, currency=currency, grain=grain, only=only)


def in_words(columns: Sequence[Column], rows: pd.DataFrame) -> Sheet:
    """A table whose cells are in words already, as the first sheet of a file; yes and no are put in words."""
    written = rows.copy(deep=False).set_axis(range(rows.shape[1]), axis="columns")
    kinds = []
    for place, column in enumerate(columns):
        if column.kind is Kind.FLAG:
            written[place] = written[place].map({True: _("yes"), False: _("no")}).astype(object)
        kinds.append(Kind.TEXT if column.kind is Kind.FLAG else column.kind)
    shown = [Column(title=column.title, kind=kind) for column, kind in zip(columns, kinds, strict=True)]
    return Sheet(title=_("Table"), columns=tuple(shown), rows=written)


def as_read(table: pd.DataFrame) -> Sheet:
    """A table that came out of files, under its own headings."""
    found = as_it_is(table, title="")
    return in_words(found.columns, found.rows)


def texts(titles: Sequence[str], rows: pd.DataFrame) -> Sheet:
    """A table that is shown as texts, figures of several units among them, under these titles."""
    return in_words([Column(title=title, kind=Kind.TEXT) for title in titles], rows)


def definitions(_table: pd.DataFrame, *, lines: Sequence[Sequence[str]]) -> Sheet:
    """Figures of one period as texts, because they are of several units; `lines` see `metrics.MetricInWords`."""
    titles = (_("Figure"), _("Value"), _("95% interval"), _("What it counts"), _("Why it differs"))
    rows = [[bare(text) for text in line] for line in lines]
    return texts(titles, pd.DataFrame(rows, columns=range(len(titles))))


def with_filter(shown: Sheet, by: Filter) -> Sheet:
    """The sheet with the conditions of the orders it is about in its first column, if it is not about all."""
    if not by:
        return shown
    said, title = filters.bare(by), _("Filter")
    heading = title if len(shown.rows) else f"{title}: {said}"
    return shown.beginning_with(Column(title=heading, kind=Kind.TEXT), said)


def notation() -> Notation:
    """How the reader's country writes numbers in a file of texts."""
    return Notation.of(locale().number_symbols["latn"]["decimal"])


def _column(name: str, cells: pd.Series, currency: str | None, titles: Mapping[str, str], *, is_money: bool) -> Column:
    known, kind = _known(name) or (name, kind_of(cells))
    kind = Kind.MONEY if is_money else kind
    title = titles.get(name, known)
    return Column(title=f"{title}, {currency}" if kind is Kind.MONEY and currency else title, kind=kind)


def _known(name: str) -> tuple[str, Kind] | None:
    """Heading and kind of a column of ours."""
    if name in KNOWN:
        title, kind = KNOWN[name]
        return _(title), kind
    if name in customers.COLUMNS:
        return _(customers.COLUMNS[name]), OF_CUSTOMERS.get(name, Kind.COUNT)
    return _figure(name) or _course(name)


def _figure(name: str) -> tuple[str, Kind] | None:
    """A figure of the catalogue, or one end of its interval."""
    figure = next((name.removesuffix(end) for end in BOUNDS if name.endswith(end)), name)
    if figure not in METRICS:
        return None
    title, kind = _(METRICS[figure].title), KINDS[METRICS[figure].unit]
    return (title if figure == name else _(BOUNDS[name[len(figure) :]]).format(figure=title)), kind


def _course(name: str) -> tuple[str, Kind] | None:
    """A measure of a course of the what-if question, or one end of its band: `revenue_scenario_low`."""
    course = next((name.removesuffix(end) for end in BOUNDS if name.endswith(end)), name)
    measure, _separator, side = course.rpartition("_")
    if measure not in MEASURES or side not in COURSES:
        return None
    title = ": ".join((_(MEASURES[measure]), _(COURSES[side])))
    kind = Kind.MONEY if measure in ("revenue", "profit", "npv", "revenue_total") else Kind.NUMBER
    return (title if course == name else _(BOUNDS[name[len(course) :]]).format(figure=title)), kind
