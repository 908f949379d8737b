"""One shop whose truth is known, estimated once."""

import pytest

from retention import whatif
from retention.whatif import Baseline
from tests.bg_bb_shop import last_day, simulate


@pytest.fixture(scope="session")
def shop() -> Baseline:
    """Twenty-four months, about forty new customers in each."""
    orders = simulate(11, parameters=(1.2, 3.0, 0.6, 6.0), months=24, new_per_month=40)
    return whatif.estimate(orders, as_of=last_day(24).date(), draws=200)
