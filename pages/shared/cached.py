"""The only caches. Keys are fingerprints: Streamlit hashes a mere sample of large frames and then shows old answers.

Private to a session: the default is shared by all visitors.
"""

import datetime as dt
from collections.abc import Callable
from operator import attrgetter
from typing import Any, NamedTuple

import pandas as pd
import streamlit as st

import retention as rt
from pages.shared import session
from retention.activity import Portion, askable, narrowed_orders
from retention.activity import portion as portion_of
from retention.activity import values_of as values_of_column
from retention.analysis import claims, effect
from retention.analysis.audit import Audit, DecileMoves
from retention.analysis.beside_published import BesidePublished
from retention.analysis.change import Change
from retention.analysis.claims import Choice, Way
from retention.analysis.cohorts import average, every_mode
from retention.analysis.cohorts.reading import best_first
from retention.analysis.customers import Customers
from retention.analysis.customers.briefing import Briefing
from retention.analysis.customers.briefing import briefing as of_customers
from retention.analysis.customers.contacts import contact_details as contact_details_of
from retention.analysis.customers.table import ranked, revalue
from retention.analysis.effect import Outcome
from retention.analysis.findings import Findings
from retention.analysis.findings import standing_out as standing_out_of
from retention.analysis.money import MoneyBridge
from retention.analysis.pace import Pace
from retention.analysis.products import FirstProducts
from retention.analysis.rates import SimpleLifetimeValue
from retention.analysis.rates.breakdown import dimension_values, several_values
from retention.analysis.rates.compare import most_spent_first
from retention.analysis.timing import Suggestion, Wait
from retention.defaults import MOST_GROUPS
from retention.errors import RetentionError
from retention.filters import Filter
from retention.ingest import limited
from retention.ingest.clean.ledger import rejected as rejected_rows
from retention.ingest.lookalikes import LookAlike
from retention.ingest.read.process import Progress
from retention.ingest.rules import Rules
from retention.ingest.session import ImportedFile, ImportSession
from retention.orders import Orders
from retention.periods import Calendar
from retention.settings import Days
from retention.whatif import Baseline
from retention.whatif.baseline import of_history
from retention.whatif.history import history

BY_FINGERPRINT: dict[str | type[Any], Callable[[Any], Any]] = {
    Orders: attrgetter("fingerprint"),
    ImportedFile: attrgetter("fingerprint"),
    ImportSession: attrgetter("fingerprint"),
    Rules: repr,
    Filter: repr,
    Calendar: repr,
    Way: repr,
    Choice: repr,
    pd.Series: lambda row: repr(row.to_dict()),
}


class Overview(NamedTuple):
    """Orders in a few figures: how many, of how many customers, from when to when, for how much money."""

    orders: int
    customers: int
    first: dt.date
    last: dt.date
    revenue: float
    has_money: bool


@st.cache_data(scope="session", max_entries=4, hash_funcs=BY_FINGERPRINT, show_spinner=False)
def overview(orders: Orders) -> Overview:
    """What the sidebar tells about the data in hand."""
    return Overview(
        orders=len(orders.purchases),
        customers=orders.customers,
        first=orders.first_date,
        last=orders.last_date,
        revenue=orders.revenue,
        has_money=bool(orders.frame["amount"].notna().any()),
    )


@st.cache_resource(scope="session", max_entries=4, hash_funcs=BY_FINGERPRINT, show_spinner=False)
def joined(imported: ImportSession) -> ImportSession:
    """The import with the orders its choices make: what a choice would change is known before it is taken."""
    return imported.joined()


@st.cache_data(scope="session", max_entries=4, hash_funcs=BY_FINGERPRINT, show_spinner=False)
def portion(orders: Orders) -> Portion:
    """How much of all orders those are that count."""
    return portion_of(orders)


@st.cache_data(scope="session", max_entries=4, hash_funcs=BY_FINGERPRINT, show_spinner=False)
def filter_columns(orders: Orders) -> tuple[str, ...]:
    """The columns that tell orders apart, those without a value among them; article numbers, which lines have."""
    of_orders = tuple(name for name in orders.dimensions if len(values_of_column(orders, name)) > 1)
    return (*of_orders, *(name for name in askable(orders) if name not in orders.dimensions))


@st.cache_data(scope="session", max_entries=8, hash_funcs=BY_FINGERPRINT, show_spinner=False)
def values_of(orders: Orders, column: str) -> pd.Series:
    """How many orders hold each value of a column; see `retention.activity.values_of`."""
    return values_of_column(orders, column)


class RatePeriod(NamedTuple):
    """The period whose rate is compared: `days` that a calendar cuts, or `own_days` of the visitor."""

    calendar: Calendar
    base: str | Days
    days: Days
    own_days: bool


