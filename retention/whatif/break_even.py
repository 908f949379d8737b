"""What retention may cost: break-even, the same profit from new customers instead, and which lever matters most."""

from dataclasses import dataclass, fields, replace

import numpy as np
import pandas as pd

from retention.errors import ColumnError, RequestError
from retention.whatif.base import Base
from retention.whatif.comparison import value
from retention.whatif.projection import course
from retention.whatif.scenario import ChangeUnit, Scenario

_NEGLIGIBLE = 1e-9
_PRECISION = 1e-6  # of a change of retention


@dataclass(frozen=True, kw_only=True)
class _Moved(Scenario):
    """A scenario with a lever moved on from where it was asked to be, which may be its limit.

    Limits are for what a person asks. That a tenth more of the highest order value cannot be asked makes it no smaller
    a tenth: it has to weigh as much as every other lever's.
    """

    def __post_init__(self) -> None:
        """Nothing is refused: the scenario it was moved from has been checked."""


@dataclass(frozen=True, kw_only=True)
class BreakEven:
    """What the retention change of a scenario is worth, over the horizon, in today's money, other levers as they are.

    `gain`: extra profit from the change and the discount that comes with it, before what the programme costs;
    `programme`: what it costs as entered; `result` = gain − programme; `extra_returning`: returning buyers on top,
    counted in every period they come; `cost_per_extra`: the most that each of those may cost (NaN when there are
    none); `crr_change`: the change, in the scenario's unit, from which on the programme pays (0 when it costs
    nothing, NaN when no reachable change does).
    """

    gain: float
    programme: float
    result: float
    extra_returning: float
    cost_per_extra: float
    crr_change: float


@dataclass(frozen=True, kw_only=True)
class Trade:
    """Equal profit from winning instead of keeping, over the horizon, in today's money, before either's costs.

    `gain`: extra contribution from the retention change; `new_customers_change`: how many more new customers
    bring as much (0.4: 40%), which are `extra_new` customers; `acquisition`: what these would cost at the
    user's own acquisition cost; `extra_returning`: returning buyers on top; `retention_cost_per_extra`: what the
    programme as entered costs for each of them; `ratio`: acquisition cost of a new customer against that, to be
    held against the saying that it is 5; `fair_ratio`: the ratio at which both ways earn the same. NaN where
    something needed is not known.
    """

    gain: float
    new_customers_change: float
    extra_new: float
    acquisition: float
    extra_returning: float
    retention_cost_per_extra: float
    ratio: float
    fair_ratio: float

    @property
    def comparable(self) -> bool:
        """Whether there is a rise of retention that new customers could be held against."""
        return self.extra_returning > 0 and not np.isnan(self.new_customers_change)

    @property
    def keeping_pays_better(self) -> bool:
        """Whether one more return costs less than the share of a new customer that earns the same."""
        return self.ratio > self.fair_ratio


def break_even(base: Base, scenario: Scenario) -> BreakEven:
    """What a programme may cost so that the scenario does not lose.

    Raises RetentionError `margin_needed` (field), and `no_amounts` where the orders tell no money.

    >>> shop = whatif.bucket(at_start=100, active=120, new=40, order_value=50, grain="month")
    >>> paying = whatif.break_even(shop, whatif.Scenario(crr_change=0.05, margin=0.4, programme_cost=1000))
    >>> round(paying.gain), round(paying.result), round(paying.crr_change, 4)
    (7229, 6236, 0.0077)
    """
    _needs_money(base, scenario)
    without = replace(scenario, crr_change=0.0, discount=0.0, programme_cost=None, programme_cost_per_customer=None)
    costless = replace(scenario, programme_cost=None, programme_cost_per_customer=None)
    gain = value(base, costless) - value(base, without)
    programme = value(base, costless) - value(base, scenario)
    extra = _extra_returning(base, scenario, without)
    return BreakEven(
        gain=gain,
        programme=programme,
        result=gain - programme,
        extra_returning=extra,
        cost_per_extra=gain / extra if extra > _NEGLIGIBLE else np.nan,
        crr_change=_paying_change(base, scenario, value(base, without)),
    )


def _paying_change(base: Base, scenario: Scenario, without: float) -> float:
    """The smallest change of CRR with which the scenario earns what it would `without` programme and change."""
    from scipy.optimize import brentq  # here, for it takes long to load and most pages do without

    crr = float(base.crr[0])
    unit = crr if scenario.crr_unit is ChangeUnit.RELATIVE else 1.0
    if unit == 0:  # nobody comes back, and no percentage of nobody is somebody
        return 0.0 if without - value(base, replace(scenario, crr_change=0.0)) <= _NEGLIGIBLE else float("nan")
    highest = min((base.ceiling(scenario.reading) - crr) / unit, 1.0) * (1 - 1e-6)

    def loss(change: float) -> float:
        return without - value(base, replace(scenario, crr_change=change))

    if loss(0.0) <= _NEGLIGIBLE:
        return 0.0
    if highest <= 0 or loss(highest) > 0:
        return float("nan")
    return float(brentq(loss, 0.0, highest, xtol=_PRECISION))


