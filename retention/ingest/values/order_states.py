"""What the words of a cell say of an order in any language: that it counts, was cancelled, given back, only drafted."""

import re
import unicodedata
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from functools import cache
from typing import Literal, get_args

import numpy as np
import pandas as pd

from retention.ingest.values.identifiers import as_category
from retention.ingest.values.state_words import (
    BEGUN,
    BOUGHT,
    BROWSING,
    COUNTS,
    DOUBTFUL,
    DRAFT,
    NOT_YET,
    OF_ORDERS,
    OF_PEOPLE,
    OTHER_EVENTS,
    PARTIAL,
    REFUND,
    SALES,
    STILL,
    TRANSFER,
    VOID,
    WAY_TO_PAY,
)

State = Literal["sale", "void", "refund", "transfer", "draft", "event"]
STATES: tuple[State, ...] = get_args(State)

# Marks on Latin letters make no difference; й and ї without theirs would be other letters.
_MARKS = re.compile("(?<=[a-z])[\u0300-\u036f]+")
_BETWEEN_WORDS = re.compile(r"[\s_\-/]+")
_PLAIN_LETTERS = str.maketrans("łıđø", "lido")


# Compiled when a cell is first compared: all of them take longer to compile than many a file to read.
@cache
def _at_word_start(alternatives: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{alternatives})")


@cache
def _whole(alternatives: str) -> re.Pattern[str]:
    return re.compile(rf"(?:wc |order |заказ |замовлення |comanda )?(?:{alternatives})")


_STATES: tuple[tuple[State, str], ...] = (
    ("sale", STILL),
    ("draft", DRAFT),
    ("void", VOID),
    ("sale", PARTIAL),
    ("refund", REFUND),
    ("sale", f"{BEGUN}|{COUNTS}"),
)
_EVENTS: tuple[tuple[State, str], ...] = (
    ("sale", STILL),
    ("draft", DRAFT),
    ("void", VOID),
    ("refund", REFUND),
    ("transfer", TRANSFER),
)
_SOLD = f"{SALES}|{BOUGHT}|{WAY_TO_PAY}|{OTHER_EVENTS}"
MINUS = "−"
"""The minus sign, as which a dash counts in a column of signs."""
_MINUSES = frozenset({"-", "–", MINUS})
_SIGNS = _MINUSES | {"+"}
_SIDES = tuple(
    frozenset(pair.split())
    for pair in (
        *("d c", "dr cr", "db cr", "debit credit", "s h", "soll haben", "дт кт", "д к", "дебет кредит"),
        *("in out", "+ -", "+ −", "+ –", "debe haber", "dare avere", "wn ma", "приход расход"),
    )
)
_WON = re.compile(r"\bwon\b|успешно реализ|успішно реаліз|выиграна?\b|виграна?\b|castigat")
_DIGIT = re.compile(r"\d")

# Words of a cell that is nothing but a state; a longer text is a note.
_MOST_WORDS = 4
# Parts of a column's rows that have to be states said of orders only, and states of any kind, to take it for states.
_MOSTLY, _NEARLY_ALL = 0.5, 0.8
_ALL_BUT_SLIPS = 0.95
# Part of the rows of events on which orders are created, paid or sent, so that the events are their states.
_SOME = 0.4


def states(column: pd.Series, *, events: bool = False, known: Mapping[str, str] | None = None) -> pd.Categorical:
    """State of each cell of a status column (or, with `events`, an event-type column); blanks are missing.

    `known` (case-folded cell → state) goes before the dictionary: what a platform means by its own words, or a person.
    A category over `STATES`, so that comparing it costs little on long files.
    """
    return meanings(words_of(column), events=events, known=known)


