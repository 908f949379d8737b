"""Lines whose quotes do not add up: the fewest irregularities that give the table's number of cells."""

import pytest

from retention.ingest.read.records import Dialect
from retention.ingest.read.stray_quotes import cells, first_close_cells, is_regular

COMMA = Dialect(",")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('1,"5 inch pipe,10', ["1", '"5 inch pipe', "10"]),  # opened, never closed
        ('1,""BH-3190",10', ["1", '"BH-3190', "10"]),  # one quote too many
        ('1,""",10', ["1", '"', "10"]),
        ('1,"table, 48"","made in, USA"', ["1", 'table, 48"', "made in, USA"]),  # not doubled
        ('1,"8 9" long, blue","b"', ["1", '8 9" long, blue', "b"]),
        ('"13/02,"pillow, wool","soft, warm"', ['"13/02', "pillow, wool", "soft, warm"]),
        ("1,2,", ["1", "2", ""]),
    ],
)
def test_the_cells_that_were_meant(line: str, expected: list[str]) -> None:
    assert cells(line, 3, COMMA) == expected


def test_no_cut_is_made_up() -> None:
    assert cells('1,"a', 3, COMMA) is None
    assert cells("x" * 50_000 + ',"', 2, COMMA) is None


def test_spaces_after_separators_and_backslashes() -> None:
    assert cells('1, "a "b", c", 2', 3, Dialect(",", spaced=True)) == ["1", 'a "b", c', "2"]
    assert cells('1;"say \\"hi\\", "twice"";2', 3, Dialect(";", '"', "\\")) == ["1", 'say "hi", "twice"', "2"]


def test_what_is_regular() -> None:
    assert is_regular('a,"b ""c"", d",e\r\n', COMMA)
    assert is_regular('a,5" pipe,\n', COMMA)
    assert is_regular('a,"b\nc",d', COMMA)
    assert not is_regular('a,"b" c,d', COMMA)
    assert not is_regular('a,"b', COMMA)


def test_cells_at_the_first_chance() -> None:
    assert first_close_cells('"us"er, 3",9.5,"a ""b"" 4"', COMMA) == ['us"er, 3', "9.5", 'a "b" 4']
    assert first_close_cells('"13/02,"pillow, wool"', COMMA) is None
