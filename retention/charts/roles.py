"""What the first colours of the categorical palette stand for."""

import altair as alt

ROLES = ("kept", "lost", "reactivated", "new")


def coloured() -> alt.Color:
    """Colour by a `role` column, always the same colour for the same role."""
    return alt.Color("role:N", scale=alt.Scale(domain=list(ROLES)), legend=None)
