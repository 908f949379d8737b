"""Kinds that are no list of orders, such as totals, customers, stock: right is a question or a refusal."""

import datetime as dt

from tests.made_up.dialects import Money
from tests.made_up.maker import Maker
from tests.made_up.rights import File, Right, kind

Made = tuple[tuple[File, ...], Right]


def _days(m: Maker, size: int, step: int = 1) -> list[dt.date]:
    first = dt.date(2023, m.draw.randint(1, 12), m.draw.randint(1, 28))
    return [first + dt.timedelta(days=step * place) for place in range(size)]


@kind
def totals_per_period(m: Maker) -> Made:
    """A row per day, week or month with counts of customers and orders, and sales."""
    m.noise = []
    size, step = m.draw.choice(((120, 1), (60, 7), (24, 30)))
    names = {
        "date": m.say("Date", "Дата", "Дата", "Data"),
        "customers": m.say("Customers", "Клиенты", "Клієнти", "Clienți"),
        "orders": m.say("Orders", "Заказы", "Замовлення", "Comenzi"),
        "sales": m.say("Sales", "Выручка", "Виручка", "Vânzări"),
        "average": m.say("Average order", "Средний чек", "Середній чек", "Bon mediu"),
    }
    rows = []
    for day in _days(m, size, step):
        orders = m.draw.randint(3, 40) * step
        sales = orders * m.draw.randrange(900, 4_000)
        row = {"date": day, "customers": orders - m.draw.randint(0, 3), "orders": orders, "sales": Money(sales)}
        rows.append({**row, "average": Money(sales // orders)})
    return (m.bare(m.rows(rows, names, sums="sales")),), m.right()


@kind
def list_of_customers(m: Maker) -> Made:
    """One row per customer: contacts, registered, last purchase, number of orders, money in all."""
    shop = m.shop(orders=120)
    m.noise, m.total = [], False
    m.identity = m.draw.choice((("number", "name", "email"), ("name", "phone"), ("email", "name")))
    names = {
        "registered": m.say("Registered", "Дата регистрации", "Дата реєстрації", "Data înregistrării"),
        "last": m.say("Last purchase", "Последняя покупка", "Остання покупка", "Ultima achiziție"),
        "count": m.say("Orders", "Количество заказов", "Кількість замовлень", "Nr. comenzi"),
        "amount": m.say("Total spent", "Сумма покупок", "Сума покупок", "Total cumpărături"),
    }
    rows = []
    for person in shop.people:
        own = [order for order in shop.orders if order.person == person]
        if own:
            first, last = own[0].moment.date(), own[-1].moment.date()
            dates = {"registered": first, "last": last}
            rows.append({**m.who(person), **dates, "count": len(own), "amount": Money(sum(o.total for o in own))})
    return (m.file(rows, names),), m.right(told=("one_row", "once", "each"))


@kind
def recency_frequency_money(m: Maker) -> Made:
    """An RFM table: a customer's last order, days since, count, money and segment."""
    shop = m.shop(orders=120)
    m.noise, m.total, m.identity = [], False, m.draw.choice((("number",), ("email",)))
    rows = []
    for person in shop.people:
        own = [order for order in shop.orders if order.person == person]
        if own:
            last = own[-1].moment.date()
            row = {**m.who(person), "Last order": last, "Recency": (dt.date(2025, 6, 1) - last).days}
            row |= {"Frequency": len(own), "Monetary": Money(sum(o.total for o in own))}
            rows.append({**row, "Segment": m.draw.choice(("Champions", "At risk", "New"))})
    return (m.file(rows),), m.right(told=("one_row", "once", "each"))


@kind
def stock_on_hand(m: Maker) -> Made:
    """Products with what lies in the warehouse, and the date of the last delivery."""
    m.noise = []
    names = {
        "left": m.say("In stock", "Остаток", "Залишок", "Stoc"),
        "date": m.say("Last delivery", "Дата последнего поступления", "Дата останнього надходження", "Ultima recepție"),
        "amount": m.say("Stock value", "Сумма остатка", "Сума залишку", "Valoare stoc"),
    }
    rows = []
    for place, day in enumerate(_days(m, 60, 3)):
        left, price = m.draw.randint(0, 90), m.draw.randrange(200, 9_000)
        product = f"{m.draw.choice(m.words.products)} {place}"
        row = {"sku": f"SKU-{place}", "product": product, "category": m.draw.choice(m.words.categories), "left": left}
        rows.append({**row, "price": Money(price), "amount": Money(left * price), "date": day})
    return (m.file(rows, names),), m.right()


@kind
def measured_every_day(m: Maker) -> Made:
    """A measuring station: day, level, temperature."""
    m.noise, m.total = [], False
    names = {
        "station": m.say("Station", "Станция", "Станція", "Stație"),
        "date": m.say("Date", "Дата", "Дата", "Data"),
        "level": m.say("Level, cm", "Уровень, см", "Рівень, см", "Nivel, cm"),
        "warm": m.say("Temperature", "Температура", "Температура", "Temperatura"),
    }
    rows = [
        {"station": m.draw.choice(m.words.cities[:3]), "date": day, "level": m.draw.randint(80, 300),
         "warm": Money(m.draw.randrange(-900, 3_000))}
        for day in _days(m, 90)
    ]  # fmt: skip
    return (m.file(rows, names),), m.right()


@kind
def contracts_signed(m: Maker) -> Made:
    """Contracts with their start, end and yearly value."""
    m.noise, m.identity = [], ("name",)
    shop = m.shop(orders=60)
    names = {
        "order": m.say("Contract no.", "Номер договора", "Номер договору", "Nr. contract"),
        "name": m.say("Customer", "Клиент", "Клієнт", "Client"),
        "date": m.say("Signed on", "Дата подписания", "Дата підписання", "Data semnării"),
        "start": m.say("Valid from", "Действует с", "Діє з", "Valabil de la"),
        "end": m.say("Valid to", "Действует до", "Діє до", "Valabil până la"),
        "amount": m.say("Contract value", "Сумма договора", "Сума договору", "Valoare contract"),
    }
    rows = []
    for o in shop.orders:
        start, end = m.day_after(o.moment, 1, 9), m.day_after(o.moment, 360, 370)
        about = {"order": o.number, "name": o.person.name, "date": o.moment, "start": start, "end": end}
        rows.append({**about, "amount": Money(o.total * 100)})
    return (m.file(rows, names),), m.right()


@kind
def ledger_of_accounts(m: Maker) -> Made:
    """Entries of a ledger: debit account, credit account, amount, what for."""
    m.noise, m.total = [], False
    shop = m.shop(orders=60)
    names = {
        "date": m.say("Date", "Дата", "Дата", "Data"),
        "debit": m.say("Debit account", "Счёт Дт", "Рахунок Дт", "Cont debitor"),
        "credit": m.say("Credit account", "Счёт Кт", "Рахунок Кт", "Cont creditor"),
        "what": m.say("Description", "Содержание", "Зміст", "Explicație"),
    }
    rows = [
        {
            "date": o.moment,
            "debit": m.draw.choice(("1210", "1010", "3310")),
            "credit": m.draw.choice(("6010", "1210", "7110")),
            "amount": Money(o.total),
            "what": o.lines[0].product,
        }
        for o in shop.orders
    ]
    return (m.file(rows, names),), m.right()


@kind
def bank_statement(m: Maker) -> Made:
    """A bank's statement: counterparty, debit, credit, balance."""
    m.plainly()
    shop = m.shop(orders=60)
    names = {
        "date": m.say("Date", "Дата операции", "Дата операції", "Data operațiunii"),
        "who": m.say("Counterparty", "Контрагент", "Контрагент", "Contrapartidă"),
        "out": m.say("Debit", "Дебет", "Дебет", "Debit"),
        "in": m.say("Credit", "Кредит", "Кредит", "Credit"),
        "left": m.say("Balance", "Остаток", "Залишок", "Sold"),
        "what": m.say("Details", "Назначение платежа", "Призначення платежу", "Detalii plată"),
    }
    left, rows = 1_000_000, []
    for o in shop.orders:
        spent = m.draw.random() < 0.4
        left += -o.total if spent else o.total
        money = {"out": Money(o.total) if spent else None, "in": None if spent else Money(o.total)}
        why = m.say("Invoice", "Оплата по счёту", "Оплата за рахунком", "Plata facturii")
        rows.append({"date": o.moment, "who": o.person.name, **money, "left": Money(left), "what": f"{why} {o.number}"})
    paid_in = [o for o, row in zip(shop.orders, rows, strict=True) if row["in"]]
    assert paid_in
    return (m.file(rows, names),), m.right()


@kind
def months_across(m: Maker) -> Made:
    """A cross table: a row per customer, a column per month."""
    m.plainly()
    shop = m.shop(orders=120)
    months = [f"{m.words.month_names[place]} 2024" for place in range(12)]
    rows = []
    for person in shop.people:
        row = {m.variants["name"]: person.name}
        for place, month in enumerate(months):
            sum_of = sum(o.total for o in shop.orders if o.person == person and o.moment.month == place + 1)
            row[month] = Money(sum_of) if sum_of else None
        rows.append(row)
    return (m.file(rows),), m.right()


@kind
def subscriptions_renewed(m: Maker) -> Made:
    """Subscriptions with plan, started, next renewal and monthly price."""
    m.noise, m.identity = [], ("email",)
    shop = m.shop(orders=60)
    names = {
        "plan": m.say("Plan", "Тариф", "Тариф", "Abonament"),
        "start": m.say("Started", "Начало подписки", "Початок підписки", "Început abonament"),
        "next": m.say("Next renewal", "Следующее продление", "Наступне продовження", "Următoarea reînnoire"),
        "state": m.say("Status", "Статус", "Статус", "Status"),
        "price": m.say("Monthly price", "Цена в месяц", "Ціна на місяць", "Preț lunar"),
    }
    active = m.say("active", "активна", "активна", "activ")
    rows = []
    for place, person in enumerate(shop.people):
        start = shop.orders[place].moment.date()
        about = {"email": person.email, "plan": m.draw.choice(("Basic", "Pro")), "start": start}
        rows.append({**about, "next": dt.date(2025, 7, start.day % 28 + 1), "state": active, "price": Money(99_00)})
    return (m.file(rows, names),), m.right()


@kind
def salaries_paid(m: Maker) -> Made:
    """A payroll: employee, date, position, paid."""
    m.noise = []
    shop = m.shop(orders=60)
    names = {
        "who": m.say("Employee", "Сотрудник", "Співробітник", "Angajat"),
        "role": m.say("Position", "Должность", "Посада", "Funcție"),
        "date": m.say("Paid on", "Дата выплаты", "Дата виплати", "Data plății"),
        "amount": m.say("Net salary", "К выплате", "До виплати", "Salariu net"),
    }
    role = m.say("Seller", "Продавец", "Продавець", "Vânzător")
    rows = [
        {"who": person.name, "role": role, "date": day, "amount": Money(m.draw.randrange(90_000, 300_000))}
        for day in _days(m, 12, 30)
        for person in shop.people[:8]
    ]
    return (m.file(rows, names),), m.right()


@kind
def telephone_calls(m: Maker) -> Made:
    """A log of calls: phone, moment, direction, seconds."""
    m.noise, m.total = [], False
    shop = m.shop(orders=80)
    names = {
        "date": m.say("Call time", "Время звонка", "Час дзвінка", "Ora apelului"),
        "phone": m.say("Phone number", "Номер телефона", "Номер телефону", "Număr telefon"),
        "way": m.say("Direction", "Направление", "Напрямок", "Direcție"),
        "long": m.say("Duration, s", "Длительность, с", "Тривалість, с", "Durată, s"),
    }
    ways = (m.say("Incoming", "Входящий", "Вхідний", "Primit"), m.say("Outgoing", "Исходящий", "Вихідний", "Efectuat"))
    rows = [
        {"date": o.moment, "phone": o.person.phone, "way": m.draw.choice(ways), "long": m.draw.randint(5, 900)}
        for o in shop.orders
    ]
    return (m.file(rows, names),), m.right()


@kind
def newsletters_opened(m: Maker) -> Made:
    """A mailing's recipients: sent, opened, clicked."""
    m.noise, m.total = [], False
    shop = m.shop(orders=80)
    names = {
        "campaign": m.say("Campaign", "Рассылка", "Розсилка", "Campanie"),
        "sent": m.say("Sent at", "Отправлено", "Надіслано", "Trimis la"),
        "opens": m.say("Opens", "Открытия", "Відкриття", "Deschideri"),
        "clicks": m.say("Clicks", "Клики", "Кліки", "Clicuri"),
    }
    rows = [
        {"email": o.person.email, "campaign": f"News {o.moment.month}", "sent": o.moment,
         "opens": m.draw.randint(0, 4), "clicks": m.draw.randint(0, 2)}
        for o in shop.orders
    ]  # fmt: skip
    return (m.file(rows, names),), m.right()


@kind
def reviews_written(m: Maker) -> Made:
    """Reviews: who, when, stars, text."""
    m.noise, m.total = [], False
    shop = m.shop(orders=60)
    names = {
        "who": m.say("Author", "Автор", "Автор", "Autor"),
        "date": m.say("Review date", "Дата отзыва", "Дата відгуку", "Data recenziei"),
        "stars": m.say("Rating", "Оценка", "Оцінка", "Notă"),
        "what": m.say("Review", "Отзыв", "Відгук", "Recenzie"),
    }
    what = m.say("Very tasty", "Очень вкусно", "Дуже смачно", "Foarte gustos")
    rows = [
        {"who": o.person.name, "product": o.lines[0].product, "date": o.moment, "stars": m.draw.randint(1, 5),
         "what": what}
        for o in shop.orders
    ]  # fmt: skip
    return (m.file(rows, names),), m.right()
