"""How far to believe a what-if forecast, in sentences: its misses on the shop's own past, and what to beware of."""

import math
from collections.abc import Hashable, Mapping
from dataclasses import replace

from retention.errors import RetentionError
from retention.narrate import numbers
from retention.narrate import whatif as words
from retention.narrate.texts import N_, Markup, _, fill, ngettext
from retention.whatif import Baseline, Caution, cautions

FORECASTS = {
    "chosen": N_("The forecast shown here"),
    "bg_bb": N_("Customer model (BG/BB)"),
    "bg_bb_season": N_("Customer model at its latest level, with season"),
    "last_year": N_("A year before, with growth"),
    "last": N_("The same as the period before"),
    "naive_last_year": N_("The same as a year before"),
}


def last_period_only(refusal: RetentionError) -> Markup:
    """Why there is no forecast, and what stands in its place."""
    return fill(
        _("{reason} What follows is arithmetic with the last finished period alone, not a tested forecast."),
        reason=words.refusal(refusal),
    )


def from_totals() -> str:
    """What an answer from three totals cannot tell."""
    return _(
        "From totals only: everyone's chance to come back is taken to be the same in every period, and nothing of it "
        "can be tested. The band shows chance alone; a list of orders would show more."
    )


def missed(base: Baseline) -> Markup:
    """How far off the forecast was on this shop's own past, beside the naive ones."""
    found = base.tests.misses().set_index("forecast").to_dict("index")
    if not found["chosen"]["tests"]:
        return Markup(
            _("Your history is too short to test a forecast on. Take what follows as arithmetic, not as a forecast.")
        )
    template = (
        _(
            "Tested on your own past: the number of returning buyers was missed by {miss} on average; “the same as the "
            "period before” would have missed by {last}, “the same as a year before” by {year}."
        )
        if found["naive_last_year"]["tests"]
        else _(
            "Tested on your own past: the number of returning buyers was missed by {miss} on average; “the same as "
            "the period before” would have missed by {last}."
        )
    )
    misses = {"miss": "chosen", "last": "last", "year": "naive_last_year"}
    return fill(template, **{name: numbers.percent(found[key]["miss"]) for name, key in misses.items()})


def believable(base: Baseline) -> Markup:
    """How far to believe the forecast, in a line: its miss on the shop's own past, and whether a guess was nearer."""
    found = base.tests.misses().set_index("forecast").to_dict("index")
    if not found["chosen"]["tests"]:
        return Markup(_("Your history is too short to test this forecast: arithmetic only."))
    told = fill(
        _("Tested on your own past: returning buyers were missed by {miss} on average."),
        miss=numbers.percent(found["chosen"]["miss"]),
    )
    if any(each.code == "worse_than_naive" for each in cautions(base)):
        beaten = _("A simpler forecast did better: trust the difference, not the height.")
        return Markup(f"{told} {beaten}")
    return told


def remarks(base: Baseline) -> Markup:
    """How many reasons there are to trust the forecast less, as the heading over them; empty where there is none."""
    n = len(cautions(base))
    template = ngettext("Before you rely on it: {n} remark", "Before you rely on it: {n} remarks", n)
    return fill(template, n=numbers.number(n)) if n else Markup("")


def missed_over_horizon(base: Baseline, grain: str, horizon: int) -> Markup:
    """How far off new customers, returning buyers and revenue of the horizon were; empty where none is over yet.

    Of a longer horizon than the past can test, the longest it can.
    """
    found = base.tests.over_horizon(horizon).set_index("measure").to_dict("index")
    if not {"new", "returning"} <= found.keys():
        return Markup("")
    ahead = int(found["new"]["ahead"])
    template = _as_far_as_asked(found) if ahead == horizon else _as_far_as_known(found)
    misses = {str(name): numbers.percent(float(row["miss"])) for name, row in found.items()}
    return fill(template, stretch=words.stretch(ahead, grain), n=numbers.number(int(found["new"]["tests"])), **misses)


