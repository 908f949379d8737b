"""What a file is, decided by its bytes and never by its name."""

import re
import unicodedata

from retention.errors import FileError
from retention.ingest.read.encoding import wide_encoding

SNIFF_BYTES = 64 * 1024

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

# First bytes of things that are not tables; the value is the `found` detail of the refusal.
NOT_TABLES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "pdf"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"BM", "picture"),
    (b"II*\x00", "picture"),
    (b"MM\x00*", "picture"),
    (b"RIFF", "picture"),
    (b"{\\rtf", "document"),
    (b"SQLite format 3", "database"),
    (b"ARROW1\x00\x00", "arrow"),
    (b"MIME-Version:", "web archive"),
    (b"\x7fELF", "program"),
    (b"MZ\x90", "program"),
)

# First bytes of what is opened.
TABLES: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\x1f\x8b", "gz"),
    (OLE, "ole"),
)
PARQUET = b"PAR1"  # at both ends

# Archives that are named and not unpacked: few people pack tables in them, and each needs a library of its own.
OTHER_ARCHIVES: tuple[tuple[bytes, str], ...] = (
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7z"),
    (b"\xfd7zXZ", "XZ"),
    *((b"BZh%d1AY&SY" % level, "BZIP2") for level in range(1, 10)),
    (b"\x28\xb5\x2f\xfd", "Zstandard"),
    (b"\x04\x22\x4d\x18", "LZ4"),
    (b"\x1f\x9d", "Z"),
    (b"MSCF\x00\x00\x00\x00", "CAB"),
)
TAR_SIGN, TAR_PLACE = b"ustar", 257

# What is no character has one of these categories.
_NO_CHARACTER = ("Cn", "Co", "Cs")

BLANK = b"\xef\xbb\xbf\x00 \t\r\n\x0b\x0c"
SPREADSHEETML = b"urn:schemas-microsoft-com:office:spreadsheet"
OPEN_DOCUMENT = b"urn:oasis:names:tc:opendocument:xmlns:office:1.0"
MARKUP = re.compile(
    rb"\s*+(?:<!--.*?-->\s*+)?<(?:!doctype|html|head|meta|body|table|div|style|\?xml)", re.IGNORECASE | re.DOTALL
)
# A page, or a table out of one.
PAGE = re.compile(rb"<(?:!doctype html|html|head|body|meta|table|div|style)\b", re.IGNORECASE)
# The first element of some XML without a declaration, and what is inside it.
ELEMENT = re.compile(rb"<[A-Za-z_\x80-\xff][\w.:\x80-\xff-]*+(?:\s[^<>]*+)?+>\s*+<")
# Texts with lines of their own kind, which a table never begins with, and the `found` detail of the refusal.
NOT_TABLES_OF_TEXT: tuple[tuple[re.Pattern[bytes], str], ...] = (
    (re.compile(rb"BEGIN:VCARD\b"), "address book"),
    (re.compile(rb"BEGIN:VCALENDAR\b"), "calendar"),
    (
        re.compile(
            rb"(?:(?:--|/\*|SET\b|USE\b|DROP\b|BEGIN\b)[^\n]*\n\s*+)*+(?:CREATE TABLE|INSERT INTO)\b", re.IGNORECASE
        ),
        "SQL",
    ),
)
# A line of a messenger's chat: the moment, who, and what was written.
_OF_CHAT = re.compile(
    rb"(?:\xe2\x80\x8e)?\[?\d{1,4}[./-]\d{1,2}[./-]\d{1,4},? \d{1,2}:\d\d(?::\d\d)?(?:(?: |\xe2\x80\xaf)?[AaPp][Mm])?"
    rb"(?:\] | - )[^:;\t]{1,80}: "
)
_LINES_OF_CHAT, _MOSTLY = 20, 0.5
# What no table begins with but JSON: an object with a name, or a list of objects or of lists.
JSON = re.compile(rb'\{\s*+"|\[\s*+[{\]\[]')


