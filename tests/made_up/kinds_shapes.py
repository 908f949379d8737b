"""Kinds whose trap is the table's shape: totals, sub-totals, tables below one another, headings, blocks."""

import datetime as dt
from dataclasses import replace

from tests.made_up.dialects import Cell, Money
from tests.made_up.maker import Maker
from tests.made_up.rights import File, Right, kind

Made = tuple[tuple[File, ...], Right]


@kind
def total_with_a_date(m: Maker) -> Made:
    """The last row is a total, and the report's day stands in it."""
    m.plainly()
    shop = m.shop()
    rows = m.rows([m.whole(order) for order in shop.orders])
    last = shop.orders[-1].moment
    total: list[Cell] = [None] * len(rows[0])
    total[0], total[1] = m.words.totals[0], last
    total[-1] = Money(sum(order.total for order in shop.orders))
    if m.draw.random() < 0.5:
        total[2] = m.words.totals[-1]
    return (m.bare([*rows, total]),), m.right(shop)


@kind
def unnamed_total_below(m: Maker) -> Made:
    """The last row holds the sum and nothing else."""
    m.plainly()
    shop = m.shop()
    rows = m.rows([m.whole(order) for order in shop.orders])
    total: list[Cell] = [None] * len(rows[0])
    total[-1] = Money(sum(order.total for order in shop.orders))
    return (m.bare([*rows, total]),), m.right(shop, plain=True)


@kind
def subtotals_per_month(m: Maker) -> Made:
    """After each month its total, with the month's name, or with its last day."""
    m.plainly()
    shop = m.shop()
    rows = m.rows([m.whole(order) for order in shop.orders])
    header, body = rows[0], rows[1:]
    months: dict[tuple[int, int], list[int]] = {}
    for place, order in enumerate(shop.orders):
        months.setdefault((order.moment.year, order.moment.month), []).append(place)
    dated = m.draw.random() < 0.5
    table = [header]
    for (year, month), places in months.items():
        line: list[Cell] = [None] * len(header)
        line[0] = f"{m.words.totals[0]} {m.words.month_names[month - 1]} {year}"
        line[1] = dt.datetime(year, month, 28) if dated else None  # noqa: DTZ001 - the shop's own clock
        line[-1] = Money(sum(shop.orders[place].total for place in places))
        table += [*(body[place] for place in places), line]
    return (m.bare(table),), m.right(shop)


@kind
def refunds_below_orders(m: Maker) -> Made:
    """A second table below the first, of refunds, with a header of its own; amounts positive."""
    m.plainly()
    shop = m.shop(refunds=0.12)
    rows = m.rows([m.whole(order) for order in shop.orders])
    names = {
        "amount": m.say("Refunded", "Сумма возврата", "Сума повернення", "Suma rambursată"),
        "date": m.say("Refund date", "Дата возврата", "Дата повернення", "Data rambursării"),
    }
    back = [
        {**m.whole(o), "date": m.day_after(o.moment), "amount": Money(o.refunded)} for o in shop.orders if o.refunded
    ]
    second = m.rows(back, names)
    title = [[m.say("Refunds", "Возвраты", "Повернення", "Rambursări")]]
    gross = replace(shop.reading, revenue=sum(order.total for order in shop.orders) / 100)
    return (m.bare([*rows, [], *title, *second]),), m.right(shop, others=(gross,), told=("header", "table"))


@kind
def second_table_in_another_order(m: Maker) -> Made:
    """Two tables of orders below one another, the columns of the second in another order."""
    m.plainly()
    m.titles = 0
    shop = m.shop()
    middle = len(shop.orders) // 2
    first = m.rows([m.whole(order) for order in shop.orders[:middle]])
    turned = [dict(reversed(m.whole(order).items())) for order in shop.orders[middle:]]
    between: list[list[Cell]] = [[]] if m.draw.random() < 0.5 else []
    return (m.bare([*first, *between, *m.rows(turned)]),), m.right(shop)