@st.cache_data(scope="session", max_entries=64, hash_funcs=BY_FINGERPRINT, show_spinner=False)
def outcome(imported: ImportSession, period: RatePeriod, by: Filter) -> Outcome | None:
    """What the choices of an import come to, of the orders a filter leaves; None where no order would be left.

    It is small, so that many are kept.
    """
    orders = joined(imported).orders
    try:
        return None if orders is None else outcome_of(narrowed_orders(orders, by), period)
    except RetentionError:  # none of them fulfils the filter
        return None


@st.cache_data(scope="session", max_entries=16, hash_funcs=BY_FINGERPRINT, show_spinner=False)
def outcome_of(orders: Orders, period: RatePeriod) -> Outcome:
    """What orders come to; the rate is NaN where they have none for that period."""
    return effect.outcome(orders, _rate(orders, period))


@st.cache_data(scope="session", max_entries=16, hash_funcs=BY_FINGERPRINT, show_spinner=False)
def effect_of_joining(orders: Orders, period: RatePeriod) -> effect.Effect | None:
    """What it changes that customers with one e-mail or phone are one person; None where there are none."""
    return effect.of_joining(orders, lambda others: outcome_of(others, period))


def _rate(orders: Orders, period: RatePeriod) -> float:
    if not period.own_days:
        return effect.rate_of(rates(orders, period.calendar, period.base), period.days)
    try:
        return float(figures_of(orders, period.days, period.base)["crr"])
    except RetentionError:  # these orders end before those days
        return float("nan")


@st.cache_resource(scope="session", max_entries=1, hash_funcs=BY_FINGERPRINT, show_spinner=False)
def look_alikes(documents: tuple[ImportedFile, ...], rules: Rules) -> tuple[LookAlike, ...]:
    """Customers of some files who may be one person; see `retention.ingest.lookalikes`."""
    pairs = [(each.raw, each.mapping) for each in documents if each.raw is not None and each.mapping]
    return limited.look_alikes(pairs, rules, progress=Progress(wanted=session.connected()))


@st.cache_resource(scope="session", max_entries=1, hash_funcs=BY_FINGERPRINT, show_spinner=False)
def rejected(orders: Orders, documents: tuple[ImportedFile, ...], names: tuple[str, str, str]) -> pd.DataFrame:
    """The rows left out, as they stand in their files, not to be changed; see `retention.ingest.clean.ledger`."""
    return rejected_rows(orders, [each.raw for each in documents if each.raw is not None], names=names)


@st.cache_data(scope="session", max_entries=16, hash_funcs=BY_FINGERPRINT, show_spinner=False)
def rates(orders: Orders, calendar: Calendar, base: str | Days) -> pd.DataFrame:
    """Retention by period of a calendar, over a base; see `retention.analysis.rates`."""
    return rt.rates(orders, base=base, **calendar.options)


@st.cache_data(scope="session", max_entries=16, hash_funcs=BY_FINGERPRINT, show_spinner=False)
def figures(orders: Orders, calendar: Calendar, base: str | Days) -> pd.DataFrame:
    """The whole family of figures by period; see `retention.figures`."""
    return rt.figures(orders, base=base, **calendar.options)


@st.cache_data(scope="session", max_entries=16, hash_funcs=BY_FINGERPRINT, show_spinner=False)
def figures_of(orders: Orders, days: Days, base: str | Days) -> pd.Series:
    """The whole family of figures of one range of days; see `retention.figures_of`."""
    return rt.figures_of(orders, [days], base=base).iloc[0]


@st.cache_data(scope="session", max_entries=16, hash_funcs=BY_FINGERPRINT, show_spinner=False)
def breakdown(
    orders: Orders, by: str, present: bool, calendar: Calendar, base: str | Days, span: Days | None
) -> pd.DataFrame:
    """The figures of each group of customers by period, or in one range of days; see `retention.breakdown`."""
    return rt.breakdown(orders, by, present=present, base=base, span=span, **calendar.options)


@st.cache_data(scope="session", max_entries=16, hash_funcs=BY_FINGERPRINT, show_spinner=False)
def change(
    orders: Orders, calendar: Calendar, base: str | Days, day: dt.date, against: dt.date | None = None
) -> Change | None:
    """Why the rate of the period that holds a day differs from that of an earlier one; see `retention.change`."""
    return rt.change(orders, day=day, against=against, base=base, **calendar.options)


@st.cache_data(scope="session", max_entries=16, hash_funcs=BY_FINGERPRINT, show_spinner=False)
def pace(orders: Orders, calendar: Calendar, base: str | Days, target: float | None) -> Pace | None:
    """How the running or next period stands beside a target; see `retention.pace`."""
    return rt.pace(orders, target=target, base=base, **calendar.options)


