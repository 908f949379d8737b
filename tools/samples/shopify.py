"""A soap and candle shop on Shopify: customers won through Instagram rarely come back, those of the web shop do."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from tools.samples.behaviour import arrivals, people, season, visits

# The header of Shopify's order export, in its order.
HEADER = tuple(
    """
    Name|Email|Financial Status|Paid at|Fulfillment Status|Fulfilled at|Accepts Marketing|Currency|Subtotal|Shipping|
    Taxes|Total|Discount Code|Discount Amount|Shipping Method|Created at|Lineitem quantity|Lineitem name|
    Lineitem price|Lineitem compare at price|Lineitem sku|Lineitem requires shipping|Lineitem taxable|
    Lineitem fulfillment status|Billing Name|Billing Street|Billing Address1|Billing Address2|Billing Company|
    Billing City|Billing Zip|Billing Province|Billing Country|Billing Phone|Shipping Name|Shipping Street|
    Shipping Address1|Shipping Address2|Shipping Company|Shipping City|Shipping Zip|Shipping Province|
    Shipping Country|Shipping Phone|Notes|Note Attributes|Cancelled at|Payment Method|Payment Reference|
    Refunded Amount|Vendor|Outstanding Balance|Employee|Location|Device ID|Id|Tags|Risk Level|Source|
    Lineitem discount|Tax 1 Name|Tax 1 Value|Tax 2 Name|Tax 2 Value|Tax 3 Name|Tax 3 Value|Tax 4 Name|Tax 4 Value|
    Tax 5 Name|Tax 5 Value|Phone|Receipt Number|Duties|Billing Province Name|Shipping Province Name|Payment ID|
    Payment Terms Name|Next Payment Due At|Payment References
    """.replace("\n    ", "")
    .strip()
    .split("|")
)

FIRST, LAST = dt.date(2024, 7, 1), dt.date(2026, 6, 30)
WALK_IN_ORDERS = 30

MONTHS = (0.85, 0.95, 0.9, 0.95, 1.15, 0.9, 0.8, 0.85, 0.95, 1.05, 1.4, 1.6)
WEEKDAYS = (1.0, 0.95, 0.95, 1.0, 1.1, 1.15, 1.05)

# Cents.
PRODUCTS = {
    ("Cedar & Salt Soap", "SOAP-CS"): 900,
    ("Oatmeal Soap, pack of 3", "SOAP-OA3"): 2_400,
    ("Beeswax Candle", "CAN-BW"): 1_800,
    ('Soy Candle "Harbor", 8 oz', "CAN-SH8"): 2_600,
    ("Bath Salts", "BATH-01"): 1_600,
    ("Linen Washcloth", "LIN-WC"): 1_200,
    ("Gift Box", "GIFT-BX"): 5_400,
}
CODES = {"WELCOME10": 10, "THANKYOU15": 15}  # percent off
SHIPPING, FREE_SHIPPING_FROM = 595, 5_000  # cents

PLACES = (("New York", "NY"), ("Boston", "MA"), ("Portland", "ME"), ("Philadelphia", "PA"), ("Providence", "RI"))
FIRST_NAMES = (
    "Abigail Amber Ashley Audrey Brenda Brooke Carol Claire Debra Diane Emma Faith Gail Gina Heather Holly Jenna Jill "
    "Julia Karen Kelly Laura Leah Linda Mia Monica Nora Paige Rachel Robin Sandra Sara Tara Tina Wendy Zoe Aaron "
    "Brian Carl David Eric Greg Ian Jason Kevin Luis Mark Nathan Peter Ryan Scott Tyler Victor"
)
LAST_NAMES = (
    "Allen Alvarez Baker Bell Burke Campbell Chen Cohen Cruz Diaz Evans Flores Garcia Gomez Gray Greene Hall Hill "
    "Howard Jordan Kelly Kim Lee Lopez Martinez Meyer Miller Moore Myers Nelson Nguyen Ortiz Patel Perez Perry Price "
    "Reed Rivera Rossi Russo Sanders Schmidt Silva Simmons Torres Ward White Wright"
)


@dataclass(frozen=True, kw_only=True)
class _Source:
    """Where customers come from: how many, days between their purchases, and their mean chance to leave."""

    count: int
    gap: float
    leave: float


SOURCES = {
    "web": _Source(count=250, gap=70, leave=0.24),
    "instagram": _Source(count=210, gap=95, leave=0.72),
    "pos": _Source(count=60, gap=80, leave=0.4),
}


@dataclass(frozen=True)
class _Order:
    at: dt.datetime  # the shop's local time
    customer: int | None  # None: a sale at the till to nobody in particular
    source: str
    first: bool


def rows() -> list[list[str]]:
    """The export, newest order first: an order's cells on its first line, further items on lines below it."""
    rng = np.random.default_rng(20240701)
    orders = sorted(_orders(rng), key=lambda order: order.at)
    names = people(rng, FIRST_NAMES, LAST_NAMES, count=sum(source.count for source in SOURCES.values()))
    homes = [PLACES[int(place)] for place in rng.integers(0, len(PLACES), size=len(names))]
    export = []
    for number, order in enumerate(orders, start=1_001):
        who = order.customer
        person = {} if who is None else _person(names[who], homes[who])
        lines = list(_order_lines(rng, order, number, person))
        export.append([[line.get(column, "") for column in HEADER] for line in lines])
    return [line for lines in reversed(export) for line in lines]


