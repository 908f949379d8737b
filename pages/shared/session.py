"""What one visitor has in hand: language, settings, orders. Everything lives in the session, private to one tab.

How long it outlives the tab's connection says `pages.shared.server.keeping`.
"""

import datetime as dt
import threading
import weakref
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial

import pandas as pd
import streamlit as st

from pages.shared import address
from pages.shared.server import sessions
from pages.shared.settings import SETTINGS as DECLARED
from retention.activity import narrowed_orders
from retention.analysis.customers.contacts import pseudonymised
from retention.analysis.rates.bridge import Bridge, bridge
from retention.filters import EVERY_ORDER, Filter
from retention.ingest.read.process import always
from retention.ingest.session import ImportSession
from retention.ingest.today import latest_day
from retention.narrate.reader import LANGUAGES, Reader, ask_face
from retention.orders import Orders
from retention.periods import Calendar, usual_start
from retention.settings import DayRange, Days, Kind, as_text

ORDERS, IMPORTED = "orders", "imported"
MASKED, PART = "masked", "part"
SEEN = "overview-seen"
SETTINGS = "settings"
LANGUAGE = "language"
CALENDAR, VIEW = "calendar", "view"


@dataclass(frozen=True, kw_only=True)
class View:
    """What the visitor looks at.

    `calendar` cuts time into periods; `base` says whose return counts; `rates` has one row per period.
    `row` holds the counts of what was chosen: the period at position `chosen` of `rates`, or, where that is None, a
    range of days of the visitor's own. `against` is the first day of the earlier period it is held against, None for
    the usual one.
    """

    calendar: Calendar
    base: str | Days
    rates: pd.DataFrame
    row: pd.Series
    chosen: int | None
    against: dt.date | None = None

    @property
    def grain(self) -> str:
        """How long the periods are."""
        return str(self.calendar.grain)

    @property
    def days(self) -> Days:
        """First and last day of what was chosen."""
        return self.row["start"], self.row["end"]

    @cached_property
    def bridge(self) -> Bridge:
        """What was chosen, as a result that sentences are made of."""
        return bridge(self.row, base=self.base, calendar=None if self.chosen is None else self.calendar)


def connected() -> Callable[[], bool]:
    """Whether this visitor's browser is there, to be asked from any thread and without keeping the session alive."""
    session = sessions.current()
    return always if session is None else partial(sessions.is_connected, session)


def orders() -> Orders | None:
    """The orders every page computes from: those the filter leaves, customers masked in demo mode.

    None before anything was brought.
    """
    whole = all_orders()
    kept: tuple[Orders, Filter, Orders] | None = st.session_state.get(PART)
    return whole if kept is None or kept[0] is not whole else kept[2]


def keep_part(whole: Orders, by: Filter) -> None:
    """Let every page compute from the orders that fulfil a filter. Raises RetentionError, as `filtered`."""
    kept: tuple[Orders, Filter, Orders] | None = st.session_state.get(PART)
    if kept is None or kept[0] is not whole or kept[1] != by:
        st.session_state[PART] = whole, by, narrowed_orders(whole, by)


def filter_in_force() -> Filter:
    """Which of the orders in hand count."""
    found = orders()
    return EVERY_ORDER if found is None else found.filter


def all_orders() -> Orders | None:
    """The orders in hand, whatever the filter, customers masked in demo mode; None before anything was brought."""
    found: Orders | None = st.session_state.get(ORDERS)
    if found is None or not demo():
        return found
    kept: tuple[Orders, Orders] | None = st.session_state.get(MASKED)
    if kept is None or kept[0] is not found:
        kept = found, pseudonymised(found)
        st.session_state[MASKED] = kept
    return kept[1]


def demo() -> bool:
    """Whether customers are shown under invented names."""
    return setting("demo", "off") == "on"


def earlier() -> str | None:
    """The session to which the browser's page belonged before, and which is no more: closed, or of an app since ended.

    A page that lost its connection names its session when it connects again; one opened or loaded anew names none.
    """
    words = st.context.headers.get("Sec-WebSocket-Protocol", "")
    named = sessions.named_earlier(words.split(","))
    return None if named == sessions.current() else named


def first_seen() -> bool:
    """Whether orders are in hand for the first time in this session: the moment to show how the shop is doing."""
    if st.session_state.get(SEEN) or orders() is None or imported().open_questions:
        return False
    st.session_state[SEEN] = True
    return True


def keep(found: Orders) -> None:
    """Make these the orders of all pages."""
    st.session_state[ORDERS] = found


def imported() -> ImportSession:
    """The files in hand, and what they come to."""
    found: ImportSession = st.session_state.get(IMPORTED, ImportSession())
    return found


def keep_import(changed: ImportSession) -> None:
    """Make this the import in hand."""
    st.session_state[IMPORTED] = changed


