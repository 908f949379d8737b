r"""The currency in a number format: `#,##0.00 [$€-407]`, `"$"#,##0`, `#,##0\ "грн."`."""

import re
import unicodedata
from collections.abc import Iterable

from retention.ingest.currencies import code_of

# A format has up to four sections, for numbers above, below and at zero, and for texts. What stands literally: a
# currency in brackets with the number of its language, a text in quotes, a sign behind a backslash, or a bare one.
SECTION_END = re.compile(r'"[^"]*+"|\[[^\[\]]*+\]|\\.|(;)', re.DOTALL)
LITERAL = re.compile(
    r"\[\$(?P<sign>[^\[\]\-]*+)(?:-(?P<language>[0-9A-Fa-f]{1,8}))?+[^\[\]]*+\]|\[[^\[\]]*+\]"
    r'|"(?P<quoted>[^"]*+)"|\\(?P<escaped>.)|[_*].|(?P<bare>[^\s"\\\[\]_*])',
    re.DOTALL,
)
LONGEST = 255  # of a format that Excel takes
DIGITS = frozenset("0123456789#?.,%/Ee+-()@")
LANGUAGE_BITS = 0xFFFF  # above them stand calendars and digits


def currency_of(code: str) -> str | None:
    """ISO code of the currency that a number format writes beside its numbers, None where it writes none.

    >>> currency_of("#,##0.00 [$€-407]"), currency_of('"$"#,##0'), currency_of("dd.mm.yyyy"), currency_of('0 "шт."')
    ('EUR', 'USD', None, None)
    """
    section = _first_section(code[:LONGEST])
    if not any(sign in section for sign in "0#?"):
        return None
    words: list[str] = []
    letters = ""
    for part in LITERAL.finditer(section):
        if part["sign"]:
            return code_of(part["sign"], language=_language(part["language"]))
        piece = part["quoted"] or part["escaped"] or (part["bare"] if _is_sign(part["bare"]) else None) or " "
        letters += piece
    words += letters.split()
    return _only([letters, *words])


def _first_section(code: str) -> str:
    end = next((found for found in SECTION_END.finditer(code) if found[1]), None)
    return code[: end.start()] if end is not None else code


def _language(digits: str | None) -> int | None:
    return int(digits, 16) & LANGUAGE_BITS if digits else None


def _is_sign(bare: str | None) -> bool:
    """Whether something outside quotes is a currency's own sign (`€`), not a digit's place or a letter of a date."""
    return bare is not None and bare not in DIGITS and unicodedata.category(bare) == "Sc"


def _only(words: Iterable[str]) -> str | None:
    """The currency that the words name, None where they name none or several."""
    codes = {code for word in words if (code := code_of(word)) is not None}
    return codes.pop() if len(codes) == 1 else None
