"""Choices about all files together: each says what it would do before it is taken, and can be taken back."""

import datetime as dt

import pytest
from streamlit.testing.v1 import AppTest

from pages.data import intake, rules
from retention.ingest.rules import MODES, SWITCHES
from retention.messages import ISSUES
from tests.pages.conftest import Visit
from tests.pages.screen import settled, words

HEADER = "Customer,Order,Date,Status,Amount"
JANUARY = [f"c{n}@example.com,1{n:02},2025-01-15,done,10.00" for n in range(60)]
FEBRUARY = [f"c{n}@example.com,2{n:02},2025-02-20,done,10.00" for n in range(30)]
CANCELLED = [f"c{n}@example.com,3{n:02},2025-02-20,cancelled,10.00" for n in range(30, 36)]
END = ["c0@example.com,400,2025-03-31,done,10.00"]


def opened(visit: Visit, section: str, *lines: str, header: str = HEADER, **settings: str) -> AppTest:
    """The Data page with one file, looking at February 2025, a section open."""
    app = visit(**({"grain": "month", "period": "2025-02"} | settings))
    app.file_uploader(key="uploads").upload("orders.csv", "\n".join([header, *lines]).encode())
    settled(app.run())
    app.session_state[section] = True
    return app.run()


@pytest.fixture
def app(visit: Visit) -> AppTest:
    return opened(visit, "what-counts", *JANUARY, *FEBRUARY, *CANCELLED, *END)


def test_a_switch_says_what_it_would_do(app: AppTest) -> None:
    assert not app.exception
    read = words(app)
    assert "If you switch this: retention in February 2025: 50.0% → 60.0%; 6 more orders; revenue +60" in read
    assert read.count("If you switch this") == 1


def test_what_was_said_comes_true_and_can_be_taken_back(app: AppTest) -> None:
    app.toggle(key="rule-cancelled").set_value(True).run()
    assert "60 came back in February 2025" in words(app)
    assert "If you switch this: retention in February 2025: 60.0% → 50.0%; 6 orders fewer; revenue −60" in words(app)
    app.toggle(key="rule-cancelled").set_value(False).run()
    assert "50 came back in February 2025" in words(app)


