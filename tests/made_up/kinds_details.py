"""Kinds of small print: footers, distracting columns, signs in cells, numbers with zeros, counts that start anew."""

import datetime as dt
from dataclasses import replace

from tests.made_up.dialects import Cell, Money
from tests.made_up.maker import Maker
from tests.made_up.rights import File, Right, kind
from tests.made_up.truth import Reading

Made = tuple[tuple[File, ...], Right]


@kind
def signatures_below(m: Maker) -> Made:
    """Below the table who signs it, and when the report was made."""
    m.titles, m.total = 2, True
    shop = m.shop()
    rows = m.rows([m.whole(order) for order in shop.orders])
    who = m.say("Director", "Директор", "Директор", "Director")
    made = m.say("Report made on", "Отчёт сформирован", "Звіт сформовано", "Raport generat la")
    foot: list[list[Cell]] = [[], [f"{who} ____________"], [f"{made} 05.01.2025 10:12"]]
    return (m.bare([*rows, *foot]),), m.right(shop, plain=True)


@kind
def page_numbers_between(m: Maker) -> Made:
    """Every 25 rows the number of the page stands alone."""
    m.plainly()
    shop = m.shop()
    header, *body = m.rows([m.whole(order) for order in shop.orders])
    page = m.say("Page", "Стр.", "Стор.", "Pagina")
    rows = [header]
    for place, row in enumerate(body):
        rows.append(row)
        if place % 25 == 24:
            rows.append([f"{page} {place // 25 + 1}"])
    return (m.bare(rows),), m.right(shop)


@kind
def products_sideways(m: Maker) -> Made:
    """The products of an order stand beside one another: product 1, quantity 1, product 2 …"""
    shop = m.shop(lines=3)
    m.total = False
    rows = []
    for order in shop.orders:
        cells: dict[str, Cell] = {}
        for place in range(3):
            line = order.lines[place] if place < len(order.lines) else None
            cells[f"{m.variants['product']} {place + 1}"] = line and line.product
            cells[f"{m.variants['quantity']} {place + 1}"] = line and line.quantity
            cells[f"{m.variants['price']} {place + 1}"] = Money(line.price) if line else None
        rows.append({**m.whole(order), **cells})
    names = {"amount": m.say("Order total", "Сумма заказа", "Сума замовлення", "Total comandă")}
    return (m.file(rows, names),), m.right(shop, plain=True)


@kind
def line_discounts_taken_off(m: Maker) -> Made:
    """Price, quantity, discount in percent, and the line's total after it."""
    shop = m.shop(lines=3)
    rows, paid = [], 0
    for order in shop.orders:
        for line in order.lines:
            percent = m.draw.choice((0, 0, 10, 15))
            net = line.amount - line.amount * percent // 100
            paid += net
            cells = {"product": line.product, "quantity": line.quantity, "price": Money(line.price), "off": percent}
            rows.append({**m.about(order), **cells, "amount": Money(net)})
    names = {
        "off": m.say("Discount, %", "Скидка, %", "Знижка, %", "Reducere, %"),
        "amount": m.say("Line total", "Сумма со скидкой", "Сума зі знижкою", "Valoare cu reducere"),
    }
    return (m.file(rows, names),), m.right(replace(shop.reading, revenue=round(paid / 100, 2)), plain=True)


@kind
def amounts_in_two_currencies_of_one_order(m: Maker) -> Made:
    """Each amount stands there twice: in the shop's money and in euros."""
    shop = m.shop()
    m.total = False
    rows = [{**m.whole(order), "euro": Money(round(order.total / 5))} for order in shop.orders]
    word = m.say("Amount", "Сумма", "Сума", "Suma")
    names = {"amount": f"{word}, {m.words.currency}", "euro": f"{word}, EUR"}
    euros = sum(round(order.total / 5) for order in shop.orders) / 100
    return (m.file(rows, names),), m.right(shop, replace(shop.reading, revenue=round(euros, 2)))


