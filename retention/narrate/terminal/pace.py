"""The answer of `pace`: a period beside its target."""

from retention.analysis.pace import Pace
from retention.narrate import pace as words
from retention.narrate.terminal.layout import paragraphs
from retention.narrate.texts import _


def text(found: Pace | None, grain: str) -> str:
    """The whole answer; a sentence where there is nobody who could come back."""
    if found is None:
        return paragraphs([_("Nobody was there to come back, so there is no pace.")])
    return paragraphs(
        [words.verdict(found), words.missing(found)],
        [words.so_far(found, grain), words.ends(found), "" if found.short else words.working(found)],
    )
