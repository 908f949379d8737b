"""Kinds whose trap is what became of an order: states, histories, edits, refunds told twice, carts and quotes."""

from dataclasses import replace

from tests.made_up.dialects import Money
from tests.made_up.maker import Maker
from tests.made_up.rights import File, Right, kind
from tests.made_up.truth import Reading, Shop, reading

Made = tuple[tuple[File, ...], Right]


def _state_of(m: Maker, shop: Shop) -> dict[str, str]:
    """A state word for each order."""
    done, void = m.words.done[: m.draw.choice((1, 2))], m.draw.choice(m.words.cancelled)
    return {order.number: void if order.cancelled else m.draw.choice(done) for order in shop.orders}


def _all_counted(shop: Shop) -> Reading:
    """What the shop comes to when what was cancelled counts as well."""
    return reading(replace(order, cancelled=False) for order in shop.orders)


@kind
def cancelled_by_state(m: Maker) -> Made:
    """A column of states; cancelled orders are none."""
    shop = m.shop(cancelled=0.1)
    state = _state_of(m, shop)
    m.total = False
    rows = [{**m.whole(order), "state": state[order.number]} for order in shop.orders]
    return (m.file(rows),), m.right(shop, plain=True)


@kind
def states_under_another_header(m: Maker) -> Made:
    """State words under a header that says nothing of states."""
    shop = m.shop(cancelled=0.1)
    state = _state_of(m, shop)
    m.total = False
    name = m.draw.choice(
        (m.say("Fulfilment", "Доставка", "Доставка", "Livrare"), m.say("Stage", "Этап", "Етап", "Etapă"), "Info", "X1")
    )
    rows = [{**m.whole(order), "where": state[order.number]} for order in shop.orders]
    return (m.file(rows, {"where": name}),), m.right(shop)


@kind
def states_of_the_shops_own(m: Maker) -> Made:
    """States in words of the shop's own for orders that never came about."""
    shop = m.shop(cancelled=0.12)
    words = m.say("RTO|Fraud|Duplicate|No answer|Fake", "Недозвон|Дубль|Фрод|Невыкуп", "Недодзвон|Дубль|Шахрай|Невикуп",
                  "Nu răspunde|Duplicat|Fraudă|Neridicat").split("|")  # fmt: skip
    void = m.draw.choice(words)
    rows = [{**m.whole(o), "state": void if o.cancelled else m.words.done[0]} for o in shop.orders]
    m.total = False
    return (m.file(rows),), m.right(shop, others=(_all_counted(shop),), told=("state",))


@kind
def cancelled_yes_or_no(m: Maker) -> Made:
    """A column that says of each order whether it was cancelled."""
    shop = m.shop(cancelled=0.1)
    m.total = False
    yes, no = m.say("Yes", "Да", "Так", "Da"), m.say("No", "Нет", "Ні", "Nu")
    rows = [{**m.whole(order), "void": yes if order.cancelled else no} for order in shop.orders]
    return (m.file(rows, {"void": m.say("Cancelled", "Отменён", "Скасовано", "Anulată")}),), m.right(shop, plain=True)


@kind
def cancelled_at(m: Maker) -> Made:
    """The moment of cancelling, filled for cancelled orders only."""
    shop = m.shop(cancelled=0.1)
    m.total = False
    rows = [{**m.whole(o), "void": m.day_after(o.moment) if o.cancelled else None} for o in shop.orders]
    names = {"void": m.say("Cancelled at", "Дата отмены", "Дата скасування", "Data anulării")}
    return (m.file(rows, names),), m.right(shop)


@kind
def history_of_states(m: Maker) -> Made:
    """A row for each state an order went through."""
    shop = m.shop(cancelled=0.12)
    words = [m.say("Created", "Создан", "Створено", "Creată"), m.say("Paid", "Оплачен", "Оплачено", "Plătită")]
    rows = []
    for order in shop.orders:
        last = m.words.cancelled[0] if order.cancelled else m.say("Delivered", "Доставлен", "Доставлено", "Livrată")
        at = order.moment
        for word in (*words, last):
            rows.append({**m.whole(order), "date": at, "state": word})
            at = m.day_after(at, 0, 2)
    rows.sort(key=lambda row: row["date"])
    m.total = False
    return (m.file(rows),), m.right(shop)


