"""A Russian-language yarn shop: a Black Friday sale brought hundreds of customers, and hardly any came back."""

import datetime as dt
from dataclasses import dataclass

import numpy as np

from tools.samples.behaviour import arrivals, people, season, visits

HEADER = (
    "Номер заказа",
    "Дата заказа",
    "Клиент",
    "E-mail",
    "Телефон",
    "Город",
    "Промокод",
    "Статус",
    "Сумма, руб.",
)

FIRST, LAST = dt.date(2024, 1, 1), dt.date(2025, 12, 31)
SALE = (dt.date(2024, 11, 23), dt.date(2024, 11, 29))
SALE_CODE = "ПЯТНИЦА50"
REGULARS, BARGAIN_HUNTERS = 760, 260
GUEST_ORDERS = 34
DUPLICATE_ROWS = 7

MONTHS = (1.1, 1.05, 1.0, 0.9, 0.8, 0.7, 0.7, 0.8, 1.05, 1.15, 1.25, 1.2)
WEEKDAYS = (1.0, 1.0, 1.0, 1.0, 0.95, 1.05, 1.15)

STATUSES, STATUS_SHARES = ("Выполнен", "Отменён", "Не оплачен"), (0.94, 0.04, 0.02)
CITIES = ("Москва", "Санкт-Петербург", "Казань", "Екатеринбург", "Новосибирск", "Самара", "Тверь")
CITY_SHARES = (0.34, 0.2, 0.12, 0.11, 0.1, 0.08, 0.05)

# Separated by spaces, each name with its spelling in the e-mail address.
FIRST_NAMES = (
    "Анна/anna Алёна/alena Валентина/valentina Вера/vera Галина/galina Дарья/darya Екатерина/ekaterina "
    "Елена/elena Зоя/zoya Инна/inna Ирина/irina Карина/karina Ксения/ksenia Лариса/larisa Любовь/lubov "
    "Людмила/ludmila Марина/marina Мария/maria Надежда/nadezhda Наталья/natalya Нина/nina Оксана/oksana "
    "Ольга/olga Полина/polina Светлана/svetlana София/sofia Тамара/tamara Татьяна/tatyana Ульяна/ulyana Юлия/yulia"
)
LAST_NAMES = (
    "Алексеева/alekseeva Антонова/antonova Белова/belova Березина/berezina Виноградова/vinogradova "
    "Воробьёва/vorobeva Гаврилова/gavrilova Грачёва/gracheva Дмитриева/dmitrieva Ершова/ershova Зайцева/zaytseva "
    "Зимина/zimina Калинина/kalinina Киселёва/kiseleva Комарова/komarova Королёва/koroleva Лебедева/lebedeva "
    "Лосева/loseva Макарова/makarova Медведева/medvedeva Мельникова/melnikova Назарова/nazarova Орлова/orlova "
    "Осипова/osipova Полякова/polyakova Рябова/ryabova Семёнова/semenova Соколова/sokolova Сорокина/sorokina "
    "Тихонова/tikhonova Уварова/uvarova Фомина/fomina Цветкова/tsvetkova Чернова/chernova Широкова/shirokova "
    "Яковлева/yakovleva"
)


@dataclass(frozen=True)
class _Order:
    day: int
    customer: int | None  # None: a guest
    code: str


def rows() -> list[tuple[str, ...]]:
    """One row per order, in order of number; a few rows stand there twice, as after a careless merge of exports."""
    rng = np.random.default_rng(20240101)
    pace = season(FIRST, LAST, months=MONTHS, weekdays=WEEKDAYS)
    buyers = _buyers(rng, REGULARS + BARGAIN_HUNTERS)
    orders = _regular_orders(rng, pace) + _sale_orders(rng, pace)
    orders += [_Order(int(day), None, "") for day in arrivals(rng, pace, count=GUEST_ORDERS)]
    lines: list[tuple[str, ...]] = []
    for number, order in enumerate(sorted(orders, key=lambda order: order.day), start=4_001):
        name, email, phone, city = ("Гость", "", "", "") if order.customer is None else buyers[order.customer]
        status = str(rng.choice(STATUSES, p=STATUS_SHARES))
        date = (FIRST + dt.timedelta(days=order.day)).strftime("%d.%m.%Y")
        email = email.capitalize() if rng.random() < 0.05 else email
        lines.append((str(number), date, name, email, phone, city, order.code, status, _amount(rng, order.code)))
    for place in sorted(rng.choice(len(lines) - 50, size=DUPLICATE_ROWS, replace=False), reverse=True):
        lines.insert(int(place) + 40, lines[place])
    return lines


def _buyers(rng: np.random.Generator, count: int) -> list[tuple[str, str, str, str]]:
    """Name, e-mail, telephone and city of each customer."""
    buyers = []
    for place, (first, last) in enumerate(people(rng, FIRST_NAMES, LAST_NAMES, count=count)):
        (first_name, first_latin), (last_name, last_latin) = first.split("/"), last.split("/")
        phone = f"+7 900 000-{place // 100:02d}-{place % 100:02d}"
        city = str(rng.choice(CITIES, p=CITY_SHARES))
        buyers.append((f"{last_name} {first_name}", f"{last_latin}.{first_latin}@example.com", phone, city))
    return buyers


def _regular_orders(rng: np.random.Generator, pace: np.ndarray) -> list[_Order]:
    """The shop's usual customers, of whom some also use the sale's code."""
    first_sale_day, last_sale_day = ((day - FIRST).days for day in SALE)
    orders = []
    for customer, start in enumerate(arrivals(rng, pace, count=REGULARS)):
        leave = np.full(len(pace), rng.beta(1.0, 2.1))
        gap = 66 * rng.lognormal(0, 0.45)
        for day in visits(rng, pace, start=int(start), gap=gap, leave=leave, regularity=1.6):
            on_sale = first_sale_day <= day <= last_sale_day
            code = SALE_CODE if on_sale else "ВЯЖУ10" if rng.random() < 0.08 else ""
            orders.append(_Order(day, customer, code))
    return orders


def _sale_orders(rng: np.random.Generator, pace: np.ndarray) -> list[_Order]:
    """Those who came for the sale and its half price: hardly any buys again."""
    first_sale_day, last_sale_day = ((day - FIRST).days for day in SALE)
    orders = []
    for customer in range(REGULARS, REGULARS + BARGAIN_HUNTERS):
        start = int(rng.integers(first_sale_day, last_sale_day + 1))
        days = visits(rng, pace, start=start, gap=90, leave=np.full(len(pace), 0.93), regularity=1.6)
        orders += [_Order(day, customer, SALE_CODE if day == start else "") for day in days]
    return orders


def _amount(rng: np.random.Generator, code: str) -> str:
    """What an order comes to, in roubles with a decimal comma; the sale halves it."""
    skeins = 2 + int(rng.poisson(3.5))
    kopecks = skeins * int(rng.choice([28_900, 34_950, 41_900, 52_000])) + 29_000
    kopecks = kopecks // 2 if code == SALE_CODE else kopecks * 9 // 10 if code else kopecks
    return f"{kopecks // 100},{kopecks % 100:02d}"
