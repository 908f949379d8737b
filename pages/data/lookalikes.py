"""Customers who may be one person: proposed with the reason, counted as one only when somebody says so."""

from collections.abc import Sequence

import streamlit as st

from pages.data import intake, rules
from pages.shared import cached, session
from retention.analysis.customers.contacts import HIDDEN
from retention.ingest.lookalikes import LookAlike, recalled
from retention.ingest.sealed import without
from retention.ingest.session import ImportSession
from retention.messages import LOOK_ALIKES
from retention.narrate.numbers import number
from retention.narrate.texts import Markup, _, fill, ngettext, plain, quoted
from retention.orders import Orders

AT_ONCE = 10
EVERY = "every"
SHOWN = "look-alikes-shown"


def render_look_alikes(imported: ImportSession, orders: Orders) -> None:
    """The proposals; looked for when somebody opens them, because that takes a while with many customers."""
    title = _("Customers who may be one person")
    opened = st.expander(title, icon=":material/group:", key="look-alikes", on_change="rerun")
    if not opened.open:
        return
    with opened:
        with st.spinner(_("Looking for customers who may be one person …"), show_time=True):
            found = cached.look_alikes(imported.usable, imported.rules)
        if found:
            _render_proposals(imported, orders, found)
        else:
            st.markdown(_("No two customers share an e-mail, a phone, or nearly a name in the same place."))


def _render_proposals(imported: ImportSession, orders: Orders, found: Sequence[LookAlike]) -> None:
    proposed = ngettext(
        "{n} group of customers looks like one person. Nothing is merged until you say so.",
        "{n} groups of customers look like one person each. Nothing is merged until you say so.",
        len(found),
    )
    st.markdown(fill(proposed, n=number(len(found))))
    shown = _render_reasons(found)
    accepted = {frozenset(group.customers) for group in (*imported.accepted, *recalled(imported.merged, found))}
    _render_all_at_once(imported, orders, shown, accepted)
    most = int(st.session_state.get(SHOWN, AT_ONCE))
    for place, group in enumerate(shown[:most]):
        _render_proposal(place, group, frozenset(group.customers) in accepted, several=imported.has_several_parts)
    if len(shown) > most:
        st.button(_("Show more"), key="look-alikes-more", on_click=_show_more, icon=":material/expand_more:")
        st.caption(fill(_("{shown} of {n} are shown."), shown=number(most), n=number(len(shown))))


def _render_reasons(found: Sequence[LookAlike]) -> Sequence[LookAlike]:
    """The proposals of the reason picked; all of them before that."""
    groups = {reason: [group for group in found if group.reason == reason] for reason in _reasons(found)}
    if len(groups) == 1:
        return found
    names = {EVERY: _("All")} | {reason: _(LOOK_ALIKES[reason]) for reason in groups}
    groups[EVERY] = list(found)
    labels = {reason: f"{name} · {number(len(groups[reason]))}" for reason, name in names.items()}
    chosen = st.pills(
        _("Reason"),
        list(labels),
        format_func=labels.__getitem__,
        default=EVERY,
        required=True,
        key="look-alikes-reason",
        label_visibility="collapsed",
    )
    return groups[chosen or EVERY]


def _reasons(found: Sequence[LookAlike]) -> list[str]:
    """Why customers are proposed, each reason once."""
    return list(dict.fromkeys(group.reason for group in found))


def _render_all_at_once(
    imported: ImportSession, orders: Orders, shown: Sequence[LookAlike], accepted: set[frozenset[str]]
) -> None:
    """One button for all of them, with what that would do, and one to take everything back."""
    left = tuple(group for group in shown if frozenset(group.customers) not in accepted)
    if left:
        every = (*imported.accepted, *left)
        with st.spinner(_("Counting orders and customers …")):
            found = rules.of_choice(intake.imported_with(accepted=every), instead_of=orders, view=session.view())
        st.caption(fill(_("If you merge all: {effect}"), effect=Markup(found)))
    with st.container(horizontal=True):
        if left:
            merge = fill(ngettext("Merge {n} group", "Merge all {n} groups", len(left)), n=number(len(left)))
            st.button(
                merge, key="merge-all", icon=":material/merge:", on_click=intake.change, kwargs={"accepted": every}
            )
        if accepted:
            undo = fill(ngettext("Undo {n} merge", "Undo all {n} merges", len(accepted)), n=number(len(accepted)))
            nobody: dict[str, object] = {"accepted": (), "merged": {}}
            st.button(undo, key="merge-none", icon=":material/undo:", on_click=intake.change, kwargs=nobody)


def _render_proposal(place: int, group: LookAlike, is_accepted: bool, *, several: bool) -> None:
    """One group: its spellings with their rows, what they share, where they stand, and the choice."""
    key = f"merge-{place}"
    st.session_state[key] = is_accepted
    with st.container(border=True, gap="small"):
        spellings = Markup(" = ".join(map(_name, group.customers)))
        st.checkbox(spellings, key=key, on_change=_choose, args=(group, key))
        st.caption("  \n".join((_why(group), *_rows(group, several=several))))


def _name(customer: str) -> Markup:
    return plain(HIDDEN) if session.demo() else quoted(customer)


def _why(group: LookAlike) -> Markup:
    reason = plain(_(LOOK_ALIKES[group.reason]))
    return reason if session.demo() else fill("{reason}: {shared}", reason=reason, shared=quoted(group.shared))


def _rows(group: LookAlike, *, several: bool) -> list[Markup]:
    """Of each customer: how many rows, and one of them with what it says about them."""
    lines = []
    for rows, example in zip(group.rows, group.examples, strict=True):
        place = f"{example.file}: {example.row}" if several else str(example.row)
        template = ngettext("{n} row, for example {place}", "{n} rows, for example {place}", rows)
        line = fill(template, n=number(rows), place=place)
        lines.append(line if session.demo() else fill("{line}: {cells}", line=line, cells=quoted(example.value)))
    return lines


def _choose(group: LookAlike, key: str) -> None:
    together = frozenset(group.customers)
    imported = session.imported()
    others = tuple(each for each in imported.accepted if frozenset(each.customers) != together)
    if st.session_state[key]:
        intake.change(accepted=(*others, group))
    else:
        intake.change(accepted=others, merged=without(imported.merged, group.customers))


def _show_more() -> None:
    st.session_state[SHOWN] = int(st.session_state.get(SHOWN, AT_ONCE)) + AT_ONCE
