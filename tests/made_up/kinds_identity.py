"""Kinds whose trap is who bought: spellings, contacts, stand-ins, numbers that say nothing."""

from dataclasses import replace

from tests.made_up.dialects import Money
from tests.made_up.maker import Maker
from tests.made_up.rights import File, Right, kind
from tests.made_up.truth import Person, Reading, reading

Made = tuple[tuple[File, ...], Right]


def _national(m: Maker, person: Person) -> str:
    """A phone as people of the country write it at home."""
    prefix, own = {"en": (3, "0"), "ru": (2, "8"), "uk": (4, "0"), "ro": (3, "0")}[m.language]
    return own + person.phone[prefix:]


@kind
def addresses_respelled(m: Maker) -> Made:
    """One e-mail in capitals here and with blanks around it there."""
    m.identity = m.draw.choice((("email",), ("email", "name")))
    shop = m.shop()
    spell = (str, str, str.upper, lambda text: f" {text} ", lambda text: text.capitalize())
    rows = [{**m.whole(o), "email": m.draw.choice(spell)(o.person.email)} for o in shop.orders]
    return (m.file(rows),), m.right(shop, plain=True)


@kind
def phones_in_many_notations(m: Maker) -> Made:
    """One phone with and without the country's prefix, with blanks, brackets and dashes."""
    m.identity = ("phone",)
    shop = m.shop()

    def spelled(person: Person) -> str:
        home, abroad = _national(m, person), person.phone
        return m.draw.choice(
            (abroad, home, f"{home[:4]} {home[4:7]} {home[7:]}", f"{home[:4]}-{home[4:7]}-{home[7:]}",
             abroad.replace("+", "00"), f"{abroad[:-7]} {abroad[-7:-4]}-{abroad[-4:-2]}-{abroad[-2:]}")
        )  # fmt: skip

    m.write_as(m.dialect.container, typed=False)
    rows = [{**m.whole(order), "phone": spelled(order.person)} for order in shop.orders]
    return (m.file(rows),), m.right(shop)


@kind
def names_with_codes_for_signs(m: Maker) -> Made:
    """Firms whose names came through a web page or a workbook on some rows: &amp;, _x000D_, a zero-width sign."""
    m.identity = ("name",)
    shop = m.shop()
    firm = {person: f"{person.last} & {person.first} {place}" for place, person in enumerate(shop.people)}
    codes = (
        str,
        lambda text: text.replace("&", "&amp;"),
        lambda text: text.replace("&", "&#38;"),
        lambda text: f"{text}_x000D_",
        lambda text: f"\u200b{text}",
        lambda text: text.replace(" ", "\xa0"),
    )
    rows = [{**m.whole(order), "name": m.draw.choice(codes)(firm[order.person])} for order in shop.orders]
    m.write_as("csv" if m.dialect.container == "html" else m.dialect.container, encoding="utf-8")
    return (m.file(rows),), m.right(shop, plain=True)


@kind
def email_online_phone_at_till(m: Maker) -> Made:
    """Online orders name the e-mail, the till names the phone; some rows name both."""
    m.identity = ("email", "phone")
    m.noise = [role for role in m.noise if role != "channel"]
    shop = m.shop()
    known: set[Person] = set()
    rows = []
    for order in shop.orders:
        both = order.person not in known
        known.add(order.person)
        online = m.draw.random() < 0.5
        row = {**m.whole(order), "channel": m.words.channels[0 if online else 1]}
        rows.append(row if both else {**row, ("phone" if online else "email"): None})
    return (m.file(rows),), m.right(shop)


@kind
def till_and_web_shop(m: Maker) -> Made:
    """Two files of one shop: the till knows phones and each customer's e-mail once, the web shop knows e-mails."""
    shop = m.shop()
    m.titles, m.total = 0, False
    known: set[Person] = set()
    till, web = [], []
    for order in shop.orders:
        about = {"order": order.number, "date": order.moment, "amount": Money(order.total)}
        if order.person in known and m.draw.random() < 0.5:
            web.append({**about, "email": order.person.email})
        else:
            mail = None if order.person in known else order.person.email
            till.append({**about, "phone": order.person.phone, "email": mail})
            known.add(order.person)
    files = (m.file(till, name="till"), m.file(web, name="web"))
    return files, m.right(shop)


