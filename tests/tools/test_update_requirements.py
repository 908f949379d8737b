"""Lists of packages are brought up to date with what pip answers; here a small index answers in its place."""

import importlib.metadata
import json
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tools import resolution
from tools.resolution import Computer, Package, Unresolved, ask_pip, packages_of
from tools.update_requirements import LISTS, changes, main, pins, updated

PROJECT = Path(__file__).parent.parent.parent
OLDEST = Computer("3.11", "linux")
Index = dict[str, dict[str, list[str]]]

APP = """# What the app runs on.

# Asked for, each with its reason
tables==1.0        # the tables
Web-Pages==1.0     # the pages
                   # in the browser

# Brought along by those
colours==1.0; sys_platform == "win32"
gone==1.0
numbers==1.0
"""
DEV = """# Checks.

# Asked for, each with its reason
checks==1.0  # tests
lifetimes==1.0  # alone

# Brought along by those
plugs==1.0
"""
ENGINES = """# Asked for, each with its reason
pyspark==1.0  # source only

# Brought along by those
gate==1.0
"""
TEXTS = dict(zip(LISTS, (APP, DEV, ENGINES), strict=True))
INDEX: Index = {
    "tables": {"1.0": ["numbers"], "2.0": ["numbers>=1.0"]},
    "web-pages": {"1.0": ["gone"], "1.10": ["colours; sys_platform == 'win32'", "new-one"], "1.9": ["gone"]},
    "numbers": {"1.0": [], "1.5": []},
    "colours": {"1.0": [], "1.1": ["windows-only; python_version < '3.12'"]},
    "windows-only": {"3.0": []},
    "new-one": {"1.0": ["extra-one; extra == 'more'"]},
    "extra-one": {"1.0": []},
    "gone": {"1.0": []},
    "checks": {"1.0": ["plugs"], "1.1": ["plugs"]},
    "plugs": {"1.0": []},
    "lifetimes": {"1.0": ["autograd"], "1.1": ["autograd"]},
    "pyspark": {"1.0": ["gate"], "2.0": ["gate"]},
    "gate": {"1.0": []},
}


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let an index answer for pip; versions in `unpublished` do not exist on that system."""

    def take(index: Index, unpublished: frozenset[tuple[str, str, str]] = frozenset()) -> None:
        def ask(wanted: Iterable[str], limits: Iterable[str], computer: Computer, *options: str) -> list[Package]:
            waiting, chosen = list(map(Requirement, wanted)), {}
            bounds = list(map(Requirement, limits))
            while waiting:
                need = waiting.pop()
                name = canonicalize_name(need.name)
                rules = [
                    need.specifier,
                    *(bound.specifier for bound in bounds if canonicalize_name(bound.name) == name),
                ]
                fitting = [
                    version
                    for version in sorted(index.get(name, {}), key=Version, reverse=True)
                    if all(version in rule for rule in rules) and (name, version, computer.system) not in unpublished
                ]
                if not fitting:
                    raise Unresolved(f"ERROR: No matching distribution found for {need}")
                needs = tuple(map(Requirement, index[name][fitting[0]]))
                chosen[name] = Package(name, fitting[0], needs)
                if "--no-deps" not in options:
                    extras = ("", *need.extras)
                    waiting += [each for each in needs if any(OLDEST.meets(each, extra) for extra in extras)]
            return list(chosen.values())

        monkeypatch.setattr(resolution, "ask_pip", ask)

    return take


def test_newest_versions_with_their_reasons_and_what_they_bring_along(answer: Callable[..., None]) -> None:
    answer(INDEX)
    found = updated(TEXTS)
    assert found[LISTS[0]] == (
        "# What the app runs on.\n\n"
        "# Asked for, each with its reason\n"
        "tables==2.0        # the tables\n"
        "Web-Pages==1.10    # the pages\n"
        "                   # in the browser\n\n"
        "# Brought along by those\n"
        'colours==1.1; sys_platform == "win32"\n'
        "new-one==1.0\n"
        "numbers==1.5\n"
        'windows-only==3.0; sys_platform == "win32" and python_version < "3.12"\n'
    )
    assert "checks==1.1  # tests\nlifetimes==1.1  # alone\n\n# Brought along by those\nplugs==1.0\n" in found[LISTS[1]]
    assert "autograd" not in found[LISTS[1]]
    assert "pyspark==2.0  # source only" in found[LISTS[2]]
    assert updated(found) == found


def test_every_change_is_told_in_a_line(answer: Callable[..., None]) -> None:
    answer(INDEX)
    told = changes(TEXTS, updated(TEXTS))
    assert "- gone 1.0 (requirements.txt)" in told
    assert "+ new-one 1.0 (requirements.txt)" in told
    assert "  tables==1.0 → tables==2.0" in told
    assert not any("plugs" in line for line in told)


def test_what_is_not_published_for_every_computer_is_not_taken(answer: Callable[..., None]) -> None:
    answer(INDEX, frozenset({("tables", "2.0", "win32"), ("checks", "1.1", "darwin")}))
    found = updated(TEXTS)
    assert "tables==1.0 " in found[LISTS[0]]
    assert "checks==1.0 " in found[LISTS[1]]
    assert "Web-Pages==1.10 " in found[LISTS[0]]


def test_one_package_alone(answer: Callable[..., None]) -> None:
    answer(INDEX)
    found = updated(TEXTS, "numbers")
    assert found == {**TEXTS, LISTS[0]: found[LISTS[0]]}
    assert changes(TEXTS, found) == [
        "- colours 1.0 (requirements.txt)",
        "  numbers==1.0 → numbers==1.5",
    ]


def test_what_both_further_lists_need_stands_in_the_first(answer: Callable[..., None]) -> None:
    both = {**INDEX, "checks": {"1.0": ["shared"]}, "pyspark": {"1.0": ["shared"]}, "shared": {"1.0": []}}
    answer(both)
    found = updated(TEXTS)
    assert ["shared" in found[name] for name in LISTS] == [True, False, False]


def test_what_an_extra_brings_comes_along(answer: Callable[..., None]) -> None:
    answer({**INDEX, "web-pages": {"1.0": ["new-one[more]"]}})
    assert "extra-one==1.0\n" in updated(TEXTS)[LISTS[0]]


@pytest.mark.parametrize(
    ("needs", "pinned"),
    [
        (["some; platform_system != 'Darwin'"], 'some==1.0; platform_system != "Darwin"'),
        (["some; sys_platform == 'win32'", "gone; sys_platform != 'win32'", "some"], "some==1.0"),
        (["some; python_version < '3.11'"], None),
        (["some; platform_machine == 'riscv64'"], None),
    ],
)
def test_a_package_says_which_computers_need_it(
    answer: Callable[..., None], needs: list[str], pinned: str | None
) -> None:
    answer({**INDEX, "web-pages": {"1.0": needs}, "some": {"1.0": []}})
    lines = updated(TEXTS)[LISTS[0]].splitlines()
    assert [line for line in lines if line.startswith("some")] == ([pinned] if pinned else [])


@pytest.fixture
def home(tmp_path: Path) -> Path:
    for name, text in TEXTS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def held(home: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in home.iterdir()}


def test_check_changes_nothing_and_tells(
    home: Path, answer: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    answer(INDEX)
    assert main(["--check"], home) == 1
    assert held(home) == TEXTS
    assert main([], home) == 0
    assert held(home) == updated(TEXTS)
    capsys.readouterr()
    assert main(["--check"], home) == 0
    assert capsys.readouterr().out == "Everything is up to date.\n"


def test_without_an_answer_nothing_changes(
    home: Path, answer: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    answer({**INDEX, "numbers": {}})
    assert main([], home) == 1
    assert "Nothing was changed: No matching distribution found for numbers" in capsys.readouterr().err
    assert held(home) == TEXTS


def test_a_list_that_cannot_be_written_leaves_all_as_they_were(
    home: Path, answer: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(INDEX)
    write = Path.write_text

    def fail(path: Path, text: str, **options: str) -> None:
        if path.name == LISTS[-1]:
            raise OSError(28, "No space left on device")
        write(path, text, **options)

    monkeypatch.setattr(Path, "write_text", fail)
    with pytest.raises(OSError, match="No space left"):
        main([], home)
    assert held(home) == TEXTS


def test_a_package_that_is_in_no_list_is_wrong_usage(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--package", "nowhere"], home)
    assert "there is no package nowhere" in capsys.readouterr().err


def test_pip_is_asked_about_a_computer_and_installs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    report = {"install": [{"metadata": {"name": "Tables", "version": "2.0", "requires_dist": ["numbers>=1"]}}]}
    asked: list[list[str]] = []

    def run(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        asked.append(command)
        Path(command[command.index("--report") + 1]).write_text(json.dumps(report), encoding="utf-8")
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr(subprocess, "run", run)
    expected = [Package("Tables", "2.0", (Requirement("numbers>=1"),))]
    assert ask_pip(["tables"], [], Computer("3.14", "win32")) == packages_of(report) == expected
    assert {"--dry-run", "--ignore-installed", "win_amd64", "3.14", ":all:"} <= set(asked[0])
    assert not any("//" in word for word in asked[0])


def test_pips_own_words_say_why_there_is_no_answer() -> None:
    failure = Unresolved("WARNING: retrying\nERROR: No matching distribution found for some-thing==2.0\n")
    assert (str(failure), failure.missing) == (
        "No matching distribution found for some-thing==2.0",
        ("some-thing", "2.0"),
    )
    assert str(Unresolved("Killed")) == "pip gave no reason"


@pytest.mark.needs("pyspark")
@pytest.mark.needs("psycopg")
def test_the_lists_stay_as_they_are_while_nothing_newer_exists(answer: Callable[..., None]) -> None:
    texts = {name: (PROJECT / name).read_text(encoding="utf-8") for name in LISTS}
    index: Index = {}
    for pin in (pin for text in texts.values() for pin in pins(text.splitlines())):
        version = next(iter(pin.required.specifier)).version
        here = pin.required.marker is None or pin.required.marker.evaluate()
        index[pin.name] = {version: importlib.metadata.requires(pin.name) or [] if here else []}
    answer(index)
    assert updated(texts) == texts
