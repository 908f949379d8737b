"""What page tests read from the screen, and orders made by hand for it."""

import dataclasses
import datetime as dt
import re

import pandas as pd
from streamlit.testing.v1 import AppTest

from pages.data.intake import IMPORT
from retention.orders import Orders

PATIENCE = 180
"""Seconds, for machines that are busy."""


PUNCTUATION = re.compile(r"[,;:.!?](?=\W|$)")


def without_commas(text: str) -> str:
    """The words and numbers of a text, each gap between them one space."""
    return re.sub(r"\s+", " ", PUNCTUATION.sub("", text))


class Said(str):
    """A text in which words and numbers count, and commas and kinds of spaces between them do not."""

    __hash__ = str.__hash__

    def __contains__(self, part: str) -> bool:
        return str.__contains__(without_commas(self), without_commas(part))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, str) and str.__eq__(without_commas(self), without_commas(other))

    def __ne__(self, other: object) -> bool:
        return not self == other

    def startswith(self, beginning: str) -> bool:
        """Whether the text begins with these words."""
        return str.startswith(without_commas(self), without_commas(beginning))


def words(app: AppTest) -> Said:
    """All that stands on the page, behind question marks too, escapes taken away."""
    kinds = ("title", "header", "subheader", "markdown", "caption", "info", "warning", "error")
    there = [element for kind in kinds for element in getattr(app.main, kind)]
    found = [text for element in there for text in (element.value, getattr(element.proto, "help", "")) if text]
    return Said("\n".join(found).replace("\\", ""))


def headline(app: AppTest) -> Said:
    """What the page says first, escapes taken away: its headline, else the sentence below its big figure."""
    if app.header:
        return Said(str(app.header[0].value).replace("\\", ""))
    kinds = [element for element in app.main if element.type in {"metric", "markdown"}]
    figure = next((place for place, element in enumerate(kinds) if element.type == "metric"), len(kinds))
    said = next((element.value for element in kinds[figure:] if element.type == "markdown"), "")
    return Said(said.replace("\\", ""))


def opened(app: AppTest, *closers: str) -> AppTest:
    """The app with these closer looks opened, each by the end of its key: `retention-groups`."""
    for name in closers:
        app.session_state[f"closer-{name}"] = True
    return app.run()


def settled(app: AppTest) -> AppTest:
    """The app once it has read what was brought: on a busy machine that takes longer than one run waits."""
    if IMPORT in app.session_state:
        reading = app.session_state[IMPORT]
        reading.wait(reading.seconds + PATIENCE)
        assert reading.done
        app.run()
    assert IMPORT not in app.session_state
    return app


def as_orders(frame: pd.DataFrame, *, as_of: dt.date, **changes: object) -> Orders:
    """A plain table of orders as cleaning would hand it on."""
    whole = frame.assign(gross=frame["amount"], purchase=True).astype({"customer": "category"})
    none = pd.DataFrame({"file": [], "row": [], "reason": []})
    made = Orders(frame=whole, as_of=as_of, currency="EUR", rows_read=len(whole), set_aside=none)
    return dataclasses.replace(made, **changes)
