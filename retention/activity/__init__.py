"""Who bought when: orders become one row per customer and period, where the data live. The one heavy step."""

from retention.activity.customer_periods import Activity, activity, countable, first_values, overview
from retention.activity.query_engine import fetch, is_sale, sum_by
from retention.periods import NEVER

__all__ = ["NEVER", "Activity", "activity", "countable", "fetch", "first_values", "is_sale", "overview", "sum_by"]
