"""A visitor who comes back finds everything; one who asks to forget finds nothing, in any tab."""

import pytest
from streamlit.testing.v1 import AppTest

from pages import returning
from pages.shared.server import browsers, sessions
from pages.shared.server.keeping import Kept
from retention.filters import Condition, Filter
from retention.orders import Orders
from tests.pages.conftest import Visit
from tests.pages.screen import settled, words

CSV = "\n".join(
    ["Customer,Order,Date,Amount,Channel", *(f"c{n % 40},{n},2025-0{1 + n % 6}-15,9,web" for n in range(90))]
)


class Tabs:
    """A browser whose tabs are opened one after the other; the one looked at last is the one that runs."""

    def __init__(self, visit: Visit) -> None:
        self.visit, self.here, self.open = visit, "", set[str]()

    def opened(self, name: str, page: str | None = None, *, orders: Orders | None = None, **settings: str) -> AppTest:
        """A page in a new tab, or in the one loaded anew."""
        self.here = name
        self.open.add(name)
        return self.visit(page, orders=orders, **settings)

    def looked_at(self, name: str, app: AppTest) -> AppTest:
        """A tab whose page is drawn again."""
        self.here = name
        return app.run()


@pytest.fixture
def tabs(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> Tabs:
    found = Tabs(visit)
    monkeypatch.setattr(returning, "KEPT", Kept())
    monkeypatch.setattr(browsers, "current", lambda: "a browser")
    monkeypatch.setattr(sessions, "current", lambda: found.here)
    monkeypatch.setattr(sessions, "is_connected", lambda name: name in found.open)
    return found


def brought(tabs: Tabs, name: str) -> AppTest:
    app = tabs.opened(name)
    app.file_uploader(key="uploads").upload("orders.csv", CSV.encode())
    return settled(app.run())


def test_files_decisions_and_settings_are_there_after_a_reload(tabs: Tabs) -> None:
    app = brought(tabs, "tab")
    app.session_state["what-counts"] = True
    app.run().toggle(key="rule-free").set_value(False).run()
    app.selectbox(key="setting-grain").set_value("quarter").run()
    app.session_state["filter-conditions"] = Filter((Condition(column="channel", any_of=("web",)),))
    app = app.switch_page("pages/what_if_page.py").run()
    app.number_input(key="what-if-margin").set_value(40.0).run()
    app.select_slider(key="what-if-crr_change").set_value(0.1).run()
    before = app.session_state["imported"]

    tabs.open.clear()
    again = tabs.opened("tab loaded anew", "what_if")
    assert not again.exception
    assert again.session_state["imported"] is before
    assert not before.rules.free
    assert again.selectbox(key="setting-grain").value == "quarter"
    assert again.session_state["filter-conditions"].conditions[0].any_of == ("web",)
    assert again.number_input(key="what-if-margin").value == 40.0
    assert again.select_slider(key="what-if-crr_change").value == 0.1


def test_a_link_opened_meanwhile_has_the_last_word(tabs: Tabs) -> None:
    app = brought(tabs, "tab")
    app.selectbox(key="setting-grain").set_value("quarter").run()
    assert tabs.opened("another").selectbox(key="setting-grain").value == "quarter"
    assert tabs.opened("linked", grain="week").selectbox(key="setting-grain").value == "week"
    assert tabs.looked_at("tab", app).selectbox(key="setting-grain").value == "quarter", "each tab is its own"


def test_forget_now_says_what_is_forgotten_and_leaves_nothing_in_any_tab(tabs: Tabs) -> None:
    first = brought(tabs, "first")
    second = tabs.opened("second", "cohorts")
    assert second.session_state["orders"] is first.session_state["orders"]
    second.button(key="forget-now").click().run()
    assert not second.exception
    assert [title.value for title in second.title] == ["Forgotten"]
    assert "orders.csv" in words(second)
    assert not any(name in second.session_state for name in ("orders", "imported", "masked", "part", "uploads"))

    first = tabs.looked_at("first", first)
    assert [title.value for title in first.title] == ["Forgotten"], "the server has it drawn at once"
    assert "orders" not in first.session_state
    third = tabs.opened("third")
    assert "orders" not in third.session_state
    assert [title.value for title in tabs.looked_at("first", first).title] == ["What did I bring?"]


def test_only_who_has_something_in_hand_can_have_it_forgotten(tabs: Tabs, shop: Orders) -> None:
    assert "forget-now" not in {button.key for button in tabs.opened("empty").button}
    assert "forget-now" in {button.key for button in tabs.opened("full", orders=shop).button}
