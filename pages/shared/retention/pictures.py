"""The page's two pictures, labelled in the visitor's language."""

import altair as alt
import pandas as pd

from pages.shared.answers import SAME_GRAIN, Bridge, flow
from pages.shared.figures import MISSING, date, number, percent, period_name
from pages.shared.session import View
from pages.shared.texts import _
from retention import charts
from retention.rates.figures import FEW


def bridge(found: Bridge) -> alt.LayerChart:
    """The waterfall of one period; its takeaway in words is its description."""
    rows = [
        (_start_label(found), found.at_start, True, "kept", ""),
        (_("Lost"), -found.lost, False, "lost", "−"),
        (_("Back again"), found.reactivated, False, "reactivated", "+"),
        (_("New"), found.new, False, "new", "+"),
        (period_name(found.start, found.grain), found.active, True, "kept", ""),
    ]
    steps = pd.DataFrame(rows, columns=["label", "count", "total", "role", "sign"])
    steps["text"] = [f"{sign}{number(abs(count))}" for sign, count in zip(steps["sign"], steps["count"], strict=True)]
    steps["change"] = steps["count"].where(steps.index < len(steps) - 1, 0)
    words = str(flow(found)).replace("\\", "")
    return charts.bridge(steps, unit=_("Customers"), alt_text=words)


def _start_label(found: Bridge) -> str:
    if found.base_start and found.base in SAME_GRAIN:
        return period_name(found.base_start, found.grain)
    return _("Everyone before") if found.base == "ever" else _("The 12 months before")


def trend(view: View) -> alt.LayerChart:
    """The rate of every period with its band; its takeaway in words is its description."""
    rates = view.rates[view.rates["customers_at_start"] > 0]
    periods = pd.DataFrame(
        {
            "name": [period_name(start, view.grain) for start in rates["start"]],
            "rate": rates["crr"],
            "low": rates["crr_low"],
            "high": rates["crr_high"],
            "complete": rates["complete"],
            "small": rates["customers_at_start"] < FEW,
            "selected": rates.index == view.rates.index[view.chosen],
            "text": [percent(rate) for rate in rates["crr"]],
            "range": [between(low, high) for low, high in zip(rates["crr_low"], rates["crr_high"], strict=True)],
            "note": notes(rates),
        }
    )
    titles = {"name": _("Period"), "rate": _("Came back"), "range": _("95% interval"), "note": _("Note")}
    words = _takeaway(rates[rates["complete"]], view.grain)
    return charts.trend(periods, titles=titles, alt_text=words)


def between(low: float, high: float) -> str:
    """An interval of two shares; a dash where it is undefined."""
    return _("{low} to {high}").format(low=percent(low), high=percent(high)) if low == low else MISSING


def notes(rates: pd.DataFrame) -> list[str]:
    """What to keep in mind about each period, in a word or two."""
    return [
        _note(complete=complete, few=start < FEW, end=date(end))
        for complete, start, end in zip(rates["complete"], rates["customers_at_start"], rates["end"], strict=True)
    ]


def _note(*, complete: bool, few: bool, end: str) -> str:
    if not complete:
        return _("not over, final after {day}").format(day=end)
    return _("few customers, read with care") if few else ""


def _takeaway(complete: pd.DataFrame, grain: str) -> str:
    if complete.empty:
        return _("No period is over yet, so there is no trend to show.")
    lowest, highest = (complete.iloc[int(at)] for at in (complete["crr"].argmin(), complete["crr"].argmax()))
    last = complete.iloc[-1]
    return _("Between {low} ({low_period}) and {high} ({high_period}); most recently {last} ({last_period}).").format(
        low=percent(lowest["crr"]),
        low_period=period_name(lowest["start"], grain),
        high=percent(highest["crr"]),
        high_period=period_name(highest["start"], grain),
        last=percent(last["crr"]),
        last_period=period_name(last["start"], grain),
    )