def keep_calendar(selected: Calendar) -> None:
    """Tell the page about to run into which periods the chips cut time."""
    st.session_state[CALENDAR] = selected


def calendar() -> Calendar:
    """The periods into which the chips cut time; known whenever there are orders."""
    selected: Calendar = st.session_state[CALENDAR]
    return selected


def keep_view(selected: View) -> None:
    """Tell the page about to run what the chips select."""
    st.session_state[VIEW] = selected


def view() -> View:
    """What the chips select, on the pages that speak of one period, whenever there are orders."""
    selected: View = st.session_state[VIEW]
    return selected


def remember_link() -> frozenset[str] | None:
    """Take over the settings of the address where it tells what to show, and return what it undoes (see `address`).

    They are kept until their controls are drawn, which may need orders first. A link has the last word over what this
    browser had set before (see `pages.returning`), and a choice over the link. What no setting can be is left out: a
    link is rarely written by whoever opens it.
    """
    undone = address.undone()
    if undone is not None:
        stay = {name: text for name, text in settings().items() if name not in undone}
        settle(stay | possible(address.texts()))
    return undone


def possible(brought: Mapping[str, str]) -> dict[str, str]:
    """The settings among `brought` that exist and hold a possible value, each in the one way it is written."""
    read = {name: DECLARED[name].text(text) for name, text in brought.items() if name in DECLARED}
    return {name: text for name, text in read.items() if text is not None}


def settings() -> dict[str, str]:
    """Every setting chosen or linked, by name; a choice changes it in place."""
    found: dict[str, str] = st.session_state.setdefault(SETTINGS, {})
    return found


def settle(chosen: dict[str, str]) -> None:
    """Make these all the settings there are."""
    st.session_state[SETTINGS] = chosen
    address.mirror({name: "" for name in DECLARED if name not in chosen})
    _KNOWN.run = None


def setting(name: str, default: str, *, among: Kind[object] | None = None) -> str:
    """A setting's value: what the visitor chose, else what the link said, else `default`.

    It is what the setting's declaration allows, and `among` what the orders in hand leave of that.

    A choice other than the default is mirrored in the address. Streamlit's `bind="query-params"` would write the
    translated label, which another language could not open.
    """
    wanted = DECLARED[name].text(settings().get(name))
    value = wanted if wanted is not None and (among is None or among.read(wanted) is not None) else default
    address.mirror({name: "" if value == default else value})
    return value


def choose(name: str, value: str) -> None:
    """Remember a setting for the rest of the session."""
    settings()[name] = value
    _KNOWN.run = None


def days(name: str, *, within: Days, default: Days) -> Days:
    """A range of days that is a setting."""
    kind = DayRange(first=within[0], last=within[1])
    return kind.read(setting(name, as_text(default), among=kind)) or default


def calendar_of(grain: str) -> Calendar:
    """The periods of a length, by the settings of the visitor."""
    kind = setting("calendar", DECLARED["calendar"].options[0])
    month, day = usual_start(kind)
    return Calendar.of(grain, int(setting("year", str(month))), setting("week", day), kind)


def browser_locale() -> str:
    """The browser's locale, such as `ro-RO`; English when it does not tell."""
    return st.context.locale or "en"


def default_language() -> str:
    """The browser's language when we speak it, else English."""
    spoken = browser_locale().split("-")[0].lower()
    return spoken if spoken in LANGUAGES else "en"


def speak(chosen: str) -> None:
    """Tell everything written in this run which language to speak."""
    st.session_state[LANGUAGE] = chosen
    _KNOWN.run = None


def language() -> str:
    """The language to speak: chosen, linked, or the browser's."""
    spoken: str | None = st.session_state.get(LANGUAGE)
    return spoken or setting("lang", default_language())


class _KnownReader(threading.local):
    """Who read in one run of a page: a thread may serve another session next, so it knows whose run it was."""

    run: weakref.ref[object] | None = None
    reader: Reader


_KNOWN = _KnownReader()


def reader() -> Reader:
    """Who reads the page: the visitor's language, country, year of account, and whether customers are masked.

    Every word and figure asks; looked up each time it would take a tenth of the time of an answer.
    """
    run = sessions.current_run()
    if run is None:
        return _visitor()
    if _KNOWN.run is None or _KNOWN.run() is not run:
        _KNOWN.run, _KNOWN.reader = weakref.ref(run), _visitor()
    return _KNOWN.reader


def _visitor() -> Reader:
    cut = calendar_of("year").options
    return Reader(
        language=language(),
        region=browser_locale(),
        year_start=cut["year_start"],
        week_start=cut["week_start"],
        calendar=cut["calendar"],
        names_hidden=demo(),
        today=latest_day(),
    )


ask_face(reader)
