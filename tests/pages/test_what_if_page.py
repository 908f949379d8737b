"""The What if page: tested first, then the answer with its band; costs are asked for, impossible wishes answered."""

import dataclasses
import datetime as dt
import functools
import json
from collections.abc import Iterator
from urllib.parse import parse_qs, urlencode

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from pages.shared import cached
from retention.orders import Orders
from retention.whatif import Baseline, Reading
from retention.whatif.baseline import of_history
from tests.bg_bb_shop import simulate
from tests.pages.conftest import Visit
from tests.pages.screen import as_orders, headline, opened, words


@pytest.fixture(scope="module")
def steady() -> Orders:
    """Fourteen months of a shop that behaves as the model says."""
    table = simulate(3, parameters=(1.2, 3.0, 0.6, 6.0), months=14, new_per_month=40)
    numbered = table.assign(order=[str(n) for n in range(len(table))], customer=table["customer"].astype(str))
    return as_orders(numbered, as_of=dt.date(2021, 2, 28))


@pytest.fixture(autouse=True)
def fitted_once(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every test is another visitor; the fit is the same for all of them."""
    monkeypatch.setattr(cached, "of_history", _fit)
    return


_KNOWN: dict[tuple[int, float, str], Baseline] = {}


def _fit(past: object) -> Baseline:
    by_period = past.by_period
    key = (len(by_period), float(by_period.to_numpy().sum()), str(past.calendar.grain))
    if key not in _KNOWN:
        _KNOWN[key] = functools.partial(of_history, draws=60)(past)
    return _KNOWN[key]


@pytest.fixture
def ask(visit: Visit, steady: Orders) -> Visit:
    def open_page(*, orders: Orders = steady, grain: str = "month", lang: str = "en", **settings: str) -> AppTest:
        linked = {
            name if name == "margin" else f"if-{name.replace('_', '-')}": value for name, value in settings.items()
        }
        return visit("what_if", orders=orders, grain=grain, lang=lang, **linked)

    return open_page


def tab(app: AppTest, title: str) -> AppTest:
    """The app with this tab open."""
    app.session_state["what-if-tab"] = title
    return app.run()


def worked_out(app: AppTest) -> AppTest:
    """The app with the working open."""
    return opened(app, "what-if-working")


def test_the_answer_is_a_figure_a_sentence_and_how_far_to_believe_it(ask: Visit) -> None:
    app = ask()
    assert not app.exception
    figure = app.metric[0]
    assert figure.label == "Revenue added over 1 year"
    assert figure.value.startswith("+€")
    assert figure.value.lstrip("+") in headline(app)
    shown = [element.value for element in app.main if isinstance(getattr(element, "value", None), str)]
    said = next(at for at, text in enumerate(shown) if text.startswith("5 more of every 100"))
    assert shown[said + 1].startswith("Tested on your own past")


def test_the_difference_is_the_first_picture(ask: Visit) -> None:
    app = ask()
    first = json.loads(app.get("vega_lite_chart")[0].proto.spec)
    assert first["description"] == "Revenue: What the change adds"


def test_the_whole_test_is_shown_to_whoever_opens_it(ask: Visit) -> None:
    app = ask()
    assert "should hold 90%" not in words(app)
    opened(app, "what-if-working")
    assert not app.exception
    assert "should hold 90%" in words(app)
    assert "| The forecast shown here |" in words(app)


def test_the_answer_is_revenue_until_the_margin_is_given(ask: Visit) -> None:
    app = ask()
    assert headline(app).startswith("5 more of every 100 customers coming back each month would add about €")
    assert "revenue over 1 year (€" in headline(app)
    assert "Enter your margin" in words(app)
    assert "may cost" in words(tab(app, "What may it cost?"))
    app.number_input(key="what-if-margin").set_value(40.0).run()
    assert "profit over 1 year (€" in headline(app)
    assert "Costs not entered" in words(app)
    assert "Each additional returning customer" in words(app)
    assert app.query_params["margin"] in ("0.4", ["0.4"])


def test_how_levers_share_a_gain_is_said_when_there_are_several(ask: Visit) -> None:
    assert "Levers strengthen each other" not in words(worked_out(ask()))
    assert "Levers strengthen each other" in words(worked_out(ask(order_value_change="0.1")))


@pytest.mark.parametrize(
    ("lang", "beginning", "end"),
    [
        (
            "ru",
            "Если каждый месяц из 100 клиентов будет возвращаться на 5 больше, это принесёт примерно",
            "как сегодня.",
        ),
        ("uk", "Якщо щомісяця зі 100 клієнтів повертатиметься на 5 більше, це принесе приблизно", "як сьогодні."),
        (
            "ro",
            "Dacă în fiecare lună din 100 de clienți ar reveni cu 5 mai mulți, ar aduce aproximativ",
            "rămâne ca azi.",
        ),
    ],
)
def test_the_answer_in_every_language(ask: Visit, lang: str, beginning: str, end: str) -> None:
    app = ask(lang=lang, margin="0.4", programme_cost="100", acquisition_cost="3")
    assert not app.exception
    assert headline(app).startswith(beginning)
    assert headline(app).endswith(end)


def test_points_and_relative_are_both_said(ask: Visit) -> None:
    app = worked_out(ask(crr_unit="relative"))
    read = words(app)
    assert "or +5%" in read
    assert "Had you meant +5 points, it would be" in read
    app.segmented_control(key="what-if-crr_unit").set_value("points").run()
    assert "Had you meant +5%, it would be" in words(app)


def test_where_the_rate_starts_from_is_said(ask: Visit) -> None:
    assert "The Retention page shows" in words(worked_out(ask()))


def test_the_readings_are_one_picture(ask: Visit) -> None:
    app = ask()
    assert len(app.get("vega_lite_chart")) == 2
    assert len(tab(app, "Scenarios").get("vega_lite_chart")) == 1


def test_every_reading_says_what_it_assumes(ask: Visit) -> None:
    app = worked_out(ask(reading="just_bought"))
    assert "The cautious reading" in words(app)
    assert app.selectbox(key="what-if-reading").value == Reading.JUST_BOUGHT


def test_a_target_beyond_the_ceiling_is_refused_with_what_is_possible(ask: Visit) -> None:
    app = ask(reading="fewer_leave", crr_change="0.3")
    assert not app.exception
    assert not headline(app)
    assert "the rate could reach" in app.warning[-1].value.replace("\\", "")
    app.select_slider(key="what-if-crr_change").set_value(0.0).run()
    assert headline(app).startswith("If nothing changes: about €")


def test_what_costs_more_than_all_there_is_is_no_percentage(ask: Visit) -> None:
    app = ask(margin="0.4", programme_cost="1234567")
    assert "would lose about €1,2" in headline(app)
    assert "%" not in headline(app)


def test_what_it_costs_decides_what_pays(ask: Visit) -> None:
    app = tab(ask(margin="0.4", programme_cost="100", acquisition_cost="3"), "What may it cost?")
    assert "may cost up to **€" in words(app)
    assert "As entered the programme costs €" in words(app)
    read = words(tab(app, "Keep or win?"))
    assert "**Yours is " in read
    assert "“Winning costs 5 times as much as keeping”" in read
    assert "Moved by a tenth" in words(worked_out(app))


def test_the_famous_figures_stand_beside_the_own_one(ask: Visit) -> None:
    read = words(worked_out(ask()))
    assert "Yours: **+" in read
    assert "**25% to 95%** more profit from 5% more retention" in read
    assert "2000 (low trust)" in read
    assert "by 5.9% where 20% come back, by 9.1% where 50% do and by 33.3% where 90% do" in read


def test_scenarios_are_kept_opened_and_dropped(ask: Visit) -> None:
    app = tab(ask(margin="0.4"), "Scenarios")
    app.text_input(key="what-if-name").set_value("Bold").run()
    next(button for button in app.button if button.label == "Keep it").click().run()
    app.select_slider(key="what-if-crr_change").set_value(0.02).run()
    next(button for button in app.button if button.label == "Keep it").click().run()
    table = app.dataframe[0].value
    assert table["Scenario"].tolist() == ["Bold", "Scenario 2"]
    assert table["What changes"].str.contains("Retention").all()
    links = app.query_params["scenario"]
    assert parse_qs(links[0]) == {"name": ["Bold"], "crr_change": ["0.05"], "margin": ["0.4"]}
    app.button(key="open-0").click().run()
    assert app.select_slider(key="what-if-crr_change").value == 0.05
    app.button(key="remove-0").click().run()
    assert app.dataframe[0].value["Scenario"].tolist() == ["Scenario 2"]


def test_a_link_brings_scenarios_and_nonsense_is_ignored(visit: Visit, steady: Orders) -> None:
    linked = urlencode({"name": "<b>Ours", "crr_change": "0.1", "margin": "7", "horizon": "6"})
    app = visit("what_if", orders=steady, grain="month", scenario=linked, **{"margin": "1.4", "if-reading": "all"})
    assert not app.exception
    assert app.number_input(key="what-if-margin").value is None
    tab(app, "Scenarios")
    assert app.dataframe[0].value["Scenario"].tolist() == ["<b>Ours"]
    assert "Margin" not in app.dataframe[0].value["What changes"][0]


def test_a_link_opened_before_there_are_orders_waits_for_them(visit: Visit, steady: Orders) -> None:
    app = visit("what_if", grain="month", **{"margin": "0.4", "if-horizon": "7"})
    app.session_state["orders"] = steady
    app.run()
    assert app.number_input(key="what-if-margin").value == 40.0
    assert app.select_slider(key="what-if-horizon").value == 7


def test_an_action_says_when_it_pays_and_what_would_have_to_be_true(ask: Visit) -> None:
    app = tab(ask(margin="0.4"), "Actions")
    app.number_input(key="setting-loyalty-bonus-response").set_value(10.0).run()
    read = words(app)
    assert "customers addressed about" in read
    assert "It pays once" in read
    assert "For +5 points of retention" in read
    app.selectbox(key="setting-action").select("message_series").run()
    assert not app.exception


def test_a_message_is_never_free(ask: Visit) -> None:
    app = tab(ask(margin="0.4"), "Actions")
    assert "it is never taken to be free" in words(app)
    app.number_input(key="setting-message-cost").set_value(0.5).run()
    assert "Writing pays until **" in words(app)
    app.number_input(key="setting-message-cost").set_value(1000.0).run()
    assert "Not even writing to those who have just bought pays" in words(app)


def test_a_setting_outlives_its_page_and_a_period_of_another_length_asks_again(ask: Visit) -> None:
    app = ask(margin="0.4", horizon="6")
    app.switch_page("pages/retention_page.py").run()
    app.switch_page("pages/what_if_page.py").run()
    assert app.number_input(key="what-if-margin").value == 40.0
    assert app.select_slider(key="what-if-horizon").value == 6
    app.selectbox(key="setting-grain").select("quarter").run()
    assert app.select_slider(key="what-if-horizon").value < 6


@pytest.mark.parametrize("change", ["crr_change", "order_value_change", "order_frequency_change", "discount"])
def test_every_lever_moves_the_answer(ask: Visit, change: str) -> None:
    app = ask(margin="0.4")
    app.session_state["what-if-more"] = True
    before = headline(app.run())
    app.select_slider(key=f"what-if-{change}").set_value(0.2).run()
    assert not app.exception
    assert headline(app) != before
    assert app.query_params[f"if-{change.replace('_', '-')}"] in ("0.2", ["0.2"])


def test_a_short_history_falls_back_on_its_last_period(ask: Visit, shop: Orders) -> None:
    app = ask(orders=shop, grain="quarter")
    assert not app.exception
    assert "arithmetic with the last finished period alone" in app.warning[0].value
    assert headline(app).startswith("5 more of every 100 customers coming back each quarter would add about")


def test_nobody_to_come_back_is_a_sentence(ask: Visit, steady: Orders) -> None:
    first = steady.frame.sort_values("date").drop_duplicates("customer").iloc[:30]
    once = dataclasses.replace(steady, frame=first, as_of=pd.Timestamp(first["date"].max()).date())
    app = ask(orders=once)
    assert not app.exception
    assert app.info or app.warning


def test_without_amounts_the_answer_is_in_orders(ask: Visit, steady: Orders) -> None:
    app = ask(orders=dataclasses.replace(steady, frame=steady.frame.assign(amount=float("nan"))))
    assert not app.exception
    assert "orders over 1 year" in headline(app)
    assert "€" not in words(app)


def test_three_totals_give_the_same_page(visit: Visit) -> None:
    app = visit("what_if")
    assert headline(app).startswith("5 more of every 100 customers coming back each year would add about")
    assert "From totals only" in words(app)
    assert "numbers of an example" in words(app)
    assert "would settle at 3,000, with the change at 3,240" in words(worked_out(app))
    app.number_input(key="total-value").set_value(50.0).run()
    app.number_input(key="what-if-margin").set_value(30.0).run()
    assert "profit over 3 years" in headline(app)
    app.number_input(key="total-N").set_value(6000).run()
    assert "numbers of an example" not in words(app)
    assert not headline(app)
    assert "There cannot be more new customers" in app.warning[0].value
