"""What the visitor has chosen on the Customers page, readable before and without its controls."""

from pages.shared import margin as shared
from pages.shared import session
from retention.defaults import TOP_SHARE
from retention.narrate.numbers import of_hundred, share_of_hundred

SHARE = "best"
"""The setting of how many percent of the customers count as the best."""
MARGIN = "customers-margin"


def share() -> float:
    """The share of customers that counts as the best."""
    return share_of_hundred(int(session.setting(SHARE, str(of_hundred(TOP_SHARE)))))


def margin() -> float | None:
    """The margin, a fraction of revenue; None when none was given."""
    return shared.given()
