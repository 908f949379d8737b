"""The page's two pictures, labelled in the visitor's language."""

import altair as alt
import pandas as pd

from pages.shared.answers import SAME_GRAIN, Bridge, months_of
from pages.shared.session import View
from retention import charts
from retention.metrics import METRICS
from retention.narrate import metrics, periods
from retention.narrate.numbers import number, period_name
from retention.narrate.texts import _, fill, ngettext


def bridge(found: Bridge) -> alt.LayerChart:
    """The waterfall of one period."""
    rows = [
        ("start", _start_label(found), found.at_start, True, "kept", ""),
        ("lost", _("Lost"), -found.lost, False, "lost", "−"),
        ("reactivated", _("Back again"), found.reactivated, False, "reactivated", "+"),
        ("new", _("New"), found.new, False, "new", "+"),
        ("end", periods.name((found.start, found.end), found.grain), found.active, True, "kept", ""),
    ]
    steps = pd.DataFrame(rows, columns=["key", "label", "count", "total", "role", "sign"])
    steps["text"] = [f"{sign}{number(abs(count))}" for sign, count in zip(steps["sign"], steps["count"], strict=True)]
    steps["change"] = steps["count"].where(steps.index < len(steps) - 1, 0)
    return charts.bridge(steps, unit=_("Customers"), alt_text=_("Where the customers went"))


def _start_label(found: Bridge) -> str:
    if found.base == "ever":
        return _("Everyone before")
    months = months_of(found.base)
    if months:
        return fill(ngettext("The {n} month before", "The {n} months before", months), n=months)
    return periods.name(found.base_days, found.grain if found.base in SAME_GRAIN else None)


def trend(
    known: pd.DataFrame, figure: str, view: View, currency: str | None, *, beside: float | None
) -> alt.LayerChart:
    """A figure of every period that has it, with its band."""
    missing = pd.Series(float("nan"), index=known.index)
    rows = pd.DataFrame(
        {
            "name": [period_name(start, view.grain) for start in known["start"]],
            "rate": known[figure],
            "low": known.get(f"{figure}_low", missing),
            "high": known.get(f"{figure}_high", missing),
            "complete": known["complete"],
            "small": metrics.few(known, figure),
            "selected": known.index == view.chosen,
            "text": [metrics.value(figure, amount, currency, digits=0) for amount in known[figure]],
            "range": [metrics.interval(figure, row, digits=0) for _place, row in known.iterrows()],
            "note": periods.notes(known, METRICS[figure].at_risk),
        }
    )
    short = _("Came back") if figure == "crr" else metrics.title(figure)
    titles = {"name": _("Period"), "rate": short, "range": _("95% interval"), "note": _("Note")}
    words = ": ".join((_("Over time"), short))
    return charts.trend(rows, titles=titles, alt_text=words, number_format=metrics.axis(figure), beside=beside)


def takeaway(known: pd.DataFrame, figure: str, grain: str, currency: str | None) -> str:
    """Between which values the figure moved over the periods that are over, and where it stands.

    Few customers, whose figures swing, make no extreme unless there is nobody else.
    """
    complete = known[known["complete"]]
    if complete.empty:
        return _("No period is over yet, so there is no trend to show.")
    few = metrics.few(complete, figure)
    solid = complete if few.all() else complete[~few]
    lowest, highest = (solid.iloc[int(at)] for at in (solid[figure].argmin(), solid[figure].argmax()))
    last = complete.iloc[-1]
    low, high, recent = (metrics.value(figure, row[figure], currency, digits=0) for row in (lowest, highest, last))
    return _("Between {low} ({low_period}) and {high} ({high_period}); most recently {last} ({last_period}).").format(
        low=low,
        low_period=period_name(lowest["start"], grain),
        high=high,
        high_period=period_name(highest["start"], grain),
        last=recent,
        last_period=period_name(last["start"], grain),
    )
