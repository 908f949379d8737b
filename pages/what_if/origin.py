"""Where the difference comes from, lever by lever, and what each reading of the change would bring."""

import pandas as pd
import streamlit as st

from pages.shared import widgets
from pages.what_if.ground import Ground
from retention import charts, whatif
from retention.errors import RetentionError
from retention.narrate import numbers
from retention.narrate import whatif as words
from retention.narrate import whatif_answer as headline
from retention.narrate.texts import _, fill
from retention.whatif import Comparison, Reading
from retention.whatif.comparison import value


def show(ground: Ground, answer: Comparison) -> None:
    """The waterfall from today's course to the changed one; nothing where nothing is changed or money unknown."""
    if not answer.scenario.levers or not ground.has_money:
        return
    st.subheader(_("Where it comes from"), anchor=False)
    kind = headline.measure(ground, answer)
    now, then = answer.total(kind, "today"), answer.total(kind, "scenario")
    rows = [(_("Today's course"), now, now, True, "reactivated")]
    for lever, effect in whatif.sources(ground.base, answer.scenario)[["lever", "effect"]].itertuples(index=False):
        rows.append((words.field(lever), effect, effect, False, "new" if effect >= 0 else "lost"))
    rows.append((_("With the change"), 0.0, then, True, "kept"))
    steps = pd.DataFrame(rows, columns=["label", "change", "size", "total", "role"])
    steps["text"] = [
        _amount(ground, size, total=total) for size, total in zip(steps["size"], steps["total"], strict=True)
    ]
    unit = _("Profit") if kind == "npv" else _("Revenue")
    widgets.figure(charts.bridge(steps.drop(columns="size"), unit=unit, alt_text=_("Where it comes from")))
    shared = _("Levers strengthen each other; each is credited with the mean of what it adds first and last.")
    money = _("In today's money.")
    st.caption(f"{shared} {money}" if len(answer.scenario.levers) > 1 else money)


def _amount(ground: Ground, size: float, *, total: bool) -> str:
    text = numbers.money(words.about(size if total else abs(size)), ground.currency)
    return text if total else words.signed(text, size)


def readings(ground: Ground, answer: Comparison) -> None:
    """The three readings of a retention change: what each assumes, how far it can go, what it would bring."""
    ceilings = whatif.ceilings(ground.base).set_index("reading")["ceiling"].to_dict()
    for reading in Reading:
        name, meaning = headline.READINGS[reading]
        st.markdown(
            fill(
                "**{name}.** {meaning} {result}",
                name=_(name),
                meaning=_(meaning),
                result=_result(ground, answer, reading, ceilings[reading.value]),
            )
        )
    st.caption(_("Nobody is turned into a regular by one more purchase: habits stay, only their number changes."))


def _result(ground: Ground, answer: Comparison, reading: Reading, ceiling: float) -> str:
    """What the same change brings in another reading, or how far that reading goes."""
    question = whatif.Scenario.from_settings(answer.scenario.settings() | {"reading": reading})
    reach = fill(_("It can raise retention to {ceiling} at most."), ceiling=numbers.percent(ceiling, digits=1))
    try:
        if not ground.has_money:
            return reach
        more = value(ground.base, question) - value(ground.base, question.today)
    except RetentionError as refusal:
        return words.refusal(refusal)
    kind = headline.measure(ground, answer)
    brought = fill(_("It would bring {gain}."), gain=headline.gain(kind, more, ground.currency))
    return f"{reach} {brought}" if ceiling < 1 else brought
