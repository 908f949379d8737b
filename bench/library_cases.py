"""Material on which our own parsers are held against libraries: order exports, phones and names, made from a seed."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from babel import Locale


@dataclass(frozen=True)
class Language:
    """Words of one language's order exports, and the encodings such exports come in."""

    name: str
    encodings: tuple[str, ...]
    header: str
    people: tuple[str, ...]
    towns: tuple[str, ...]
    goods: tuple[str, ...]


def _language(name: str, encodings: str, header: str, people: str, towns: str, goods: str) -> Language:
    return Language(
        name, tuple(encodings.split()), header, *(tuple(words.split(", ")) for words in (people, towns, goods))
    )


LANGUAGES = (
    _language(
        "Russian",
        "cp1251 cp866 koi8-r mac-cyrillic",
        "Номер заказа;Дата;Покупатель;Город;Товар;Сумма",
        "Анна Смирнова, Пётр Щукин, Юлия Жукова, Олег Иванов, Наталья Кузнецова, Игорь Ёлкин, Мария Цветкова",
        "Москва, Екатеринбург, Нижний Новгород, Омск, Ростов-на-Дону, Казань",
        "Кофе в зёрнах 1 кг, Чайник, Рубашка мужская, Крем для рук, Подарочный набор, Шапка",
    ),
    _language(
        "Ukrainian",
        "cp1251 cp1125 koi8-u",
        "Замовлення;Дата;Покупець;Місто;Товар;Сума",
        "Олексій Ткаченко, Євген Їжакевич, Мар'яна Зінченко, Ганна Ґудзь, Сергій Шевченко, Юлія Бондаренко",
        "Київ, Харків, Запоріжжя, Вінниця, Чернівці, Рівне",
        "Кава в зернах, Чайник, Сорочка чоловіча, Подарунковий набір, Олія соняшникова",
    ),
    _language(
        "Bulgarian",
        "cp1251 mac-cyrillic",
        "Поръчка;Дата;Клиент;Град;Стока;Сума",
        "Иван Петров, Мария Георгиева, Стоян Тодоров, Елена Христова, Кръстьо Ангелов, Цветелина Йорданова",
        "София, Пловдив, Варна, Бургас, Търговище, Кърджали",
        "Кафе на зърна, Чайник, Мъжка риза, Подаръчен комплект, Розово масло",
    ),
    _language(
        "Romanian",
        "cp1250 iso8859-2",
        "Comandă;Data;Client;Oraş;Produs;Sumă",
        "Ştefan Popescu, Ioniţă Cătălin, Mădălina Stănescu, Pîrvu Ţuţea, Ana Ionescu, Răzvan Bălan",
        "Bucureşti, Iaşi, Galaţi, Timişoara, Târgu Mureş, Constanţa",
        "Cafea măcinată, Cămaşă bărbătească, Set cadou, Ceainic, Cremă de mâini",
    ),
    _language(
        "Polish",
        "cp1250 iso8859-2 cp852 mac-latin2",
        "Zamówienie;Data;Klient;Miasto;Towar;Kwota",
        "Łukasz Żółty, Małgorzata Święta, Grażyna Dąbrowska, Jan Kowalski, Paweł Wiśniewski, Zofia Wójcik",
        "Łódź, Wrocław, Gdańsk, Kraków, Poznań, Częstochowa",
        "Kawa ziarnista, Koszula męska, Zestaw upominkowy, Czajnik, Krem do rąk",
    ),
    _language(
        "Czech",
        "cp1250 iso8859-2",
        "Objednávka;Datum;Zákazník;Město;Zboží;Částka",
        "Jiří Dvořák, Růžena Němcová, Božena Černá, Tomáš Kučera, Jana Svobodová, Zdeněk Šťastný",
        "Praha, Plzeň, Ústí nad Labem, České Budějovice, Třebíč",
        "Zrnková káva, Pánská košile, Dárková sada, Čajník, Krém na ruce",
    ),
    _language(
        "Hungarian",
        "cp1250 iso8859-2",
        "Rendelés;Dátum;Vevő;Város;Termék;Összeg",
        "Kovács Éva, Szűcs Dezső, Nagy Gergő, Tóth Erzsébet, Kőműves Győző, Fülöp Örs",
        "Győr, Székesfehérvár, Kecskemét, Pécs, Hódmezővásárhely",
        "Szemes kávé, Férfi ing, Ajándékcsomag, Teáskanna, Kézkrém, Hűtőtáska",
    ),
    _language(
        "German",
        "cp1252 mac-roman cp850",
        "Bestellung;Datum;Kunde;Stadt;Artikel;Betrag",
        "Jörg Müller, Käthe Weiß, Günther Schröder, Anna Becker, Jürgen Groß, Bärbel Köhler",
        "Köln, München, Düsseldorf, Würzburg, Gießen, Berlin",
        "Kaffee gemahlen, Herrenhemd, Geschenkset, Teekännchen, Handcreme für Männer",
    ),
    _language(
        "French",
        "cp1252 iso8859-15 mac-roman",
        "Commande;Date;Client;Ville;Article;Montant réglé",
        "Renée Muller, François Lefèvre, Chloé Côté, Hélène Besançon, Jean Dupont, Anaïs Guérin",
        "Orléans, Besançon, Nîmes, Saint-Étienne, Lyon, Mâcon",
        "Café moulu, Chemise à carreaux, Coffret cadeau, Théière, Crème pour les mains",
    ),
    _language(
        "Spanish",
        "cp1252",
        "Nº pedido;Fecha;Cliente;Ciudad;Artículo;Importe",
        "Íñigo Muñoz, José Ángel Peña, María Gómez Núñez, Lucía Ibáñez, Andrés Castro, Begoña Güell",
        "A Coruña, Málaga, Cádiz, Logroño, Madrid, León",
        "Café en grano, Camisa de algodón, Juego de regalo, Tetera, Jabón de baño",
    ),
    _language(
        "Portuguese",
        "cp1252 mac-roman",
        "Encomenda;Data;Cliente;Cidade;Artigo;Preço",
        "João Conceição, Antónia Araújo, Luís Magalhães, Inês Simões, Maria Silva, Sebastião Guimarães",
        "São Paulo, Brasília, Évora, Setúbal, Lisboa, Maceió",
        "Café em grão, Camisa de algodão, Conjunto de oferta, Sabão, Creme para as mãos",
    ),
    _language(
        "Swedish",
        "cp1252 cp850",
        "Beställning;Datum;Köpare;Ort;Vara;Summa",
        "Åsa Lindström, Björn Sjöberg, Märta Öberg, Anna Karlsson, Göran Håkansson",
        "Malmö, Göteborg, Örebro, Västerås, Umeå, Lund",
        "Kaffe, Herrskjorta, Presentförpackning, Tekanna, Handkräm",
    ),
    _language(
        "Icelandic",
        "cp1252",
        "Pöntun;Dagsetning;Viðskiptavinur;Staður;Vara;Upphæð",
        "Guðrún Sigurðardóttir, Þór Jónsson, Ásta Björnsdóttir, Sigríður Þorsteinsdóttir, Óðinn Ýmir Pálsson",
        "Reykjavík, Akureyri, Kópavogur, Hafnarfjörður, Ísafjörður",
        "Kaffi, Karlmannsskyrta, Gjafasett, Tekanna, Handáburður",
    ),
    _language(
        "Croatian",
        "cp1250 iso8859-2",
        "Narudžba;Datum;Kupac;Mjesto;Artikl;Iznos",
        "Željko Šarić, Đurđa Kovačević, Ivana Horvat, Božo Čačić, Nikša Marušić",
        "Zagreb, Čakovec, Požega, Šibenik, Poreč, Varaždin",
        "Mljevena kava, Muška košulja, Poklon paket, Čajnik, Krema za ruke, Đumbir",
    ),
    _language(
        "Greek",
        "cp1253 iso8859-7 mac-greek",
        "Παραγγελία;Ημερομηνία;Πελάτης;Πόλη;Προϊόν;Ποσό",
        "Γιώργος Παπαδόπουλος, Ελένη Νικολάου, Δημήτρης Ιωάννου, Άννα Μακρή, Χρήστος Ξενάκης, Ζωή Βλάχου",
        "Αθήνα, Θεσσαλονίκη, Πάτρα, Ηράκλειο, Ιωάννινα",
        "Καφές σε κόκκους, Πουκάμισο, Σετ δώρου, Τσαγιέρα, Ελαιόλαδο",
    ),
    _language(
        "Turkish",
        "cp1254 cp857 mac-turkish",
        "Sipariş;Tarih;Müşteri;Şehir;Ürün;Tutar",
        "Ayşe Yılmaz, Mehmet Öztürk, Çağla Şahin, İbrahim Güneş, Özlem Doğan, Işıl Çelik",
        "İstanbul, İzmir, Eskişehir, Diyarbakır, Muğla, Şanlıurfa",
        "Öğütülmüş kahve, Erkek gömleği, Hediye seti, Çaydanlık, El kremi",
    ),
    _language(
        "Hebrew",
        "cp1255",
        "מספר הזמנה;תאריך;לקוח;עיר;מוצר;סכום",
        "דוד כהן, שרה לוי, משה מזרחי, רחל פרידמן, יוסף אברהם, נועה ברק",
        "ירושלים, תל אביב, חיפה, באר שבע, נתניה",
        "קפה טחון, חולצה לגבר, מארז מתנה, קומקום, קרם ידיים",
    ),
    _language(
        "Arabic",
        "cp1256 iso8859-6",
        "رقم الطلب;التاريخ;العميل;المدينة;المنتج;المبلغ",
        "محمد عبد الله, فاطمة الزهراء, أحمد حسن, خالد إبراهيم, سارة يوسف, عائشة محمود",
        "القاهرة, الرياض, دبي, الدار البيضاء, بغداد",
        "قهوة مطحونة, قميص رجالي, طقم هدية, إبريق شاي, زيت زيتون",
    ),
    _language(
        "Lithuanian",
        "cp1257",
        "Užsakymas;Data;Pirkėjas;Miestas;Prekė;Suma",
        "Jonas Žukauskas, Rūta Šimkutė, Eglė Jankauskienė, Čiurlionis Mantas, Gabrielė Kazlauskaitė",
        "Vilnius, Šiauliai, Panevėžys, Klaipėda, Mažeikiai",
        "Malta kava, Vyriški marškiniai, Dovanų rinkinys, Arbatinukas, Rankų kremas",
    ),
    _language(
        "Thai",
        "cp874",
        "เลขที่คำสั่งซื้อ;วันที่;ลูกค้า;เมือง;สินค้า;ยอดรวม",
        "สมชาย ใจดี, สมหญิง รักไทย, วิชัย ศรีสุข, นภา แสงทอง, ประเสริฐ บุญมา",
        "กรุงเทพมหานคร, เชียงใหม่, ภูเก็ต, ขอนแก่น, นครราชสีมา",
        "กาแฟคั่วบด, เสื้อเชิ้ตผู้ชาย, ชุดของขวัญ, กาน้ำชา, ครีมทามือ",
    ),
    _language(
        "Japanese",
        "cp932 euc-jp",
        "注文番号;注文日;顧客名;市区町村;商品名;合計金額",
        "佐藤 太郎, 鈴木 花子, 高橋 健一, 田中 美咲, 渡辺 さくら, ヤマダ タロウ",
        "東京都港区, 大阪市, 横浜市, 札幌市, 名古屋市",
        "コーヒー豆, メンズシャツ, ギフトセット, 急須, ハンドクリーム",
    ),
    _language(
        "Chinese",
        "gb18030 big5",
        "訂單編號;日期;客戶;城市;商品;金額",
        "王小明, 李美華, 張志強, 陳淑芬, 林建宏, 黃雅婷",
        "臺北市, 高雄市, 廣州市, 上海市, 成都市",
        "咖啡豆, 男士襯衫, 禮品套裝, 茶壺, 護手霜",
    ),
    _language(
        "Chinese, simplified",
        "gb18030",
        "订单编号;下单时间;买家;城市;商品名称;实付金额",
        "王伟, 李娜, 张敏, 刘洋, 陈静, 欧阳建国",
        "北京市, 上海市, 广州市, 成都市, 哈尔滨市",
        "咖啡豆, 男士衬衫, 礼品套装, 茶壶, 护手霜",
    ),
    _language(
        "Korean",
        "cp949",
        "주문번호;주문일;고객명;도시;상품;결제금액",
        "김민수, 이영희, 박지훈, 최수진, 정하늘, 강동원",
        "서울특별시, 부산광역시, 인천광역시, 대전, 수원시",
        "원두커피, 남성 셔츠, 선물 세트, 찻주전자, 핸드크림",
    ),
)


