"""A figure from another tool: typed in, found again among all ways to count, down to the customers who differ."""

from functools import partial

import pandas as pd
import streamlit as st

from pages.shared import cached, widgets
from pages.shared.session import View
from retention.analysis.claims import Choice, Claim, ClaimCheck, checked, steps, ways
from retention.analysis.claims.statement import LONGEST
from retention.defaults import TABLE_ROWS
from retention.errors import RetentionError
from retention.narrate import claims, problems
from retention.narrate.numbers import number
from retention.narrate.texts import _, fill
from retention.orders import Orders
from retention.settings import Text

CLAIM = "closer-retention-claim"
TYPED, CHOSEN = "claim", "claim-way"
CLAIMED = Text(longest=LONGEST)
"""What another tool may say."""


def render_claim(view: View, orders: Orders) -> None:
    """The question, and once something is typed the answer, the ways to count, and who differs."""
    text = st.text_input(
        _("What the other tool says"),
        max_chars=CLAIMED.longest,
        key=TYPED,
        placeholder="Shopify: 38%",
        help=_("A share, with the name of the tool if you know it. It stays here and enters no link."),
    )
    if not text:
        st.caption(_("Type what it shows, and see which definition, period and way of counting gives that figure."))
        return
    try:
        claim = Claim.of(text)
    except RetentionError as refusal:
        st.warning(problems.error(refusal), icon=":material/error:")
        return
    found = _checked(claim, Choice(calendar=view.calendar, base=view.base, days=view.days), orders)
    st.markdown(claims.headline(found, orders.currency))
    st.markdown(claims.here(found))
    _render_ways(found, orders.currency)
    st.caption(claims.tried(found))
    _render_customers(found, orders)


def _checked(claim: Claim, choice: Choice, orders: Orders) -> ClaimCheck:
    """The claim held against every way; what was counted for another claim is known."""
    bar, tables = st.progress(0.0, text=_("Counting in every way …")), []
    for share, way in steps(ways(orders, choice)):
        tables.append(cached.claim_way(orders, way, choice))
        bar.progress(share, text=_("Counting in every way …"))
    bar.empty()
    return checked(claim, tables, choice)


def _render_ways(found: ClaimCheck, currency: str | None) -> None:
    st.dataframe(
        claims.rows(found, currency),
        hide_index=True,
        height="content",
        alt=_("Ways to count that give this figure, the most plausible first"),
    )
    shown = partial(claims.sheet, found=found, currency=currency)
    widgets.table_downloads(found.tried, name="claim_check", key="claim-ways", shown=shown)


def _render_customers(found: ClaimCheck, orders: Orders) -> None:
    """Who is counted in the figure chosen and not in the rate here, and the other way round."""
    names = claims.choices(found, orders.currency)
    place = st.selectbox(_("Who differs?"), range(len(names)), format_func=names.__getitem__, key=CHOSEN)
    customers: pd.DataFrame = cached.claim_difference(orders, found.shown.iloc[place or 0], found.choice)
    if customers.empty:
        st.markdown(_("The same customers are counted in both."))
        return
    st.markdown(claims.who_differs(customers))
    table = claims.difference_sheet(customers.head(TABLE_ROWS))
    titles = [column.title for column in table.columns]
    st.dataframe(table.rows.set_axis(titles, axis="columns"), hide_index=True, alt=_("The customers who differ"))
    if len(customers) > TABLE_ROWS:
        st.caption(fill(_("The first {n}; the download holds all."), n=number(TABLE_ROWS)))
    widgets.table_downloads(customers, name="claim_customers", key="claim-customers", shown=claims.difference_sheet)
