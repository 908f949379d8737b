"""What the answer is made of: lever by lever, in every reading, what matters most, and what others have published."""

import streamlit as st

from pages.shared import widgets
from retention import charts, whatif
from retention.charts import whatif as whatif_charts
from retention.narrate import whatif_answer, whatif_costs
from retention.narrate.texts import _
from retention.whatif import Comparison, Shop


def render_sources(shop: Shop, found: Comparison) -> None:
    """The waterfall from today's course to the changed one; nothing where nothing is changed or money unknown."""
    if not found.scenario.levers or not shop.has_money:
        return
    st.subheader(_("Where it comes from"), anchor=False)
    unit = _("Profit") if shop.measure(found.scenario) == "npv" else _("Revenue")
    widgets.figure(charts.bridge(whatif_answer.sources(shop, found), unit=unit, alt_text=_("Where it comes from")))
    st.caption(whatif_answer.sources_note(found))


def render_readings(shop: Shop, found: Comparison) -> None:
    """The three readings of a retention change: what each assumes, how far it can go, what it would bring."""
    for reading in whatif_answer.readings(shop, found):
        st.markdown(reading)
    st.caption(_("Nobody is turned into a regular by one more purchase: habits stay, only their number changes."))


def render_sensitivity(shop: Shop, found: Comparison) -> None:
    """Which lever matters most, each moved by a tenth and the others kept; nothing without money."""
    if not shop.has_money:
        return
    table = whatif.sensitivity(shop.base, found.scenario)
    st.subheader(_("What matters most?"), anchor=False)
    st.markdown(whatif_costs.heaviest_lever(shop, found, table))
    names = {"kept": _("A tenth more"), "lost": _("A tenth less")}
    titles = {"label": " ", "text": _("Change of the result")}
    rows = whatif_costs.lever_ends(table, shop.currency)
    widgets.figure(whatif_charts.tornado(rows, names=names, titles=titles, alt_text=_("What matters most?")))
    if table["limited"].any():
        st.caption(_("Retention could not be moved the whole tenth in this reading."))


def render_published(shop: Shop, found: Comparison) -> None:
    """The visitor's own figure, the famous 25 to 95% with its sources, and why they differ."""
    st.subheader(_("Why not 25 to 95%?"), anchor=False)
    own = whatif_answer.own_share(shop, found)
    if own:
        st.markdown(own)
    st.markdown(whatif_answer.why_not_famous(found))
    with st.expander(_("What has been published"), icon=":material/menu_book:"):
        st.markdown("\n".join(f"- {claim}" for claim in whatif_answer.published_claims()))
        st.caption(_("Other people's shops, other definitions: shown for orientation, never as a promise."))