def export(language: Language, rows: int, seed: int) -> str:
    """The text of one order export; some rows have no town, one in five an e-mail for a name, few other words."""
    draw = random.Random(f"{language.name} {seed}")
    lines = [language.header]
    for number in range(rows):
        who = draw.choice(language.people) if draw.random() < 0.8 else f"client{draw.randrange(999)}@example.com"
        town = draw.choice(language.towns) if draw.random() < 0.7 else ""
        day = f"{draw.randrange(1, 29):02}.{draw.randrange(1, 13):02}.2025"
        money = f"{draw.randrange(100, 99999) / 100:.2f}".replace(".", ",")
        lines.append(f"{1000 + number};{day};{who};{town};{draw.choice(language.goods)};{money}")
    return "\r\n".join(lines) + "\r\n"


# A second material nobody here wrote: names of countries and languages as CLDR spells them.
CLDR = {
    "ru": "cp1251 cp866 koi8-r mac-cyrillic",
    "uk": "cp1251 cp1125 koi8-u",
    "bg": "cp1251 mac-cyrillic",
    "sr_Cyrl": "cp1251",
    "ro": "cp1250 iso8859-2",
    "pl": "cp1250 iso8859-2 cp852 mac-latin2",
    "cs": "cp1250 iso8859-2",
    "sk": "cp1250 iso8859-2",
    "hu": "cp1250 iso8859-2",
    "hr": "cp1250 iso8859-2",
    "sl": "cp1250",
    "de": "cp1252 mac-roman cp850",
    "fr": "cp1252 iso8859-15 mac-roman",
    "es": "cp1252",
    "it": "cp1252",
    "nl": "cp1252",
    "pt": "cp1252 mac-roman",
    "sv": "cp1252 cp850",
    "da": "cp1252",
    "fi": "cp1252",
    "nb": "cp1252",
    "is": "cp1252",
    "et": "cp1252 cp1257",
    "lt": "cp1257",
    "lv": "cp1257",
    "tr": "cp1254 cp857 mac-turkish",
    "el": "cp1253 iso8859-7 mac-greek",
    "he": "cp1255",
    "ar": "cp1256 iso8859-6",
    "fa": "cp1256",
    "th": "cp874",
    "ja": "cp932 euc-jp",
    "zh_Hans": "gb18030",
    "zh_Hant": "big5 gb18030",
    "ko": "cp949",
}


