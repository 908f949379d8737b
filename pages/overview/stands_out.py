"""What stands out, what costs most first, each with its basis and a way to the page where it stands on its own."""

import streamlit as st

from pages.shared import cached, session
from pages.shared.session import View
from pages.shared.widgets import closer
from retention.analysis.findings import Finding, Findings
from retention.narrate import findings, overview
from retention.narrate.texts import _, fill
from retention.orders import Orders

SHOWN = 3
"""Findings that stand there at once; the others behind a click."""
CLOSERS = {"change": "closer-retention-why", "price": "closer-retention-why", "stays": "closer-retention-groups"}
"""Sections in which a finding stands, opened for whoever comes from here."""


@st.fragment
def render_findings(view: View, orders: Orders) -> None:
    """The answer, the findings that matter most, and the others behind a click."""
    with st.spinner(_("Looking for what stands out …")):
        found = cached.standing_out(orders, view.calendar)
    st.markdown(findings.answer(found))
    first, others = found.ranked[:SHOWN], found.ranked[SHOWN:]
    for place, finding in enumerate(first):
        render_finding(finding, found, orders.currency, str(place))
    if others:
        title = _("More of what stands out")
        closer(title, ":material/more_horiz:", _render_others, others, found, orders.currency, key="closer-findings")


def _render_others(others: tuple[Finding, ...], found: Findings, currency: str | None) -> None:
    for place, finding in enumerate(others):
        render_finding(finding, found, currency, f"more-{place}")


def render_finding(finding: Finding, found: Findings, currency: str | None, name: str) -> None:
    """One finding: the sentence with its money, the basis, how it was worked out, and the way to its page."""
    with st.container(border=True):
        st.markdown(overview.with_money(findings.headline(finding), findings.worth(finding, currency)))
        working = (
            findings.basis(finding, currency),
            findings.working(finding, currency),
            findings.doubt(finding, found),
        )
        with st.expander(_("How was this worked out?"), icon=":material/calculate:"):
            for line in filter(None, working):
                st.markdown(line)
        label = fill(_("See it: {page}"), page=findings.page(finding))
        if st.button(label, icon=":material/arrow_forward:", key=f"finding-{name}"):
            follow(finding)


def follow(finding: Finding) -> None:
    """Go to the page where the finding stands on its own, set as it was counted."""
    session.choose("against", "")  # as usual, as findings are
    for name, text in finding.settings.items():
        session.choose(name, text)
    if finding.kind in CLOSERS:
        st.session_state[CLOSERS[finding.kind]] = True
    st.switch_page(f"pages/{finding.page}_page.py")
