"""Words of made-up files in English, Russian, Ukrainian and Romanian, as natives write them; variants split by `|`."""

import unicodedata
from dataclasses import dataclass

_CYRILLIC = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґ",
        [
            "a",
            "b",
            "v",
            "g",
            "d",
            "e",
            "e",
            "zh",
            "z",
            "i",
            "i",
            "k",
            "l",
            "m",
            "n",
            "o",
            "p",
            "r",
            "s",
            "t",
            "u",
            "f",
            "h",
            "c",
            "ch",
            "sh",
            "sch",
            "",
            "y",
            "",
            "e",
            "yu",
            "ya",
            "i",
            "yi",
            "ye",
            "g",
        ],
        strict=True,
    )
)
LANGUAGES = ("en", "ru", "uk", "ro")

ROLES = [
    "number",
    "email",
    "phone",
    "name",
    "first",
    "last",
    "order",
    "date",
    "time",
    "amount",
    "quantity",
    "price",
    "discount",
    "shipping",
    "tax",
    "refund",
    "state",
    "channel",
    "branch",
    "product",
    "sku",
    "category",
    "currency",
    "city",
    "comment",
    "manager",
    "payment",
    "cost",
    "warehouse",
    "weight",
]

_HEADERS = {
    "en": "Customer ID|Customer number|Client code;Email|E-mail|Customer email;Phone|Phone number|Mobile;"
    "Customer name|Customer|Client;First name;Last name|Surname;Order ID|Order number|Order no.|Receipt no.;"
    "Order date|Date|Created at;Time|Order time;Total|Amount|Order total|Sum;Quantity|Qty;Price|Unit price;"
    "Discount|Discount amount;Shipping|Delivery fee;VAT|Tax;Refund|Refunded amount;Status|Order status;"
    "Channel|Sales channel;Store|Branch;Product|Item|Product name;SKU|Item code;Category;Currency;City;Comment|Notes;"
    "Manager|Sales rep|Cashier;Payment method|Payment;Cost|Purchase price;Warehouse;Weight, kg",
    "ru": "Код клиента|ID клиента|Номер клиента;Email|E-mail|Электронная почта;Телефон|Номер телефона|Моб. телефон;"
    "Клиент|ФИО клиента|Покупатель;Имя;Фамилия;Номер заказа|№ заказа|Номер чека|Заказ №;"
    "Дата заказа|Дата|Дата создания;Время|Время заказа;Сумма|Сумма заказа|Итого к оплате|Стоимость;"
    "Количество|Кол-во;Цена|Цена за ед.;Скидка|Сумма скидки;Доставка|Стоимость доставки;НДС|Сумма НДС;"
    "Возврат|Сумма возврата;Статус|Статус заказа;Канал|Канал продаж;Магазин|Филиал;Товар|Наименование товара;"
    "Артикул|Код товара;Категория|Группа товаров;Валюта;Город;Комментарий|Примечание;Менеджер|Продавец|Кассир;"
    "Способ оплаты|Оплата;Себестоимость|Закупочная цена;Склад;Вес, кг",
    "uk": "Код клієнта|ID клієнта|Номер клієнта;Email|E-mail|Електронна пошта;Телефон|Номер телефону|Мобільний телефон;"
    "Клієнт|ПІБ клієнта|Покупець;Ім'я;Прізвище;Номер замовлення|№ замовлення|Номер чека;"
    "Дата замовлення|Дата|Дата створення;Час|Час замовлення;Сума|Сума замовлення|Всього до сплати;"
    "Кількість|К-сть;Ціна|Ціна за од.;Знижка|Сума знижки;Доставка|Вартість доставки;ПДВ|Сума ПДВ;"
    "Повернення|Сума повернення;Статус|Статус замовлення;Канал|Канал продажу;Магазин|Філія;Товар|Назва товару;"
    "Артикул|Код товару;Категорія|Група товарів;Валюта;Місто;Коментар|Примітка;Менеджер|Продавець|Касир;"
    "Спосіб оплати|Оплата;Собівартість|Закупівельна ціна;Склад;Вага, кг",
    "ro": "Cod client|ID client|Nr. client;Email|E-mail|Adresa de email;Telefon|Nr. telefon|Telefon mobil;"
    "Client|Nume client|Cumpărător;Prenume;Nume|Nume de familie;Nr. comandă|Număr comandă|Nr. bon|ID comandă;"
    "Data comenzii|Data|Data creării;Ora|Ora comenzii;Total|Valoare|Total comandă|Sumă;Cantitate|Cant.;"
    "Preț|Preț unitar;Reducere|Valoare reducere;Transport|Cost livrare;TVA|Valoare TVA;Rambursare|Suma returnată;"
    "Status|Stare comandă;Canal|Canal de vânzare;Magazin|Punct de lucru;Produs|Denumire produs;Cod produs|SKU;"
    "Categorie|Grupa;Monedă|Valuta;Oraș|Localitate;Observații|Comentariu;Agent|Vânzător|Casier;"
    "Metodă de plată|Modalitate plată;Cost|Preț de achiziție;Depozit|Gestiune;Greutate, kg",
}
_NAMES = {
    "en": (
        "Ann Bob Chloe Dave Zoe Emma Oliver Grace Henry Isla Jack Lucy Noah Ruth Simon Tess",
        "Smith O'Neil Miller Brown Lee Garcia Walker Hughes Cooper Reed Ward Price Foster Gray Hunt Stone Webb Cole",
    ),
    "ru": (
        "Анна Борис Вера Глеб Юлия Дмитрий Елена Игорь Марина Олег Ольга Павел Светлана Тимур Алия Ерлан",
        "Ивановская Смирных Щербак Ёлкин Цой Ким Черных Савченко Кравец Белых Литвин Швец Долгих Мороз Заяц Нурлан",
    ),
    "uk": (
        "Олена Ігор Євген Ганна Тарас Оксана Богдан Ірина Микола Соломія Юрій Леся Остап Марта Роман Дарина",
        "Шевченко Їжак Коваль Мельник Ґудзь Бондар Кравець Мороз Лисенко Гончар Швець Савчук Вовк Заєць Руденко Марчук",
    ),
    "ro": (
        "Ana Ion Ștefan Mărioara Andrei Elena Vasile Doina Mihai Ioana Radu Cristina Dan Natalia Sergiu Victoria",
        "Popescu Țurcanu Rusu Câmpeanu Bălan Ciobanu Munteanu Lungu Cebotari Moraru Stan Dinu Matei Neagu Rotaru Ursu",
    ),
}
# Domain, starts of phone numbers (E.164), their length, cities, channels, products, categories.
_SHOP = {
    "en": (
        "shopmail.co.uk;+447400 +447511 +447700;13;London Leeds Bath York Derby;online|store|phone;"
        "Green tea 100 g|Coffee beans|Honey jar|Porcelain cup|Teapot|Gift box|Cocoa|Mint tea|Tea strainer|Biscuits;"
        "Tea|Coffee|Ware"
    ),
    "ru": (
        "yandex.ru;+7916 +7903 +7925;12;Алматы Астана Казань Томск Омск;сайт|магазин|телефон;"
        "Чай зелёный 100 г|Кофе в зёрнах|Мёд липовый|Чашка|Чайник|Подарочный набор|Какао|Чай с мятой|Ситечко|Печенье;"
        "Чай|Кофе|Посуда"
    ),
    "uk": (
        "ukr.net;+38067 +38050 +38063;13;Київ Львів Одеса Дніпро Харків;сайт|магазин|телефон;"
        "Чай зелений 100 г|Кава в зернах|Мед липовий|Чашка|Чайник|Подарунковий набір|Какао|Чай з м'ятою|Ситечко|Печиво;"
        "Чай|Кава|Посуд"
    ),
    "ro": (
        "yahoo.ro;+40722 +40745 +40761;12;București Cluj Iași Chișinău Brașov;online|magazin|telefon;"
        "Ceai verde 100 g|Cafea boabe|Miere de tei|Ceașcă|Ceainic|Set cadou|Cacao|Ceai de mentă|Strecurătoare|Biscuiți;"
        "Ceai|Cafea|Veselă"
    ),
}
_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "uk": "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
    "ro": "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie",
}
_MONTH_NAMES = {
    "en": _MONTHS["en"],
    "ru": "Январь Февраль Март Апрель Май Июнь Июль Август Сентябрь Октябрь Ноябрь Декабрь",
    "uk": "Січень Лютий Березень Квітень Травень Червень Липень Серпень Вересень Жовтень Листопад Грудень",
    "ro": "Ianuarie Februarie Martie Aprilie Mai Iunie Iulie August Septembrie Octombrie Noiembrie Decembrie",
}
# Words of states: done (variants), cancelled (variants), refunded, unpaid, draft; total, guest, currency and its sign.
_STATES = {
    "en": "Completed|Delivered|Paid;Cancelled|Canceled;Refunded;Unpaid;Draft;Total|Grand total;Guest|Walk-in;GBP;£",
    "ru": "Выполнен|Доставлен|Оплачен;Отменён|Отменен|Отказ;Возврат;Не оплачен;Черновик;Итого|Всего;"
    "Розничный покупатель|Гость;KZT;₸",
    "uk": "Виконано|Доставлено|Оплачено;Скасовано|Відміна;Повернення;Не оплачено;Чернетка;Разом|Усього;"
    "Роздрібний покупець|Гість;UAH;грн",
    "ro": "Finalizată|Livrată|Plătită;Anulată|Anulat;Rambursată;Neplătită;Ciornă;Total|Total general;"
    "Client ocazional|Persoană fizică;RON;lei",
}
TITLES = {
    "en": ("Sales report", "Period: 01.01.2023 - 31.12.2024", "Prepared by: Office"),
    "ru": ("Отчёт по продажам", "Период: 01.01.2023 - 31.12.2024", "Составил: Офис"),
    "uk": ("Звіт про продажі", "Період: 01.01.2023 - 31.12.2024", "Склав: Офіс"),
    "ro": ("Raport de vânzări", "Perioada: 01.01.2023 - 31.12.2024", "Întocmit de: Birou"),
}
COMMENTS = {
    "en": ("call before delivery", "gift wrap", "leave at the door", ""),
    "ru": ("позвонить перед доставкой", "подарочная упаковка", "оставить у двери", ""),
    "uk": ("зателефонувати перед доставкою", "подарункова упаковка", "залишити біля дверей", ""),
    "ro": ("sunați înainte de livrare", "ambalaj cadou", "lăsați la ușă", ""),
}
PAYMENTS = {
    "en": ("Card", "Cash"),
    "ru": ("Карта", "Наличные"),
    "uk": ("Картка", "Готівка"),
    "ro": ("Card", "Numerar"),
}


