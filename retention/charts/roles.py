"""What the first colours of the categorical palette stand for."""

import altair as alt

from retention.charts.scales import in_order

ROLES = ("kept", "lost", "reactivated", "new")


def coloured() -> alt.Color:
    """Colour by a `role` column, always the same colour for the same role."""
    return alt.Color("role:N", sort=None, scale=in_order(ROLES), legend=None)
