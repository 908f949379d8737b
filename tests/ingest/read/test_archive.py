"""Zips, tars and gzs: what they hold, and bombs."""

import gzip
import io
import tarfile
import zipfile

import pytest

from retention.errors import RetentionError
from retention.ingest.read import archive, limits
from tests import refusals


def zipped(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in members.items():
            target.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("members", "found"),
    [
        ({"xl/workbook.xml": b""}, "xlsx"),
        ({"xl/workbook.xml": b"", "xl/vbaProject.bin": b""}, "xlsm"),
        ({"xl/workbook.bin": b""}, "xlsb"),
        ({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b""}, "ods"),
        ({"orders.csv": b"a,b"}, "archive"),
    ],
)
def test_what_a_zip_is(members: dict[str, bytes], found: str) -> None:
    assert archive.of_zip(archive.opened(zipped(**members))) == found


@pytest.mark.parametrize(
    ("members", "found"),
    [
        ({"[Content_Types].xml": b"", "word/document.xml": b""}, "document"),
        ({"[Content_Types].xml": b"", "ppt/slides/slide1.xml": b""}, "presentation"),
        ({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b""}, "document"),
        ({"Index/Document.iwa": b""}, "numbers"),
    ],
)
def test_documents_that_are_zips(members: dict[str, bytes], found: str) -> None:
    with pytest.raises(RetentionError) as refused:
        archive.of_zip(archive.opened(zipped(**members)))
    assert refused.value.details == {"found": found}


def test_a_bomb_is_refused_by_its_declared_ratio() -> None:
    bomb = zipped(**{"xl/workbook.xml": b"", "xl/worksheets/sheet1.xml": bytes(40 * limits.MIB)})
    assert len(bomb) < limits.MIB
    with pytest.raises(RetentionError, check=refusals.code("too_big")):
        archive.of_zip(archive.opened(bomb))


def test_many_members_add_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "INFLATED_BYTES", 3000)
    with pytest.raises(RetentionError) as refused:
        archive.of_zip(archive.opened(zipped(**{f"{i}.csv": b"x" * 1000 for i in range(4)})))
    assert refused.value.details["inflated_bytes"] == 4000


def test_what_the_system_adds_is_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    members = {"__MACOSX/._orders.csv": b"?", ".DS_Store": b"?", "export/orders.csv": b"a,b"}
    assert archive.of_files(archive.opened(zipped(**members))).names == ["export/orders.csv"]
    with pytest.raises(RetentionError, check=refusals.code("empty_file")):
        archive.of_files(archive.opened(zipped()))
    monkeypatch.setattr(limits, "MEMBERS", 1)
    with pytest.raises(RetentionError) as refused:
        archive.of_files(archive.opened(zipped(**{"jan.csv": b"a", "feb.csv": b"b"})))
    assert (refused.value.code, refused.value.details["names"]) == ("several_files", ["jan.csv", "feb.csv"])


def test_gz() -> None:
    assert archive.gunzipped(gzip.compress(b"a,b")) == b"a,b"
    with pytest.raises(RetentionError, check=refusals.code("damaged")):
        archive.gunzipped(gzip.compress(b"a,b" * 1000)[:-10])


def test_a_gz_bomb(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "FILE_BYTES", 1000)
    with pytest.raises(RetentionError, check=refusals.code("too_big")):
        archive.gunzipped(gzip.compress(bytes(1001)))


def test_a_cut_zip_is_damaged() -> None:
    with pytest.raises(RetentionError, check=refusals.code("damaged")):
        archive.opened(zipped(**{"orders.csv": b"a,b"})[:-30])


def tarred(members: dict[str, bytes], *, form: int = tarfile.PAX_FORMAT) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=form) as target:
        for name, content in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            target.addfile(entry, io.BytesIO(content))
        link = tarfile.TarInfo("link")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/hostname"
        target.addfile(link)
    return buffer.getvalue()


@pytest.mark.parametrize("form", [tarfile.PAX_FORMAT, tarfile.GNU_FORMAT, tarfile.USTAR_FORMAT])
def test_a_tar(form: int) -> None:
    inside = archive.of_tar(tarred({"заказы/orders.csv": b"a,b", "._orders.csv": b"?"}, form=form))
    assert inside.names == ["заказы/orders.csv"]  # no links
    assert inside.read(inside.names[0]) == b"a,b"
    with pytest.raises(RetentionError, check=refusals.code("empty_file")):
        archive.of_tar(tarred({}))


def test_a_tar_that_is_cut_or_claims_too_much() -> None:
    whole = tarred({"orders.csv": b"a,b" * 1000}, form=tarfile.USTAR_FORMAT)
    with pytest.raises(RetentionError, check=refusals.code("damaged", "too_big")):
        archive.of_tar(whole[:2000]).read("orders.csv")
    entry = tarfile.TarInfo("orders.csv")
    entry.size = 1 << 40
    claim = entry.tobuf(tarfile.GNU_FORMAT) + bytes(1024)
    with pytest.raises(RetentionError, check=refusals.code("damaged", "too_big")):
        archive.of_tar(claim)
