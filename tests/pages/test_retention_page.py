"""The Retention page: the answer first, with its uncertainty and its working."""

import dataclasses
import datetime as dt

import pandas as pd
import pytest

from retention.orders import Orders, Unidentified
from tests.pages.conftest import Visit
from tests.pages.screen import as_orders, headline, opened, words
from tests.shops import END_OF_2024, worked_example

HEADLINES = {
    "en": "Of every 100 customers who bought in Q1 2025, 50 came back in Q2 2025 (43 to 57).",
    "ru": "Из каждых 100 клиентов, покупавших в I квартале 2025 года, во II квартале 2025 года вернулись 50 "
    "(от 43 до 57).",
    "uk": "Зі 100 клієнтів, які купували у I кварталі 2025 року, у II кварталі 2025 року повернулося 50 "
    "(від 43 до 57).",
    "ro": "Din 100 de clienți care au cumpărat în trimestrul I 2025, 50 au revenit în trimestrul II 2025 "
    "(între 43 și 57).",
}


@pytest.mark.parametrize("lang", HEADLINES)
def test_the_answer_comes_first_in_every_language(visit: Visit, shop: Orders, lang: str) -> None:
    app = visit("retention", orders=shop, lang=lang, grain="quarter")
    app.run()
    assert not app.exception
    assert len(app.title) == 1
    assert headline(app) == HEADLINES[lang]


def test_without_data_it_says_what_it_would_show(visit: Visit) -> None:
    app = visit("retention")
    assert not app.exception
    assert [title.value for title in app.title] == ["Do they come back?"]
    assert "how many of your customers came back" in words(app)


def test_the_working_names_every_count(visit: Visit, shop: Orders) -> None:
    read = words(opened(visit("retention", orders=shop, grain="quarter"), "retention-working"))
    assert "200 customers at the start − 100 lost + 0 back again after a break + 40 new = 140 customers in" in read
    assert "S ∩ E ÷ S = 100 ÷ 200 = **50.0%**" in read
    assert "(140 − 40) ÷ 200 = **50.0%**" in read
    assert "Here both agree" in read


def test_the_textbook_formula_is_explained_when_it_differs(visit: Visit) -> None:
    orders = as_orders(worked_example(), as_of=END_OF_2024)
    app = visit("retention", orders=orders, grain="quarter")
    app.selectbox(key="setting-period").select("2024Q3").run()
    read = words(opened(app, "retention-working"))
    assert "(5 − 2) ÷ 3 = **100.0%**" in read
    assert "It is higher because it also counts 1 customer who did not buy in Q2 2024" in read


def test_few_customers_are_counted_not_extrapolated(visit: Visit) -> None:
    app = visit("retention", orders=as_orders(worked_example(), as_of=END_OF_2024), grain="quarter")
    assert headline(app) == "5 customers bought in Q3 2024. 2 of them came back in Q4 2024."
    assert "so few customers say little" in words(app)


def test_an_unfinished_period_says_when_it_is_final(visit: Visit, shop: Orders) -> None:
    app = visit("retention", orders=shop, grain="quarter")
    app.selectbox(key="setting-period").select("2025Q3").run()
    assert "This period is not over in your data" in words(app)
    assert "September 30, 2025" in words(app)


def test_a_period_nobody_preceded_is_no_error(visit: Visit, shop: Orders) -> None:
    app = visit("retention", orders=shop, grain="quarter")
    app.selectbox(key="setting-period").select("2025Q1").run()
    assert not app.exception
    assert "nobody to come back" in app.info[0].value


def two_years_and_a_fall() -> Orders:
    """100 customers in odd months, 90 of them in even ones; in the last only 27."""
    months = pd.date_range("2023-01-01", periods=26, freq="MS") + pd.Timedelta(days=9)
    counts = [100, 90] * 12 + [100, 27]
    rows = [(f"c{n}", day) for day, count in zip(months, counts, strict=True) for n in range(count)]
    frame = pd.DataFrame(rows, columns=["customer", "date"]).assign(
        order=[str(n) for n in range(len(rows))], amount=1.0
    )
    return as_orders(frame, as_of=dt.date(2025, 2, 28))


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("en", "**Customers alike come back less often**"),
        ("ru", "**Похожие клиенты возвращаются реже**"),
        ("uk", "**Схожі клієнти повертаються рідше**"),
        ("ro", "**Clienții asemănători revin mai rar**"),
    ],
)
def test_a_change_comes_with_a_verdict(visit: Visit, lang: str, sentence: str) -> None:
    orders = two_years_and_a_fall()
    assert sentence in words(visit("retention", orders=orders, lang=lang, grain="month"))


