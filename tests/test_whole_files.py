"""Files appear whole or not at all, and nothing is written through a link."""

import errno
import os
import stat
from pathlib import Path

import pytest

from retention.whole_files import whole_file

POSIX = pytest.mark.skipif(os.name == "nt", reason="links and permissions as POSIX has them")


def write(path: Path, *, replace: bool = False) -> None:
    with whole_file(path, replace=replace) as file:
        file.write(b"new")


def test_a_file_stands_there_only_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    with whole_file(path) as file:
        file.write(b"new")
        assert not path.exists()
    assert path.read_bytes() == b"new"
    assert os.listdir(tmp_path) == ["list.csv"]


@pytest.mark.parametrize("ending", [KeyboardInterrupt, ValueError])
@pytest.mark.parametrize("there", [False, True])
def test_a_failure_leaves_what_was_there(tmp_path: Path, ending: type[BaseException], there: bool) -> None:
    path = tmp_path / "list.csv"
    if there:
        path.write_bytes(b"old")

    def fail() -> None:
        with whole_file(path, replace=there) as file:
            file.write(b"half")
            raise ending

    with pytest.raises(ending):
        fail()
    assert [(name, (tmp_path / name).read_bytes()) for name in os.listdir(tmp_path)] == [("list.csv", b"old")] * there


def test_a_file_made_meanwhile_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"

    def meet() -> None:
        with whole_file(path) as file:
            file.write(b"new")
            path.write_bytes(b"somebody's")

    with pytest.raises(FileExistsError):
        meet()
    assert [(name, (tmp_path / name).read_bytes()) for name in os.listdir(tmp_path)] == [("list.csv", b"somebody's")]


def test_where_a_file_has_one_name_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    write(tmp_path / "list.csv")
    assert (tmp_path / "list.csv").read_bytes() == b"new"
    with pytest.raises(FileExistsError):
        write(tmp_path / "list.csv")
    assert os.listdir(tmp_path) == ["list.csv"]


@POSIX
@pytest.mark.parametrize("target", ["old.csv", "nowhere.csv"])
def test_a_link_is_not_followed(tmp_path: Path, target: str) -> None:
    (tmp_path / "old.csv").write_bytes(b"old")
    link = tmp_path / "link.csv"
    link.symlink_to(target)
    with pytest.raises(FileExistsError):
        write(link)
    assert link.is_symlink()
    write(link, replace=True)
    assert (link.is_symlink(), link.read_bytes(), (tmp_path / "old.csv").read_bytes()) == (False, b"new", b"old")
    assert not (tmp_path / "nowhere.csv").exists()


@POSIX
def test_permissions_are_those_of_a_new_file_or_of_the_one_replaced(tmp_path: Path) -> None:
    path, usual = tmp_path / "list.csv", tmp_path / "usual"
    usual.touch()
    write(path)
    assert path.stat().st_mode == usual.stat().st_mode
    path.chmod(0o600)
    write(path, replace=True)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