def words_of(column: pd.Series) -> pd.Categorical:
    """The words of a column of states, trimmed; blanks are missing."""
    texts = as_category(column).cat
    trimmed = [str(text).strip() for text in texts.categories]
    codes, kept = pd.factorize(np.array(trimmed, dtype=object))
    return pd.Categorical.from_codes(
        np.append(codes, -1)[texts.codes.to_numpy()], categories=pd.Index(kept, dtype="str")
    )


def meanings(words: pd.Categorical, *, events: bool = False, known: Mapping[str, str] | None = None) -> pd.Categorical:
    """State of each cell by its word: what `known` (case-folded word → state) says, else the dictionary."""
    read = event_type if events else order_state
    found = [(known or {}).get(key(word)) or read(word) for word in words.categories]
    if events and any(_at_word_start(WAY_TO_PAY).search(word.casefold()) for word in words.categories):
        found = ["sale" if meaning == "transfer" else meaning for meaning in found]
    meaning = np.array([STATES.index(state) for state in found] + [-1], dtype="int8")
    return pd.Categorical.from_codes(meaning[words.codes], categories=pd.Index(STATES, dtype="str"))


def key(word: str) -> str:
    """A word of a state as it is compared: case and blanks around it make no difference."""
    return word.strip().casefold()


def order_state(text: str) -> State:
    """Meaning of an order's status: a void order never happened, a refunded one did and gave its money back.

    A draft was only begun. A part refund leaves a sale; how much came back is another column's business. Unknown words
    are sales.
    """
    return _meaning(text, _STATES) or "sale"


def known_state(text: str) -> State | None:
    """Meaning of an order's status; None where the dictionary does not know the word."""
    return _meaning(text, _STATES)


def event_type(text: str) -> State:
    """Meaning of a payment export's event type: sale, refund, transfer (withdrawals, fees: no order), void, draft."""
    return _meaning(text, _EVENTS) or "sale"


def known_event(text: str) -> State | None:
    """Meaning of an event's type or a document's, as `event_type`; None where no dictionary knows the word."""
    folded = _folded(text)
    said = _meaning(text, _EVENTS) or known_state(text)
    return said or ("sale" if _at_word_start(_SOLD).search(folded) else None)


def are_sides(words: AbstractSet[str]) -> bool:
    """Whether words are nothing but the two sides of an account or two signs, beside amounts that have none."""
    folded = {_folded(word) or word.strip() for word in words}
    return len(folded) == len(_SIDES[0]) and any(folded == side for side in _SIDES)


def signs_of_money(words: AbstractSet[str]) -> dict[str, State]:
    """What the signs + and - in a column of their own say of their rows; nothing of other words."""
    found = {word.strip() for word in words}
    if not found <= _SIGNS:
        return {}
    return {sign: "refund" if sign in _MINUSES else "sale" for sign in found | {MINUS}}


def says_won(text: str) -> bool:
    """Whether a stage of a deal is the one in which it was won."""
    return bool(_WON.search(_folded(text)))


def stage(text: str) -> int:
    """How far an order has come that is in this state, from 0 (begun, payment failed) to 4 (given back)."""
    meaning, folded = order_state(text), _folded(text)
    if meaning == "sale":
        return 1 if _at_word_start(BEGUN).search(folded) else 2
    if meaning == "draft" or (meaning == "void" and _at_word_start(NOT_YET).search(folded)):
        return 0
    return 4 if meaning == "refund" else 3


def stages(words: pd.Categorical, known: Mapping[str, str]) -> np.ndarray:
    """How far each row's order has come (`stage`), by its word or what `known` (case-folded word → state) says of it.

    -1 where no word stands.
    """
    said = {"sale": 2, "draft": 0, "void": 3, "refund": 4}
    each = [said.get(known.get(key(word), ""), stage(word)) for word in words.categories]
    return np.take(np.array([*each, -1], dtype="int8"), words.codes)


