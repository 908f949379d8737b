"""Retention rates: the bridge of every period, the whole family of figures, comparisons and breakdowns."""

from retention.rates.breakdown import breakdown
from retention.rates.bridge import rates
from retention.rates.compare import compare, figures_of, members, trend
from retention.rates.figures import figures
from retention.rates.worth import Worth, simple_lifetime_value

__all__ = [
    "Worth",
    "breakdown",
    "compare",
    "figures",
    "figures_of",
    "members",
    "rates",
    "simple_lifetime_value",
    "trend",
]
