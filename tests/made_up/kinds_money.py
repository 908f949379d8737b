"""Kinds whose trap is the money: marks without quotes, discounts, cents, currencies, payments in parts, taxes."""

from dataclasses import replace

from tests.made_up.dialects import Money, encoded
from tests.made_up.maker import Maker
from tests.made_up.rights import File, Right, kind
from tests.made_up.truth import Reading

Made = tuple[tuple[File, ...], Right]


def _joined(m: Maker, rows: list[list], decimal: str, group: str) -> File:
    """A text with commas between the cells and no quotes, whatever the cells hold."""
    dialect = replace(m.dialect, decimal=decimal, group=group)
    text = "".join(",".join(dialect.text(cell) for cell in row) + "\r\n" for row in rows)
    return File("export.csv", encoded(text, m.dialect.encoding))


@kind
def comma_decimal_unquoted(m: Maker) -> Made:
    """Comma between the cells and comma as decimal mark, nothing quoted."""
    m.plainly()
    m.write_as("csv", date="dd.mm.yyyy")
    shop = m.shop()
    return (_joined(m, m.rows([m.whole(order) for order in shop.orders]), ",", ""),), m.right(shop)


@kind
def thousands_unquoted(m: Maker) -> Made:
    """Commas between the cells and between thousands, nothing quoted."""
    m.plainly()
    m.write_as("csv", date="iso")
    shop = m.shop()
    return (_joined(m, m.rows([m.whole(order) for order in shop.orders]), ".", ","),), m.right(shop)


@kind
def discount_percent_beside_subtotal(m: Maker) -> Made:
    """A subtotal and a discount in percent; what was paid is not written."""
    shop = m.shop()
    m.total = False
    rows, paid = [], 0.0
    for order in shop.orders:
        percent = m.draw.choice((0, 0, 0, 5, 10, 20))
        paid += round(order.total * (100 - percent) / 100) / 100
        row = {role: cell for role, cell in m.whole(order).items() if role != "amount"}
        rows.append({**row, "subtotal": Money(order.total), "off": percent})
    names = {
        "subtotal": m.say("Subtotal", "Сумма без скидки", "Сума без знижки", "Subtotal"),
        "off": m.say("Discount %", "Скидка, %", "Знижка, %", "Reducere %"),
    }
    total = sum(o.total for o in shop.orders)
    near = [Reading(shop.reading.customers, len(shop.orders), round(paid + step / 100, 2)) for step in range(-9, 10)]
    exact = sum(order.total * (100 - int(row["off"])) for order, row in zip(shop.orders, rows, strict=True)) / 10_000
    assert total
    return (m.file(rows, names),), m.right(replace(near[0], revenue=exact), *near)


