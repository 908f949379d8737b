"""Choices about all files together: each says what it would do before it is taken, and can be taken back."""

import pytest
from streamlit.testing.v1 import AppTest

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
    assert read.count("No row of these files depends on this.") == 3


def test_what_was_said_comes_true_and_can_be_taken_back(app: AppTest) -> None:
    app.toggle(key="rule-cancelled").set_value(True).run()
    assert "60 came back in February 2025" in words(app)
    assert "If you switch this: retention in February 2025: 60.0% → 50.0%; 6 orders fewer; revenue −60" in words(app)
    app.toggle(key="rule-cancelled").set_value(False).run()
    assert "50 came back in February 2025" in words(app)


def test_nothing_is_counted_twice_for_a_switch(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    app.toggle(key="rule-cancelled").set_value(True).run()
    monkeypatch.setattr("pages.shared.data.desk.clean", None)
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


PEOPLE = "Customer ID,E-mail,Phone,Order,Date,Amount"
TWINS = [
    "1,ann.b@gmail.com,,9001,2025-01-10,5.00",
    "2,annb+shop@gmail.com,,9002,2025-02-11,5.00",
    "3,,+40722000001,9003,2025-01-12,5.00",
    "4,,0722000001,9004,2025-01-13,5.00",
]
OTHERS = [f"{n},c{n}@example.com,,{n},2025-01-15,10.00" for n in range(10, 60)]


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
    assert "Customers counted as one, as you accepted" in str([table.value for table in app.main.dataframe])
    app.button(key="merge-none").click().run()
    assert "54 customers" in app.sidebar.caption[0].value


def test_one_reason_at_a_time(visit: Visit) -> None:
    app = opened(visit, "look-alikes", *OTHERS, *TWINS, header=PEOPLE)
    app.session_state["look-alikes-reason"] = "same_phone"
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
