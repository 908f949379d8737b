"""What a file is, by its first bytes."""

import pytest

from retention.errors import RetentionError
from retention.ingest.read.formats import OLE, identify, of_ole
from tests import refusals

# The capitals А to П are 10 to 1F in their low bytes: control characters, if bytes are taken for characters.
CYRILLIC = "Дата;Клиент;Сумма\n" + "2024-01-05;АННА ПЕТРОВНА ИЛЬИНА;1 234,50\n" * 20


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
        (b'[{"id": 1}]', "json"),
        (b"PAR1\x15\x04", "parquet"),
        (b"Rar!\x1a\x07", "archive"),
        (bytes(range(32)) * 10, "binary"),
        (b"\xff\xfe" + bytes(range(256)) * 10, "binary"),
        (b"".join(number.to_bytes(2, "little") for number in range(1, 30)) * 10, "binary"),
    ],
)
def test_other_things_are_named(data: bytes, found: str) -> None:
    with pytest.raises(RetentionError) as refused:
        identify(data)
    assert (refused.value.code, refused.value.details) == ("not_a_table", {"found": found})


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