@dataclass(frozen=True)
class Words:
    """What one language calls things."""

    headers: dict[str, tuple[str, ...]]
    first_names: tuple[str, ...]
    last_names: tuple[str, ...]
    domain: str
    phones: tuple[str, ...]
    phone_length: int
    cities: tuple[str, ...]
    channels: tuple[str, ...]
    products: tuple[str, ...]
    categories: tuple[str, ...]
    months: tuple[str, ...]
    month_names: tuple[str, ...]
    done: tuple[str, ...]
    cancelled: tuple[str, ...]
    refunded: str
    unpaid: str
    draft: str
    totals: tuple[str, ...]
    guests: tuple[str, ...]
    currency: str
    sign: str


def _words(language: str) -> Words:
    domain, phones, length, cities, channels, products, categories = _SHOP[language].split(";")
    done, cancelled, refunded, unpaid, draft, totals, guests, currency, sign = _STATES[language].split(";")
    headers = zip(ROLES, _HEADERS[language].split(";"), strict=True)
    first, last = _NAMES[language]
    return Words(
        {role: tuple(variants.split("|")) for role, variants in headers},
        tuple(first.split()),
        tuple(last.split()),
        domain,
        tuple(phones.split()),
        int(length),
        tuple(cities.split()),
        tuple(channels.split("|")),
        tuple(products.split("|")),
        tuple(categories.split("|")),
        tuple(_MONTHS[language].split()),
        tuple(_MONTH_NAMES[language].split()),
        tuple(done.split("|")),
        tuple(cancelled.split("|")),
        refunded,
        unpaid,
        draft,
        tuple(totals.split("|")),
        tuple(guests.split("|")),
        currency,
        sign,
    )


WORDS = {language: _words(language) for language in LANGUAGES}


def ascii_of(text: str) -> str:
    """A name in the small Latin letters of an e-mail address."""
    latin = "".join(_CYRILLIC.get(letter, letter) for letter in text.lower())
    plain = unicodedata.normalize("NFKD", latin)
    return "".join(letter for letter in plain if letter.isascii() and letter.isalnum())
