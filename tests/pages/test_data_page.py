"""The Data page: a file goes straight to the answer, every doubt is a question, every refusal a sentence."""

import datetime as dt

import pytest
from streamlit.testing.v1 import AppTest

from pages.data.samples import SAMPLES
from retention.orders import Orders
from tests.pages.conftest import Visit
from tests.pages.screen import headline, settled, words

HEADER = "Customer,Order,Date,Amount"
Row = tuple[str, str, str, str]


def csv(rows: list[Row], header: str = HEADER) -> bytes:
    return "\n".join([header, *(",".join(row) for row in rows)]).encode()


def orders(customers: range, day: str) -> list[Row]:
    return [(f"c{n}@example.com", f"{day}-{n}", day, "10.50") for n in customers]


GOOD = csv([*orders(range(60), "2025-01-15"), *orders(range(0, 60, 2), "2025-02-20"), *orders(range(5), "2025-03-31")])


def bring(app: AppTest, *files: tuple[str, bytes]) -> AppTest:
    uploader = app.file_uploader(key="uploads")
    for name, content in files:
        uploader.upload(name, content)
    return settled(app.run())


@pytest.fixture
def app(visit: Visit) -> AppTest:
    return visit(grain="month")


def test_a_visitor_without_data_is_told_what_to_do(visit: Visit) -> None:
    app = visit()
    app.run()
    assert not app.exception
    assert [title.value for title in app.title] == ["What did I bring?"]
    assert {button.label for button in app.main.button} == {
        "Coffee roastery",
        "Web shop",
        "Beauty salon",
        "Shopify export",
    }


def test_a_clear_file_goes_straight_to_the_answer(app: AppTest) -> None:
    bring(app, ("orders.csv", GOOD))
    assert not app.exception
    app.selectbox(key="setting-period").select("2025-02").run()
    assert (app.metric[0].value, app.metric[0].delta) == ("95", "60 customers")
    assert (
        headline(app) == "Of every 100 customers who bought in January 2025, 50 came back in February 2025 (38 to 62)."
    )
    assert "Rows read: 95. Of these, 95 make 95 orders; left out: 0." in words(app)
    assert "95 orders" in app.sidebar.caption[0].value


@pytest.mark.parametrize("sample", [sample.key for sample in SAMPLES])
def test_a_sample_is_one_click_away(visit: Visit, sample: str) -> None:
    app = visit()
    settled(app.button(key=f"sample-{sample}").click().run())
    assert not app.exception
    assert len(app.title) == 1
    assert "customers who bought" in headline(app)


def test_several_files_are_joined_and_overlaps_counted_once(app: AppTest) -> None:
    january, february = orders(range(60), "2025-01-15"), orders(range(30), "2025-02-20")
    bring(app, ("january.csv", csv(january)), ("february.csv", csv([*february, *january[:10]])))
    read = words(app)
    assert "Rows read: 100. Of these, 90 make 90 orders; left out: 10." in read
    assert "`january.csv`" in read
    assert "`february.csv`" in read
    each = next(table.value for table in app.main.dataframe if "Rows read" in table.value)
    assert each.to_numpy().tolist() == [["january.csv", 60, 0, 0], ["february.csv", 40, 10, 10]]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("empty.csv", b"  \n", "The file “empty.csv” is empty."),
        ("head.csv", HEADER.encode(), "“head.csv” has column names but no rows below them."),
        ("photo.csv", b"\x89PNG\r\n\x1a\n" + bytes(64), "is no table but another kind of file (a picture)."),
        ("paper.xlsx", b"%PDF-1.7\n" + b"x" * 64, "is no table but another kind of file (PDF)."),
        ("broken.xlsx", b"PK\x03\x04" + bytes(200), "is damaged and cannot be read."),
        ("who.csv", csv([("1", "2025-01-01", "5")] * 3, "Order,Date,Amount"), "No column says who bought."),
        (
            "when.csv",
            csv([("a@b.c", "1", "5"), ("d@e.f", "2", "6")], "Email,Order,Amount"),
            "when the order was placed",
        ),
    ],
)
def test_a_refusal_is_a_sentence(app: AppTest, name: str, content: bytes, sentence: str) -> None:
    bring(app, (name, content))
    assert not app.exception
    assert sentence in words(app)


def test_bad_input_never_costs_the_data_already_there(app: AppTest) -> None:
    bring(app, ("orders.csv", GOOD))
    before = headline(app)
    bring(app, ("empty.csv", b" "))
    assert headline(app) == before
    assert "all figures still show your earlier data: `orders.csv`" in words(app)


