"""The Customers page: the answer first, what to do today, lists by own rhythm, and every forecast under its test."""

import dataclasses
import datetime as dt
import re

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Dataframe

import retention as rt
from pages.shared import session
from retention.analysis.customers import segments
from retention.narrate import segments as named
from retention.orders import Orders
from tests.buyers import busy_shop
from tests.pages.conftest import Visit
from tests.pages.screen import as_orders, headline, words

TAB = "customers-tab"


@pytest.fixture(scope="module")
def club() -> Orders:
    """120 customers over two years: 40 come every 30 days, ten of these until last summer; 80 came once."""
    rng = np.random.default_rng(7)
    rows = []
    for n in range(40):
        day, stop = dt.date(2024, 1, 1) + dt.timedelta(days=n), dt.date(2025, 8 if n < 10 else 12, 31)
        while day <= stop:
            rows.append((f"regular{n:02}@example.com", day, 50 + 5 * n))
            day += dt.timedelta(days=int(rng.integers(24, 37)))
    rows += [(f"once{n:02}@example.com", dt.date(2024, 1, 5) + dt.timedelta(days=9 * n), 20) for n in range(80)]
    frame = pd.DataFrame(rows, columns=["customer", "date", "amount"]).astype({"amount": "float64"})
    frame = frame.assign(order=[str(n) for n in range(len(rows))], date=pd.to_datetime(frame["date"]))
    return as_orders(frame[["customer", "order", "date", "amount"]], as_of=dt.date(2025, 12, 31))


def shown_in(table: Dataframe) -> pd.DataFrame:
    """What stands in the cells of a table on screen."""
    shown: pd.DataFrame = pa.ipc.open_stream(table.proto.arrow_data.styler.display_values).read_pandas()
    return shown


def opened(app: AppTest, tab: str) -> AppTest:
    app.session_state[TAB] = tab
    return app.run()


HEADLINES = {
    "en": "15% of your customers, 18 of them, bring",
    "ru": "15\xa0% клиентов, то есть 18 человек, приносят",
    "uk": "15% клієнтів, тобто 18 людей, приносять",
    "ro": "15\xa0% din clienți, adică 18 persoane, aduc",
}


@pytest.mark.parametrize("lang", HEADLINES)
def test_the_answer_comes_first_in_every_language(visit: Visit, club: Orders, lang: str) -> None:
    app = visit("customers", orders=club, lang=lang)
    assert not app.exception
    assert headline(app).startswith(HEADLINES[lang])


def test_without_data_it_says_what_it_would_show(visit: Visit) -> None:
    app = visit("customers")
    assert not app.exception
    assert "who is slipping away, whom to call today" in words(app)


def test_the_day_begins_with_names(visit: Visit) -> None:
    frame = busy_shop(5)
    frame.insert(1, "order", [str(n) for n in range(len(frame))])
    app = visit("customers", orders=as_orders(frame, as_of=dt.date(2024, 12, 1)))
    read = words(app)
    assert "Whom to call, as of December 1, 2024" in read
    assert re.search(r"\*\*c0\d+\*\*\s+\*\*\d+ days overdue\*\*", read)
    assert "usually every" in read
    assert "Tested on your own data: a year ahead may be off" in read


def test_what_came_of_a_call_is_kept_while_one_looks_elsewhere(visit: Visit, club: Orders) -> None:
    app = visit("customers", orders=club)
    app.selectbox(key="call-outcome-1").select("reached").run()
    app.switch_page("pages/retention_page.py").run()
    app.switch_page("pages/customers_page.py").run()
    assert [app.selectbox(key=f"call-outcome-{place}").value for place in range(3)] == [None, "reached", None]
    app.button(key="calls-more").click().run()
    assert app.selectbox(key="call-outcome-5").value is None


def test_data_of_the_day_speak_of_today(visit: Visit, club: Orders, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "latest_day", lambda: dt.date(2026, 1, 2))
    read = words(visit("customers", orders=club))
    assert "Whom to call today" in read
    assert "whose next order is due by" in read


@pytest.mark.parametrize("customers", [1, 3])
def test_a_handful_of_customers_is_no_pattern(visit: Visit, customers: int) -> None:
    frame = pd.DataFrame({"customer": [f"c{n}" for n in range(customers)], "amount": 10.0})
    frame = frame.assign(order=frame["customer"], date=pd.to_datetime("2025-03-01"))
    app = visit("customers", orders=as_orders(frame, as_of=dt.date(2025, 3, 31)))
    assert app.metric[0].value == str(customers)
    assert "So few tell nothing about a pattern." in headline(app)
    assert "bends away" not in words(opened(app, "The best"))


