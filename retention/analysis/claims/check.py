"""Which of all ways to count gives a figure, the most plausible first, and how many would by chance."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from retention.activity import AnyOrders
from retention.analysis.claims.statement import Claim
from retention.analysis.claims.ways import AS_CHOSEN, PLACE, Choice, counted, recounted, steps, ways
from retention.analysis.rates.compare import latest_known
from retention.analysis.rates.figures import rates
from retention.periods import Calendar
from retention.settings import Days

NEAR = 0.05
"""Points to either side within which values are counted to tell how many would agree by chance."""
CONVINCING = 0.25
"""Ways, as plausible as the first, that may agree by chance for that one to be called the answer: one in four."""
SHOWN = 12
"""Ways that are told: the most plausible that agree, or the nearest."""
STEP = 1.0
"""What one departure from the choice counts: another period, another base, other orders."""
OF_ANOTHER_LENGTH, PER_PERIOD, UNFINISHED = 2.0, 0.1, 0.5
OTHER_FIGURE, NOT_OF_THE_TOOL = 1.0, 3.0
SLACK = 1e-9


@dataclass(frozen=True, kw_only=True, eq=False)
class ClaimCheck:
    """A claim held against everything that was tried.

    `tried` has one row per way, the most plausible first: the columns of `counted`, `cost` (how far it departs from
    what the tool usually shows and from what the person looks at) and `agrees` (it is written with the digits of the
    claim). `choice` is what the person looks at.
    """

    claim: Claim
    choice: Choice
    tried: pd.DataFrame

    @property
    def matches(self) -> pd.DataFrame:
        """The ways that give the claim, the most plausible first."""
        return self.tried[self.tried["agrees"]].reset_index(drop=True)

    @property
    def shown(self) -> pd.DataFrame:
        """The ways worth telling: the most plausible that agree; where none does, the nearest.

        Of a figure with the same counts in several periods, as one up to then may have, the most plausible stands.
        """
        found = (
            self.matches if self.tried["agrees"].any() else self.tried.sort_values(["distance", "cost"], kind="stable")
        )
        return found.drop_duplicates(["definition", "part", "whole"]).head(SHOWN).reset_index(drop=True)

    @cached_property
    def by_chance(self) -> float:
        """How many ways would agree by chance: those near the claim, spread evenly over the digits it has."""
        return self._by_chance(self.tried)

    @cached_property
    def as_plausible_by_chance(self) -> float:
        """How many of the ways that are as plausible as the first one would agree by chance."""
        return self._by_chance(self.tried[self.tried["cost"] <= self.shown["cost"].iloc[0]])

    @property
    def convincing(self) -> bool:
        """Whether chance alone would hardly bring one as plausible as the first."""
        return bool(self.shown["agrees"].iloc[0]) and self.as_plausible_by_chance <= CONVINCING

    def _by_chance(self, tried: pd.DataFrame) -> float:
        distance = (tried["value"] - self.claim.value).abs()
        beside = (distance <= NEAR) & ~tried["agrees"]
        width = self.claim.ends[1] - self.claim.ends[0]
        return float(beside.sum()) * width / max(2 * NEAR - width, width)

    @property
    def own(self) -> pd.Series | None:
        """The retention rate of what the person looks at; None where it has none."""
        return self._as_chosen("crr")

    @property
    def usual(self) -> pd.Series | None:
        """What the tool usually shows, of what the person looks at; None where the tool or the figure is unknown."""
        return self._as_chosen(self.claim.usual[0]) if self.claim.usual else None

    def _as_chosen(self, definition: str) -> pd.Series | None:
        mine = self.tried[(self.tried["departs"] == 0) & (self.tried["definition"] == definition)]
        return None if mine.empty else mine.iloc[0]


def claim_check(
    orders: AnyOrders,
    text: str,
    *,
    tool: str | None = None,
    days: Days | None = None,
    base: str | Days = "previous",
    grain: str = "month",
    as_of: dt.date | None = None,
    year_start: int | None = None,
    week_start: str | None = None,
    calendar: str | None = None,
    progress: Callable[[float], None] = lambda share: None,
) -> ClaimCheck:
    """Which definition, period, base and counting gives a figure that another tool tells, or comes nearest to it.

    `text` is what it says, such as “Shopify: 38%”; `tool` names it where the text does not. `days` is the period the
    person looks at (default: the latest one that is over), `base`, `grain` and the other settings are as in `rates`;
    ways that depart from them are less plausible. `progress` is told the share that is done. Tried are every share of
    the catalogue, the latest weeks, months, quarters and years, the last 30, 90 and 365 days and twelve months, four
    bases, and orders counted otherwise (see `countings`). With so many some agree by chance: `by_chance` says how many.

    RetentionError: `claim_unclear` (text), and those of `rates`.

    >>> orders = pd.DataFrame({
    ...    "customer": ["ann", "bob", "eve", "ann", "eve", "kim"],
    ...    "date": pd.to_datetime(["2025-01-05", "2025-01-06", "2025-01-31", "2025-02-07", "2025-03-02", "2025-03-09"]),
    ...    "amount": [30.0, 40.0, 10.0, 90.0, 20.0, 50.0],
    ... })
    >>> found = rt.claim_check(orders, "33%", days=(dt.date(2025, 2, 1), dt.date(2025, 2, 28)))
    >>> found.matches.iloc[0][["definition", "part", "whole", "value"]].to_dict()
    {'definition': 'crr', 'part': 1.0, 'whole': 3.0, 'value': 0.3333333333333333}
    """
    claim, cut = Claim.of(text, tool), Calendar.of(grain, year_start, week_start, calendar)
    if days is None:
        table = rates(orders, base=base, as_of=as_of, **cut.options)
        row = table.iloc[latest_known(table)]
        days = row["start"], row["end"]
    choice = Choice(calendar=cut, base=base, days=days)
    every, tables, held = ways(orders, choice), [], (AS_CHOSEN, orders)
    for share, way in steps(every):
        if way.counting != held[0]:
            held = way.counting, recounted(orders, way.counting)
        tables.append(counted(held[1], way, choice, as_of=as_of))
        progress(share)
    return checked(claim, tables, choice)


def checked(claim: Claim, tables: Sequence[pd.DataFrame], choice: Choice) -> ClaimCheck:
    """The claim held against the tables of `counted`, one per way."""
    tried = pd.concat([table for table in tables if len(table)], ignore_index=True)
    departs = _departures(tried, choice)
    tried = tried.assign(
        departs=departs,
        cost=departs + _unusual(tried["definition"], claim),
        distance=(tried["value"] - claim.value).abs().round(12),
    )
    low, high = claim.ends
    tried["agrees"] = tried["value"].between(low - SLACK, high + SLACK)
    ranked = tried.sort_values(["agrees", "cost", "distance"], ascending=[False, True, True], kind="stable")
    once = ranked.drop_duplicates([*PLACE[:3], "part", "whole"])  # another base or counting may be the very same people
    return ClaimCheck(claim=claim, choice=choice, tried=once.reset_index(drop=True))


def _unusual(definition: pd.Series, claim: Claim) -> pd.Series:
    """How far a figure is from what the tool usually shows, or from the retention rate where no tool is known."""
    usual = {name: OTHER_FIGURE * place for place, name in enumerate(claim.usual)} or {"crr": 0.0}
    return definition.map(usual).fillna(NOT_OF_THE_TOOL if claim.usual else OTHER_FIGURE).astype(float)


def _departures(tried: pd.DataFrame, choice: Choice) -> np.ndarray:
    """How far each way departs from what the person looks at, whatever it is that it counts."""
    grain = str(choice.calendar.grain)
    chosen = (tried["start"] == choice.days[0]) & (tried["end"] == choice.days[1])
    same = tried["grain"] == grain
    period = np.where(same | tried["grain"].isna(), STEP, OF_ANOTHER_LENGTH) + PER_PERIOD * tried["age"]
    period = np.where(chosen, 0.0, period + np.where(tried["complete"], 0.0, UNFINISHED))
    base = np.array([each is not None and each != choice.base for each in tried["base"]])
    counting = (tried["counting"] != AS_CHOSEN).to_numpy()
    found: np.ndarray = period + 1.5 * STEP * base + 1.5 * STEP * counting
    return found