CLEAR = csv(orders(range(40), "2025-01-31") + orders(range(40), "2025-02-28"))
UNCLEAR = csv(orders(range(40, 60), "03/04/2025"), header="Client,Number,Day,Total")


def test_while_one_file_waits_for_an_answer_the_page_holds_nothing_else(app: AppTest) -> None:
    bring(app, ("till.csv", CLEAR), ("web.csv", UNCLEAR))
    assert not app.exception
    assert not app.main.header
    assert not app.main.subheader
    assert "`web.csv`" in words(app)
    assert "`till.csv`" not in words(app)
    assert [question.value for question in app.main.radio] == [None]
    app.main.radio[0].set_value("mdy").run()
    assert not app.main.radio
    assert "`till.csv`" in words(app)
    assert "100 orders" in app.sidebar.caption[0].value


def test_other_pages_say_what_is_asked_and_lead_to_it(app: AppTest) -> None:
    bring(app, ("web.csv", UNCLEAR))
    app.switch_page("pages/cohorts_page.py").run()
    assert not app.exception
    assert "Your orders wait for an answer. Is 03/04/2025 in column" in words(app)
    assert "Bring your orders" not in words(app)
    app.button(key="answer").click().run()
    assert app.main.title[0].value == "What did I bring?"


def test_earlier_data_stay_until_the_answer(app: AppTest) -> None:
    bring(app, ("orders.csv", GOOD))
    bring(app, ("till.csv", CLEAR), ("web.csv", UNCLEAR))
    app.switch_page("pages/retention_page.py").run()
    assert "Until then, all figures are of your earlier data: `orders.csv`" in words(app)
    assert "95 orders" in app.sidebar.caption[0].value


def test_a_file_that_asks_can_be_left_out(app: AppTest) -> None:
    bring(app, ("till.csv", CLEAR), ("web.csv", UNCLEAR))
    next(button for button in app.main.button if button.label == "Go on without this file").click().run()
    assert not settled(app).main.radio
    assert "80 orders" in app.sidebar.caption[0].value
    bring(app, ("web.csv", UNCLEAR))
    next(button for button in app.main.button if button.label == "Go on without this file").click().run()
    assert not app.exception
    assert app.metric[0].value == "80"
    assert not app.main.radio


def test_ambiguous_dates_are_asked_with_both_readings(app: AppTest) -> None:
    rows = [(f"c{n}@example.com", str(n), f"0{n % 2 + 1}/0{n % 3 + 1}/2025", "10.50") for n in range(12)]
    bring(app, ("dates.csv", csv(rows)))
    question = app.main.radio[0]
    assert question.value is None
    assert len(question.options) == 2
    assert {"January", "February"} & {word for option in question.options for word in option.split()}
    question.set_value("dmy").run()
    assert not app.exception
    assert not app.main.radio
    assert "dates: day, month, year" in words(app)


def test_a_choice_is_remembered_for_the_next_file_of_the_kind(app: AppTest) -> None:
    rows = [(f"c{n}@example.com", str(n), f"0{n % 2 + 1}/0{n % 3 + 1}/2025", "10.50") for n in range(12)]
    bring(app, ("first.csv", csv(rows)))
    app.main.radio[0].set_value("mdy").run()
    bring(app, ("second.csv", csv(rows[::-1])))
    assert not app.main.radio
    assert "dates: month, day, year" in words(app)


def test_columns_can_be_corrected_and_the_correction_taken_back(app: AppTest) -> None:
    rows = [(f"c{n}@example.com", f"f{n % 2}@example.com", "2025-01-15", "10.50") for n in range(40)]
    bring(app, ("orders.csv", csv(rows, "Email,Recommended by,Date,Amount")))
    chooser = next(box for box in app.main.selectbox if box.label == "Who bought")
    chooser.select("Recommended by").run()
    assert "2 customers" in app.sidebar.caption[0].value
    settled(next(button for button in app.main.button if button.label.startswith("Forget")).click().run())
    assert "40 customers" in app.sidebar.caption[0].value


def test_a_file_that_was_not_understood_can_be_helped(app: AppTest) -> None:
    rows = [(f"k{n % 20}", f"2025-0{n % 3 + 1}-15", "10.50") for n in range(60)]
    bring(app, ("odd.csv", csv(rows, "Xyz,Date,Amount")))
    if app.error:
        next(box for box in app.main.selectbox if box.label == "Who bought").select("Xyz").run()
    assert not app.error
    assert "20 customers" in app.sidebar.caption[0].value


def test_rows_left_out_are_named_with_their_reason(app: AppTest) -> None:
    rows = [*orders(range(40), "2025-01-15"), ("x@example.com", "z", "not a date", "1.00")]
    bring(app, ("orders.csv", csv(rows)))
    assert "Rows read: 41. Of these, 40 make 40 orders; left out: 1." in words(app)
    assert "**Date that cannot be read** · 1 row · 1 · row 42 (not a date)" in words(app)


