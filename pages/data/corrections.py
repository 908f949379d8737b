"""Every decision about one file, as a control that shows what is in force and changes it."""

import functools
from collections.abc import Callable, Sequence
from collections.abc import Mapping as ReadOnly
from zoneinfo import available_timezones

import streamlit as st

from pages.data import intake
from pages.shared import widgets
from retention.file_refusals import OTHER_TABLE
from retention.file_refusals import TABLES as NO_ORDERS
from retention.ingest.mapping import AFTER, BEFORE, HEADER_ROW, Mapping
from retention.ingest.session import ImportedFile
from retention.ingest.values.texts import visible
from retention.messages import TABLES
from retention.narrate import problems
from retention.narrate.texts import N_, _

SEPARATORS = {
    ",": N_("comma (,)"),
    ";": N_("semicolon (;)"),
    "\t": N_("tab"),
    "|": N_("vertical bar (|)"),
    " ": N_("blanks"),
}
ENCODINGS = ("utf-8", "utf-16", "cp1251", "cp1252", "cp1250", "cp866", "iso8859-2", "koi8-r", "koi8-u", "mac-cyrillic")
DATE_ORDERS = {
    "dmy": N_("day, month, year"),
    "mdy": N_("month, day, year"),
    "ymd": N_("year, month, day"),
    "dmy_swapped": N_("day, month, year; exchanged by Excel"),
    "mdy_swapped": N_("month, day, year; exchanged by Excel"),
}
DECIMALS = {".": N_("point: 1,234.50"), ",": N_("comma: 1.234,50")}
DISCOUNTS = {
    "line": N_("money off its line"),
    "percent": N_("percent of its line"),
    "share": N_("a share of its line: 0.1 is a tenth"),
    "order": N_("money off the whole order, repeated on each line"),
}
GROUPS = {
    "none": N_("nothing: every row is complete"),
    "above": N_("the customer, on a row above its orders"),
    "customer": N_("the customer, on the first of its rows"),
    "date": N_("the date, on the first of its rows"),
}
AMOUNTS = {
    "after_discount": N_("what is left after the discount"),
    "before_discount": N_("before the discount, which is taken off"),
}
UNITS = {
    "units": N_("units of the currency"),
    "hundredths": N_("hundredths: cents, kopecks, bani"),
    "thousands": N_("thousands"),
    "millions": N_("millions"),
}
MAIN_ROLES = {
    "customer": N_("Who bought"),
    "date": N_("Date of the order"),
    "order": N_("Order number"),
    "amount": N_("Money paid"),
}
RARER_ROLES = {
    "time": N_("Time of day"),
    "quantity": N_("Quantity"),
    "price": N_("Price of one"),
    "discount": N_("Discount"),
    "refund": N_("Money given back"),
    "status": N_("State of the order"),
    "kind": N_("Type of event"),
    "cancelled": N_("Cancellation mark"),
    "paid": N_("Paid: yes or no"),
    "returned": N_("Returned: yes or no"),
    "changed": N_("Changed last, or version"),
    "currency": N_("Currency"),
    "shipping": N_("Shipping"),
    "tax": N_("Tax"),
    "sku": N_("Code of the product"),
    "cost": N_("What the goods cost you"),
    "line_amount": N_("Money of the line"),
}
NOTATIONS = {
    "date_order": (N_("Dates are written as"), DATE_ORDERS),
    "decimal": (N_("Decimal mark"), DECIMALS),
    "discount_as": (N_("A discount is"), DISCOUNTS),
    "groups": (N_("What stands once for several rows"), GROUPS),
    "amount_is": (N_("The amount is"), AMOUNTS),
    "money_in": (N_("Money is written in"), UNITS),
    "table": (N_("Each row is"), TABLES),
}
"""Ways in which cells are written: what each is about, and its answers in words."""
WORDS = {name: words for name, (_label, words) in NOTATIONS.items()}
"""What each way of writing cells is called."""
LAYOUT = {
    "sheet": N_("Sheet"),
    "encoding": N_("Encoding"),
    "separator": N_("Separator"),
    "header_row": N_("Row with the column names (0: none)"),
}
TIME_ZONE = {"timezone": N_("Time zone of the shop")}
SEVERAL = {
    "customer_also": N_("Who bought, continued (last name …)"),
    "status_also": N_("Further columns with the state of the order"),
    "further": N_("Further columns to break figures down by"),
}
STATES = {"state": N_("States count as")}
LABELS = {
    **MAIN_ROLES,
    **RARER_ROLES,
    **SEVERAL,
    **STATES,
    **LAYOUT,
    **TIME_ZONE,
    **{name: label for name, (label, _words) in NOTATIONS.items()},
}
"""What every choice about a file is called."""
NEEDED = ("customer", "date")
UTC = "UTC"
_NO_PLACES = ("Etc/", "SystemV/", "US/", "posix/", "right/")


