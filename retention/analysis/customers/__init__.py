"""Customers: who they are, who is slipping away, and what they are worth."""

from retention.analysis.customers.forecast import Forecast
from retention.analysis.customers.table import Customers, customers, history, slipping, vip_moves
from retention.analysis.customers.vips import lorenz

__all__ = ["Customers", "Forecast", "customers", "history", "lorenz", "slipping", "vip_moves"]
