"""A scenario's coming periods: customers, revenue, profit, each with a 90% band of chance and of drift."""

from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd

from retention.defaults import BAND, HORIZON
from retention.errors import RequestError, TooLittleDataError
from retention.models.bg_bb import Groups, purchase_chance, still_customer, survival
from retention.whatif.base import Base, Response
from retention.whatif.scenario import ChangeUnit, Reading, Scenario

_ENDS = (round((1 - BAND) / 2, 9), round((1 + BAND) / 2, 9))  # 0.05 and 0.95, not a hair beside
FLOWS = ("new", "returning", "buyers", "orders", "revenue", "profit")  # per period
MEASURES = (*FLOWS, "npv", "revenue_total")  # and cumulative, in today's money
_NEGLIGIBLE = 1e-12
_KEPT = 4  # today's courses by shop: of other margins, costs and horizons


def covariance_root(groups: Groups, parameters: np.ndarray, new: np.ndarray) -> np.ndarray:
    """Triangular matrix L (periods × periods): L @ standard normals are returning buyers minus their expectation.

    `parameters` is one set, `new` the expected new customers of each coming period. Customers act independently;
    each one's own periods are linked, because who buys often keeps doing so, and who left stays away.
    """
    covariance = _known(groups, parameters, len(new)) + _newcomers(parameters, new)
    covariance[np.diag_indices_from(covariance)] *= 1 + 1e-9
    covariance[np.diag_indices_from(covariance)] += 1e-9
    root: np.ndarray = np.linalg.cholesky(covariance)
    return root


def _known(groups: Groups, parameters: np.ndarray, ahead: int) -> np.ndarray:
    """Covariance of the purchases of those who are customers now."""
    ages, place = np.unique(groups.n, return_inverse=True)
    staying = survival(parameters, ages[:, None], np.arange(1, ahead + 1))
    present = still_customer(parameters, groups)
    chance = purchase_chance(parameters, groups.x, groups.n)
    alpha_beta = parameters[0] + parameters[1]
    again = (parameters[0] + groups.x + 1) / (alpha_beta + groups.n + 1)
    both = np.bincount(place, groups.customers * present * chance * again, len(ages))
    each = (present * chance)[:, None] * staying[place]
    later = np.maximum.outer(np.arange(ahead), np.arange(ahead))
    joint = (both @ staying)[later]
    np.fill_diagonal(joint, groups.customers @ each)
    covariance: np.ndarray = joint - (each * groups.customers[:, None]).T @ each
    return covariance


def _newcomers(parameters: np.ndarray, new: np.ndarray) -> np.ndarray:
    """Covariance of the repeat purchases of those still to come, summed over the periods they come in."""
    ahead = len(new)
    alpha, beta = parameters[0], parameters[1]
    staying = survival(parameters, 0, np.arange(1, ahead + 1))
    chance = alpha / (alpha + beta)
    again = (alpha + 1) / (alpha + beta + 1)
    later = np.maximum.outer(np.arange(ahead), np.arange(ahead))
    one = chance * again * staying[later]
    np.fill_diagonal(one, chance * staying)
    one -= chance**2 * np.outer(staying, staying)
    total = np.zeros((ahead, ahead))
    for period in range(1, ahead):
        total[period:, period:] += new[period - 1] * one[: ahead - period, : ahead - period]
    return total


@dataclass(frozen=True, kw_only=True, eq=False)
class Course:
    """Possible futures under one scenario: arrays sets × periods, the first set is what is expected.

    `profit` is NaN without a margin. `discount`: present value of one unit of money by period. `expected`: returning
    buyers before chance and drift.
    """

    new: np.ndarray
    expected: np.ndarray
    returning: np.ndarray
    orders: np.ndarray
    revenue: np.ndarray
    profit: np.ndarray
    discount: np.ndarray

    @property
    def buyers(self) -> np.ndarray:
        """New and returning buyers."""
        buyers: np.ndarray = self.new + self.returning
        return buyers

    def paths(self, measure: str) -> np.ndarray:
        """One of `MEASURES` (sets × periods). `npv` and `revenue_total` are cumulative, in today's money."""
        if measure in FLOWS:
            flow: np.ndarray = getattr(self, measure)
            return flow
        return np.cumsum((self.profit if measure == "npv" else self.revenue) * self.discount, axis=1)

    def total(self, measure: str) -> np.ndarray:
        """A measure added up over the whole horizon (sets)."""
        paths = self.paths(measure)
        whole: np.ndarray = paths.sum(axis=1) if measure in FLOWS else paths[:, -1]
        return whole


_TODAY: WeakKeyDictionary[Base, dict[Scenario, Course]] = WeakKeyDictionary()


