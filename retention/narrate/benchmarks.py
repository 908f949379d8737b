"""Published figures in words: who says so, and how far to trust it."""

from retention.benchmarks.published import Published, Trust
from retention.narrate.numbers import percent
from retention.narrate.texts import N_, Markup, _, fill

TRUST = {
    Trust.MEDIUM: N_("medium trust"),
    Trust.MEDIUM_LOW: N_("medium to low trust"),
    Trust.LOW: N_("low trust"),
    Trust.VERY_LOW: N_("very low trust"),
}
AVERAGE = "average"
NICHES = {
    AVERAGE: N_("Average of online shops"),
    "tea": N_("Tea"),
    "own_food": N_("Food of one's own brand"),
    "beauty": N_("Beauty"),
    "apparel": N_("Clothing"),
    "meal_delivery": N_("Meal delivery"),
    "supplements": N_("Food supplements"),
    "coffee": N_("Coffee"),
    "pet": N_("Pets"),
    "sports_clothing": N_("Sports clothing"),
}


def niche(figure: Published) -> str:
    """What kind of shop a figure is about."""
    group = figure.group or AVERAGE
    return _(NICHES[group])


def source(figure: Published) -> Markup:
    """A figure with its source, year and trust."""
    return fill(
        _("{rate} ({source}, {year}, {trust})"),
        rate=percent(figure.value, digits=1),
        source=figure.source,
        year=figure.year or _("undated"),
        trust=_(TRUST[figure.trust]),
    )
