"""Kinds of plain exports: orders and lines as any shop writes them. A careful person needs to ask nothing."""

import datetime as dt
from dataclasses import replace

from tests.made_up.dialects import WITH_TIME, Money
from tests.made_up.maker import Maker
from tests.made_up.rights import File, Right, kind
from tests.made_up.truth import Order, Reading, reading

Made = tuple[tuple[File, ...], Right]


def _lines(m: Maker, order: Order) -> list[dict]:
    """An order's lines with what stands on each of them."""
    return [
        {**m.about(order), "product": line.product, "quantity": line.quantity, "price": Money(line.price)}
        for line in order.lines
    ]


@kind
def orders_one_row(m: Maker) -> Made:
    """One row per order."""
    shop = m.shop()
    return (m.file([m.whole(order) for order in shop.orders]),), m.right(shop, plain=True)


@kind
def lines_with_amounts(m: Maker) -> Made:
    """One row per line, each with its own amount."""
    shop = m.shop(lines=3)
    rows = [
        {**row, "amount": Money(line.amount)}
        for order in shop.orders
        for row, line in zip(_lines(m, order), order.lines, strict=True)
    ]
    return (m.file(rows, {"amount": m.say("Line total", "Сумма", "Сума", "Valoare")}),), m.right(shop, plain=True)


@kind
def order_total_on_every_line(m: Maker) -> Made:
    """One row per line, the order's total repeated on each."""
    shop = m.shop(lines=3)
    m.total = False
    rows = [{**row, "amount": Money(order.total)} for order in shop.orders for row in _lines(m, order)]
    names = {"amount": m.say("Order total", "Сумма заказа", "Сума замовлення", "Total comandă")}
    return (m.file(rows, names),), m.right(shop, plain=True)


@kind
def order_cells_on_first_line(m: Maker) -> Made:
    """One row per line; customer and total stand on an order's first row only."""
    shop = m.shop(lines=3)
    rows = []
    for order in shop.orders:
        for place, line in enumerate(order.lines):
            first = {**m.about(order), "amount": Money(order.total)}
            cells = first if place == 0 else {"order": order.number, "date": order.moment}
            product = {"product": line.product, "quantity": line.quantity, "price": Money(line.price)}
            rows.append({**dict.fromkeys(first), **cells, **product})
    return (m.file(rows),), m.right(shop, plain=True)


@kind
def quantity_times_price(m: Maker) -> Made:
    """One row per line with quantity and price, no amount."""
    shop = m.shop(lines=3)
    m.total = False
    return (m.file([row for order in shop.orders for row in _lines(m, order)]),), m.right(shop, plain=True)


@kind
def refunds_as_negative_rows(m: Maker) -> Made:
    """Refunds are rows of their own below, negative, under the order's number."""
    shop = m.shop(refunds=0.1)
    rows = [m.whole(order) for order in shop.orders]
    back = [order for order in shop.orders if order.refunded]
    rows += [{**m.whole(order), "date": m.day_after(order.moment), "amount": Money(-order.refunded)} for order in back]
    return (m.file(rows),), m.right(shop, plain=True)


@kind
def refund_column(m: Maker) -> Made:
    """What was given back stands in a column of the order."""
    shop = m.shop(refunds=0.15)
    rows = [{**m.whole(order), "refund": Money(order.refunded)} for order in shop.orders]
    return (m.file(rows),), m.right(shop, plain=True)


@kind
def guests_without_contact(m: Maker) -> Made:
    """Some orders are of nobody in particular: a blank, or a stand-in such as "Guest"."""
    m.identity = m.draw.choice((("name",), ("number",), ("number", "name")))
    shop = m.shop()
    nobody = m.some(shop.orders, 0.1)
    blank = m.draw.random() < 0.5
    stand_in = {"name": None if blank else m.words.guests[0], "number": None}
    if m.identity == ("number",) and not blank:
        stand_in["number"] = "0"
    rows = [
        {**m.whole(order), **{role: stand_in[role] for role in m.identity}}
        if order.number in nobody
        else m.whole(order)
        for order in shop.orders
    ]
    return (m.file(rows),), m.right(reading(o for o in shop.orders if o.number not in nobody), plain=True)


@kind
def orders_of_nothing(m: Maker) -> Made:
    """Some orders cost nothing; they are orders all the same."""
    shop = m.shop()
    free = m.some(shop.orders, 0.08)
    rows = [{**m.whole(order), "amount": Money(0)} if order.number in free else m.whole(order) for order in shop.orders]
    paid = sum(order.total for order in shop.orders if order.number not in free) / 100
    return (m.file(rows),), m.right(Reading(shop.reading.customers, len(shop.orders), paid), plain=True)


@kind
def no_order_numbers(m: Maker) -> Made:
    """No order numbers: one order per customer and day."""
    shop = m.shop()
    rows = [{role: cell for role, cell in m.whole(order).items() if role != "order"} for order in shop.orders]
    return (m.file(rows),), m.right(shop, plain=True)


@kind
def rows_exported_twice(m: Maker) -> Made:
    """Some rows of a list with one row per order stand there twice, word for word."""
    shop = m.shop()
    m.total = False
    twice = m.some(shop.orders, 0.06)
    rows = [m.whole(order) for order in shop.orders for _ in range(2 if order.number in twice else 1)]
    return (m.file(rows),), m.right(shop, plain=True)


