"""Orders of a random shop, written the way some till or shop would write them: what any dialect must give back."""

import csv
import datetime as dt
import gzip
import io
import random
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import openpyxl
from hypothesis import strategies as st

Cell = str | float | dt.datetime | None

HEADERS = {
    "en": ("Order ID", "Order date", "Customer", "Total", "Quantity", "Price", "Country", "Comment", "Manager"),
    "ru": ("Номер заказа", "Дата заказа", "Клиент", "Сумма", "Количество", "Цена", "Страна", "Комментарий", "Менеджер"),
    "uk": ("Номер замовлення", "Дата", "Клієнт", "Сума", "Кількість", "Ціна", "Країна", "Коментар", "Менеджер"),
    "ro": ("Număr comandă", "Data comenzii", "Client", "Valoare", "Cantitate", "Preț", "Țara", "Comentariu", "Agent"),
}
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


@dataclass(frozen=True, kw_only=True)
class Style:
    """How a table is written."""

    language: str
    customer: str
    date: str
    mark: str
    group: str
    money: str
    decimals: int
    layout: str
    titles: int
    footer: bool
    blanks: bool
    repeated_header: bool
    index: bool
    extras: bool


@dataclass(frozen=True)
class Export:
    """A file and the orders it must give: order number → customer, day, money."""

    name: str
    data: bytes
    orders: dict[str, tuple[str, dt.date, float]]
    style: object


Order = tuple[str, str, dt.datetime, list[tuple[int, int]]]


