"""Kinds of several files of one shop: systems that number alike, months of one system, orders beside customers."""

import datetime as dt
from dataclasses import replace

from tests.made_up.dialects import Money
from tests.made_up.maker import Maker
from tests.made_up.rights import File, Right, kind
from tests.made_up.truth import Order, Shop, reading

Made = tuple[tuple[File, ...], Right]


def _numbered_from_one(m: Maker, shop: Shop) -> Shop:
    """The shop under numbers as a new system gives them: 1, 2, 3 …, or 10001, 10002 …"""
    start = m.draw.choice((1, 1, 101, 10_001))
    number = {person: f"{start + place}" for place, person in enumerate(shop.people)}
    orders = (replace(o, person=replace(o.person, number=number[o.person])) for o in shop.orders)
    return replace(shop, orders=tuple(orders))


@kind
def two_systems_that_count_from_one(m: Maker) -> Made:
    """The till and the web shop each number their customers from 1; a name or an e-mail tells them apart."""
    m.titles, m.total, m.shuffled, m.noise = 0, False, False, []
    m.identity = m.draw.choice((("number", "name"), ("number", "email"), ("number", "phone", "name")))
    whole = m.shop(orders=90)
    half = len(whole.people) // 2
    sides = (set(whole.people[:half]), set(whole.people[half : 2 * half]))
    files, kept = [], []
    for place, people in enumerate(sides):
        orders = tuple(o for o in whole.orders if o.person in people)
        start = 1 if m.draw.random() < 0.7 else 10_001
        number = {person: f"{start + each}" for each, person in enumerate(sorted(people, key=lambda p: p.number))}
        rows = [{**m.whole(o), "number": number[o.person], "order": f"{'AB'[place]}-{o.number}"} for o in orders]
        files.append(m.file(rows, name=("till", "web")[place]))
        kept += orders
    return tuple(files), m.right(reading(kept))


@kind
def months_of_one_system(m: Maker) -> Made:
    """Two years of one system: names are written otherwise in the second, and some people married."""
    m.titles, m.total, m.shuffled, m.noise, m.identity = 0, False, False, [], ("number", "name")
    shop = _numbered_from_one(m, m.shop(orders=60))
    half = len(shop.orders) // 2
    married = set(m.draw.sample(sorted({o.person.number for o in shop.orders}), 2))

    def second(order: Order) -> str:
        person = order.person
        if person.number in married:
            return f"{person.first} Newname"
        return m.draw.choice(
            (f"{person.last}, {person.first}", person.name.upper(), f"{person.first[0]}. {person.last}")
        )

    first = [m.whole(o) for o in shop.orders[:half]]
    later = [{**m.whole(o), "name": second(o)} for o in shop.orders[half:]]
    return (m.file(first, name="first"), m.file(later, name="second")), m.right(shop, plain=True)


@kind
def orders_beside_their_customers(m: Maker) -> Made:
    """A program's tables: the orders, and the customers they name, with the day each was created."""
    m.titles, m.total, m.noise, m.identity = 0, False, [], ("number",)
    shop = m.shop()
    created = m.say("Created at", "Дата создания", "Дата створення", "Data creării")
    people = [
        {"number": p.number, "name": p.name, "email": p.email, created: dt.date(2023, 1, 1 + place % 28)}
        for place, p in enumerate(shop.people)
    ]
    return (m.file([m.whole(o) for o in shop.orders], name="orders"), m.file(people, name="customers")), m.right(shop)


@kind
def payments_beside_the_total(m: Maker) -> Made:
    """A list of payments: each row shows its order's total and the part paid then, some parts weeks later."""
    m.titles, m.total, m.noise, m.shuffled = 0, False, [], False
    shop = m.shop()
    parts = m.some(shop.orders, 0.3)
    names = {
        "amount": m.say("Order total", "Сумма заказа", "Сума замовлення", "Total comandă"),
        "paid": m.say("Payment", "Оплата", "Сплачено", "Plată"),
        "date": m.say("Payment date", "Дата оплаты", "Дата оплати", "Data plății"),
    }
    rows = []
    for o in shop.orders:
        first = o.total // 2 if o.number in parts else o.total
        rows.append({**m.whole(o), "paid": Money(first)})
        if o.number in parts:
            rows.append({**m.whole(o), "date": m.day_after(o.moment, 9, 40), "paid": Money(o.total - first)})
    return (m.file(sorted(rows, key=lambda row: str(row["date"])), names),), m.right(shop)


@kind
def total_with_shipping(m: Maker) -> Made:
    """Subtotal, shipping and "grand total" with an addition to its name: the last one is what was paid."""
    m.total = False
    shop = m.shop()
    names = {
        "goods": m.say("Subtotal", "Подытог", "Проміжна сума", "Subtotal"),
        "post": m.say("Shipping", "Доставка", "Доставка", "Livrare"),
        "amount": m.say("Grand Total (Base)", "Сумма заказа (база)", "Сума замовлення (база)", "Total comandă (bază)"),
    }
    rows = []
    for o in shop.orders:
        post = min(o.total - 1, m.draw.choice((0, 499, 900)))
        rows.append({**m.about(o), "goods": Money(o.total - post), "post": Money(post), "amount": Money(o.total)})
    return (m.file(rows, names),), m.right(shop)


@kind
def amounts_in_words(m: Maker) -> Made:
    """The only column of money holds words: the refusal names it and one of its cells."""
    shop = m.shop()
    words = ("see invoice", "1.5k", "по договору", "2 × 450", "conform contract")
    rows = [{**m.whole(o), "amount": m.draw.choice(words)} for o in shop.orders]
    m.total = False
    return (m.file(rows),), m.right()


@kind
def documents_not_posted(m: Maker) -> Made:
    """Book-keeping's list of sales documents: a column says which are posted; the others are drafts."""
    shop = m.shop(cancelled=0.1)
    names = {"posted": m.say("Posted", "Проведен", "Проведено", "Posted")}
    yes, no = m.say("Yes", "Да", "Так", "Da"), m.say("No", "Нет", "Ні", "Nu")
    rows = [{**m.whole(o), "posted": no if o.cancelled else yes} for o in shop.orders]
    return (m.file(rows, names),), m.right(shop, plain=True)
