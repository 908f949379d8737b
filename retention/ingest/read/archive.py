"""Zip, tar and gz: what is inside, and whether it is safe to inflate."""

import gzip
import io
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from retention.errors import FileError, RetentionError
from retention.ingest.read import limits

# What zipfile raises while it inflates what is broken.
FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError)

DOCUMENTS = {"word/": "document", "ppt/": "presentation", "visio/": "picture", "Index/": "numbers"}


def of_zip(archive: zipfile.ZipFile) -> str:
    """What a zip holds: `xlsx`, `xlsm`, `xlsb`, `ods`, or `archive` for files put together.

    Raises RetentionError `too_big` when the declared sizes or ratios are those of a bomb, `password` for
    encrypted members, `not_a_table` for other documents that are zips.
    """
    _refuse_bombs(archive)
    names = set(archive.namelist())
    if "xl/workbook.bin" in names:
        return "xlsb"
    if any(name.startswith("xl/") for name in names):
        return "xlsm" if "xl/vbaProject.bin" in names else "xlsx"
    if "mimetype" in names and "content.xml" in names:
        return _of_open_document(archive)
    for prefix, found in DOCUMENTS.items():
        if any(name.startswith(prefix) for name in names) and (prefix == "Index/" or "[Content_Types].xml" in names):
            raise FileError("not_a_table", found=found)
    return "archive"


def _of_open_document(archive: zipfile.ZipFile) -> str:
    if b"spreadsheet" not in read_start(archive, "mimetype", 200):
        raise FileError("not_a_table", found="document")
    if b"manifest:encryption-data" in read_start(archive, "META-INF/manifest.xml", limits.MIB):
        raise FileError("password")
    return "ods"


def _refuse_bombs(archive: zipfile.ZipFile) -> None:
    total = 0
    for member in archive.infolist():
        if member.flag_bits & 1:
            raise FileError("password")
        total += member.file_size
        packed = max(member.compress_size, 1)
        if _is_bomb(member.file_size, packed):
            raise _too_big(member.file_size, packed)
    packed = sum(member.compress_size for member in archive.infolist())
    if total > limits.INFLATED_BYTES or _is_bomb(total, packed):
        raise _too_big(total, packed)


def _is_bomb(inflated: int, packed: int) -> bool:
    return inflated > limits.RATIO_APPLIES_FROM_BYTES and inflated > packed * limits.INFLATED_RATIO


def _too_big(inflated: int, packed: int) -> RetentionError:
    limit = limits.readable(limits.INFLATED_BYTES)
    return FileError("too_big", limit=limit, inflated_bytes=inflated, packed_bytes=packed)


def opened(data: bytes) -> zipfile.ZipFile:
    """The zip in some bytes. Raises RetentionError `damaged`."""
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise FileError("damaged") from error


def read_start(archive: zipfile.ZipFile, name: str, size: int) -> bytes:
    """The first `size` bytes of a member, empty when there is no such member. Raises RetentionError `damaged`."""
    if name not in archive.NameToInfo:
        return b""
    try:
        with archive.open(name) as member:
            return member.read(size)
    except FAULTS as error:
        raise FileError("damaged") from error


@dataclass(frozen=True)
class Members:
    """The files in an archive: their names, and what reads one of them."""

    names: list[str]
    read: Callable[[str], bytes]


def of_files(archive: zipfile.ZipFile) -> Members:
    """The files in a zip. Raises RetentionError as `_usable` does."""
    names = _usable(member.filename for member in archive.infolist() if not member.is_dir())
    return Members(names, lambda name: read_start(archive, name, limits.FILE_BYTES))


def of_tar(data: bytes) -> Members:
    """The files in a tar, whose links and devices are left alone.

    Raises RetentionError `damaged`, `too_big` for a file that claims more than the tar holds, and as `_usable` does.
    """
    try:
        archive = tarfile.open(fileobj=io.BytesIO(data), mode="r:")  # noqa: SIM115 - its members are read later
        found = {member.name: member for member in archive if member.isreg()}
    except _TAR_FAULTS as error:
        raise FileError("damaged") from error

    def read(name: str) -> bytes:
        try:
            content = archive.extractfile(found[name])
            return content.read() if content is not None else b""
        except _TAR_FAULTS as error:
            raise FileError("damaged") from error

    for member in found.values():
        if member.size > len(data):
            raise _too_big(member.size, len(data))
    return Members(_usable(found), read)


# What tarfile raises of crafted headers: of its own, numbers that are none, names too long or nested too deep.
_TAR_FAULTS = (tarfile.TarError, ValueError, OverflowError, OSError, EOFError, RecursionError)


def _usable(found: Iterable[str]) -> list[str]:
    """Names of the files inside, without those that systems add (`__MACOSX/`, dot files, `desktop.ini`).

    Raises RetentionError `empty_file` when nothing is inside, `several_files` with `names` when there are more
    than `limits.MEMBERS`.
    """
    names = [name for name in found if not _is_clutter(name)]
    if not names:
        raise FileError("empty_file")
    if len(names) > limits.MEMBERS:
        raise FileError("several_files", names=names[:20])
    return names


def _is_clutter(name: str) -> bool:
    last = name.rsplit("/", 1)[-1]
    return name.startswith("__MACOSX/") or last.startswith(".") or last.lower() in ("desktop.ini", "thumbs.db")


def gunzipped(data: bytes) -> bytes:
    """What a gz holds. Raises RetentionError `too_big` past the limits of a file, `damaged` when cut or broken."""
    inside = io.BytesIO()
    try:
        with gzip.open(io.BytesIO(data)) as stream:
            while chunk := stream.read(limits.MIB):
                inside.write(chunk)
                if inside.tell() > limits.FILE_BYTES or _is_bomb(inside.tell(), len(data)):
                    raise _too_big(inside.tell(), len(data))
    except (OSError, EOFError, zlib.error) as error:
        raise FileError("damaged") from error
    return inside.getvalue()
