"""How numbers with money are written: from the shape of a text to sign, marks, digits and currency."""

import re
from dataclasses import dataclass
from functools import lru_cache

_CURRENCIES = {
    "USD": "$ us$ usd $us dollar dollars dolari dolar долл доллар доллара доллары долларов дол долар долари доларів",
    "EUR": "€ eur euro евро євро",
    "GBP": "£ gbp pound pounds",
    "RUB": "₽ rub rur руб рублей рубля рубли рубль р",
    "UAH": "₴ uah грн гривень гривня гривні гривен гривна гривны",
    "KZT": "₸ kzt тг тнг тенге теңге",
    "RON": "ron lei leu",
    "MDL": "mdl",
    "BYN": "byn бр br",
    "PLN": "pln zł zl złoty zloty злотый злотых",
    "CZK": "czk kč kc",
    "HUF": "huf ft",
    "BGN": "bgn лв",
    "TRY": "₺ try tl",
    "ILS": "₪ ils",
    "GEL": "₾ gel",
    "AMD": "֏ amd",
    "AZN": "₼ azn",
    "INR": "₹ inr rs",
    "JPY": "¥ jpy",
    "CNY": "cny",
    "UZS": "uzs сум сўм",
    "KGS": "kgs сом",
    "CHF": "chf fr",
    "CAD": "cad c$ ca$",
    "AUD": "aud a$ au$",
    "NZD": "nzd nz$",
    "MXN": "mxn mx$",
    "BRL": "brl r$",
    "SEK": "sek",
    "NOK": "nok",
    "DKK": "dkk",
    "AED": "aed",
    "ZAR": "zar",
    "IDR": "idr rp",
    "MYR": "myr rm",
    "SGD": "sgd s$",
    "HKD": "hkd hk$",
    "TWD": "twd nt$",
    "KRW": "₩ krw",
    "VND": "₫ vnd",
    "NGN": "₦ ngn",
    "THB": "฿ thb",
    "PHP": "₱ php",
    "RSD": "rsd дин din",
}
# Names in several words; of others the word that names a currency decides: доллар США, Euro (EU).
_LONG_NAMES = {
    "белорусск": "BYN",
    "молдавск": "MDL",
    "молдовськ": "MDL",
    "moldovenesc": "MDL",
    "moldovan": "MDL",
    "канадск": "CAD",
    "canadian": "CAD",
    "австралийск": "AUD",
    "australian": "AUD",
    "казахст": "KZT",
    "российск": "RUB",
    "русск": "RUB",
    "украинск": "UAH",
    "українськ": "UAH",
}
_CODES = {name: code for code, names in _CURRENCIES.items() for name in names.split()}
# Words that may follow a quantity, and a sign that several currencies share.
_UNITS = frozenset(["kr", "шт", "штук", "штуки", "ед", "уп", "pcs", "pc", "pieces", "buc", "дана", "x", "х"])

_LONGEST_NUMBER = 60
_SHORTEST_NAME = 3
_THOUSANDS = 3
_MINUS = "-−–‐‑"
_SPACED = re.compile(r"[\s'’`´_]")
_GROUPING = {mark: re.compile(rf"[{mark}\s'’`´_]") for mark in ".,"}
_SYMBOLS = "$€£₽₴₸₺₪₾֏₼₹¥₩₫₦฿₱"
_NUMBER = re.compile(
    rf"(?P<open>\()? ?(?P<sign>[{_MINUS}+])? ?(?P<before>[^\W\d_]+\.?|[^\W\d_]{{0,2}}[{_SYMBOLS}])? ?"
    rf"(?P<sign2>[{_MINUS}+])? ?(?P<open2>\()?(?P<number>0[0.,\s'’`´_]*|[.,]0+)(?P<exponent>e[+\-−]?0{{1,2}})?"
    rf"(?P<close2>\))? ?(?P<sign3>[{_MINUS}])? ?(?P<after>[{_SYMBOLS}]|[^\W\d_]*\.?)? ?"
    rf"(?P<sign4>[{_MINUS}])?(?P<close>\))?"
)
# 60,- is sixty, not minus sixty.
_NO_CENTS = re.compile(rf"(?<=0)(?P<mark>[.,]) ?[{_MINUS}—](?!0)")
# 12 руб. 34 коп. is 12,34 руб.
_COINS = re.compile(r"(?<=0) ?(?P<unit>[^\W\d_]+)\.?,? (?P<coins>00) ?(?:коп|ban|cent)[^\W\d_]*\.?$")
_WORDS = re.compile(r"[^\W\d_]+")
_NAME_ALONE = re.compile(rf"(?P<name>[^\W\d_]+\$?|[^\W\d_]{{0,2}}[{_SYMBOLS}])\.?")


