"""Kinds whose trap is when it was ordered: stays, visits, slips of the pen, zones, numbers that look like dates."""

import datetime as dt
from dataclasses import replace

from tests.made_up.dialects import Money
from tests.made_up.maker import Maker
from tests.made_up.rights import File, Right, kind
from tests.made_up.truth import Shop

Made = tuple[tuple[File, ...], Right]


def _dated(shop: Shop):
    """What the shop comes to, with the day of its last order."""
    return replace(shop.reading, last=max(order.moment for order in shop.orders).date())


def _two_dates(m: Maker, shop: Shop, names: dict[str, str], least: int, most: int) -> Made:
    """Orders with the day they were placed and a later one of what was ordered."""
    m.total = False
    swapped = m.draw.random() < 0.5
    rows = []
    for order in shop.orders:
        placed, later = {"date": order.moment}, {"later": m.day_after(order.moment, least, most)}
        dates = {**later, **placed} if swapped else {**placed, **later}
        rows.append({"order": order.number, **dates, **m.who(order.person), "amount": Money(order.total)})
    return (m.file(rows, names),), m.right(_dated(shop))


@kind
def stays_booked_before(m: Maker) -> Made:
    """A guest house: booked on, check-in."""
    names = {
        "date": m.say("Booked on", "Дата бронирования", "Дата бронювання", "Data rezervării"),
        "later": m.say("Check-in", "Заезд", "Заїзд", "Check-in"),
        "order": m.say("Booking no.", "Номер брони", "Номер бронювання", "Nr. rezervare"),
        "name": m.say("Guest name", "Гость", "Гість", "Nume oaspete"),
    }
    return _two_dates(m, m.shop(), names, 10, 150)


@kind
def tickets_bought_before(m: Maker) -> Made:
    """A theatre: bought on, the evening of the play."""
    names = {
        "date": m.say("Purchase date", "Дата покупки", "Дата покупки", "Data achiziției"),
        "later": m.say("Event date", "Дата мероприятия", "Дата події", "Data evenimentului"),
        "order": m.say("Ticket no.", "Номер билета", "Номер квитка", "Nr. bilet"),
    }
    return _two_dates(m, m.shop(), names, 5, 120)


@kind
def salon_visits(m: Maker) -> Made:
    """A salon's records: made on, date of the visit, master, service, client; some did not come."""
    m.identity, m.noise, m.total = ("name", "phone"), [], False
    shop = m.shop(cancelled=0.1)
    came = m.say("Client arrived", "Клиент пришёл", "Клієнт прийшов", "Clientul a venit")
    missed = m.say("No-show", "Клиент не пришёл", "Клієнт не прийшов", "Neprezentat")
    names = {
        "order": m.say("Record ID", "ID записи", "ID запису", "ID programare"),
        "made": m.say("Booked at", "Дата создания записи", "Дата створення запису", "Data creării"),
        "date": m.say("Visit date", "Дата визита", "Дата візиту", "Data vizitei"),
        "master": m.say("Staff", "Мастер", "Майстер", "Specialist"),
        "service": m.say("Service", "Услуга", "Послуга", "Serviciu"),
        "state": m.say("Visit status", "Статус визита", "Статус візиту", "Status vizită"),
        "amount": m.say("Paid", "Оплачено", "Сплачено", "Achitat"),
    }
    rows = [
        {
            "order": o.number,
            "made": o.moment - dt.timedelta(days=m.draw.randint(1, 14)),
            "date": o.moment,
            **m.who(o.person),
            "master": m.draw.choice(m.staff),
            "service": o.lines[0].product,
            "state": missed if o.cancelled else came,
            "amount": Money(o.total),
        }
        for o in shop.orders
    ]
    return (m.file(rows, names),), m.right(shop)


@kind
def a_slip_into_the_future(m: Maker) -> Made:
    """One order's year was typed wrong: it lies years ahead of the day the file is read."""
    shop = m.shop()
    slip = m.draw.choice(shop.orders[10:-5])
    m.total = False
    rows = [
        {**m.whole(o), "date": o.moment.replace(year=2031, day=min(o.moment.day, 28))} if o is slip else m.whole(o)
        for o in shop.orders
    ]
    without = Shop(shop.people, tuple(o for o in shop.orders if o is not slip))
    return (m.file(rows),), m.right(_dated(without), told=("date", "today", "range"), others=(_dated(without),))


