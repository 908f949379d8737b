"""Whether an amount still holds its discount: other columns tell, else its header; else it is asked or remarked."""

import re
from collections.abc import Iterable, Sequence
from collections.abc import Mapping as ReadOnly

import numpy as np

from retention.errors import Question
from retention.ingest.columns.column_profile import Profile
from retention.ingest.headers import tokens
from retention.ingest.mapping import AFTER, BEFORE
from retention.ingest.values import money

_CENT = 0.011
_NEARLY_ALL = 0.95
_WHOLE = 100
# Steps in which percentages are given; money off is given in such steps too.
_STEP = 5

# Words of a header, folded as `headers.tokens` does, a space between.
_SAYS_BEFORE = re.compile(
    r"\bsub ?totals?\b|\b(?:before|pre|without|excl\w*|ex) (?:any )?discounts?\b|\bundiscounted\b"
    r"|\b(?:full|list|original|regular) (?:price|amount|value|total)\b"
    r"|\b(?:без|до)(?: учета)? скид|\bбез(?: урахування)? зниж|\bдо зниж|\bполн\w+ (?:сумм|стоимост|цен)"
    r"|\bповн\w+ (?:сум|варт|цін)|\bподытог|\bпромежуточн|\bпроміжн"
    r"|\bfara (?:discount|reducer)|\binainte de (?:discount|reducer)|\b(?:pret|valoare|suma) (?:intreg|initial)"
    r"|\bzwischensumme|\bsous total|\bsuma czesciowa"
)
_SAYS_AFTER = re.compile(
    r"\b(?:after|with|incl\w*|less|minus) (?:any |all )?discounts?\b|\bdiscounted\b|\bnet\b"
    r"|\bpa(?:id|yable|yments?|y)\b|\b(?:due|charged|collected|received|spent|grand)\b"
    r"|\b(?:со|с учетом|после) скид|\b(?:зі|з урахуванням|після) зниж|оплат|оплач|плат[её]ж"
    r"|сплат|сплач|платіж|выручк|виручк"
    r"|\b(?:cu|dupa) (?:discount|reducer)|\bplat[aiu]|\bachitat|\bincas|\breduc|\bredus"
)
_SAYS_TOTAL = re.compile(r"\btotal|\bитог|\bвсего|\bвсього|\bразом|\bусього")
_SAYS_GROSS = re.compile(r"\bgross\b|\bбрутто|\bbrut\b|\bbrutto\b")


def paid_beside(
    amount: Profile, discount: Profile, columns: Sequence[Profile], added: Sequence[Profile]
) -> Profile | None:
    """The column that holds an amount after its discount, whatever its header; None: there is none.

    `added` are columns of tax and shipping, which the other one may hold as well.
    """
    plain = (column for column in columns if column.is_number and not column.is_date and not column.is_decoy)
    return next((each for each in plain if each is not discount and _is_reduced(amount, each, discount, added)), None)


def read_amount(
    amount: Profile, discount: Profile, columns: Sequence[Profile], *, quantity: Profile | None, price: Profile | None
) -> str | Question | None:
    """`AFTER` or `BEFORE`: whether a discount is taken off its amount already; None where nothing tells.

    Other columns tell, quantity × price among them, else the amount's header; a question where neither does and yet
    the discount is likely to be missing.
    """
    given = _sizes(discount) > 0
    if not given.any():
        return AFTER
    extended = None if price is None else price.amounts * (1 if quantity is None else quantity.amounts)
    wholes = [column.amounts for column in columns if column.is_number and column not in (amount, discount)]
    wholes += [] if extended is None else [extended]
    reduced = any(_reduces(whole, amount.amounts, discount) for whole in wholes)
    if reduced or (quantity is not None and _is_of_lower_price(amount, quantity, columns, discount)):
        return AFTER
    header = " ".join(tokens(amount.name))
    if _SAYS_BEFORE.search(header):
        return BEFORE
    if _SAYS_AFTER.search(header):
        return AFTER
    if _SAYS_GROSS.search(header) or (extended is not None and _agree(extended[given], amount.amounts[given])):
        return _ask(amount, discount)
    return AFTER if _SAYS_TOTAL.search(header) else None


