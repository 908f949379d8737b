"""Columns that tell who somebody is beside the customer's own: number, e-mail, phone, name."""

from collections.abc import Sequence, Set

from retention.ingest.columns.column_profile import LIKELY, SURE_HEADER, Profile
from retention.ingest.columns.customer_column import name_parts
from retention.ingest.headers import tokens
from retention.ingest.values import identifiers

_WEAKEST = 0.3
"""How strongly a header has to say so: `Phone (billing)` is enough."""
_SOME_WORDS = 0.3
# What is hidden in part tells nobody from another.
_SOME_MASKED = 0.05
# Whoever gets the parcel need not be who ordered it.
_RECEIVER = frozenset(
    [
        *("shipping", "ship", "recipient", "delivery", "deliver", "other", "receiver", "consignee"),
        *("получатель", "получателя", "доставки", "доставка", "другой"),
        *("отримувач", "отримувача", "доставка", "інший"),
        *("livrare", "destinatar", "destinatarului", "alt"),
        *("lieferung", "livraison", "odbiorcy", "odbiorca", "envio", "spedizione", "teslimat"),
    ]
)


def contact_columns(
    profiles: Sequence[Profile], customer: str | None, used: Set[str | None]
) -> dict[str, tuple[str, ...]]:
    """The columns that hold each customer's `number`, `email`, `phone` and `name`, those the file has.

    The `customer`'s own column is among them where its header says so; `used` names columns that are something else.
    A name may stand in several columns. Who a parcel goes to, staff and suppliers are left out.
    """
    free = [column for column in profiles if column.name == customer or column.name not in used]
    free = [column for column in free if column.name == customer or column.masked < _SOME_MASKED]
    free = [column for column in free if not (column.is_decoy or _RECEIVER.intersection(tokens(column.name)))]
    found = {
        "number": _clearest([column for column in free if _is_number(column)], "customer_id", SURE_HEADER),
        "email": _clearest([column for column in free if column.emails >= LIKELY], "email", _WEAKEST),
        "phone": _clearest([column for column in free if _is_phone(column)], "phone", _WEAKEST),
    }
    return {kind: columns for kind, columns in found.items() if columns} | _names(free)


def _clearest(columns: Sequence[Profile], role: str, weakest: float) -> tuple[str, ...]:
    """The column whose header says most clearly that it plays a role; of equally clear ones the best filled."""
    meant = [column for column in columns if column.means.get(role, 0.0) >= weakest]
    best = max(meant, key=lambda column: (round(column.means[role], 2), round(column.filled, 1)), default=None)
    return () if best is None else (best.name,)


def _is_number(column: Profile) -> bool:
    usable = not (column.is_date or column.is_decimal or column.is_constant)
    return usable and not identifiers.ids_destroyed(column.cells)


def _is_phone(column: Profile) -> bool:
    """Whether cells can be telephone numbers, which tables of numbers may hold as whole numbers."""
    usable = not (column.is_date or column.is_decimal) and (column.phones >= LIKELY or column.is_number)
    return usable and not identifiers.ids_destroyed(column.cells)


def _names(free: Sequence[Profile]) -> dict[str, tuple[str, ...]]:
    parts = name_parts(free)
    if parts:
        return {"name": tuple(column.name for column in parts)}
    worded = [column for column in free if column.words >= _SOME_WORDS and not column.is_date]
    whole = _clearest(worded, "customer_name", _WEAKEST) or _clearest(worded, "customer", _WEAKEST)
    return {"name": whole} if whole else {}