def project(base: Base, scenario: Scenario | None = None) -> pd.DataFrame:
    """What to expect of the coming periods under a scenario (default: today's course).

    One row per period: `ahead` (1 …), `period`, `start`, `end`; expected `new`, `returning`, `buyers` (customers),
    `orders`, `revenue`, `profit` (money; NaN without a margin), `npv` (cumulative profit in today's money) and
    `revenue_total` (cumulative revenue in today's money), each with its 90% band in `…_low`, `…_high`;
    `customers` (expected to be customers still at the period's end) and `left` (for good, in the period), so
    that customers before + new − left = customers after. Money of the s-th period is discounted over s periods.
    Raises RetentionError as `points` and `check_horizon` do.

    >>> shop = whatif.bucket(at_start=100, active=120, new=40, order_value=50, grain="month")
    >>> course = whatif.project(shop, whatif.Scenario(horizon=2, margin=0.4))
    >>> course[["ahead", "new", "returning", "buyers", "revenue", "profit"]]
       ahead   new  returning  buyers  revenue  profit
    0      1  40.0       96.0   136.0   6800.0  2720.0
    1      2  40.0      108.8   148.8   7440.0  2976.0
    """
    scenario = scenario or Scenario(horizon=min(HORIZON, base.longest))
    run = course(base, scenario)
    table = base.dates(scenario.horizon)
    table.insert(0, "ahead", np.arange(1, scenario.horizon + 1))
    customers = base.customers(run.new, base.response(scenario.reading, points(base, scenario)))
    before, after = customers[0, :-1], customers[0, 1:]
    columns = banded({name: run.paths(name) for name in MEASURES})
    return table.join(pd.DataFrame(columns | {"customers": after, "left": before + run.new[0] - after}))


