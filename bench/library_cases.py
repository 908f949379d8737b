"""Material on which our own parsers are held against libraries: order exports, phones and names, made from a seed."""

import random
from collections.abc import Iterator
from dataclasses import dataclass


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

# Every language comes in these too, without a byte order mark.
UNICODE = ("utf-8", "utf-16-le", "utf-16-be")
# Rows of a short, a usual and a long export.
LENGTHS = (3, 40, 3000)


def exports(rows: int, *, unicode: bool = False) -> Iterator[tuple[Language, str, str]]:
    """Order exports as text with language and encoding: three of each, with different customers."""
    for language in LANGUAGES:
        for encoding in UNICODE if unicode else language.encodings:
            for seed in range(3):
                yield language, encoding, export(language, rows, seed)


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