def is_of_orders(words: Mapping[str, int]) -> bool:
    """Whether the words of a column (word → rows) show that it holds states of orders, whatever its header says.

    Most rows must hold words that are said of orders only, or all of them states some of which leave an order out; a
    column that speaks of customers (VIP, active, returning) or channels is none.
    """
    rows = sum(words.values())
    read = {word: _evidence(word) for word in words}
    if not rows or any(each is None for each in read.values()):
        return False
    strong = sum(count for word, count in words.items() if read[word] == "strong") / rows
    known = sum(count for word, count in words.items() if read[word]) / rows
    some_left_out = any(leaves_out(word) for word in words)
    if some_left_out and known >= _ALL_BUT_SLIPS:
        return True
    return strong >= _MOSTLY and known >= _NEARLY_ALL and (some_left_out or known < 1)


def may_be_of_orders(words: Mapping[str, int]) -> bool:
    """Whether some word of a column (word → rows) leaves an order out, and none is said of customers or channels."""
    return all(_evidence(word) is not None for word in words) and any(leaves_out(word) for word in words)


def is_of_stages(words: Mapping[str, int]) -> bool:
    """Whether the words of a column of events (word → rows) are what orders go through: created, paid, cancelled."""
    stages_of_orders = [
        word
        for word in words
        if _whole(OF_ORDERS).fullmatch(_folded(word)) or _at_word_start(BEGUN).search(_folded(word))
    ]
    return is_of_orders(words) and sum(words[word] for word in stages_of_orders) >= _SOME * sum(words.values())


def leaves_out(word: str) -> bool:
    """Whether a state plainly leaves its order out or its money: cancelled, only drafted, given back."""
    return _evidence(word) == "strong" and known_state(word) != "sale"


def is_of_people(words: Mapping[str, int]) -> bool:
    """Whether most of a column's words (word → rows) are said of customers or channels, and none of orders only."""
    people = sum(count for word, count in words.items() if _at_word_start(OF_PEOPLE).match(_folded(word)))
    return people > sum(words.values()) / 2 and not any(_evidence(word) == "strong" for word in words)


def _evidence(word: str) -> str | None:
    """What a cell shows: `strong` (said of orders only), `weak` (said of much), "" (nothing), None (no state)."""
    folded = _folded(word)
    if _whole(OF_ORDERS).fullmatch(folded):
        return "strong"
    if _at_word_start(OF_PEOPLE).match(folded):
        return None
    state = _meaning(word, _STATES)
    if state is None or _DIGIT.search(folded) or len(folded.split()) > _MOST_WORDS:
        return ""
    return "weak" if state == "sale" or _at_word_start(DOUBTFUL).search(folded) else "strong"


def event_of_log(text: str) -> State | None:
    """What an event in the log of a web shop is: a sale, a refund, void, or a mere event; None for an unknown word."""
    folded = _folded(text)
    if _at_word_start(BROWSING).search(folded):
        return "event"
    state = event_type(text)
    if state in ("void", "refund"):
        return state
    if _at_word_start(BOUGHT).search(folded):
        return "sale"
    return "event" if _at_word_start(OTHER_EVENTS).search(folded) else None


def browsing_in(text: str, *, at_start: bool = False) -> str | None:
    """The word of an event that shows somebody looking round a web shop (a view, a cart, a search); None: no such.

    `at_start` wants the text to begin with it, as `view_item` does and `Sea view` does not.
    """
    found = (_at_word_start(BROWSING).match if at_start else _at_word_start(BROWSING).search)(_folded(text))
    return found and found[0]


def _meaning(text: str, words: tuple[tuple[State, str], ...]) -> State | None:
    folded = _folded(text)
    return next((state for state, said in words if _at_word_start(said).search(folded)), None)


def _folded(text: str) -> str:
    """A text without case, marks and what stands between words."""
    bare = _MARKS.sub("", unicodedata.normalize("NFKD", text.casefold())).translate(_PLAIN_LETTERS)
    return _BETWEEN_WORDS.sub(" ", unicodedata.normalize("NFC", bare)).strip()
