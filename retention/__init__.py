"""Customer retention from order exports: load a file, read true rates, with their counts and uncertainty.

    import retention as rt
    orders = rt.load("orders.xlsx")
    rt.rates(orders, grain="quarter")

A name is imported on its first use: pandas and SciPy together take a second, which neither `--help` nor the process
that parses a file should wait for.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from retention import whatif
    from retention.analysis.cohorts import Drift, average, cohort_members, cohorts, drift, every_mode, triangle
    from retention.analysis.customers import Customers, customers, history, lorenz, slipping, vip_moves
    from retention.analysis.rates import (
        breakdown,
        compare,
        figures,
        figures_of,
        members,
        rates,
        simple_lifetime_value,
        trend,
    )
    from retention.analysis.timing import gaps, suggest_grain, time_to_order
    from retention.analysis.totals import from_totals
    from retention.errors import Example, Issue, Question, RetentionError, RetentionWarning, Undecided
    from retention.ingest.loading import load
    from retention.ingest.rules import Rules
    from retention.ingest.session import ImportSession
    from retention.ingest.sources.source import open_source
    from retention.orders import Orders

__all__ = [
    "Customers",
    "Drift",
    "Example",
    "ImportSession",
    "Issue",
    "Orders",
    "Question",
    "RetentionError",
    "RetentionWarning",
    "Rules",
    "Undecided",
    "average",
    "breakdown",
    "cohort_members",
    "cohorts",
    "compare",
    "customers",
    "drift",
    "every_mode",
    "figures",
    "figures_of",
    "from_totals",
    "gaps",
    "history",
    "load",
    "lorenz",
    "members",
    "open_source",
    "rates",
    "simple_lifetime_value",
    "slipping",
    "suggest_grain",
    "time_to_order",
    "trend",
    "triangle",
    "vip_moves",
    "whatif",
]

_MODULES = {
    "analysis.cohorts": ("Drift", "average", "cohort_members", "cohorts", "drift", "every_mode", "triangle"),
    "analysis.customers": ("Customers", "customers", "history", "lorenz", "slipping", "vip_moves"),
    "analysis.rates": (
        "breakdown",
        "compare",
        "figures",
        "figures_of",
        "members",
        "rates",
        "simple_lifetime_value",
        "trend",
    ),
    "analysis.timing": ("gaps", "suggest_grain", "time_to_order"),
    "analysis.totals": ("from_totals",),
    "errors": ("Example", "Issue", "Question", "RetentionError", "RetentionWarning", "Undecided"),
    "ingest.loading": ("load",),
    "ingest.rules": ("Rules",),
    "ingest.session": ("ImportSession",),
    "ingest.sources.source": ("open_source",),
    "orders": ("Orders",),
}
_HOMES = {name: module for module, names in _MODULES.items() for name in names}


def __getattr__(name: str) -> object:
    if name == "whatif":
        return import_module("retention.whatif")
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f"retention.{_HOMES[name]}"), name)
    globals()[name] = found
    return found