def _orders(rng: np.random.Generator) -> Iterator[_Order]:
    pace = season(FIRST, LAST, months=MONTHS, weekdays=WEEKDAYS)
    customer = 0
    for name, source in SOURCES.items():
        for start in arrivals(rng, pace, count=source.count):
            leave = np.full(len(pace), rng.beta(4 * source.leave, 4 * (1 - source.leave)))
            gap = source.gap * rng.lognormal(0, 0.4)
            for day in visits(rng, pace, start=int(start), gap=gap, leave=leave, regularity=1.8):
                first = day == start
                through = name if first or rng.random() < 0.8 else "web"
                yield _Order(_moment(rng, day), customer, through, first)
            customer += 1
    for day in arrivals(rng, pace, count=WALK_IN_ORDERS):
        yield _Order(_moment(rng, int(day)), None, "pos", False)


def _moment(rng: np.random.Generator, day: int) -> dt.datetime:
    """A time of that day between eight in the morning and midnight, evenings preferred."""
    seconds = int(rng.triangular(8, 20, 24) * 3600)
    return dt.datetime.combine(FIRST, dt.time()) + dt.timedelta(days=day, seconds=seconds)


def _person(name: tuple[str, str], home: tuple[str, str]) -> Mapping[str, str]:
    city, state = home
    person = {"Email": "{}.{}@example.com".format(*name).lower()}
    for role in ("Billing", "Shipping"):
        person |= {f"{role} Name": " ".join(name), f"{role} City": city, f"{role} Province": state}
        person[f"{role} Country"] = "US"
    return person


def _order_lines(
    rng: np.random.Generator, order: _Order, number: int, person: Mapping[str, str]
) -> Iterator[dict[str, str]]:
    """Cells of each line of one order, by column."""
    chosen = rng.choice(len(PRODUCTS), size=1 + min(int(rng.poisson(0.5)), 3), replace=False)
    items = [(list(PRODUCTS.items())[int(place)], 1 + min(int(rng.poisson(0.4)), 3)) for place in sorted(chosen)]
    head = _money(rng, order, subtotal=sum(price * quantity for (_, price), quantity in items))
    head |= _outcome(rng, order, total=head["Total"])
    head |= dict(person) | {"Currency": "USD", "Accepts Marketing": "yes" if order.customer else "no"}
    head |= {"Id": str(5_550_000_000 + number), "Source": order.source, "Payment Method": "Shopify Payments"}
    for (product, price), quantity in items:
        yield head | {
            "Name": f"#{number}",
            "Email": person.get("Email", ""),
            "Created at": stamp(order.at),
            "Lineitem quantity": str(quantity),
            "Lineitem name": product[0],
            "Lineitem price": _dollars(price),
            "Lineitem sku": product[1],
            "Lineitem requires shipping": "true",
            "Lineitem taxable": "true",
            "Lineitem fulfillment status": head.get("Fulfillment Status") or "fulfilled",
            "Lineitem discount": "0.00",
        }
        head = {}


def _money(rng: np.random.Generator, order: _Order, *, subtotal: int) -> dict[str, str]:
    """Subtotal after discount, shipping (none at the till), total; a first web order often has a welcome code."""
    chance = 0.3 if order.first and order.source != "pos" else 0.08 if order.customer is not None else 0.0
    code = ("WELCOME10" if order.first else "THANKYOU15") if rng.random() < chance else ""
    discount = subtotal * CODES.get(code, 0) // 100
    shipping = 0 if order.source == "pos" or subtotal - discount >= FREE_SHIPPING_FROM else SHIPPING
    return {
        "Discount Code": code,
        "Discount Amount": _dollars(discount),
        "Subtotal": _dollars(subtotal - discount),
        "Shipping": _dollars(shipping),
        "Taxes": _dollars(0),
        "Total": _dollars(subtotal - discount + shipping),
        "Shipping Method": "" if order.source == "pos" else "Standard",
    }


def _outcome(rng: np.random.Generator, order: _Order, *, total: str) -> dict[str, str]:
    """Paid and sent, in part or wholly refunded, or cancelled."""
    cents = int(total.replace(".", ""))
    fate = str(rng.choice(["paid", "partially_refunded", "refunded", "voided"], p=[0.93, 0.03, 0.02, 0.02]))
    later = stamp(order.at + dt.timedelta(hours=float(rng.integers(2, 20))))
    if fate == "voided":
        return {"Financial Status": fate, "Cancelled at": later, "Refunded Amount": _dollars(0)}
    refunded = {"paid": 0, "refunded": cents, "partially_refunded": cents // 3}[fate]
    return {
        "Financial Status": fate,
        "Paid at": stamp(order.at),
        "Fulfillment Status": "fulfilled",
        "Fulfilled at": later,
        "Refunded Amount": _dollars(refunded),
    }


def stamp(local: dt.datetime) -> str:
    """New York's local time with its offset, which is four hours from March to November and five otherwise."""
    summer = _sunday(local.year, 3, 2) <= local.date() < _sunday(local.year, 11, 1)
    return f"{local:%Y-%m-%d %H:%M:%S} {'-0400' if summer else '-0500'}"


def _sunday(year: int, month: int, count: int) -> dt.date:
    """The month's first (second …) Sunday."""
    first = dt.date(year, month, 1)
    return first + dt.timedelta(days=(6 - first.weekday()) % 7 + 7 * (count - 1))


def _dollars(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"
