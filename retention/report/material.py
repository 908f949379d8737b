"""Everything a report is made of, worked out once: the results that its three documents tell and their faces show."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

import pandas as pd

from retention.analysis.audit import DecileMoves, decile_moves
from retention.analysis.change import Change, change
from retention.analysis.cohorts import every_mode
from retention.analysis.customers import Customers, customers
from retention.analysis.customers.briefing import Briefing, briefing
from retention.analysis.findings import Findings, standing_out
from retention.analysis.money import MoneyBridge, money_bridge
from retention.analysis.pace import Pace, pace
from retention.analysis.rates import figures, rates
from retention.analysis.rates.bridge import Bridge, bridge
from retention.analysis.rates.compare import latest_known
from retention.defaults import EXTRA_RETENTION, HORIZONS, TOP_SHARE
from retention.errors import RetentionError
from retention.orders import Orders
from retention.periods import Calendar
from retention.settings import Days
from retention.whatif import Baseline, Comparison, Reading, Scenario, Shop, compare
from retention.whatif.baseline import of_history
from retention.whatif.history import history
from retention.whatif.shop import shop_of

T = TypeVar("T")
Progress = Callable[[str], None]
"""Told the name of each step before it begins: `rates`, `customers`, `findings`, `forecast`."""


class Work:
    """How each part is worked out. A face that keeps results overrides what it keeps."""

    def figures(self, orders: Orders, calendar: Calendar, base: str | Days) -> pd.DataFrame:
        """The whole family of figures by period."""
        return figures(orders, base=base, **calendar.options)

    def rates(self, orders: Orders, calendar: Calendar, base: str | Days) -> pd.DataFrame:
        """Retention by period."""
        return rates(orders, base=base, **calendar.options)

    def change(
        self, orders: Orders, calendar: Calendar, base: str | Days, day: dt.date, against: dt.date | None
    ) -> Change | None:
        """Why the rate of the period that holds `day` differs from that of an earlier one."""
        return change(orders, day=day, against=against, base=base, **calendar.options)

    def pace(self, orders: Orders, calendar: Calendar, base: str | Days, target: float | None) -> Pace | None:
        """How the running or next period stands beside a target."""
        return pace(orders, target=target, base=base, **calendar.options)

    def cohorts(self, orders: Orders, calendar: Calendar, by: str | None, ages: str | int) -> dict[str, pd.DataFrame]:
        """Every cohort at every age, by mode."""
        return every_mode(orders, by=by, ages=ages, **calendar.options)

    def customers(self, orders: Orders, vip_share: float, margin: float | None) -> Customers:
        """Everything about every customer."""
        return customers(orders, vip_share=vip_share, margin=margin)

    def standing_out(self, orders: Orders, calendar: Calendar) -> Findings:
        """What stands out, but for who slips away."""
        return standing_out(orders, calendar=calendar)

    def money_bridge(self, orders: Orders, first: Days, second: Days) -> MoneyBridge | None:
        """What made the revenue of two periods differ; None without amounts."""
        return money_bridge(orders, first, second) if orders.frame["amount"].notna().any() else None

    def decile_moves(self, orders: Orders, first: Days, second: Days) -> DecileMoves:
        """What became of each tenth of the customers of the first of two periods."""
        return decile_moves(orders, first, second)

    def baseline(self, orders: Orders, calendar: Calendar) -> Baseline:
        """Today's course of the shop with its tests."""
        return of_history(history(orders, calendar=calendar))

    def shop(self, orders: Orders, calendar: Calendar) -> Shop:
        """The shop with its forecast; with its last period alone where the history carries none."""
        return shop_of(
            orders,
            calendar,
            estimated=lambda: self.baseline(orders, calendar),
            rates=lambda: self.rates(orders, calendar, "previous"),
        )


@dataclass(frozen=True, kw_only=True, eq=False)
class Material:
    """The results of one shop for one period, as its pages show them.

    `figures`: the whole family by period (see `retention.figures`); `place`: the row told about; `base`: whose return
    counts. `change`, `money`, `moves`: against the period before, or a year before where `change` says so; None where
    nothing can be compared. `pace`: the running or next period beside the target, if any. `cohorts`: see
    `retention.cohorts`. `customers`, `briefing`, `shop` and `answer` are None where too little is known, `missing` says
    why by the name of the step. `answer` is what `EXTRA_RETENTION` more of the rate would bring, `cautious` the same if
    only those respond who just bought.
    """

    orders: Orders
    calendar: Calendar
    base: str | Days
    figures: pd.DataFrame
    place: int
    change: Change | None
    pace: Pace | None
    findings: Findings
    cohorts: pd.DataFrame
    money: MoneyBridge | None
    moves: DecileMoves | None
    customers: Customers | None
    briefing: Briefing | None
    shop: Shop | None
    answer: Comparison | None
    cautious: Comparison | None
    missing: dict[str, RetentionError]

    @property
    def grain(self) -> str:
        """How long the periods are."""
        return str(self.calendar.grain)

    @property
    def row(self) -> pd.Series:
        """The figures of the period told about."""
        return self.figures.iloc[self.place]

    @property
    def bridge(self) -> Bridge:
        """From the customers at the start of the period told about to those who bought in it."""
        return bridge(self.row, base=self.base, calendar=self.calendar)

    @property
    def has_money(self) -> bool:
        """Whether any order tells an amount."""
        return bool(self.orders.frame["amount"].notna().any())


