"""Numbers, money, dates and periods as the reader's country writes them."""

import copy
import datetime as dt
import math
import re
from functools import cache
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_interval, get_day_names, get_month_names
from babel.numbers import NumberPattern, format_compact_decimal, format_decimal, format_scientific

from retention.defaults import OLD_DATA_DAYS
from retention.narrate.reader import reader
from retention.narrate.texts import N_, _, ngettext
from retention.periods import WEEK_STARTS, Calendar

MISSING = "–"
VAST = 1e20
"""From here on digits are noise (a float holds 17), and Babel cannot write more than 28 of them."""
CENTS_UP_TO = 1000
"""Money below this shows its cents; above, they only make the figure harder to read."""

QUARTERS = (N_("in Q1 {year}"), N_("in Q2 {year}"), N_("in Q3 {year}"), N_("in Q4 {year}"))
MONTHS = (
    N_("in January {year}"),
    N_("in February {year}"),
    N_("in March {year}"),
    N_("in April {year}"),
    N_("in May {year}"),
    N_("in June {year}"),
    N_("in July {year}"),
    N_("in August {year}"),
    N_("in September {year}"),
    N_("in October {year}"),
    N_("in November {year}"),
    N_("in December {year}"),
)
TOUCHING = re.compile(r"(?<=[^\W\d])(?=\d)")
"""Where a currency's letters touch the figure: Unicode's locale data ask for a space there, Babel leaves it out."""
YEAR_WORD = re.compile(r"\s(?:г|гг|р|рр)\.(?=\s|$)")
"""The abbreviated "year" after which Russian and Ukrainian dates put a stop, which would double at a sentence's end."""
NAMES = {"month": "LLL y", "quarter": "QQQ y", "year": "y"}
"""Unicode date patterns of a period's short name, by grain."""


def locale() -> Locale:
    """The conventions to write in: the reader's country's where it speaks the language, else the language's own."""
    who = reader()
    return _locale(who.language, who.region)


