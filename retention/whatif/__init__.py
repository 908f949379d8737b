"""What is five points of retention worth? A shop's course, what would change it, and how sure that is.

    from retention import whatif
    shop = whatif.estimate(orders, grain="month")
    answer = whatif.compare(shop, whatif.Scenario(crr_change=0.05, margin=0.4))
    answer.totals, shop.tests.misses()

Shares and rates are fractions, money is in the orders' currency, counts are customers.
"""

from retention.whatif.backtest import BackTest, back_test
from retention.whatif.base import Base
from retention.whatif.baseline import Baseline, estimate
from retention.whatif.break_even import BreakEven, Trade, break_even, equal_profit_trade, sensitivity
from retention.whatif.bucket import Bucket, bucket, customer_value, steady_state, value_of_points
from retention.whatif.cautions import Caution, cautions
from retention.whatif.comparison import Comparison, ceilings, compare, gain, readings, sources
from retention.whatif.fields import FIELDS, Field, Unit
from retention.whatif.programmes import (
    PRESETS,
    Outcome,
    Preset,
    Programme,
    Reach,
    by_response,
    customers_reached,
    outcome,
    points_aimed_at,
    preset,
    response_curve,
)
from retention.whatif.projection import project
from retention.whatif.recency import RecencyValue, chances_by_recency, recency_value, value_by_recency, write_until
from retention.whatif.scenario import ChangeUnit, Reading, Scenario
from retention.whatif.shop import Shop, bucket_of_last_period

__all__ = [
    "FIELDS",
    "PRESETS",
    "BackTest",
    "Base",
    "Baseline",
    "BreakEven",
    "Bucket",
    "Caution",
    "ChangeUnit",
    "Comparison",
    "Field",
    "Outcome",
    "Preset",
    "Programme",
    "Reach",
    "Reading",
    "RecencyValue",
    "Scenario",
    "Shop",
    "Trade",
    "Unit",
    "back_test",
    "break_even",
    "bucket",
    "bucket_of_last_period",
    "by_response",
    "cautions",
    "ceilings",
    "chances_by_recency",
    "compare",
    "customer_value",
    "customers_reached",
    "equal_profit_trade",
    "estimate",
    "gain",
    "outcome",
    "points_aimed_at",
    "preset",
    "project",
    "readings",
    "recency_value",
    "response_curve",
    "sensitivity",
    "sources",
    "steady_state",
    "value_by_recency",
    "value_of_points",
    "write_until",
]
