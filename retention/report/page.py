"""A report as one page to open in any browser, offline: nothing in it comes from another host."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import altair as alt
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from retention import charts
from retention.charts import whatif as course_charts
from retention.narrate import numbers
from retention.narrate.reader import reader
from retention.narrate.texts import _
from retention.report.look import INK, QUIET, Look
from retention.report.story import Picture, Story

TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined, trim_blocks=True
)
"""Whatever a file says is shown as text: every value is escaped."""


@cache
def vega() -> str:
    """The libraries that draw the charts, as one script: a page brings its own (see `tools/write_vega.py`)."""
    return Path(__file__).with_name("vega.js").read_text(encoding="utf-8")


def written(story: Story, look: Look) -> bytes:
    """The page, in UTF-8, in the language of whoever reads just now. It prints on A4 and on Letter.

    >>> from retention.report.look import Look
    >>> from retention.report.page import written
    >>> from retention.report.story import Message, Story, Table
    >>> told = Message(key="rate", title="47 of 100 <came> back")
    >>> story = Story(title="Bean & Co", about=(), messages=(told,), figures=Table(head=(), rows=()), method=())
    >>> page = written(story, Look()).decode()
    >>> "47 of 100 &lt;came&gt; back" in page, "Bean &amp; Co" in page
    (True, True)
    """
    drawn = {message.key: specification(message.picture, look) for message in story.messages if message.picture}
    template = TEMPLATES.get_template("page.html.jinja")
    words = {
        "basis": _("What it rests on"),
        "figures": _("Every figure, and how it is counted"),
        "method": _("What became of the rows, and how far to believe the forecasts"),
    }
    page = template.render(
        story=story,
        look=look,
        language=reader().language,
        words=words,
        charts=json.dumps(drawn, allow_nan=False).replace("</", "<\\/"),
        number_locale=json.dumps(numbers.number_locale()).replace("</", "<\\/"),
        vega=vega() if drawn else "",
    )
    return page.encode()


def specification(picture: Picture, look: Look) -> dict[str, Any]:
    """The chart in Vega-Lite's terms, as wide as its place, in the report's colours."""
    rows = picture.rows
    if picture.kind == "waterfall":
        steps = rows.rename(columns={"name": "label"})
        drawn: alt.LayerChart = charts.bridge(steps, unit=picture.title, alt_text=picture.title, clickable=False)
    else:
        drawn = _course(picture)
    found: dict[str, Any] = drawn.properties(width="container").to_dict()
    found["config"] = {
        "background": "white",
        "font": "system-ui, sans-serif",
        "range": {"category": list(look.palette)},
        "view": {"stroke": None},
        "axis": {"labelColor": INK, "titleColor": QUIET, "gridColor": "#E5E1D8", "labelFontSize": 12},
        "legend": {"disable": True},  # one course has nothing to be told apart from
        "text": {"color": INK},
    }
    return found


def _course(picture: Picture) -> alt.LayerChart:
    """A line with its band, as the pages draw it."""
    shares = picture.number_format.endswith("%")
    shown = numbers.percent if shares else numbers.number
    ends = zip(picture.rows["low"], picture.rows["high"], strict=True)
    rows = picture.rows.assign(range=[numbers.from_to(shown(low), shown(high)) for low, high in ends])
    titles = {"name": _("Period"), "range": picture.band}
    if shares:
        of_rates = rows.rename(columns={"value": "rate"}).assign(complete=True, small=False, selected=False, note="")
        named = titles | {"rate": picture.title, "note": _("Note")}
        return charts.trend(of_rates, titles=named, alt_text=picture.title)
    named = titles | {"value": picture.title, "series": " "}
    of_course, units = {"kept": picture.title}, numbers.units()
    return course_charts.courses(
        rows.assign(role="kept"), names=of_course, titles=named, units=units, alt_text=picture.title
    )
