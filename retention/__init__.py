"""Customer retention from order exports: load a file, read true rates, with their counts and uncertainty.

    import retention as rt
    orders = rt.load("orders.xlsx")
    rt.rates(orders, grain="quarter")

The public names stand in `__init__.pyi`; each is imported on its first use (docs/decisions.md says what that saves).
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
