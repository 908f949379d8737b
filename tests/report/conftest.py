"""A shop of which reports are made: the salon, small enough to be worked out in a second."""

import pytest

import retention as rt
from pages.data.samples import path
from retention.periods import Calendar
from retention.report.material import Material, gather


@pytest.fixture(scope="session")
def salon() -> Material:
    """The quarters of the salon, with a margin."""
    return gather(rt.load(path("salon")), calendar=Calendar.of("quarter"), margin=0.4)
