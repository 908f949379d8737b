"""Orders of a random shop as the rows of some report, before they become a file: what any dialect must give back."""

import datetime as dt
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hypothesis import strategies as st

Cell = str | float | dt.datetime | None

# Order, date, customer, total, quantity, price, product, country, comment, manager, status; several words for each.
HEADERS = {
    "en": "Order ID|Order number|Invoice no;Order date|Date|Created at;Customer|Client|Buyer;Total|Amount|Order total;"
    "Quantity|Qty;Price|Unit price;Product|Item;Country;Comment|Note;Manager|Sales rep;Status|Order status",
    "ru": "Номер заказа|№ заказа|Номер чека;Дата заказа|Дата|Дата и время;Клиент|Покупатель|Контрагент;"
    "Сумма|Сумма заказа|Итого;Количество|Кол-во;Цена;Товар|Номенклатура;Страна;Комментарий;Менеджер;Статус",
    "uk": "Номер замовлення|№ замовлення;Дата|Дата створення;Клієнт|Покупець;Сума|Сума замовлення;Кількість;Ціна;"
    "Товар;Країна;Коментар;Менеджер;Статус|Статус замовлення",
    "ro": "Număr comandă|Nr. comandă;Data comenzii|Data;Client|Cumpărător;Valoare|Total comandă;Cantitate;Preț;"
    "Produs;Țara;Comentariu;Agent;Status|Stare comandă",
}
CANCELLED = {"en": "Cancelled", "ru": "Отменён", "uk": "Скасовано", "ro": "Anulată"}
DONE = {"en": "Completed", "ru": "Выполнен", "uk": "Виконано", "ro": "Finalizată"}
ENCODINGS = {
    "en": ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "mac-roman"),
    "ru": ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1251", "cp866", "koi8-r", "mac-cyrillic"),
    "uk": ("utf-8", "utf-8-sig", "utf-16", "cp1251", "koi8-u"),
    "ro": ("utf-8", "utf-8-sig", "utf-16-le", "cp1250", "iso8859-2"),
}
NAMES = {
    "en": (("Ann", "Bob", "Chloé", "Dave", "Zoë"), ("Smith", "O'Neil", "Müller", "Brown", "Lee", "García")),
    "ru": (("Анна", "Борис", "Вера", "Глеб", "Юлия"), ("Иванова", "Смирнов", "Щукина", "Ёлкин", "Цой")),
    "uk": (("Олена", "Ігор", "Євген", "Ганна"), ("Шевченко", "Їжак", "Коваль", "Мельник", "Ґудзь")),
    "ro": (("Ana", "Ion", "Ștefan", "Mărioara"), ("Popescu", "Țurcanu", "Rusu", "Câmpeanu", "Bălan")),
}
MONTHS = {
    language: months.split()
    for language, months in {
        "en": "January February March April May June July August September October November December",
        "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
        "uk": "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
        "ro": "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie",
    }.items()
}
TOTALS = {"en": "Total", "ru": "Итого", "uk": "Разом", "ro": "Total general"}
TITLES = {
    "en": ("Sales report", "Period: 01.01.2024 - 31.12.2024"),
    "ru": ("Отчёт по продажам", "Период: 01.01.2024 - 31.12.2024"),
    "uk": ("Звіт про продажі", "Період: 01.01.2024 - 31.12.2024"),
    "ro": ("Raport de vânzări", "Perioada: 01.01.2024 - 31.12.2024"),
}
EPOCH = dt.datetime(1970, 1, 1)  # noqa: DTZ001 - a till's local time
DATES: dict[str, Callable[[dt.datetime, str], Cell]] = {
    "dd.mm.yyyy": lambda d, _: f"{d:%d.%m.%Y}",
    "dd.mm.yyyy time": lambda d, _: f"{d:%d.%m.%Y %H:%M}",
    "d.m.yy": lambda d, _: f"{d.day}.{d.month}.{d:%y}",
    "dd/mm/yyyy": lambda d, _: f"{d:%d/%m/%Y}",
    "mm/dd/yyyy": lambda d, _: f"{d:%m/%d/%Y}",
    "mm/dd/yy am": lambda d, _: f"{d:%m/%d/%y %I:%M %p}",
    "dd-mm-yyyy": lambda d, _: f"{d:%d-%m-%Y}",
    "iso": lambda d, _: f"{d:%Y-%m-%d}",
    "iso time": lambda d, _: f"{d:%Y-%m-%d %H:%M:%S}",
    "iso offset": lambda d, _: f"{d:%Y-%m-%dT%H:%M:%S}+03:00",
    "words": lambda d, language: f"{d.day} {MONTHS[language][d.month - 1]} {d.year}",
    "Mon d, yyyy": lambda d, _: f"{MONTHS['en'][d.month - 1][:3]} {d.day}, {d.year}",
    "dd-Mon-yy": lambda d, _: f"{d.day:02}-{MONTHS['en'][d.month - 1][:3]}-{d:%y}",
    "serial": lambda d, _: f"{(d - dt.datetime(1899, 12, 30)).days}",  # noqa: DTZ001
    "compact": lambda d, _: f"{d:%Y%m%d}",
    "unix": lambda d, _: f"{int((d - EPOCH).total_seconds())}",
}
MARKS = ((".", ""), (",", ""), (".", ","), (",", "."), (",", " "), (",", "\xa0"), (".", "'"), (",", "\u202f"))
MONEY = ("{}", "{} ₽", "${}", "{} lei", "{} руб.", "€ {}")


