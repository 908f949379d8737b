"""Kinds of services and marketplaces: nights of a stay, payouts after a fee, customers of two countries, renewals."""

import datetime as dt

from tests.made_up.dialects import Money
from tests.made_up.maker import Maker
from tests.made_up.rights import File, Right, kind
from tests.made_up.truth import Reading

Made = tuple[tuple[File, ...], Right]


@kind
def nights_on_a_folio(m: Maker) -> Made:
    """A hotel's charges: a row per night under the reservation's number, all nights of one price."""
    m.total, m.noise = False, []
    shop = m.shop()
    names = {
        "order": m.say("Reservation number", "Номер бронирования", "Номер бронювання", "Număr rezervare"),
        "date": m.say("Business date", "Дата", "Дата", "Data"),
        "amount": m.say("Charge", "Сумма", "Сума", "Suma"),
    }
    rows, revenue = [], 0
    for o in shop.orders:
        for night in range(m.draw.randint(1, 3)):
            rows.append({**m.whole(o), "date": (o.moment + dt.timedelta(days=night)).date()})
            revenue += o.total
    right = shop.reading
    return (m.file(rows, names),), m.right(Reading(right.customers, right.orders, round(revenue / 100, 2)))


@kind
def payouts_after_a_fee(m: Maker) -> Made:
    """Sales of a marketplace: what the buyer paid, the fee, and what is left of it; the first is the shop's revenue."""
    m.total = False
    shop = m.shop()
    names = {
        "amount": m.say("Gross", "Сумма", "Сума", "Suma"),
        "fee": m.say("Fees", "Комиссия", "Комісія", "Comision"),
        "left": m.say("Net", "Сумма к выплате", "Сума до виплати", "Suma de virat"),
    }
    rows = [{**m.whole(o), "fee": Money(o.total // 9), "left": Money(o.total - o.total // 9)} for o in shop.orders]
    return (m.file(rows, names),), m.right(shop)


@kind
def phones_of_two_countries(m: Maker) -> Made:
    """A shop in two countries: phones as they are dialled at home or with the prefix, the country in a column."""
    m.identity, m.total = ("phone",), False
    shop = m.shop(orders=60)
    abroad = {person for person in shop.people if int(person.number[-1]) % 2} or {shop.people[0]}
    home, away = {"en": ("GB", "PL"), "ru": ("RU", "PL"), "uk": ("UA", "PL"), "ro": ("RO", "PL")}[m.language]
    polish = {person: f"60{1_000_003 + 7 * place}" for place, person in enumerate(shop.people)}
    names = {"country": m.say("Country", "Страна", "Країна", "Țara")}
    rows = []
    for o in shop.orders:
        at_home = f"{polish[o.person][:3]} {polish[o.person][3:6]} {polish[o.person][6:]}"
        phone = m.draw.choice((at_home, f"+48 {at_home}")) if o.person in abroad else o.person.phone
        rows.append({**m.whole(o), "phone": phone, "country": away if o.person in abroad else home})
    return (m.file(rows, names),), m.right(shop)


@kind
def renewals_and_single_orders(m: Maker) -> Made:
    """Orders that a subscription made and orders somebody chose, told apart by a column."""
    shop = m.shop()
    names = {"type": m.say("Order type", "Вид заказа", "Вид замовлення", "Tip comandă")}
    renewal = m.say("Renewal", "Автопродление", "Автоподовження", "Reînnoire")
    once = m.say("One-time", "Разовый", "Разове", "O singură dată")
    rows = [{**m.whole(o), "type": m.draw.choice((renewal, once))} for o in shop.orders]
    return (m.file(rows, names),), m.right(shop, told=("renewals",))


@kind
def sales_below_zero(m: Maker) -> Made:
    """A ledger's side of sales: every sale below 0, what was given back above it."""
    m.total, m.noise = False, []
    shop = m.shop(refunds=m.draw.choice((0.0, 0.08)))
    rows = [{**m.whole(o), "amount": Money(-o.total)} for o in shop.orders]
    backs = [o for o in shop.orders if o.refunded]
    rows += [{**m.whole(o), "order": f"CN-{o.number}", "amount": Money(o.refunded)} for o in backs]
    return (m.file(rows),), m.right(told=("mostly_negative",))
