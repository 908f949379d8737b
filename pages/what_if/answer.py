"""The answer in a sentence, both courses over time with their bands, and several scenarios beside each other."""

from functools import partial

import altair as alt
import pandas as pd
import streamlit as st

from pages.shared import widgets
from pages.shared.answer import render_answer as render_figure
from pages.what_if import forecast_test
from pages.what_if import question as questions
from retention import whatif
from retention.charts import whatif as charts
from retention.errors import RetentionError
from retention.narrate import columns, numbers, whatif_answer
from retention.narrate import whatif as words
from retention.narrate.texts import N_, _, plain
from retention.whatif import Comparison, Scenario, Shop
from retention.workspace.workspace import NAME

MEASURES = {"buyers": N_("Customers"), "revenue": N_("Revenue"), "profit": N_("Profit")}
VIEWS = {"each": N_("Each period"), "total": N_("Added up"), "difference": N_("The difference")}
TOTALS = {"revenue": "revenue_total", "profit": "npv"}
"""What adds a measure up, in today's money."""
COURSES = {"scenario": "kept", "today": "reactivated"}
NAME_KEY = "what-if-name"
LOW = 220
"""Pixels of the picture below the answer: what follows shall stand on the same screen."""


def render_answer(shop: Shop, found: Comparison) -> None:
    """The answer as a figure and in a sentence, and how far to believe it."""
    render_figure(whatif_answer.figure(shop, found), whatif_answer.headline(shop, found))
    forecast_test.render_belief(shop)


def render_difference(shop: Shop, found: Comparison) -> None:
    """What the change adds, period by period; the course itself where nothing is changed."""
    measure = _possible(shop, found)[-1]
    view = "difference" if found.scenario.levers else "each"
    widgets.figure(_chart(shop, found, measure, measure, view, height=LOW))
    st.caption(_legend(view))


def render_unknown_costs(shop: Shop, found: Comparison) -> None:
    """What the answer leaves out because nobody entered it."""
    unknown = whatif_answer.left_out(shop, found)
    if unknown:
        st.caption(f":material/help: {unknown}")


def render_question(shop: Shop, found: Comparison) -> None:
    """What exactly was asked, in both units, and where the rate starts from."""
    beside = plain(whatif_answer.assumption(found.scenario.reading)) if shop.forecast else whatif_answer.settling(found)
    st.markdown(f"{whatif_answer.both_readings(found)} {beside}")
    if shop.forecast is not None:
        st.markdown(whatif_answer.starting_rate(shop.forecast, shop.grain))


def render_courses(shop: Shop, found: Comparison) -> None:
    """Customers, revenue and profit over time: as today and with the change, and what to look at."""
    possible = _possible(shop, found)
    with st.container(horizontal=True):
        measure = _choice("outcome", MEASURES, possible, default=possible[-1])
        view = _choice("view", VIEWS, [name for name in VIEWS if name != "total" or measure in TOTALS], default="each")
    column = TOTALS.get(measure, measure) if view != "each" else measure
    widgets.figure(_chart(shop, found, measure, column, view))
    st.caption(_legend(view))


def _possible(shop: Shop, found: Comparison) -> list[str]:
    return [name for name in MEASURES if _known(name, shop, found)]


def _known(name: str, shop: Shop, found: Comparison) -> bool:
    if name == "profit":
        return shop.has_money and found.scenario.margin is not None
    return name == "buyers" or shop.has_money


def _choice(name: str, labels: dict[str, str], options: list[str], *, default: str) -> str:
    """One of several; it goes back to the default where the choice is no longer possible."""
    if len(options) == 1:
        return options[0]
    return widgets.chips(name, {option: _(labels[option]) for option in options}, default=default)


