"""The answer of `claim`: what the figure is, how sure that is, and the ways to count that come to it."""

from retention.analysis.claims import ClaimCheck
from retention.narrate import claims as words
from retention.narrate.terminal.layout import aligned, paragraphs

TEXTS = (1, 2, 3, 4)
"""Places of the columns that hold words."""


def text(found: ClaimCheck, currency: str | None) -> str:
    """The whole answer: a sentence, the ways as a table, how many were tried."""
    table = words.rows(found, currency)
    lines = aligned([words.titles(), *table.itertuples(index=False)], left=TEXTS)
    return paragraphs([words.headline(found, currency), words.here(found)], lines, [words.tried(found)])
