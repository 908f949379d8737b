"""Separators, quotes and escapes, told by how well the records agree."""

import pytest

from retention.ingest.read.records import SPACES, Dialect, detect, sep_line

ROWS = [["Order", "Date", "Customer", "Amount"]] + [
    [str(1000 + i), f"2025-01-{i:02}", f"c{i}@example.com", f"{i}.50"] for i in range(1, 9)
]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|", "^", "~"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_separator_and_any_line_end(separator: str, end: str) -> None:
    text = end.join(separator.join(row) for row in ROWS)
    assert detect(text) == Dialect(separator)


def test_decimal_commas_do_not_beat_semicolons() -> None:
    text = "\n".join(";".join(row).replace(".50", ",50") for row in ROWS)
    assert detect(text).separator == ";"


def test_commas_inside_quotes_do_not_count() -> None:
    text = "id;items\n" + "\n".join(f'{i};"mug, plate, cup, {i}"' for i in range(9))
    assert detect(text).separator == ";"


def test_titles_above_the_header_do_not_mislead() -> None:
    text = "Sales report, 2025, all shops\nPeriod: 01.01.2025, 31.12.2025\n\n" + "\n".join(";".join(r) for r in ROWS)
    assert detect(text).separator == ";"


def test_backslash_escapes() -> None:
    text = "\n".join(f'{i},"the \\"best\\", number {i}",{i}.5' for i in range(9))
    assert detect(text) == Dialect(",", '"', "\\")


def test_single_quotes_only_where_they_wrap_cells() -> None:
    assert detect("\n".join(f"'{i}','a, b','x'" for i in range(9))) == Dialect(",", "'")
    assert detect("\n".join(",".join(f"'{cell}'" for cell in row) for row in ROWS)) == Dialect(",", "'")
    assert detect("\n".join(f"{i},O'Neil,it's" for i in range(9))) == Dialect(",")
    assert detect("\n".join(f"{i},'+1555{i},x" for i in range(9))) == Dialect(",")


def test_runs_of_spaces_are_the_last_resort() -> None:
    text = "\n".join(f"{i:<8}2025-01-0{i}   Ann Abbott   {i}.50" for i in range(1, 9))
    assert detect(text).separator == SPACES


def test_a_chosen_separator_stands() -> None:
    assert detect("a;b,c\n1;2,3\n", separator=",").separator == ","


def test_sep_line() -> None:
    assert sep_line("sep=;\r\na;b") == (";", 7)
    assert sep_line('"sep=\t"\na\tb') == ("\t", 8)
    assert sep_line("separator\n") is None


def test_a_space_behind_each_comma() -> None:
    assert detect("\n".join(f'{i}, "a, b", x{i}' for i in range(9))) == Dialect(",", spaced=True)
    assert detect("\n".join(f"{i},Abbott Ann,x" for i in range(9))) == Dialect(",")


def test_apostrophes_around_texts_with_apostrophes() -> None:
    assert detect("\n".join(f"{i},'Kids' hat, 5\" wide',{i}.5" for i in range(9))) == Dialect(",", "'")