@dataclass(frozen=True, kw_only=True)
class MoneyLayout:
    """What a shape tells about its number.

    `digits` counts all digits of the number, `whole` those before the decisive mark, `fraction` those
    after it. `decimal` is the mark that must be the decimal one, `ambiguous` one that may be: exactly one
    of the two is set when a mark stands in the number, none for whole numbers.
    """

    digits: int
    whole: int
    fraction: int
    negative: bool
    currency: str | None
    decimal: str | None = None
    ambiguous: str | None = None
    exponent: bool = False
    grouped: bool = False

    @property
    def is_ungrouped_thousand(self) -> bool:
        """Whether the whole part passes a thousand and is written without grouping."""
        return not self.grouped and self.ambiguous is None and self.whole > _THOUSANDS

    def decimals(self, mark: str) -> int:
        """Digits after the decimal mark, if `mark` is the decimal one in cells that could be read both ways."""
        return self.fraction if self.decimal or self.ambiguous == mark else 0


@lru_cache(maxsize=8192)
def money_layout(shape: str) -> MoneyLayout | None:
    """Sign, marks and currency of a tidied shape; None if it is neither a number nor a currency's name."""
    if len(shape) > _LONGEST_NUMBER:
        return None
    shape = _COINS.sub(r",\g<coins> \g<unit>", shape)
    no_cents = _NO_CENTS.search(shape)
    found = _NUMBER.fullmatch(_NO_CENTS.sub("", shape))
    if found is None:
        return _currency_alone(shape)
    names = [name.rstrip(".") for name in (found["before"], found["after"]) if name]
    codes = [_CODES.get(name) for name in names]
    if any(code is None and name not in _UNITS for code, name in zip(codes, names, strict=True)):
        return None
    marks = _marks(found["number"].strip())
    if marks is None:
        return None
    signs = [found[sign] for sign in ("sign", "sign2", "sign3", "sign4")]
    brackets = [found[bracket] for bracket in ("open", "close", "open2", "close2")]
    if sum(sign is not None for sign in signs) > 1 or bool(brackets[0] or brackets[2]) != bool(
        brackets[1] or brackets[3]
    ):
        return None
    minus = any(sign is not None and sign in _MINUS for sign in signs)
    decimal, ambiguous, whole, fraction, grouped = marks
    if no_cents and ambiguous not in (None, no_cents["mark"]):  # 1.250,-
        decimal, ambiguous, whole, fraction, grouped = no_cents["mark"], None, whole + fraction, 0, True
    return MoneyLayout(
        digits=whole + fraction,
        whole=whole,
        fraction=fraction,
        negative=minus or any(brackets),
        currency=next((code for code in codes if code), None),
        decimal=decimal,
        ambiguous=ambiguous,
        exponent=found["exponent"] is not None,
        grouped=grouped,
    )


def _currency_alone(shape: str) -> MoneyLayout | None:
    found = _NAME_ALONE.fullmatch(shape)
    code = _CODES.get(found["name"]) if found else _by_words(shape)
    return MoneyLayout(digits=0, whole=0, fraction=0, negative=False, currency=code) if code else None


def _by_words(shape: str) -> str | None:
    """The currency of a name in several words; None if none or several are named."""
    words = _WORDS.findall(shape) if not any(sign.isdigit() for sign in shape) else []
    countries = {code for word in words for start, code in _LONG_NAMES.items() if word.startswith(start)}
    named = countries or {_CODES[word] for word in words if len(word) >= _SHORTEST_NAME and word in _CODES}
    return named.pop() if len(words) > 1 and len(named) == 1 else None


def _marks(number: str) -> tuple[str | None, str | None, int, int, bool] | None:
    """Decimal mark, ambiguous mark, digits before and after it, whether thousands are grouped; None: no number."""
    number = number.rstrip(".,") if number[-1] in ".," and number.count(number[-1]) == 1 else number
    last = max(number.rfind("."), number.rfind(","))
    if last < 0:
        groups = _SPACED.split(number)
        return (None, None, number.count("0"), 0, len(groups) > 1) if _grouped(groups) else None
    mark, head, tail = number[last], number[:last], number[last + 1 :]
    other = "," if mark == "." else "."
    if mark in head:  # 1.234.567: grouping, and so the other mark is the decimal one, though absent
        groups = number.split(mark)
        return (other, None, number.count("0"), 0, True) if other not in head and _grouped(groups) else None
    groups = _GROUPING[other].split(head) if head else ["0"]
    if not tail.isdigit() or not _grouped(groups):
        return None
    whole = head.count("0")
    could_group = len(groups) == 1 and len(tail) == _THOUSANDS and 1 <= whole <= _THOUSANDS
    if could_group:
        return None, mark, whole, len(tail), False
    return mark, None, whole, len(tail), len(groups) > 1


def _grouped(groups: list[str]) -> bool:
    """Whether digits come in groups of thousands (or, in India, of hundreds but for the last)."""
    if not all(group.isdigit() for group in groups):
        return False
    if len(groups) == 1:
        return True
    middle = all(2 <= len(group) <= _THOUSANDS for group in groups[1:-1])
    return middle and 1 <= len(groups[0]) <= _THOUSANDS and len(groups[-1]) == _THOUSANDS
