"""Retention rates: the bridge of every period, the whole family of figures, comparisons and breakdowns."""

from retention.analysis.rates.breakdown import breakdown
from retention.analysis.rates.compare import compare, figures_of, members, trend
from retention.analysis.rates.figures import figures, rates
from retention.analysis.rates.lifetime_value import SimpleLifetimeValue, simple_lifetime_value

__all__ = [
    "SimpleLifetimeValue",
    "breakdown",
    "compare",
    "figures",
    "figures_of",
    "members",
    "rates",
    "simple_lifetime_value",
    "trend",
]
