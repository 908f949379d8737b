"""What became of every row, what deserves a look, and the rate for those who only know three totals."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from pages.shared import cached, session, widgets
from pages.shared.totals import ask_totals
from retention.analysis.totals import from_totals
from retention.defaults import TABLE_ROWS
from retention.errors import Issue, RetentionError
from retention.ingest.clean.ledger import rows_by_part
from retention.ingest.session import ImportedFile
from retention.ingest.values.texts import readable, visible
from retention.messages import ISSUES
from retention.narrate import columns, filters, problems, retention, totals
from retention.narrate.numbers import number
from retention.narrate.texts import _, fill
from retention.orders import Orders

WHOLE = st.column_config.NumberColumn(format="localized", width="small")


def render_rows(orders: Orders, documents: tuple[ImportedFile, ...], part: Orders | None) -> None:
    """What became of the rows that make no order of a customer, and what deserves a look among those that do.

    `part` is what a filter leaves of the orders; None: all of them.
    """
    left_out = [issue for issue in orders.issues if issue.set_aside]
    noted = [issue for issue in orders.issues if not issue.set_aside]
    with st.expander(_("What became of the rows"), icon=":material/rule:"):
        st.markdown(" ".join([problems.rows(orders, cached.overview(orders).orders), *retention.unidentified(orders)]))
        if part is not None and part.filter and orders.unidentified.orders:
            st.markdown(filters.headline(part.filter, " ".join(retention.unidentified(part))))
        _render_parts(orders, documents)
        _render_issues(left_out, orders)
    if orders.rows_set_aside:
        _render_every_row(orders, documents)
    if noted:
        title = problems.how_many_kinds(_("Counted, but worth a look"), noted)
        with st.expander(title, icon=":material/visibility:"):
            _render_issues(noted, orders)


def _render_parts(orders: Orders, documents: tuple[ImportedFile, ...]) -> None:
    """What became of the rows of each file, sheet and archive member; what several of them hold is counted once."""
    parts = rows_by_part(orders, [document.raw for document in documents if document.raw is not None])
    if len(parts) < 2:
        return
    shown = {
        _("File"): [visible(part) for part in parts["part"]],
        _("Rows read"): parts["read"].to_list(),
        _("Left out"): parts["left_out"].to_list(),
    }
    if parts["overlap"].any():
        shown[_("In another file")] = parts["overlap"].to_list()
    config = dict.fromkeys(list(shown)[1:], WHOLE)
    st.dataframe(shown, hide_index=True, column_config=config, alt=_("Rows read and left out, by file"))


def _render_issues(issues: Sequence[Issue], orders: Orders) -> None:
    """What was found in rows, a line each that a phone can break."""
    st.markdown("\n".join(f"- {problems.issue_line(issue, orders.currency)}" for issue in issues))


def _render_every_row(orders: Orders, documents: tuple[ImportedFile, ...]) -> None:
    """The rows as they stand in their files; only made for whoever opens it, because they can be many."""
    opened = st.expander(_("Every row left out"), icon=":material/list:", key="every-row", on_change="rerun")
    if not opened.open:
        return
    with opened:
        table = _rejected(orders, documents)
        st.dataframe(readable(table.head(TABLE_ROWS)), hide_index=True, alt=_("Every row left out"))
        if len(table) > TABLE_ROWS:
            st.caption(fill(_("The first {n}; the download holds all."), n=number(TABLE_ROWS)))
        widgets.table_downloads(table, name="rows_left_out", key="rows-left-out", shown=columns.as_read, of_all=True)


def _rejected(orders: Orders, documents: tuple[ImportedFile, ...]) -> pd.DataFrame:
    """File, row and reason in the visitor's words, then the cells, which may tell who somebody is."""
    names = _("File"), _("Row"), _("Reason")
    table = cached.rejected(orders, documents, names)
    reasons = {code: _(ISSUES[code]) for code in table[names[2]].unique()}
    shown = table[list(names)] if session.demo() else table
    return shown.assign(**{names[2]: table[names[2]].map(reasons)})


def render_totals() -> None:
    """Three numbers, the rate they give, and how it compares."""
    with st.grid(3, min_column_width=170):
        start, active, new = ask_totals()
    try:
        found = from_totals(start, active, new)
    except RetentionError as refusal:
        st.warning(problems.error(refusal), icon=":material/error:")
        return
    st.subheader(totals.answer(found), anchor=False)
    st.markdown(totals.working(found))
    st.caption(totals.benchmark())
