"""Customer retention from order exports: load a file, read true rates, with their counts and uncertainty.

    import retention as rt
    orders = rt.load("orders.xlsx")
    rt.rates(orders, grain="quarter")

Names load on first use, so that a program that needs one of them does not pay for all.
"""

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from retention.cohorts import Drift, average, cohort_members, cohorts, drift, every_mode, triangle
    from retention.customers import Customers, customers, history, lorenz, slipping, vip_moves
    from retention.errors import Example, Issue, Question, RetentionError, Undecided
    from retention.loading import load
    from retention.orders import Orders
    from retention.rates import breakdown, compare, figures, figures_of, members, rates, simple_lifetime_value, trend
    from retention.rules import Rules
    from retention.sources import open_source
    from retention.timing import gaps, suggest_grain, time_to_order
    from retention.totals import from_totals

__all__ = [
    "Customers",
    "Drift",
    "Example",
    "Issue",
    "Orders",
    "Question",
    "RetentionError",
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
]

_MODULES = {
    "cohorts": ("Drift", "average", "cohort_members", "cohorts", "drift", "every_mode", "triangle"),
    "customers": ("Customers", "customers", "history", "lorenz", "slipping", "vip_moves"),
    "errors": ("Example", "Issue", "Question", "RetentionError", "Undecided"),
    "loading": ("load",),
    "orders": ("Orders",),
    "rules": ("Rules",),
    "rates": ("breakdown", "compare", "figures", "figures_of", "members", "rates", "simple_lifetime_value", "trend"),
    "sources": ("open_source",),
    "timing": ("gaps", "suggest_grain", "time_to_order"),
    "totals": ("from_totals",),
}
_HOMES = {name: module for module, names in _MODULES.items() for name in names}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = found
    return found


class _Api(ModuleType):
    """Keeps `rates` and `cohorts` the functions when the modules of those names are imported."""

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in _HOMES and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Api
