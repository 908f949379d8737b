"""Texts that a spreadsheet would run as a formula instead of showing them, or could not hold at all."""

import re
from collections.abc import Callable

import pandas as pd

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")
"""First characters that make a spreadsheet run a cell's text; the wide ones do in Japanese and Chinese ones."""

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Characters that show nothing, or turn what follows around; workbooks must not hold the first ones."""
PICTURES = {code: 0x2400 + code for code in range(0x20)} | {0x7F: 0x2421}
"""The sign that stands for each of them, where there is one."""


HALVES = re.compile("[\ud800-\udfff]")
"""Halves of a pair of surrogates: text that cannot be written or sent."""


def visible(text: str) -> str:
    """The text with a sign (␀, ␛, ⟨U+202E⟩ …) in the place of each control character but tabs and line ends."""
    return CONTROL.sub(_sign, text if text.isascii() else HALVES.sub(_sign, text))


def _sign(found: re.Match[str]) -> str:
    code = ord(found[0])
    return chr(PICTURES[code]) if code in PICTURES else f"⟨U+{code:04X}⟩"


def readable(table: pd.DataFrame) -> pd.DataFrame:
    """The table with every control character of its texts, headers and cells, replaced by its sign."""
    return _rewritten(table, visible)


def harmless(table: pd.DataFrame) -> pd.DataFrame:
    """The table as `readable` makes it, an apostrophe before each text that would run as a formula."""
    return _rewritten(table, _neutral)


def _rewritten(table: pd.DataFrame, change: Callable[[str], str]) -> pd.DataFrame:
    def changed(cell: object) -> object:
        return change(cell) if isinstance(cell, str) else cell

    safe = table.rename(columns=changed)
    for position, dtype in enumerate(safe.dtypes):
        if pd.api.types.is_numeric_dtype(dtype) or pd.api.types.is_datetime64_any_dtype(dtype):
            continue
        safe.isetitem(position, safe.iloc[:, position].astype(object).map(changed).array)
    return safe


def _neutral(text: str) -> str:
    return visible(f"'{text}" if text.startswith(DANGEROUS) else text)