def test_the_best_who_are_gone_are_not_hidden(visit: Visit) -> None:
    """In a shop whose customers leave after a year or so, half of the best are at stake or probably gone."""
    frame = busy_shop(5)
    frame.insert(1, "order", [str(n) for n in range(len(frame))])
    orders = as_orders(frame, as_of=dt.date(2024, 12, 1))
    found = rt.customers(orders).table
    away = found["vip"] & found["slipping"]
    gone = int((away & (found["p_alive"] < 0.5)).sum())
    assert gone > 1
    said = "Another {} of the best have" if gone < away.sum() else "{} of these have"
    assert f"{said.format(gone)} probably left already." in words(visit("customers", orders=orders))


def test_the_miss_stands_above_every_forecast(visit: Visit, club: Orders) -> None:
    app = visit("customers", orders=club)
    shown = [element.value for element in app.main if isinstance(getattr(element, "value", None), str)]
    said = next(at for at, text in enumerate(shown) if text.startswith("15% of your customers"))
    assert shown[said + 1].startswith("Tested on your own data: a year ahead may be off by up to")
    assert "Tested on your own data: with the last 365 days hidden," in words(opened(app, "Worth"))


def test_slipping_away_says_how_often_such_customers_came_back(visit: Visit, club: Orders) -> None:
    app = opened(visit("customers", orders=club), "Slipping away")
    assert "who would have been flagged on December 31, 2024, " in words(app)


def test_where_the_flag_was_not_proven_nobody_is_listed(visit: Visit, shop: Orders) -> None:
    app = opened(visit("customers", orders=shop), "Slipping away")
    assert "Who is slipping away is not shown here" in app.info[0].value
    assert "slipping away now" not in headline(app)


@pytest.mark.parametrize("tab", ["Segments", "The best", "Slipping away", "Bought once", "Next order", "Worth"])
@pytest.mark.parametrize("sample", ["club", "shop"])
def test_every_tab_draws(visit: Visit, club: Orders, shop: Orders, tab: str, sample: str) -> None:
    app = opened(visit("customers", orders=club if sample == "club" else shop), tab)
    assert not app.exception
    assert len(app.title) == 1


def test_a_segment_shows_its_advice_and_its_members(visit: Visit, club: Orders) -> None:
    app = visit("customers", orders=club)
    app.selectbox(key="setting-segment").select("champions").run()
    assert app.info[0].value == named.ADVICE["early_access"]
    assert set(app.dataframe[0].value["customer"].str[:7]) == {"regular"}


def test_search_finds_one_customer_and_opens_the_history(visit: Visit, club: Orders) -> None:
    app = visit("customers", orders=club)
    app.text_input(key="search-customers").set_value("REGULAR05@").run()
    assert app.subheader[-1].value.startswith("regular05")
    assert "the median of their own" in words(app)
    assert len(app.dataframe[1].value) == len(club.frame[club.frame["customer"] == "regular05@example.com"])


def test_a_history_is_written_as_the_lists_are(visit: Visit, club: Orders) -> None:
    app = visit("customers", orders=club)
    app.text_input(key="search-customers").set_value("regular39@").run()
    assert shown_in(app.dataframe[1]).iloc[0].tolist()[:3] == ["Dec 19, 2025", "1", "€245"]


def test_nobody_found_is_said(visit: Visit, club: Orders) -> None:
    app = visit("customers", orders=club)
    app.text_input(key="search-customers").set_value("nobody").run()
    assert "Nobody on this list." in words(app)


def test_lists_are_sorted_before_they_are_cut(visit: Visit, club: Orders) -> None:
    app = visit("customers", orders=club)
    app.selectbox(key="sort-customers").select("customer").run()
    assert app.dataframe[0].value["customer"].is_monotonic_increasing


def test_the_share_of_the_best_moves(visit: Visit, club: Orders) -> None:
    app = opened(visit("customers", orders=club), "The best")
    app.slider(key="setting-best").set_value(30).run()
    assert headline(app).startswith("30% of your customers, 36 of them,")
    assert len(app.dataframe[-1].value) == 36


def test_the_share_survives_another_tab(visit: Visit, club: Orders) -> None:
    app = opened(visit("customers", orders=club), "The best")
    app.slider(key="setting-best").set_value(30).run()
    assert headline(opened(app, "Worth")).startswith("30% of your customers")


def test_who_joined_and_who_fell_out_are_lists(visit: Visit, club: Orders) -> None:
    """In December somebody new brings more than anybody else."""
    rich = pd.DataFrame(
        {"customer": ["rich@example.com"], "order": ["r"], "date": pd.to_datetime(["2025-12-02"]), "amount": [1e5]}
    )
    rich["gross"], rich["purchase"] = rich["amount"], True
    frame = pd.concat([club.frame.astype({"customer": "str"}), rich]).astype({"customer": "category"})
    app = visit("customers", orders=dataclasses.replace(club, frame=frame[list(club.frame.columns)]), grain="month")
    app = opened(app, "The best")
    app.session_state["vip-moves"] = True
    app.run()
    assert "Since December 1, 2025, the beginning of the period:" in words(app)
    joined = app.dataframe[0].value.iloc[0]
    assert (joined["customer"], joined["rank"], joined["revenue"]) == ("rich@example.com", 1, 1e5)