@kind
def numbers_with_point_zero(m: Maker) -> Made:
    """Customer numbers went through a spreadsheet in one of two files: 17850.0 there, 17850 here."""
    m.identity, m.titles, m.total = ("number",), 0, False
    m.write_as("csv")
    shop = m.shop()
    number = {person: 17_850 + 3 * place for place, person in enumerate(shop.people)}
    middle = len(shop.orders) // 2
    one = [{**m.whole(o), "number": f"{number[o.person]}.0"} for o in shop.orders[:middle]]
    two = [{**m.whole(o), "number": f"{number[o.person]}"} for o in shop.orders[middle:]]
    return (m.file(one, name="one"), m.file(two, name="two")), m.right(shop, plain=True)


@kind
def zeros_before_numbers(m: Maker) -> Made:
    """Customer numbers are texts: 0012 and 12 are two customers."""
    m.identity = ("number",)
    shop = m.shop()
    m.write_as(m.dialect.container, typed=True)
    number = {person: f"{'00' * (place % 2)}{12 + place // 2}" for place, person in enumerate(shop.people)}
    rows = [{**m.whole(order), "number": number[order.person]} for order in shop.orders]
    return (m.file(rows),), m.right(shop, plain=True)


@kind
def birthdays_and_first_visits(m: Maker) -> Made:
    """Birthday, customer since, age and sex stand beside each order."""
    shop = m.shop()
    m.noise = []
    names = {
        "born": m.say("Date of birth", "Дата рождения", "Дата народження", "Data nașterii"),
        "since": m.say("Customer since", "Клиент с", "Клієнт з", "Client din"),
        "age": m.say("Age", "Возраст", "Вік", "Vârsta"),
        "date": m.say("Order date", "Дата заказа", "Дата замовлення", "Data comenzii"),
    }
    born = {person: dt.date(1960 + 5 * (place % 9), 1 + place % 12, 13) for place, person in enumerate(shop.people)}
    rows = []
    for o in shop.orders:
        birthday = born[o.person]
        about = {"born": birthday, "since": dt.date(2022, birthday.month, 20), "age": 2024 - birthday.year}
        rows.append({**about, **m.whole(o)})
    right = replace(shop.reading, last=shop.orders[-1].moment.date())
    return (m.file(rows, names),), m.right(right, plain=True)


@kind
def new_or_returning_told(m: Maker) -> Made:
    """A column says of each order whether its customer is new."""
    shop = m.shop()
    new, old = m.say("New", "Новый", "Новий", "Nou"), m.say("Returning", "Постоянный", "Постійний", "Fidel")
    names = {"type": m.say("Customer type", "Тип клиента", "Тип клієнта", "Tip client")}
    seen, rows = set(), []
    for o in shop.orders:
        rows.append({**m.whole(o), "type": old if o.person in seen else new})
        seen.add(o.person)
    return (m.file(rows, names),), m.right(shop, plain=True)


@kind
def refunds_in_brackets(m: Maker) -> Made:
    """Refunds are amounts in brackets, or with the minus behind, under the order's number."""
    m.write_as("csv")
    shop = m.shop(refunds=0.1)
    m.total = False
    form = m.draw.choice(("({})", "{}-", "\u2212{}"))
    rows = [m.whole(order) for order in shop.orders]
    rows += [
        {**m.whole(o), "date": m.day_after(o.moment), "amount": Money(o.refunded, form)}
        for o in shop.orders
        if o.refunded
    ]
    return (m.file(rows),), m.right(shop, plain=True)


@kind
def months_cut_short(m: Maker) -> Made:
    """Dates with the month's name cut to three letters and a point."""
    m.write_as("csv")
    shop = m.shop()
    words = m.say(
        "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
        "янв фев мар апр мая июн июл авг сен окт ноя дек",
        "січ лют бер кві тра чер лип сер вер жов лис гру",
        "ian feb mar apr mai iun iul aug sep oct noi dec",
    )
    short = words.split()
    point = m.draw.choice((".", ""))
    rows = [
        {**m.whole(o), "date": f"{o.moment.day} {short[o.moment.month - 1]}{point} {o.moment.year}"}
        for o in shop.orders
    ]
    return (m.file(rows),), m.right(shop, plain=True)