def texts() -> Iterator[tuple[str, str, str]]:
    """Kind of material, encoding and text of files in old encodings; what an encoding cannot hold is left out."""
    for language in LANGUAGES:
        for encoding in language.encodings:
            for seed in range(3):
                yield "exports of 3 rows", encoding, export(language, 3, seed)
                yield "exports of 40 rows", encoding, export(language, 40, seed)
                yield "exports in capitals", encoding, export(language, 40, seed).upper()
                yield "two names in an English export", encoding, _sparse(language, seed)
    for name, encodings in CLDR.items():
        for encoding in encodings.split():
            for rows in (5, 40, 400):
                for seed in range(2):
                    yield f"CLDR, {rows} rows", encoding, _of_cldr(name, encoding, rows, seed)


def _sparse(language: Language, seed: int) -> str:
    draw = random.Random(f"{language.name} {seed}")
    rows = [f"{number};2025-01-{number % 28 + 1:02};Ann Smith;10" for number in range(300)]
    for number in (50, 150):
        rows[number] = f"{number};2025-02-01;{draw.choice(language.people)};20"
    return "\n".join(["Order;Date;Customer;Total", *rows]) + "\n"


def _of_cldr(name: str, encoding: str, rows: int, seed: int) -> str:
    locale = Locale.parse(name)
    draw = random.Random(f"{name} {encoding} {seed}")
    words = [word.replace("\u2019", "'").replace("\u200f", "") for word in locale.territories.values()]
    words += [word.replace("\u2019", "'").replace("\u200f", "") for word in locale.languages.values()]
    words = [word for word in words if word.isprintable() and _holds(encoding, word)]
    lines = ["id;date;country;language;total"]
    for number in range(rows):
        day, money = f"{draw.randrange(1, 29):02}.01.2025", f"{draw.randrange(1, 9999) / 100:.2f}"
        lines.append(f"{number};{day};{draw.choice(words)};{draw.choice(words)};{money}")
    return "\n".join(lines) + "\n"


