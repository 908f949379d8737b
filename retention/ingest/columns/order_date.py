"""Which column says when the order was placed, how its dates are written, and dates written in several columns."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from retention.errors import Question, Undecided
from retention.ingest.columns.column_profile import SURE_HEADER, TIE, WEAKEST_HEADER, Profile
from retention.ingest.columns.ranking import ask_which, is_order_number, ranked
from retention.ingest.headers import names_a_date, tokens
from retention.ingest.values import dates
from retention.ingest.values.date_layouts import month_number
from retention.ingest.values.texts import tidy

if TYPE_CHECKING:
    from retention.ingest.read.raw import RawTable

# Words of headers that speak of ordering, not of a document or a row: of two columns for the date theirs is it.
_ORDERING = frozenset(
    [
        *("order", "ordered", "purchase", "purchased", "placed", "booked", "bought", "reserved"),
        *("заказа", "заказ", "покупки", "замовлення", "купівлі", "comenzii", "comenzi", "comanda", "achizitiei"),
        *("забронировано", "заброньовано", "rezervat"),
    ]
)
_SAME = 0.95
_LOOKS_LIKE = 0.8
_FILLED_ENOUGH = 0.5

_YEAR = r"(?:19|20)\d\d"
_NUMBER = r"(?:0?[1-9]|1[0-2])"
_APART = r"[-./ ]"
_WORD = r"(?P<word>[^\W\d_]{3,12})\.?"
_AFTER_YEAR = r"(?: ?(?:г|р|года|року)\b\.?)?"
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"{_YEAR}{_APART}{_NUMBER}|{_NUMBER}{_APART}{_YEAR}{_AFTER_YEAR}",
        rf"{_WORD}[-./, ']*(?:{_YEAR}|\d\d){_AFTER_YEAR}",
        rf"{_YEAR}[-./, ]*{_WORD}",
    )
)
_NAMES = {
    "year": "year год рік an anul",
    "month": "month месяц місяць luna",
    "day": "day день число zi ziua",
}
_PARTS = {tokens(name): part for part, names in _NAMES.items() for name in names.split()}
# Words before them that change nothing: Order Year.
_OF_ORDER = frozenset(["order", "sale", "заказа", "продажи"])
_LIMITS = {"year": (1950, 2150), "month": (1, 12), "day": (1, 31)}
_NEARLY_ALL = 0.8
_COMPACT = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
_TEXT = pd.StringDtype("pyarrow", na_value=np.nan)


def date_column(profiles: Sequence[Profile]) -> Profile | Question | None:
    """The column that says when it was ordered, a question where several could, None if none does.

    When it was ordered comes before when it was paid, and both before the day of what was ordered (check-in, event,
    visit), which counts where the file says nothing else. Columns that tell the same days are no question.
    """
    named = _filled_enough(ranked(profiles, "date"))
    service = _filled_enough(ranked(profiles, "service_date"))
    unknown = [column for column in profiles if column.dates >= _LOOKS_LIKE and _may_be_date(column)]
    if named:
        best, *others = _first_of_equals(named)
        weak = best.means["date"] < SURE_HEADER
        return _unless_others_differ(best, [*others, *unknown, *service] if weak else others)
    if service:
        return _unless_others_differ(_earliest(service), unknown)
    if unknown:
        best, *others = _filled_enough(unknown)
        return _unless_others_differ(best, others)
    compact = [column for column in profiles if _may_be_date(column) and _are_compact_days(column)]
    if compact:
        return _unless_others_differ(compact[0], compact[1:])
    numbers = [column for column in profiles if column.dates >= _LOOKS_LIKE and is_order_number(column)]
    return ask_which("date", numbers, or_none=True) if numbers else None


def _may_be_date(column: Profile) -> bool:
    """Whether a header leaves it open that its dates are those of orders."""
    named = max(column.means.get(role, 0.0) for role in ("date", "service_date"))
    return named < WEAKEST_HEADER and not column.is_decoy and not is_order_number(column)


def _are_compact_days(column: Profile) -> bool:
    """Whether the header says nothing and every cell is a day of eight digits, such as 20250131."""
    if not column.is_unexplained or column.bare_dates < 1:
        return False
    return all(_COMPACT.fullmatch(str(cell).removesuffix(".0")) for cell in column.cells.dropna())


def _filled_enough(candidates: Sequence[Profile]) -> list[Profile]:
    """The candidates without those that are empty on most of the rows on which another one is filled."""
    best_filled = max((column.filled for column in candidates), default=0.0)
    return [column for column in candidates if column.filled >= _FILLED_ENOUGH * best_filled]


def _first_of_equals(candidates: Sequence[Profile]) -> list[Profile]:
    """The columns that mean the date equally well, those that speak of ordering instead if any does."""
    strongest = candidates[0].means["date"]
    equals = [column for column in candidates if strongest - column.means["date"] < TIE]
    return [column for column in equals if not _ORDERING.isdisjoint(tokens(column.name))] or equals


def _earliest(candidates: Sequence[Profile]) -> Profile:
    """The column whose days come first: of arrival and departure the arrival."""
    median = {column.name: dates.parse(column.cells, "dmy").quantile(0.5) for column in candidates}
    return min(candidates, key=lambda column: (median[column.name], column.name))


def _unless_others_differ(best: Profile, others: Sequence[Profile]) -> Profile | Question:
    differing = [column for column in others if not _same_days(best, column)]
    return ask_which("date", (best, *differing)) if differing else best


def month_column(profiles: Sequence[Profile]) -> str | None:
    """The column, or the two, by which only the month of an order is known; None if there is none."""
    found = next((column.name for column in profiles if _share_of_months(column.cells) >= _LOOKS_LIKE), None)
    named = _date_parts([column.name for column in profiles])
    apart = ", ".join(named[part] for part in ("year", "month") if part in named)
    return found or (apart if "month" in named else None)


def time_column(profiles: Sequence[Profile], date: Profile) -> Profile | None:
    """The column of the time of day, where the date's own cells have none."""
    timestamps = dates.parse(date.cells, "dmy").dropna()
    if (timestamps != timestamps.dt.normalize()).any():
        return None
    return next((column for column in ranked(profiles, "time") if column is not date), None)