@kind
def whole_amounts(m: Maker) -> Made:
    """Amounts without decimals, a blank between the thousands."""
    shop = m.shop()
    m.total = False
    m.write_as(m.dialect.container, typed=False)
    blank = m.draw.choice((" ", "\xa0", ""))
    rows = [{**m.whole(o), "amount": f"{o.total:,}".replace(",", blank)} for o in shop.orders]
    hundredfold = replace(shop.reading, revenue=sum(o.total for o in shop.orders) * 1.0)
    return (m.file(rows),), m.right(hundredfold, plain=True)


@kind
def thousands_or_decimals(m: Maker) -> Made:
    """All amounts look like 1.234: thousands or thousandths, nothing tells."""
    m.write_as("csv", decimal=",")
    m.plainly()
    shop = m.shop()
    amounts = [1000 + m.draw.randrange(8_999) for _ in shop.orders]
    rows = [
        {**m.whole(o), "amount": f"{amount:,}".replace(",", ".")}
        for o, amount in zip(shop.orders, amounts, strict=True)
    ]
    return (m.file(rows),), m.right(replace(shop.reading, revenue=float(sum(amounts))))


@kind
def invoice_numbers_start_anew_each_year(m: Maker) -> Made:
    """Invoices are counted from 1 each year."""
    shop = m.shop(orders=60)
    count: dict[int, int] = {}
    rows = []
    for o in shop.orders:
        count[o.moment.year] = count.get(o.moment.year, 0) + 1
        rows.append({**m.whole(o), "order": str(count[o.moment.year])})
    names = {"order": m.say("Invoice no.", "Номер счёта", "Номер рахунку", "Nr. factură")}
    return (m.file(rows, names),), m.right(shop)


@kind
def addresses_with_names(m: Maker) -> Made:
    """The e-mail stands there as "Name <address>" on some rows and bare on others."""
    m.identity = ("email",)
    shop = m.shop()
    rows = []
    for o in shop.orders:
        mail = o.person.email if m.draw.random() < 0.5 else f"{o.person.name} <{o.person.email}>"
        rows.append({**m.whole(o), "email": mail})
    return (m.file(rows),), m.right(shop)


@kind
def notes_with_line_breaks(m: Maker) -> Made:
    """Notes hold line breaks, separators and quotes."""
    m.noise = []
    shop = m.shop()
    notes = ('ring "twice"\nat the gate', "a; b, c\td", "", 'he said ""yes""', "line\r\nline")
    rows = [{**m.whole(o), "comment": m.draw.choice(notes)} for o in shop.orders]
    if m.dialect.container == "html":
        m.write_as("csv")
    return (m.file(rows),), m.right(shop, plain=True)


@kind
def firms_in_quotes(m: Maker) -> Made:
    """Firms with quotes in their names."""
    m.identity = ("name",)
    shop = m.shop()
    form = m.say('"{}" Ltd', 'ТОО "{}"', 'ТОВ "{}"', 'SC "{}" SRL')
    firm = {person: form.format(f"{person.last} {place}") for place, person in enumerate(shop.people)}
    rows = [{**m.whole(o), "name": firm[o.person]} for o in shop.orders]
    return (m.file(rows),), m.right(shop, plain=True)


@kind
def two_columns_of_one_name(m: Maker) -> Made:
    """Two columns have the same header: the second one is a comment."""
    shop = m.shop()
    m.noise, m.shuffled = [], False
    rows = [{**m.whole(o), "extra": m.words.products[0]} for o in shop.orders]
    return (m.file(rows, {"extra": m.variants["amount"]}),), m.right(shop)


