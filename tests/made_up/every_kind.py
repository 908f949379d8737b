"""All kinds, by importing the modules that register them."""

from tests.made_up import (  # noqa: F401
    kinds_dates,
    kinds_details,
    kinds_documents,
    kinds_files,
    kinds_identity,
    kinds_money,
    kinds_orders,
    kinds_others,
    kinds_services,
    kinds_shapes,
    kinds_states,
    kinds_tills,
)
from tests.made_up.rights import KINDS

__all__ = ["KINDS"]
