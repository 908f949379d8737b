import hashlib
import importlib.metadata
import json
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import environment
from environment import (
    StartError,
    install_command,
    make_venv,
    prepare,
    read_stamp,
    venv_python,
    wanted_stamp,
    why_pip_failed,
)

PROJECT = Path(__file__).parent.parent
ENGINES = pytest.param("requirements-engines.txt", marks=[pytest.mark.needs("pyspark"), pytest.mark.needs("psycopg")])
LISTS = ("requirements.txt", "requirements-dev.txt", "requirements-engines.txt")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project whose environment is made and filled in a moment: only the files that tell are written."""

    def make(home: Path) -> None:
        python = venv_python(home)
        python.parent.mkdir(parents=True, exist_ok=True)
        python.touch()
        with (home / "made").open("a") as tally:
            tally.write("x")

    def fill(python: Path, home: Path, lists: list[str]) -> None:
        (home / "filled").write_text(" ".join(lists))

    monkeypatch.setattr(environment, "make_venv", make)
    monkeypatch.setattr(environment, "install", fill)
    (tmp_path / "a.txt").write_text("one==1\n")
    (tmp_path / "b.txt").write_text("two==2\n")
    return tmp_path


def made(home: Path) -> int:
    return len((home / "made").read_text())


def filled(home: Path) -> str:
    """What the last `prepare` installed; empty when it installed nothing."""
    file = home / "filled"
    text = file.read_text() if file.exists() else ""
    file.unlink(missing_ok=True)
    return text


def test_first_start_installs_and_the_second_does_nothing(home: Path) -> None:
    assert prepare(home, ("a.txt",)) == venv_python(home)
    assert (made(home), filled(home)) == (1, "a.txt")
    prepare(home, ("a.txt",))
    assert (made(home), filled(home)) == (1, "")


def test_only_what_changed_is_installed_again(home: Path) -> None:
    prepare(home, ("a.txt",))
    prepare(home, ("a.txt", "b.txt"))
    assert filled(home) == "b.txt"
    (home / "a.txt").write_text("one==1.1\n")
    prepare(home, ("a.txt", "b.txt"))
    assert (made(home), filled(home)) == (1, "a.txt")


def test_tests_leave_the_app_installed(home: Path) -> None:
    prepare(home, ("a.txt", "b.txt"))
    filled(home)
    prepare(home, ("a.txt",))
    assert filled(home) == ""
    assert set(read_stamp(home)) == {"python", "a.txt", "b.txt"}


def test_interrupted_installation_starts_from_an_empty_environment(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(python: Path, home: Path, lists: list[str]) -> None:
        raise KeyboardInterrupt

    prepare(home, ("a.txt",))
    (home / "a.txt").write_text("one==1.1\n")
    with monkeypatch.context() as patch:
        patch.setattr(environment, "install", interrupt)
        with pytest.raises(KeyboardInterrupt):
            prepare(home, ("a.txt",))
    assert read_stamp(home) == {}
    prepare(home, ("a.txt",))
    assert (made(home), filled(home)) == (2, "a.txt")


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"python": "cpython-39-linux"}'])
def test_damaged_or_foreign_stamp_counts_as_none(home: Path, damage: str) -> None:
    prepare(home, ("a.txt",))
    (home / ".venv" / "installed.json").write_text(damage)
    prepare(home, ("a.txt",))
    assert made(home) == 2


def test_environment_whose_python_went_away_is_made_anew(home: Path) -> None:
    prepare(home, ("a.txt",))
    venv_python(home).unlink()
    prepare(home, ("a.txt",))
    assert made(home) == 2


def test_stamp_is_the_python_and_the_digest_of_each_list(home: Path) -> None:
    assert wanted_stamp(home, ("a.txt",)) == {
        "python": f"{sys.implementation.cache_tag}-{sys.platform}",
        "a.txt": hashlib.sha256(b"one==1\n").hexdigest(),
    }
    prepare(home, ("a.txt",))
    assert json.loads((home / ".venv" / "installed.json").read_text()) == wanted_stamp(home, ("a.txt",))


def test_pip_takes_the_lists_as_they_are(home: Path) -> None:
    command = install_command(Path("python"), home, ["a.txt", "b.txt"])
    assert command[:4] == ["python", "-m", "pip", "install"]
    assert "--no-deps" in command
    assert command[-4:] == ["-r", str(home / "a.txt"), "-r", str(home / "b.txt")]


@pytest.mark.parametrize("module", ["venv", "ensurepip"])
def test_python_without_venv_names_the_package_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: str
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None if name == module else name)
    with pytest.raises(StartError, match=rf"sudo apt install python3\.{sys.version_info.minor}-venv"):
        make_venv(tmp_path)


def test_folder_that_refuses_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*, dir: Path) -> None:  # noqa: A002  the name that tempfile uses
        raise PermissionError(13, "Permission denied", str(dir / "tmp1234"))

    monkeypatch.setattr("tempfile.TemporaryFile", refuse)
    with pytest.raises(PermissionError) as told:
        make_venv(tmp_path)
    assert told.value.filename == str(tmp_path)


def test_venv_in_the_way_is_said_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / ".venv").write_text("a file, not a folder")
    with pytest.raises(StartError, match=r"^The folder \.venv could not be made \(.+\): delete it, .+\.$"):
        make_venv(tmp_path)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("WARNING: Retrying after connection broken by 'NewConnectionError(...)'", "check the internet connection"),
        ("WARNING: Retrying after connection broken by 'NameResolutionError(...)'", "check the internet connection"),
        ("ERROR: Could not install packages: [Errno 28] No space left on device", "The disk is full"),
        ("ERROR: No matching distribution found for scipy==1.17.1", "scipy==1.17.1 is not published for Python 3."),
        ("ERROR: Something new.", r"could not be installed \(Something new\): delete the folder \.venv"),
        ("Killed", r"could not be installed \(no reason given\)"),
    ],
)
def test_why_pip_failed_is_one_sentence(line: str, sentence: str) -> None:
    said = why_pip_failed(["Collecting scipy==1.17.1", line])
    assert "\n" not in said
    assert said.endswith(".")
    assert re.search(sentence, said)


def pins(name: str) -> dict[str, Requirement]:
    """The packages of one list, by canonical name."""
    lines = (line.split("#")[0].strip() for line in (PROJECT / name).read_text(encoding="utf-8").splitlines())
    found = [Requirement(line) for line in lines if line]
    return {canonicalize_name(requirement.name): requirement for requirement in found}


def test_lists_pin_every_package_once_and_exactly() -> None:
    names = [name for each in LISTS for name in pins(each)]
    assert len(names) == len(set(names))
    for each in LISTS:
        assert all(str(requirement.specifier).startswith("==") for requirement in pins(each).values())
        assert "//" not in (PROJECT / each).read_text(encoding="utf-8"), "addresses are the machine's business"


@pytest.mark.parametrize("name", [*LISTS[:2], ENGINES])
def test_lists_are_complete_and_agree_with_each_other(name: str) -> None:
    known = {**pins(LISTS[0]), **pins(name)}
    here = {key: pin for key, pin in pins(name).items() if pin.marker is None or pin.marker.evaluate()}
    for key, pin in here.items():
        assert importlib.metadata.version(key) in pin.specifier, f"{key} is not installed as pinned"
        # lifetimes is there for its data files and never runs.
        needs = [] if key == "lifetimes" else map(Requirement, importlib.metadata.requires(key) or [])
        for need in needs:
            if need.marker is None or need.marker.evaluate({"extra": ""}):
                assert canonicalize_name(need.name) in known, f"{key} needs {need.name}, which is not pinned"
                assert importlib.metadata.version(need.name) in need.specifier, f"{key} needs {need}"


def test_published_data_is_at_hand(lifetimes_data: Callable[[str], Path]) -> None:
    with lifetimes_data("CDNOW_master.txt").open() as file:
        assert next(file).split() == ["customer_id", "date", "number_of_cds", "dollar_value"]
    assert "lifetimes" not in sys.modules