@kind
def paid_partly_with_points(m: Maker) -> Made:
    """Paid by card and paid with points beside the total."""
    shop = m.shop()
    m.total, m.noise = False, []
    names = {
        "amount": m.say("Order total", "Сумма заказа", "Сума замовлення", "Total comandă"),
        "card": m.say("Paid by card", "Оплачено картой", "Оплачено карткою", "Plătit cu cardul"),
        "points": m.say("Paid with points", "Оплачено баллами", "Оплачено балами", "Plătit cu puncte"),
    }
    rows, money = [], 0
    for o in shop.orders:
        points = m.draw.choice((0, 0, o.total // 10))
        money += o.total - points
        rows.append({**m.whole(o), "card": Money(o.total - points), "points": Money(points)})
    return (m.file(rows, names),), m.right(shop, replace(shop.reading, revenue=round(money / 100, 2)))


@kind
def delivery_orders_of_a_kitchen(m: Maker) -> Made:
    """A delivery service's orders: accepted, delivered, courier, dishes, delivery, total; some cancelled."""
    m.noise, m.total, m.identity = [], False, ("name", "phone")
    shop = m.shop(cancelled=0.1)
    names = {
        "date": m.say("Accepted at", "Принят", "Прийнято", "Acceptat la"),
        "there": m.say("Delivered at", "Доставлен", "Доставлено", "Livrat la"),
        "courier": m.say("Courier", "Курьер", "Кур'єр", "Curier"),
        "food": m.say("Dishes", "Стоимость блюд", "Вартість страв", "Valoare produse"),
        "amount": m.say("Order total", "Сумма заказа", "Сума замовлення", "Total comandă"),
    }
    rows, fees = [], 0
    for o in shop.orders:
        fee = m.draw.choice((0, 300))
        fees += 0 if o.cancelled else fee
        times = {"date": o.moment, "there": None if o.cancelled else o.moment + dt.timedelta(minutes=45)}
        money = {"food": Money(o.total), "shipping": Money(fee), "amount": Money(o.total + fee)}
        state = m.words.cancelled[0] if o.cancelled else m.words.done[0]
        who = {**m.who(o.person), "courier": m.draw.choice(m.staff)}
        rows.append({"order": o.number, **times, **who, **money, "state": state})
    right = replace(shop.reading, revenue=round(shop.reading.revenue + fees / 100, 2))
    return (m.file(rows, names),), m.right(right)


@kind
def prices_only_per_hundred(m: Maker) -> Made:
    """A list of prices: product, price, valid from; nobody buys."""
    m.noise, m.total = [], False
    names = {
        "from": m.say("Valid from", "Действует с", "Діє з", "Valabil de la"),
        "stock": m.say("Barcode", "Штрихкод", "Штрихкод", "Cod de bare"),
    }
    rows = [
        {
            "sku": f"SKU-{place}",
            "product": f"{m.draw.choice(m.words.products)} {place}",
            "stock": f"48{m.draw.randrange(10**11):011}",
            "price": Money(m.draw.randrange(200, 20_000)),
            "from": dt.date(2024, 1 + place % 12, 1 + place % 28),
        }
        for place in range(60)
    ]
    return (m.file(rows, names),), m.right()


@kind
def amounts_missing_on_some(m: Maker) -> Made:
    """Some amounts are blank or n/a: the orders count, their money is unknown and said so."""
    shop = m.shop()
    m.total = False
    lost = m.some(shop.orders, 0.07)
    what = m.draw.choice((None, "#N/A", "n/a"))
    rows = [{**m.whole(o), "amount": what if o.number in lost else Money(o.total)} for o in shop.orders]
    known = sum(o.total for o in shop.orders if o.number not in lost) / 100
    right = Reading(shop.reading.customers, len(shop.orders), round(known, 2))
    return (m.file(rows),), m.right(others=(right,), told=("amount_unknown",))