def test_what_counts_can_be_changed(app: AppTest) -> None:
    rows = [*orders(range(40), "2025-01-15"), ("zero@example.com", "z", "2025-01-20", "0.00")]
    bring(app, ("orders.csv", csv(rows)))
    app.session_state["what-counts"] = True
    app.run()
    assert "41 customers" in app.sidebar.caption[0].value
    app.toggle(key="rule-free").set_value(False).run()
    assert "40 customers" in app.sidebar.caption[0].value
    app.date_input(key="last-day").set_value(dt.date(2025, 1, 31)).run()
    app.selectbox(key="currency").select("RON").run()
    assert not app.exception
    assert "RON\xa0420" in app.sidebar.caption[0].value


def test_words_of_a_file_are_never_markup(app: AppTest) -> None:
    evil = "**Email** [x](http://y)"
    rows = [(f"c{n}@example.com", "2025-01-15", "1.00") for n in range(5)]
    bring(app, ("*evil* :red[file].csv", csv(rows, f"{evil},Date,Amount")))
    assert not app.exception
    assert "`*evil* :red[file].csv`" in words(app)
    assert all("`*evil*" in block.value for block in app.main.markdown if "evil" in block.value)
    bring(app, ("no.csv", csv([("1", "2025-01-01")] * 2, f"{evil},Date")))
    assert all("[x](" not in error.value for error in app.error)


def test_three_totals_give_a_rate(visit: Visit) -> None:
    read = words(visit())
    assert "Of every 100 customers at the start, 33 came back (32 to 34)." in read
    assert "(5,000 − 2,000) ÷ 9,000 = **33.3%**" in read
    assert "30% (Omniconvert, low trust" in read


@pytest.mark.parametrize(
    ("start", "active", "new", "sentence"),
    [
        (0, 5, 1, "With nobody at the start there is no rate"),
        (10, 5, 6, "There cannot be more new customers (6) than customers in the period (5)"),
        (10, 30, 5, "less the new ones are 25, more than the 10 at the start"),
    ],
)
def test_impossible_totals_are_explained(visit: Visit, start: int, active: int, new: int, sentence: str) -> None:
    app = visit()
    for letter, value in zip("SEN", (start, active, new), strict=True):
        app.number_input(key=f"total-{letter}").set_value(value)
    app.run()
    assert sentence in words(app)


@pytest.mark.parametrize(
    ("lang", "title"), [("ru", "Какие у меня данные?"), ("uk", "Які в мене дані?"), ("ro", "Ce date am adus?")]
)
def test_the_page_speaks_every_language(visit: Visit, lang: str, title: str) -> None:
    app = bring(visit(lang=lang, grain="month"), ("orders.csv", GOOD), ("photo.png", b"\x89PNG" + bytes(64)))
    assert not app.exception
    assert [shown.value for shown in app.title] == [title]
    english = {"What was understood", "What became of the rows"}
    assert not english & {shown.value for shown in app.subheader}
    assert len(app.error) == 1


def test_data_survive_a_change_of_page(app: AppTest, shop: Orders) -> None:
    bring(app, ("orders.csv", GOOD))
    before = headline(app)
    app.switch_page("pages/retention_page.py").run()
    assert headline(app) == before
    app.switch_page("pages/data_page.py").run()
    assert headline(app) == before
    assert "`orders.csv`" in words(app)


def test_rows_left_out_come_back_as_they_stand(visit: Visit) -> None:
    app = visit(lang="ru", grain="month")
    rows = [*orders(range(40), "2025-01-15"), ("x@y.z", "z", "не дата", "=SUM(A1)"), ("a@b.c", "y", "", "<b>")]
    bring(app, ("orders.csv", csv(rows, "Customer,Order,Date,Строка")))
    app.session_state["every-row"] = True
    app.run()
    assert not app.exception
    table = next(table.value for table in app.main.dataframe if "Причина" in table.value)
    assert list(table.columns) == ["Файл", "Строка", "Причина", "Customer", "Order", "Date", "Строка (2)"]
    assert table["Строка"].tolist() == [42, 43]
    assert table["Строка (2)"].tolist() == ["=SUM(A1)", "<b>"]
    assert table["Причина"].tolist()[1] == "Нет даты"
    app.sidebar.toggle(key="setting-demo").set_value(True).run()
    table = next(table.value for table in app.main.dataframe if "Причина" in table.value)
    assert list(table.columns) == ["Файл", "Строка", "Причина"]