def _as_far_as_asked(found: Mapping[Hashable, object]) -> str:
    return (
        _(
            "Over {stretch}, as far ahead as you ask (tests: {n}): new customers were missed by {new}, returning "
            "buyers by {returning}, revenue by {revenue}."
        )
        if "revenue" in found
        else _(
            "Over {stretch}, as far ahead as you ask (tests: {n}): new customers were missed by {new}, returning "
            "buyers by {returning}."
        )
    )


def _as_far_as_known(found: Mapping[Hashable, object]) -> str:
    return (
        _(
            "Over {stretch} as a whole, as far ahead as your past can test: new customers were missed by {new}, "
            "returning buyers by {returning}, revenue by {revenue}."
        )
        if "revenue" in found
        else _(
            "Over {stretch} as a whole, as far ahead as your past can test: new customers were missed by {new}, "
            "returning buyers by {returning}."
        )
    )


def all_cautions(base: Baseline) -> list[str]:
    """Every reason to trust the forecast less as a list below its heading; empty where there is none."""
    found = listed_cautions(base)
    return [fill(_("**Before you rely on it**")), *found] if found else []


def listed_cautions(base: Baseline) -> list[str]:
    """Every reason to trust the forecast less, as the lines of a list; empty where there is none."""
    return [f"- {caution(each, base)}" for each in cautions(base)]


def caution(found: Caution, base: Baseline) -> Markup:
    """One reason to trust the forecast less."""
    details = dict(found.details)
    if "period" in details:
        details["period"] = _period(str(details["period"]), base)
    return CAUTIONS[found.code](replace(found, details=details))


def _period(label: str, base: Baseline) -> str:
    """The name of one of the shop's periods."""
    calendar = base.history.calendar
    periods = (calendar.period(int(number)) for number in base.history.by_period.index)
    start = next(period.start for period in periods if period.label == label)
    return numbers.period_name(start, calendar.grain)


def _worse(found: Caution) -> Markup:
    return fill(
        _(
            "A simpler forecast did better: “{naive}” missed by {naive_miss}, this one by {miss}. Rely on the "
            "difference between the two courses more than on their height."
        ),
        naive=_(FORECASTS[str(found.details["naive"])]),
        naive_miss=numbers.percent(float(str(found.details["naive_miss"])), digits=1),
        miss=numbers.percent(float(str(found.details["miss"])), digits=1),
    )


def _changing(found: Caution) -> Markup:
    return _by_sign(
        found,
        fewer=_("Your shop is changing: lately {share} fewer customers came back than forecast."),
        more=_("Your shop is changing: lately {share} more customers came back than forecast."),
    )


def _by_sign(found: Caution, *, fewer: str, more: str) -> Markup:
    signed = float(str(found.details["signed"]))
    return fill(fewer if signed < 0 else more, share=numbers.percent(abs(signed)))


def _short(found: Caution) -> Markup:
    n = int(str(found.details["periods"]))
    return fill(
        ngettext(
            "{n} finished period is a short past: the forecast could be tested only a few times.",
            "{n} finished periods are a short past: the forecast could be tested only a few times.",
            n,
        ),
        n=n,
    )


def _season(found: Caution) -> Markup:
    n = int(str(found.details["needed"]))
    return fill(
        ngettext(
            "A season cannot be told from chance yet; that takes {n} period.",
            "A season cannot be told from chance yet; that takes {n} periods.",
            n,
        ),
        n=n,
    )


def _seasonal(found: Caution) -> Markup:
    template = _("Strong season: the busiest time of the year has {ratio} times the returning buyers of the quietest.")
    return fill(template, ratio=words.decimal(found.season_ratio))


def _few(found: Caution) -> Markup:
    n = round(float(str(found.details["buyers"])))
    return fill(
        ngettext(
            "Only {n} customer bought in the last period, so chance weighs heavily.",
            "Only {n} customers bought in the last period, so chance weighs heavily.",
            n,
        ),
        n=numbers.number(n),
    )