@kind
def receipts_with_totals(m: Maker) -> Made:
    """Lines of receipts, and after each receipt a row with its total."""
    m.plainly()
    shop = m.shop(lines=3)
    rows: list[dict[str, Cell]] = []
    word = m.say("Receipt total", "Итого по чеку", "Разом за чеком", "Total bon")
    for order in shop.orders:
        about = m.about(order)
        rows += [{**about, "product": line.product, "amount": Money(line.amount)} for line in order.lines]
        rows.append({**about, "product": word, "amount": Money(order.total)})
    return (m.file(rows),), m.right(shop)


@kind
def customers_as_headings(m: Maker) -> Made:
    """A report in groups: the customer's name is a heading, the documents follow below it."""
    m.plainly()
    m.identity = ("name",)
    shop = m.shop()
    header = [m.variants["name"], m.variants["order"], m.variants["date"], m.variants["amount"]]
    table: list[list[Cell]] = [
        [m.say("Sales by customer", "Продажи по клиентам", "Продажі за клієнтами", "Vânzări pe clienți")],
        header,
    ]
    for person in sorted({order.person for order in shop.orders}, key=lambda each: each.name):
        own = [order for order in shop.orders if order.person == person]
        table.append([person.name, None, None, Money(sum(order.total for order in own))])
        table += [[None, order.number, order.moment, Money(order.total)] for order in own]
    table.append([m.words.totals[0], None, None, Money(sum(order.total for order in shop.orders))])
    return (m.bare(table),), m.right(shop)


@kind
def days_as_headings(m: Maker) -> Made:
    """A day book: the date stands alone on a row, the day's orders follow below it."""
    m.plainly()
    m.identity = ("name",)
    shop = m.shop()
    header: list[Cell] = [m.variants["date"], m.variants["order"], m.variants["name"], m.variants["amount"]]
    table, last = [header], None
    for order in shop.orders:
        if order.moment.date() != last:
            last = order.moment.date()
            table.append([last, None, None, None])
        table.append([None, order.number, order.person.name, Money(order.total)])
    return (m.bare(table),), m.right(shop)


@kind
def header_of_two_rows(m: Maker) -> Made:
    """The header has two rows: groups above, columns below."""
    m.plainly()
    m.identity = ("name", "phone")
    shop = m.shop()
    rows = m.rows([m.whole(order) for order in shop.orders])
    order, customer = m.say("Order", "Заказ", "Замовлення", "Comandă"), m.say("Customer", "Клиент", "Клієнт", "Client")
    above: list[Cell] = [order, None, customer, None, m.say("Money", "Деньги", "Гроші", "Bani")]
    number, name = m.say("No.", "Номер", "Номер", "Nr."), m.say("Name", "Имя", "Ім'я", "Nume")
    below: list[Cell] = [number, m.variants["date"], name, m.variants["phone"], m.variants["amount"]]
    return (m.bare([above, below, *rows[1:]]),), m.right(shop)


@kind
def no_header(m: Maker) -> Made:
    """No header at all."""
    m.plainly()
    m.identity = m.draw.choice((("email",), ("number",), ("name",)))
    shop = m.shop()
    return (m.bare(m.rows([m.whole(order) for order in shop.orders])[1:]),), m.right(shop)


@kind
def headers_in_two_languages(m: Maker) -> Made:
    """Each header stands there in the shop's language and in English."""
    m.identity = ("name", "phone")
    shop = m.shop()
    english = {"order": "Order No.", "date": "Date", "name": "Customer", "phone": "Phone", "amount": "Amount"}
    names = {role: f"{m.variants[role]} / {word}" for role, word in english.items()}
    return (m.file([m.whole(order) for order in shop.orders], names),), m.right(shop)


