"""What the visitor has chosen on the Customers page, readable before and without its controls."""

from pages.shared import margin as shared
from pages.shared import session
from retention.defaults import TOP_SHARE

SHARE = "best"
"""The setting of how many percent of the customers count as the best."""
MARGIN = "customers-margin"
USUAL_SHARE = round(100 * TOP_SHARE)


def share() -> float:
    """The share of customers that counts as the best."""
    return int(session.setting(SHARE, str(USUAL_SHARE))) / 100


def margin() -> float | None:
    """The margin, a fraction of revenue; None when none was given."""
    return shared.given()