NEGATIVE = ("-{}", "\u2212{}", "({})", "{}-")
# How a report shows its orders: one row each; lines of quantity × price; lines with the order's total on each, or on
# the first one only with nothing but the product on the others; the customer, or the day, on the first row of a group.
LAYOUTS = ("orders", "orders", "lines", "totals", "first", "by customer", "by day")


@dataclass(frozen=True, kw_only=True)
class Style:
    """How a table is written."""

    language: str
    words: int
    customer: str
    date: str
    mark: str
    group: str
    money: str
    negative: str
    decimals: int
    layout: str
    sequence: str
    titles: int
    footer: bool
    blanks: bool
    repeated_header: bool
    index: bool
    extras: bool
    status: bool
    refunds: bool


@dataclass(frozen=True)
class Order:
    """An order: lines of quantity × price in cents; `returned`: days later all of its money was given back."""

    number: str
    person: str
    moment: dt.datetime
    lines: tuple[tuple[int, int], ...]
    cancelled: bool = False
    returned: int = 0


def random_orders(draw: random.Random, style: Style, *, size: int) -> list[Order]:
    """Orders of a year in the style's sequence."""
    people = _people(draw, style, max(2, size // 3))
    days = [draw.randrange(365) for _ in range(max(3, size // 4) if style.layout == "by day" else size)]
    moments = sorted(
        EPOCH + dt.timedelta(days=19_723 + draw.choice(days), minutes=draw.randrange(1440)) for _ in range(size)
    )
    first = draw.choice((1, 1001, 536_365))
    several = style.layout in ("lines", "totals", "first")
    orders = [
        Order(
            str(first + place),
            draw.choice(people),
            moment,
            tuple(
                (draw.randint(1, 5), draw.randrange(100, draw.choice((900, 90_000, 2_000_000))))
                for _ in range(draw.randint(1, 3) if several else 1)
            ),
            cancelled=style.status and draw.random() < 0.1,
            returned=draw.randint(1, 20) if style.refunds and draw.random() < 0.1 else 0,
        )
        for place, moment in enumerate(moments)
    ]
    if style.layout == "by customer":
        return sorted(orders, key=lambda order: (people.index(order.person), order.moment))
    if style.sequence == "shuffled" and style.layout != "by day":
        draw.shuffle(orders)
    return orders[::-1] if style.sequence == "newest first" else orders


def _people(draw: random.Random, style: Style, size: int) -> list[str]:
    first, last = NAMES[style.language]
    makers: dict[str, Callable[[int], str]] = {
        "email": lambda n: f"user{n}.{draw.choice('abc')}@example.com",
        "number": lambda n: f"{12_000 + n * 37}",
        "code": lambda n: f"C-{n:04}",
        "zeros": lambda n: f"{n * 7 + 1:06}",
        "phone": lambda n: f"+7912{1_000_000 + n * 13_577}",
        "name": lambda n: f"{first[n % len(first)]} {last[n // len(first) % len(last)]}",
    }
    return list(dict.fromkeys(makers[style.customer](n) for n in range(size)))


def header_of(style: Style) -> list[str]:
    """The style's word for each of `HEADERS`."""
    choices = [words.split("|") for words in HEADERS[style.language].split(";")]
    return [words[style.words % len(words)] for words in choices]


def table(orders: Sequence[Order], style: Style, *, typed: bool) -> tuple[list[Cell], list[list[Cell]]]:
    """Header and rows; `typed` for workbooks, whose cells are numbers and dates where the style allows it."""
    number, date, customer, total, quantity, price, product, country, comment, manager, status = header_of(style)
    header: list[Cell] = [number, date, customer, *((quantity, price) if style.layout == "lines" else (total,))]
    rows = [row for order in orders for row in _rows(order, style, typed=typed)]
    rows += [row for order in orders if order.returned for row in _rows(order, style, typed=typed, back=True)]
    if style.layout in ("totals", "first"):
        header.append(product)
        rows = [[*row, f"Cup {place % 17}"] for place, row in enumerate(rows)]
    if style.layout in ("by customer", "by day"):
        _once(rows, 2 if style.layout == "by customer" else 1)
    if style.status:
        header.append(status)
        states = [order.cancelled for order in orders for _ in _rows(order, style, typed=typed)]
        states += [False] * (len(rows) - len(states))
        rows = [[*row, (CANCELLED if void else DONE)[style.language]] for row, void in zip(rows, states, strict=True)]
    if style.extras:
        header += [country, comment, manager]
        notes = ("", "call; before, 10|00", 'said "hi"', "two\nlines", '5" pipe')
        rows = [[*row, "MD", notes[place % len(notes)], "Olga"] for place, row in enumerate(rows)]
    if style.index:
        header = [None, *header]
        rows = [[float(place) if typed else str(place), *row] for place, row in enumerate(rows)]
    return header, rows


def _rows(order: Order, style: Style, *, typed: bool, back: bool = False) -> list[list[Cell]]:
    """The rows of an order, or those with which all its money is given `back`."""
    moment = order.moment + dt.timedelta(days=order.returned) if back else order.moment
    when: Cell = moment if typed and style.date.startswith("iso") else DATES[style.date](moment, style.language)
    if style.layout == "lines":
        sold = [(float(-count if back else count), cents) for count, cents in order.lines]
        counts: list[list[Cell]] = [[count if typed else f"{count:.0f}"] for count, _ in sold]
        return [
            [order.number, when, order.person, *count, _money(cents / 100, style, typed=typed)]
            for count, (_, cents) in zip(counts, sold, strict=True)
        ]
    money = _money(_worth(order, style) * (-1 if back else 1), style, typed=typed)
    rows: list[list[Cell]] = [[order.number, when, order.person, money] for _ in ([0] if back else order.lines)]
    if style.layout == "first":
        rows[1:] = [[order.number, None, None, None] for _ in rows[1:]]
    return rows


def _once(rows: list[list[Cell]], column: int) -> None:
    """Leave a column's cell on the first row of each group only."""
    above: Cell = None
    for row in rows:
        row[column], above = (None if row[column] == above else row[column]), row[column]


def _worth(order: Order, style: Style) -> float:
    """What an order comes to as the style's decimals show it."""
    prices = [(count, cents / 100 if style.decimals else float(cents // 100)) for count, cents in order.lines]
    return round(sum((count if style.layout == "lines" else 1) * price for count, price in prices), 2)


def _money(value: float, style: Style, *, typed: bool) -> Cell:
    if typed and style.money == "{}":
        return round(value, 2) if style.decimals else float(int(value))
    whole, cents = f"{abs(value):.2f}".split(".")
    grouped = f"{int(whole):,}".replace(",", style.group)
    written = style.money.format(grouped + style.mark + cents if style.decimals else grouped)
    return style.negative.format(written) if value < 0 else written


def sheet(orders: Sequence[Order], style: Style, *, typed: bool) -> list[list[Cell]]:
    """All rows of a report: titles, header, rows with what is strewn among them, totals."""
    header, rows = table(orders, style, typed=typed)
    if style.repeated_header and len(rows) > 4 and not style.layout.startswith("by"):
        rows.insert(len(rows) // 2, list(header))
    if style.blanks:
        rows.insert(len(rows) // 3, [None] * len(header))
    titles: list[list[Cell]] = [[title] for title in TITLES[style.language][: style.titles]]
    if style.titles > 1:
        titles.append([])
    footer = [[TOTALS[style.language], *[None] * (len(header) - 2), _money(9_999.5, style, typed=typed)]]
    return [*titles, header, *rows, *(footer if style.footer else [])]


def expected(orders: Sequence[Order], style: Style) -> dict[str, tuple[str, dt.date, float]]:
    """Order number → customer, day, money left after refunds."""
    return {
        order.number: (
            order.person.removeprefix("+"),
            order.moment.date(),
            0.0 if order.returned else _worth(order, style),
        )
        for order in orders
        if not order.cancelled
    }


@st.composite
def styles(draw: st.DrawFn) -> Style:
    """Any way to write a report that says enough to be read without a question, or nearly so."""
    language = draw(st.sampled_from(sorted(HEADERS)))
    mark, group = draw(st.sampled_from(MARKS))
    layout = draw(st.sampled_from(LAYOUTS))
    grouped = layout.startswith("by")
    return Style(
        language=language,
        words=draw(st.integers(0, 2)),
        customer=draw(st.sampled_from(("email", "number", "code", "zeros", "phone", "name"))),
        date=draw(st.sampled_from(sorted(DATES))),
        mark=mark,
        group=group,
        money=draw(st.sampled_from(MONEY)),
        negative=draw(st.sampled_from(NEGATIVE)),
        decimals=draw(st.sampled_from((2, 2, 2, 0))),
        layout=layout,
        sequence=draw(st.sampled_from(("oldest first", "newest first", "shuffled"))),
        titles=draw(st.integers(0, 2)),
        footer=draw(st.booleans()),
        blanks=draw(st.booleans()) and not grouped,
        repeated_header=draw(st.booleans()),
        index=draw(st.booleans()),
        extras=draw(st.booleans()),
        status=draw(st.booleans()) and not grouped,
        refunds=draw(st.booleans()) and not grouped,
    )


def sizes(style: Style) -> st.SearchStrategy[int]:
    """How many orders: enough for a pattern where only a pattern tells how the report is laid out."""
    return st.integers(6 if style.layout in ("orders", "lines", "first") else 20, 60)