def random_orders(draw: random.Random, style: Style, *, size: int) -> list[Order]:
    """Orders as number, customer, moment and lines of quantity × price in cents, oldest first."""
    people = _people(draw, style, max(2, size // 3))
    moments = sorted(EPOCH + dt.timedelta(days=19_723, minutes=draw.randrange(365 * 1440)) for _ in range(size))
    first = draw.choice((1, 1001, 536_365))
    return [
        (
            str(first + place),
            draw.choice(people),
            moment,
            [(draw.randint(1, 5), draw.randrange(100, draw.choice((900, 90_000, 2_000_000)))) for _ in range(lines)],
        )
        for place, moment in enumerate(moments)
        for lines in [draw.randint(1, 3) if style.layout == "lines" else 1]
    ]


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


def table(orders: Sequence[Order], style: Style, *, typed: bool) -> tuple[list[Cell], list[list[Cell]]]:
    """Header and rows; `typed` for workbooks, whose cells are numbers and dates where the style allows it."""
    number, date, customer, total, quantity, price, country, comment, manager = HEADERS[style.language]
    header: list[Cell] = [number, date, customer, *((quantity, price) if style.layout == "lines" else (total,))]
    rows: list[list[Cell]] = []
    for order, person, moment, lines in orders:
        when: Cell = moment if typed and style.date.startswith("iso") else DATES[style.date](moment, style.language)
        for count, cents in lines:
            money = _money(cents / 100, style, typed=typed)
            sold: list[Cell] = [float(count) if typed else str(count)] if style.layout == "lines" else []
            rows.append([order, when, person, *sold, money])
    if style.extras:
        header += [country, comment, manager]
        notes = ("", "call; before, 10|00", 'said "hi"', "two\nlines", '5" pipe')
        rows = [[*row, "MD", notes[place % len(notes)], "Olga"] for place, row in enumerate(rows)]
    if style.index:
        header = [None, *header]
        rows = [[float(place) if typed else str(place), *row] for place, row in enumerate(rows)]
    return header, rows


def _money(value: float, style: Style, *, typed: bool) -> Cell:
    if typed and style.money == "{}":
        return round(value, 2) if style.decimals else float(int(value))
    whole, cents = f"{value:.2f}".split(".")
    grouped = f"{int(whole):,}".replace(",", style.group)
    return style.money.format(grouped + style.mark + cents if style.decimals else grouped)


def sheet(orders: Sequence[Order], style: Style, *, typed: bool) -> list[list[Cell]]:
    """All rows of a report: titles, header, rows with what is strewn among them, totals."""
    header, rows = table(orders, style, typed=typed)
    if style.repeated_header and len(rows) > 4:
        rows.insert(len(rows) // 2, list(header))
    if style.blanks:
        rows.insert(len(rows) // 3, [None] * len(header))
    titles: list[list[Cell]] = [[title] for title in TITLES[style.language][: style.titles]]
    if style.titles > 1:
        titles.append([])
    footer = [[TOTALS[style.language], *[None] * (len(header) - 2), _money(9_999.5, style, typed=typed)]]
    return [*titles, header, *rows, *(footer if style.footer else [])]


def expected(orders: Sequence[Order], style: Style) -> dict[str, tuple[str, dt.date, float]]:
    """Order number → customer, day, money."""

    def value(cents: int) -> float:
        return cents / 100 if style.decimals else float(f"{cents / 100:.2f}".split(".")[0])

    return {
        order: (
            person.removeprefix("+"),
            moment.date(),
            round(sum((count if style.layout == "lines" else 1) * value(cents) for count, cents in lines), 2),
        )
        for order, person, moment, lines in orders
    }


@st.composite
def styles(draw: st.DrawFn) -> Style:
    language = draw(st.sampled_from(sorted(HEADERS)))
    mark, group = draw(st.sampled_from(MARKS))
    return Style(
        language=language,
        customer=draw(st.sampled_from(("email", "number", "code", "zeros", "phone", "name"))),
        date=draw(st.sampled_from(sorted(DATES))),
        mark=mark,
        group=group,
        money=draw(st.sampled_from(MONEY)),
        decimals=draw(st.sampled_from((2, 2, 2, 0))),
        layout=draw(st.sampled_from(("orders", "orders", "lines"))),
        titles=draw(st.integers(0, 2)),
        footer=draw(st.booleans()),
        blanks=draw(st.booleans()),
        repeated_header=draw(st.booleans()),
        index=draw(st.booleans()),
        extras=draw(st.booleans()),
    )


@st.composite
def text_exports(draw: st.DrawFn) -> Export:
    """A delimited text in any dialect, perhaps packed."""
    style = draw(styles())
    size = draw(st.integers(6, 60))
    orders = random_orders(random.Random(draw(st.integers(0, 2**32))), style, size=size)
    encoding = draw(st.sampled_from(ENCODINGS[style.language]))
    separator = draw(st.sampled_from((",", ";", "\t", "|")))
    line_end = draw(st.sampled_from(("\n", "\r\n", "\r")))
    quoting = draw(st.sampled_from((csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC)))
    padded = draw(st.booleans())
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=separator, quoting=quoting, lineterminator=line_end)
    rows = sheet(orders, style, typed=False)
    width = max(map(len, rows))
    for row in rows:
        writer.writerow([*row, *[""] * (width - len(row))] if padded else row)
    text = buffer.getvalue()
    announced = draw(st.booleans()) and encoding != "utf-16-le"
    data = ((f"sep={separator}{line_end}" if announced else "") + text).encode(encoding, errors="replace")
    packed = draw(st.sampled_from(("", "", "", "zip", "gz")))
    details = (style, encoding, separator, line_end, quoting, padded, announced, packed)
    if "?" in data.decode(encoding):  # a sign this encoding does not have: no file of this shop
        data = text.encode("utf-8")
    return Export("orders.csv", _packed(data, packed), expected(orders, style), details)


def _packed(data: bytes, packed: str) -> bytes:
    if packed == "gz":
        return gzip.compress(data)
    if packed == "zip":
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr("export/orders.csv", data)
        return buffer.getvalue()
    return data


@st.composite
def workbook_exports(draw: st.DrawFn) -> Export:
    """A workbook: cells typed or all text, the table anywhere on the sheet, perhaps other sheets around it."""
    style = draw(styles())
    size = draw(st.integers(6, 60))
    orders = random_orders(random.Random(draw(st.integers(0, 2**32))), style, size=size)
    typed = draw(st.booleans())
    top, left = draw(st.integers(1, 4)), draw(st.integers(1, 3))
    cover = draw(st.sampled_from(("", "", "cover", "hidden")))
    book = openpyxl.Workbook()
    if cover:
        book.active.append(["Shop", "Report"])
        book.active.append(["Owner", "Olga"])
    if cover == "hidden":
        book.active.sheet_state = "hidden"
    page = book.create_sheet("Orders") if cover else book.active
    for i, row in enumerate(sheet(orders, style, typed=typed)):
        for j, value in enumerate(row):
            page.cell(top + i, left + j, value)
    buffer = io.BytesIO()
    book.save(buffer)
    return Export("orders.xlsx", buffer.getvalue(), expected(orders, style), (style, typed, top, left, cover))
