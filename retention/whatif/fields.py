"""What can be set in a what-if question, and within which limits: one table for validator, sliders and links."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from retention.errors import RequestError
from retention.settings import Number, Whole

PERCENT = 100
_COARSE = 100
_DIGITS = 6  # of a number typed in, after the decimal mark


class Unit(StrEnum):
    """What a field's number is."""

    SHARE = "share"  # fraction of a whole, 0..1
    CHANGE = "change"  # relative change: 0.1 is a tenth more
    MONEY = "money"  # in the currency of the orders
    CUSTOMERS = "customers"  # per period
    PERIODS = "periods"
    PER_YEAR = "per_year"  # fraction per year


@dataclass(frozen=True, kw_only=True)
class Field:
    """Limits of one number: `minimum` and `maximum` included, `step` of its slider.

    A `lever` is what the scenario changes against today; anything else holds for both. `cost`: unknown until
    somebody says it, never assumed.
    """

    minimum: float
    maximum: float
    step: float
    unit: Unit
    lever: bool = False
    cost: bool = False

    @property
    def kind(self) -> Number | Whole:
        """How the number is read, wherever it is brought."""
        if self.unit is Unit.PERIODS:
            return Whole(minimum=int(self.minimum), maximum=int(self.maximum), step=int(self.step))
        return Number(minimum=self.minimum, maximum=self.maximum, step=self.step)

    @property
    def shown_kind(self) -> Number | Whole:
        """How the number is typed by a person."""
        kind = self.kind
        return kind.times(self.scale) if isinstance(kind, Number) else kind

    @property
    def in_percent(self) -> bool:
        """Whether a person types the number in percent."""
        return self.unit in (Unit.SHARE, Unit.PER_YEAR)

    @property
    def scale(self) -> int:
        """What the number is multiplied by where a person types it: shares are typed in percent."""
        return PERCENT if self.in_percent else 1

    @property
    def coarse(self) -> bool:
        """Whether its steps are so large that nobody needs decimals."""
        return self.step >= _COARSE

    def in_shown_units(self, value: float) -> float:
        """The number as a person types it: 0.4 is 40 for a share, everything else as it is."""
        return round(value * self.scale, _DIGITS)

    def from_shown_units(self, value: float) -> float:
        """The number that a person typed."""
        return value / self.scale if self.scale != 1 else value

    def rounded(self, value: float) -> float:
        """The number as it is kept, without what a division leaves far behind the decimal mark."""
        return round(value, _DIGITS)

    def steps(self, *, down: int, up: int) -> list[float]:
        """Values within the limits in whole steps, at most so many below and above 0.

        >>> FIELDS["discount"].steps(down=40, up=3)
        [0.0, 0.01, 0.02, 0.03]
        """
        lowest, highest = max(self.minimum, -down * self.step), min(self.maximum, up * self.step)
        return [
            round(step * self.step, _DIGITS)
            for step in range(round(lowest / self.step), round(highest / self.step) + 1)
        ]


def check_within(field: str, value: float, *, minimum: float = 0.0, maximum: float = 1.0) -> None:
    """Raise RetentionError `out_of_range` (field, value, minimum, maximum) unless minimum ≤ value ≤ maximum."""
    if not minimum <= value <= maximum:
        raise RequestError("out_of_range", field=field, value=value, minimum=minimum, maximum=maximum)


_ANY_MONEY = 1e12

FIELDS: Mapping[str, Field] = MappingProxyType(
    {
        "crr_change": Field(minimum=-1.0, maximum=1.0, step=0.005, unit=Unit.CHANGE, lever=True),
        "order_value_change": Field(minimum=-0.5, maximum=1.0, step=0.01, unit=Unit.CHANGE, lever=True),
        "order_frequency_change": Field(minimum=-0.5, maximum=1.0, step=0.01, unit=Unit.CHANGE, lever=True),
        "new_customers_change": Field(minimum=-1.0, maximum=3.0, step=0.01, unit=Unit.CHANGE, lever=True),
        "margin_change": Field(minimum=-0.5, maximum=0.5, step=0.005, unit=Unit.SHARE, lever=True),
        "discount": Field(minimum=0.0, maximum=0.9, step=0.01, unit=Unit.SHARE, lever=True),
        "acquisition_cost_change": Field(minimum=-1.0, maximum=3.0, step=0.01, unit=Unit.CHANGE, lever=True),
        "programme_cost": Field(minimum=0.0, maximum=_ANY_MONEY, step=100.0, unit=Unit.MONEY, lever=True, cost=True),
        "programme_cost_per_customer": Field(
            minimum=0.0, maximum=_ANY_MONEY, step=0.1, unit=Unit.MONEY, lever=True, cost=True
        ),
        "margin": Field(minimum=0.0, maximum=1.0, step=0.01, unit=Unit.SHARE, cost=True),
        "acquisition_cost": Field(minimum=0.0, maximum=_ANY_MONEY, step=1.0, unit=Unit.MONEY, cost=True),
        "new_customers": Field(minimum=0.0, maximum=1e9, step=1.0, unit=Unit.CUSTOMERS),
        "horizon": Field(minimum=1, maximum=156, step=1, unit=Unit.PERIODS),
        "discount_rate": Field(minimum=0.0, maximum=1.0, step=0.01, unit=Unit.PER_YEAR),
    }
)