def test_the_visitor_chooses_what_a_change_is_against(visit: Visit) -> None:
    app = visit("retention", orders=two_years_and_a_fall(), grain="month")
    against = app.selectbox(key="setting-against")
    assert against.value == "last_year"
    against.select("previous").run()
    assert app.metric[0].delta == "−73.0 pts"
    assert "Jan 2025" in app.metric[0].proto.delta_description
    assert app.query_params["against"] == "previous"


def test_few_customers_are_not_compared(visit: Visit) -> None:
    orders = as_orders(worked_example(), as_of=END_OF_2024)
    assert "It was" not in words(visit("retention", orders=orders, grain="quarter"))


@pytest.mark.parametrize(
    ("base", "phrase"),
    [("last_year", "in Q2 2024"), ("window", "in the 12 months before"), ("previous", "in Q1 2025")],
)
def test_the_base_is_said_in_words(visit: Visit, shop: Orders, base: str, phrase: str) -> None:
    earlier = shop.frame.assign(
        date=shop.frame["date"] - pd.DateOffset(years=1), order=shop.frame["order"].map("y{}".format)
    )
    frame = pd.concat([earlier, shop.frame])[["customer", "order", "date", "amount"]]
    app = visit("retention", orders=as_orders(frame, as_of=shop.as_of), grain="quarter", base=base, period="2025Q2")
    assert not app.exception
    assert f"who bought {phrase}," in headline(app)


def test_everyone_before_is_another_base(visit: Visit, shop: Orders) -> None:
    app = visit("retention", orders=shop, grain="quarter")
    app.selectbox(key="setting-base").select("ever").run()
    assert "who bought at any time before" in headline(app)


@pytest.mark.parametrize("grain", ["week", "month", "quarter", "year"])
def test_every_grain_draws(visit: Visit, shop: Orders, grain: str) -> None:
    app = visit("retention", orders=shop)
    app.selectbox(key="setting-grain").select(grain).run()
    opened(app, "retention-periods")
    assert not app.exception
    assert len(app.dataframe) == 1


def test_a_link_carries_the_settings(visit: Visit, shop: Orders) -> None:
    app = visit("retention", orders=shop)
    app.selectbox(key="setting-grain").select("week").run()
    assert app.query_params["grain"] in ("week", ["week"])
    app.sidebar.selectbox(key="setting-lang").select("ro").run()
    assert app.title[0].value == "Revin clienții?"
    assert app.selectbox(key="setting-grain").value == "week"


def test_one_day_of_orders_has_no_rate(visit: Visit, shop: Orders) -> None:
    single = as_orders(shop.frame.head(3)[["customer", "order", "date", "amount"]], as_of=dt.date(2025, 2, 3))
    app = visit("retention", orders=single)
    assert not app.exception
    assert "%" not in words(app)


def test_orders_without_a_customer_are_mentioned(visit: Visit, shop: Orders) -> None:
    nobody = dataclasses.replace(shop, unidentified=Unidentified(rows=7, orders=5, revenue=1234.0))
    assert "5 orders name no customer (€1,234)" in words(opened(visit("retention", orders=nobody), "retention-working"))


def test_orders_without_money_show_none(visit: Visit, shop: Orders) -> None:
    app = visit("retention", orders=dataclasses.replace(shop, frame=shop.frame.assign(amount=float("nan"))))
    opened(app, "retention-periods")
    assert not app.exception
    assert "revenue" not in app.dataframe[0].value.columns


@pytest.mark.parametrize("page", ["retention", "cohorts", "what_if"])
def test_a_link_cannot_ask_for_more_periods_than_can_be_followed(visit: Visit, page: str) -> None:
    days = pd.to_datetime([f"{1950 + 2 * number}-03-05" for number in range(100)])
    frame = pd.DataFrame({"customer": [f"c{number % 7}" for number in range(100)], "date": days, "amount": 5.0})
    orders = as_orders(frame.assign(order=[str(number) for number in range(100)]), as_of=days[-1].date())
    app = visit(page, orders=orders, grain="week")
    assert not app.exception
    assert app.selectbox(key="setting-grain").value == "year"