def _is_of_lower_price(amount: Profile, quantity: Profile, columns: Sequence[Profile], discount: Profile) -> bool:
    """Whether an amount is quantity × a price with the discount taken off, which stands beside that of the list."""
    prices = [column for column in columns if column.is_number and column not in (amount, quantity, discount)]
    own = [column for column in prices if _agree(column.amounts * quantity.amounts, amount.amounts)]
    return any(_reduces(price.amounts, each.amounts, discount) for each in own for price in prices)


def could_be_percent(discount: Profile, amount: Profile) -> bool:
    """Whether a discount without a percent sign may be percent as well as money: 10, 25, of amounts above that."""
    sizes = _sizes(discount)
    given = sizes[sizes > 0]
    if discount.is_percentage or not len(given) or given.max() >= _WHOLE or (given % _STEP != 0).any():
        return False
    return not (sizes > np.abs(amount.amounts) + _CENT).any()


def ask_what_discount_is(discount: Profile, amount: Profile) -> Question:
    """The question whether a discount is percent or money; `worked` reckons the first one: amount, discount, rest."""
    first = next(str(cell) for cell, size in zip(discount.cells, _sizes(discount), strict=True) if size > 0)
    whole, size = _first(amount, discount, other_than=_WHOLE)
    off = {"percent": whole * size / _WHOLE, "line": size}
    details = {"column": discount.name, "value": first, "worked": _worked(whole, off)}
    return Question("discount_as", ("percent", "line"), details)


def _ask(amount: Profile, discount: Profile) -> Question:
    """The question whether an amount still holds its discount; `worked` reckons the first one, if in money."""
    details: dict[str, object] = {"column": amount.name, "discount": discount.name}
    whole, size = _first(amount, discount)
    off = whole * size / _WHOLE if discount.is_percentage else size
    if not could_be_percent(discount, amount):
        details["worked"] = _worked(whole, {BEFORE: off, AFTER: 0.0})
    return Question("amount_is", (BEFORE, AFTER), details)


def _first(amount: Profile, discount: Profile, *, other_than: float | None = None) -> tuple[float, float]:
    """The first amount with a discount, and the size of that; of one that differs from another, if there is any."""
    sizes = _sizes(discount)
    given = np.flatnonzero((sizes > 0) & ~np.isnan(amount.amounts))
    if not len(given):
        return np.nan, np.nan
    telling = given[amount.amounts[given] != other_than]
    place = telling[0] if len(telling) else given[0]
    return float(amount.amounts[place]), float(sizes[place])


def _worked(whole: float, off: ReadOnly[str, float]) -> dict[str, list[float]]:
    """What is left of an amount under each answer; nothing where none is known."""
    return {answer: [whole, size, whole - size] for answer, size in off.items() if whole == whole}


def _is_reduced(whole: Profile, column: Profile, discount: Profile, added: Sequence[Profile]) -> bool:
    """Whether a column is another one less the discount, with or without what else is added."""
    return any(_reduces(whole.amounts, column.amounts - more, discount) for more in _sums(added, len(whole.amounts)))


def _sums(added: Sequence[Profile], size: int) -> Iterable[np.ndarray]:
    yield np.zeros(size)
    for column in added:
        yield np.nan_to_num(column.amounts)
    if len(added) > 1:
        yield np.sum([np.nan_to_num(column.amounts) for column in added], axis=0)


def _reduces(whole: np.ndarray, left: np.ndarray, discount: Profile) -> bool:
    """Whether what is left is the whole less its discount, in money or in percent, on the rows that have one."""
    sizes = _sizes(discount)
    given = sizes > 0
    if not given.any():
        return False
    whole, left, sizes = whole[given], left[given], sizes[given]
    shares = sizes / (_WHOLE if discount.is_percentage or sizes.max() > 1 else 1)
    readings = [whole * (1 - shares)] if discount.is_percentage else [whole - sizes, whole * (1 - shares)]
    return any(_agree(reading, left) for reading in readings)


def _sizes(discount: Profile) -> np.ndarray:
    """How large each discount is, in money or percent; 0 where there is none."""
    percents = money.percents(discount.cells).to_numpy()
    return np.asarray(np.abs(np.nan_to_num(np.where(np.isnan(percents), discount.amounts, percents))))


def _agree(one: np.ndarray, other: np.ndarray) -> bool:
    both = ~np.isnan(one) & ~np.isnan(other)
    return bool(both.any() and (np.abs(one - other)[both] < _CENT).mean() >= _NEARLY_ALL)
