"""Money: what made revenue differ between two periods, what a cohort has brought, and which cohorts revenue is from."""

from retention.analysis.money.bridge import MoneyBridge, money_bridge
from retention.analysis.money.cohort_value import CohortValue, cohort_value
from retention.analysis.money.stacked import stacked_revenue

__all__ = ["CohortValue", "MoneyBridge", "cohort_value", "money_bridge", "stacked_revenue"]
