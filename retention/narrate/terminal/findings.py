"""The answer of `findings`: what stands out, each with its basis, its money, and how sure it is."""

from retention.analysis.findings import Finding, Findings
from retention.narrate import findings as words
from retention.narrate.terminal.layout import paragraphs


def text(found: Findings, currency: str | None) -> str:
    """The whole answer: the answer in a sentence, then a block for each finding, most money first."""
    blocks = [_block(place, each, found, currency) for place, each in enumerate(found.ranked, start=1)]
    return paragraphs([words.answer(found)], *blocks)


def _block(place: int, each: Finding, found: Findings, currency: str | None) -> list[str]:
    money = words.worth(each, currency)
    head = f"{place}. {words.headline(each)}" + (f" {money}." if money else "")
    details = (words.basis(each, currency), words.working(each, currency), words.doubt(each, found))
    return [head, *(f"   {line}" for line in details if line)]
