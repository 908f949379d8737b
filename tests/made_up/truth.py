"""The truth behind a made-up file: a shop with its people, orders, cancellations and refunds. Money in cents."""

import datetime as dt
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from tests.made_up.words import WORDS, ascii_of


@dataclass(frozen=True)
class Person:
    """A customer: every contact is theirs alone."""

    number: str
    first: str
    last: str
    email: str
    phone: str
    city: str

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first} {self.last}"


@dataclass(frozen=True)
class Line:
    """One product of an order."""

    product: str
    sku: str
    category: str
    quantity: int
    price: int

    @property
    def amount(self) -> int:
        """Quantity × price."""
        return self.quantity * self.price


@dataclass(frozen=True, kw_only=True)
class Order:
    """An order that was placed; `cancelled` ones never became a purchase, `refunded` is money given back."""

    number: str
    person: Person
    moment: dt.datetime
    lines: tuple[Line, ...]
    channel: str
    branch: str
    cancelled: bool = False
    refunded: int = 0

    @property
    def total(self) -> int:
        """What was paid."""
        return sum(line.amount for line in self.lines)


@dataclass(frozen=True)
class Reading:
    """Numbers that a file comes to; None where any would do. `last` is the day of the last order."""

    customers: int | None = None
    orders: int | None = None
    revenue: float | None = None
    last: dt.date | None = None


@dataclass(frozen=True)
class Shop:
    """People and their orders, oldest first."""

    people: tuple[Person, ...]
    orders: tuple[Order, ...]

    @property
    def reading(self) -> Reading:
        """What the shop comes to: cancelled orders left out, refunds taken off."""
        return reading(self.orders)


def reading(orders: Iterable[Order]) -> Reading:
    """Customers, orders and net money of some orders."""
    done = [order for order in orders if not order.cancelled]
    revenue = sum(order.total - order.refunded for order in done) / 100
    return Reading(len({order.person.number for order in done}), len(done), revenue)


def random_people(draw: random.Random, language: str, size: int) -> tuple[Person, ...]:
    """People with a name, a number, an e-mail and a phone of their own."""
    words = WORDS[language]
    names = draw.sample([(first, last) for first in words.first_names for last in words.last_names], size)
    start = draw.choice((1, 100, 10_000))
    style = draw.choice(("{}", "C-{:05}", "{:06}", "KL{}"))
    used: set[str] = set()
    people = []
    for place, (first, last) in enumerate(names):
        address = f"{ascii_of(first)}.{ascii_of(last)}{place if draw.random() < 0.5 else ''}"
        address = address if address not in used else f"{address}.{place}"
        used.add(address)
        mail = draw.choice(("gmail.com", "mail.com", "outlook.com", words.domain))
        phone = draw.choice(words.phones) + f"{draw.randrange(10**6):06}{place % 10}"
        people.append(
            Person(
                style.format(start + 7 * place),
                first,
                last,
                f"{address}@{mail}",
                phone[: words.phone_length],
                draw.choice(words.cities),
            )
        )
    return tuple(people) if len({each.phone for each in people}) == size else random_people(draw, language, size)


def random_line(draw: random.Random, language: str) -> Line:
    """A product, some of it."""
    words = WORDS[language]
    place = draw.randrange(len(words.products))
    price = draw.randrange(150, draw.choice((900, 9_000, 60_000, 250_000)))
    category = words.categories[place % len(words.categories)]
    return Line(words.products[place], f"SKU-{place + 101}", category, draw.randint(1, 4), price)


def random_shop(
    draw: random.Random,
    language: str,
    *,
    orders: int | None = None,
    most_lines: int = 1,
    cancelled: float = 0.0,
    refunds: float = 0.0,
) -> Shop:
    """A shop of one to two years; nobody orders twice on a day, and some customers come again.

    `cancelled` and `refunds` are shares of the orders; at least two of each kind happen when asked for.
    """
    words = WORDS[language]
    size = orders or draw.choice((30, 40, 50, 60, 80, 120))
    people = random_people(draw, language, max(6, min(size * 2 // 5, 120)))
    first = dt.datetime(2023, draw.randint(1, 6), draw.randint(1, 28))  # noqa: DTZ001 - the shop's own clock
    span = draw.randint(400, 700)
    days: set[tuple[str, int]] = set()
    moments: list[tuple[dt.datetime, Person]] = []
    while len(moments) < size:
        person, day = people[min(int(draw.expovariate(3) * len(people)), len(people) - 1)], draw.randrange(span)
        if (person.number, day) not in days:
            days.add((person.number, day))
            minutes = draw.randint(9 * 60, 21 * 60 - 1)
            moments.append((first + dt.timedelta(days=day, minutes=minutes, seconds=draw.randrange(60)), person))
    number = draw.choice((1, 1001, 48_210, 700_345))
    form = draw.choice(("{}", "{}", "#{}", "A-{:06}", "ORD{}", "2024/{:05}"))
    made = [
        Order(
            number=form.format(number + place),
            person=person,
            moment=moment,
            lines=tuple(random_line(draw, language) for _ in range(draw.randint(1, most_lines))),
            channel=draw.choice(words.channels),
            branch=draw.choice(words.cities[:3]),
        )
        for place, (moment, person) in enumerate(sorted(moments, key=lambda each: each[0]))
    ]
    return Shop(people, tuple(_undone(draw, _with_distinct_lines(made), cancelled, refunds)))


def _with_distinct_lines(orders: Sequence[Order]) -> list[Order]:
    """Each product once per order, so that no two lines of an order are the same."""
    return [replace(each, lines=tuple({line.sku: line for line in each.lines}.values())) for each in orders]


def _undone(draw: random.Random, orders: Sequence[Order], cancelled: float, refunds: float) -> list[Order]:
    """Orders of which some are cancelled, and others given back in full or in part."""
    places = list(range(len(orders)))
    draw.shuffle(places)
    void = places[: max(2, round(len(orders) * cancelled))] if cancelled else []
    back = places[len(void) : len(void) + max(2, round(len(orders) * refunds))] if refunds else []
    undone = list(orders)
    for place in void:
        undone[place] = replace(undone[place], cancelled=True)
    for place in back:
        total = undone[place].total
        undone[place] = replace(undone[place], refunded=total if draw.random() < 0.6 else max(1, total // 3))
    return undone
