"""Kinds that tills, terminals, cards and counters write: receipts of a café, bank terminals, gifts, points, shifts."""

import datetime as dt
from dataclasses import replace

from tests.made_up.dialects import Money
from tests.made_up.maker import Maker
from tests.made_up.rights import File, Right, kind
from tests.made_up.truth import reading

Made = tuple[tuple[File, ...], Right]


@kind
def cafe_receipts(m: Maker) -> Made:
    """A café's receipts: table, waiter, number of guests, total, tip; a loyalty card on some."""
    m.noise, m.total = [], False
    shop = m.shop()
    without = m.some(shop.orders, 0.3)
    names = {
        "order": m.say("Receipt", "Чек №", "Чек №", "Bon nr."),
        "table": m.say("Table", "Стол", "Стіл", "Masa"),
        "waiter": m.say("Waiter", "Официант", "Офіціант", "Ospătar"),
        "guests": m.say("Guests", "Кол-во гостей", "К-сть гостей", "Nr. persoane"),
        "card": m.say("Loyalty card", "Карта гостя", "Картка гостя", "Card fidelitate"),
        "amount": m.say("Total", "Сумма со скидкой", "Сума зі знижкою", "Total de plată"),
        "tip": m.say("Tip", "Чаевые", "Чайові", "Bacșiș"),
    }
    rows = [
        {
            "order": o.number,
            "date": o.moment,
            "table": m.draw.randint(1, 12),
            "waiter": m.draw.choice(m.staff),
            "guests": m.draw.randint(1, 5),
            "card": None if o.number in without else o.person.number,
            "amount": Money(o.total),
            "tip": Money(m.draw.choice((0, 0, o.total // 10))),
        }
        for o in shop.orders
    ]
    return (m.file(rows, names),), m.right(reading(o for o in shop.orders if o.number not in without), plain=True)


@kind
def bank_terminal(m: Maker) -> Made:
    """A card terminal's operations: masked card, code of approval, purchases, refunds, declined ones."""
    m.noise, m.total = [], False
    shop = m.shop(cancelled=0.08, refunds=0.08)
    shop = replace(shop, orders=tuple(replace(o, refunded=o.total if o.refunded else 0) for o in shop.orders))
    card = {
        person: f"{m.draw.choice((4276, 5169, 4400))}{10 + place}******{4100 + place}"
        for place, person in enumerate(shop.people)
    }
    names = {
        "order": "RRN",
        "date": m.say("Transaction date", "Дата операции", "Дата операції", "Data tranzacției"),
        "card": m.say("Card number", "Номер карты", "Номер картки", "Număr card"),
        "type": m.say("Operation type", "Тип операции", "Тип операції", "Tip operațiune"),
        "state": m.say("Result", "Результат", "Результат", "Rezultat"),
        "terminal": m.say("Terminal", "Терминал", "Термінал", "Terminal"),
    }
    sale, back = m.say("Purchase", "Оплата", "Оплата", "Plată"), m.say("Refund", "Возврат", "Повернення", "Returnare")
    fine, no = (
        m.say("Approved", "Одобрено", "Схвалено", "Aprobat"),
        m.say("Declined", "Отклонено", "Відхилено", "Respins"),
    )
    rows = []
    for place, o in enumerate(shop.orders):
        row = {"date": o.moment, "order": f"{410_200_300_000 + place}", "card": card[o.person], "terminal": "T-01"}
        rows.append({**row, "type": sale, "amount": Money(o.total), "state": no if o.cancelled else fine})
        if o.refunded:
            later = {"date": m.day_after(o.moment), "order": f"{510_200_300_000 + place}"}
            rows.append({**row, **later, "type": back, "amount": Money(o.total), "state": fine})
    return (m.file(rows, names),), m.right(shop)


@kind
def gift_cards_ledger(m: Maker) -> Made:
    """Gift cards: sold, redeemed, and what is left on them; redeeming is no new money."""
    m.noise, m.total, m.identity = [], False, ("email",)
    shop = m.shop(orders=40)
    names = {
        "card": m.say("Gift card no.", "Номер сертификата", "Номер сертифіката", "Nr. card cadou"),
        "date": m.say("Date", "Дата", "Дата", "Data"),
        "type": m.say("Operation", "Операция", "Операція", "Operațiune"),
        "left": m.say("Balance", "Остаток", "Залишок", "Sold"),
    }
    sold = m.say("Sale", "Продажа", "Продаж", "Vânzare")
    used = m.say("Redemption", "Погашение", "Погашення", "Utilizare")
    rows, used_up = [], 0
    for place, o in enumerate(shop.orders):
        row = {"card": f"GC-{7000 + place}", "date": o.moment, **m.who(o.person)}
        rows.append({**row, "type": sold, "amount": Money(o.total), "left": Money(o.total)})
        if m.draw.random() < 0.6:
            used_up += o.total
            date = m.day_after(o.moment, 5, 90)
            rows.append({**row, "date": date, "type": used, "amount": Money(-o.total), "left": Money(0)})
    less = replace(shop.reading, revenue=round(shop.reading.revenue - used_up / 100, 2))
    return (m.file(rows, names),), m.right(shop, others=(less,), told=("state",))


@kind
def points_beside_purchases(m: Maker) -> Made:
    """A loyalty programme's purchases: what was paid, points earned and spent."""
    m.noise, m.total = [], False
    m.identity = ("number",)
    shop = m.shop()
    names = {
        "number": m.say("Card number", "Номер карты", "Номер картки", "Nr. card"),
        "earned": m.say("Points earned", "Начислено баллов", "Нараховано балів", "Puncte acumulate"),
        "spent": m.say("Points spent", "Списано баллов", "Списано балів", "Puncte folosite"),
        "amount": m.say("Purchase amount", "Сумма покупки", "Сума покупки", "Valoare achiziție"),
    }
    rows = [{**m.whole(o), "earned": o.total // 2_000, "spent": m.draw.choice((0, 0, 50))} for o in shop.orders]
    return (m.file(rows, names),), m.right(shop, plain=True)


@kind
def points_only(m: Maker) -> Made:
    """Movements of points: earned, spent, expired; no money."""
    m.noise, m.total, m.identity = [], False, ("number",)
    shop = m.shop(orders=60)
    names = {
        "number": m.say("Card number", "Номер карты", "Номер картки", "Nr. card"),
        "type": m.say("Movement", "Операция", "Операція", "Mișcare"),
        "points": m.say("Points", "Баллы", "Бали", "Puncte"),
    }
    earned, spent, gone = m.say(
        "Earned|Spent|Expired",
        "Начисление|Списание|Сгорание",
        "Нарахування|Списання|Згоряння",
        "Acumulare|Utilizare|Expirare",
    ).split("|")
    rows = []
    for o in shop.orders:
        row = {"date": o.moment, **m.who(o.person)}
        rows.append({**row, "type": earned, "points": o.total // 100})
        if m.draw.random() < 0.3:
            rows.append({**row, "date": m.day_after(o.moment), "type": spent, "points": -(o.total // 200)})
        if m.draw.random() < 0.1:
            rows.append({**row, "date": m.day_after(o.moment, 300, 360), "type": gone, "points": -(o.total // 300)})
    return (m.file(rows, names),), m.right(told=("no_amounts",))


@kind
def shift_reports(m: Maker) -> Made:
    """Z-reports: a row per shift and cashier, with receipts and takings."""
    m.noise = []
    names = {
        "shift": m.say("Shift no.", "Номер смены", "Номер зміни", "Nr. raport Z"),
        "date": m.say("Closed at", "Дата закрытия", "Дата закриття", "Data închiderii"),
        "cashier": m.say("Cashier", "Кассир", "Касир", "Casier"),
        "receipts": m.say("Receipts", "Кол-во чеков", "К-сть чеків", "Nr. bonuri"),
        "cash": m.say("Cash", "Наличные", "Готівка", "Numerar"),
        "card": m.say("Card", "Безналичные", "Безготівка", "Card"),
        "amount": m.say("Takings", "Выручка", "Виручка", "Încasări"),
    }
    rows = []
    for place in range(90):
        cash, card = m.draw.randrange(10_000, 300_000), m.draw.randrange(10_000, 300_000)
        day = dt.datetime(2024, 1, 1, 21, 5) + dt.timedelta(days=place)  # noqa: DTZ001 - the till's own clock
        row = {"shift": 1200 + place, "date": day, "cashier": m.draw.choice(m.staff), "receipts": m.draw.randint(9, 90)}
        rows.append({**row, "cash": Money(cash), "card": Money(card), "amount": Money(cash + card)})
    return (m.file(rows, names),), m.right()


@kind
def sales_and_returns_by_type(m: Maker) -> Made:
    """A till's operations: sales and returns are told by a column, all amounts positive."""
    m.noise, m.total = [], False
    shop = m.shop(refunds=0.1)
    sale, back = m.say("Sale", "Продажа", "Продаж", "Vânzare"), m.say("Return", "Возврат", "Повернення", "Retur")
    names = {"type": m.say("Operation", "Тип операции", "Тип операції", "Tip operațiune")}
    rows = [{**m.whole(o), "type": sale} for o in shop.orders]
    rows += [
        {**m.whole(o), "date": m.day_after(o.moment), "type": back, "amount": Money(o.refunded)}
        for o in shop.orders
        if o.refunded
    ]
    rows.sort(key=lambda row: row["date"])
    return (m.file(rows, names),), m.right(shop)


@kind
def tax_rates_of_a_receipt(m: Maker) -> Made:
    """A fiscal till writes a row per rate of tax: the receipt is the sum of its rows."""
    m.noise = []
    shop = m.shop()
    names = {"rate": m.say("VAT rate", "Ставка НДС", "Ставка ПДВ", "Cotă TVA")}
    names["amount"] = m.say("Amount", "Сумма", "Сума", "Valoare")
    rows = []
    for o in shop.orders:
        low = o.total // 4 if m.draw.random() < 0.4 else 0
        rows.append({**m.about(o), "rate": "20%", "amount": Money(o.total - low)})
        if low:
            rows.append({**m.about(o), "rate": "8%", "amount": Money(low)})
    return (m.file(rows, names),), m.right(shop, plain=True)


@kind
def fuel_by_the_litre(m: Maker) -> Made:
    """A filling station: litres with three decimals, price per litre, sum."""
    m.noise, m.total, m.identity = [], False, ("number",)
    shop = m.shop()
    names = {
        "number": m.say("Fuel card", "Топливная карта", "Паливна картка", "Card carburant"),
        "quantity": m.say("Litres", "Литры", "Літри", "Litri"),
        "price": m.say("Price per litre", "Цена за литр", "Ціна за літр", "Preț pe litru"),
    }
    rows = []
    for o in shop.orders:
        litres = m.draw.randrange(8_000, 60_000)
        text = f"{litres / 1000:.3f}".replace(".", m.dialect.decimal)
        cells = {"quantity": text, "price": Money(round(o.total * 1000 / litres)), "amount": Money(o.total)}
        rows.append({**m.about(o), "product": "Diesel", **cells})
    return (m.file(rows, names),), m.right(shop)


@kind
def parking_sessions(m: Maker) -> Made:
    """A car park: entry, exit, plate, fee; the plate is the customer."""
    m.noise, m.total = [], False
    shop = m.shop()
    names = {
        "plate": m.say("Licence plate", "Госномер", "Держномер", "Nr. înmatriculare"),
        "in": m.say("Entry", "Въезд", "В'їзд", "Intrare"),
        "out": m.say("Exit", "Выезд", "Виїзд", "Ieșire"),
        "fee": m.say("Fee", "К оплате", "До сплати", "Taxă"),
    }
    plate = {person: f"B {10 + place} XY{chr(65 + place % 26)}" for place, person in enumerate(shop.people)}
    rows = []
    for o in shop.orders:
        out = o.moment + dt.timedelta(minutes=m.draw.randint(20, 300))
        rows.append({"plate": plate[o.person], "in": o.moment, "out": out, "fee": Money(o.total)})
    right = m.right(shop, others=(replace(shop.reading, revenue=None),), told=("no_amounts",))
    return (m.bare(m.rows(rows, names, sums="fee")),), right
