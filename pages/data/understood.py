"""What was understood of one file: five rows as proof, corrections, and what was decided before."""

from dataclasses import asdict, replace
from typing import Any

import pandas as pd
import streamlit as st

from pages.data import corrections, intake, remembering, states
from pages.shared import session
from retention.analysis.customers.contacts import HIDDEN
from retention.ingest.mapping import Choices, Mapping
from retention.ingest.read.raw import Layout
from retention.ingest.session import ImportedFile, layout_of
from retention.ingest.values.texts import readable
from retention.narrate import problems, revenue
from retention.narrate.numbers import MISSING, amount, date, number
from retention.narrate.texts import N_, Markup, _, fill, listed, plain, quoted

FORMATS = {
    "csv": N_("text file"),
    "html": N_("HTML table"),
    "xml": "Excel 2003 XML",
    "ods": "OpenDocument",
    "fods": "OpenDocument",
    "json": "JSON",
    "parquet": "Parquet",
}
NAMED_IN_EACH_RECORD = frozenset({"json", "parquet"})
"""Formats without a row of column names."""
SPELLED = {"sheet": corrections.sheet_name, "separator": corrections.separator_name}
"""What is said of choices that stand for something."""
LABELS = {
    **corrections.MAIN_ROLES,
    **corrections.RARER_ROLES,
    **corrections.SEVERAL,
    **{name: label for name, (label, _words) in corrections.NOTATIONS.items()},
    **corrections.LAYOUT,
    **corrections.STATES,
    **corrections.TIME_ZONE,
}


def render_file(document: ImportedFile) -> None:
    """One file: what it is, its problem or its proof, and the choices behind all that."""
    with st.container(border=True):
        st.markdown(f"**{quoted(document.name)}**")
        render_offer(document)
        if document.problem is not None:
            st.error(problems.error(document.problem), icon=":material/error:")
        if document.mapping is not None:
            _render_proof(document)
        made = session.imported().orders
        if made is not None:
            states.render_states(document, made)
        stuck = document.raw is not None and document.problem is not None
        with st.expander(_("Change how this file is read"), expanded=stuck, icon=":material/tune:"):
            _render_meaning(document)
            corrections.render_corrections(document)


def _render_meaning(document: ImportedFile) -> None:
    """How the file is laid out, and what counts as revenue in it."""
    if document.raw is not None:
        st.caption(_summary(document.raw.layout, document.mapping))
    if document.mapping is not None:
        st.caption(revenue.meaning(document.mapping))


def _summary(layout: Layout, mapping: Mapping | None) -> str:
    parts = [_(FORMATS[layout.format]) if layout.format in FORMATS else plain(f"Excel (.{layout.format})")]
    if layout.sheet:
        parts.append(fill(_("sheet {sheet}"), sheet=quoted(layout.sheet)))
    if layout.encoding:
        parts.append(fill(_("encoding {encoding}"), encoding=layout.encoding))
    if layout.separator:
        parts.append(fill(_("separator: {separator}"), separator=corrections.separator_name(layout.separator)))
    if layout.format not in NAMED_IN_EACH_RECORD:
        header = fill(_("column names in row {row}"), row=layout.header_row)
        parts.append(header if layout.header_row else _("no column names"))
    return " · ".join([*parts, *([] if mapping is None else _notation(mapping))])


def _notation(mapping: Mapping) -> list[str]:
    parts: list[str] = []
    if mapping.platform:
        parts.append(fill(_("export of {platform}"), platform=mapping.platform))
    if mapping.date_order in corrections.DATE_ORDERS:
        parts.append(fill(_("dates: {order}"), order=_(corrections.DATE_ORDERS[mapping.date_order])))
    if mapping.utc:
        parts.append(fill(_("times of {zone}"), zone=mapping.timezone or corrections.UTC))
    if mapping.decimal in corrections.DECIMALS:
        parts.append(fill(_("decimal {mark}"), mark=_(corrections.DECIMALS[mapping.decimal])))
    if mapping.groups != "none":
        parts.append(fill(_("once for several rows: {what}"), what=_(corrections.GROUPS[mapping.groups])))
    return parts


def _render_proof(document: ImportedFile) -> None:
    """The first rows as understood, each column with its source; dates in words, so that a swapped month shows.

    Who, when and how much stand first: a phone has room for them alone.
    """
    proof, mapping = document.preview, document.mapping
    if mapping is None:
        return
    shown = {
        _came_from(_("Who bought"), mapping.customer): [_who(customer) for customer in proof["customer"]],
        _came_from(_("Date"), mapping.date): [MISSING if day != day else date(day.date()) for day in proof["date"]],
    }
    money = mapping.amount or " × ".join(filter(None, (mapping.quantity, mapping.price)))
    if money:
        shown[_came_from(_("Money"), money)] = [amount(paid) for paid in proof["amount"]]
    if mapping.order:
        shown[_came_from(_("Order"), mapping.order)] = [_cell(order) for order in proof["order"]]
    shown[_("Row")] = [number(row) for row in proof["row"]]
    st.dataframe(
        readable(pd.DataFrame(shown)), hide_index=True, alt=_("The first rows of the file as they were understood")
    )


def _came_from(meaning: str, column: str) -> str:
    return f"{meaning} ← {column}"


def _cell(value: object) -> str:
    return value if isinstance(value, str) else MISSING


def _who(customer: object) -> str:
    return HIDDEN if session.demo() and isinstance(customer, str) else _cell(customer)


def render_offer(document: ImportedFile) -> None:
    """The choices in force about one file, and those an earlier session left, to be taken or not."""
    decided = replace(document.choices, **_decided(layout_of(document.reading)))
    if decided != Choices():
        st.caption(fill(_("As you chose for files with these columns: {choices}"), choices=_spelled(decided)))
    kept = remembering.offered(document)
    if kept is None:
        return
    st.info(
        fill(_("You decided about files with these columns before: {choices}"), choices=_spelled(kept)),
        icon=":material/bookmark:",
    )
    with st.container(horizontal=True):
        st.button(
            _("Use these choices"),
            key=f"{document.key}-use",
            icon=":material/check:",
            on_click=intake.choose,
            args=(document,),
            kwargs=_decided(kept),
        )
        st.button(
            _("Not this time"),
            key=f"{document.key}-decline",
            on_click=remembering.decline,
            args=(document.known_by,),
        )


def _decided(choices: Choices) -> dict[str, Any]:
    return {name: value for name, value in asdict(choices).items() if value is not None}


def _spelled(choices: Choices) -> Markup:
    """Choices in words: what each is about, and the column or the notation."""
    parts = [
        fill("{label}: {choice}", label=_(LABELS[name]), choice=_choice(name, value))
        for name, value in _decided(choices).items()
    ]
    return Markup("; ".join(parts))


def _choice(name: str, value: str | tuple[str, ...]) -> Markup:
    if not value:
        return plain(_("none"))
    if isinstance(value, str) and name in SPELLED:
        return quoted(SPELLED[name](value))
    if isinstance(value, str) and value in corrections.WORDS.get(name, {}):
        return plain(_(corrections.WORDS[name][value]))
    if name == "state" and not isinstance(value, str):
        return states.spelled(value)
    return listed([value] if isinstance(value, str) else value)
