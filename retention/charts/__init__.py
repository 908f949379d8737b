"""Small tables as Altair charts. Computes nothing and says nothing of its own: labels come with the call.

Colours are positions in the palettes of whoever shows the chart (Streamlit's theme, a report's), never values; of the
categories 0 are the customers in question, 1 lost, 2 back again, 3 new.
"""

from retention.charts.audit import growth, stacked
from retention.charts.cohorts import across, curves, heatmap, waiting
from retention.charts.customers import calibration, history, lorenz, segments, tracking
from retention.charts.layers import ROLES
from retention.charts.overview import by_period
from retention.charts.ranges import ranges
from retention.charts.rates import bridge, trend

__all__ = [
    "ROLES",
    "across",
    "bridge",
    "by_period",
    "calibration",
    "curves",
    "growth",
    "heatmap",
    "history",
    "lorenz",
    "ranges",
    "segments",
    "stacked",
    "tracking",
    "trend",
    "waiting",
]