@kind
def discount_amount_beside_subtotal(m: Maker) -> Made:
    """A subtotal and a discount in money; what was paid is not written."""
    shop = m.shop()
    m.total = False
    rows, off = [], 0
    for order in shop.orders:
        less = m.draw.choice((0, 0, order.total // 10, order.total // 5))
        off += less
        row = {role: cell for role, cell in m.whole(order).items() if role != "amount"}
        rows.append({**row, "subtotal": Money(order.total), "discount": Money(less)})
    names = {"subtotal": m.say("Subtotal", "Сумма до скидки", "Сума до знижки", "Subtotal")}
    paid = round(shop.reading.revenue - off / 100, 2)
    return (m.file(rows, names),), m.right(replace(shop.reading, revenue=paid))


@kind
def subtotal_discount_shipping_total(m: Maker) -> Made:
    """Subtotal, discount, shipping and total: the total is what was paid."""
    shop = m.shop()
    m.total = False
    rows, paid = [], 0
    for order in shop.orders:
        off, shipping = m.draw.choice((0, order.total // 10)), m.draw.choice((0, 499, 990))
        paid += order.total - off + shipping
        row = {**m.whole(order), "amount": Money(order.total - off + shipping)}
        rows.append({**row, "subtotal": Money(order.total), "discount": Money(off), "shipping": Money(shipping)})
    names = {
        "subtotal": m.say("Subtotal", "Сумма товаров", "Сума товарів", "Subtotal produse"),
        "amount": m.say("Total", "Итого к оплате", "Всього до сплати", "Total de plată"),
    }
    return (m.file(rows, names),), m.right(replace(shop.reading, revenue=round(paid / 100, 2)), plain=True)


@kind
def amounts_in_cents(m: Maker) -> Made:
    """Amounts in hundredths, as the column's name says."""
    shop = m.shop()
    m.total = False
    rows = [{**m.whole(order), "amount": order.total} for order in shop.orders]
    name = m.say("amount_cents", "Сумма, коп.", "Сума, коп.", "Suma (bani)")
    hundredfold = replace(shop.reading, revenue=round(shop.reading.revenue * 100, 2))
    told = ("hundredth", "cents", "minor")
    return (m.file(rows, {"amount": name}),), m.right(shop, others=(hundredfold,), told=told)


@kind
def amounts_in_thousands(m: Maker) -> Made:
    """Amounts in thousands, as the column's name says."""
    shop = m.shop()
    m.total = False
    rows = [{**m.whole(order), "amount": Money(order.total)} for order in shop.orders]
    unit = m.say("thousand", "тыс.", "тис.", "mii")
    name = f"{m.say('Amount', 'Сумма', 'Сума', 'Suma')}, {unit} {m.words.sign}"
    thousands = replace(shop.reading, revenue=round(shop.reading.revenue * 1000, 2))
    return (m.file(rows, {"amount": name}),), m.right(thousands, others=(shop,), told=("thousand", "unit"))


@kind
def currency_in_number_format(m: Maker) -> Made:
    """Two currencies that only the cells' number format tells apart."""
    m.write_as("xlsx", typed=True)
    shop = m.shop()
    m.total = False
    abroad = m.some(shop.orders, 0.3)
    own, other = '#,##0.00 "lei"', "[$€-2] #,##0.00"
    rows = [
        {**m.whole(order), "amount": Money(order.total, format=other if order.number in abroad else own)}
        for order in shop.orders
    ]
    return (m.file(rows),), m.right(told=("currenc", "exchang"))


@kind
def currency_column(m: Maker) -> Made:
    """Two currencies, told by a column of their own."""
    shop = m.shop()
    m.total = False
    abroad = m.some(shop.orders, 0.3)
    rows = [
        {**m.whole(order), "currency": "EUR" if order.number in abroad else m.words.currency} for order in shop.orders
    ]
    return (m.file(rows),), m.right(told=("currency", "exchang"))


@kind
def currency_in_cells(m: Maker) -> Made:
    """Two currencies, told by signs in the cells."""
    shop = m.shop()
    m.total = False
    abroad = m.some(shop.orders, 0.3)
    own = f"{{}} {m.words.sign}"
    rows = [
        {**m.whole(order), "amount": Money(order.total, "{} EUR" if order.number in abroad else own)}
        for order in shop.orders
    ]
    return (m.file(rows),), m.right(told=("currency", "exchang"))


@kind
def payments_in_two_equal_parts(m: Maker) -> Made:
    """A list of payments, not called totals: some orders were paid half by card and half in cash."""
    shop = m.shop()
    shop = replace(shop, orders=tuple(_even(order) for order in shop.orders))
    m.noise = [role for role in m.noise if role != "payment"]
    split = m.some(shop.orders, 0.2)
    card, cash = m.say("Card", "Карта", "Картка", "Card"), m.say("Cash", "Наличные", "Готівка", "Numerar")
    rows = []
    for order in shop.orders:
        parts = 2 if order.number in split else 1
        row = {**m.about(order), "amount": Money(order.total // parts)}
        rows += [{**row, "payment": way} for way in (card, cash)[:parts]]
    return (m.file(rows, {"amount": m.say("Amount", "Сумма", "Сума", "Sumă")}),), m.right(shop)


def _even(order):
    """The order at a price that halves without a rest."""
    return replace(order, lines=tuple(replace(line, price=line.price * 2) for line in order.lines))


@kind
def deposit_and_balance(m: Maker) -> Made:
    """Each order is paid in two rows: a deposit when it is placed, the rest later."""
    shop = m.shop()
    deposit = m.say("Deposit", "Предоплата", "Передоплата", "Avans")
    rest = m.say("Balance", "Доплата", "Доплата", "Rest de plată")
    rows = []
    for order in shop.orders:
        first = order.total * 3 // 10
        about = m.about(order)
        rows.append({**about, "payment_type": deposit, "amount": Money(first)})
        later = m.day_after(order.moment, 10, 40)
        rows.append({**about, "date": later, "payment_type": rest, "amount": Money(order.total - first)})
    name = {"payment_type": m.say("Payment type", "Вид платежа", "Вид платежу", "Tip plată")}
    rows.sort(key=lambda row: row["date"])
    return (m.file(rows, name),), m.right(shop)


@kind
def instalments(m: Maker) -> Made:
    """Some orders are paid in three monthly instalments, "2 of 3"."""
    shop = m.shop()
    shop = replace(shop, orders=tuple(_triple(order) for order in shop.orders))
    paid_in_parts = m.some(shop.orders, 0.25)
    of = m.say("of", "из", "з", "din")
    rows = []
    for order in shop.orders:
        parts = 3 if order.number in paid_in_parts else 1
        for part in range(parts):
            date = m.day_after(order.moment, 28 * part, 28 * part + 2) if part else order.moment
            row = {**m.about(order), "date": date, "part": f"{part + 1} {of} {parts}"}
            rows.append({**row, "amount": Money(order.total // parts)})
    rows.sort(key=lambda row: row["date"])
    return (m.file(rows, {"part": m.say("Instalment", "Платёж", "Платіж", "Rata")}),), m.right(shop)


def _triple(order):
    """The order at a price that thirds without a rest."""
    return replace(order, lines=tuple(replace(line, price=line.price * 3) for line in order.lines))


@kind
def net_tax_gross(m: Maker) -> Made:
    """Invoices with net, tax and gross amount."""
    shop = m.shop()
    rows, net = [], 0
    for order in shop.orders:
        before = round(order.total / 1.2)
        net += before
        row = m.about(order)
        rows.append({**row, "net": Money(before), "tax": Money(order.total - before), "gross": Money(order.total)})
    names = {
        "order": m.say("Invoice no.", "Номер счёта", "Номер рахунку", "Nr. factură"),
        "net": m.say("Net amount", "Сумма без НДС", "Сума без ПДВ", "Valoare fără TVA"),
        "gross": m.say("Gross amount", "Сумма с НДС", "Сума з ПДВ", "Total cu TVA"),
    }
    m.total = False
    return (m.file(rows, names),), m.right(shop, replace(shop.reading, revenue=round(net / 100, 2)))


@kind
def one_error_value(m: Maker) -> Made:
    """A note or a weight that a spreadsheet could not work out: #NAME?, #REF!."""
    m.noise = []
    shop = m.shop()
    broken = m.some(shop.orders, 0.03)
    rows = [{**m.whole(o), "comment": "#NAME?" if o.number in broken else "ok"} for o in shop.orders]
    return (m.file(rows),), m.right(shop, plain=True)