@kind
def two_dates_of_1970(m: Maker) -> Made:
    """Two orders whose date was lost stand on 1970-01-01."""
    shop = m.shop()
    m.total = False
    lost = {o.number for o in m.draw.sample(list(shop.orders[3:-3]), 2)}
    rows = [
        {**m.whole(o), "date": dt.datetime(1970, 1, 1)} if o.number in lost else m.whole(o)  # noqa: DTZ001
        for o in shop.orders
    ]
    without = Shop(shop.people, tuple(o for o in shop.orders if o.number not in lost))
    return (m.file(rows),), m.right(_dated(without), plain=m.dialect.date not in ("dd.mm.yy", "dd-Mon-yy"))


@kind
def times_with_zone_names(m: Maker) -> Made:
    """Times with the shop's zone behind them, summer and winter."""
    m.write_as("csv")
    shop = m.shop()
    winter, summer = m.draw.choice((("EET", "EEST"), ("GMT", "BST"), ("PST", "PDT"), ("CET", "CEST")))
    rows = [
        {**m.whole(o), "date": f"{o.moment:%Y-%m-%d %H:%M:%S} {summer if 4 <= o.moment.month <= 10 else winter}"}
        for o in shop.orders
    ]
    return (m.file(rows),), m.right(_dated(shop), plain=True)


@kind
def times_in_utc(m: Maker) -> Made:
    """Times in UTC: the shop's own day may be another one near midnight."""
    shop = m.shop()
    rows = [{**m.whole(o), "date": f"{o.moment:%Y-%m-%dT%H:%M:%S}Z"} for o in shop.orders]
    return (m.file(rows),), m.right(others=(shop,), told=("utc", "zone"))


@kind
def order_numbers_like_dates(m: Maker) -> Made:
    """Order numbers made of year, month and a count: 25-01-02."""
    shop = m.shop()
    m.write_as(m.dialect.container, typed=True)
    form = m.draw.choice(("{y:02}-{m:02}-{n:02}", "{n:02}.{m:02}.{y:02}", "{y:02}/{m:02}/{n:02}"))
    count: dict[tuple[int, int], int] = {}
    rows = []
    for order in shop.orders:
        month = (order.moment.year % 100, order.moment.month)
        count[month] = count.get(month, 0) + 1
        number = form.format(y=month[0], m=month[1], n=count[month])
        rows.append({**m.whole(order), "order": number})
    return (m.file(rows),), m.right(_dated(shop))


@kind
def year_month_day_apart(m: Maker) -> Made:
    """Year, month and day in three columns."""
    shop = m.shop()
    names = {
        "year": m.say("Year", "Год", "Рік", "An"),
        "month": m.say("Month", "Месяц", "Місяць", "Luna"),
        "day": m.say("Day", "День", "День", "Zi"),
    }
    rows = []
    for order in shop.orders:
        at = order.moment
        row = {role: cell for role, cell in m.whole(order).items() if role != "date"}
        rows.append({"year": at.year, "month": at.month, "day": at.day, **row})
    return (m.file(rows, names),), m.right(_dated(shop))


@kind
def offsets_of_the_shop(m: Maker) -> Made:
    """Times with the shop's offset from UTC: its own day counts."""
    m.write_as("csv")
    shop = m.shop()
    offset = m.draw.choice(("+02:00", "+05:00", "-08:00", "+0300"))
    rows = [{**m.whole(o), "date": f"{o.moment:%Y-%m-%dT%H:%M:%S}{offset}"} for o in shop.orders]
    return (m.file(rows),), m.right(_dated(shop), plain=True)


@kind
def weekday_before_date(m: Maker) -> Made:
    """Dates with the day of the week before them."""
    m.write_as("csv")
    shop = m.shop()
    days = m.say(
        "Mon Tue Wed Thu Fri Sat Sun", "Пн Вт Ср Чт Пт Сб Вс", "Пн Вт Ср Чт Пт Сб Нд", "Lun Mar Mie Joi Vin Sâm Dum"
    )
    words = days.split()
    rows = [{**m.whole(o), "date": f"{words[o.moment.weekday()]}, {o.moment:%d.%m.%Y}"} for o in shop.orders]
    return (m.file(rows),), m.right(_dated(shop))


@kind
def days_without_a_year(m: Maker) -> Made:
    """Dates of a day and a month, without the year."""
    m.write_as("csv")
    shop = m.shop()
    rows = [{**m.whole(o), "date": f"{o.moment:%d.%m}"} for o in shop.orders]
    return (m.file(rows),), m.right()