@cache
def _locale(language: str, region: str) -> Locale:
    if region.split("-", maxsplit=1)[0].lower() != language:
        return Locale.parse(language)
    try:
        return Locale.parse(region, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale.parse(language)


def number(value: float) -> str:
    """A whole number with the thousands set apart; a dash when missing."""
    if math.isnan(value) or abs(value) >= VAST:
        return _vast(value)
    return format_decimal(round(value), locale=locale())


def _vast(value: float) -> str:
    """A number too large for its digits to mean anything, as a power of ten; a dash when missing."""
    return MISSING if math.isnan(value) else format_scientific(value, format="0.##E0", locale=locale())


def percent(fraction: float, *, digits: int = 0) -> str:
    """A fraction 0..1 as a percentage; a dash when undefined."""
    if math.isnan(fraction):
        return MISSING
    where = locale()
    if abs(fraction) >= VAST / 100:
        return f"{_vast(100 * fraction)}{percent(0).lstrip('0')}"
    return str(_percent_pattern(where, digits).apply(fraction, where))


@cache
def _percent_pattern(where: Locale, digits: int) -> NumberPattern:
    return _with_digits(where.percent_formats[None], digits)


def _with_digits(pattern: NumberPattern, digits: int) -> NumberPattern:
    changed = copy.copy(pattern)
    changed.frac_prec = (digits, digits)
    return changed


def between(low: float, high: float, *, digits: int = 0) -> str:
    """An interval of two shares; a dash where it is undefined."""
    if math.isnan(low):
        return MISSING
    return from_to(percent(low, digits=digits), percent(high, digits=digits))


def from_to(low: str, high: str) -> str:
    """Both ends of a range, as written."""
    return _("{low} to {high}").format(low=low, high=high)


def decimal(value: float, *, digits: int = 2) -> str:
    """A number with so many decimals; a dash when undefined."""
    if math.isnan(value) or abs(value) >= VAST:
        return _vast(value)
    return format_decimal(value, format=f"#,##0.{'0' * digits}", locale=locale())


def exact(value: float) -> str:
    """A number with all its decimals, as somebody typed it."""
    if not math.isfinite(value):
        return str(value)
    return str(format_decimal(value, decimal_quantization=False, locale=locale()))


def points(change: float) -> str:
    """A difference of two shares, signed, in percentage points."""
    sign = "−" if change < 0 else "+"
    return _("{n} pts").format(n=f"{sign}{format_decimal(abs(100 * change), format='0.0', locale=locale())}")


def of_hundred(fraction: float) -> int:
    """A fraction as whole percent: 0.15 is 15."""
    return round(100 * fraction)


def share_of_hundred(count: float) -> float:
    """A number of percent as a fraction: 15 is 0.15."""
    return count / 100


def money(amount: float, currency: str | None) -> str:
    """An amount with its currency, whole from a thousand on; without one, the bare number."""
    if math.isnan(amount):
        return MISSING
    if abs(amount) >= VAST:
        return " ".join(filter(None, (_vast(amount), currency)))
    digits = 2 if abs(amount) < CENTS_UP_TO and amount % 1 else 0
    if currency is None:
        return number(amount) if not digits else format_decimal(amount, format="#,##0.00", locale=locale())
    pattern = _with_digits(locale().currency_formats["standard"], digits)
    written = str(pattern.apply(amount, locale(), currency=currency, currency_digits=False))
    return TOUCHING.sub("\xa0", written)


def number_locale() -> dict[str, Any]:
    """How charts write numbers, in the terms of D3's number locales."""
    symbols = locale().number_symbols["latn"]
    return {
        "decimal": symbols["decimal"],
        "thousands": symbols["group"],
        "grouping": [3],
        "currency": ["", ""],
        "percent": percent(0).lstrip("0"),
    }


def units() -> dict[float, str]:
    """Short words for thousands and more, as they follow a number on an axis."""
    language = locale().language  # the words alone: some countries group numbers otherwise
    return {size: format_compact_decimal(size, locale=language).removeprefix("1") for size in (1e3, 1e6, 1e9, 1e12)}


def date(day: dt.date) -> str:
    """A day with its month in words."""
    return YEAR_WORD.sub("", format_date(day, "long", locale=locale()))


def is_old(as_of: dt.date) -> bool:
    """Whether data that end on a day are too old to speak of today; never where nobody told what day it is."""
    today = reader().today
    return today is not None and (today - as_of).days > OLD_DATA_DAYS


def short_date(day: dt.date) -> str:
    """A day as it stands in tables."""
    return str(format_date(day, "medium", locale=locale()))


def dates(first: dt.date, last: dt.date) -> str:
    """A stretch of days, both ends included."""
    return YEAR_WORD.sub("", str(format_interval(first, last, "yMMMd", locale=locale())))


def period_name(start: dt.date, grain: str) -> str:
    """The short name of the period that starts on a day, for axes and lists."""
    if grain == "week":
        return format_date(start, "medium", locale=locale())
    calendar = calendar_of(grain)
    if grain == "month" or calendar.year_start == 1:
        return format_date(calendar.named(calendar.number_of(start)), NAMES[grain], locale=locale())
    year, quarter = _fiscal(start, grain)
    if grain == "year":
        return year
    return f"{format_date(dt.date(1, 3 * quarter, 1), 'QQQ', locale=locale())} {year}"


def calendar_of(grain: str) -> Calendar:
    """The periods of a length by the reader's own calendar."""
    who = reader()
    return Calendar.of(grain, who.year_start, who.week_start, who.calendar)


def _fiscal(start: dt.date, grain: str) -> tuple[str, int]:
    """Year (`2024/25`) and quarter of a period of account."""
    label = calendar_of(grain).at(start).label
    year, _letter, quarter = label.partition("Q")
    return year, int(quarter or 1)


def during(start: dt.date, grain: str) -> str:
    """A period inside a sentence: when something happened."""
    if grain == "week":
        return _("in the week of {dates}").format(dates=dates(start, start + dt.timedelta(days=6)))
    if grain == "month":
        calendar = calendar_of(grain)
        named = calendar.named(calendar.number_of(start))
        return _(MONTHS[named.month - 1]).format(year=named.year)
    year, quarter = _fiscal(start, grain)
    template = QUARTERS[quarter - 1] if grain == "quarter" else N_("in {year}")
    return _(template).format(year=year)


def on_days(first: dt.date, last: dt.date) -> str:
    """A range of days inside a sentence: when something happened."""
    if first == last:
        return _("on {day}").format(day=date(first))
    return _("from {first} to {last}").format(first=date(first), last=date(last))


def date_format() -> str:
    """How the date controls write a day: as the reader's country does."""
    if locale().language != "en":
        return "DD.MM.YYYY"
    return "MM/DD/YYYY" if locale().territory in {None, "US"} else "DD/MM/YYYY"


def month_names() -> dict[str, str]:
    """The months by number, as they stand alone."""
    names = get_month_names("wide", context="stand-alone", locale=locale())
    return {str(number): str(name) for number, name in names.items()}


def weekday_names() -> dict[str, str]:
    """The days on which weeks begin, as they stand alone, by what settings call them."""
    names = get_day_names("wide", context="stand-alone", locale=locale())
    return {day: str(names[number]) for day, number in WEEK_STARTS.items()}


def weekday_name(day: int) -> str:
    """A day of the week by its place, Monday 0, as it stands alone at the beginning of a sentence."""
    name = str(get_day_names("wide", context="stand-alone", locale=locale())[day])
    return name[:1].upper() + name[1:]


def orders(count: float) -> str:
    """So many orders."""
    return ngettext("{n} order", "{n} orders", round(count)).format(n=number(count))


def customers(count: float) -> str:
    """So many customers."""
    return ngettext("{n} customer", "{n} customers", round(count)).format(n=number(count))


def amount(value: float) -> str:
    """An amount as it stands in a file, with cents and without a currency."""
    return decimal(value)