def render_corrections(document: ImportedFile) -> None:
    """All decisions about a file: what its main columns mean, how it is laid out, then the rarer columns."""
    if document.raw is not None:
        _render_columns(document, MAIN_ROLES)
        _render_notation(document)
        _render_rows(document)
    _render_layout(document)
    if document.raw is not None:
        with st.expander(_("More columns")):
            _render_columns(document, RARER_ROLES)
            _render_several(document)
    st.button(
        _("Forget my choices for this file"),
        on_click=intake.start_over,
        args=(document,),
        key=f"{document.key}-over",
        icon=":material/undo:",
    )


def separator_name(mark: str) -> str:
    """A separator in words."""
    return _(SEPARATORS[mark]) if mark in SEPARATORS else mark


def _render_layout(document: ImportedFile) -> None:
    layout, decided = document.raw.layout if document.raw is not None else None, document.reading
    with st.grid(2, min_column_width=220):
        if layout is not None and len(layout.sheets) > 1:
            sheets = [*layout.sheets, problems.EVERY_SHEET]
            now = layout.sheet or problems.EVERY_SHEET
            _render_choice(document, "sheet", _of_layout("sheet"), sheets, now, shown=sheet_name)
        if layout is None or layout.encoding:
            now = (layout and layout.encoding) or decided.encoding or ENCODINGS[0]
            _render_choice(document, "encoding", _of_layout("encoding"), _with(ENCODINGS, now), now)
        if layout is None or layout.separator:
            now = (layout and layout.separator) or decided.separator or ","
            marks = _with(tuple(SEPARATORS), now)
            _render_choice(document, "separator", _of_layout("separator"), marks, now, shown=separator_name)
        _render_header_row(document, layout.header_row if layout else int(decided.header_row or 1))


def _of_layout(name: str) -> str:
    return _(LAYOUT[name])


def sheet_name(sheet: str) -> str:
    """A sheet, or all of them, in words."""
    return _("all sheets together") if sheet == problems.EVERY_SHEET else sheet


def _render_header_row(document: ImportedFile, now: int) -> None:
    key = f"{document.key}-header"
    st.session_state[key] = now
    st.number_input(
        _of_layout("header_row"),
        **widgets.limits(HEADER_ROW),
        key=key,
        on_change=lambda: intake.choose(document, header_row=str(st.session_state[key])),
    )


def _render_columns(document: ImportedFile, roles: ReadOnly[str, str]) -> None:
    with st.grid(2, min_column_width=220):
        for role, label in roles.items():
            now = str(getattr(document.mapping or document.choices, role) or "")
            empty = _("none") if document.mapping else _("not decided yet")
            columns = _likely_first(document, role)
            options = columns if role in NEEDED and now else ["", *columns]
            shown = functools.partial(_column_name, empty)
            _render_choice(document, role, _(label), _with(options, now), now, shown=shown)


def _likely_first(document: ImportedFile, role: str) -> list[str]:
    """The columns of a file: the one in force, those that could be meant as well, then all others."""
    if document.mapping is None:
        return [*document.header]
    likely = (getattr(document.mapping, role), *document.mapping.alternatives.get(role, ()))
    return [*dict.fromkeys(name for name in (*likely, *document.header) if name)]