@kind
def edited_orders(m: Maker) -> Made:
    """Some orders stand there again with a higher revision after they were edited: the last one counts."""
    shop = m.shop()
    m.total = False
    edited = m.some(shop.orders, 0.15)
    rows, change = [], 0
    for order in shop.orders:
        rows.append({**m.whole(order), "revision": 1, "updated": order.moment})
        if order.number in edited:
            change += order.total // 7
            later = {"revision": 2, "updated": m.day_after(order.moment)}
            rows.append({**m.whole(order), "amount": Money(order.total - order.total // 7), **later})
    names = {
        "revision": m.say("Revision", "Версия", "Версія", "Revizie"),
        "updated": m.say("Updated at", "Изменён", "Змінено", "Modificat la"),
    }
    right = replace(shop.reading, revenue=round(shop.reading.revenue - change / 100, 2))
    return (m.file(rows, names),), m.right(right)


@kind
def later_export(m: Maker) -> Made:
    """Two exports of the same months; in the later one some orders were cancelled meanwhile."""
    shop = m.shop(cancelled=0.1)
    m.titles, m.total, m.shuffled = 0, False, False
    state = _state_of(m, shop)
    middle = len(shop.orders) * 2 // 3
    early = [{**m.whole(o), "state": m.words.done[0]} for o in shop.orders[:middle]]
    late = [{**m.whole(o), "state": state[o.number]} for o in shop.orders]
    files = [m.file(early, name="a"), m.file(late, name="b")]
    if m.draw.random() < 0.5:
        files.reverse()
    return tuple(files), m.right(shop)


@kind
def refund_by_state_and_row(m: Maker) -> Made:
    """A full refund is told by the order's state and by a negative row below."""
    shop = m.shop(refunds=0.1)
    shop = replace(shop, orders=tuple(replace(o, refunded=o.total if o.refunded else 0) for o in shop.orders))
    m.total = False
    rows = [{**m.whole(o), "state": m.words.refunded if o.refunded else m.words.done[0]} for o in shop.orders]
    rows += [
        {**m.whole(o), "date": m.day_after(o.moment), "amount": Money(-o.total), "state": m.words.refunded}
        for o in shop.orders
        if o.refunded
    ]
    return (m.file(rows),), m.right(shop)


@kind
def refund_by_column_and_row(m: Maker) -> Made:
    """A refund stands in a column of the order and again as a negative row below."""
    shop = m.shop(refunds=0.1)
    m.total = False
    rows = [{**m.whole(o), "refund": Money(o.refunded)} for o in shop.orders]
    rows += [
        {**m.whole(o), "date": m.day_after(o.moment), "amount": Money(-o.refunded), "refund": Money(0)}
        for o in shop.orders
        if o.refunded
    ]
    return (m.file(rows),), m.right(shop)


@kind
def shop_events(m: Maker) -> Made:
    """A log of views, carts and purchases, the price on each."""
    m.identity = m.draw.choice((("number",), ("email",)))
    shop = m.shop(orders=40)
    m.total = False
    words = {"view": "view", "cart": "add_to_cart", "buy": "purchase"}
    if m.draw.random() < 0.5:
        words = {
            "view": m.say("View", "Просмотр", "Перегляд", "Vizualizare"),
            "cart": m.say("Added to cart", "Добавлено в корзину", "Додано в кошик", "Adăugat în coș"),
            "buy": m.say("Purchase", "Покупка", "Покупка", "Achiziție"),
        }
    rows = []
    for order in shop.orders:
        for event in ("view", "view", "cart", "buy")[m.draw.randrange(3) :]:
            row = {"date": order.moment, **m.who(order.person), "event": words[event]}
            rows.append({**row, "product": order.lines[0].product, "price": Money(order.total)})
        other = m.draw.choice(shop.people)
        row = {"date": m.day_after(order.moment), **m.who(other), "event": words["view"]}
        rows.append({**row, "product": order.lines[0].product, "price": Money(order.total)})
    rows.sort(key=lambda row: row["date"])
    names = {"event": m.say("Event", "Событие", "Подія", "Eveniment"), "date": "timestamp"}
    names |= {"event": "event_type"} if m.draw.random() < 0.5 else {}
    return (m.file(rows, names),), m.right(shop)


@kind
def abandoned_carts(m: Maker) -> Made:
    """A list of carts that were left: nothing was bought."""
    shop = m.shop()
    word = m.say("Abandoned", "Брошена", "Покинутий", "Abandonat")
    names = {
        "order": m.say("Checkout", "Корзина", "Кошик", "Coș"),
        "state": m.say("Cart status", "Статус корзины", "Статус кошика", "Stare coș"),
    }
    rows = [{**m.whole(order), "state": word} for order in shop.orders]
    return (m.file(rows, names),), m.right(told=("draft", "state"))


@kind
def quotes_among_orders(m: Maker) -> Made:
    """Quotes stand among the orders; only what was ordered counts."""
    shop = m.shop(cancelled=0.2)
    quote, order = (
        m.say("Quote", "Коммерческое предложение", "Комерційна пропозиція", "Ofertă"),
        m.say("Order", "Заказ", "Замовлення", "Comandă"),
    )
    m.total = False
    rows = [{**m.whole(o), "document": quote if o.cancelled else order} for o in shop.orders]
    names = {"document": m.say("Document type", "Вид документа", "Вид документа", "Tip document")}
    return (m.file(rows, names),), m.right(shop, others=(_all_counted(shop),), told=("state", "draft"))


@kind
def parcels_paid_on_delivery(m: Maker) -> Made:
    """A carrier's list of parcels paid on delivery; some came back unopened."""
    m.identity = ("name", "phone")
    shop = m.shop(cancelled=0.15)
    m.total = False
    back = m.say("Returned to sender", "Возвращено отправителю", "Повернено відправнику", "Returnat expeditorului")
    there = m.say("Delivered", "Вручено", "Вручено", "Livrat")
    rows = [{**m.whole(o), "state": back if o.cancelled else there} for o in shop.orders]
    names = {
        "order": m.say("Tracking no.", "Трек-номер", "Номер ТТН", "AWB"),
        "name": m.say("Recipient", "Получатель", "Одержувач", "Destinatar"),
        "amount": m.say("COD amount", "Наложенный платёж", "Післяплата", "Ramburs"),
        "date": m.say("Accepted on", "Дата приёма", "Дата прийому", "Data preluării"),
    }
    given_back = replace(_all_counted(shop), revenue=shop.reading.revenue)
    return (m.file(rows, names),), m.right(shop, others=(given_back,), told=("refunded",))


@kind
def deals_won_and_lost(m: Maker) -> Made:
    """A CRM's deals: won and lost ones, with the person responsible beside the customer."""
    m.identity = m.draw.choice((("name", "phone"), ("name", "email")))
    shop = m.shop(cancelled=0.3)
    m.total, m.noise = False, []
    lost = m.say("Lost", "Закрыто и не реализовано", "Закрито і не реалізовано", "Pierdut")
    won = m.say("Won", "Успешно реализовано", "Успішно реалізовано", "Câștigat")
    names = {
        "order": "ID",
        "responsible": m.say("Responsible", "Ответственный", "Відповідальний", "Responsabil"),
        "name": m.say("Contact", "Контакт", "Контакт", "Contact"),
        "state": m.say("Stage", "Этап сделки", "Етап угоди", "Etapă"),
        "amount": m.say("Budget", "Бюджет", "Бюджет", "Buget"),
        "date": m.say("Created", "Дата создания сделки", "Дата створення угоди", "Data creării"),
    }
    rows = [
        {**m.whole(o), "state": lost if o.cancelled else won, "responsible": m.draw.choice(m.staff)}
        for o in shop.orders
    ]
    return (m.file(rows, names),), m.right(shop)


@kind
def refund_with_compensation(m: Maker) -> Made:
    """For some orders more was given back than they cost, as a negative row: no more than the order is taken off."""
    shop = m.shop()
    m.total = False
    generous = m.some(shop.orders, 0.06)
    rows = [m.whole(order) for order in shop.orders]
    rows += [
        {**m.whole(o), "date": m.day_after(o.moment), "amount": Money(-o.total - 500)}
        for o in shop.orders
        if o.number in generous
    ]
    shop_net = reading(replace(o, refunded=o.total if o.number in generous else 0) for o in shop.orders)
    below = replace(shop_net, revenue=round(shop_net.revenue - 5 * len(generous), 2))
    return (m.file(rows),), m.right(shop_net, others=(below,), told=("refund",))
