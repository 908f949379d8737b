"""A hair salon in Cluj: few clients, so every share is uncertain; strong regulars, and some who are slipping away."""

import datetime as dt
from dataclasses import dataclass

import numpy as np

from tools.samples.behaviour import people, season, visits

TITLE = "Salon Iris – vizite 2024–2025"
HEADER = ("Data", "Client", "Telefon", "Serviciu", "Stilist", "Preț (lei)")

FIRST, LAST = dt.date(2024, 1, 3), dt.date(2025, 12, 31)
WALK_INS = 22

MONTHS = (0.9, 0.95, 1.05, 1.05, 1.05, 1.05, 0.95, 0.9, 1.0, 1.0, 1.0, 1.15)
WEEKDAYS = (0.0, 0.9, 1.0, 1.1, 1.3, 1.4, 0.0)

# Lei, with the share of visits the service is asked for.
SERVICES = {
    "Tuns damă": (95, 0.34),
    "Vopsit rădăcini": (180, 0.2),
    "Vopsit integral": (260, 0.1),
    "Coafat": (85, 0.14),
    "Șuvițe": (340, 0.07),
    "Tratament păr": (120, 0.08),
    "Manichiură": (110, 0.07),
}
STYLISTS = ("Raluca", "Mirela", "Bianca", "Oana")
PHONE_STYLES = ("0700 {} {}", "0700{}{}", "0700-{}-{}")

FIRST_NAMES = (
    "Adela Adriana Alina Ana Anca Andreea Camelia Carmen Cristina Daniela Diana Doina Elena Florentina Gabriela "
    "Ioana Irina Laura Lavinia Lidia Loredana Luminița Mădălina Maria Mihaela Monica Nicoleta Paula Rodica Simona "
    "Sorina Ștefania Teodora Valentina Violeta"
)
LAST_NAMES = (
    "Albu Ardelean Bălan Bogdan Chiriac Ciobanu Constantin Costea Cozma Crișan Dănilă Dobre Dragomir Drăgan Enache "
    "Filip Florea Gheorghiu Grigore Iacob Ionescu Lazăr Lupu Manea Marin Mocanu Moldovan Mureșan Neagu Nistor "
    "Oprea Pană Petrescu Pop Rusu Sava Stan Șerban Tănase Țurcanu Vlad Voicu Zaharia"
)


@dataclass(frozen=True)
class _Kind:
    """A kind of client: how many, days between visits, chance to leave, first visits until, and when they tire."""

    count: int
    gap: tuple[int, int]
    leave: float
    arrive_until: dt.date
    tire_from: dt.date | None = None


KINDS = (
    _Kind(count=24, gap=(26, 40), leave=0.006, arrive_until=dt.date(2024, 7, 1)),
    _Kind(count=12, gap=(26, 38), leave=0.0, arrive_until=dt.date(2024, 9, 1), tire_from=dt.date(2025, 7, 15)),
    _Kind(count=24, gap=(75, 120), leave=0.1, arrive_until=dt.date(2025, 9, 1)),
    _Kind(count=16, gap=(60, 90), leave=0.8, arrive_until=dt.date(2025, 11, 15)),
)


@dataclass(frozen=True)
class _Visit:
    day: int
    client: str
    phone: str | None
    stylist: str


def rows() -> list[tuple[dt.date, str, str | None, str, str, int]]:
    """One row per service, in order of date: a client with two services on one day has two rows."""
    rng = np.random.default_rng(20240103)
    pace = season(FIRST, LAST, months=MONTHS, weekdays=WEEKDAYS)
    names = people(rng, FIRST_NAMES, LAST_NAMES, count=sum(kind.count for kind in KINDS))
    kinds = [kind for kind in KINDS for _ in range(kind.count)]
    all_visits = []
    for place, (kind, name) in enumerate(zip(kinds, names, strict=True)):
        all_visits += _visits_of(rng, pace, kind, client=" ".join(name), number=place)
    open_days = np.flatnonzero(pace)
    for day in rng.choice(open_days, size=WALK_INS, replace=False):
        all_visits.append(_Visit(int(day), "Client ocazional", None, str(rng.choice(STYLISTS))))
    shares = [share for _, share in SERVICES.values()]
    lines = []
    for visit in sorted(all_visits, key=lambda visit: visit.day):
        date = FIRST + dt.timedelta(days=visit.day)
        services = rng.choice(list(SERVICES), size=1 + (rng.random() < 0.25), replace=False, p=shares)
        for service in map(str, services):
            price = SERVICES[service][0] + (10 if date.year == 2025 else 0)
            lines.append((date, visit.client, visit.phone, service, visit.stylist, price))
    return lines


def _visits_of(rng: np.random.Generator, pace: np.ndarray, kind: _Kind, *, client: str, number: int) -> list[_Visit]:
    """One client's visits; the reception types the same telephone in whatever way it likes that day."""
    first_days = np.flatnonzero(pace[: (kind.arrive_until - FIRST).days])
    leave = np.full(len(pace), kind.leave)
    if kind.tire_from is not None:
        leave[(kind.tire_from - FIRST).days + int(rng.integers(0, 60)) :] = 1.0
    days = visits(
        rng, pace, start=int(rng.choice(first_days)), gap=float(rng.uniform(*kind.gap)), leave=leave, regularity=14
    )
    favourite = str(rng.choice(STYLISTS))
    phone = ("000", f"{number + 1:03d}")
    return [
        _Visit(
            day,
            client,
            str(rng.choice(PHONE_STYLES, p=[0.8, 0.15, 0.05])).format(*phone),
            favourite if rng.random() < 0.85 else str(rng.choice(STYLISTS)),
        )
        for day in days
    ]