def identify(data: bytes) -> str:
    """What a file is: `zip`, `gz`, `tar`, `ole`, `parquet`, `html`, `spreadsheetml`, `fods`, `json`, or `text`.

    Raises RetentionError `empty_file`, `other_archive` with `found` (RAR, 7z …), or `not_a_table` with `found` (pdf,
    picture, document, xml …).
    """
    head = data[:SNIFF_BYTES]
    if not head.strip(BLANK) and not data.strip(BLANK):
        raise FileError("empty_file")
    for magic, kind in TABLES:
        if head.startswith(magic):
            return kind
    if head[TAR_PLACE:].startswith(TAR_SIGN):
        return "tar"
    if data.startswith(PARQUET) and data.endswith(PARQUET):
        return "parquet"
    for magic, kind in OTHER_ARCHIVES:
        if head.startswith(magic):
            raise FileError("other_archive", found=kind)
    for magic, found in NOT_TABLES:
        if head.startswith(magic) and (magic != b"BM" or b"\x00" in head[:32]):
            raise FileError("not_a_table", found=found)
    return _of_text(head)


def _of_text(head: bytes) -> str:
    plain = _without_wide_characters(head).lstrip(b"\xef\xbb\xbf \t\r\n")
    if MARKUP.match(plain) or ELEMENT.match(plain):
        return _of_markup(plain)
    if JSON.match(plain):
        return "json"
    if _is_binary(plain):
        raise FileError("not_a_table", found="binary")
    for pattern, found in NOT_TABLES_OF_TEXT:
        if pattern.match(plain):
            raise FileError("not_a_table", found=found)
    lines = [line for line in plain.splitlines()[:_LINES_OF_CHAT] if line.strip()]
    if len(lines) > 1 and sum(map(bool, map(_OF_CHAT.match, lines))) > _MOSTLY * len(lines):
        raise FileError("not_a_table", found="chat")
    return "text"


def _of_markup(plain: bytes) -> str:
    """What is written with tags: `spreadsheetml`, `fods`, `html`. Raises RetentionError `not_a_table`."""
    if SPREADSHEETML in plain:
        return "spreadsheetml"
    if OPEN_DOCUMENT in plain:
        if b"opendocument.spreadsheet" in plain or b"office:spreadsheet" in plain:
            return "fods"
        raise FileError("not_a_table", found="document")
    if PAGE.search(plain):
        return "html"
    raise FileError("not_a_table", found="xml")


def _without_wide_characters(head: bytes) -> bytes:
    """UTF-16 written as UTF-8, so that markup, JSON and control characters show as what they are."""
    wide = _wide_encoding(head)
    if wide is None:
        return head
    text = head[: len(head) // 2 * 2].decode(wide, errors="replace").removeprefix("\ufeff")
    return "".join(map(_or_control, text)).encode("utf-8", errors="replace")


def _wide_encoding(head: bytes) -> str | None:
    """UTF-16 by its mark, or by zeros in one byte of two: separators, digits and line ends are ASCII."""
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if head.startswith(mark):
            return encoding
    return wide_encoding(head)


def _or_control(character: str) -> str:
    """A character, or a control character in place of what no alphabet has (numbers read as UTF-16)."""
    return "\x01" if character > "\xff" and unicodedata.category(character) in _NO_CHARACTER else character


def _is_binary(plain: bytes) -> bool:
    """Control characters no text holds, one in fifty or more."""
    if plain.startswith((b"\x09\x00", b"\x09\x02", b"\x09\x04")):
        return True
    strange = sum(plain.count(bytes([code])) for code in (*range(1, 9), *range(14, 26), 28, 29, 30, 31))
    return strange * 50 > len(plain)


def of_ole(data: bytes) -> str:
    """What an OLE container holds: `xls`.

    Raises RetentionError `password` for an encrypted workbook, `not_a_table` for another document.
    Only looks for stream names: the directory itself is left to the parser, which runs under limits.
    """
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise FileError("password")
    if any(name.encode("utf-16-le") in data for name in ("Workbook", "Book", "WORKBOOK", "BOOK")):
        return "xls"
    if any(name.encode("utf-16-le") in data for name in ("WordDocument", "PowerPoint Document", "__substg1.0_")):
        raise FileError("not_a_table", found="document")
    return "xls"
