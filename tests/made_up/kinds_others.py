"""Kinds that marketplaces, book-keeping and other programs write, and files to be read or named for what they are."""

import gzip
import io
import json
import tarfile
from dataclasses import replace

import openpyxl

from tests.made_up.dialects import Cell, Money
from tests.made_up.maker import Maker
from tests.made_up.rights import File, Right, kind
from tests.made_up.truth import Reading, reading

Made = tuple[tuple[File, ...], Right]


@kind
def marketplace_with_commission(m: Maker) -> Made:
    """A marketplace's orders: price, its commission, what it pays out; some cancelled."""
    m.noise, m.total, m.identity = [], False, ("name", "phone")
    shop = m.shop(cancelled=0.1)
    names = {
        "order": m.say("Order number", "Номер заказа", "Номер замовлення", "Număr comandă"),
        "amount": m.say("Order total", "Сумма заказа", "Сума замовлення", "Total comandă"),
        "fee": m.say("Commission", "Комиссия", "Комісія", "Comision"),
        "out": m.say("Payout", "К перечислению", "До перерахування", "De încasat"),
    }
    rows = [
        {
            **m.whole(o),
            "fee": Money(o.total // 8),
            "out": Money(o.total - o.total // 8),
            "state": m.words.cancelled[0] if o.cancelled else m.words.done[0],
        }
        for o in shop.orders
    ]
    return (m.file(rows, names),), m.right(shop, plain=True)


@kind
def settlement_rows(m: Maker) -> Made:
    """A payment service's account: charges, fees, refunds, payouts, one row each."""
    m.noise, m.total, m.identity = [], False, ("email",)
    shop = m.shop(refunds=0.08)
    names = {"type": m.say("Type", "Тип", "Тип", "Tip"), "order": "Transaction ID"}
    charge, fee, back, out = m.say(
        "Charge|Fee|Refund|Payout", "Платёж|Комиссия|Возврат|Выплата", "Платіж|Комісія|Повернення|Виплата",
        "Plată|Comision|Rambursare|Retragere").split("|")  # fmt: skip
    rows: list[dict[str, Cell]] = []
    for place, o in enumerate(shop.orders):
        row = m.whole(o)
        rows += [{**row, "type": charge}, {**row, "order": f"F{place}", "type": fee, "amount": Money(-o.total // 30)}]
        if o.refunded:
            money = {"amount": Money(-o.refunded), "date": m.day_after(o.moment)}
            rows.append({**row, **money, "type": back, "order": f"R{place}"})
        if place % 10 == 9:
            nobody = {"order": f"P{place}", "date": o.moment, "email": None, "type": out, "amount": Money(-50_000)}
            rows.append({**row, **nobody})
    rows.sort(key=lambda row: row["date"])
    return (m.file(rows, names),), m.right(shop)


@kind
def invoices_and_payments(m: Maker) -> Made:
    """A customer account: invoices, and the payments of them as negative rows."""
    m.noise, m.total, m.identity = [], False, ("number", "name")
    shop = m.shop()
    invoice, paid = (
        m.say("Invoice", "Реализация", "Реалізація", "Factură"),
        m.say("Payment", "Оплата", "Оплата", "Plată"),
    )
    names = {
        "type": m.say("Document", "Документ", "Документ", "Document"),
        "order": m.say("Document no.", "Номер документа", "Номер документа", "Nr. document"),
    }
    rows = []
    for place, o in enumerate(shop.orders):
        rows.append({**m.whole(o), "type": invoice})
        later = {"order": f"PAY-{place}", "date": m.day_after(o.moment), "amount": Money(-o.total), "type": paid}
        if m.draw.random() < 0.85:
            rows.append({**m.whole(o), **later})
    rows.sort(key=lambda row: row["date"])
    return (m.file(rows, names),), m.right(shop)


@kind
def invoices_with_storno(m: Maker) -> Made:
    """Invoices; a mistaken one is taken back by a negative invoice with a number of its own."""
    m.noise, m.total, m.identity = [], False, ("name",)
    shop = m.shop(refunds=0.1)
    shop = replace(shop, orders=tuple(replace(o, refunded=o.total if o.refunded else 0) for o in shop.orders))
    names = {
        "order": m.say("Invoice no.", "Счёт-фактура №", "Накладна №", "Factură"),
        "date": m.say("Issued on", "Дата выписки", "Дата виписки", "Data emiterii"),
        "what": m.say("Note", "Примечание", "Примітка", "Mențiuni"),
    }
    word = m.say("Credit note for", "Сторно к", "Сторно до", "Storno la factura")
    rows = [{**m.whole(o), "what": None} for o in shop.orders]
    for place, o in enumerate(o for o in shop.orders if o.refunded):
        own = {"order": f"ST{100 + place}", "date": m.day_after(o.moment), "amount": Money(-o.total)}
        rows.append({**m.whole(o), **own, "what": f"{word} {o.number}"})
    return (m.file(rows, names),), m.right(shop, told=("refund",))


@kind
def documents_in_one_cell(m: Maker) -> Made:
    """Book-keeping that writes number and date of a sale into one cell: "Sale 00012 of 05.03.2024"."""
    m.plainly()
    m.identity = ("name",)
    shop = m.shop()
    form = m.say(
        "Invoice {n} dated {d}",
        "Реализация товаров и услуг {n} от {d}",
        "Реалізація товарів {n} від {d}",
        "Factura {n} din {d}",
    )
    names = {"document": m.say("Document", "Документ", "Документ", "Document")}
    rows = []
    for place, o in enumerate(shop.orders):
        document = form.format(n=f"{place + 1:06}", d=f"{o.moment:%d.%m.%Y %H:%M:%S}")
        rows.append({"name": o.person.name, "document": document, "amount": Money(o.total)})
    return (m.file(rows, names),), m.right(shop)


@kind
def sales_with_cost_and_margin(m: Maker) -> Made:
    """Lines with revenue, cost and profit beside one another."""
    m.noise, m.total = [], False
    shop = m.shop(lines=3)
    names = {
        "amount": m.say("Revenue", "Выручка", "Виручка", "Venit"),
        "cost": m.say("Cost of goods", "Себестоимость", "Собівартість", "Cost marfă"),
        "profit": m.say("Profit", "Прибыль", "Прибуток", "Profit"),
    }
    rows = []
    for o in shop.orders:
        for line in o.lines:
            cost = line.amount * 6 // 10
            row = {**m.about(o), "product": line.product, "quantity": line.quantity, "cost": Money(cost)}
            rows.append({**row, "profit": Money(line.amount - cost), "amount": Money(line.amount)})
    return (m.file(rows, names),), m.right(shop, plain=True)


@kind
def paid_and_owed(m: Maker) -> Made:
    """Orders with total, paid so far and still owed."""
    m.noise, m.total = [], False
    shop = m.shop()
    names = {
        "amount": m.say("Order total", "Сумма заказа", "Сума замовлення", "Total comandă"),
        "paid": m.say("Paid", "Оплачено", "Сплачено", "Achitat"),
        "owed": m.say("Balance due", "Долг", "Борг", "Rest de plată"),
    }
    rows, paid = [], 0
    for o in shop.orders:
        part = o.total if m.draw.random() < 0.8 else o.total // 2
        paid += part
        rows.append({**m.whole(o), "paid": Money(part), "owed": Money(o.total - part)})
    right = replace(shop.reading, revenue=paid / 100)
    return (m.file(rows, names),), m.right(shop, right)


@kind
def courses_sold_with_a_curator(m: Maker) -> Made:
    """An online school: user, course, curator, price before, paid, currency in the cell; drafts of orders unpaid."""
    m.noise, m.total, m.identity = [], False, ("name", "email")
    shop = m.shop(cancelled=0.12)
    names = {
        "order": m.say("Order ID", "ID заказа", "ID замовлення", "ID comandă"),
        "date": m.say("Created at", "Дата создания", "Дата створення", "Data creării"),
        "course": m.say("Course", "Тренинг", "Курс", "Curs"),
        "curator": m.say("Curator", "Куратор", "Куратор", "Mentor"),
        "amount": m.say("Paid", "Оплачено", "Оплачено", "Plătit"),
        "price": m.say("Price", "Стоимость", "Вартість", "Preț"),
    }
    form = f"{{}} {m.words.sign}"
    rows = [
        {
            "order": o.number,
            "date": o.moment,
            **m.who(o.person),
            "course": o.lines[0].product,
            "curator": m.draw.choice(m.staff),
            "price": Money(o.total, form),
            "amount": Money(0 if o.cancelled else o.total, form),
            "state": m.words.unpaid if o.cancelled else m.words.done[0],
        }
        for o in shop.orders
    ]
    return (m.file(rows, names),), m.right(shop, plain=True)


@kind
def appointments_of_a_clinic(m: Maker) -> Made:
    """A clinic: patient, doctor, service, visit, amount; the doctor is no customer."""
    m.noise, m.identity = [], ("name",)
    shop = m.shop()
    names = {
        "order": m.say("Visit no.", "Номер приёма", "Номер прийому", "Nr. consultație"),
        "date": m.say("Visit date", "Дата приёма", "Дата прийому", "Data consultației"),
        "doctor": m.say("Doctor", "Врач", "Лікар", "Medic"),
        "name": m.say("Patient", "Пациент", "Пацієнт", "Pacient"),
        "service": m.say("Service", "Услуга", "Послуга", "Serviciu"),
    }
    rows = [
        {
            "order": o.number,
            "date": o.moment,
            "doctor": m.draw.choice(m.staff),
            "name": o.person.name,
            "service": o.lines[0].product,
            "amount": Money(o.total),
        }
        for o in shop.orders
    ]
    return (m.file(rows, names),), m.right(shop, plain=True)


@kind
def gifts_sent_to_others(m: Maker) -> Made:
    """Buyer and recipient beside one another: the buyer is the customer."""
    m.noise, m.total = [], False
    shop = m.shop()
    names = {
        "to": m.say("Recipient", "Получатель", "Одержувач", "Destinatar"),
        "to_phone": m.say("Recipient phone", "Телефон получателя", "Телефон одержувача", "Telefon destinatar"),
        "by": m.say("Buyer", "Покупатель", "Покупець", "Cumpărător"),
        "by_phone": m.say("Buyer phone", "Телефон покупателя", "Телефон покупця", "Telefon cumpărător"),
    }
    rows = []
    for o in shop.orders:
        other = m.draw.choice(shop.people)
        to, by = {"to": other.name, "to_phone": other.phone}, {"by": o.person.name, "by_phone": o.person.phone}
        rows.append({"order": o.number, "date": o.moment, **to, **by, "amount": Money(o.total)})
    return (m.file(rows, names),), m.right(shop, plain=True)


@kind
def hidden_rows(m: Maker) -> Made:
    """A workbook in which a filter hides some rows."""
    m.write_as("xlsx", typed=True)
    m.plainly()
    shop = m.shop()
    rows = m.rows([m.whole(order) for order in shop.orders])
    hidden = m.draw.sample(range(2, len(rows) + 1), len(rows) // 3)
    book = openpyxl.load_workbook(io.BytesIO(m.dialect.write(rows)))
    for row in hidden:
        book.worksheets[0].row_dimensions[row].hidden = True
    buffer = io.BytesIO()
    book.save(buffer)
    seen = reading(o for place, o in enumerate(shop.orders, start=2) if place not in hidden)
    return (File("export.xlsx", buffer.getvalue()),), m.right(others=(shop, seen), told=("hidden",))


@kind
def dates_that_cannot_be_read(m: Maker) -> Made:
    """The column of dates holds words: the refusal names it and one of its cells."""
    shop = m.shop()
    words = m.say("early|late|noon", "утро|вечер|полдень", "ранок|вечір|полудень", "dimineața|seara|prânz").split("|")
    rows = [{**m.whole(order), "date": m.draw.choice(words)} for order in shop.orders]
    return (m.file(rows),), m.right()


@kind
def json_list(m: Maker) -> Made:
    """Orders as a JSON list."""
    shop = m.shop(orders=30)
    rows = [
        {"order_id": o.number, "date": f"{o.moment:%Y-%m-%d}", "customer": o.person.email, "total": o.total / 100}
        for o in shop.orders
    ]
    return (File("orders.json", json.dumps(rows, indent=m.draw.choice((None, 2))).encode()),), m.right(shop)


@kind
def packed_in_a_tar(m: Maker) -> Made:
    """A .tar.gz around the export."""
    shop = m.shop()
    inner = m.file([m.whole(order) for order in shop.orders])
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        entry = tarfile.TarInfo(inner.name)
        entry.size = len(inner.data)
        archive.addfile(entry, io.BytesIO(inner.data))
    return (File("export.tar.gz", gzip.compress(buffer.getvalue(), mtime=0)),), m.right(shop)


@kind
def quantity_only(m: Maker) -> Made:
    """Lines with quantities and no money at all: rates only, and said so."""
    m.noise, m.total = [], False
    shop = m.shop()
    rows = [{**m.about(o), "product": o.lines[0].product, "quantity": o.lines[0].quantity} for o in shop.orders]
    return (m.file(rows),), m.right(others=(Reading(shop.reading.customers, len(shop.orders)),), told=("no_amounts",))
