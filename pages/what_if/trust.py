"""How far to believe a forecast, said before it is shown: its misses on this shop's own past, and what to beware of."""

import math

import altair as alt
import pandas as pd
import streamlit as st

from pages.shared import widgets
from pages.what_if.ground import Ground
from retention import whatif
from retention.charts import whatif as charts
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


def before(ground: Ground) -> None:
    """The line that stands above every forecast."""
    if ground.refusal is not None:
        st.warning(
            fill(
                _("{reason} What follows is arithmetic with the last finished period alone, not a tested forecast."),
                reason=words.refusal(ground.refusal),
            ),
            icon=":material/calculate:",
        )
    if ground.tested is None:
        if ground.refusal is None:
            st.caption(_from_totals())
        return
    st.caption(_missed(ground.tested))


def beware(ground: Ground) -> None:
    """What makes this shop's forecast less sure."""
    if ground.tested is None:
        return
    found = [_caution(each, ground.tested) for each in whatif.cautions(ground.tested)]
    if found:
        lines = "\n".join(f"- {line}" for line in found)
        st.warning("\n\n".join((_("**Before you rely on it**"), lines)), icon=":material/hourglass_top:")


def _from_totals() -> str:
    return _(
        "From totals only: everyone's chance to come back is taken to be the same in every period, and nothing of it "
        "can be tested. The band shows chance alone; a list of orders would show more."
    )


def _missed(base: Baseline) -> Markup:
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


def _caution(found: Caution, base: Baseline) -> Markup:
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
    sentence = {
        "changing": _changing,
        "short_history": _short,
        "season_unknown": _season,
        "seasonal": _seasonal,
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


def _seasonal(details: dict[str, object]) -> Markup:
    ratio = float(str(details["highest"])) / max(float(str(details["lowest"])), 1e-9)
    template = _("Strong season: the busiest time of the year has {ratio} times the returning buyers of the quietest.")
    return fill(template, ratio=words.decimal(ratio))


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


def tests(ground: Ground) -> None:
    """The whole test for whoever wants to see it: every forecast's miss, and forecast against what came."""
    base = ground.tested
    if base is not None and not base.tests.table.empty:
        title = _("How was the forecast tested?")
        widgets.closer(title, ":material/fact_check:", _show, base, ground.grain, key="closer-what-if-test")


def _show(base: Baseline, grain: str) -> None:
    st.markdown(
        _(
            "At earlier dates the forecast was made from what was known by then, up to six periods ahead, and held "
            "against what came. The forecasts are weighed by how they did; the band is as wide as the misses "
            "demand."
        )
    )
    st.markdown(_misses(base))
    widgets.figure(_picture(base, grain))
    within = base.tests.misses().set_index("forecast")["within"].to_dict()["chosen"]
    if not math.isnan(within):
        sentence = _("{share} of the periods fell into the band that should hold 90%.")
        st.caption(fill(sentence, share=numbers.percent(within)))


def _misses(base: Baseline) -> str:
    head = "| " + " | ".join((_("Forecast"), _("Missed by"), _("Tests"))) + " |\n|---|---:|---:|"
    rows = [
        fill("| {name} | {miss} | {n} |", name=_(FORECASTS[name]), miss=numbers.percent(miss), n=numbers.number(tests))
        for name, miss, tests, _within in base.tests.misses().itertuples(index=False)
        if tests
    ]
    return "\n".join((head, *rows))


def _picture(base: Baseline, grain: str) -> alt.LayerChart:
    """Forecast one period ahead, with its band, and what came."""
    table = base.tests.table[base.tests.table["ahead"] == 1]
    calendar = base.history.calendar
    names = [numbers.period_name(calendar.period(int(number)).start, grain) for number in table["period"]]
    forecast = pd.DataFrame({"name": names, "value": table["forecast"], "low": table["low"], "high": table["high"]})
    came = pd.DataFrame({"name": names, "value": table["actual"], "low": table["actual"], "high": table["actual"]})
    rows = pd.concat([forecast.assign(role="kept"), came.assign(role="reactivated")], ignore_index=True)
    rows["text"] = [numbers.number(value) for value in rows["value"]]
    rows["range"] = [
        fill("{low} – {high}", low=numbers.number(low), high=numbers.number(high))
        for low, high in zip(rows["low"], rows["high"], strict=True)
    ]
    titles = {"name": _("Period"), "value": _("Returning buyers"), "range": _("90% band"), "series": " "}
    names_of = {"kept": _("Forecast one period ahead"), "reactivated": _("What came")}
    return charts.courses(
        rows, names=names_of, titles=titles, units=numbers.units(), alt_text=str(_missed(base)).replace("\\", "")
    )
