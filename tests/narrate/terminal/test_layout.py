"""Cells of a file are shown on a terminal and never obeyed by it, and their columns stand straight."""

from pathlib import Path

import click
from click.testing import CliRunner

from retention.cli import main
from retention.cli.inputs import ends_properly
from retention.narrate.terminal.layout import padded, shown


def test_signs_stand_for_what_would_steer_the_terminal() -> None:
    assert shown("a\x1b[31mb\x07\rc\u202ed\x9be\nf") == "a␛[31mb␇␍c⟨U+202E⟩d⟨U+009B⟩e\nf"


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


def test_a_sign_two_columns_wide_leaves_room_for_fewer_spaces() -> None:
    assert padded("Ann", 8) == "Ann     "
    assert padded("佐藤 太郎", 12) == "佐藤 太郎   "
    assert padded("Chloe\u0301", 8) == "Chloe\u0301   "
    assert padded("longer than that", 8) == "longer than that"
