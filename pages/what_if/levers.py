"""The controls: what is changed, what is assumed, what it costs; and what it may cost at most."""

import functools
from collections.abc import Callable, Mapping

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.shared import session, widgets
from pages.what_if import question as questions
from retention import whatif
from retention.narrate import numbers, whatif_answer, whatif_costs
from retention.narrate import whatif as words
from retention.narrate.texts import N_, _
from retention.whatif import FIELDS, ChangeUnit, Comparison, Field, Reading, Scenario, Shop, Unit

DOWN, UP = 40, 60
"""Steps a slider reaches to either side of today; a link may ask for more, within the limits of `FIELDS`."""
UNITS = {ChangeUnit.POINTS: N_("points"), ChangeUnit.RELATIVE: N_("percent")}
OTHERS = ("order_value_change", "order_frequency_change", "new_customers_change", "discount")


def render_retention(shop: Shop, question: Scenario) -> DeltaGenerator:
    """The question itself: how much more retention, in which unit.

    Returns the place below, where to say that it cannot go so far.
    """
    _render_slider("crr_change", shop, question)
    _render_unit(question)
    return st.container()


def render_assumptions(shop: Shop, question: Scenario) -> None:
    """With which margin, read how, how far ahead; all other levers and costs for whoever opens them."""
    with st.grid(3, min_column_width=200):
        if shop.has_money:
            _render_number(
                "margin", shop, question, help_text=_("The share of the price that is left after the goods.")
            )
        if shop.forecast is not None:
            _render_reading(question)
        _render_horizon(shop, question)
    more = st.expander(_("More levers and costs"), icon=":material/tune:", key="what-if-more", on_change="rerun")
    if more.open:
        with more, st.grid(2, min_column_width=220):
            _render_more(shop, question)


def _render_more(shop: Shop, question: Scenario) -> None:
    """Every other lever and cost."""
    for name in OTHERS:
        _render_slider(name, shop, question)
    if question.margin is not None:
        _render_slider("margin_change", shop, question)
    if shop.has_money:
        _render_number("programme_cost", shop, question, help_text=_("What reaching this costs at the start."))
        _render_number("programme_cost_per_customer", shop, question, help_text=_per_customer(shop))
        _render_number("acquisition_cost", shop, question)
        if question.acquisition_cost is not None:
            _render_slider("acquisition_cost_change", shop, question)
    _render_number("new_customers", shop, question, placeholder=numbers.number(shop.base.arrivals_mean))
    _render_number("discount_rate", shop, question)


def _per_customer(shop: Shop) -> str:
    return {
        "week": _("For every customer of the week before, each week."),
        "month": _("For every customer of the month before, each month."),
        "quarter": _("For every customer of the quarter before, each quarter."),
        "year": _("For every customer of the year before, each year."),
    }[shop.grain]


def _render_slider(name: str, shop: Shop, question: Scenario) -> None:
    """A lever, as far as its field allows and a hand can steer."""
    value = float(getattr(question, name))
    labels = _labels(name, question.crr_unit, session.language(), str(numbers.locale()))
    if value not in labels:
        labels = {**labels, value: words.change(name, value, question.crr_unit, shop.currency)}
    key = _remembered(name, value)
    st.select_slider(
        words.field(name), sorted(labels), format_func=labels.__getitem__, key=key, on_change=_remember(name, key)
    )


@functools.cache
def _labels(name: str, unit: ChangeUnit, _language: str, _locale: str) -> Mapping[float, str]:
    """The steps of a slider as the visitor's language writes them; written once, because there are hundreds."""
    return {step: words.change(name, step, unit, None) for step in FIELDS[name].steps(down=DOWN, up=UP)}


def _render_number(
    name: str, shop: Shop, question: Scenario, *, help_text: str | None = None, placeholder: str | None = None
) -> None:
    """An assumption or a cost; empty means unknown, never 0."""
    field, value = FIELDS[name], getattr(question, name)
    key = _remembered(name, None if value is None else field.in_shown_units(value))
    st.number_input(
        _label(name, shop),
        **widgets.limits(field.shown_kind),
        value=None,
        format=_format(field),
        placeholder=placeholder or _("not known"),
        help=help_text,
        key=key,
        on_change=_remember(name, key, field.from_shown_units),
    )


def _format(field: Field) -> str:
    if field.in_percent:
        return "%g"
    return "%.0f" if field.unit is Unit.CUSTOMERS or field.coarse else "%.2f"


def _label(name: str, shop: Shop) -> str:
    unit = FIELDS[name].unit
    if unit is Unit.MONEY:
        mark = shop.currency
    elif unit is Unit.CUSTOMERS:
        mark = _(words.EACH[shop.grain])
    else:
        mark = "%"
    return f"{words.field(name)} ({mark})" if mark else words.field(name)


def _render_unit(question: Scenario) -> None:
    key = _remembered("crr_unit", question.crr_unit)
    st.segmented_control(
        _("Retention up by"),
        tuple(ChangeUnit),
        format_func=lambda unit: _(UNITS[unit]),
        required=True,
        key=key,
        on_change=_remember("crr_unit", key),
        help=_("5 points turn 30% into 35%; 5 percent turn 30% into 31.5%."),
    )


def _render_reading(question: Scenario) -> None:
    key = _remembered("reading", question.reading)
    st.selectbox(
        _("Which means"),
        tuple(Reading),
        format_func=whatif_answer.reading,
        key=key,
        on_change=_remember("reading", key),
    )


def _render_horizon(shop: Shop, question: Scenario) -> None:
    if len(shop.horizons) < 2:
        return
    key = _remembered("horizon", question.horizon)
    st.select_slider(
        words.field("horizon"),
        shop.horizons,
        format_func=lambda periods: words.stretch(periods, shop.grain),
        key=key,
        on_change=_remember("horizon", key),
        help=_("As far ahead as your data reach back."),
    )


def _remembered(name: str, value: object) -> str:
    """The control's key, with what it shall show."""
    key = f"what-if-{name}"
    st.session_state[key] = value
    return key


def _remember(name: str, key: str, read: Callable[[float], float] | None = None) -> Callable[[], None]:
    """What keeps the control's value when it changes; `read` makes it the field's own where it is typed otherwise."""

    def store() -> None:
        value = st.session_state[key]
        questions.choose(name, value if read is None or value is None else read(value))

    return store


def render_break_even(shop: Shop, found: Comparison) -> None:
    """The most an extra returning customer may cost, and from which change on the programme pays."""
    if found.scenario.margin is None:
        st.markdown(_(whatif_costs.NEEDS_MARGIN))
        return
    even = whatif.break_even(shop.base, found.scenario)
    for sentence in whatif_costs.break_even(shop, found.scenario, even):
        st.markdown(sentence)


def render_trade(shop: Shop, found: Comparison) -> None:
    """Keeping against winning: the visitor's own ratio beside the saying."""
    if found.scenario.margin is None:
        st.markdown(_(whatif_costs.NEEDS_MARGIN))
        return
    trade = whatif.equal_profit_trade(shop.base, found.scenario)
    for sentence in whatif_costs.trade(shop, found.scenario, trade):
        st.markdown(sentence)
    if trade.comparable:
        st.caption(whatif_costs.sayings())
