"""How far to believe a forecast, said before it is shown: its misses on this shop's own past, and what to beware of."""

import math

import altair as alt
import pandas as pd
import streamlit as st

from pages.shared import widgets
from pages.what_if.ground import Ground
from retention import whatif
from retention.charts import whatif as charts
from retention.narrate import numbers, whatif_reliability
from retention.narrate import whatif as words
from retention.narrate.texts import _, fill
from retention.whatif import Baseline


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
    st.caption(whatif_reliability.missed(ground.tested))


def beware(ground: Ground) -> None:
    """What makes this shop's forecast less sure."""
    if ground.tested is None:
        return
    found = [whatif_reliability.caution(each, ground.tested) for each in whatif.cautions(ground.tested)]
    if found:
        lines = "\n".join(f"- {line}" for line in found)
        st.warning("\n\n".join((_("**Before you rely on it**"), lines)), icon=":material/hourglass_top:")


def _from_totals() -> str:
    return _(
        "From totals only: everyone's chance to come back is taken to be the same in every period, and nothing of it "
        "can be tested. The band shows chance alone; a list of orders would show more."
    )


def tests(ground: Ground) -> None:
    """The whole test for whoever wants to see it: every forecast's miss, and forecast against what came."""
    base = ground.tested
    if base is not None and not base.tests.table.empty:
        widgets.closer(_("How was the forecast tested?"), ":material/fact_check:", _show, base, ground.grain)


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
        fill(
            "| {name} | {miss} | {n} |",
            name=_(whatif_reliability.FORECASTS[name]),
            miss=numbers.percent(miss),
            n=numbers.number(tests),
        )
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
        rows,
        names=names_of,
        titles=titles,
        units=numbers.units(),
        alt_text=str(whatif_reliability.missed(base)).replace("\\", ""),
    )