def _render_several(document: ImportedFile) -> None:
    """What may be several columns: those that go with another one, those that customers can be grouped by."""
    with st.grid(2, min_column_width=220):
        for role, label in SEVERAL.items():
            key = f"{document.key}-{role}"
            now = getattr(document.mapping or document.choices, role) or ()
            st.session_state[key] = list(now)
            st.multiselect(
                _(label),
                list(dict.fromkeys((*document.header, *now))),
                format_func=visible,
                key=key,
                on_change=_choose_several,
                args=(document, role, key),
                placeholder=_("none"),
            )


def _choose_several(document: ImportedFile, role: str, key: str) -> None:
    intake.choose(document, **{role: tuple(st.session_state[key])})


def _column_name(empty: str, name: str) -> str:
    return name or empty


def _render_notation(document: ImportedFile) -> None:
    """How dates, money and groups of rows are written; only where a cell of this file makes it matter."""
    if document.mapping is None:
        return
    with st.grid(2, min_column_width=220):
        for name, (label, words) in NOTATIONS.items():
            now = _in_force(document, document.mapping, name)
            if now is not None and now in words:
                _render_choice(document, name, _(label), [*words], now, shown=_translated(words))
        if document.mapping.utc:
            now = document.mapping.timezone or UTC
            _render_choice(document, "timezone", _(TIME_ZONE["timezone"]), _with(_zones(), now), now)


def _zones() -> list[str]:
    """What a shop's time zone may be: UTC itself, the browser's, then every place in the world."""
    return [*dict.fromkeys(zone for zone in (UTC, st.context.timezone, *_places()) if zone is not None)]


@functools.cache
def _places() -> tuple[str, ...]:
    """The time zones named after a place; the list is put together from files, so once."""
    return tuple(sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith(_NO_PLACES)))


def _render_rows(document: ImportedFile) -> None:
    """What each row is, where the table looks like no list of orders or somebody has said so."""
    refused = document.problem.code if document.problem is not None else ""
    now = document.choices.table or (refused.removeprefix(OTHER_TABLE) if refused in NO_ORDERS else "")
    if now:
        _render_choice(document, "table", _(NOTATIONS["table"][0]), [*TABLES], now, shown=_translated(TABLES))


def _in_force(document: ImportedFile, mapping: Mapping, name: str) -> str | None:
    """How something is written, None where no cell needs it."""
    if name == "discount_as":
        taken_off = mapping.discount and (mapping.amount is None or mapping.amount_is == BEFORE)
        return (mapping.discount_as or "line") if taken_off else None
    if name == "amount_is":
        return (mapping.amount_is or AFTER) if mapping.discount and mapping.amount else None
    if name == "money_in" and not document.has_whole_money:
        return None
    if name == "table" or (name == "groups" and mapping.groups == "none" and not _has_blanks(document, mapping)):
        return None
    return str(getattr(mapping, name))


def _has_blanks(document: ImportedFile, mapping: Mapping) -> bool:
    """Whether some rows name no customer or no day, so that another row may do it for them."""
    cells = () if document.raw is None else (document.raw.frame[mapping.customer], document.raw.frame[mapping.date])
    return any(bool(column.isna().any()) for column in cells)


def _translated(words: ReadOnly[str, str]) -> Callable[[str], str]:
    return lambda name: _(words[name])


def _with(options: Sequence[str], now: str) -> list[str]:
    return [*options] if now in options else [now, *options]


def _render_choice(
    document: ImportedFile,
    name: str,
    label: str,
    options: Sequence[str],
    now: str,
    *,
    shown: Callable[[str], str] = str,
) -> None:
    """A list that shows the decision in force; changing it reads the file or its columns anew."""
    key = f"{document.key}-{name}"
    st.session_state[key] = now
    labels = {option: visible(shown(option)) for option in options}
    st.selectbox(
        label,
        options,
        format_func=labels.__getitem__,
        key=key,
        on_change=lambda: intake.choose(document, **{name: st.session_state[key]}),
        filter_mode="contains" if len(options) > 12 else None,
    )