@st.cache_data(scope="session", max_entries=8, hash_funcs=BY_FINGERPRINT, show_spinner=False)
def money_bridge(orders: Orders, first: Days, second: Days) -> MoneyBridge | None:
    """What made the revenue of two periods differ; None without amounts. See `retention.money_bridge`."""
    return rt.money_bridge(orders, first, second) if overview(orders).has_money else None


@st.cache_data(scope="session", max_entries=4, hash_funcs=BY_FINGERPRINT, show_spinner=False)
def decile_moves(orders: Orders, first: Days, second: Days) -> DecileMoves:
    """Who moved between tenths from one period to another; see `retention.decile_moves`."""
    return rt.decile_moves(orders, first, second)


@st.cache_resource(scope="session", max_entries=1, hash_funcs=BY_FINGERPRINT, show_spinner=False)
def recounted(orders: Orders, counting: str) -> Orders:
    """The orders that count in one of the ways a claim is held against; see `retention.analysis.claims`."""
    found = claims.recounted(orders, counting)
    assert isinstance(found, Orders)
    return found


@st.cache_data(scope="session", max_entries=128, hash_funcs=BY_FINGERPRINT, show_spinner=False)
def claim_way(orders: Orders, way: Way, choice: Choice) -> pd.DataFrame:
    """The shares of one way to count; see `retention.analysis.claims.counted`."""
    return claims.counted(recounted(orders, way.counting), way, choice)


@st.cache_data(scope="session", max_entries=4, hash_funcs=BY_FINGERPRINT, show_spinner=False)
def claim_difference(orders: Orders, way: pd.Series, choice: Choice) -> pd.DataFrame:
    """The customers whom another figure takes otherwise; see `retention.analysis.claims.difference`."""
    return claims.difference(orders, recounted(orders, way["counting"]), way, choice)


@st.cache_resource(scope="session", max_entries=4, hash_funcs=BY_FINGERPRINT, show_spinner=False)
def audit(orders: Orders, calendar: Calendar) -> Audit:
    """The customer-base audit, each part of which is worked out once somebody looks at it; see `retention.audit`."""
    return rt.audit(orders, **calendar.options)


@st.cache_data(scope="session", max_entries=4, hash_funcs=BY_FINGERPRINT, show_spinner=False)
def beside_published(orders: Orders) -> BesidePublished:
    """The shop's own figures to stand beside published ones; see `retention.beside_published`."""
    return rt.beside_published(orders)


@st.cache_data(scope="session", max_entries=4, hash_funcs=BY_FINGERPRINT, show_spinner=False)
def first_products(orders: Orders) -> FirstProducts:
    """What customers begin with and what comes of it; see `retention.first_products`."""
    return rt.first_products(orders)


@st.cache_data(scope="session", max_entries=4, hash_funcs=BY_FINGERPRINT, show_spinner=False)
def refills(orders: Orders) -> pd.DataFrame:
    """After how long each product is bought again; see `retention.refills`."""
    return rt.refills(orders)


@st.cache_resource(scope="session", max_entries=4, hash_funcs=BY_FINGERPRINT, show_spinner=False)
def standing_out(orders: Orders, calendar: Calendar) -> Findings:
    """What stands out, but for who slips away; see `retention.findings`."""
    return standing_out_of(orders, calendar=calendar)


@st.cache_data(scope="session", max_entries=4, hash_funcs=BY_FINGERPRINT, show_spinner=False)
def values(orders: Orders) -> dict[str, int]:
    """How many values each column has by which customers can be grouped."""
    return dimension_values(orders)


@st.cache_data(scope="session", max_entries=4, hash_funcs=BY_FINGERPRINT, show_spinner=False)
def members(orders: Orders, days: Days, base: str | Days) -> pd.DataFrame:
    """The customers behind the bridge of a period, those who spent most first; see `retention.members`."""
    return most_spent_first(rt.members(orders, days, base=base))


@st.cache_data(scope="session", max_entries=4, hash_funcs=BY_FINGERPRINT, show_spinner=False)
def simple_lifetime_value(orders: Orders, margin: float | None) -> SimpleLifetimeValue:
    """Simple lifetime value; see `retention.simple_lifetime_value`."""
    return rt.simple_lifetime_value(orders, margin=margin)


@st.cache_data(scope="session", max_entries=4, hash_funcs=BY_FINGERPRINT, show_spinner=False)
def suggestion(orders: Orders) -> Suggestion:
    """The grain that fits the customers' rhythm; see `retention.suggest_grain`."""
    return rt.suggest_grain(orders)