def test_nothing_is_counted_twice_for_a_switch(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    app.toggle(key="rule-cancelled").set_value(True).run()
    monkeypatch.setattr("retention.ingest.clean.clean", None)
    for cancelled, back in ((False, 50), (True, 60), (False, 50)):
        app.toggle(key="rule-cancelled").set_value(cancelled).run()
        assert not app.exception
        assert f"{back} came back in February 2025" in words(app)


def test_orders_without_an_amount_can_be_left_out(visit: Visit) -> None:
    drafts = [line.replace("10.00", "") for line in FEBRUARY[:6]]
    app = opened(visit, "what-counts", *JANUARY, *FEBRUARY[6:], *drafts, *END)
    assert "If you switch this: retention in February 2025: 50.0% → 40.0%; 6 orders fewer" in words(app)
    app.toggle(key="rule-unpriced").set_value(False).run()
    assert "40 came back in February 2025" in words(app)


def test_a_rule_that_would_leave_nothing(visit: Visit) -> None:
    free = [line.replace("10.00", "0") for line in JANUARY]
    app = opened(visit, "what-counts", *free, period="2025-01")
    assert "If you switch this: no order would be left." in words(app)


def test_every_rule_of_the_core_is_a_switch_with_a_trace_to_find_it_by() -> None:
    assert set(rules.RULES) == set(rules.TRACES) == set(SWITCHES)
    assert {"lines": {"", *MODES["lines"]}, "numberless": {"", *MODES["numberless"]}} == {
        "lines": set(rules.LINES),
        "numberless": set(rules.NUMBERLESS),
    }
    traces = set().union(*rules.TRACES.values())
    assert traces <= set(ISSUES)


def test_an_order_given_back_in_full_may_be_no_order(visit: Visit) -> None:
    back = [line.replace("2025-02-20,done,10.00", "2025-02-25,done,-10.00") for line in FEBRUARY[:6]]
    app = opened(visit, "what-counts", *JANUARY, *FEBRUARY, *back, *END)
    read = words(app)
    assert "If you switch this: retention in February 2025: 50.0% → 40.0%; 6 orders fewer" in read
    assert "If you switch this: revenue +60" in read
    app.toggle(key="rule-returned").set_value(False).run()
    assert "40 came back in February 2025" in words(app)
    app.toggle(key="rule-refunds").set_value(False).run()
    assert not app.exception


def test_a_year_too_far_away_says_why_it_cannot_count(visit: Visit) -> None:
    app = opened(visit, "what-counts", *JANUARY, *FEBRUARY, *END, "old@example.com,500,1970-01-01,done,5.00")
    assert "If you switch this: Year so far away that the time between cannot be counted" in words(app)
    app.toggle(key="rule-far_dates").set_value(True).run()
    assert "50 came back in February 2025" in words(app)


def test_a_day_to_come_is_left_out_until_told_otherwise(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "latest_day", lambda: dt.date(2025, 6, 30))
    app = opened(visit, "what-counts", *JANUARY, *FEBRUARY, *END, "new@example.com,500,2025-07-04,done,5.00")
    assert app.date_input(key="last-day").value == dt.date(2025, 3, 31)
    assert [issue.code for issue in app.session_state["orders"].issues] == ["after_today"]
    app.toggle(key="rule-future_dates").set_value(True).run()
    assert app.date_input(key="last-day").value == dt.date(2025, 7, 4)


def test_several_lines_of_one_order_are_counted_as_told(visit: Visit) -> None:
    lines = [line for line in FEBRUARY for _ in range(2)]
    several = [f"{line},p{place}" for place, line in enumerate([*JANUARY, *lines, *END])]
    app = opened(visit, "what-counts", *several, header=f"{HEADER},Product")
    chosen = app.radio(key="rule-lines")
    assert not chosen.value
    assert "30 more orders" in words(app) or "30 more orders" in str(chosen.proto)
    chosen.set_value("apart").run()
    assert "121 orders" in words(app)


def test_rows_without_a_number_are_counted_as_told(visit: Visit) -> None:
    lines = [f"c{n % 30}@example.com,2025-0{1 + n // 60}-1{n % 2},5.00" for n in range(120)]
    app = opened(visit, "what-counts", *lines, header="Customer,Date,Amount")
    assert "60 orders" in words(app)
    app.radio(key="rule-numberless").set_value("row").run()
    assert "120 orders" in words(app)


def test_a_customer_with_most_orders_may_be_nobody(visit: Visit) -> None:
    till = [f"till 1,9{n},2025-02-10,done,10.00" for n in range(60)]
    app = opened(visit, "what-counts", *JANUARY, *FEBRUARY, *till, *END)
    label = "`till 1` is nobody in particular, such as the till's default"
    assert label in [toggle.label for toggle in app.toggle]
    app.toggle(key="nobody-0").set_value(True).run()
    assert "60 orders name no customer" in words(app).replace("\xa0", " ")
    app.toggle(key="nobody-0").set_value(False).run()
    assert "name no customer" not in words(app)


def test_another_currency_is_added_up_at_the_rate_given(visit: Visit) -> None:
    priced = [f"{line},EUR" for line in [*JANUARY, *END]] + [f"{line},USD" for line in FEBRUARY]
    app = opened(visit, "what-counts", *priced, header=f"{HEADER},Currency")
    app.radio(key="question-currency").set_value("EUR").run()
    app.session_state["what-counts"] = True
    app.run()
    assert app.selectbox(key="currency").options == ["EUR", "USD"]
    assert app.number_input(key="exchange-0").value is None
    app.number_input(key="exchange-0").set_value(0.5).run()
    assert not app.exception
    counted = app.session_state["orders"]
    assert counted.revenue == 610 + 150
    assert "exchanged" in {issue.code for issue in counted.issues}


def test_rules_hold_for_the_next_files_and_say_so(app: AppTest) -> None:
    app.toggle(key="rule-cancelled").set_value(True).run()
    app.button(key="sample-salon").click().run()
    settled(app)
    assert "Counted as you chose, for the next files too: Count orders marked cancelled" in words(app)
    app.button(key="rules-usual").click().run()
    assert "Counted as you chose" not in words(app)


PEOPLE = "Customer ID,E-mail,Phone,Customer name,City,Order,Date,Amount"
TWINS = [
    "1,ann.b@gmail.com,,,,9001,2025-01-10,5.00",
    "2,annb+shop@gmail.com,,,,9002,2025-02-11,5.00",
    "3,,,Maria Popescu,Iasi,9003,2025-01-12,5.00",
    "4,,,Popescu Maria,Iasi,9004,2025-01-13,5.00",
]
OTHERS = [f"{n},c{n}@example.com,,,,{n},2025-01-15,10.00" for n in range(10, 60)]
ONE_PERSON = [
    "1,ann@x.com,+40722000001,,,9001,2025-01-10,5.00",
    "2,ann@x.com,,,,9002,2025-02-11,5.00",
    "3,,0722000001,,,9003,2025-02-12,5.00",
    "10,c10@example.com,,,,9004,2025-03-15,10.00",
]


def test_look_alikes_are_proposed_and_never_merged_unasked(visit: Visit) -> None:
    app = opened(visit, "look-alikes", *OTHERS, *TWINS, header=PEOPLE)
    assert not app.exception
    assert "54 customers" in app.sidebar.caption[0].value
    read = words(app)
    assert "2 groups of customers look like one person each. Nothing is merged until you say so." in read
    assert "Same e-mail, written differently: `annb@gmail.com`" in read
    assert "1 row, for example 52: `1 · ann.b@gmail.com`" in read
    assert "1 row, for example 53: `2 · annb+shop@gmail.com`" in read
    assert "If you merge all: retention in February 2025: 0.0% → 1.9%; 2 customers fewer" in read
    assert [box.label for box in app.checkbox] == ["`1` = `2`", "`3` = `4`"]
    assert not any(box.value for box in app.checkbox)


def test_look_alikes_are_accepted_one_by_one_or_all_and_undone(visit: Visit) -> None:
    app = opened(visit, "look-alikes", *OTHERS, *TWINS, header=PEOPLE)
    app.checkbox[0].check().run()
    assert "53 customers" in app.sidebar.caption[0].value
    assert [box.value for box in app.checkbox] == [True, False]
    app.checkbox[0].uncheck().run()
    assert "54 customers" in app.sidebar.caption[0].value
    app.button(key="merge-all").click().run()
    assert "52 customers" in app.sidebar.caption[0].value
    assert all(box.value for box in app.checkbox)
    assert "Customers counted as one, as you accepted" in words(app)
    app.button(key="merge-none").click().run()
    assert "54 customers" in app.sidebar.caption[0].value


def test_one_reason_at_a_time(visit: Visit) -> None:
    app = opened(visit, "look-alikes", *OTHERS, *TWINS, header=PEOPLE)
    app.session_state["look-alikes-reason"] = "same_name"
    app.run()
    assert [box.label for box in app.checkbox] == ["`3` = `4`"]
    app.button(key="merge-all").click().run()
    assert "53 customers" in app.sidebar.caption[0].value


def test_look_alikes_name_nobody_in_demo_mode(visit: Visit) -> None:
    app = opened(visit, "look-alikes", *OTHERS, *TWINS, header=PEOPLE, demo="on")
    assert not app.exception
    assert [box.label for box in app.checkbox] == ["••• = •••"] * 2
    assert "gmail" not in words(app)
    app.checkbox[0].check().run()
    assert "53 customers" in app.sidebar.caption[0].value


def test_nobody_looks_alike(visit: Visit) -> None:
    assert "No two customers share an e-mail" in words(opened(visit, "look-alikes", *OTHERS, header=PEOPLE))


@pytest.mark.parametrize("lang", ["ru", "uk", "ro"])
def test_every_language(visit: Visit, lang: str) -> None:
    app = opened(visit, "look-alikes", *OTHERS, *TWINS, header=PEOPLE, lang=lang)
    app.session_state["what-counts"] = True
    app.run()
    assert not app.exception
    assert "look like one person" not in words(app)


def test_who_shares_a_contact_is_one_person_told_at_once_and_kept_apart_by_one_click(visit: Visit) -> None:
    app = opened(visit, "what-counts", *OTHERS, *ONE_PERSON, header=PEOPLE)
    assert not app.exception
    assert "51 customers" in app.sidebar.caption[0].value
    assert "3 customers look like 1 person: the same e-mail or phone." in words(app)
    assert "Counted so: retention in February 2025: 0.0% → 2.0%; 2 customers fewer" in words(app)
    app.button(key="keep-apart").click().run()
    assert "53 customers" in app.sidebar.caption[0].value
    assert "look like 1 person" not in words(app)
    assert "Keep customers with the same e-mail or phone apart: yes" in words(app)
    app.toggle(key="rule-keep_apart").set_value(False).run()
    assert "51 customers" in app.sidebar.caption[0].value


def test_the_currency_is_asked_where_no_cell_says_it_and_once(visit: Visit) -> None:
    app = opened(visit, "what-counts", *JANUARY, *FEBRUARY, *END)
    app.switch_page("pages/customers_page.py").run()
    app.selectbox(key="currency-asked").select("RON").run()
    assert app.session_state["orders"].currency == "RON"
    for page in ("customers", "what_if", "overview", "data"):
        app.switch_page(f"pages/{page}_page.py").run()
        assert "currency-asked" not in [box.key for box in app.selectbox]