def equal_profit_trade(base: Base, scenario: Scenario) -> Trade:
    """How many more new customers would earn as much as the scenario's retention change alone.

    Other levers stay as they are today; costs of winning and of the programme are compared apart.
    Raises RetentionError as `break_even` does.

    >>> shop = whatif.bucket(at_start=100, active=120, new=40, order_value=50, grain="month")
    >>> trade = whatif.equal_profit_trade(shop, whatif.Scenario(crr_change=0.05, margin=0.4))
    >>> round(trade.extra_returning), round(trade.extra_new), trade.comparable
    (385, 111, True)
    """
    _needs_money(base, scenario)
    keeping = replace(
        scenario.with_levers(("crr_change",)),
        acquisition_cost=None,
        programme_cost=None,
        programme_cost_per_customer=None,
    )
    today = value(base, keeping.today)
    gain = value(base, keeping) - today
    winning = value(base, replace(keeping.today, new_customers_change=1.0)) - today
    change = gain / winning if winning > _NEGLIGIBLE else np.nan
    arrived = course(base.only_expected, keeping.today).new[0]
    extra_new, extra = change * float(arrived.sum()), _extra_returning(base, keeping, keeping.today)
    cost = scenario.acquisition_cost if scenario.acquisition_cost is not None else np.nan
    spent = _programme(base, scenario)
    per_extra = spent / extra if extra > _NEGLIGIBLE else np.nan
    return Trade(
        gain=gain,
        new_customers_change=change,
        extra_new=extra_new,
        acquisition=extra_new * cost,
        extra_returning=extra,
        retention_cost_per_extra=per_extra,
        ratio=cost / per_extra if per_extra > 0 else np.nan,
        fair_ratio=extra / extra_new if extra_new > _NEGLIGIBLE else np.nan,
    )


def sensitivity(base: Base, scenario: Scenario, *, change: float = 0.1) -> pd.DataFrame:
    """Which lever matters most: each one moved by the same relative `change` down and up, everything else kept.

    One row per `lever` (crr, order_value, order_frequency, new_customers, margin, acquisition_cost), largest
    swing first: `result_low`, `result_high` (expected profit in today's money with the lever lower and higher;
    revenue when there is no margin), `result` (unmoved), `change_low`, `change_high` (what each of the two differs
    from that), `swing` = |result_high − result_low|, `limited` (True where the full change was not possible). Margin
    and acquisition cost are left out until they are known.

    >>> shop = whatif.bucket(at_start=100, active=120, new=40, order_value=50, grain="month")
    >>> weights = whatif.sensitivity(shop, whatif.Scenario(margin=0.4))
    >>> weights[["lever", "change_low", "change_high"]].round()
                 lever  change_low  change_high
    0              crr     -8382.0      12585.0
    1      order_value     -3983.0       3983.0
    2  order_frequency     -3983.0       3983.0
    3           margin     -3983.0       3983.0
    4    new_customers     -3118.0       3118.0
    """
    rows = []
    middle = value(base, scenario)
    for lever, low, high, limited in _moves(base, scenario, change):
        results = value(base, low), value(base, high)
        rows.append((lever, *results, middle, abs(results[1] - results[0]), limited))
    columns = ["lever", "result_low", "result_high", "result", "swing", "limited"]
    table = pd.DataFrame(rows, columns=columns).sort_values("swing", ascending=False, ignore_index=True)
    return table.assign(
        change_low=table["result_low"] - table["result"], change_high=table["result_high"] - table["result"]
    )


def _moves(base: Base, scenario: Scenario, change: float) -> list[tuple[str, Scenario, Scenario, bool]]:
    """Each lever's name, the scenario with it lower and higher, and whether a limit was in the way."""
    moves = []
    crr = float(base.crr[0])
    start = scenario.crr_change * (crr if scenario.crr_unit is ChangeUnit.RELATIVE else 1.0)
    room = base.ceiling(scenario.reading) - crr
    lowest = 0.0 if scenario.reading == "fewer_leave" else -crr
    wanted = [start - change * (crr + start), start + change * (crr + start)]
    allowed = [max(wanted[0], lowest), max(min(wanted[1], room * (1 - 1e-9)), start)]
    low, high = (replace(scenario, crr_unit=ChangeUnit.POINTS, crr_change=points) for points in allowed)
    moves.append(("crr", low, high, wanted != allowed))
    for lever in ("order_value", "order_frequency", "new_customers", "acquisition_cost"):
        if lever == "acquisition_cost" and (scenario.acquisition_cost is None or scenario.margin is None):
            continue
        name = f"{lever}_change"
        now = 1 + getattr(scenario, name)
        low, high = (_moved(scenario, name, now * factor - 1) for factor in (1 - change, 1 + change))
        moves.append((lever, low, high, False))
    if scenario.margin is not None:
        whole = scenario.margin + scenario.margin_change
        low, high = (
            replace(scenario, margin=margin, margin_change=0.0)
            for margin in (whole * (1 - change), min(whole * (1 + change), 1.0))
        )
        moves.append(("margin", low, high, whole * (1 + change) > 1))
    return moves


def _moved(scenario: Scenario, name: str, to: float) -> Scenario:
    settings = {each.name: getattr(scenario, each.name) for each in fields(scenario)}
    return _Moved(**settings | {name: to})


def _programme(base: Base, scenario: Scenario) -> float:
    """What the programme as entered costs over the horizon, in today's money; NaN when nothing was entered."""
    if scenario.programme_cost is None and scenario.programme_cost_per_customer is None:
        return float("nan")
    costless = replace(scenario, programme_cost=None, programme_cost_per_customer=None)
    return value(base, costless) - value(base, scenario)


def _extra_returning(base: Base, scenario: Scenario, without: Scenario) -> float:
    """Returning buyers on top of another scenario's, summed over the horizon."""
    expected = base.only_expected
    return float((course(expected, scenario).returning - course(expected, without).returning).sum())


def _needs_money(base: Base, scenario: Scenario) -> None:
    if scenario.margin is None:
        raise RequestError("margin_needed", field="margin")
    if any(np.isnan(one.per_buyer) for one in base.spend.values()):
        raise ColumnError("no_amounts")