@kind
def one_order_per_block(m: Maker) -> Made:
    """Receipts as blocks of names and values below one another: no table at all."""
    m.write_as("csv" if m.dialect.container == "html" else m.dialect.container)
    shop = m.shop(orders=30)
    rows: list[list[Cell]] = []
    for order in shop.orders:
        cells = m.whole(order)
        rows += [[m.variants[role], cell] for role, cell in cells.items()]
        rows.append([])
    return (m.bare(rows),), m.right()


@kind
def turned_by_the_side(m: Maker) -> Made:
    """The table lies on its side: a row per field, a column per order."""
    shop = m.shop(orders=30)
    m.plainly()
    rows = m.rows([m.whole(order) for order in shop.orders])
    return (m.bare([list(column) for column in zip(*rows, strict=True)]),), m.right(shop)


@kind
def cut_at_an_export_limit(m: Maker) -> Made:
    """The list ends exactly where exports are cut."""
    m.plainly()
    size = m.draw.choice((100, 250))
    shop = m.shop(orders=size)
    return (m.file([m.whole(order) for order in shop.orders]),), m.right(others=(shop,), told=("limit", "trunc", "cut"))


@kind
def receipt_numbers_start_anew_each_day(m: Maker) -> Made:
    """The till counts its receipts from 1 every day."""
    shop = m.shop(orders=80, lines=2)
    days = sorted({order.moment.date() for order in shop.orders})
    few = [m.draw.choice(days[place : place + 4]) for place in range(0, len(days) - 4, 4)]
    count: dict[dt.date, int] = {}
    taken: set[tuple[str, dt.date]] = set()
    rows, kept = [], []
    for order in shop.orders:
        day = m.draw.choice(few)
        if (order.person.number, day) in taken:
            continue
        taken.add((order.person.number, day))
        kept.append(order)
        count[day] = count.get(day, 0) + 1
        moment = dt.datetime.combine(day, order.moment.time())
        about = {"order": str(count[day]), "date": moment, **m.who(order.person)}
        rows += [{**about, "product": line.product, "amount": Money(line.amount)} for line in order.lines]
    rows.sort(key=lambda row: row["date"].date())
    names = {"order": m.say("Receipt no.", "Номер чека", "Номер чека", "Nr. bon")}
    right = replace(shop, orders=tuple(kept)).reading
    return (m.file(rows, names),), m.right(right)


@kind
def receipt_numbers_of_two_branches(m: Maker) -> Made:
    """Two branches count their receipts each for itself, in one file."""
    shop = m.shop(orders=60)
    m.noise = [role for role in m.noise if role != "channel"]
    count: dict[str, int] = {}
    rows = []
    for order in shop.orders:
        branch = order.branch if order.branch in m.words.cities[:2] else m.words.cities[0]
        count[branch] = count.get(branch, 100) + 1
        rows.append({**m.whole(order), "order": str(count[branch]), "branch": branch})
    names = {"order": m.say("Receipt no.", "Номер чека", "Номер чека", "Nr. bon")}
    return (m.file(rows, names),), m.right(shop)


@kind
def months_as_titles_between(m: Maker) -> Made:
    """Before each month's orders a row with the month's name."""
    m.plainly()
    shop = m.shop()
    header, *body = m.rows([m.whole(order) for order in shop.orders])
    table, last = [header], None
    for order, row in zip(shop.orders, body, strict=True):
        if (order.moment.year, order.moment.month) != last:
            last = (order.moment.year, order.moment.month)
            table.append([f"{m.words.month_names[last[1] - 1]} {last[0]}"])
        table.append(row)
    return (m.bare(table),), m.right(shop, plain=True)


@kind
def index_and_blank_columns(m: Maker) -> Made:
    """A column of row numbers before the table, and an empty one in it."""
    shop = m.shop()
    m.total, m.shuffled = False, False
    rows = [{"index": place, "blank": None, **m.whole(order)} for place, order in enumerate(shop.orders, start=1)]
    return (m.file(rows, {"index": m.draw.choice(("#", "№", "")), "blank": ""}),), m.right(shop, plain=True)