@kind
def new_number_at_each_checkout(m: Maker) -> Made:
    """A guest gets another customer number at each order, the e-mail stays."""
    shop = m.shop()
    guests = {person for person in shop.people if m.draw.random() < 0.5}
    rows = []
    for place, order in enumerate(shop.orders):
        number = f"{90_000 + place}" if order.person in guests else order.person.number
        who = {"number": number, "email": order.person.email, "name": order.person.name}
        rows.append({"order": order.number, "date": order.moment, **who, "amount": Money(order.total)})
    return (m.file(rows),), m.right(shop, told=("joined", "same", "look"))


@kind
def shops_own_address(m: Maker) -> Made:
    """Some orders carry the shop's own address under many names: it is nobody."""
    m.identity = ("email", "name")
    shop = m.shop()
    by_phone = m.some(shop.orders, 0.25)
    own = f"orders@{m.draw.choice(('teahouse', 'ceainaria', 'chaika'))}.{m.draw.choice(('com', 'md', 'kz'))}"
    rows = [{**m.whole(o), "email": own if o.number in by_phone else o.person.email} for o in shop.orders]
    rest = reading(o for o in shop.orders if o.number not in by_phone)
    told = ("shared", "stand", "dominates", "unidentified")
    return (m.file(rows),), m.right(shop, rest, told=told)


@kind
def erased_customers(m: Maker) -> Made:
    """Some customers were erased and share a stand-in of an address."""
    m.identity = ("email",)
    shop = m.shop()
    gone = m.some(shop.orders, 0.15)
    word = m.draw.choice(
        ("deleted@site.invalid", "[deleted]", "anonymized@example.com", "deleted_user@removed.invalid")
    )
    rows = [{**m.whole(o), "email": word if o.number in gone else o.person.email} for o in shop.orders]
    rest = reading(o for o in shop.orders if o.number not in gone)
    return (m.file(rows),), m.right(rest, told=("unidentified", "stand"))


@kind
def test_orders(m: Maker) -> Made:
    """The shop tried its own checkout, under a test address."""
    m.identity = ("email",)
    shop = m.shop()
    trials = m.some(shop.orders, 0.12)
    word = m.draw.choice(("test@test.com", "test@example.com", "no-reply@teahouse.com", "noreply@teahouse.md"))
    rows = [{**m.whole(o), "email": word if o.number in trials else o.person.email} for o in shop.orders]
    rest = reading(o for o in shop.orders if o.number not in trials)
    return (m.file(rows),), m.right(rest, told=("unidentified", "stand"))


@kind
def address_for_each_order(m: Maker) -> Made:
    """A marketplace gives a relay address of its own to each order: nobody ever comes back."""
    m.identity = ("email",)
    shop = m.shop()
    rows = [{**m.whole(o), "email": f"{m.draw.getrandbits(60):x}@members.market.example"} for o in shop.orders]
    return (m.file(rows),), m.right(told=("each", "once"))


@kind
def numbers_cut_after_15_digits(m: Maker) -> Made:
    """Long customer numbers whose last digits a spreadsheet has put to zero."""
    m.identity = ("number",)
    shop = m.shop()
    base = 577_087_614_418_520
    number = {person: f"{base + m.draw.randrange(len(shop.people) // 2)}000" for person in shop.people}
    rows = [{**m.whole(order), "number": number[order.person]} for order in shop.orders]
    m.write_as(m.dialect.container, typed=False)
    return (m.file(rows),), m.right(told=("cut", "digit", "damaged"))


@kind
def numbers_in_powers_of_ten(m: Maker) -> Made:
    """Customer numbers that a spreadsheet wrote as 7.9E+10."""
    m.identity = ("number",)
    m.write_as("csv")
    shop = m.shop()
    mark = m.dialect.decimal
    number = {person: f"7{mark}9{m.draw.randrange(90) + 10}E+10" for person in shop.people}
    rows = [{**m.whole(order), "number": number[order.person]} for order in shop.orders]
    return (m.file(rows),), m.right(told=("damaged",))


