"""Which encoding a text is in: marks, zero bytes, strict UTF-8, then the letters."""

import pytest

from retention.ingest.read.encoding import decode

RUSSIAN = "Номер заказа;Дата;Покупатель;Сумма\r\n1001;05.01.2025;Анна Смирнова;100,00\r\n1002;06.01.2025;Пётр;50,50\r\n"
UKRAINIAN = "Замовлення;Покупець;Сума\n1;Олексій Ткаченко;10\n2;Їжакевич Євген;20\n3;Мар'яна Зінченко;5\n"
ROMANIAN = "Comandă;Client;Oraş;Sumă\n1;Ştefan Popescu;Iaşi;10\n2;Ioniţă Cătălin;Bucureşti;20\n3;Pîrvu Ţuţea;Galaţi;5\n"
POLISH = "Zamówienie;Klient;Miasto\n1;Łukasz Żółty;Łódź\n2;Małgorzata Święta;Wrocław\n3;Grażyna Dąbrowska;Gdańsk\n"
CZECH = "Objednávka;Zákazník\n1;Jiří Dvořák\n2;Růžena Němcová\n3;Božena Černá\n4;Tomáš Kučera\n"
FRENCH = "Commande;Client;Montant\n1;Renée Müller;10,00 €\n2;François Lefèvre;20,00 €\n3;Chloé Hélène Côté;5,00 €\n"
GERMAN = "Bestellung;Kunde;Straße\n1;Jörg Müller;Große Straße\n2;Käthe Weiß;Blücherplatz\n"
SPANISH = "Pedido;Cliente\n1;Íñigo Muñoz\n2;José Ángel Peña\n3;María Gómez Núñez\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "cp866"),
        (RUSSIAN.upper(), "cp1251"),
        (RUSSIAN.upper(), "cp866"),
        (RUSSIAN + "4;07.01.2025;Чайник 90°;5,00\r\n", "cp866"),
        (UKRAINIAN, "cp1251"),
        (UKRAINIAN, "cp1125"),
        (UKRAINIAN.upper(), "cp1125"),
        (ROMANIAN, "cp1250"),
        (POLISH, "cp1250"),
        (POLISH, "iso8859-2"),
        (CZECH, "cp1250"),
        (FRENCH, "cp1252"),
        (GERMAN, "cp1252"),
        (SPANISH, "cp1252"),
    ],
)
def test_eight_bit_texts_come_back_as_written(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)).text == text


def test_russian_of_dos_keeps_its_usual_name() -> None:
    assert decode(RUSSIAN.encode("cp866")).encoding == "cp866"


def test_a_number_sign_of_spain() -> None:
    text = "Nº pedido;Fecha;Cliente;Importe\n1001;11/01/2024;Eve Adams;3.392,07 €\n"
    assert decode(text.encode("cp1252")).text == text


def test_one_name_in_a_large_english_export_is_enough() -> None:
    text = "Order,Customer\n" + "1,Ann\n" * 500 + "2,Renée Müller\n"
    assert decode(text.encode("cp1252")).text == text


def test_a_no_break_space_in_money_is_no_letter() -> None:
    text = RUSSIAN + "Итого;;;23\u00a0678,89\n" + "3;;;1\u00a0234,00\n" * 50
    assert decode(text.encode("cp1251")).text == text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("text", [RUSSIAN, FRENCH, "id\tname\n1\tann\n"])
def test_unicode_with_and_without_a_mark(text: str, encoding: str) -> None:
    decoded = decode(text.encode(encoding))
    assert decoded.text == text
    assert decoded.unreadable == 0


def test_utf8_with_a_few_broken_bytes_stays_utf8_and_counts_them() -> None:
    data = (RUSSIAN * 5).encode() + b"\xd0"
    decoded = decode(data)
    assert decoded.encoding == "utf-8"
    assert decoded.unreadable == 1
    assert decoded.text.startswith(RUSSIAN)


def test_a_chosen_encoding_is_used() -> None:
    assert decode("ёлка".encode("koi8-r"), encoding="koi8-r").text == "ёлка"
    assert decode("ann".encode("utf-8-sig"), encoding="utf-8").text == "ann"


