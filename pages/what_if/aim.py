"""The rate a scenario reaches, as the target of the next period."""

import streamlit as st

from pages.shared import target
from retention.narrate import pace as words
from retention.narrate.texts import _, fill
from retention.whatif import Comparison, Shop

BASE = "previous"
"""The rate of What if: of those who bought in a period, the share that buys in the next."""


def render_use_as_target(shop: Shop, found: Comparison) -> None:
    """A button that makes the scenario's rate the target; only of a forecast, whose periods have dates."""
    if shop.forecast is None:
        return
    percent = words.as_percent(found.target[0])
    label = fill(_("Use {target} as target"), target=words.aim(found.target[0]))
    if st.button(label, icon=":material/flag:", key="use-as-target"):
        target.choose(percent, grain=shop.grain, base=BASE)
    if target.is_set(percent, grain=shop.grain, base=BASE):
        st.caption(_("It is the target now: Overview and Retention show how you stand beside it."))