def written_order(table: pd.DataFrame, date: str, profiles: Sequence[Profile]) -> str | Question | None:
    """`dmy` or `mdy` where the date column's cells need it, else None; a question if nothing decides.

    Where the column itself proves nothing, other dates of the same file do: they were written alike.
    """
    try:
        return dates.date_order(table[date])
    except Undecided as undecided:
        question = undecided.questions[0]
    others = [
        column.name for column in profiles if column.is_date and column.name != date and not is_order_number(column)
    ]
    proofs = [dates.evidence(table[name]).order for name in others]
    decided = {order for order in proofs if order is not None}
    return decided.pop() if len(decided) == 1 else question


def _same_days(left: Profile, right: Profile) -> bool:
    one, other = (dates.parse(column.cells, "dmy").dt.normalize().to_numpy() for column in (left, right))
    both = ~np.isnat(one) & ~np.isnat(other)
    return bool(both.any() and (one[both] == other[both]).mean() >= _SAME)


def _share_of_months(cells: pd.Series) -> float:
    """Share of the filled cells that are a month with its year, 0..1; 0 for a column of numbers or real dates."""
    if not isinstance(cells.dtype, pd.StringDtype):
        return 0.0
    counts = cells.dropna().value_counts()
    found = sum(count for text, count in counts.items() if _is_month(tidy(str(text))))
    return found / max(int(counts.sum()), 1)


def _is_month(text: str) -> bool:
    matches = [match for form in _FORMS if (match := form.fullmatch(text))]
    return any(not (word := match.groupdict().get("word")) or month_number(word) is not None for match in matches)


def with_joined_date(raw: "RawTable") -> "RawTable":
    """The table with a further column `Year, Month, Day` (named as the file names them) of texts such as `2025-03-31`.

    Unchanged where a part is missing or there twice, another header speaks of a date, or the cells are something
    else. A row whose parts make no date shows them as they are written.
    """
    frame = raw.frame
    named = _date_parts(frame.columns)
    others = [str(name) for name in frame.columns if _part(str(name)) is None]
    twice = len(frame.columns) - len(others) > len(_LIMITS)
    if len(named) < len(_LIMITS) or twice or any(map(names_a_date, others)):
        return raw
    numbers = {part: _numbers(frame[named[part]], part) for part in _LIMITS}
    whole = pd.DataFrame(numbers).notna().all(axis=1)
    if not len(frame) or whole.mean() < _NEARLY_ALL:
        return raw
    cells = pd.DataFrame({part: frame[named[part]].astype("str").fillna("") for part in _LIMITS})
    written = cells["year"] + " " + cells["month"] + " " + cells["day"]
    year, month, day = (numbers[part].fillna(0).astype("int64").astype("str") for part in _LIMITS)
    joined = (year + "-" + month.str.zfill(2) + "-" + day.str.zfill(2)).where(whole, written.str.strip())
    joined = joined.mask(joined == "")
    name = ", ".join(str(named[part]) for part in _LIMITS)
    return replace(raw, frame=frame.assign(**{name: joined.astype(_TEXT)}))


def _date_parts(headers: Iterable[str]) -> dict[str, str]:
    """The headers that name the `year`, `month` or `day` of an order, by part."""
    found = {_part(str(header)): header for header in headers}
    return {part: header for part, header in found.items() if part is not None}


def _part(header: str) -> str | None:
    words = tokens(header)
    return _PARTS.get(words[1:] if words and words[0] in _OF_ORDER else words)


def _numbers(cells: pd.Series, part: str) -> pd.Series:
    """Whole numbers within the part's limits, months from their names too; missing where a cell is none."""
    numbers = pd.to_numeric(cells, errors="coerce").astype("float64")
    if part == "month" and cells.dtype.kind not in "ifb":
        names = {text: month_number(text.strip().casefold().rstrip(".")) for text in cells.dropna().unique()}
        numbers = numbers.fillna(cells.map(names).astype("float64"))
    least, most = _LIMITS[part]
    return numbers.where(numbers.between(least, most) & (numbers % 1 == 0))
