"""Which lever matters most: each moved by a tenth, the others kept."""

import pandas as pd
import streamlit as st

from pages.shared import widgets
from pages.what_if.ground import Ground
from retention import whatif
from retention.charts import whatif as charts
from retention.narrate import numbers
from retention.narrate import whatif as words
from retention.narrate import whatif_answer as headline
from retention.narrate.texts import _, fill
from retention.whatif import Comparison


def show(ground: Ground, answer: Comparison) -> None:
    """The tornado and its sentence; nothing without money."""
    if not ground.has_money:
        return
    table = whatif.sensitivity(ground.base, answer.scenario)
    st.subheader(_("What matters most?"), anchor=False)
    heaviest = table.iloc[0]
    sentence = fill(
        _("Moved by a tenth, **{lever}** changes the result most: by {gain}."),
        lever=words.field(heaviest["lever"]),
        gain=headline.gain(headline.measure(ground, answer), max(_sizes(heaviest), default=0.0), ground.currency),
    )
    st.markdown(sentence)
    names = {"kept": _("A tenth more"), "lost": _("A tenth less")}
    titles = {"label": " ", "text": _("Change of the result")}
    rows = _rows(table, ground)
    widgets.figure(charts.tornado(rows, names=names, titles=titles, alt_text=_("What matters most?")))
    if table["limited"].any():
        st.caption(_("Retention could not be moved the whole tenth in this reading."))


def _sizes(lever: pd.Series) -> tuple[float, float]:
    return abs(lever["result_low"] - lever["result"]), abs(lever["result_high"] - lever["result"])


def _rows(table: pd.DataFrame, ground: Ground) -> pd.DataFrame:
    rows = []
    for lever, low, high, middle in table[["lever", "result_low", "result_high", "result"]].to_numpy().tolist():
        for role, end in (("lost", low), ("kept", high)):
            size = numbers.money(words.about(abs(end - middle)), ground.currency)
            rows.append((words.field(lever), role, middle, end, words.signed(size, end - middle)))
    return pd.DataFrame(rows, columns=["label", "role", "start", "end", "text"])