@st.cache_data(scope="session", max_entries=4, hash_funcs=BY_FINGERPRINT, show_spinner=False)
def groupings(orders: Orders) -> tuple[str, ...]:
    """Columns whose values on the first order make cohorts: more than one of them, and no more than can be read."""
    return several_values(values(orders), at_most=MOST_GROUPS)


@st.cache_data(scope="session", max_entries=8, hash_funcs=BY_FINGERPRINT, show_spinner=False)
def cohorts(orders: Orders, calendar: Calendar, by: str | None, ages: str | int) -> dict[str, pd.DataFrame]:
    """Every cohort at every age, by mode; see `retention.analysis.cohorts`."""
    return every_mode(orders, by=by, ages=ages, **calendar.options)


@st.cache_data(scope="session", max_entries=16, hash_funcs=BY_FINGERPRINT, show_spinner=False)
def average_cohort(orders: Orders, calendar: Calendar, by: str | None, ages: str | int, mode: str) -> pd.DataFrame:
    """All cohorts together at every age; see `retention.analysis.cohorts.average`."""
    return average(cohorts(orders, calendar, by, ages)[mode])


@st.cache_data(scope="session", max_entries=8, hash_funcs=BY_FINGERPRINT, show_spinner=False)
def cell(
    orders: Orders,
    cohort: str | None,
    age: int,
    *,
    calendar: Calendar,
    by: str | None,
    ages: str | int,
    mode: str,
) -> pd.DataFrame:
    """The customers behind one cell of cohorts, those who spent most first; see `retention.cohort_members`."""
    found = rt.cohort_members(orders, cohort, age, by=by, ages=ages, mode=mode, **calendar.options)
    return best_first(found)


@st.cache_data(scope="session", max_entries=4, hash_funcs=BY_FINGERPRINT, show_spinner=False)
def gaps(orders: Orders) -> pd.DataFrame:
    """Days from one order to the next, by order number; see `retention.analysis.timing.gaps`."""
    return rt.gaps(orders)


@st.cache_data(scope="session", max_entries=8, hash_funcs=BY_FINGERPRINT, show_spinner=False)
def wait(orders: Orders, number: int) -> Wait:
    """Time from the first order to a later one; see `retention.analysis.timing.time_to_order`."""
    return rt.time_to_order(orders, number)


@st.cache_resource(scope="session", max_entries=2, hash_funcs=BY_FINGERPRINT, show_spinner=False)
def known_customers(orders: Orders) -> Customers:
    """Everything about every customer, models and back-test included; not to be changed. See `retention.customers`."""
    return rt.customers(orders)


@st.cache_resource(scope="session", max_entries=4, hash_funcs=BY_FINGERPRINT, show_spinner=False)
def customers(orders: Orders, vip_share: float, margin: float | None) -> Customers:
    """Everything about every customer with this share of VIPs and this margin, at once; see `table.revalue`."""
    return revalue(known_customers(orders), vip_share=vip_share, margin=margin)


@st.cache_resource(scope="session", max_entries=8, hash_funcs=BY_FINGERPRINT, show_spinner=False)
def briefing(orders: Orders, vip_share: float, margin: float | None, due_days: int) -> Briefing:
    """What to know first of these customers; see `retention.analysis.customers.briefing`."""
    return of_customers(customers(orders, vip_share, margin), due_days=due_days)


@st.cache_resource(scope="session", max_entries=1, hash_funcs=BY_FINGERPRINT, show_spinner=False)
def contact_details(documents: tuple[ImportedFile, ...], rules: Rules) -> pd.DataFrame | None:
    """How to reach the customers of some files; see `retention.analysis.customers.contacts`. None without files."""
    pairs = [(each.raw, each.mapping) for each in documents if each.raw is not None and each.mapping is not None]
    return contact_details_of(pairs, rules) if pairs else None


@st.cache_resource(scope="session", max_entries=4, hash_funcs=BY_FINGERPRINT, show_spinner=False)
def ranked_customers(orders: Orders, vip_share: float, margin: float | None, by: str) -> pd.DataFrame:
    """All customers, highest in a column first; see `retention.analysis.customers.table.ranked`."""
    return ranked(customers(orders, vip_share, margin), by)


@st.cache_resource(scope="session", max_entries=4, hash_funcs=BY_FINGERPRINT, show_spinner=False)
def baseline(orders: Orders, calendar: Calendar) -> Baseline:
    """Today's course of the shop with its tests; see `retention.whatif.estimate`.

    The object itself and no copy, because it remembers its draws: that is what makes a slider quick.
    """
    return of_history(history(orders, calendar=calendar))
