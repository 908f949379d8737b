"""What became of every row, what deserves a look, and the rate for those who only know three totals."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from pages.shared import cached, session, widgets
from pages.shared.settings import COUNT
from retention.analysis.totals import Totals, from_totals
from retention.benchmarks.published import ECOMMERCE_CRR
from retention.defaults import TABLE_ROWS
from retention.errors import Issue, RetentionError
from retention.ingest.clean.lines import file_labels, file_names
from retention.ingest.session import ImportedFile
from retention.ingest.values.texts import readable, visible
from retention.messages import ISSUES
from retention.narrate import problems, retention
from retention.narrate.metrics import TRUST
from retention.narrate.numbers import number, of_hundred, percent
from retention.narrate.texts import _, fill, ngettext
from retention.orders import Orders

WHOLE = st.column_config.NumberColumn(format="localized", width="small")


def show(orders: Orders, documents: tuple[ImportedFile, ...]) -> None:
    """The account of all rows of the files the orders were made of; it always adds up."""
    st.subheader(_("What became of the rows"), anchor=False)
    st.markdown(_account(orders))
    _each_part(orders, documents)
    left_out = [issue for issue in orders.issues if issue.set_aside]
    noted = [issue for issue in orders.issues if not issue.set_aside]
    if left_out:
        _table(left_out, orders, _("Left out"))
    if noted:
        _table(noted, orders, _("Counted, but worth a look"))
    if orders.rows_set_aside:
        _every_row(orders, documents)


def _account(orders: Orders) -> str:
    sentences_shown = [problems.rows(orders, cached.overview(orders).orders)]
    nobody = orders.unidentified
    if nobody.orders:
        sentences_shown.append(retention.unidentified(nobody.orders, nobody.revenue, orders.currency))
    return " ".join(sentences_shown)


def _each_part(orders: Orders, documents: tuple[ImportedFile, ...]) -> None:
    """What became of the rows of each file, sheet and archive member; what several of them hold is counted once."""
    raws = [document.raw for document in documents if document.raw is not None]
    places = [file_labels(raw, name) for raw, name in zip(raws, file_names(raws), strict=True)]
    read = pd.concat([pd.Series(place).value_counts(sort=False) for place in places])
    if len(read) < 2:
        return
    left_out = orders.set_aside["file"].astype("str")
    again = left_out[(orders.set_aside["reason"] == "overlap").to_numpy()]
    st.dataframe(
        {
            _("File"): [visible(str(place)) for place in read.index],
            _("Rows read"): read.to_list(),
            _("Left out"): left_out.value_counts().reindex(read.index, fill_value=0).to_list(),
            _("In an earlier file"): again.value_counts().reindex(read.index, fill_value=0).to_list(),
        },
        hide_index=True,
        column_config=dict.fromkeys((_("Rows read"), _("Left out"), _("In an earlier file")), WHOLE),
        alt=_("Rows read and left out, by file"),
    )


def _table(issues: Sequence[Issue], orders: Orders, title: str) -> None:
    st.dataframe(
        {
            title: [problems.issue(issue) for issue in issues],
            _("Rows"): [issue.rows for issue in issues],
            _("Money"): [problems.money_of(issue, orders.currency) for issue in issues],
            _("Where"): [problems.examples(issue) for issue in issues],
        },
        hide_index=True,
        column_config={_("Rows"): WHOLE},
        alt=title,
    )


def _every_row(orders: Orders, documents: tuple[ImportedFile, ...]) -> None:
    """The rows as they stand in their files; only made for whoever opens it, because they can be many."""
    opened = st.expander(_("Every row left out"), icon=":material/list:", key="every-row", on_change="rerun")
    if not opened.open:
        return
    with opened:
        table = _rejected(orders, documents)
        st.dataframe(readable(table.head(TABLE_ROWS)), hide_index=True, alt=_("Every row left out"))
        if len(table) > TABLE_ROWS:
            st.caption(fill(_("The first {n}; the download holds all."), n=number(TABLE_ROWS)))
        widgets.table_downloads(table, name="rows_left_out")


def _rejected(orders: Orders, documents: tuple[ImportedFile, ...]) -> pd.DataFrame:
    """File, row and reason in the visitor's words, then the cells, which may tell who somebody is."""
    names = _("File"), _("Row"), _("Reason")
    table = cached.rejected(orders, documents, names)
    reasons = {code: _(ISSUES[code]) for code in table[names[2]].unique()}
    shown = table[list(names)] if session.demo() else table
    return shown.assign(**{names[2]: table[names[2]].map(reasons)})


def show_totals() -> None:
    """Three numbers, the rate they give, and how it compares."""
    with st.grid(3, min_column_width=170):
        start = _count("S", _("Customers at the start"), 9000)
        active = _count("E", _("Customers in the period"), 5000)
        new = _count("N", _("of these, first-time buyers"), 2000)
    try:
        totals = from_totals(start, active, new)
    except RetentionError as refusal:
        st.warning(problems.error(refusal), icon=":material/error:")
        return
    st.subheader(_answer(totals), anchor=False)
    st.markdown(_working(totals))
    st.caption(_benchmark())


def _count(letter: str, label: str, example: int) -> int:
    return int(
        st.number_input(
            f"**{letter}** {label}",
            **widgets.limits(COUNT),
            value=example,
            key=f"total-{letter}",
            persist_state="session",
        )
    )


def _answer(totals: Totals) -> str:
    back = of_hundred(totals.crr)
    return fill(
        ngettext(
            "Of every 100 customers at the start, {n} came back ({low} to {high}).",
            "Of every 100 customers at the start, {n} came back ({low} to {high}).",
            back,
        ),
        n=back,
        low=of_hundred(totals.low),
        high=of_hundred(totals.high),
    )


def _working(totals: Totals) -> str:
    return fill(
        "(E − N) ÷ S = ({active} − {new}) ÷ {start} = **{rate}**",
        active=number(totals.active),
        new=number(totals.new),
        start=number(totals.at_start),
        rate=percent(totals.crr, digits=1),
    )


def _benchmark() -> str:
    return fill(
        _(
            "Published average for online shops: {rate} ({source}, {trust}: the definition behind it is not stated). "
            "Customers who return after a longer break count as having come back here; only a list of orders can tell "
            "them apart."
        ),
        rate=percent(ECOMMERCE_CRR.value),
        source=ECOMMERCE_CRR.source,
        trust=_(TRUST[ECOMMERCE_CRR.trust]),
    )