def _burst(found: Caution) -> Markup:
    return fill(
        _(
            "In {period} {new} new customers came where {usual} are usual. If that will not happen again, set the "
            "number of new customers yourself."
        ),
        period=found.details["period"],
        new=numbers.number(float(str(found.details["new"]))),
        usual=numbers.number(float(str(found.details["usual"]))),
    )


def _trend(found: Caution) -> Markup:
    share = float(str(found.details["share"]))
    template = (
        _(
            "New customers have become more: {share} in a year. The forecast lets that go on, a little weaker each "
            "period; if it stops, less will come."
        )
        if share > 0
        else _(
            "New customers have become fewer: {share} in a year. The forecast lets that go on, a little weaker each "
            "period; if it stops, more will come."
        )
    )
    return fill(template, share=words.percent_change(share))


def _new_shifted(found: Caution) -> Markup:
    return _by_sign(
        found,
        fewer=_(
            "Lately {share} fewer new customers came per period than before. Whether that lasts, nobody can tell yet."
        ),
        more=_(
            "Lately {share} more new customers came per period than before. Whether that lasts, nobody can tell yet."
        ),
    )


def _retention_shifted(found: Caution) -> Markup:
    return _by_sign(
        found,
        fewer=_(
            "Lately {share} fewer customers came back than such customers used to. The forecast starts from there."
        ),
        more=_("Lately {share} more customers came back than such customers used to. The forecast starts from there."),
    )


def _closed(found: Caution) -> Markup:
    n = int(str(found.details["periods"]))
    return fill(
        ngettext(
            "Nobody new has come for {n} period: this looks like a closed list of customers, so no new ones are "
            "foreseen. If others will come, set their number yourself.",
            "Nobody new has come for {n} periods: this looks like a closed list of customers, so no new ones are "
            "foreseen. If others will come, set their number yourself.",
            n,
        ),
        n=n,
    )


def _cut_off(found: Caution) -> Markup:
    return Markup(
        _(
            "Your data begin in the middle of the shop's life: at first old customers look new. The forecast allows "
            "for it; older data would tell more."
        )
    )


def _outliers(found: Caution) -> Markup:
    return fill(
        _(
            "A few orders are far larger than all others: {share} of the last year's revenue. In the forecast none "
            "counts for more than {bound}, because nobody can say whether such an order comes again."
        ),
        share=numbers.percent(float(str(found.details["share"]))),
        bound=numbers.number(words.about(float(str(found.details["bound"])))),
    )


CAUTIONS = {
    "worse_than_naive": _worse,
    "retention_shifted": _retention_shifted,
    "newcomers_growing": _trend,
    "newcomers_shrinking": _trend,
    "newcomers_shifted": _new_shifted,
    "closed_list": _closed,
    "cut_off": _cut_off,
    "outliers": _outliers,
    "changing": _changing,
    "short_history": _short,
    "season_unknown": _season,
    "seasonal": _seasonal,
    "few_buyers": _few,
    "burst": _burst,
}
"""What makes the sentence of each caution of `whatif.cautions`."""


def misses(base: Baseline, *, digits: int = 0) -> list[tuple[str, str, str]]:
    """What each forecast missed by, as the rows of a table with its headings first; empty where none was tested."""
    rows = [
        (_(FORECASTS[name]), numbers.percent(miss, digits=digits), numbers.number(tests))
        for name, miss, tests, _within in base.tests.misses().itertuples(index=False)
        if tests
    ]
    return [(_("Forecast"), _("Missed by"), _("Tests")), *rows] if rows else []


def within_band(base: Baseline) -> Markup | None:
    """How much of what came lay within the band; None where nothing could be tested."""
    share = base.tests.misses().set_index("forecast")["within"].to_dict()["chosen"]
    if math.isnan(share):
        return None
    return fill(_("{share} of the periods fell into the band that should hold 90%."), share=numbers.percent(share))
