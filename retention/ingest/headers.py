"""What a column's header can mean, from a dictionary of phrases in English, Russian, Ukrainian, Romanian and others.

`headers.json` holds it: role → tiers, best first → language → phrases. A phrase that begins with `=` counts
only as the whole header (`=id`), others also inside a longer one (`Customer e-mail (billing)`).
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType

# Roles of which no column of orders is made, and the roles that a header loses beside them: the e-mail of a manager is
# no customer's, the date of delivery no order's, tax no amount.
_NAMES = ("customer_name", "given_name", "family_name", "middle_name")
_PERSON = ("customer", "customer_id", *_NAMES, "email", "phone")
DECOYS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "staff": frozenset({*_PERSON, "order"}),
        "supplier": frozenset({*_PERSON, "order"}),
        "tax": frozenset({"amount", "price", "discount", "refund", "quantity"}),
        "shipping": frozenset({"amount", "price", "discount", "refund", "quantity", "order", "status"}),
        "fee": frozenset({"amount", "price", "discount", "refund", "quantity"}),
        "other_date": frozenset({"date", "time"}),
        "other": frozenset({"order", "customer", *_NAMES, "date", "amount", "quantity", "price", "discount"}),
    }
)

CUSTOMER_ROLES = frozenset({"customer", "customer_id", "customer_name", "given_name", "family_name", "email", "phone"})
"""Roles that name a customer."""
_DATES = frozenset({"date", "service_date"})
# Columns that every table of orders has in some form: who, when, how much, and which order.
_ORDER_COLUMNS = (
    frozenset({"customer", "customer_id", "customer_name", "email", "phone"}),
    _DATES,
    frozenset({"amount", "price"}),
    frozenset({"order"}),
)

_TIER_STRENGTH = (1.0, 0.8, 0.6, 0.4)
_WITHIN_LONGER = 0.6
# In a text of more words a phrase is too small a part to mean anything, and looking for all phrases gets slow.
_MOST_WORDS = 40
# Words that change nothing about what a column is.
_NOISE = frozenset(
    [
        *("rub", "rur", "usd", "eur", "uah", "kzt", "ron", "mdl", "lei", "gbp", "pln", "zl", "chf", "tl"),
        *("руб", "р", "грн", "тг", "тенге"),
        *("utc", "gmt", "cet", "eet", "msk", "est", "pst", "мск", "local", "dd", "mm", "yyyy"),
        *("the", "of", "a", "in", "и", "в", "у", "та", "si"),
    ]
)
# Words for a hundredth of a currency's unit, folded: they tell how money is written, not what a column is.
HUNDREDTHS = frozenset(
    [
        *("cents", "cent", "minor", "pence", "pennies", "kopecks", "kopeks", "centimes", "centavos", "centimos"),
        *(
            "коп",
            "копеек",
            "копеики",
            "копеиках",
            "копіиок",
            "копіики",
            "копіиках",
            "bani",
            "grosze",
            "groszy",
            "kurus",
            *("paise", "paisa", "gr", "tiyin", "тиын", "стотинки", "haleru", "halere", "ore", "fen"),
        ),
    ]
)
_SAY_NOTHING = _NOISE | HUNDREDTHS
# "total incl. VAT" is a total, "сумма без НДС" an amount: after these words a decoy says how, not what.
_QUALIFIERS = frozenset(
    [
        *("incl", "including", "inc", "with", "excl", "excluding", "ex", "without", "net", "before", "after"),
        *("с", "со", "включая", "без", "до", "после", "з", "зі", "включно", "cu", "fara", "inclusiv"),
    ]
)
_QUALIFIERS_AFTER = frozenset(
    ["incl", "included", "inclusive", "inclus", "inclusa", "excl", "excluded", "включен", "включено"]
)
# Longer texts are no headers but notes, and finding all phrases in a page of words takes a while.
_LONGEST_HEADER = 1000
_MARKS = re.compile("[\u0300-\u036f]+")
# Letters that have no mark to take off, yet are typed without it: Łączna, Alıcı, Grønn.
_PLAIN_LETTERS = tuple(zip("łıøđ", "liod", strict=True))
_BLANKS = re.compile(r"\s+")
# Reading numbers names that are there twice: `Name (2)`.
_NUMBER_OF_REPEATED = re.compile(r" \(\d+\)$")
_NO_WORD = re.compile(r"(?:(?!\n)[\W_])+")
_HUMP = re.compile(r"(?<=[a-zа-яёіїєґ0-9])(?=[A-ZА-ЯЁІЇЄҐ])|(?<=[A-ZА-ЯЁІЇЄҐ])(?=[A-ZА-ЯЁІЇЄҐ][a-zа-яёіїєґ])")


@dataclass(frozen=True)
class _Phrase:
    role: str
    tier: int
    whole_only: bool


@dataclass(frozen=True)
class _Span:
    start: int
    end: int
    phrase: _Phrase

    def within(self, other: "_Span") -> bool:
        """Whether this span lies inside the other and is shorter."""
        shorter = self.end - self.start < other.end - other.start
        return shorter and other.start <= self.start and self.end <= other.end


def is_known(header: str) -> bool:
    """Whether any word of a header is in the dictionary."""
    return bool(strengths(header))


def is_needed(header: str) -> bool:
    """Whether a header can name a column that orders are read from; a margin or a weight is none."""
    from retention.ingest.mapping import ROLES  # here, because few files ask, and the parser's start waits for imports

    return not (CUSTOMER_ROLES | _DATES | set(ROLES)).isdisjoint(strengths(header))


def names_a_date(header: str) -> bool:
    """Whether a header can mean the date of an order, or of what was ordered."""
    return not _DATES.isdisjoint(strengths(header))


def order_columns_named(headers: Iterable[str]) -> int:
    """How many of the four columns of orders the headers name: who, when, how much, and which order."""
    named = {role for header in headers for role in strengths(header)}
    return sum(not any_of.isdisjoint(named) for any_of in _ORDER_COLUMNS)


@lru_cache(maxsize=4096)
def strengths(header: str) -> Mapping[str, float]:
    """How strongly a header means each role, decoys (staff, supplier, tax …) included; empty: no word of it is known.

    1 for the best phrase as the whole header, less for second-best phrases, less again for a phrase inside a longer
    header. A text too long for a header means nothing.
    """
    if len(header) > _LONGEST_HEADER:
        return MappingProxyType({})
    plain = _meaningful(tokens(header))
    if len(plain) > _MOST_WORDS:
        return MappingProxyType({})
    spans = _spans(plain)
    qualified = next((span for span in spans if _qualified(span, plain)), None)
    if qualified is not None:
        before, after = plain[: qualified.start], plain[qualified.end :]
        left = before[:-1] + after if before[-1] in _QUALIFIERS else before + after[1:]
        return strengths(" ".join(left))
    blocked = frozenset().union(*(DECOYS.get(span.phrase.role, frozenset()) for span in spans))
    found: dict[str, float] = {}
    for span in spans:
        role = span.phrase.role
        covered = (span.end - span.start) / len(plain)
        if role in blocked and covered < 1:
            continue
        strength = _TIER_STRENGTH[span.phrase.tier] * (1.0 if covered == 1 else _WITHIN_LONGER * covered)
        found[role] = max(strength, found.get(role, 0.0))
    return MappingProxyType(found)


def caseless(header: str) -> str:
    """A header as it is compared with another file's: case and the number of spaces make no difference."""
    return " ".join(header.casefold().split())


