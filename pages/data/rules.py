"""The choices that concern all files: counting rules, last day, currency; each with what it would do to the figures."""

import dataclasses
from collections.abc import Mapping
from typing import Any

import streamlit as st

from pages.data import currency, intake
from pages.shared import cached, session
from pages.shared.session import View
from retention.activity import narrowed_orders
from retention.analysis.customers.contacts import HIDDEN
from retention.analysis.effect import Effect
from retention.ingest.rules import SWITCHES, Rules
from retention.ingest.session import ImportSession
from retention.narrate import numbers, problems
from retention.narrate.texts import N_, Markup, _, fill, plain, quoted
from retention.orders import Orders

RULES = {
    "cancelled": N_("Count orders marked cancelled, failed or unpaid"),
    "transfers": N_("Count withdrawals, fees and transfers"),
    "free": N_("Count orders of amount 0"),
    "unpriced": N_("Count orders whose amount is missing or cannot be read"),
    "returned": N_("Count orders whose money was given back in full"),
    "refunds": N_("Take refunds off the money"),
    "hidden": N_("Count rows that are hidden in the workbook"),
    "versions": N_("Count each state and version of an order, not the last alone"),
    "duplicates": N_("Count rows repeated word for word each time"),
    "overlaps": N_("Count orders again that another file holds"),
    "stand_ins": N_("Count stand-ins for anybody (Guest, Walk-in …) as customers"),
    "spellings": N_("Count each spelling of a customer as a customer"),
    "keep_apart": N_("Keep customers with the same e-mail or phone apart"),
    "one_numbering": N_("Take a customer number for one customer, though two files give it to different people"),
    "refund_days": N_("Count a refund on the day it was made, not on that of its order"),
    "far_dates": N_("Count orders whose year is far away from all others"),
    "future_dates": N_("Count orders dated after the day on which the file was read"),
}
TRACES = {
    "cancelled": {"cancelled", "draft"},
    "transfers": {"not_a_sale"},
    "free": {"amount_zero"},
    "unpriced": {"amount_unknown", "no_amounts"},
    "returned": {"refunded", "refund", "refund_told_twice", "refund_beyond_order"},
    "refunds": {"refunded", "refund", "refund_told_twice", "refund_beyond_order", "refund_unmatched"},
    "hidden": {"hidden_rows"},
    "versions": {"earlier_state", "earlier_version"},
    "duplicates": {"duplicate"},
    "overlaps": {"overlap"},
    "stand_ins": {"unidentified"},
    "spellings": {"customer_respelled"},
    "keep_apart": {"joined", "contact_shared"},
    "one_numbering": {"numbers_of_two_systems"},
    "refund_days": {"refund", "refund_told_twice"},
    "far_dates": {"date_out_of_range"},
    "future_dates": {"after_today"},
}
"""The issues one of which a rule's default leaves behind wherever another choice would matter."""
LINES = {
    "": N_("as the cells tell: add up, or the order's total on each"),
    "sum": N_("add up"),
    "total": N_("are the order's total on each"),
    "apart": N_("are an order each"),
}
NUMBERLESS = {
    "": N_("all of a customer's day and time"),
    "day": N_("all of a customer's day"),
    "row": N_("each row"),
}


LABELS = {
    **RULES,
    "lines": N_("Several lines of one order number"),
    "numberless": N_("One order, where there is no order number"),
}


def render_rules(imported: ImportSession, orders: Orders) -> None:
    """The choices, showing what is in force, and what another would do; worked out for whoever opens them."""
    _render_changed(imported.rules)
    opened = st.expander(
        _("Change what counts"),
        icon=":material/rule:",
        expanded=imported.orders is None,
        key="what-counts",
        on_change="rerun",
    )
    if not opened.open:
        return
    with opened:
        matter = [rule for rule in RULES if _matters(rule, imported)]
        for rule in matter:
            _render_switch(imported, rule)
        _render_nobody(imported)
        if any(len(made.frame) < made.rows_used for made in _made(imported)) or imported.rules.lines:
            _render_mode(imported, "lines", LINES)
        if any(each.mapping is not None and each.mapping.order is None for each in imported.usable):
            _render_mode(imported, "numberless", NUMBERLESS)
        with st.grid(2, min_column_width=220):
            _render_last_day(orders)
            currency.render_currency(imported, orders)
            currency.render_exchange_rates(imported, orders)
        _render_other_switches([rule for rule in RULES if rule not in matter])


def _render_changed(rules: Rules) -> None:
    """Which rules are not the usual ones, and the way back; they hold for the next files too."""
    if not rules.settings:
        return
    words = {"lines": LINES, "numberless": NUMBERLESS}
    parts = [
        fill(
            "{label}: {choice}",
            label=_(LABELS[name]),
            choice=_(words[name][value] if isinstance(value, str) else N_("yes") if value else N_("no")),
        )
        for name, value in rules.settings.items()
    ]
    with st.container(horizontal=True, vertical_alignment="center"):
        template = _("Counted as you chose, for the next files too: {rules}")
        st.caption(fill(template, rules=Markup("; ".join(parts))), width="stretch")
        usual = {name: getattr(Rules(), name) for name in rules.settings}
        st.button(
            _("Back to the usual rules"), key="rules-usual", icon=":material/undo:", on_click=intake.rule, kwargs=usual
        )


