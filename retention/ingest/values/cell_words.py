"""What the words of a cell say in any language: an order's state, an event's type, yes or no, a total below a table."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Literal, get_args

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from retention.ingest.values.texts import Texts, tidy

State = Literal["sale", "void", "refund", "transfer"]
STATES: tuple[State, ...] = get_args(State)

# Beginnings of words, searched at word starts in case-folded text; the first list that matches decides.
# Negated states come first: "unpaid" must not be read as "paid", "not completed" not as "completed".
_VOID = (
    "cancel|void|fail|declin|reject|unpaid|not paid|unsuccessful|expired|abandon|lost|incomplete|denied|draft|trash"
    "|awaiting payment|pending payment|waiting for payment|not realized|closed lost|no show|did not|not picked up"
    "|payment error|error|refused"
    "|отмен|аннулир|не ?оплач|отказ|отклон|не ?реализ|провал|неуспеш|не ?удал|ожидает оплат|ждет оплат|ждёт оплат"
    "|ожидание оплат|просроч|черновик|брошен|удален|удалён|сторнирован|проигран|недозвон|спам|дубл|анулир"
    "|ошибк|не ?выкуп|не ?забра|не вруч|не явил|неявк|не приш|не состоял|не прошл|в корзин"
    "|скасов|скасув|анульован|відмов|відмін|відхилен|неоплач|невдал|очіку\\w* оплат|чернетк|програн|не вдал|видален"
    "|помилк|неуспіш|не ?викуп|не ?забра|не прийш|неявк|недодзвон|не відбул|не пройш|в кошик"
    "|anulat|anulare|respins|refuz|neplatit|neachitat|nefinalizat|esuat|abandonat|in astept\\w* pl|expirat|ciorna"
    "|pierdut|eroare|neonorat|neridicat|neprezentat|sters|incomplet|бас тартыл|жойыл"
    "|stornier|abgebroch|fehlgeschlag|abgelehnt|unbezahlt|nicht (?:bezahlt|abgeholt|erschienen)|annul|echou|echec"
    "|non paye|impaye|en attente (?:de|du) pai|anulow|anulad|nieoplac|nie oplac|odrzuc|nieudan|iptal|basarisiz|odenmedi"
    "|reddedil|fallid|fallit|rechaz|no pagad|impagad|pendiente de pag|rifiutat|non pagat|in attesa di pag"
)
_REFUND = (
    "refund|return(?!ing)|charge ?back|reversed|reversal|credit note|money back"
    "|возврат|возвращ|вернул|рефанд|сторно|повернен|повернут|rambursat|rambursar|retur(?!ning)|storno|stornat|қайтар"
    "|erstatt|ruckerstatt|rueckerstatt|retourn|zuruckgez|gutschrift|rembourse|zwrot|zwroc|iade|reembols|devuel|devoluc"
    "|rimbors"
)
# What was not cancelled, and a refund that was refused, leave a sale.
_STILL = (
    "(?:not|non|no|never|не|ні|без|nu|fara) (?:cancel|void|отмен|аннулир|скасов|анульов|anul)"
    "|(?:refund|return|возврат|повернен|rambursar|retur)\\w* (?:\\w+ )?"
    "(?:declin|reject|cancel|denied|refus|отклон|отмен|отказ|відхил|скасов|respins|refuz|anul)"
)
_PARTIAL = "partial|частичн|частков"
_TRANSFER = (
    "withdraw|payout|transfer|fee|deposit|currency conversion|top ?up|adjustment|authorization|hold|chargeback fee"
    "|вывод|перевод|комисси|пополнен|списани|выплат|конвертац"
    "|виведен|переказ|комісі|поповнен|виплат|retrager|transfer|comision|alimentare|depunere"
    "|auszahl|gebuhr|uberweis|virement|frais|wyplat|prowizj|komisyon|retirad|prelievo"
)

# Beside these a "transfer" is a way to pay, not money moved between accounts.
_WAY_TO_PAY = "card|cash|visa|mastercard|карт|налич|безнал|готівк|numerar|kaspi|қолма"
# Marks on Latin letters make no difference; й and ї without theirs would be other letters.
_MARKS = re.compile("(?<=[a-z])[\u0300-\u036f]+")
_BETWEEN_WORDS = re.compile(r"[\s_\-/]+")
_PLAIN_LETTERS = str.maketrans("łı", "li")

# Words of people, then numbers, ticks and the truth values of programs and spreadsheets.
_YES = frozenset(
    [
        *("yes", "y", "да", "д", "так", "т", "da", "d", "иә"),
        *("1", "1.0", "true", "t", "истина", "adevarat", "adevărat", "x", "х", "v", "+", "✓", "✔"),
    ]
)
_NO = frozenset(
    [
        *("no", "n", "нет", "н", "ні", "nu", "жоқ"),
        *("0", "0.0", "false", "f", "ложь", "хибність", "fals"),
    ]
)

_NUMBERS = frozenset(["0", "0.0", "1", "1.0"])

# Labels of total rows, matched against the whole start of a cell.
_TOTAL = re.compile(
    r"^(?:\W*(?:(?:grand|sub)?[ -]?totals?|sum|итого|всего|итог|общий итог|оборот|разом|усього|всього|підсумок"
    r"|total(?:ul)? (?:general|facturi|comenzi)|subtotal|барлығы|жиыны)\b"
    r"|.{1,80}\s(?:итог|итого|всего|разом|усього|всього|підсумок|total)\W*$)",
    re.IGNORECASE,
)
# What all of these hold, for looking through many texts at once.
_HOLDS_TOTAL = "total|sum|итог|всего|оборот|разом|усього|всього|підсумок|барлығы|жиыны"
_TOTAL_ALONE = re.compile(r"\W*(?:(?:grand|sub)?[ -]?total|итого|всего|разом|усього|всього|subtotal)\W*", re.IGNORECASE)


def _at_word_start(alternatives: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{alternatives})")


_STATES: tuple[tuple[State, re.Pattern[str]], ...] = (
    ("sale", _at_word_start(_STILL)),
    ("void", _at_word_start(_VOID)),
    ("sale", _at_word_start(_PARTIAL)),
    ("refund", _at_word_start(_REFUND)),
)


_EVENTS: tuple[tuple[State, re.Pattern[str]], ...] = (
    ("sale", _at_word_start(_STILL)),
    ("void", _at_word_start(_VOID)),
    ("refund", _at_word_start(_REFUND)),
    ("transfer", _at_word_start(_TRANSFER)),
)


_PAYING = _at_word_start(_WAY_TO_PAY)


def states(column: pd.Series, *, events: bool = False, known: Mapping[str, str] | None = None) -> pd.Categorical:
    """State of each cell of a status column (or, with `events`, an event-type column); blanks are missing.

    `known` (case-folded cell → state) goes before the dictionary: what a platform means by its own words.
    A category over `STATES`, so that comparing it costs little on long files.
    """
    texts = column.astype("str").astype("category")
    read = event_type if events else order_state
    words = [str(text).strip() for text in texts.cat.categories]
    meanings = [(known or {}).get(word.casefold()) or read(word) for word in words]
    if events and any(_PAYING.search(word.casefold()) for word in words):
        meanings = ["sale" if meaning == "transfer" else meaning for meaning in meanings]
    meaning = np.array([STATES.index(state) for state in meanings] + [-1], dtype="int8")
    return pd.Categorical.from_codes(meaning[texts.cat.codes.to_numpy()], categories=pd.Index(STATES, dtype="str"))


def order_state(text: str) -> State:
    """Meaning of an order's status: a void order never happened, a refunded one did and gave its money back.

    A part refund leaves a sale; how much came back is another column's business. Unknown words are sales.
    """
    return _meaning(text, _STATES)


def event_type(text: str) -> State:
    """Meaning of a payment export's event type: sale, refund, transfer (withdrawals, fees: no order), void."""
    return _meaning(text, _EVENTS)


