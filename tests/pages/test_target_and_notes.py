"""A target and notes: set on one page, seen on the others, kept in the workspace, words never in the link."""

import datetime as dt
import json

from streamlit.testing.v1 import AppTest

from pages.shared import notes
from retention.notes import MOST, Note
from retention.orders import Orders
from retention.workspace.workspace import Workspace, written
from tests.pages.conftest import Visit
from tests.pages.screen import opened, words
from tests.pages.test_workspace import open_file

RISE = Note(dt.date(2025, 5, 1), "Price rise <b>*20%*</b>")


def rules(app: AppTest, dash: list[int]) -> int:
    """How many layers of all pictures are rules with this dash."""
    specs = [json.loads(chart.proto.spec) for chart in app.get("vega_lite_chart")]
    marks = [layer["mark"] for spec in specs for layer in spec.get("layer", [])]
    return sum(isinstance(mark, dict) and mark.get("strokeDash") == dash for mark in marks)


def test_a_target_is_for_one_rate_and_seen_on_both_pages(visit: Visit, shop: Orders) -> None:
    app = visit("retention", orders=shop, grain="quarter")
    assert rules(app, [1, 0]) == 0
    app.number_input(key="setting-target").set_value(60.0).run()
    assert "Too early to tell whether 60% will be reached" in words(app).replace("*", "")
    assert "Line: your target, 60%" in words(app)
    assert rules(app, [1, 0]) == 1
    assert app.query_params["target"] == "60.0"
    app.switch_page("pages/overview_page.py").run()
    assert "whether 60% will be reached" in words(app)
    app.selectbox(key="setting-grain").set_value("month").run()
    assert app.number_input(key="setting-target").value is None
    assert "will be reached" not in words(app)


def test_a_target_comes_with_a_link_and_goes_when_it_is_emptied(visit: Visit, shop: Orders) -> None:
    linked = {"grain": "quarter", "target": "60", "target-of": "quarter previous"}
    app = visit("retention", orders=shop, **linked)
    assert app.number_input(key="setting-target").value == 60.0
    app.number_input(key="setting-target").set_value(None).run()
    assert "will be reached" not in words(app)
    assert "target" not in app.query_params


def test_a_note_is_written_seen_and_taken_back(visit: Visit, shop: Orders) -> None:
    app = visit("retention", orders=shop, grain="quarter")
    app.session_state["notes-open"] = True
    app.run()
    app.date_input(key="note-day").set_value(RISE.day)
    app.text_input(key="note-words").set_value(RISE.words)
    app.button(key="note-add").click().run()
    assert "Your notes: May 1, 2025 Price rise <b>*20%*</b>" in words(app)
    assert rules(app, [2, 3]) == 1
    assert not [value for values in app.query_params.values() for value in values if "rise" in value]
    app.switch_page("pages/overview_page.py").run()
    assert rules(app, [2, 3]) == 2
    app.switch_page("pages/retention_page.py").run()
    app.session_state["notes-open"] = True
    app.run()
    app.button(key="note-remove-0").click().run()
    assert "Your notes" not in words(app)


def test_a_note_without_words_is_asked_for_again(visit: Visit, shop: Orders) -> None:
    app = visit("retention", orders=shop, grain="quarter")
    app.session_state["notes-open"] = True
    app.run()
    app.button(key="note-add").click().run()
    assert "write what happened" in words(app)
    assert app.session_state["notes"] == () if "notes" in app.session_state else True


def test_before_and_after_a_note_are_compared(visit: Visit, shop: Orders) -> None:
    app = visit("retention", orders=shop, grain="quarter")
    app.session_state[notes.STORE] = (RISE, Note(dt.date(2025, 7, 1), "too late"))
    opened(app, "retention-side-by-side")
    box = app.selectbox(key="beside-note")
    assert box.options == ["Two periods", "Before and after May 1, 2025 Price rise <b>*20%*</b>"]
    box.set_value(str(RISE)).run()
    assert "42 days up to April 30, 2025 beside as many from May 1, 2025 on" in words(app)


def test_a_workspace_brings_target_and_notes(visit: Visit, shop: Orders) -> None:
    kept = Workspace(settings={"grain": "quarter", "target": "60.0", "target-of": "quarter previous"}, notes=(RISE,))
    app = open_file(visit("retention", orders=shop), written(kept))
    assert app.number_input(key="setting-target").value == 60.0
    assert "Price rise" in words(app)


def test_hostile_notes_of_a_workspace_change_nothing_or_are_named(visit: Visit, shop: Orders) -> None:
    app = visit("retention", orders=shop, grain="quarter")
    content = json.loads(written(Workspace()))
    open_file(app, json.dumps(content | {"notes": [{"day": "2025-05-01", "words": 7}]}).encode())
    assert "notes" in app.sidebar.error[0].value
    found = [{"day": "2025-05-01", "words": str(n)} for n in range(MOST)] + [{"day": "never", "words": "<script>"}]
    app = open_file(visit("retention", orders=shop), json.dumps(content | {"notes": found}).encode())
    assert "never" in app.sidebar.warning[0].value
    assert len(app.session_state[notes.STORE]) == MOST
