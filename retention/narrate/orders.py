"""Orders in hand in words: how many they are, and what became of the rows they were made of."""

from retention.narrate.numbers import dates, number
from retention.narrate.texts import Markup, _, fill, ngettext, plain
from retention.orders import Orders
from retention.settings import Days


def held(*, orders: int, customers: int, days: Days, money: str | None) -> list[Markup]:
    """How many orders, of how many customers, from when to when, for how much money: a few words each.

    `money` is None where no amount is known.
    """
    told = [
        fill(ngettext("{n} order", "{n} orders", orders), n=number(orders)),
        fill(ngettext("{n} customer", "{n} customers", customers), n=number(customers)),
        plain(dates(*days)),
    ]
    return told if money is None else [*told, fill(_("Revenue {money}"), money=money)]


def rows(orders: Orders, count: int) -> Markup:
    """What became of the rows of the files; `count` is how many orders they make."""
    made = ngettext(
        "Rows read: {read}. Of these, {used} make {n} order; left out: {aside}.",
        "Rows read: {read}. Of these, {used} make {n} orders; left out: {aside}.",
        count,
    )
    return fill(
        made,
        read=number(orders.rows_read),
        used=number(orders.rows_used),
        n=number(count),
        aside=number(orders.rows_set_aside),
    )