def _holds(encoding: str, text: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def encoded() -> Iterator[tuple[str, bytes, str]]:
    """Kind, bytes and text of each of `texts` that its encoding can hold and that is not plain ASCII."""
    for kind, encoding, text in texts():
        if _holds(encoding, text) and not text.isascii():
            yield kind, text.encode(encoding), text


def in_unicode() -> Iterator[tuple[str, bytes, str]]:
    """The same exports as UTF-8 and as UTF-16 without a byte order mark."""
    for language in LANGUAGES:
        for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
            text = export(language, 40, 0)
            yield "Unicode without a mark", text.encode(encoding), text


# Code of the country, what is dialled first at home, and mobile and fixed numbers (d is any digit).
PHONES = {
    "Romania": ("40", "0", "72ddddddd 74ddddddd 21ddddddd"),
    "Ukraine": ("380", "0", "67ddddddd 50ddddddd 93ddddddd 44ddddddd"),
    "Kazakhstan": ("7", "8", "701ddddddd 777ddddddd 727ddddddd"),
    "Russia": ("7", "8", "912ddddddd 926ddddddd 495ddddddd"),
    "Moldova": ("373", "0", "69dddddd 78dddddd 22dddddd"),
    "Poland": ("48", "", "501dddddd 793dddddd 22ddddddd"),
    "Germany": ("49", "0", "151dddddddd 176dddddddd 172ddddddd 30ddddddd"),
    "Great Britain": ("44", "0", "7911dddddd 7400dddddd 20794ddddd"),
    "United States": ("1", "", "212555dddd 415555dddd 305234dddd"),
    "Turkey": ("90", "0", "532ddddddd 505ddddddd 212ddddddd"),
    "France": ("33", "0", "6dddddddd 76ddddddd 14ddddddd"),
    "Spain": ("34", "", "6dddddddd 9127ddddd"),
    "Italy": ("39", "", "347ddddddd 328ddddddd 0669dddddd"),
    "Bulgaria": ("359", "0", "88ddddddd 87ddddddd"),
    "Czechia": ("420", "", "602dddddd 777dddddd"),
    "Hungary": ("36", "06", "20ddddddd 30ddddddd 1ddddddd"),
    "Belarus": ("375", "80", "29ddddddd 33ddddddd 17ddddddd"),
    "Georgia": ("995", "0", "555dddddd 599dddddd"),
    "Emirates": ("971", "0", "50ddddddd 55ddddddd"),
    "India": ("91", "0", "98dddddddd 70dddddddd"),
    "Israel": ("972", "0", "52ddddddd 54ddddddd"),
    "Netherlands": ("31", "0", "61ddddddd 65ddddddd"),
    "Brazil": ("55", "0", "11987dddddd 21996dddddd"),
    "China": ("86", "", "138dddddddd 159dddddddd"),
    "Japan": ("81", "0", "90dddddddd 80dddddddd"),
}


def phone_column(country: str, seed: int, international: float) -> list[tuple[str, str]]:
    """60 persons, each written twice, with the digits of E.164; a share of the writings is international.

    One in twenty has an extension, and where numbers are written both ways one in twenty lost its first 0 to a
    spreadsheet.
    """
    code, trunk, forms = PHONES[country]
    draw = random.Random(f"{country} {seed} {international}")
    column = []
    for _ in range(60):
        form = draw.choice(forms.split())
        number = "".join(str(draw.randrange(10)) if sign == "d" else sign for sign in form)
        for _ in range(2):
            abroad = draw.random() < international
            written = _from_abroad(number, code, trunk, draw) if abroad else _at_home(number, trunk, draw)
            if international and trunk and draw.random() < 0.05:
                written = number
            if draw.random() < 0.05:
                written += draw.choice((" ext. 12", " доб. 45", " x7"))
            column.append((written, code + number))
    return column


def _spaced(digits: str, draw: random.Random) -> str:
    groups = []
    while digits:
        length = draw.choice((2, 3))
        groups.append(digits[:length])
        digits = digits[length:]
    return draw.choice(" -").join(groups)


def _at_home(number: str, trunk: str, draw: random.Random) -> str:
    return draw.choice(
        (trunk + number, f"{trunk} {_spaced(number, draw)}".strip(), f"{trunk}({number[:3]}) {number[3:]}")
    )


def _from_abroad(number: str, code: str, trunk: str, draw: random.Random) -> str:
    forms = [f"+{code}{number}", f"+{code} {_spaced(number, draw)}", f"00{code}{number}", f"{code}{number}"]
    if trunk == "0":
        forms.append(f"+{code} (0){_spaced(number, draw)}")
    return draw.choice(forms)


def names(count: int) -> tuple[list[str], set[tuple[int, int]]]:
    """Names in Latin and Cyrillic letters, and the pairs of positions that are one slip apart: one for twenty names."""
    draw = random.Random(5)
    found: list[str] = []
    for number in range(count):
        letters = "abcdefghijklmnoprstuvwxyz" if number % 2 else "абвгдежзийклмнопрстуфхцчшыьюя"
        words = ("".join(draw.choices(letters, k=draw.randrange(*span))) for span in ((4, 9), (6, 11)))
        found.append(" ".join(words))
    pairs = set()
    for number in range(0, count, 20):
        pairs.add((number, len(found)))
        found.append(_slipped(found[number], draw))
    return found, pairs


def _slipped(name: str, draw: random.Random) -> str:
    """The name with one letter left out, added, mistaken, or exchanged with its neighbour."""
    at, letter = draw.randrange(len(name) - 2), draw.choice("жqшx")
    before, here, after = name[:at], name[at : at + 2], name[at + 2 :]
    forms = (here[1:], letter + here, letter + here[1:], here[::-1])
    return draw.choice([before + form + after for form in forms if form != here])
