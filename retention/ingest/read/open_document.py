"""OpenDocument sheets as the parser takes them: without the blanks between tags of an indented file, without errors.

The parser stops at anything between two cells of a row, a blank or a comment, counts blanks in a cell as its text, and
takes an error's number (0) for the cell's. A flat file (.fods) is one XML, which the parser expects in a zip.
"""

import io
import re
import zipfile

from retention.ingest.read import limits
from retention.ingest.read.archive import read_start

KIND = b"application/vnd.oasis.opendocument.spreadsheet"
MANIFEST = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'

COMMENT_BEGINS, COMMENT_ENDS = b"<!--", b"-->"
# Blanks beside the tag of a table or a paragraph say nothing; those between two parts of a cell's text do.
_BLOCK = rb"/?(?:table:|text:p\b|text:h\b|office:annotation\b|draw:|dc:)"
AFTER_BLOCK = re.compile(rb"(<" + _BLOCK + rb"[^<>]*+>)\s++(?=<)")
BEFORE_BLOCK = re.compile(rb"(?<=>)\s++(?=<" + _BLOCK + rb")")
# A cell that holds an error: LibreOffice says so in its tag, other programs only write the error's name.
ERROR_TYPE = b':value-type="error"'
ERROR_NAME = re.compile(rb">\s*+(?:#(?:REF!|NAME\?|VALUE!|DIV/0!|N/A|NUM!|NULL!)|Err:\d{3})\s*+</text:p>")
CELL = re.compile(rb"<table:table-cell\b[^<>]*+>(?:\s*+<text:p>[^<]*+</text:p>)?")
VALUE = re.compile(
    rb"\s(?:office|calcext):(?:value|(?:string|date|time|boolean)-value|value-type|currency)=\"[^\"]*+\""
)
DECLARATION = re.compile(rb"^\s*+<\?xml[^<>]*+>")


def readable(archive: zipfile.ZipFile) -> bytes | None:
    """An .ods as the parser takes it; None where it does so as it is, or where it is larger than people make by hand.

    Raises RetentionError `damaged`.
    """
    info = archive.NameToInfo["content.xml"]
    if info.file_size > limits.SHEET_XML_BYTES:
        return None
    content = read_start(archive, "content.xml", limits.SHEET_XML_BYTES)
    plain = _plain(content)
    return None if plain == content and "META-INF/manifest.xml" in archive.NameToInfo else _zipped(plain)


def packed(data: bytes) -> bytes:
    """A flat OpenDocument file as an .ods."""
    from retention.ingest.read import markup

    text = markup.decoded(data).text.lstrip("\ufeff")
    return _zipped(_plain(DECLARATION.sub(b"", text.encode("utf-8", errors="replace"))))


def _plain(xml: bytes) -> bytes:
    """The XML with nothing between the cells of a row, and cells with errors empty."""
    xml = BEFORE_BLOCK.sub(b"", AFTER_BLOCK.sub(rb"\1", _without_comments(xml)))
    if ERROR_TYPE in xml or ERROR_NAME.search(xml):
        return CELL.sub(_without_error, xml)
    return xml


def _without_comments(xml: bytes) -> bytes:
    kept, place = [], 0
    while (begin := xml.find(COMMENT_BEGINS, place)) >= 0 and (end := xml.find(COMMENT_ENDS, begin)) >= 0:
        kept.append(xml[place:begin])
        place = end + len(COMMENT_ENDS)
    return b"".join([*kept, xml[place:]])


def _without_error(cell: re.Match[bytes]) -> bytes:
    """A cell's tag with the text behind it, without any value if that is an error."""
    has_error = ERROR_TYPE in cell[0] or ERROR_NAME.search(cell[0])
    return VALUE.sub(b"", cell[0]) if has_error else cell[0]


def _zipped(content: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("mimetype", KIND)
        archive.writestr("META-INF/manifest.xml", MANIFEST)
        archive.writestr("content.xml", content)
    return buffer.getvalue()