def _meaning(text: str, patterns: tuple[tuple[State, re.Pattern[str]], ...]) -> State:
    bare = _MARKS.sub("", unicodedata.normalize("NFKD", text.casefold())).translate(_PLAIN_LETTERS)
    folded = _BETWEEN_WORDS.sub(" ", unicodedata.normalize("NFC", bare)).strip()
    return next((state for state, pattern in patterns if pattern.search(folded)), "sale")


def yes_or_no(column: pd.Series) -> pd.Series:
    """Yes or no by cell, as nullable booleans; missing where a cell is empty.

    A filled cell that is neither word (a date, a reason) counts as yes.
    """
    texts = Texts.of(column, coded=True)
    words = [None if cell is None else tidy(cell) for cell in texts.cells.to_pylist()]
    said = np.array([-1 if word is None else int(word not in _NO) for word in words], dtype="int8")
    rows = texts.spread(said, -1)
    found = pd.arrays.BooleanArray(rows == 1, rows == -1)
    return pd.Series(found, index=column.index, name=column.name)


def say_yes_or_no(column: pd.Series) -> bool:
    """Whether the filled cells are nothing but yes and no, and not the same on every row.

    Either both occur, or one of them does beside empty cells.
    """
    texts = Texts.of(column, coded=True)
    words = {tidy(cell) for cell in texts.cells.to_pylist() if cell is not None}
    if not words or not words <= _YES | _NO:
        return False
    both = bool(words & _YES) and bool(words & _NO)
    return both or (bool(column.isna().any()) and not words <= _NUMBERS)


def is_total(text: str) -> bool:
    """Whether a text is a word for a total and nothing else."""
    return bool(_TOTAL_ALONE.fullmatch(text))


def may_be_totals(texts: pa.Array) -> np.ndarray:
    """By text, whether it begins or ends with a word for a total: `Total Ann`, `Итого за январь`."""
    likely = pc.match_substring_regex(texts, _HOLDS_TOTAL, ignore_case=True)
    places = np.flatnonzero(pc.fill_null(likely, False).to_numpy(zero_copy_only=False))
    found = np.zeros(len(texts), dtype=bool)
    found[places] = [bool(_TOTAL.match(text)) for text in texts.take(pa.array(places)).to_pylist()]
    return found


def total_rows(table: pd.DataFrame) -> np.ndarray:
    """Rows one of whose texts begins or ends with a word for a total."""
    texts = table.select_dtypes(include=["object", "string"])
    found = np.zeros(len(texts), dtype=bool)
    for name in texts.columns:
        found |= texts[name].astype("str").str.match(_TOTAL).fillna(False).to_numpy(dtype=bool)
    return found
