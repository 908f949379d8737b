"""How far to believe a forecast, said before it is shown: its misses on this shop's own past, and what to beware of."""

import altair as alt
import pandas as pd
import streamlit as st

from pages.shared import widgets
from retention.charts import whatif as charts
from retention.narrate import numbers, whatif_forecast
from retention.narrate import whatif as words
from retention.narrate.texts import _, fill, markdown_table
from retention.whatif import Baseline, Shop


def render_belief(shop: Shop) -> None:
    """The line below every forecast: how it did on the shop's own past, or that it is none."""
    if shop.refusal is not None:
        st.warning(whatif_forecast.last_period_only(shop.refusal), icon=":material/calculate:")
    elif shop.forecast is None:
        st.caption(whatif_forecast.from_totals())
    else:
        st.caption(whatif_forecast.believable(shop.forecast))


def render_cautions(shop: Shop) -> None:
    """What makes this shop's forecast less sure: how many remarks at once, the remarks for whoever opens them."""
    title = None if shop.forecast is None else whatif_forecast.remarks(shop.forecast)
    if title:
        widgets.closer(title, ":material/hourglass_top:", _render_remarks, shop.forecast, key="closer-what-if-remarks")


def _render_remarks(base: Baseline) -> None:
    st.markdown("\n".join(whatif_forecast.listed_cautions(base)))


def render_test(base: Baseline, grain: str, horizon: int) -> None:
    """The whole test: the misses one period ahead and as far as is asked, of every forecast, and against what came."""
    st.markdown(f"{whatif_forecast.missed(base)} {whatif_forecast.missed_over_horizon(base, grain, horizon)}")
    if base.tests.table.empty:
        return
    st.markdown(
        _(
            "At earlier dates the forecast was made from what was known by then, up to six periods ahead, and held "
            "against what came. The forecasts are weighed by how they did; the band is as wide as the misses "
            "demand."
        )
    )
    misses = whatif_forecast.misses(base)
    if misses:
        st.markdown(markdown_table(misses[0], misses[1:], right=(1, 2)))
    widgets.figure(_chart(base, grain))
    within = whatif_forecast.within_band(base)
    if within:
        st.caption(within)


def _chart(base: Baseline, grain: str) -> alt.LayerChart:
    """Forecast one period ahead, with its band, and what came."""
    table = base.tests.one_ahead
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
    titles = {"name": _("Period"), "value": _("Returning buyers"), "range": words.column("band"), "series": " "}
    courses = {"kept": _("Forecast one period ahead"), "reactivated": _("What came")}
    alt_text = str(whatif_forecast.missed(base)).replace("\\", "")
    return charts.courses(rows, names=courses, titles=titles, units=numbers.units(), alt_text=alt_text)