@kind
def overlapping_months(m: Maker) -> Made:
    """Two exports of one shop that overlap by some weeks."""
    shop = m.shop()
    m.shuffled, third = False, len(shop.orders) // 3
    first = m.file([m.whole(order) for order in shop.orders[: 2 * third]], name="first")
    second = m.file([m.whole(order) for order in shop.orders[third:]], name="second")
    return (first, second), m.right(shop, plain=True)


@kind
def sheets_per_quarter(m: Maker) -> Made:
    """A workbook with a sheet for each quarter."""
    m.write_as("xlsx")
    m.titles, m.total, m.shuffled, m.noise = 0, False, False, []
    shop = m.shop(orders=80)
    sheets = {}
    for order in shop.orders:
        sheets.setdefault(f"{order.moment.year} Q{(order.moment.month + 2) // 3}", []).append(m.whole(order))
    tables = {name: m.rows(rows) for name, rows in sheets.items()}
    return (File("export.xlsx", m.dialect.write([], tables)),), m.right(shop)


@kind
def customer_once_per_group(m: Maker) -> Made:
    """Sorted by customer, whose cell is filled on the first of their rows only."""
    m.identity, m.shuffled = (("name",), ("number",))[m.draw.randrange(2)], False
    shop = m.shop()
    rows, last = [], None
    for order in sorted(shop.orders, key=lambda each: (each.person.number, each.moment)):
        row = {**m.who(order.person), **m.whole(order)}
        rows.append({**row, m.identity[0]: None} if order.person == last else row)
        last = order.person
    return (m.file(rows),), m.right(shop)


@kind
def date_and_time_apart(m: Maker) -> Made:
    """The time of day stands in a column of its own."""
    shop = m.shop()
    if m.dialect.date in WITH_TIME:
        m.dialect = replace(m.dialect, date="iso")
    rows = [{**m.whole(order), "date": order.moment.date(), "time": f"{order.moment:%H:%M}"} for order in shop.orders]
    return (m.file(rows),), m.right(shop, plain=True)


@kind
def names_in_two_columns(m: Maker) -> Made:
    """First and last name in columns of their own, and nothing else names the customer."""
    m.identity = ("first", "last")
    shop = m.shop()
    return (m.file([m.whole(order) for order in shop.orders]),), m.right(shop, plain=True)


@kind
def unix_seconds(m: Maker) -> Made:
    """Dates as seconds since 1970."""
    shop, start = m.shop(), dt.datetime(1970, 1, 1)  # noqa: DTZ001 - the shop's own clock
    rows = [{**m.whole(o), "date": str(int((o.moment - start).total_seconds()))} for o in shop.orders]
    return (m.file(rows, {"date": m.say("Created at", "Дата создания", "Дата створення", "Data creării")}),), m.right(
        shop, plain=True
    )


@kind
def excel_serials(m: Maker) -> Made:
    """Dates as a spreadsheet's day numbers, in a text."""
    m.write_as("csv")
    shop, start = m.shop(), dt.date(1899, 12, 30)
    rows = [{**m.whole(order), "date": (order.moment.date() - start).days} for order in shop.orders]
    return (m.file(rows),), m.right(shop, plain=True)


@kind
def money_with_signs(m: Maker) -> Made:
    """Amounts with the currency's sign or code in the cell."""
    shop = m.shop()
    form = m.draw.choice((f"{{}} {m.words.sign}", f"{m.words.sign}{{}}", f"{{}} {m.words.currency}"))
    rows = [{**m.whole(order), "amount": Money(order.total, form)} for order in shop.orders]
    m.total = False
    return (m.file(rows),), m.right(shop, plain=True)


@kind
def discounts_as_lines(m: Maker) -> Made:
    """A discount is a line of its own, negative, among the order's lines."""
    shop = m.shop(lines=3)
    discounted = m.some(shop.orders, 0.3)
    word = m.say("Discount", "Скидка", "Знижка", "Reducere")
    rows, off = [], 0
    for order in shop.orders:
        rows += [
            {**m.about(order), "product": line.product, "quantity": line.quantity, "amount": Money(line.amount)}
            for line in order.lines
        ]
        if order.number in discounted:
            off += order.total // 10
            rows.append({**m.about(order), "product": word, "quantity": 1, "amount": Money(-(order.total // 10))})
    right = Reading(shop.reading.customers, len(shop.orders), shop.reading.revenue - off / 100)
    return (m.file(rows),), m.right(replace(right, revenue=round(right.revenue, 2)), plain=True)


@kind
def header_on_each_page(m: Maker) -> Made:
    """The header repeats every 20 rows, as printed pages have it."""
    m.titles, m.total = 0, False
    shop = m.shop()
    header, *body = m.rows([m.whole(order) for order in shop.orders])
    pages = [row for start in range(0, len(body), 20) for row in (header, *body[start : start + 20])]
    return (m.bare(pages),), m.right(shop, plain=True)


@kind
def delivery_beside_order_date(m: Maker) -> Made:
    """The day of delivery stands before the day of the order."""
    shop = m.shop()
    names = {
        "delivered": m.say("Delivery date", "Дата доставки", "Дата доставки", "Data livrării"),
        "date": m.say("Order date", "Дата заказа", "Дата замовлення", "Data comenzii"),
    }
    rows = [{"delivered": m.day_after(order.moment, 2, 9), **m.whole(order)} for order in shop.orders]
    right = replace(shop.reading, last=max(order.moment for order in shop.orders).date())
    return (m.file(rows, names),), m.right(right, plain=True)
