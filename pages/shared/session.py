"""What one visitor has in hand: language, settings, orders. Everything lives in this session and dies with it."""

import datetime as dt
import re
import threading
import weakref
from collections.abc import Callable, Container
from dataclasses import dataclass

import pandas as pd
import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from pages.shared.masking import masked
from retention.orders import Orders
from retention.periods import Calendar

ORDERS = "orders"
MASKED = "masked"
SETTINGS = "settings"
LANGUAGE = "language"
CALENDAR, VIEW = "calendar", "view"
MONTHS = tuple(map(str, range(1, 13)))
"""Months in which a year of account can begin."""
RANGE = re.compile(r"(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)")
"""How a link writes a range of days."""
MOST_LETTERS = 12
"""Letters of a number in a link at most."""
LANGUAGES = {"en": "English", "ru": "Русский", "uk": "Українська", "ro": "Română"}


Days = tuple[dt.date, dt.date]
"""First and last day of a stretch of time, both included."""


@dataclass(frozen=True, kw_only=True)
class View:
    """What the visitor looks at.

    `grain` and `year_start` cut time into periods; `base` says whose return counts; `rates` has one row per period.
    `row` holds the counts of what was chosen: the period at position `chosen` of `rates`, or, where that is None, a
    range of days of the visitor's own.
    """

    grain: str
    year_start: int
    base: str | Days
    rates: pd.DataFrame
    row: pd.Series
    chosen: int | None

    @property
    def days(self) -> Days:
        """First and last day of what was chosen."""
        return self.row["start"], self.row["end"]


@dataclass(frozen=True)
class Ranges:
    """The ranges of days a link may ask for: those that lie within `first` and `last`."""

    first: dt.date
    last: dt.date

    def __contains__(self, text: object) -> bool:
        days = parsed_days(text)
        return days is not None and self.first <= days[0] <= days[1] <= self.last


@dataclass(frozen=True)
class Numbers:
    """The numbers a link may ask for: those from `least` to `most`, written in so few letters that they can be read."""

    least: float
    most: float

    def __contains__(self, text: object) -> bool:
        try:
            return isinstance(text, str) and len(text) <= MOST_LETTERS and self.least <= float(text) <= self.most
        except ValueError:
            return False


def parsed_days(text: object) -> Days | None:
    """The range of days a link means by `2024-03-05..2024-04-20`; None for anything else."""
    found = RANGE.fullmatch(text) if isinstance(text, str) else None
    try:
        return (dt.date.fromisoformat(found[1]), dt.date.fromisoformat(found[2])) if found else None
    except ValueError:
        return None


def written_days(days: Days) -> str:
    """How a link writes a range of days."""
    return "..".join(day.isoformat() for day in days)


def orders() -> Orders | None:
    """The orders every page computes from, their customers masked in demo mode; None before anything was brought."""
    found: Orders | None = st.session_state.get(ORDERS)
    if found is None or not demo():
        return found
    kept: tuple[Orders, Orders] | None = st.session_state.get(MASKED)
    if kept is None or kept[0] is not found:
        kept = found, masked(found)
        st.session_state[MASKED] = kept
    return kept[1]


def demo() -> bool:
    """Whether customers are shown under invented names."""
    return setting("demo", ("off", "on"), "off") == "on"


def keep(found: Orders) -> None:
    """Make these the orders of all pages."""
    st.session_state[ORDERS] = found


def count_by(selected: Calendar) -> None:
    """Tell the page about to run into which periods the frame's controls cut time."""
    st.session_state[CALENDAR] = selected


def calendar() -> Calendar:
    """The periods into which the frame's controls cut time; known whenever there are orders."""
    selected: Calendar = st.session_state[CALENDAR]
    return selected


def show(selected: View) -> None:
    """Tell the page about to run what the frame's controls select."""
    st.session_state[VIEW] = selected


def view() -> View:
    """What the frame's controls select, on the pages that speak of one period, whenever there are orders."""
    selected: View = st.session_state[VIEW]
    return selected


def remember_link() -> None:
    """Keep every setting of the link that opened the app until its control is drawn, which may need orders first."""
    settle(st.query_params.to_dict() | st.session_state.get(SETTINGS, {}))


def settings() -> dict[str, str]:
    """Every setting chosen or linked, by name; a choice changes it in place."""
    found: dict[str, str] = st.session_state.setdefault(SETTINGS, {})
    return found


def settle(chosen: dict[str, str]) -> None:
    """Make these all the settings there are."""
    st.session_state[SETTINGS] = chosen


def setting(name: str, allowed: Container[str], default: str) -> str:
    """A setting's value: what the visitor chose, else what the link said, else `default`.

    A choice other than the default is mirrored in the address so that it can be sent as a link, and put back
    there after a change of page has emptied it. Streamlit's `bind="query-params"` would write the translated
    label, which another language could not open.
    """
    wish = settings().get(name)
    value = wish if wish is not None and wish in allowed else default
    if value != default:
        st.query_params[name] = value
    elif name in st.query_params:
        del st.query_params[name]
    return value


def choose(name: str, value: str) -> None:
    """Remember a setting for the rest of the session."""
    settings()[name] = value


def days(name: str, *, within: Days, default: Days) -> Days:
    """A range of days that is a setting."""
    return parsed_days(setting(name, Ranges(*within), written_days(default))) or default


def year_start() -> int:
    """The month in which years and quarters of account begin."""
    return int(setting("year", MONTHS, MONTHS[0]))


def browser_locale() -> str:
    """The browser's locale, such as `ro-RO`; English when it does not tell."""
    return _once_a_run("browser", lambda: st.context.locale or "en")


def default_language() -> str:
    """The browser's language when we speak it, else English."""
    spoken = browser_locale().split("-")[0].lower()
    return spoken if spoken in LANGUAGES else "en"


def speak(chosen: str) -> None:
    """Tell everything written in this run which language to speak."""
    st.session_state[LANGUAGE] = chosen
    _HEARD.run = None


def language() -> str:
    """The language to speak: chosen, linked, or the browser's."""
    return _once_a_run("language", _spoken)


def _spoken() -> str:
    spoken: str | None = st.session_state.get(LANGUAGE)
    return spoken or setting("lang", tuple(LANGUAGES), default_language())


class _Heard(threading.local):
    """What one run of a page has looked up: a thread may serve another session next, so it knows whose run it was."""

    run: weakref.ref[object] | None = None
    known: dict[str, str]


_HEARD = _Heard()


def _once_a_run(name: str, look_up: Callable[[], str]) -> str:
    """What every word and figure asks for; looked up each time it would take a tenth of the time of an answer."""
    run = get_script_run_ctx(suppress_warning=True)
    if run is None:
        return look_up()
    if _HEARD.run is None or _HEARD.run() is not run:
        _HEARD.run, _HEARD.known = weakref.ref(run), {}
    if name not in _HEARD.known:
        _HEARD.known[name] = look_up()
    return _HEARD.known[name]
