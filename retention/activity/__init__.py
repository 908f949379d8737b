"""Who bought when: orders become one row per customer and period, where the data live. The one heavy step."""

from retention.activity.customer_periods import Activity, activity, after_today, overview, waits, without_customer
from retention.activity.filter_counts import Portion, askable, portion, values_of
from retention.activity.filter_places import PLACES, in_places, of_places
from retention.activity.filtering import filtered, narrowed, narrowed_orders
from retention.activity.first_orders import first_values
from retention.activity.query_engine import fetch, is_sale, sum_by
from retention.activity.tables import AnyOrders, FilteredTable, countable, filter_of, native, placed_until
from retention.periods import NEVER

__all__ = [
    "NEVER",
    "PLACES",
    "Activity",
    "AnyOrders",
    "FilteredTable",
    "Portion",
    "activity",
    "after_today",
    "askable",
    "countable",
    "fetch",
    "filter_of",
    "filtered",
    "first_values",
    "in_places",
    "is_sale",
    "narrowed",
    "narrowed_orders",
    "native",
    "of_places",
    "overview",
    "placed_until",
    "portion",
    "sum_by",
    "values_of",
    "waits",
    "without_customer",
]
