"""Which length of a period fits: the shop's own rhythm, and one click to use it."""

import streamlit as st

from pages.shared import cached, frame, session
from pages.shared.session import View
from retention.analysis.timing import Suggestion
from retention.narrate.numbers import number
from retention.narrate.texts import N_, Markup, _, fill
from retention.orders import Orders

FITS = {
    "week": N_("Weeks fit your customers."),
    "month": N_("Months fit your customers."),
    "quarter": N_("Quarters fit your customers."),
    "year": N_("Years fit your customers."),
}


def show(view: View, orders: Orders) -> None:
    """The suggestion with its reason; the button stands there when another length is in use."""
    found = cached.suggestion(orders)
    if found.reason == "nobody_came_back":
        st.info(_("Nobody has ordered on a second day yet, so your customers' rhythm is not known."))
        return
    fits = _(FITS[found.grain])
    st.markdown(f"**{fits}** {_reason(found)}")
    if found.grain == view.grain:
        st.caption(_("This is the length in use."))
        return
    label = fill(_("Use this length: {grain}"), grain=_(frame.GRAINS[found.grain]))
    if st.button(label, icon=":material/check:", key="use-grain"):
        session.choose("grain", str(found.grain))
        st.rerun()


def _reason(found: Suggestion) -> Markup:
    gap = fill(
        _(
            "A customer's next order typically follows after {days} days (half of them between {lower} and {upper} "
            "days; {gaps} gaps between orders)."
        ),
        days=number(found.typical_gap),
        lower=number(found.lower),
        upper=number(found.upper),
        gaps=number(found.gaps),
    )
    if found.reason == "short_history":
        short = _("A longer period would suit that rhythm better, but your data cover too few of them.")
        return Markup(f"{gap} {short}")
    why = _(
        "It is the shortest period in which a typical customer orders about once: in a shorter one, most of your "
        "regular customers would look lost."
    )
    return Markup(f"{gap} {why}")
