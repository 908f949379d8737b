"""Several named scenarios beside each other; they travel in the page's address, settings only."""

import pandas as pd
import streamlit as st

from pages.what_if import asked
from pages.what_if.ground import Ground
from retention import whatif
from retention.errors import RetentionError
from retention.narrate import numbers
from retention.narrate import whatif as words
from retention.narrate import whatif_answer as headline
from retention.narrate.texts import _, fill, plain
from retention.whatif import Scenario
from retention.workspace.workspace import NAME

TYPED = "what-if-name"


def show(ground: Ground, question: Scenario) -> None:
    """Keep the present question under a name; compare, open or drop the kept ones."""
    st.subheader(_("Scenarios side by side"), anchor=False)
    kept = asked.kept()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input(_("Name of this scenario"), key=TYPED, max_chars=NAME.longest, placeholder=_usual_name())
        st.button(
            _("Keep it"),
            icon=":material/bookmark_add:",
            on_click=_keep,
            args=(question, _usual_name()),
            disabled=len(kept) >= asked.MOST_KEPT,
        )
    if not kept:
        st.caption(_("Keep a scenario, change a lever, keep another: here they stand side by side."))
        return
    st.dataframe(_table(ground), hide_index=True, alt=_("Scenarios side by side"))
    for name, settings in kept.items():
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(plain(name), width="stretch")
            st.button(_("Open"), key=f"open-{name}", on_click=asked.ask, args=(settings,))
            st.button(_("Remove"), key=f"remove-{name}", on_click=asked.forget, args=(name,))
    st.caption(_("The address of this page holds these scenarios: send it, and others see them with their own data."))


def _usual_name() -> str:
    return fill(_("Scenario {n}"), n=len(asked.kept()) + 1)


def _keep(question: Scenario, usual: str) -> None:
    asked.keep(st.session_state[TYPED].strip() or usual, question)
    st.session_state[TYPED] = ""


def _table(ground: Ground) -> pd.DataFrame:
    rows = []
    for name, settings in asked.kept().items():
        question = asked.possible(settings)
        try:
            found = whatif.compare(ground.base, question)
        except RetentionError as refusal:
            rows.append((name, *[numbers.MISSING] * 4, words.refusal(refusal).replace("\\", "")))
            continue
        kind = headline.measure(ground, found)
        row = headline.total(found, kind)
        low, high = (headline.amount(kind, row[end], ground.currency) for end in ("difference_low", "difference_high"))
        gain = headline.gain(kind, row["difference"], ground.currency).replace("\\", "")
        over = words.stretch(question.horizon, ground.grain)
        changes = _changes(question, ground)
        rows.append((name, gain, _between(low, high), _relative(row["relative"]), over, changes))
    head = (_("Scenario"), _("Adds"), _("90% band"), _("Against today"), _("How far ahead"), _("What changes"))
    return pd.DataFrame(rows, columns=pd.Index(head))


def _between(low: str, high: str) -> str:
    return _("{low} to {high}").format(low=low, high=high)


def _relative(share: float) -> str:
    return numbers.MISSING if share != share else words.percent_change(share)


def _changes(question: Scenario, ground: Ground) -> str:
    """Every lever moved, and the margin it was counted with."""
    moved = [
        f"{words.field(name)} {words.change(name, getattr(question, name), question.crr_unit, ground.currency)}"
        for name in question.levers
    ]
    if question.crr_change:
        moved.append(_(headline.READINGS[question.reading][0]))
    if question.margin is not None:
        moved.append(f"{words.field('margin')} {numbers.percent(question.margin)}")
    return ", ".join(moved) or _("nothing")