def banded(paths: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """For each name: the expected values, and as `<name>_low` and `<name>_high` the 90% band (sets × columns each)."""
    low, high = band(np.stack(list(paths.values()), axis=1))
    columns: dict[str, np.ndarray] = {}
    for place, (name, values) in enumerate(paths.items()):
        columns |= {name: values[0], f"{name}_low": low[place], f"{name}_high": high[place]}
    return columns


def band(paths: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """90% band over the draws (all sets but the first): low and high, NaN where unknown."""
    ordered = np.sort(paths[1:], axis=0)
    low, high = (_quantile(ordered, share) for share in _ENDS)
    return low, high


def _quantile(ordered: np.ndarray, share: float) -> np.ndarray:
    """A quantile over the first axis of values already in order (NaN last), as `numpy.quantile` interpolates it."""
    place = share * (len(ordered) - 1)
    below = int(place)
    upper = ordered[min(below + 1, len(ordered) - 1)]
    value: np.ndarray = ordered[below] + (place - below) * (upper - ordered[below])
    return value


def course(base: Base, scenario: Scenario, *, today: Course | None = None) -> Course:
    """Run one scenario through all parameter sets.

    Buyers who would have come anyway are the same people in every scenario: chance and drift are those of
    `today` (run when not given), and only what comes on top varies by itself: with the level of the whole course,
    or with the buyers of the period before where those are who respond.
    """
    check_horizon(base, scenario)
    arrivals = _arrivals(base, scenario)
    new = arrivals * (1 + scenario.new_customers_change)
    response = base.response(scenario.reading, points(base, scenario))
    expected = base.returning(new, response)
    if today is None:
        unchanged = scenario.crr_change == 0 and scenario.new_customers_change == 0
        plain = expected if unchanged else base.returning(arrivals, Response())
        anyway = np.maximum(plain * base.level(scenario.horizon) + base.noise(plain), 0.0)
    else:
        plain, anyway = today.expected, today.returning
    extra = expected - plain
    swing = _swing(base, response, arrivals + plain, arrivals + anyway)
    more = extra * swing + base.extra_noise(extra, response)
    returning = np.maximum(anyway + np.where(np.abs(extra) > _NEGLIGIBLE, more, 0.0), 0.0)
    return _money(base, scenario, new, expected, returning, on_top=returning - anyway)


def course_of_today(base: Base, scenario: Scenario) -> Course:
    """The course of a shop in which no lever of a scenario is moved; the last ones asked for are kept with the shop.

    A hand on a slider asks for the same one with every step.
    """
    kept = _TODAY.setdefault(base, {})
    asked = scenario.today
    found = kept.pop(asked, None) or course(base, asked)
    kept[asked] = found
    if len(kept) > _KEPT:
        del kept[next(iter(kept))]
    return found


def _swing(base: Base, response: Response, expected: np.ndarray, buyers: np.ndarray) -> np.ndarray:
    """By how much what comes on top is larger because today's course is (sets × ahead; 1: as expected).

    Where the buyers of the period before respond, as they are more or fewer. Where everyone comes more often, by half
    of the drift (logarithm): forecasts miss how many people there are, which counts here as well, and how often they
    buy, which does not.
    """
    if response.added is None:
        level = base.level(buyers.shape[1])
        return level if response.odds is None else np.sqrt(level)
    swing = np.divide(buyers, expected, out=np.ones_like(buyers), where=expected > 0)
    before: np.ndarray = np.hstack([np.ones((base.sets, 1)), swing[:, :-1]])
    return before


def _arrivals(base: Base, scenario: Scenario) -> np.ndarray:
    """New customers before the scenario's change, scaled to the number the user expects."""
    new = base.new(scenario.horizon)
    if scenario.new_customers is None:
        return new
    if base.arrivals_mean > 0:
        return new * (scenario.new_customers / base.arrivals_mean)
    return np.full_like(new, scenario.new_customers)


def _money(
    base: Base, scenario: Scenario, new: np.ndarray, expected: np.ndarray, returning: np.ndarray, on_top: np.ndarray
) -> Course:
    """Orders, revenue and profit of a course of customers; what those `on_top` spend varies by itself."""
    ahead = scenario.horizon
    dearer, oftener = 1 + scenario.order_value_change, 1 + scenario.order_frequency_change
    first = new * base.per_buyer("new", ahead) * (dearer * oftener) if base.arrivals_mean or new.any() else 0.0 * new
    spent = returning * base.per_buyer("returning", ahead) + base.extra_spend_noise(on_top)
    again = spent * (dearer * oftener)
    orders = (new * base.spend["new"].orders + returning * base.spend["returning"].orders) * oftener
    given = again * scenario.discount
    if scenario.margin is None:
        profit = np.full_like(again, np.nan)
    else:
        profit = (scenario.margin + scenario.margin_change) * (first + again) - given
        profit -= _costs(base, scenario, new, new + returning)
    rate = (1 + scenario.discount_rate) ** (1 / base.per_year)
    return Course(
        new=new,
        expected=expected,
        returning=returning,
        orders=orders,
        revenue=first + again - given,
        profit=profit,
        discount=rate ** -np.arange(1.0, ahead + 1),
    )


def _costs(base: Base, scenario: Scenario, new: np.ndarray, buyers: np.ndarray) -> np.ndarray:
    """Money spent on winning customers and on the programme (sets × periods)."""
    acquisition = (scenario.acquisition_cost or 0.0) * (1 + scenario.acquisition_cost_change)
    addressed = np.hstack([np.full((len(buyers), 1), base.buyers), buyers[:, :-1]])
    costs: np.ndarray = acquisition * new + (scenario.programme_cost_per_customer or 0.0) * addressed
    costs[:, 0] += scenario.programme_cost or 0.0
    return costs


def points(base: Base, scenario: Scenario) -> np.ndarray:
    """The change of CRR in points (sets), after checking that the target can be reached.

    Raises RetentionError `target_out_of_range` (field, crr, target, lowest, highest: limits of the change in the
    scenario's own unit) for a CRR below 0 or above 1; `target_above_ceiling` (field, reading, crr, target, ceiling,
    highest) when fewer leaving, and `target_beyond_habits` (the same) when everyone buying more often cannot reach it;
    `cannot_fall` (field, reading) for a lower CRR with fewer leaving.
    """
    crr = base.crr
    relative = scenario.crr_unit is ChangeUnit.RELATIVE
    change = scenario.crr_change * crr if relative else np.full_like(crr, scenario.crr_change)
    target, unit = float(crr[0] + change[0]), float(crr[0]) if relative else 1.0
    if not 0 <= target <= 1:
        lowest, highest = -float(crr[0]) / unit, (1 - float(crr[0])) / unit
        raise RequestError(
            "target_out_of_range", field="crr_change", crr=float(crr[0]), target=target, lowest=lowest, highest=highest
        )
    if scenario.reading is Reading.FEWER_LEAVE and change[0] < 0:
        raise RequestError("cannot_fall", field="crr_change", reading=scenario.reading)
    ceiling = base.ceiling(scenario.reading)
    if change[0] > 0 and target > ceiling:
        raise RequestError(
            "target_above_ceiling" if scenario.reading is Reading.FEWER_LEAVE else "target_beyond_habits",
            field="crr_change",
            reading=scenario.reading,
            crr=float(crr[0]),
            target=target,
            ceiling=ceiling,
            highest=(ceiling - float(crr[0])) / unit,
        )
    return change


def check_horizon(base: Base, scenario: Scenario) -> None:
    """Raise RetentionError `horizon_beyond_evidence` (field, horizon, longest) when it is longer than the past."""
    if scenario.horizon > base.longest:
        raise TooLittleDataError(
            "horizon_beyond_evidence", field="horizon", horizon=scenario.horizon, longest=base.longest
        )