def tokens(header: str) -> tuple[str, ...]:
    """Words of a header, folded: case, marks, punctuation, underscores and camelCase make no difference."""
    return tuple(_folded(_BLANKS.sub(" ", _NUMBER_OF_REPEATED.sub("", header.strip()))).split())


def _folded(lines: str) -> str:
    """Words of one or many headers (one a line) without case, marks, punctuation and humps; lines stay lines."""
    humped = _HUMP.sub(" ", unicodedata.normalize("NFKC", lines.replace("№", " no ")))
    bare = _MARKS.sub("", unicodedata.normalize("NFKD", humped.casefold()))
    for letter, plain in _PLAIN_LETTERS:  # ten times faster than `translate`, which looks up every letter
        bare = bare.replace(letter, plain)
    return _NO_WORD.sub(" ", bare)


def _spans(words: tuple[str, ...]) -> list[_Span]:
    """The phrases in a header, without those that are part of a longer one."""
    spans = [
        _Span(start, end, phrase)
        for start in range(len(words))
        for end in range(start + 1, min(len(words), start + _LONGEST_PHRASE) + 1)
        for phrase in _PHRASES.get(words[start:end], ())
        if not phrase.whole_only or end - start == len(words)
    ]
    return [span for span in spans if not any(span.within(other) for other in spans)]


def _qualified(span: _Span, words: tuple[str, ...]) -> bool:
    is_cost = span.phrase.role in ("tax", "shipping", "fee")
    if not is_cost or span.start == 0:
        return False
    return words[span.start - 1] in _QUALIFIERS or not _QUALIFIERS_AFTER.isdisjoint(words[span.end : span.end + 1])


def _read_phrases() -> Mapping[tuple[str, ...], tuple[_Phrase, ...]]:
    dictionary = json.loads((files("retention.ingest") / "headers.json").read_text(encoding="utf-8"))
    phrases: dict[tuple[str, ...], tuple[_Phrase, ...]] = {}
    entries: list[tuple[_Phrase, str]] = []
    for role, tiers in dictionary.items():
        for tier, languages in enumerate(tiers):
            anywhere, whole = _Phrase(role, tier, whole_only=False), _Phrase(role, tier, whole_only=True)
            entries += [(whole if t.startswith("=") else anywhere, t) for texts in languages.values() for t in texts]
    folded = _folded("\n".join(text for _, text in entries)).split("\n")  # all at once: it is ten times faster
    for (phrase, _), text in zip(entries, folded, strict=True):
        words = _meaningful(tuple(text.split()))
        phrases[words] = (*phrases.get(words, ()), phrase)
    return phrases


def _meaningful(words: tuple[str, ...]) -> tuple[str, ...]:
    if _SAY_NOTHING.isdisjoint(words):
        return words
    return tuple(word for word in words if word not in _SAY_NOTHING) or words


_PHRASES = _read_phrases()  # with the import, which happens while a file is being parsed
_LONGEST_PHRASE = max(map(len, _PHRASES))