@pytest.mark.parametrize(
    ("lang", "day", "money"), [("en", "Dec 19, 2025", "5,880.00"), ("ru", "19 дек. 2025\u202fг.", "5\xa0880,00")]
)
def test_lists_follow_the_chosen_language(visit: Visit, club: Orders, lang: str, day: str, money: str) -> None:
    """Not the browser's, which the tests leave in English."""
    app = visit("customers", orders=club, lang=lang)
    row = shown_in(app.dataframe[0]).iloc[0]
    assert (row["last_order"], row["revenue"]) == (day, money)


def test_a_margin_turns_revenue_into_value(visit: Visit, club: Orders) -> None:
    app = opened(visit("customers", orders=club), "Worth")
    before = [metric.value for metric in app.metric]
    app.number_input(key="customers-margin").set_value(50.0).run()
    figures = [float(text.replace("€", "").replace(",", "")) for text in (before[2], app.metric[2].value)]
    assert figures[1] == pytest.approx(figures[0] / 2, rel=0.01)


def test_customers_for_ever_are_said_to_be_a_limit(visit: Visit, club: Orders) -> None:
    frame = club.frame[club.frame["customer"].astype("str").str.contains("regular[123]")]
    orders = dataclasses.replace(club, frame=frame)
    assert not rt.customers(orders).sees_leaving
    assert "an upper limit, not a forecast" in words(opened(visit("customers", orders=orders), "Worth"))


def test_those_who_came_once_are_seen_to_have_left(club: Orders) -> None:
    found = rt.customers(club)
    chances = found.table.groupby(found.table["orders"] > 1)["p_alive"].median()
    assert chances[False] < 0.15 < 0.9 < chances[True]


def test_those_who_left_in_summer_are_slipping(visit: Visit, club: Orders) -> None:
    """All of them have left by what the model makes of their rhythm, and are listed all the same."""
    app = opened(visit("customers", orders=club), "Slipping away")
    listed = set(app.dataframe[0].value["customer"])
    assert {f"regular{n:02}@example.com" for n in range(10)} <= listed
    assert not {f"regular{n:02}@example.com" for n in range(20, 40)} & listed


def test_the_next_order_of_regulars_is_due(visit: Visit, club: Orders) -> None:
    app = opened(visit("customers", orders=club), "Next order")
    app.segmented_control(key="setting-due").set_value("30").run()
    assert "due by January 30, 2026" in words(app)
    due = app.dataframe[0].value
    assert {f"regular{n:02}@example.com" for n in range(10, 40)} & set(due["customer"])
    assert not {f"regular{n:02}@example.com" for n in range(10)} & set(due["customer"])
    assert due["expected_next"].is_monotonic_increasing


def test_one_time_buyers_are_counted(visit: Visit, club: Orders) -> None:
    assert "80 customers (67%) have bought on one day only." in words(
        opened(visit("customers", orders=club), "Bought once")
    )


@pytest.mark.parametrize("tab", ["Segments", "The best", "Slipping away", "Bought once", "Next order", "Worth"])
def test_without_amounts_everything_but_money_works(visit: Visit, club: Orders, tab: str) -> None:
    orders = dataclasses.replace(club, frame=club.frame.assign(amount=np.nan, gross=np.nan))
    app = opened(visit("customers", orders=orders), tab)
    assert not app.exception
    assert "customers have been away longer than usual" in headline(app)
    for shown in app.dataframe:
        assert "revenue" not in shown.value.columns


@pytest.mark.parametrize("tab", ["Segments", "The best", "Slipping away", "Bought once", "Next order", "Worth"])
@pytest.mark.parametrize("case", ["one customer", "one order each", "all refunded"])
def test_bad_input_ends_in_a_sentence(visit: Visit, tab: str, case: str) -> None:
    count = 1 if case == "one customer" else 30
    frame = pd.DataFrame(
        {
            "customer": [f"c{n}" for n in range(count)],
            "order": [str(n) for n in range(count)],
            "date": pd.to_datetime("2025-03-01"),
            "amount": 0.0 if case == "all refunded" else 10.0,
        }
    )
    app = opened(visit("customers", orders=as_orders(frame, as_of=dt.date(2025, 6, 30))), tab)
    assert not app.exception
    assert "There is no forecast." in words(app)


def test_every_segment_and_advice_has_its_words() -> None:
    known = [*segments.rules(), *segments.rules(small=True)]
    assert {rule.name for rule in known} == set(named.SEGMENTS) == set(named.TRAITS)
    assert {rule.advice for rule in known} == set(named.ADVICE)