def render_joined(orders: Orders) -> None:
    """Who was joined by e-mail or phone, what that changes, and the way to undo it."""
    view = session.view()
    issue = next((each for each in orders.issues if each.code == "joined"), None)
    found = None if issue is None else cached.effect_of_joining(orders, _period(view))
    if issue is None or found is None:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        told = problems.together(issue, found, view.bridge, currency=orders.currency)
        st.info(told, icon=":material/group:", width="stretch")
        st.button(
            _("Keep them apart"),
            key="keep-apart",
            icon=":material/undo:",
            on_click=intake.rule,
            kwargs={"keep_apart": True},
        )


def _made(imported: ImportSession) -> tuple[Orders, ...]:
    return () if imported.orders is None else (imported.orders,)


def _matters(rule: str, imported: ImportSession) -> bool:
    """Whether a switch does anything with these files: it was used, or its default left a trace."""
    found = {issue.code for made in _made(imported) for issue in made.issues}
    return getattr(imported.rules, rule) != SWITCHES[rule] or not TRACES[rule].isdisjoint(found)


def _render_switch(imported: ImportSession, rule: str) -> None:
    """One switch and what its other position would do."""
    key = f"rule-{rule}"
    st.session_state[key] = getattr(imported.rules, rule)
    st.toggle(_(RULES[rule]), key=key, on_change=_set_rule, args=(rule, key))
    if imported.orders is not None:
        found = _effect(imported, imported.orders, {rule: not getattr(imported.rules, rule)})
        st.caption(fill(_("If you switch this: {effect}"), effect=Markup(found)))


def _render_other_switches(rules: list[str]) -> None:
    """The switches no row depends on, and what is no matter of choice."""
    with st.expander(_("Rules that no row of these files depends on")):
        for rule in rules:
            key = f"rule-{rule}"
            st.session_state[key] = SWITCHES[rule]
            st.toggle(_(RULES[rule]), key=key, on_change=_set_rule, args=(rule, key))
    st.caption(
        _(
            "In any case: a row without a readable date belongs to no period, an order without a customer to nobody's "
            "retention, and money given back is never an order. All of them are listed below."
        )
    )


def _render_nobody(imported: ImportSession) -> None:
    """The customers with so many orders that they may be nobody in particular."""
    found = [issue for made in _made(imported) for issue in made.issues if issue.code == "one_customer_dominates"]
    names = dict.fromkeys([*imported.rules.nobody, *(str(issue.details["customer"]) for issue in found)])
    for place, name in enumerate(names):
        left = tuple(one for one in imported.rules.nobody if one != name)
        other = left if name in imported.rules.nobody else (*left, name)
        key = f"nobody-{place}"
        st.session_state[key] = name in imported.rules.nobody
        shown = plain(HIDDEN) if session.demo() else quoted(name)
        label = fill(_("{customer} is nobody in particular, such as the till's default"), customer=shown)
        st.toggle(label, key=key, on_change=intake.rule, kwargs={"nobody": other})
        if imported.orders is not None:
            found_effect = _effect(imported, imported.orders, {"nobody": other})
            st.caption(fill(_("If you switch this: {effect}"), effect=Markup(found_effect)))


def _render_mode(imported: ImportSession, rule: str, answers: Mapping[str, str]) -> None:
    """A rule with several answers, each with what it would do."""
    key = f"rule-{rule}"
    now = getattr(imported.rules, rule) or ""
    st.session_state[key] = now
    names = {answer: _(words) for answer, words in answers.items()}
    effects = [
        "" if answer == now or imported.orders is None else _effect(imported, imported.orders, {rule: answer or None})
        for answer in answers
    ]
    st.radio(
        _(LABELS[rule]),
        list(names),
        format_func=names.__getitem__,
        captions=effects,
        key=key,
        on_change=lambda: intake.rule(**{rule: st.session_state[key] or None}),
    )


def _effect(imported: ImportSession, orders: Orders, rules: Mapping[str, Any]) -> str:
    with st.spinner(_("Counting orders and customers …")):
        other = dataclasses.replace(imported, rules=dataclasses.replace(imported.rules, **rules))
        return of_choice(other, instead_of=orders, view=session.view())


def _set_rule(rule: str, key: str) -> None:
    intake.rule(**{rule: bool(st.session_state[key])})


def _render_last_day(orders: Orders) -> None:
    st.session_state["last-day"] = orders.as_of
    st.date_input(
        _("Last day the data covers"),
        format=numbers.date_format(),
        key="last-day",
        on_change=lambda: intake.change(as_of=st.session_state["last-day"]),
        help=_("Decides which periods are over. Without your word it is the day of the last order."),
    )


def of_choice(changed: ImportSession, *, instead_of: Orders, view: View) -> str:
    """The rate of the chosen period, customers, orders and money under other choices, where they differ.

    Of the orders the filter leaves, as everything on the page.
    """
    period, by = _period(view), session.filter_in_force()
    after = cached.outcome(changed, period, by)
    if after is None:
        return problems.nothing_left()
    found = Effect(before=cached.outcome_of(narrowed_orders(instead_of, by), period), after=after)
    return problems.effect(found, view.bridge, currency=instead_of.currency)


def _period(view: View) -> cached.RatePeriod:
    return cached.RatePeriod(view.calendar, view.base, view.days, view.chosen is None)
