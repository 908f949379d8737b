"""What can be set in a what-if question, and within which limits: one table for validator, sliders and links."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from retention.settings import Number, Whole


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