def _chart(
    shop: Shop, found: Comparison, measure: str, column: str, view: str, *, height: int = charts.HEIGHT
) -> alt.LayerChart:
    periods = found.periods
    names = _names(periods, shop)
    courses = {"difference": "kept"} if view == "difference" else COURSES
    parts = [_course(periods, f"{column}_{course}", names, role, measure, shop) for course, role in courses.items()]
    if view == "difference":
        legend = {"kept": _("What the change adds")}
    else:
        legend = {role: words.column(course) for course, role in COURSES.items()}
    titles = {"name": _("Period"), "value": _(MEASURES[measure]), "range": words.column("band"), "series": " "}
    words_of = f"{titles['value']}: {', '.join(legend.values())}"
    rows, units = pd.concat(parts, ignore_index=True), numbers.units()
    return charts.courses(rows, names=legend, titles=titles, units=units, alt_text=words_of, height=height)


def _names(periods: pd.DataFrame, shop: Shop) -> list[str]:
    if shop.forecast is None:
        return [str(number) for number in periods["ahead"]]
    return [numbers.period_name(start, shop.grain) for start in periods["start"]]


def _course(periods: pd.DataFrame, column: str, names: list[str], role: str, measure: str, shop: Shop) -> pd.DataFrame:
    found = periods[[column, f"{column}_low", f"{column}_high"]].set_axis(["value", "low", "high"], axis=1)
    ends = zip(found["low"], found["high"], strict=True)

    def shown(value: float) -> str:
        value = words.about(value)
        return numbers.number(value) if measure == "buyers" else numbers.money(value, shop.currency)

    return found.assign(
        name=names,
        role=role,
        text=[shown(value) for value in found["value"]],
        range=[numbers.from_to(shown(low), shown(high)) for low, high in ends],
    )


def _legend(view: str) -> str:
    if view == "difference":
        return _("What the change adds; nine of ten times it falls into the band.")
    if view == "total":
        return _("Added up in today's money, with 90% bands.")
    return _("Shaded: the 90% bands; good and bad times come either way.")


def render_side_by_side(shop: Shop, question: Scenario, found: Comparison) -> None:
    """Keep the present question under a name; compare, open or drop the kept ones; take the answer away as a table."""
    _render_kept(shop, question)
    shown = partial(columns.sheet, currency=shop.currency, grain=shop.grain)
    widgets.table_downloads(found.periods, name="what_if", key="what-if-periods", shown=shown)


def _render_kept(shop: Shop, question: Scenario) -> None:
    kept = questions.kept()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input(_("Name of this scenario"), key=NAME_KEY, max_chars=NAME.longest, placeholder=_usual_name())
        st.button(
            _("Keep it"),
            icon=":material/bookmark_add:",
            on_click=_keep,
            args=(question, _usual_name()),
            disabled=len(kept) >= questions.MOST_KEPT,
        )
    if not kept:
        st.caption(_("Keep a scenario, change a lever, keep another: here they stand side by side."))
        return
    st.dataframe(_table(shop), hide_index=True, alt=_("Scenarios side by side"))
    for place, (name, settings) in enumerate(kept.items()):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(plain(name), width="stretch")
            st.button(_("Open"), key=f"open-{place}", on_click=questions.ask, args=(settings,))
            st.button(_("Remove"), key=f"remove-{place}", on_click=questions.forget, args=(name,))
    st.caption(_("The address of this page holds these scenarios: send it, and others see them with their own data."))


def _usual_name() -> str:
    return whatif_answer.usual_name(len(questions.kept()))


def _keep(question: Scenario, usual: str) -> None:
    questions.keep(st.session_state[NAME_KEY].strip() or usual, question)
    st.session_state[NAME_KEY] = ""


def _table(shop: Shop) -> pd.DataFrame:
    rows = []
    for name, settings in questions.kept().items():
        question = questions.possible(settings)
        try:
            found = whatif.compare(shop.base, question)
        except RetentionError as refusal:
            rows.append((name, *whatif_answer.refused_in_a_row(refusal)))
            continue
        rows.append((name, *whatif_answer.in_a_row(shop, found)))
    compared, ahead = map(words.column, ("band", "relative")), words.field("horizon")
    head = (_("Scenario"), _("Adds"), *compared, ahead, _("What changes"))
    return pd.DataFrame(rows, columns=pd.Index(head))
