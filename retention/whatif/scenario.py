"""A what-if question: what is assumed, and what would be different."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from enum import StrEnum
from typing import Any

from retention.defaults import DISCOUNT_RATE, HORIZON
from retention.errors import RequestError
from retention.settings import Choice, Kind
from retention.whatif.fields import FIELDS, check_within


class ChangeUnit(StrEnum):
    """What "+5%" of retention means: 30% → 35% (points) or 30% → 31.5% (relative)."""

    POINTS = "points"
    RELATIVE = "relative"


class Reading(StrEnum):
    """Who comes back more often.

    `everyone`: odds of buying times m for all who have not left, sleepers included. `just_bought`: only those
    who bought in the period before, and nobody's later habits change. `fewer_leave`: nobody buys more often,
    fewer leave for good.
    """

    EVERYONE = "everyone"
    JUST_BOUGHT = "just_bought"
    FEWER_LEAVE = "fewer_leave"


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """Assumptions that hold today as well, and levers: what changes. Limits are in `FIELDS`.

    Assumptions: `margin` (share of revenue that is left before the costs below; no default), `acquisition_cost`
    (money per new customer), `new_customers` (per usual period; None: as estimated), `horizon` (periods),
    `discount_rate` (per year).
    Levers: `crr_change` (0.05: five points, or 5% more, by `crr_unit`) read as `reading` says; relative changes
    of `order_value`, `order_frequency` (orders per buying customer), `new_customers`, `acquisition_cost`;
    `margin_change` in points; `discount` (share of the price given away on every order of returning customers);
    `programme_cost` (money, once, at the start), `programme_cost_per_customer` (money, every period, for each
    customer who bought in the period before). Costs left None are unknown: counted as 0 and reported missing.

    Raises RetentionError `out_of_range` (field, value, minimum, maximum) and `unknown_choice` (field, value,
    options).

    >>> asked = whatif.Scenario(crr_change=0.05, new_customers_change=0.1, margin=0.4)
    >>> asked.levers, asked.missing
    (('crr_change', 'new_customers_change'), ('programme_cost', 'programme_cost_per_customer', 'acquisition_cost'))
    >>> asked.with_levers(("crr_change",)).settings()
    {'crr_change': 0.05, 'margin': 0.4}
    >>> whatif.Scenario.from_settings(asked.settings()) == asked
    True
    """

    crr_change: float = 0.0
    crr_unit: ChangeUnit = ChangeUnit.POINTS
    reading: Reading = Reading.EVERYONE
    order_value_change: float = 0.0
    order_frequency_change: float = 0.0
    new_customers_change: float = 0.0
    margin_change: float = 0.0
    discount: float = 0.0
    acquisition_cost_change: float = 0.0
    programme_cost: float | None = None
    programme_cost_per_customer: float | None = None
    margin: float | None = None
    acquisition_cost: float | None = None
    new_customers: float | None = None
    horizon: int = HORIZON
    discount_rate: float = DISCOUNT_RATE

    def __post_init__(self) -> None:
        for name, field in FIELDS.items():
            value = getattr(self, name)
            if value is not None:
                check_within(name, value, minimum=field.minimum, maximum=field.maximum)
        for name, options in (("crr_unit", ChangeUnit), ("reading", Reading)):
            value = getattr(self, name)
            if value not in list(options):
                raise RequestError("unknown_choice", field=name, value=value, options=tuple(options))
            object.__setattr__(self, name, options(value))
        if self.margin is not None and not 0 <= self.margin + self.margin_change <= 1:
            raise RequestError(
                "out_of_range",
                field="margin_change",
                value=self.margin_change,
                minimum=-self.margin,
                maximum=1 - self.margin,
            )

    @property
    def today(self) -> "Scenario":
        """The scenario with every lever where it is today."""
        return replace(self, **_NEUTRAL)

    @property
    def measure(self) -> str:
        """What a result in money is counted in: npv (profit), revenue_total while the margin is unknown."""
        return "revenue_total" if self.margin is None else "npv"

    @property
    def levers(self) -> tuple[str, ...]:
        """Names of the levers that are moved."""
        return tuple(name for name in LEVERS if (getattr(self, name) or 0.0) != 0.0)

    @property
    def missing(self) -> tuple[str, ...]:
        """Costs nobody has entered: `margin` (no profit without it), the others are counted as 0."""
        return tuple(name for name, field in FIELDS.items() if field.cost and getattr(self, name) is None)

    def with_levers(self, names: tuple[str, ...]) -> "Scenario":
        """Only these levers moved."""
        return replace(self.today, **{name: getattr(self, name) for name in names})

    def settings(self) -> dict[str, object]:
        """What differs from a question just opened, by field: enough for a link or a saved workspace."""
        return {name: value for name, value in asdict(self).items() if value != getattr(_FRESH, name)}

    @classmethod
    def from_settings(cls, settings: Mapping[str, Any]) -> "Scenario":
        """The scenario that `settings` came from.

        Raises RetentionError `unknown_field` (field, options), `out_of_range` (field, value, minimum, maximum) and
        `unknown_choice` (field, value, options).
        """
        names = tuple(field.name for field in fields(cls))
        for name in settings:
            if name not in names:
                raise RequestError("unknown_field", field=name, options=names)
        return replace(_FRESH, **settings)


KINDS: Mapping[str, Kind[float | str]] = {
    **{name: field.kind for name, field in FIELDS.items()},
    "crr_unit": Choice(tuple(ChangeUnit)),
    "reading": Choice(tuple(Reading)),
}
"""How each field of a scenario is read from a link or a file."""
LEVERS = tuple(name for name, field in FIELDS.items() if field.lever)


_NEUTRAL: Mapping[str, Any] = {name: None if FIELDS[name].cost else 0.0 for name in LEVERS}
_FRESH = Scenario()
