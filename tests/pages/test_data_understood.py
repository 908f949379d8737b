"""What was understood of a file: every doubt shown on the visitor's own rows, every column correctable."""

import io

import pytest
from openpyxl import Workbook
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import Visit
from tests.pages.screen import settled, words


@pytest.fixture
def app(visit: Visit) -> AppTest:
    return visit(grain="month")


def bring(app: AppTest, **files: str | bytes) -> AppTest:
    for name, content in files.items():
        data = content if isinstance(content, bytes) else content.encode()
        app.file_uploader(key="uploads").upload(f"{name}.csv", data)
    return settled(app.run())


def table(app: AppTest, column: str) -> dict[str, list[object]]:
    found = next(each.value for each in app.main.dataframe if column in each.value)
    return {str(name): found[name].tolist() for name in found}


def open_dates(header: str = "Customer,Date,Amount") -> str:
    return "\n".join([header, *(f"c{n}@e.com,0{n % 2 + 1}/0{n % 3 + 1}/2025,10.50" for n in range(12))])


def test_both_readings_of_the_dates_on_the_visitors_own_rows(app: AppTest) -> None:
    bring(app, dates=open_dates())
    assert table(app, "As written") == {
        "Row": ["4", "5", "6", "7"],
        "As written": ["01/03/2025", "02/01/2025", "01/02/2025", "02/03/2025"],
        "day, month, year": ["March 1, 2025", "January 2, 2025", "February 1, 2025", "March 2, 2025"],
        "month, day, year": ["January 3, 2025", "February 1, 2025", "January 2, 2025", "February 3, 2025"],
    }


def test_both_readings_of_an_amount(app: AppTest) -> None:
    rows = [f"c{n}@e.com,2025-01-{n + 10},{n + 1}.500" for n in range(12)]
    bring(app, money="\n".join(["Customer,Date,Amount", *rows]))
    shown = table(app, "As written")
    assert shown["As written"][:2] == ["1.500", "2.500"]
    assert shown["point: 1,234.50"][:2] == ["1.50", "2.50"]
    assert shown["comma: 1.234,50"][:2] == ["1,500.00", "2,500.00"]


def test_one_file_answers_for_another_with_the_same_columns(app: AppTest) -> None:
    sure = "\n".join(["Customer,Date,Amount", *(f"d{n}@e.com,{n + 13}/01/2025,10.50" for n in range(12))])
    bring(app, open=open_dates(), sure=sure)
    assert not app.main.radio
    assert "24 orders" in app.sidebar.caption[0].value


def test_currencies_are_asked_with_their_rows(app: AppTest) -> None:
    euros = "\n".join(["Customer,Date,Amount,Currency", *(f"c{n}@e.com,2025-01-{n + 10},5,EUR" for n in range(12))])
    lei = "\n".join(["Customer,Date,Amount,Currency", *(f"d{n}@e.com,2025-02-{n + 10},9,RON" for n in range(10))])
    bring(app, euros=euros, lei=lei)
    question = app.main.radio[0]
    assert question.options == ["EUR", "RON"]
    assert question.proto.captions == ["12 rows", "10 rows"]
    question.set_value("RON").run()
    assert not app.exception
    assert "RON" in app.sidebar.caption[0].value


def select(app: AppTest, label: str, value: str) -> None:
    next(box for box in app.main.selectbox if box.label == label).select(value).run()


def test_columns_that_tell_paid_and_returned_can_be_corrected(app: AppTest) -> None:
    rows = [f"c{n}@e.com,2025-01-{n + 10},5,{'no' if n < 4 else 'yes'},{'yes' if n > 9 else 'no'}" for n in range(12)]
    bring(app, marks="\n".join(["Customer,Date,Amount,Mark a,Mark b", *rows]))
    assert "12 orders" in app.sidebar.caption[0].value
    select(app, "Paid: yes or no", "Mark a")
    assert "8 orders" in app.sidebar.caption[0].value
    select(app, "Returned: yes or no", "Mark b")
    assert app.session_state["imported"].documents[0].mapping.returned == "Mark b"
    select(app, "Paid: yes or no", "")
    assert "12 orders" in app.sidebar.caption[0].value


def test_the_parts_of_a_name_can_be_put_together(app: AppTest) -> None:
    rows = [f"Ann,{'Kim' if n % 2 else 'Poe'},2025-01-{n + 10},5" for n in range(12)]
    bring(app, names="\n".join(["Client,Rest,Date,Amount", *rows]))
    assert "1 customer\n" in app.sidebar.caption[0].value.replace("  \n", "\n")
    next(box for box in app.main.multiselect if box.label.startswith("Who bought")).select("Rest").run()
    assert not app.exception
    assert "2 customers" in app.sidebar.caption[0].value


def test_sheets_of_several_months_are_joined_and_told_apart(app: AppTest) -> None:
    book = Workbook()
    for month in ("January", "February"):
        sheet = book.create_sheet(month)
        sheet.append(["Customer", "Order", "Date", "Amount"])
        for n in range(10):
            sheet.append([f"c{n}@e.com", f"{month}{n}", f"2025-0{len(month) % 5}-{n + 10}", 5])
        sheet.append(["x@e.com", "no", "soon", 5])
    del book["Sheet"]
    buffer = io.BytesIO()
    book.save(buffer)
    bring(app, book=buffer.getvalue())
    app.main.radio[0].set_value("*").run()
    settled(app)
    assert not app.exception
    assert "book.csv · January: 12 (soon), book.csv · February: 12 (soon)" in words(app)


