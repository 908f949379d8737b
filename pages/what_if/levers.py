"""The controls: what is changed, what is assumed, what it costs."""

import functools
from collections.abc import Callable, Mapping

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.shared import session, widgets
from pages.what_if import asked
from pages.what_if.ground import Ground
from retention.narrate import numbers
from retention.narrate import whatif as words
from retention.narrate.texts import N_, _
from retention.narrate.whatif_answer import READINGS
from retention.whatif import FIELDS, ChangeUnit, Field, Reading, Scenario, Unit

DOWN, UP = 40, 60
"""Steps a slider reaches to either side of today; a link may ask for more, within the limits of `FIELDS`."""
UNITS = {ChangeUnit.POINTS: N_("points"), ChangeUnit.RELATIVE: N_("percent")}
OTHERS = ("order_value_change", "order_frequency_change", "new_customers_change", "discount")


def main(ground: Ground, question: Scenario) -> DeltaGenerator:
    """The question itself: how much, in which unit, read how, with which margin, how far ahead.

    Returns the place below the lever of retention, where to say that it cannot go so far.
    """
    _unit(question)
    slider("crr_change", ground, question)
    place = st.container()
    if ground.tested is not None:
        _reading(question)
    if ground.has_money:
        number("margin", ground, question, help_text=_("The share of the price that is left after the goods."))
        number("programme_cost", ground, question, help_text=_("What reaching this costs at the start."))
    _horizon(ground, question)
    return place


def more(ground: Ground, question: Scenario) -> None:
    """Every other lever and cost."""
    for name in OTHERS:
        slider(name, ground, question)
    if question.margin is not None:
        slider("margin_change", ground, question)
    if ground.has_money:
        number("programme_cost_per_customer", ground, question, help_text=_per_customer(ground))
        number("acquisition_cost", ground, question)
        if question.acquisition_cost is not None:
            slider("acquisition_cost_change", ground, question)
    number("new_customers", ground, question, placeholder=numbers.number(ground.base.arrivals_mean))
    number("discount_rate", ground, question)


def _per_customer(ground: Ground) -> str:
    return {
        "week": _("For every customer of the week before, each week."),
        "month": _("For every customer of the month before, each month."),
        "quarter": _("For every customer of the quarter before, each quarter."),
        "year": _("For every customer of the year before, each year."),
    }[ground.grain]


def slider(name: str, ground: Ground, question: Scenario) -> None:
    """A lever, as far as its field allows and a hand can steer."""
    value = float(getattr(question, name))
    labels = _labels(name, question.crr_unit, session.language(), str(numbers.locale()))
    if value not in labels:
        labels = {**labels, value: words.change(name, value, question.crr_unit, ground.currency)}
    key = _remembered(name, value)
    st.select_slider(
        words.field(name), sorted(labels), format_func=labels.__getitem__, key=key, on_change=_remember(name, key)
    )


@functools.cache
def _labels(name: str, unit: ChangeUnit, _language: str, _locale: str) -> Mapping[float, str]:
    """The steps of a slider as the visitor's language writes them; written once, because there are hundreds."""
    field = FIELDS[name]
    lowest, highest = max(field.minimum, -DOWN * field.step), min(field.maximum, UP * field.step)
    steps = range(round(lowest / field.step), round(highest / field.step) + 1)
    options = (round(step * field.step, 6) for step in steps)
    return {option: words.change(name, option, unit, None) for option in options}


def number(
    name: str, ground: Ground, question: Scenario, *, help_text: str | None = None, placeholder: str | None = None
) -> None:
    """An assumption or a cost; empty means unknown, never 0."""
    field, value = FIELDS[name], getattr(question, name)
    scale = 100 if field.unit in (Unit.SHARE, Unit.PER_YEAR) else 1
    key = _remembered(name, None if value is None else round(value * scale, 6))
    st.number_input(
        _label(name, ground),
        **widgets.limits(field.kind, scale=scale),
        value=None,
        format=_format(field),
        placeholder=placeholder or _("not known"),
        help=help_text,
        key=key,
        on_change=_remember(name, key, scale),
    )


def _format(field: Field) -> str:
    if field.unit in (Unit.SHARE, Unit.PER_YEAR):
        return "%g"
    return "%.0f" if field.unit is Unit.CUSTOMERS or field.step >= 100 else "%.2f"


def _label(name: str, ground: Ground) -> str:
    unit = FIELDS[name].unit
    if unit is Unit.MONEY:
        mark = ground.currency
    elif unit is Unit.CUSTOMERS:
        mark = _(words.EACH[ground.grain])
    else:
        mark = "%"
    return f"{words.field(name)} ({mark})" if mark else words.field(name)


def _unit(question: Scenario) -> None:
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


def _reading(question: Scenario) -> None:
    key = _remembered("reading", question.reading)
    st.selectbox(
        _("Which means"),
        tuple(Reading),
        format_func=lambda reading: _(READINGS[reading][0]),
        key=key,
        on_change=_remember("reading", key),
    )


def _horizon(ground: Ground, question: Scenario) -> None:
    if ground.base.longest < 2:
        return
    key = _remembered("horizon", question.horizon)
    st.select_slider(
        words.field("horizon"),
        tuple(range(1, min(ground.base.longest, int(FIELDS["horizon"].maximum)) + 1)),
        format_func=lambda periods: words.stretch(periods, ground.grain),
        key=key,
        on_change=_remember("horizon", key),
        help=_("As far ahead as your data reach back."),
    )


def _remembered(name: str, value: object) -> str:
    """The control's key, with what it shall show."""
    key = f"what-if-{name}"
    st.session_state[key] = value
    return key


def _remember(name: str, key: str, scale: int = 1) -> Callable[[], None]:
    def store() -> None:
        value = st.session_state[key]
        asked.choose(name, value / scale if scale != 1 and value is not None else value)

    return store