@kind
def namesakes(m: Maker) -> Made:
    """Several people of one name, told apart by their phones."""
    m.identity = ("name", "phone")
    shop = m.shop()
    few = [f"{person.first} {person.last}" for person in shop.people[: max(3, len(shop.people) // 2)]]
    name = {person: few[place % len(few)] for place, person in enumerate(shop.people)}
    rows = [{**m.whole(order), "name": name[order.person]} for order in shop.orders]
    return (m.file(rows),), m.right(shop, plain=True)


@kind
def tax_number_of_nobody(m: Maker) -> Made:
    """A tax number stands for the customer; private people all have the one of zeros."""
    m.identity = ("number",)
    shop = m.shop()
    private = m.some(shop.orders, 0.25)
    tax = {person: f"{10_203_040 + 7919 * place}" for place, person in enumerate(shop.people)}
    zeros = "0" * m.draw.choice((8, 10, 13))
    rows = [{**m.whole(o), "number": zeros if o.number in private else tax[o.person]} for o in shop.orders]
    names = {"number": m.say("Tax ID", "БИН/ИИН покупателя", "ЄДРПОУ покупця", "CUI / CNP client")}
    rest = reading(o for o in shop.orders if o.number not in private)
    return (m.file(rows, names),), m.right(rest, told=("dominates", "unidentified", "stand"))


@kind
def walk_ins_by_the_hundred(m: Maker) -> Made:
    """Most sales of a till are of "Walk-in", a few name somebody."""
    m.identity = ("name",)
    shop = m.shop(orders=100)
    nobody = m.some(shop.orders, 0.5)
    word = m.draw.choice(m.words.guests)
    rows = [{**m.whole(o), "name": word if o.number in nobody else o.person.name} for o in shop.orders]
    rest = reading(o for o in shop.orders if o.number not in nobody)
    return (m.file(rows),), m.right(rest, told=("unidentified", "dominates", "stand"))


@kind
def nobody_but_the_cashier(m: Maker) -> Made:
    """Receipts of a till that knows its cashiers and no customers."""
    shop = m.shop()
    m.noise = []
    names = {"who": m.say("Cashier", "Кассир", "Касир", "Casier"), "order": m.variants["order"]}
    rows = [
        {"order": o.number, "date": o.moment, "who": m.draw.choice(m.staff), "amount": Money(o.total)}
        for o in shop.orders
    ]
    return (m.file(rows, names),), m.right()


@kind
def bought_from_suppliers(m: Maker) -> Made:
    """What the shop itself bought: suppliers, no customers."""
    shop = m.shop()
    m.noise = []
    firm = {person: f"{person.last} {m.say('Ltd', 'ТОО', 'ТОВ', 'SRL')}" for person in shop.people}
    names = {
        "who": m.say("Supplier", "Поставщик", "Постачальник", "Furnizor"),
        "order": m.say("Purchase order", "Номер поступления", "Номер надходження", "Nr. NIR"),
        "date": m.say("Received on", "Дата поступления", "Дата надходження", "Data recepției"),
    }
    rows = [{"order": o.number, "date": o.moment, "who": firm[o.person], "amount": Money(o.total)} for o in shop.orders]
    return (m.file(rows, names),), m.right()


@kind
def firm_and_contact_person(m: Maker) -> Made:
    """Firms with a number buy through changing contact persons; the firm is the customer."""
    shop = m.shop()
    firm = {
        person: f"{person.last} {place} {m.say('Ltd', 'ТОО', 'ТОВ', 'SRL')}" for place, person in enumerate(shop.people)
    }
    names = {
        "number": m.say("Customer number", "Код контрагента", "Код контрагента", "Cod client"),
        "firm": m.say("Company", "Контрагент", "Контрагент", "Firmă"),
        "contact": m.say("Contact person", "Контактное лицо", "Контактна особа", "Persoană de contact"),
    }
    rows = [
        {
            "order": o.number,
            "date": o.moment,
            "number": o.person.number,
            "firm": firm[o.person],
            "contact": m.draw.choice(shop.people).name,
            "amount": Money(o.total),
        }
        for o in shop.orders
    ]
    return (m.file(rows, names),), m.right(shop, plain=True)


@kind
def some_phones_missing(m: Maker) -> Made:
    """The customer's number is on every row, phone and e-mail on some only."""
    m.identity = ("number", "phone", "email")
    shop = m.shop()
    rows = []
    for order in shop.orders:
        row = m.whole(order)
        rows.append({**row, **{role: None for role in ("phone", "email") if m.draw.random() < 0.3}})
    right = Reading(shop.reading.customers, len(shop.orders), shop.reading.revenue)
    return (m.file(rows),), m.right(replace(right), plain=True)