def test_what_stands_once_for_several_rows_is_shown_and_changed(app: AppTest) -> None:
    rows = ["Anna Kim,2025-01-13,10", ",2025-02-14,20", "Oleg Petrov,2025-01-20,30"]
    bring(app, groups="\n".join(["Client,Date,Amount", *rows]))
    assert "1 order names no customer" in words(app)
    control = next(each for each in app.selectbox if each.key.endswith("-groups"))
    assert control.value == "none"
    control.set_value("customer").run()
    assert "names no customer" not in words(app)
    assert "once for several rows: the customer, on the first of its rows" in words(app)
    assert table(app, "Who bought ← Client")["Who bought ← Client"] == ["Anna Kim", "Anna Kim", "Oleg Petrov"]


def test_what_a_discount_is_is_shown_and_changed(app: AppTest) -> None:
    rows = [f"{n},c{n}@e.com,2025-01-{n + 13},2,30.00,10" for n in range(12)]
    bring(app, discounts="\n".join(["Order,E-mail,Date,Quantity,Price,Discount", *rows]))
    control = next(each for each in app.selectbox if each.key.endswith("-discount_as"))
    assert (control.value, app.session_state["orders"].revenue) == ("line", 12 * 50)
    control.set_value("percent").run()
    assert not app.exception
    assert app.session_state["orders"].revenue == 12 * 54


def test_a_complete_file_is_asked_nothing_about_groups(app: AppTest) -> None:
    bring(app, plain="\n".join(["Customer,Date,Amount", *(f"c{n}@e.com,2025-01-{n + 13},10" for n in range(9))]))
    assert not [each.key for each in app.selectbox if each.key.endswith(("-groups", "-discount_as"))]


def test_what_would_steer_the_screen_is_shown_by_its_sign(app: AppTest) -> None:
    header = "Customer,Date,Amount,\u202eNote"
    bring(app, steering=f"{header}\n\u202eann,2025-01-13,10,x\nbob,\u202esoon,5,x\ncid,2025-02-14,7,y")
    app.session_state["every-row"] = True
    app.run()
    assert not app.exception
    shown = [str(each.value.to_dict()) for each in app.main.dataframe] + [str(each.options) for each in app.selectbox]
    assert "\u202e" not in "".join(shown)
    assert sum("⟨U+202E⟩" in each for each in shown) >= 4


def test_any_column_can_be_kept_to_break_figures_down_by(app: AppTest) -> None:
    rows = [f"c{n}@e.com,2025-0{month}-10,5,{'red' if n % 2 else 'blue'}" for month in (1, 2) for n in range(80)]
    bring(app, colours="\n".join(["Customer,Date,Amount,Favourite colour", *rows]))
    next(box for box in app.main.multiselect if box.label.startswith("Further columns to break")).select(
        "Favourite colour"
    ).run()
    settled(app)
    app.session_state["closer-retention-groups"] = True
    app.switch_page("pages/retention_page.py").run()
    assert app.main.selectbox(key="setting-grouped").options == ["Favourite colour"]
    assert not app.exception
    assert "No group clearly stands out" in words(app)


def test_states_are_asked_listed_and_changed(app: AppTest) -> None:
    words = ["paid"] * 8 + ["zapp"] * 2 + ["cancelled"] * 2
    bring(
        app,
        states="\n".join(
            ["Customer,Date,Status,Amount", *(f"c{n},2025-01-{n + 10},{w},5" for n, w in enumerate(words))]
        ),
    )
    asked = next(box for box in app.main.selectbox if box.label.startswith("zapp"))
    assert (asked.label, asked.value) == ("zapp · 2 rows", None)
    asked.select("draft").run()
    assert not app.exception
    assert "8 orders" in app.sidebar.caption[0].value
    shown = table(app, "Counts as")
    assert shown["State"] == ["paid", "zapp", "cancelled"]
    assert shown["Rows"] == [8, 2, 2]
    assert shown["Counts as"][1] == "no order: a draft or a cart"
    select(app, "cancelled", "counts")
    assert "10 orders" in app.sidebar.caption[0].value
    assert app.session_state["imported"].documents[0].choices.state == ("zapp=draft", "cancelled=counts")


def test_times_in_utc_take_the_shops_zone(app: AppTest) -> None:
    rows = [f"c{n % 5}@e.com,2025-01-{n + 13}T23:30:00Z,10" for n in range(9)]
    bring(app, times="\n".join(["Customer,Created at,Amount", *rows]))
    assert "times of UTC" in words(app)
    control = next(each for each in app.selectbox if each.key.endswith("-timezone"))
    assert (control.value, str(app.session_state["orders"].last_date)) == ("UTC", "2025-01-21")
    control.set_value("Europe/Chisinau").run()
    assert not app.exception
    assert "Time zone of the shop: `Europe/Chisinau`" in words(app)
    assert str(app.session_state["orders"].last_date) == "2025-01-22"
    bring(app, local="\n".join(["Customer,Date,Amount", *(row.replace("Z", "") for row in rows)]))
    assert not [each.key for each in app.selectbox if each.key.endswith("-timezone")]
