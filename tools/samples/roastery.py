"""A coffee roastery in Bristol: seasonal, growing, until the price list of April 2025 thinned out its regulars."""

import datetime as dt
from dataclasses import dataclass

import numpy as np

from tools.samples.behaviour import arrivals, people, season, visits

HEADER = (
    "Order no.",
    "Order date",
    "Customer ID",
    "E-mail",
    "Product",
    "Quantity",
    "Unit price (GBP)",
    "Country",
    "Channel",
)

FIRST, LAST = dt.date(2023, 1, 3), dt.date(2026, 2, 14)
PRICE_RISE = dt.date(2025, 4, 1)
RISE = 1.18
CUSTOMERS = 1_500
RETURN_CHANCE = 0.012  # per line

MONTHS = (0.95, 0.95, 1.0, 1.0, 1.0, 0.85, 0.66, 0.64, 0.95, 1.1, 1.5, 1.6)
WEEKDAYS = (1.15, 1.05, 1.0, 1.0, 1.1, 1.0, 0.7)

# Prices before the rise, in pounds.
PRODUCTS = {
    "House Espresso 250 g": 8.5,
    "House Espresso 1 kg": 29.0,
    "Ethiopia Guji 250 g": 11.5,
    "Kenya Nyeri 250 g": 12.5,
    "Colombia Huila 250 g": 10.0,
    "Brazil Cerrado 1 kg": 27.0,
    "Decaf Sugarcane 250 g": 10.5,
    "Winter Blend 250 g": 9.5,
    "Filter Papers x100": 6.0,
    "Drip Bags x10": 9.0,
    "Stoneware Mug": 14.0,
    "Hand Grinder": 48.0,
}
POPULARITY = np.array([20, 10, 12, 8, 12, 7, 6, 7, 8, 5, 3, 2]) / 100

COUNTRIES, COUNTRY_SHARES = ("United Kingdom", "Ireland", "Germany", "France"), (0.86, 0.07, 0.04, 0.03)
CHANNELS, CHANNEL_SHARES = ("Website", "Shop", "Phone"), (0.72, 0.22, 0.06)

FIRST_NAMES = (
    "Alice Amelia Beth Charlotte Chloe Daisy Edith Eleanor Ella Emily Erin Florence Freya Grace Hannah Harriet "
    "Imogen Isla Ivy Jessica Kate Lily Lucy Maisie Martha Megan Nancy Olivia Poppy Rosie Ruth Sophie Adam Alfie "
    "Archie Ben Callum Charlie Daniel Dylan Edward Ewan Finley Frank George Harry Henry Hugh Jack James Joe Leo "
    "Liam Lewis Martin Noah Oliver Oscar Owen Patrick Rhys Samuel Stanley Theo Thomas Will"
)
LAST_NAMES = (
    "Abbott Adams Bailey Barker Barnes Bennett Bishop Bradley Brooks Butler Carter Chapman Clarke Coleman Cooper "
    "Cox Dawson Doyle Ellis Fisher Fletcher Foster Fowler Gibson Goddard Graham Hale Harper Hawkins Hayes Hobbs "
    "Holland Hughes Jarvis Jenkins Kemp Knight Lambert Lawson Marsh Mason Mills Morris Murphy Nash Newton Owens "
    "Palmer Parker Pearce Pope Potter Reeves Rhodes Rowe Saunders Shaw Sharp Stone Swift Todd Tucker Turner Wade "
    "Walsh Watts Webb Wells Winter Woods Yates Young"
)


@dataclass(frozen=True)
class _Basket:
    day: int
    customer: int
    favourites: np.ndarray  # positions in PRODUCTS


def rows() -> list[tuple[str, dt.date, str, str, str, int, float, str, str]]:
    """Line items in order of date, returns as negative quantities under the number of their order."""
    rng = np.random.default_rng(20230103)
    pace = season(FIRST, LAST, months=MONTHS, weekdays=WEEKDAYS)
    names = people(rng, FIRST_NAMES, LAST_NAMES, count=CUSTOMERS)
    countries = rng.choice(COUNTRIES, size=CUSTOMERS, p=COUNTRY_SHARES)
    channels = rng.choice(CHANNELS, size=CUSTOMERS, p=CHANNEL_SHARES)
    lines = []
    for number, basket in enumerate(_baskets(rng, pace), start=10_001):
        who = basket.customer
        email = "{}.{}@example.com".format(*names[who]).lower()
        head = (f"BR-{number}", f"C{who + 1:04d}", email, str(countries[who]))
        channel = str(channels[who] if rng.random() < 0.9 else CHANNELS[0])
        for day, product, quantity, price in _lines(rng, basket):
            date = FIRST + dt.timedelta(days=day)
            lines.append((head[0], date, head[1], head[2], product, quantity, price, head[3], channel))
    return sorted(lines, key=lambda line: line[1])


def _baskets(rng: np.random.Generator, pace: np.ndarray) -> list[_Basket]:
    """Every order of every customer, in order of date.

    At the rise some leave at once; beyond it each purchase is likelier to be the last, and those who stay come
    less often.
    """
    dearer = np.arange(len(pace)) >= (PRICE_RISE - FIRST).days
    baskets = []
    for customer, start in enumerate(arrivals(rng, pace, count=CUSTOMERS)):
        loyal = rng.beta(0.9, 2.8)  # chance to leave after any purchase while prices are the old ones
        touchy = rng.random() * 0.36
        shocked = not dearer[start] and rng.random() < 0.22
        gap = 72 * rng.lognormal(0, 0.45)
        leave = np.where(dearer, np.minimum(loyal + touchy, 1), loyal)
        own_pace = np.where(dearer, 0 if shocked else pace * (1 - touchy), pace)
        favourites = rng.choice(len(PRODUCTS), size=3, replace=False, p=POPULARITY)
        days = visits(rng, own_pace, start=int(start), gap=gap, leave=leave, regularity=2)
        baskets += [_Basket(day, customer, favourites) for day in days]
    return sorted(baskets, key=lambda basket: basket.day)


def _lines(rng: np.random.Generator, basket: _Basket) -> list[tuple[int, str, int, float]]:
    """Day, product, quantity and price of each line of one order, returns included."""
    count = 1 + min(int(rng.poisson(1.6)), 5)
    wanted = {int(rng.choice(basket.favourites)) if rng.random() < 0.7 else -1 for _ in range(count)}
    chosen = {item if item >= 0 else int(rng.choice(len(PRODUCTS), p=POPULARITY)) for item in sorted(wanted)}
    lines = []
    for item in sorted(chosen):
        product, price = list(PRODUCTS.items())[item]
        if FIRST + dt.timedelta(days=basket.day) >= PRICE_RISE:
            price = round(price * RISE * 2) / 2 - 0.01
        quantity = 1 + min(int(rng.poisson(0.5)), 4)
        lines.append((basket.day, product, quantity, price))
        back = basket.day + int(rng.integers(3, 15))
        if rng.random() < RETURN_CHANCE and back <= (LAST - FIRST).days:
            lines.append((back, product, -1, price))
    return lines
