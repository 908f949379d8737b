"""Which orders are to count: conditions on orders and on the customers who placed them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from retention.errors import RequestError

ORDER, FIRST, EVER = "order", "first", "ever"
SCOPES = (ORDER, FIRST, EVER)
"""What a condition is asked of: each order by itself, the customer's first order, or any order of the customer."""
Wanted = Mapping[str, object]
"""Conditions as a person names them: columns, `first:` or `ever:` before them, each with a value or several."""


@dataclass(frozen=True, kw_only=True)
class Condition:
    """One condition: `column` holds one of the texts `any_of`; "" stands for a cell that says nothing.

    `scope` is one of `SCOPES`. Of `order`, the orders that fulfil it count, each by itself. Of `first`, all orders of
    the customers whose first order fulfils it; of `ever`, all orders of the customers with any order that does.
    With `leave_out` it is the others that count.
    """

    column: str
    any_of: tuple[str, ...]
    scope: str = ORDER
    leave_out: bool = False

    @property
    def of_customers(self) -> bool:
        """Whether it chooses customers with all their orders, not orders."""
        return self.scope != ORDER

    @property
    def name(self) -> str:
        """The column as a person names it: `channel`, `first:channel`, `ever:product`.

        >>> Condition(column="product", any_of=("Tea",), scope="ever").name
        'ever:product'
        """
        return self.column if self.scope == ORDER else f"{self.scope}:{self.column}"

    def __str__(self) -> str:
        return f"{'without' if self.leave_out else 'only'} {self.name}={'|'.join(self.any_of)}"


@dataclass(frozen=True)
class Filter:
    """Conditions of which orders have to fulfil every one; without any, all orders count.

    Each is asked of all orders of the shop, never of what another one has left, so that their order does not matter.
    """

    conditions: tuple[Condition, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.conditions)

    def __add__(self, other: "Filter") -> "Filter":
        """Both: what either demands, each condition once."""
        return Filter(tuple(dict.fromkeys((*self.conditions, *other.conditions))))

    def replaced(self, old: Condition | None, new: Condition | None) -> "Filter":
        """With one condition in the place of another; None: of none, or nothing."""
        kept = tuple(each for each in self.conditions if each != old)
        return Filter(kept if new is None else (*kept, new))

    def asked_alike(self, condition: Condition) -> Condition | None:
        """The condition about the same column, asked of the same orders in the same way; None: there is none."""
        same = replace(condition, any_of=())
        return next((each for each in self.conditions if replace(each, any_of=()) == same), None)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that are asked, each once."""
        return tuple(dict.fromkeys(each.column for each in self.conditions))

    @classmethod
    def of(cls, only: Wanted | None = None, without: Wanted | None = None) -> "Filter":
        """Conditions as `filtered` takes them.

        RetentionError `filter_unclear` (text) for a column without a name or without any value.

        >>> [str(each) for each in Filter.of({"first:channel": ["web", "app"]}, {"paid": True}).conditions]
        ['only first:channel=web|app', 'without paid=true']
        """
        told = [(False, name, values) for name, values in (only or {}).items()]
        told += [(True, name, values) for name, values in (without or {}).items()]
        return cls(tuple(_condition(name, _texts(values), leave_out=leave_out) for leave_out, name, values in told))

    @classmethod
    def parsed(cls, only: Iterable[str] = (), without: Iterable[str] = ()) -> "Filter":
        """Conditions as a command line says them, `channel=online`; several of one column mean any of their values.

        RetentionError `filter_unclear` (text).

        >>> Filter.parsed(["channel=web", "channel=app"]).conditions[0].any_of
        ('web', 'app')
        """
        return cls.of(_by_column(only), _by_column(without))


def _by_column(texts: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for text in texts:
        column, equals, value = text.partition("=")
        if not equals or not column.strip():
            raise RequestError("filter_unclear", text=text)
        found.setdefault(column.strip(), []).append(value.strip())
    return found


def _condition(name: str, values: tuple[str, ...], *, leave_out: bool) -> Condition:
    scope, colon, column = name.partition(":")
    if not colon or scope not in SCOPES:
        scope, column = ORDER, name
    if not column.strip() or not values:
        raise RequestError("filter_unclear", text=f"{name}={'|'.join(values)}")
    return Condition(column=column.strip(), any_of=values, scope=scope, leave_out=leave_out)


def _texts(values: object) -> tuple[str, ...]:
    """One value or several as the texts that cells are compared with."""
    several = values if isinstance(values, list | tuple | set | frozenset) else (values,)
    return tuple(dict.fromkeys(_text(each) for each in several))


def _text(value: object) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


EVERY_ORDER = Filter()
"""No condition at all."""