def gather(
    orders: Orders,
    *,
    calendar: Calendar,
    base: str | Days = "previous",
    day: dt.date | None = None,
    against: dt.date | None = None,
    vip_share: float = TOP_SHARE,
    margin: float | None = None,
    target: float | None = None,
    work: Work = Work(),  # noqa: B008 - it holds nothing
    progress: Progress = lambda _step: None,
) -> Material:
    """All results of one report, of the period that holds `day` (None: the latest that is over and has a rate).

    `against` is a day of the period it is compared with (None: as `retention.change` chooses). `margin` is the share of
    revenue that is left as contribution, a fraction; without it the what-if tells revenue. `target`: the rate to reach
    in the running or next period, a fraction. Raises RetentionError where the orders tell no period at all.

    >>> from tempfile import TemporaryDirectory
    >>> from pathlib import Path
    >>> from retention.periods import Calendar
    >>> from retention.report.material import gather
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder) / "orders.csv"
    ...     rows = "ann,2025-01-15,10\\nbob,2025-01-20,10\\nann,2025-02-28,10\\n"
    ...     written = file.write_text(f"customer,date,total\\n{rows}")
    ...     found = gather(rt.load(file), calendar=Calendar.of("month"))
    >>> found.bridge.retained, found.bridge.customers_at_start, found.shop.refusal.code
    (1, 2, 'too_little_history')
    """
    progress("rates")
    table = work.figures(orders, calendar, base)
    place = latest_known(table) if day is None else _holding(table, day)
    days = (table["start"].iloc[place], table["end"].iloc[place])
    moved = work.change(orders, calendar, base, days[0], against)
    before = None if moved is None else moved.days_before
    cells = work.cohorts(orders, calendar, None, "calendar")["on"]
    missing: dict[str, RetentionError] = {}
    progress("customers")
    known = _tried(missing, "customers", lambda: work.customers(orders, vip_share, margin))
    progress("findings")
    found = work.standing_out(orders, calendar)
    progress("forecast")
    shop = _tried(missing, "forecast", lambda: work.shop(orders, calendar))
    answer, cautious = (None, None) if shop is None else _answers(shop, margin, missing)
    return Material(
        orders=orders,
        calendar=calendar,
        base=base,
        figures=table,
        place=place,
        change=moved,
        pace=work.pace(orders, calendar, base, target),
        findings=found,
        cohorts=cells,
        money=work.money_bridge(orders, before, days) if before else None,
        moves=work.decile_moves(orders, before, days) if before else None,
        customers=known,
        briefing=None if known is None else briefing(known),
        shop=shop,
        answer=answer,
        cautious=cautious,
        missing=missing,
    )


def _holding(table: pd.DataFrame, day: dt.date) -> int:
    """The place of the period that holds a day; the nearest one where none does."""
    over = (table["end"] >= day).to_numpy()
    return int(over.argmax()) if over.any() else len(table) - 1


def _tried(missing: dict[str, RetentionError], step: str, work: Callable[[], T]) -> T | None:
    """A result, or None with the reason why there is none kept under the name of the step."""
    try:
        return work()
    except RetentionError as reason:
        missing[step] = reason
        return None


def _answers(
    shop: Shop, margin: float | None, missing: dict[str, RetentionError]
) -> tuple[Comparison | None, Comparison | None]:
    """What more retention would bring if everyone comes back more often, and if only those do who just bought."""
    horizon = shop.horizon(HORIZONS[shop.grain])
    asked = [
        Scenario(crr_change=EXTRA_RETENTION, reading=reading, margin=margin, horizon=horizon)
        for reading in (Reading.EVERYONE, Reading.JUST_BOUGHT)
    ]
    answer, cautious = (_tried(missing, "what_if", partial(compare, shop.base, question)) for question in asked)
    return answer, cautious
