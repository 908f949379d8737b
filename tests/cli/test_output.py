"""The command line destroys nothing: what it reads and what is there stays, and it is said before the work begins."""

import hashlib
import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from retention.cli import main
from retention.cli.output import output
from retention.errors import RequestError
from tests.shops import worked_example

POSIX = pytest.mark.skipif(os.name == "nt", reason="links and pipes as POSIX has them")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Orders, and every kind of place a list must not go to."""
    monkeypatch.chdir(tmp_path)
    worked_example().to_csv("in.csv", index=False)
    Path("old.csv").write_text("old", encoding="utf-8")
    Path("inside").mkdir()
    if os.name != "nt":
        os.link("in.csv", "hard.csv")
        os.symlink("in.csv", "link.csv")
        os.symlink("nowhere.csv", "dangling.csv")
        os.symlink(".", "around")
        os.mkfifo("pipe")
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["customers", *arguments], catch_exceptions=False)


def held(folder: Path) -> dict[str, str]:
    """Everything in a folder, by what it is or holds."""
    found = {}
    for path in sorted(folder.rglob("*")):
        plain = stat.S_ISREG(path.lstat().st_mode)
        found[path.name] = hashlib.sha256(path.read_bytes()).hexdigest() if plain else oct(path.lstat().st_mode)
    return found


@pytest.mark.parametrize(
    ("place", "sentence"),
    [
        ("in.csv", "holds the orders this command reads"),
        ("./inside/../in.csv", "holds the orders this command reads"),
        pytest.param("hard.csv", "holds the orders this command reads", marks=POSIX),
        pytest.param("around/in.csv", "holds the orders this command reads", marks=POSIX),
        pytest.param("link.csv", "is a link", marks=POSIX),
        pytest.param("dangling.csv", "is a link", marks=POSIX),
        pytest.param("pipe", "is a device or a pipe", marks=POSIX),
        pytest.param("/dev/null", "is a device or a pipe", marks=POSIX),
        ("inside", "is a folder"),
        ("nowhere/list.csv", "There is no folder “nowhere”"),
        ("in.csv/list.csv", "There is no folder “in.csv”"),
        pytest.param("x" * 300, "cannot be written: File name too long.", marks=POSIX),
    ],
)
@pytest.mark.parametrize("force", [False, True])
def test_what_is_never_written_to(folder: Path, place: str, sentence: str, force: bool) -> None:
    before = held(folder)
    result = run("in.csv", "--csv", place, *["--force"] * force)
    assert (result.exit_code, result.stdout) == (2, "")
    assert sentence in result.stderr
    assert held(folder) == before


def test_a_file_that_is_there_is_replaced_only_on_demand(folder: Path) -> None:
    refused = run("in.csv", "--csv", "old.csv")
    assert refused.exit_code == 2
    assert "There is a file “old.csv” already. Name another, or replace it with --force." in refused.stderr
    assert Path("old.csv").read_text(encoding="utf-8") == "old"
    assert run("in.csv", "--csv", "old.csv", "--force").exit_code == 0
    assert Path("old.csv").read_text(encoding="utf-8-sig").startswith("name,customer,")


def test_it_is_said_before_the_work_begins(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def work(*_: object, **__: object) -> None:
        raise AssertionError("the orders were read first")

    monkeypatch.setattr("retention.ingest.loading.load", work)
    assert run("in.csv", "--csv", "old.csv").exit_code == 2


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (OSError(28, "No space left on device"), "“new.csv” cannot be written: No space left on device."),
        (FileExistsError(17, "File exists"), "A file “new.csv” has been made meanwhile."),
    ],
)
def test_what_happens_while_it_is_written_is_said(
    folder: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, sentence: str
) -> None:
    def refuse(_: int) -> None:
        raise error

    before = held(folder)
    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(RequestError) as told, output(Path("new.csv"), force=False) as file:
        file.write(b"new")
    assert sentence in str(told.value)
    assert held(folder) == before


@pytest.mark.parametrize(
    ("address", "place"),
    [
        pytest.param("duckdb:in.csv", "in.csv", marks=pytest.mark.needs("duckdb")),
        pytest.param("duckdb:*.csv", "./in.csv", marks=pytest.mark.needs("duckdb")),
        pytest.param("duckdb:.", "in.csv", marks=pytest.mark.needs("duckdb")),
        ("sqlite:///shop.db", "shop.db"),
        ("sqlite:///shop.db?timeout=5", "shop.db"),
        ("sqlite:///%73hop.db", "shop.db"),
        ("sqlite:///file:shop.db?mode=rw&uri=true", "shop.db"),
        ("sqlite:///shop.db", "shop.db-wal"),
        ("adbc:sqlite:shop.db", "shop.db"),
    ],
)
def test_a_source_is_not_written_to(folder: Path, address: str, place: str) -> None:
    with closing(sqlite3.connect("shop.db")) as connection:
        connection.execute("create table sales (customer, date, amount)")
    Path("shop.db-wal").touch()
    before = held(folder)
    result = run("--source", address, "--query", "select * from sales", "--csv", place, "--force")
    assert (result.exit_code, "holds the orders this command reads" in result.stderr) == (2, True)
    assert held(folder) == before
