"""Choices kept on this computer: only when allowed, shown, offered rather than applied, and erased at a word."""

import io
from pathlib import Path

import pytest
from openpyxl import Workbook
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import NumberInput

from pages.data import remembering
from retention.ingest import memory
from retention.ingest.mapping import Choices
from tests.pages.conftest import Visit
from tests.pages.screen import settled, words

HEADER = ("Customer", "Date", "Amount")
OPEN = "\n".join([",".join(HEADER), *(f"c{n}@e.com,0{n % 2 + 1}/0{n % 3 + 1}/2025,10.50" for n in range(12))])


def bring(app: AppTest, content: str = OPEN) -> AppTest:
    app.file_uploader(key="uploads").upload("orders.csv", content.encode())
    return settled(app.run())


def allow(app: AppTest, *, allowed: bool = True) -> AppTest:
    return app.toggle(key="memory-switch").set_value(allowed).run()


def test_nothing_is_written_unasked(visit: Visit, own_folder: Path) -> None:
    app = bring(visit())
    app.main.radio[0].set_value("dmy").run()
    assert not app.exception
    assert not app.toggle(key="memory-switch").value
    assert not own_folder.exists()
    assert f"Nothing is kept. The folder would be `{own_folder}`." in words(app)


def test_what_was_allowed_is_kept_shown_and_erased(visit: Visit, own_folder: Path) -> None:
    app = bring(visit())
    app.main.radio[0].set_value("dmy").run()
    allow(app)
    assert dict(memory.remembered()) == {memory.signature(HEADER): Choices(date_order="dmy")}
    assert f"Kept for 1 kind of file, in `{own_folder}`" in words(app)
    app.button(key="memory-erase").click().run()
    assert not own_folder.exists()
    assert not app.toggle(key="memory-switch").value


def test_later_choices_are_kept_too_until_it_is_switched_off(visit: Visit, own_folder: Path) -> None:
    app = bring(visit())
    app.main.radio[0].set_value("dmy").run()
    allow(app)
    next(each for each in app.selectbox if each.key.endswith("-date_order")).set_value("mdy").run()
    assert memory.recall(HEADER) == Choices(date_order="mdy")
    allow(app, allowed=False)
    assert not own_folder.exists()


def test_what_is_kept_is_offered_and_not_applied(visit: Visit) -> None:
    memory.remember(HEADER, Choices(date_order="mdy", order=""))
    app = bring(visit())
    assert len(app.main.radio) == 1
    read = words(app)
    assert "You decided about files with these columns before: " in read
    assert "Dates are written as: month, day, year" in read
    assert "Order number: none" in read
    next(button for button in app.main.button if button.label == "Use these choices").click().run()
    assert not app.exception
    assert not app.main.radio
    assert "dates: month, day, year" in words(app)
    assert "As you chose for files with these columns" in words(app)


def test_an_offer_can_be_declined(visit: Visit) -> None:
    memory.remember(HEADER, Choices(date_order="mdy"))
    app = bring(visit())
    next(button for button in app.main.button if button.label == "Not this time").click().run()
    assert len(app.main.radio) == 1
    assert "You decided about files" not in words(app)
    assert memory.recall(HEADER) is not None


def test_a_folder_that_cannot_be_written_is_told(visit: Visit, own_folder: Path) -> None:
    own_folder.write_text("a file where the folder would be", encoding="utf-8")
    app = bring(visit())
    app.main.radio[0].set_value("dmy").run()
    allow(app)
    assert not app.exception
    assert "This computer does not let that folder be changed" in words(app)


@pytest.mark.parametrize(
    ("address", "url", "here"),
    [
        (None, "http://localhost:8501/", True),
        (None, "http://127.0.0.1:8501/data", True),
        (None, "https://shop.example.com/", False),
        ("10.0.0.7", "http://localhost:8501/", False),
    ],
)
def test_only_who_sits_at_this_computer_is_asked(
    monkeypatch: pytest.MonkeyPatch, address: str | None, url: str, here: bool
) -> None:
    class Context:
        ip_address = address

    Context.url = url
    monkeypatch.setattr("streamlit.context", Context)
    assert remembering.is_here() is here


TITLED = "Shop,Report,2025\n,,\nWho,When,What\n" + "\n".join(f"c{n}@e.com,2025-01-{n + 10},{n}" for n in range(12))


def upload(app: AppTest, name: str, content: bytes) -> AppTest:
    app.file_uploader(key="uploads").upload(name, content)
    return settled(app.run())


def header_row(app: AppTest) -> NumberInput:
    return next(each for each in app.number_input if "column names" in each.label)


def test_how_a_file_is_laid_out_is_remembered_for_the_next_one(visit: Visit) -> None:
    app = upload(visit(), "january.csv", TITLED.encode())
    right = header_row(app).value
    settled(header_row(app).set_value(right + 1).run())
    changed = app.session_state["imported"].documents[0]
    assert changed.raw.layout.header_row == right + 1
    upload(app, "february.csv", TITLED.encode())
    document = app.session_state["imported"].documents[0]
    assert (document.name, document.raw.layout.header_row) == ("february.csv", right + 1)
    assert "As you chose for files with these columns: Row with the column names" in words(app)
    next(button for button in app.main.button if button.label == "Forget my choices for this file").click().run()
    settled(app)
    assert app.session_state["imported"].documents[0].raw.layout.header_row == right


def months() -> bytes:
    book = Workbook()
    for month in ("January", "February"):
        sheet = book.create_sheet(month)
        sheet.append(["Who", "When", "What"])
        for n in range(12):
            sheet.append([f"{month}{n}@e.com", f"2025-01-{n + 10}", n])
    del book["Sheet"]
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def test_the_sheets_to_take_are_asked_once(visit: Visit) -> None:
    app = upload(visit(), "2024.xlsx", months())
    app.main.radio[0].set_value("*").run()
    assert "24 orders" in settled(app).sidebar.caption[0].value
    upload(app, "2025.xlsx", months())
    assert not app.main.radio
    assert "Sheet: `all sheets together`" in words(app)


def test_the_sheets_to_take_are_offered_in_the_next_session(visit: Visit) -> None:
    memory.remember(["January", "February"], Choices(sheet="*"))
    app = upload(visit(), "2025.xlsx", months())
    assert len(app.main.radio) == 1
    next(button for button in app.main.button if button.label == "Use these choices").click().run()
    assert "24 orders" in settled(app).sidebar.caption[0].value


def test_a_layout_that_does_not_fit_the_next_file_is_left_alone(visit: Visit) -> None:
    app = upload(visit(), "2024.xlsx", months())
    app.session_state["remembered"] = {("January", "February"): Choices(sheet="March")}
    upload(app, "2025.xlsx", months())
    assert not app.exception
    assert len(app.main.radio) == 1
