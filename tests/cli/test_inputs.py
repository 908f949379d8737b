"""How commands end, and in which language they speak."""

import ast
import datetime as dt
import json
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

import retention.cli
import retention.ingest.loading
from retention.cli import main
from retention.cli.inputs import ends_properly
from retention.narrate.reader import reader

AMBIGUOUS = "customer,date\nann,03/04/2025\nbob,05/06/2025\nann,07/08/2025\n"


@pytest.fixture
def ambiguous(tmp_path: Path) -> str:
    """A file whose dates can be read in two ways."""
    path = tmp_path / "ambiguous.csv"
    path.write_text(AMBIGUOUS, encoding="utf-8")
    return str(path)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["summary", *arguments], catch_exceptions=False)


def test_a_customers_name_moves_no_cursor(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    lines = [f"{n},2025-0{n % 6 + 1}-05,{('Ann' + chr(27) + '[2J', 'Bob')[n % 2]},10" for n in range(1, 13)]
    path.write_text("\n".join(["Order,Date,Customer,Total", *lines]), encoding="utf-8")
    result = CliRunner().invoke(main, ["customers", str(path)], catch_exceptions=False)
    assert "Ann␛[2J" in result.stdout
    assert "\x1b" not in result.output


def test_a_query_that_is_stopped_by_hand_ends_without_a_word_of_the_engine() -> None:
    @click.command()
    @click.option("--json", "as_json", is_flag=True)
    @ends_properly
    def ask(as_json: bool) -> None:
        raise RuntimeError("Query interrupted")

    result = CliRunner().invoke(ask)
    assert (result.exit_code, result.stdout, result.stderr.strip()) == (1, "", "Aborted!")


def test_help_waits_for_no_table() -> None:
    code = "import sys; from retention.cli import main; main(['summary', '--help'], standalone_mode=False); "
    code += "sys.exit(', '.join({'pandas', 'numpy', 'scipy', 'babel'} & sys.modules.keys()) or 0)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("system", "flags", "said"),
    [
        ("C", (), "There is no file"),
        ("ru_MD.UTF-8", (), "Файла «"),
        ("uk_UA", (), "Файлу «"),
        ("ro_RO.UTF-8@euro", (), "Fișierul „"),
        ("de_DE.UTF-8", (), "There is no file"),
        ("ru_RU.UTF-8", ("--lang", "ro"), "Fișierul „"),
    ],
)
def test_it_speaks_the_systems_language_unless_told_otherwise(
    monkeypatch: pytest.MonkeyPatch, system: str, flags: tuple[str, ...], said: str
) -> None:
    monkeypatch.setenv("LC_ALL", system)
    result = run("gone.csv", *flags)
    assert (result.exit_code, result.stderr[: len(said)]) == (3, said)
    assert reader().language == "en"


def test_wrong_usage_is_said_in_the_readers_language() -> None:
    result = run("gone.csv", "--lang", "uk", "--from", "2025-01-01")
    assert result.exit_code == 2
    assert "--from і --to" in result.stderr


def test_a_question_is_asked_in_the_readers_language(ambiguous: str) -> None:
    result = run(ambiguous, "--lang", "ru")
    assert result.exit_code == 4
    repeat, asked, *answers = result.stderr.splitlines()
    assert repeat.startswith("Ничего не посчитано")
    assert "3 апреля 2025" in asked
    assert answers == ['  --date-order "dmy"', '  --date-order "mdy"']


def test_json_is_the_same_in_every_language(ambiguous: str) -> None:
    refused = [run("gone.csv", "--json", "--lang", language).stdout for language in ("en", "ru", "uk", "ro")]
    assert len(set(refused)) == 1
    assert json.loads(refused[0])["error"]["message"].startswith("There is no file")
    asked = [run(ambiguous, "--json", "--lang", language).stdout for language in ("en", "ru", "uk", "ro")]
    assert len(set(asked)) == 1
    assert json.loads(asked[0])["questions"][0]["message"].startswith("Is 03/04/2025")


@pytest.mark.parametrize("path", sorted(Path(retention.cli.__path__[0]).glob("*.py")), ids=lambda path: path.name)
def test_sentences_are_made_elsewhere(path: Path) -> None:
    """Only flags and their help, which stay English, have words here; what is printed or raised has none."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    annotations = [getattr(node, name, None) for node in ast.walk(tree) for name in ("annotation", "returns")]
    unprinted = [*filter(None, annotations), *filter(is_help, ast.walk(tree))]
    silent = {id(part) for node in unprinted for part in ast.walk(node)}
    spoken = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in silent]
    assert not [(node.lineno, node.value) for node in spoken if isinstance(node.value, str) and is_sentence(node.value)]


def is_help(node: ast.AST) -> bool:
    """Docstrings, help of options, and the engine's own words."""
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Attribute) and node.func.attr in {"option", "group"}
    if isinstance(node, ast.Assign):
        return any(isinstance(name, ast.Name) and name.id in SILENT for name in node.targets)
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


SILENT = ("NUMBERS", "COLUMN_HELP", "meaning", "INTERRUPTED")
"""What `--help` says, and the words by which an engine's end is known."""


def is_sentence(text: str) -> bool:
    """Two words of letters with a space between."""
    words = [word for word in text.split(" ") if word.strip(".,:;").isalpha()]
    return len(words) > 1


@pytest.mark.parametrize(("text", "told"), [("no more", True), ("--no-more", False), ("customer", False)])
def test_a_sentence_would_be_noticed(text: str, told: bool) -> None:
    assert is_sentence(text) is told


def test_the_shops_zone_moves_what_is_told_in_utc(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    rows = [f"{n},2025-0{n % 6 + 1}-28T23:30:00Z,c{n % 3}@mail.test,10" for n in range(1, 13)]
    path.write_text("\n".join(["Order,Created at,Email,Total", *rows]), encoding="utf-8")
    told = json.loads(run(str(path), "--json").stdout)
    assert [issue["code"] for issue in told["issues"]] == ["times_in_utc"]
    moved = json.loads(run(str(path), "--json", "--timezone", "Europe/Chisinau").stdout)
    assert [(issue["code"], issue["rows"]) for issue in moved["issues"]] == [("zone_applied", 12)]
    assert (moved["source"]["times_in_utc"], moved["source"]["timezone"]) == (True, "Europe/Chisinau")
    assert run(str(path), "--timezone", "Nowhere").exit_code == 2


def test_a_day_to_come_makes_no_headline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention.ingest.loading, "latest_day", lambda: dt.date(2025, 6, 30))
    path = tmp_path / "orders.csv"
    rows = [f"{n},2025-0{n % 6 + 1}-05,c{n % 3}@mail.test,10" for n in range(1, 13)]
    path.write_text("\n".join(["Order,Date,Email,Total", *rows, "99,2025-11-01,c1@mail.test,10"]), encoding="utf-8")
    told = json.loads(run(str(path), "--json").stdout)
    assert (told["as_of"], told["orders"], told["rows_set_aside"]) == ("2025-06-05", 12, 1)
    counted = json.loads(run(str(path), "--json", "--count", "future-dates").stdout)
    assert (counted["as_of"], counted["orders"], counted["rows_set_aside"]) == ("2025-11-01", 13, 0)
