"""What headers say of a table that is no list of orders: signs by `table_signs.json` (sign → language → phrases)
and periods side by side."""

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files

import pandas as pd

from retention.ingest.headers import tokens
from retention.ingest.values import dates
from retention.ingest.values.date_layouts import month_number

_LONGEST_PHRASE = 5
_MOST_WORDS = 12


def every_sign() -> tuple[str, ...]:
    """All signs there are."""
    return _phrases()[1]


def is_sign(header: str, sign: str) -> bool:
    """Whether a header is one of the signs of `table_signs.json`."""
    return sign in signs_of(header)


@lru_cache(maxsize=4096)
def signs_of(header: str) -> frozenset[str]:
    """What a header is a sign of; a text too long for a header is none."""
    words = tokens(header[:300])
    if not words or len(words) > _MOST_WORDS:
        return frozenset()
    phrases = _phrases()[0]
    return frozenset(
        sign
        for start in range(len(words))
        for end in range(start + 1, min(len(words), start + _LONGEST_PHRASE) + 1)
        for sign, whole in phrases.get(words[start:end], ())
        if not whole or end - start == len(words)
    )


@lru_cache(maxsize=1)
def _phrases() -> tuple[Mapping[tuple[str, ...], tuple[tuple[str, bool], ...]], tuple[str, ...]]:
    """Signs by phrase, each with whether it has to be the whole header; and all signs."""
    said = json.loads((files(__package__) / "table_signs.json").read_text(encoding="utf-8"))
    found: dict[tuple[str, ...], tuple[tuple[str, bool], ...]] = {}
    for sign, languages in said.items():
        for text in (text for texts in languages.values() for text in texts):
            words = tokens(text)
            found[words] = (*found.get(words, ()), (sign, text.startswith("=")))
    return found, tuple(said)


def period_names(headers: Sequence[str]) -> set[str]:
    """The headers that are a day or a month: `2024-01`, `01.02.2024`, `Jan 2024`, `March`."""
    texts = pd.Series([header for header in headers if not header.isdigit()], dtype="str")
    dated = pd.Series(False, index=texts.index)
    for ending in ("", "-01"):
        for order in ("dmy", "ymd"):
            dated |= dates.parse(texts + ending, order).notna()
    return {*texts[dated], *filter(_is_month, headers)}


def _is_month(header: str) -> bool:
    words = tokens(header)
    named = 0 < len(words) <= 2 and month_number(words[0]) is not None
    return named and (len(words) == 1 or words[1].isdigit())
