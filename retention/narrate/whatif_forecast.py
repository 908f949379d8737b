"""How far to believe a what-if forecast, in sentences: its misses on the shop's own past, and what to beware of."""

import math

from retention.errors import RetentionError
from retention.narrate import numbers
from retention.narrate import whatif as words
from retention.narrate.texts import N_, Markup, _, fill, ngettext
from retention.whatif import Baseline, Caution

FORECASTS = {
    "chosen": N_("The forecast shown here"),
    "bg_bb": N_("Customer model (BG/BB)"),
    "bg_bb_season": N_("Customer model with season"),
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
    """What totals cannot tell."""
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


def caution(found: Caution, base: Baseline) -> Markup:
    """One reason to trust the forecast less."""
    details = dict(found.details)
    if "period" in details:
        details["period"] = _period(str(details["period"]), base)
    if found.code == "worse_than_naive":
        return fill(
            _(
                "A simpler forecast did better: “{naive}” missed by {naive_miss}, this one by {miss}. Rely on the "
                "difference between the two courses more than on their height."
            ),
            naive=_(FORECASTS[str(details["naive"])]),
            naive_miss=numbers.percent(float(str(details["naive_miss"])), digits=1),
            miss=numbers.percent(float(str(details["miss"])), digits=1),
        )
    if found.code == "seasonal":
        return _seasonal(found)
    sentence = {
        "changing": _changing,
        "short_history": _short,
        "season_unknown": _season,
        "few_buyers": _few,
        "burst": _burst,
    }[found.code]
    return sentence(details)


def _period(label: str, base: Baseline) -> str:
    """The name of one of the shop's periods."""
    calendar = base.history.calendar
    periods = (calendar.period(int(number)) for number in base.history.sums.index)
    start = next(period.start for period in periods if period.label == label)
    return numbers.period_name(start, calendar.grain)


def _changing(details: dict[str, object]) -> Markup:
    signed = float(str(details["signed"]))
    template = (
        _("Your shop is changing: lately {share} fewer customers came back than forecast.")
        if signed < 0
        else _("Your shop is changing: lately {share} more customers came back than forecast.")
    )
    return fill(template, share=numbers.percent(abs(signed)))


def _short(details: dict[str, object]) -> Markup:
    n = int(str(details["periods"]))
    return fill(
        ngettext(
            "{n} finished period is a short past: the forecast could be tested only a few times.",
            "{n} finished periods are a short past: the forecast could be tested only a few times.",
            n,
        ),
        n=n,
    )


def _season(details: dict[str, object]) -> Markup:
    n = int(str(details["needed"]))
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


def _few(details: dict[str, object]) -> Markup:
    n = round(float(str(details["buyers"])))
    return fill(
        ngettext(
            "Only {n} customer bought in the last period, so chance weighs heavily.",
            "Only {n} customers bought in the last period, so chance weighs heavily.",
            n,
        ),
        n=numbers.number(n),
    )


def _burst(details: dict[str, object]) -> Markup:
    return fill(
        _(
            "In {period} {new} new customers came where {usual} are usual. If that will not happen again, set the "
            "number of new customers yourself."
        ),
        period=details["period"],
        new=numbers.number(float(str(details["new"]))),
        usual=numbers.number(float(str(details["usual"]))),
    )


def misses(base: Baseline) -> str:
    """What each forecast missed by, as a table in Markdown."""
    head = "| " + " | ".join((_("Forecast"), _("Missed by"), _("Tests"))) + " |\n|---|---:|---:|"
    rows = [
        fill("| {name} | {miss} | {n} |", name=_(FORECASTS[name]), miss=numbers.percent(miss), n=numbers.number(tests))
        for name, miss, tests, _within in base.tests.misses().itertuples(index=False)
        if tests
    ]
    return "\n".join((head, *rows))


def within_band(base: Baseline) -> Markup | None:
    """How much of what came lay within the band; None where nothing could be tested."""
    share = base.tests.misses().set_index("forecast")["within"].to_dict()["chosen"]
    if math.isnan(share):
        return None
    return fill(_("{share} of the periods fell into the band that should hold 90%."), share=numbers.percent(share))
