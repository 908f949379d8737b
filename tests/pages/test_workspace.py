"""What was set up is kept as a file and opened again, in another session; bad files change nothing."""

import json

import pytest
from streamlit.testing.v1 import AppTest

from pages import workspace
from retention.ingest.mapping import Choices
from retention.ingest.rules import Rules
from retention.orders import Orders
from retention.workspace.workspace import Workspace, written
from tests.pages.conftest import Visit
from tests.pages.screen import settled, words

KEPT = Workspace(
    settings={"grain": "month", "margin": "0.4", "lang": "ro", "base": "ever"},
    question={"grain": "month", "crr_change": "0.02", "programme_cost": "1234567.0"},
    scenarios={"Bold": {"crr_change": "0.1"}, "Broken": {"margin": "7", "crr_change": "often"}},
    rules=Rules(free=False),
    choices={("who", "when", "what"): Choices(customer="who")},
)


HEADER = ["Customer", "Order", "Date", "Amount"]
CSV = "\n".join([",".join(HEADER), *(f"c{n},{n},2025-01-15,{n % 5}" for n in range(50))]).encode()


def open_file(app: AppTest, content: bytes) -> AppTest:
    app.session_state["workspace"] = True
    app.run()
    app.sidebar.file_uploader(key="workspace-upload").upload("kept.json", content)
    return app.run()


def words_of(shown: str) -> str:
    return shown.replace("\\", "")


def test_a_kept_workspace_brings_everything_back(visit: Visit, shop: Orders) -> None:
    app = visit("what_if", orders=shop, grain="quarter")
    app.session_state["what-if-more"] = True
    app = open_file(app, written(KEPT))
    assert not app.exception
    assert words_of(app.sidebar.warning[0].value).endswith("no such setting or value: Margin, Retention.")
    assert app.selectbox(key="setting-grain").value == "month"
    assert app.number_input(key="what-if-margin").value == 40.0
    assert app.number_input(key="what-if-programme_cost").value == 1234567.0
    assert app.select_slider(key="what-if-crr_change").value == 0.02
    app.session_state["what-if-tab"] = "Scenarios"
    assert app.run().dataframe[0].value["Scenario"].tolist() == ["Bold", "Broken"]
    assert app.title[0].value == "What is +5% worth?"  # the reader's own language stays
    assert app.session_state["remembered"][("who", "when", "what")] == Choices(customer="who")


def test_kept_rules_hold_for_the_files_that_come_after_it(visit: Visit) -> None:
    app = open_file(visit(), written(KEPT))
    app.file_uploader(key="uploads").upload("orders.csv", CSV)
    settled(app.run())
    assert "40 customers" in app.sidebar.caption[0].value
    told = "Counted as you chose, for the next files too: Count orders of amount 0: no"
    assert told in words(app)
    app.button(key="rules-usual").click().run()
    assert "50 customers" in app.sidebar.caption[0].value
    assert told not in words(app)


def test_the_file_says_what_the_session_holds(visit: Visit, shop: Orders, monkeypatch: pytest.MonkeyPatch) -> None:
    made = {}
    offer = lambda label, content, key, **_: made.update({key: content})  # noqa: E731 - stands for a button
    monkeypatch.setattr(workspace.st, "download_button", offer)
    app = visit("what_if", orders=shop, grain="quarter", margin="0.4", demo="on")
    app.session_state["workspace"] = True
    app.select_slider(key="what-if-crr_change").set_value(0.03).run()
    content = json.loads(made["workspace-save"]())
    assert content["settings"] == {"grain": "quarter", "margin": "0.4"}
    assert content["question"]["crr_change"] == "0.03"
    assert "customer" not in json.dumps(content)


def test_a_bad_file_is_refused_in_a_sentence_and_changes_nothing(visit: Visit, shop: Orders) -> None:
    app = open_file(visit("what_if", orders=shop, grain="quarter", margin="0.4"), b"customer,date\nA,2024-01-01\n")
    assert not app.exception
    assert app.sidebar.error[0].value.startswith("This is no workspace")
    assert app.number_input(key="what-if-margin").value == 40.0


def test_it_can_be_opened_before_there_are_orders(visit: Visit, shop: Orders) -> None:
    app = open_file(visit(), written(KEPT))
    assert not app.exception
    app.session_state["orders"] = shop
    app.run()
    assert app.selectbox(key="setting-grain").value == "month"


def test_a_whole_workspace_opens_without_a_remark(visit: Visit, shop: Orders) -> None:
    app = open_file(visit("what_if", orders=shop), written(Workspace(settings={"grain": "month"})))
    assert app.sidebar.success[0].value.startswith("Opened")
    assert not app.sidebar.warning


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"scenarios": [{"name": "\ud800", "levers": {"crr_change": "0.1"}}]}, "⟨U+D800⟩."),
        ({"files": [{"columns": HEADER, "choices": {"separator": "\ud800"}}]}, "Separator."),
        (
            {"files": [{"columns": HEADER, "choices": {"header_row": "9" * 4000}}]},
            "column names (0: none).",
        ),
        ({"settings": {"mood" * 100: "good", "grain": "fortnight"}}, f"{'mood' * 10}…, Length of a period."),
        ({"rules": {"free": "perhaps"}}, "Count orders of amount 0."),
    ],
)
def test_what_cannot_be_is_named_and_the_page_lives_on(visit: Visit, changes: dict[str, object], named: str) -> None:
    app = visit()
    app.file_uploader(key="uploads").upload("orders.csv", CSV)
    settled(app.run())
    open_file(app, json.dumps(json.loads(written(Workspace())) | changes).encode())
    assert not app.exception
    assert words_of(app.sidebar.warning[0].value).endswith(named)
    settled(app.run())
    assert not app.exception
    assert "50 customers" in app.sidebar.caption[0].value
    assert not app.switch_page("pages/what_if_page.py").run().exception


def test_merged_customers_hold_for_the_files_that_come_after_it_and_can_be_taken_back(visit: Visit) -> None:
    rows = ["Customer ID,E-mail,Order,Date,Amount", *(f"{n},c{n}@x.com,{n},2025-01-15,5" for n in range(10, 40))]
    rows += ["10,c10@x.com,9,2025-02-15,5", "1,ann.b@gmail.com,1,2025-01-10,5", "2,annb+shop@gmail.com,2,2025-02-11,5"]
    app = open_file(visit(), written(Workspace(merged={"2": "1"})))
    app.file_uploader(key="uploads").upload("orders.csv", "\n".join(rows).encode())
    settled(app.run())
    assert "31 customers" in app.sidebar.caption[0].value
    app.session_state["look-alikes"] = True
    app.run()
    assert app.checkbox[0].value
    app.checkbox[0].uncheck().run()
    assert "32 customers" in app.sidebar.caption[0].value
