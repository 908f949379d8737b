"""Customer retention from order exports: load a file, read true rates, with their counts and uncertainty.

    import retention as rt
    orders = rt.load("orders.xlsx")
    rt.rates(orders, grain="quarter")

Names load on first use, so that a program that needs one of them does not pay for all.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from retention.errors import Example, Issue, Question, RetentionError, Undecided
    from retention.loading import load
    from retention.orders import Orders
    from retention.rates import rates

_HOMES = {
    "Example": "errors",
    "Issue": "errors",
    "Orders": "orders",
    "Question": "errors",
    "RetentionError": "errors",
    "Undecided": "errors",
    "load": "loading",
    "rates": "rates",
}

__all__ = ["Example", "Issue", "Orders", "Question", "RetentionError", "Undecided", "load", "rates"]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
