"""The Cohorts page: newer customers against older ones, every cohort as it ages, and who is behind a cell."""

import dataclasses
import datetime as dt

import numpy as np
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from retention.metrics import COHORT_MEASURES
from retention.orders import Orders
from tests.pages.conftest import Visit
from tests.pages.screen import as_orders, headline, opened, words
from tests.shops import END_OF_2024, random_shop, worked_example

BACK = (90, 90, 50, 50, 50, 50, 30, 30, 30, 30)
"""Of 100 customers who begin in each quarter from Q4 2022 on, so many are back in the next one."""
HEADLINES = {
    "en": "Of every 100 customers who first bought in Apr 2023 – Mar 2024, 50 came back in the next quarter "
    "(45 to 55); of those who first bought in Apr 2024 – Mar 2025, 30 (26 to 35).",
    "ru": "Из каждых 100 клиентов, впервые купивших в период апр. 2023 – март 2024, в следующем квартале "
    "вернулись 50 (от 45 до 55); из впервые купивших в период апр. 2024 – март 2025 — 30 (от 26 до 35).",
}
VERDICTS = {
    "en": "**No, it is getting worse**: 20 fewer of every 100 (13 to 26).",
    "ru": "**Нет, становится хуже**: на 20 меньше из каждых 100 (от 13 до 26).",
    "uk": "**Ні, стає гірше**: на 20 менше з кожних 100 (від 13 до 26).",
    "ro": "**Nu, merge mai rău**: cu 20 mai puțini din 100 (între 13 și 26).",
}


@pytest.fixture(scope="module")
def worsening() -> Orders:
    """Eleven quarters in which 100 customers begin, half of them on the web; fewer and fewer of them come back."""
    quarters = pd.date_range("2022-10-01", periods=len(BACK) + 1, freq="QS-JAN") + pd.Timedelta(days=9)
    rows = [
        (f"q{cohort}-{n:03d}", quarters[cohort + age], "web" if n % 2 else "*shop*")
        for cohort, back in enumerate((*BACK, 0))
        for age, many in enumerate((100, back))
        for n in range(many)
    ]
    frame = pd.DataFrame(rows, columns=["customer", "date", "channel"]).assign(amount=np.float64(10))
    frame.insert(1, "order", [str(n) for n in range(len(frame))])
    return as_orders(frame, as_of=dt.date(2025, 6, 30))


def choose(app: AppTest, name: str, value: str) -> AppTest:
    app.main.selectbox(key=f"setting-{name}").select(value).run()
    assert not app.exception
    return app


@pytest.mark.parametrize("lang", VERDICTS)
def test_the_answer_comes_first_in_every_language(visit: Visit, worsening: Orders, lang: str) -> None:
    app = visit("cohorts", orders=worsening, lang=lang, grain="quarter")
    app.run()
    assert not app.exception
    assert len(app.title) == 1
    assert VERDICTS[lang] in words(app)
    if lang in HEADLINES:
        assert headline(app) == HEADLINES[lang]


def test_without_data_it_says_what_it_would_show(visit: Visit) -> None:
    app = visit("cohorts", mode="on_or_before")
    assert not app.exception
    assert [title.value for title in app.title] == ["Is it getting better?"]
    assert "whether newer customers come back more often" in words(app)
    assert app.session_state["settings"]["mode"] == "on_or_before"


def test_the_working_names_every_count(visit: Visit, worsening: Orders) -> None:
    read = words(opened(visit("cohorts", orders=worsening, grain="quarter"), "cohorts-working"))
    assert "| Customers who began | 400 | 400 |" in read
    assert "| of these, came back in the next quarter | 200 | 120 |" in read
    assert "**Change** = 30.0% − 50.0% = **−20.0 points**; allowing for chance it lies between −26.5 and −13.3" in read
    assert "320 ÷ 800 = **40.0%**" in read
    assert "The first 2 cohorts are left out" in read


