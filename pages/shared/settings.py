"""Every setting of the pages, declared once for links, workspaces and controls alike.

A setting is kept and linked as text, in the one way its kind writes it. Those whose options depend on the orders (a
period, a column) are declared by what such a text can be; the page that draws them holds them against its own options.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from retention.activity import PLACES
from retention.messages import N_
from retention.metrics import COHORT_MEASURES, METRICS
from retention.narrate.reader import LANGUAGES
from retention.periods import PATTERNS, WEEK_STARTS
from retention.settings import LONGEST_CELL, Choice, DayRange, Kind, Number, Text, Whole, as_text
from retention.whatif.fields import FIELDS
from retention.whatif.programmes import PRESETS

BASE_MONTHS = Whole(minimum=2, maximum=60)
FIRST_ORDER = "first_order"
"""The choice, among groups of cohorts, of the time of the first order."""
OTHER_DAYS = "days"
"""The choice, among periods or bases, of days of one's own."""
_PERIOD = Text(longest=40)
_WORD = Text(longest=40)
_GRAINS = ("week", "month", "quarter", "year")


@dataclass(frozen=True)
class Setting:
    """What a setting is called on screen (marked for translation), and what it can be."""

    label: str
    kind: Kind[object]

    def text(self, brought: object) -> str | None:
        """What was brought as this setting's text; None where it cannot be."""
        value = self.kind.read(brought)
        return None if value is None else as_text(value)

    @property
    def options(self) -> tuple[str, ...]:
        """The words to choose from, of a setting that has such."""
        return self.kind.options if isinstance(self.kind, Choice) else ()


COUNT = Whole(minimum=0, maximum=10**9)
"""Customers typed in."""
MONEY = Number(minimum=0.0, maximum=1e12)
"""Money typed in, in any currency, and what one unit of a currency is worth in another."""
SMALL_MONEY = Number(minimum=0.0, maximum=1e12, step=0.1)
"""Money spent on one customer."""
PROGRAMME_COST = Number(minimum=0.0, maximum=1e12, step=10.0)
ORDERS_EACH = Number(minimum=1.0, maximum=10_000.0, step=0.1)
"""Orders per customer typed in."""
BEST_SHARE = Whole(minimum=1, maximum=50)
"""Percent of the customers that count as the best."""
PERCENT = Number(minimum=0.0, maximum=100.0)
TARGET = Number(minimum=0.1, maximum=100.0)
"""Percent of the customers at the start that are to come back."""
DISCOUNT = Number(minimum=0.0, maximum=90.0)
"""Percent of the price."""
RESPONSE = Number(minimum=0.0, maximum=100.0, step=0.5)
"""Percent of those addressed."""
SEARCHED = Text(longest=200, shortest=0)
"""Words looked for in a list."""
CURRENCY = Text(longest=20)
"""The code or the name of a currency that no list has."""
ACTION_NUMBERS: Mapping[str, tuple[str, Number | Whole]] = {
    "reach": (N_("Customers addressed"), COUNT),
    "cost_fixed": (N_("Cost, once"), PROGRAMME_COST),
    "cost_per_customer": (N_("Cost per customer"), SMALL_MONEY),
    "discount": (N_("Discount, %"), DISCOUNT),
    "response": (N_("Respond, %"), RESPONSE),
}
"""The numbers of an action, of which every preset keeps its own."""


SETTINGS: Mapping[str, Setting] = {
    "lang": Setting(N_("Language"), Choice(tuple(LANGUAGES))),
    "demo": Setting(N_("Demo mode"), Choice(("off", "on"))),
    "projector": Setting(N_("Projector"), Choice(("off", "on"))),
    "grain": Setting(N_("Length of a period"), Choice(_GRAINS)),
    "year": Setting(N_("A year begins in"), Choice(tuple(map(str, range(1, 13))))),
    "week": Setting(N_("A week begins on"), Choice(tuple(WEEK_STARTS))),
    "calendar": Setting(N_("The months of a quarter are"), Choice(tuple(PATTERNS))),
    "base": Setting(N_("Customers at the start"), Choice(("previous", "last_year", "window", "ever", OTHER_DAYS))),
    "months": Setting(N_("How many months"), BASE_MONTHS),
    "base-days": Setting(N_("First and last day"), DayRange()),
    "filter": Setting(N_("Which orders count"), Text(longest=2_000, pattern=PLACES)),
    "period": Setting(N_("Period"), _PERIOD),
    "period-days": Setting(N_("First and last day"), DayRange()),
    "against": Setting(N_("Change against"), Choice(("last_year", "previous"))),
    "beside": Setting(N_("Compare with"), _PERIOD),
    "beside-days": Setting(N_("First and last day"), DayRange()),
    "age": Setting(N_("Compare how many came back"), Whole(minimum=1, maximum=100_000)),
    "mode": Setting(N_("Back is who bought"), Choice(("on", "on_or_before", "on_or_after"))),
    "ages": Setting(N_("Age is counted"), Choice(("calendar", "elapsed"))),
    "measure": Setting(N_("Show"), Choice(tuple(COHORT_MEASURES))),
    "cohorts": Setting(N_("Customers with the same"), Text(longest=LONGEST_CELL, as_found=True)),
    "colours": Setting(N_("Compare colours"), Choice(("table", "column"))),
    "order": Setting(N_("Which order to wait for"), Choice(("2", "3", "4", "5"))),
    "target": Setting(N_("Target, %"), TARGET),
    "target-of": Setting(N_("What the target is for"), Text(longest=60)),
    "margin": Setting(N_("Margin"), FIELDS["margin"].kind),
    "acquisition-cost": Setting(N_("Cost of winning a customer"), MONEY),
    "figure": Setting(N_("Figure"), Choice(tuple(METRICS))),
    "published": Setting(N_("Published figure beside it"), _WORD),
    "grouped": Setting(N_("Grouped by"), Text(longest=LONGEST_CELL, as_found=True)),
    "compared": Setting(N_("Figure"), Choice(tuple(METRICS))),
    "best": Setting(N_("How many of the customers count as the best"), BEST_SHARE),
    "segment": Setting(N_("Segment"), _WORD),
    "moved": Setting(N_("Who joined and who fell out"), Choice(("joined", "fell_out"))),
    "due": Setting(N_("Next order due"), Choice(("late", "7", "14", "30"))),
    "likely": Setting(N_("Only those who are more likely still customers than gone"), Choice(("on", "off"))),
    "outcome": Setting(N_("Show"), Choice(("buyers", "revenue", "profit"))),
    "view": Setting(N_("Show"), Choice(("each", "total", "difference"))),
    "action": Setting(N_("Action"), Choice(tuple(PRESETS))),
    "message-cost": Setting(N_("One message or call to a customer costs"), SMALL_MONEY),
    **{
        f"{preset}-{name}".replace("_", "-"): Setting(label, kind)
        for preset in PRESETS
        for name, (label, kind) in ACTION_NUMBERS.items()
    },
}
"""Every setting of all pages, by its name in a link; the levers of a what-if question are `whatif.scenario.KINDS`."""