def test_an_unknown_encoding_is_refused() -> None:
    with pytest.raises(LookupError):
        decode(b"a", encoding="cp99999")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Customer;Total\nann;€ 12.50\nbob;€ 7.00\n", "cp1252"),
        ("Customer;Total\nann;£12.50\nbob;£7.00\n", "cp1252"),
        ("Customer;Total\nann;1\xa0234,50\nbob;7,00\n", "cp1252"),
        ("Клиент;Сумма\nАнна;12,50\nЩукина;7,00\n", "koi8-r"),
        ("Клієнт;Сума\nЇжак;12,50\nҐудзь Євген;7,00\n", "koi8-u"),
        ("Клиент;Сумма\nАнна Юрьевна;12,50\nЁлкин;7,00\n", "mac-cyrillic"),
        ("Customer;Total\nChloé Müller;12.50\nZoë García;7.00\n", "mac-roman"),
    ],
)
def test_signs_and_letters_of_old_systems(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)).text == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Sipariş;Müşteri;Şehir\n1;Ayşe Yılmaz;İzmir\n2;Çağla Güneş;Eskişehir\n3;Işıl Doğan;Muğla\n", "cp1254"),
        ("Παραγγελία;Πελάτης\n1;Γιώργος Παπαδόπουλος\n2;Άννα Μακρή\n3;Ελένη Ιωάννου\n", "cp1253"),
        ("מספר הזמנה;לקוח;עיר;סכום\n1;דוד כהן;ירושלים;10\n2;שרה לוי;חיפה;20\n3;משה מזרחי;תל אביב;5\n", "cp1255"),
        ("رقم الطلب;العميل;المدينة\n1;محمد حسن;القاهرة\n2;فاطمة الزهراء;الرياض\n3;أحمد علي;دبي\n", "cp1256"),
        ("Užsakymas;Pirkėjas\n1;Rūta Šimkutė\n2;Eglė Žukauskaitė\n3;Jonas Čiurlionis\n", "cp1257"),
        ("คำสั่งซื้อ;ลูกค้า;เมือง\n1;สมชาย ใจดี;เชียงใหม่\n2;นภา แสงทอง;ภูเก็ต\n", "cp874"),
        ("注文番号;顧客名;市区町村\n1;佐藤 太郎;東京都港区\n2;鈴木 花子;大阪市\n3;ヤマダ タロウ;札幌市\n", "cp932"),
        ("订单编号;买家;城市\n1;王伟;北京市\n2;李娜;上海市\n3;欧阳建国;哈尔滨市\n", "gb18030"),
        ("訂單編號;客戶;城市\n1;王小明;臺北市\n2;李美華;高雄市\n3;陳淑芬;廣州市\n", "big5"),
        ("주문번호;고객명;도시\n1;김민수;서울특별시\n2;이영희;부산광역시\n3;박지훈;수원시\n", "cp949"),
        ("Zamówienie;Miasto\n1;Łódź\n2;Częstochowa\n3;Poznań\n4;Gdańsk\n", "cp852"),
        ("Pedido;Cliente\n1;João Conceição\n2;Inês Simões\n3;Sebastião Guimarães\n", "cp1252"),
    ],
)
def test_alphabets_of_further_countries(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)).text == text


def test_a_detector_is_not_believed_against_words_in_capitals() -> None:
    for text in (CZECH, GERMAN.replace("ß", "ss"), RUSSIAN, UKRAINIAN):
        encoding = "cp1251" if text in (RUSSIAN, UKRAINIAN) else "cp1250"
        assert decode(text.upper().encode(encoding)).text == text.upper()


def test_an_alphabet_of_several_bytes_is_taken_only_where_all_of_the_file_is_in_it() -> None:
    text = "订单编号;买家;城市\n1;王伟;北京市\n2;李娜;上海市\n"
    assert decode(text.encode("gb18030") + b"3;\xff\xff;\n").encoding != "gb18030"