@pytest.mark.parametrize(
    ("mode", "age", "phrase"),
    [
        ("on", "2", "0 came back 2 quarters later (0 to 10)"),
        ("on_or_before", "2", "50 came back within the next 2 quarters (45 to 55)"),
        ("on_or_after", "1", "50 came back in the next quarter or after that (45 to 55)"),
    ],
)
def test_who_counts_as_back_is_chosen_and_said(
    visit: Visit, worsening: Orders, mode: str, age: str, phrase: str
) -> None:
    app = visit("cohorts", orders=worsening, grain="quarter")
    choose(choose(app, "mode", mode), "age", age)
    assert phrase in headline(app)
    assert ("Of every 1,000 customers" in headline(app)) == ("later" in phrase)
    assert ("no fair comparison" in words(app)) == (mode == "on_or_after")
    assert app.query_params.get("mode") in ((None,) if mode == "on" else (mode, [mode]))


def test_at_the_first_age_back_by_it_is_back_at_it_and_the_page_says_so(visit: Visit, worsening: Orders) -> None:
    app = visit("cohorts", orders=worsening, grain="quarter")
    before = headline(app)
    choose(app, "mode", "on_or_before")
    assert headline(app) == before
    assert "are the same customers" in words(app)
    assert "are the same customers" not in words(choose(app, "age", "2"))


def test_ages_can_be_counted_from_each_ones_first_order(visit: Visit, worsening: Orders) -> None:
    app = choose(visit("cohorts", orders=worsening, grain="quarter"), "ages", "elapsed")
    assert "from day 91 to 181 after the first order" in headline(app)
    choose(app, "mode", "on_or_after")
    assert "from day 91 after the first order on" in headline(app)


def test_few_customers_are_counted_not_extrapolated(visit: Visit) -> None:
    app = visit("cohorts", orders=as_orders(worked_example(), as_of=END_OF_2024), grain="quarter")
    assert headline(app) == (
        "5 customers first bought in Jan – Jun 2024. 2 of them came back in the next quarter. "
        "2 customers first bought in Q3 2024. 1 of them came back in the next quarter."
    )
    assert "So few customers say little" in words(app)
    assert "getting" not in app.main.markdown[0].value


def test_cohorts_are_compared_at_one_age(visit: Visit, worsening: Orders) -> None:
    told = words(visit("cohorts", orders=worsening, grain="quarter"))
    assert "At age 1 no cohort clearly stands out: among 8," in told
    later = words(visit("cohorts", orders=worsening, grain="quarter", age="2"))
    assert "At age 2: 0.0% in every cohort large enough to tell." in later


@pytest.mark.parametrize("measure", COHORT_MEASURES)
def test_every_measure_draws(visit: Visit, worsening: Orders, measure: str) -> None:
    app = choose(visit("cohorts", orders=worsening, grain="quarter"), "measure", measure)
    assert f"**{COHORT_MEASURES[measure].title}" in words(app)


def test_orders_without_money_offer_no_measure_of_it(visit: Visit, worsening: Orders) -> None:
    poor = dataclasses.replace(worsening, frame=worsening.frame.assign(amount=float("nan")))
    app = visit("cohorts", orders=poor, grain="quarter", measure="revenue")
    assert not app.exception
    assert "Revenue" not in app.main.selectbox(key="setting-measure").options
    assert "**Share of the cohort, %.**" in words(app)


def test_the_customers_behind_a_cell(visit: Visit, worsening: Orders) -> None:
    app = opened(visit("cohorts", orders=worsening, grain="quarter"), "cohorts-members")
    app.main.selectbox(key="cell-cohort").select("2024Q2").run()
    app.main.selectbox(key="cell-age").select("1").run()
    assert not app.exception
    assert "100 customers first bought in Q2 2024. 30 of them came back in the next quarter." in words(app)
    table = app.main.dataframe[0].value
    assert len(table) == 30
    assert table["Customer"].iloc[0] == "q6-000"
    assert table["Revenue"].iloc[0] == "10.00"
    assert "q6-000" not in str(app.query_params)


def test_a_cell_that_is_gone_is_no_longer_chosen(visit: Visit, worsening: Orders) -> None:
    app = opened(visit("cohorts", orders=worsening, grain="quarter"), "cohorts-members")
    app.main.selectbox(key="cell-cohort").select("2024Q2").run()
    app.selectbox(key="setting-grain").select("year").run()
    assert not app.exception
    assert app.main.selectbox(key="cell-cohort").value is None


