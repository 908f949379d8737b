"""What a file is by its bytes."""

import pytest

from retention.errors import RetentionError
from retention.ingest.read.identify import OLE, identify, of_ole
from tests import refusals

# The capitals А to П are 10 to 1F in their low bytes: control characters, if bytes are taken for characters.
CYRILLIC = "Дата;Клиент;Сумма\n" + "2024-01-05;АННА ПЕТРОВНА ИЛЬИНА;1 234,50\n" * 20

FLAT = (
    '<?xml version="1.0"?><!-- LibreOffice --><office:document xmlns:office="urn:oasis:names:tc:opendocument:'
    'xmlns:office:1.0" office:mimetype="application/vnd.oasis.opendocument.{}">'
)


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"PK\x03\x04...", "zip"),
        (b"\x1f\x8b\x08...", "gz"),
        (OLE + b"...", "ole"),
        (b"\xef\xbb\xbf <html><body><table><tr><td>1", "html"),
        (b"<!-- exported -->\n<TABLE border=1><tr>", "html"),
        ("<html><table>".encode("utf-16"), "html"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', "spreadsheetml"),
        (b"id,sum\n1,2\n", "text"),
        ("номер;сумма\n1;2\n".encode("utf-16-le"), "text"),
        ("номер;сумма\n1;2\n".encode("cp866"), "text"),
        (CYRILLIC.encode("utf-16-le"), "text"),
        (CYRILLIC.encode("utf-16-be"), "text"),
        (b"\xff\xfe" + CYRILLIC.encode("utf-16-le"), "text"),
        (b"\xfe\xff" + CYRILLIC.encode("utf-16-be"), "text"),
        (b"BMW;Audi\n1;2\n", "text"),
        (b"PAR1;PAR2\n1;2\n", "text"),
        (b"BZh;MSCF\n1;2\n", "text"),
        (b"<5;>5\n1;2\n", "text"),
        (b"[id],[sum]\n1,2\n", "text"),
        (b'[{"id": 1}]', "json"),
        (b'\xef\xbb\xbf {\n "orders": [', "json"),
        (b'[\n [\n  "id", "sum"', "json"),
        (b"PAR1\x15\x04...PAR1", "parquet"),
        (b"orders.csv".ljust(257, b"\0") + b"ustar\x0000", "tar"),
        (FLAT.format("spreadsheet").encode(), "fods"),
        (FLAT.format("spreadsheet").encode("utf-16"), "fods"),
        (b"{id};{sum}\n1;2", "text"),
    ],
)
def test_tables(data: bytes, found: str) -> None:
    assert identify(data) == found


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"%PDF-1.7\n", "pdf"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"\xff\xd8\xff\xe0", "picture"),
        (b"BM6\x00\x00\x00\x00\x00", "picture"),
        (b"{\\rtf1", "document"),
        (b'<?xml version="1.0"?>\n<yml_catalog date="2025-01-05"><shop/></yml_catalog>', "xml"),
        ("<Заказы>\n <Заказ/></Заказы>".encode(), "xml"),
        (b"BEGIN:VCARD\nVERSION:3.0\nFN:Ann\nEND:VCARD\n", "address book"),
        (b"BEGIN:VCALENDAR\nBEGIN:VEVENT\n", "calendar"),
        (b"-- MySQL dump\n/*!40101 SET NAMES utf8 */;\nCREATE TABLE `orders` (`id` int);\n", "SQL"),
        (b"INSERT INTO orders VALUES (1,'a','2025-01-02');\n", "SQL"),
        ("[05.03.24, 14:22:10] Анна: торт\n[05.03.24, 14:25:10] Магазин: 900 ₽\nи свечи\n".encode(), "chat"),
        (b"3/5/24, 2:22 PM - Ann: a cake\n3/5/24, 2:24 PM - Shop: 12 pounds\n", "chat"),
        (
            b'<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0">',
            "document",
        ),
        (bytes(range(32)) * 10, "binary"),
        (b"\xff\xfe" + bytes(range(256)) * 10, "binary"),
        (b"".join(number.to_bytes(2, "little") for number in range(1, 30)) * 10, "binary"),
    ],
)
def test_other_things_are_named(data: bytes, found: str) -> None:
    with pytest.raises(RetentionError) as refused:
        identify(data)
    assert (refused.value.code, refused.value.details) == ("not_a_table", {"found": found})


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"Rar!\x1a\x07\x01\x00", "RAR"),
        (b"7z\xbc\xaf\x27\x1c", "7z"),
        (b"\xfd7zXZ\x00", "XZ"),
        (b"BZh91AY&SY", "BZIP2"),
    ],
)
def test_archives_that_are_not_unpacked_are_named(data: bytes, found: str) -> None:
    with pytest.raises(RetentionError) as refused:
        identify(data)
    assert (refused.value.code, refused.value.details) == ("other_archive", {"found": found})


@pytest.mark.parametrize("data", [b"", b" \r\n\t\r\n", b"\xef\xbb\xbf", b"\x00" * 100_000])
def test_nothing_but_blanks(data: bytes) -> None:
    with pytest.raises(RetentionError, check=refusals.code("empty_file")):
        identify(data)


def test_ole_containers() -> None:
    assert of_ole(OLE + "Workbook".encode("utf-16-le")) == "xls"
    with pytest.raises(RetentionError, check=refusals.code("password")):
        of_ole(OLE + "EncryptedPackage".encode("utf-16-le"))
    with pytest.raises(RetentionError, check=refusals.code("not_a_table")):
        of_ole(OLE + "WordDocument".encode("utf-16-le"))
