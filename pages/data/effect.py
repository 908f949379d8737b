"""What another choice would do to the figures, said before it is taken."""

from pages.shared import cached
from pages.shared.session import View
from retention.analysis.effect import Effect
from retention.ingest.session import ImportSession
from retention.narrate import effect
from retention.orders import Orders


def of_choice(changed: ImportSession, *, instead_of: Orders, view: View) -> str:
    """The rate of the chosen period, customers, orders and money under other choices, where they differ."""
    period = cached.RatePeriod(view.grain, view.base, view.year_start, view.days, view.chosen is None)
    after = cached.outcome(changed, period)
    if after is None:
        return effect.nothing_left()
    found = Effect(before=cached.outcome_of(instead_of, period), after=after)
    return effect.effect(found, view.bridge, currency=instead_of.currency)