def test_cohorts_by_what_the_first_order_says(visit: Visit, worsening: Orders) -> None:
    app = choose(visit("cohorts", orders=worsening, grain="quarter"), "cohorts", "channel")
    opened(app, "cohorts-members")
    assert "clearly more with" not in words(app)
    assert app.main.selectbox(key="cell-cohort").options == ["*shop*", "web"]
    app.main.selectbox(key="cell-cohort").select("*shop*").run()
    app.main.selectbox(key="cell-age").select("1").run()
    assert "550 customers began with `*shop*`. 250 of them came back in the next quarter." in words(app)


def test_first_orders_that_say_nothing_are_a_cohort_of_their_own(visit: Visit, worsening: Orders) -> None:
    silent = worsening.frame.assign(channel=worsening.frame["channel"].where(worsening.frame["channel"] == "web"))
    silent["channel"] = silent["channel"].where(~silent["customer"].astype(str).str.startswith("q1-"), "till")
    app = visit("cohorts", orders=dataclasses.replace(worsening, frame=silent), grain="quarter", cohorts="channel")
    opened(app, "cohorts-members")
    assert "not stated" in app.main.selectbox(key="cell-cohort").options
    app.main.selectbox(key="cell-cohort").select("").run()
    app.main.selectbox(key="cell-age").select("1").run()
    assert not app.exception
    assert "500 customers began with `not stated`." in words(app)
    assert "clearly more with `till`, 90% (83% to 94%), than with `not stated`, 46%" in words(app)


def test_the_wait_for_the_next_order(visit: Visit, worsening: Orders) -> None:
    read = words(visit("cohorts", orders=worsening, grain="quarter"))
    assert "**Half is not reached**: within 92 days, 46% of the customers had placed their second order." in read
    assert "1,000 customers began; 410 got there." in read
    quick = words(visit("cohorts", orders=as_orders(worked_example(), as_of=END_OF_2024), grain="quarter"))
    assert "Half of the customers had placed their second order within **86 days** of the first." in quick


@pytest.mark.parametrize("grain", ["week", "month", "quarter", "year"])
@pytest.mark.parametrize("ages", ["calendar", "elapsed"])
def test_every_grain_draws(visit: Visit, grain: str, ages: str) -> None:
    frame = random_shop(1, rows=400).dropna(subset="customer")
    orders = as_orders(frame.drop(columns="purchase").assign(amount=frame["amount"].abs()), as_of=dt.date(2024, 1, 20))
    app = visit("cohorts", orders=orders, grain=grain, ages=ages, year="4")
    assert not app.exception
    assert len(app.title) == 1
    assert "nan" not in words(app).lower().split()


def test_one_day_of_orders_is_no_error(visit: Visit, worsening: Orders) -> None:
    frame = worsening.frame.head(3)[["customer", "order", "date", "amount"]]
    app = visit("cohorts", orders=as_orders(frame, as_of=dt.date(2023, 1, 10)))
    assert not app.exception
    read = words(app)
    assert "It is too early to tell" in read
    assert "Nobody has placed a second order yet" in read


def test_one_old_cohort_has_nothing_to_be_compared_with(visit: Visit, shop: Orders) -> None:
    app = visit("cohorts", orders=shop, grain="quarter", age="1")
    assert not app.exception
    assert "only one cohort is old enough" in words(app)


def test_settings_follow_a_link_and_survive_a_change_of_page(visit: Visit, worsening: Orders) -> None:
    app = visit("cohorts", orders=worsening, grain="quarter", measure="revenue", colours="column", order="2")
    assert app.main.selectbox(key="setting-measure").value == "revenue"
    app.switch_page("pages/data_page.py").run()
    app.switch_page("pages/cohorts_page.py").run()
    assert not app.exception
    assert app.main.selectbox(key="setting-measure").value == "revenue"
    assert app.main.selectbox(key="setting-colours").value == "column"
