"""What nobody foresaw is said calmly on the page and exactly on the terminal."""

from tests.server.running import Served
from tests.server.visitor import visiting


def test_a_page_that_fails_says_so_in_our_words_only(served: Served) -> None:
    with visiting(served.port) as visitor:
        shown = visitor.run("lang=en&fail=1")
        kinds = [element.WhichOneof("type") for element in shown]
        said = [element.alert.body for element in shown if element.WhichOneof("type") == "alert"]
        assert "exception" not in kinds
        assert len(said) == 1
        assert said[0].startswith("Something went wrong on this page")
        assert "as asked" not in said[0]
    assert served.terminal.says("RuntimeError: as asked")


def test_a_page_older_than_its_session_says_that_the_orders_are_gone(served: Served) -> None:
    def gone(earlier: str | None) -> bool:
        with visiting(served.port, earlier=earlier) as visitor:
            shown = visitor.run()
            return any("Your orders are no longer here" in element.alert.body for element in shown)

    assert gone("0a1b2c3d-0000-4000-8000-000000000000")
    assert not gone(None)


def test_a_page_that_finds_its_session_again_says_nothing(served: Served) -> None:
    with visiting(served.port) as visitor:
        visitor.run()
        session = visitor.session
    with visiting(served.port, earlier=session) as visitor:
        shown = visitor.run()
        assert visitor.session == session
        assert not any("no longer here" in element.alert.body for element in shown)
