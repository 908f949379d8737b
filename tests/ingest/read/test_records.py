"""Text cut into records: quotes, line ends, quotes nobody closed; the dialect, told by how well the records agree."""

import pytest

from retention.ingest.read.records import SPACES, Dialect, detect, records, sep_line

COMMA = Dialect(",")


def test_quotes_doubled_quotes_and_line_ends_inside() -> None:
    text = 'a,"b ""c""","d\r\ne"\r\n\r\n1,2,3'
    assert list(records(text, COMMA)) == [["a", 'b "c"', "d\r\ne"], [], ["1", "2", "3"]]


def test_every_line_end_ends_a_record() -> None:
    assert list(records("a,b\r1,2\n3,4\r\n5,6", COMMA)) == [["a", "b"], ["1", "2"], ["3", "4"], ["5", "6"]]


def test_a_cell_of_a_million_characters() -> None:
    assert list(records("a," + "x" * 1_000_000, COMMA)) == [["a", "x" * 1_000_000]]


def test_an_open_quote_costs_no_other_record() -> None:
    text = 'id,item,sum\n1,"5 inch pipe,10\n2,mug,20\n3,cup,30\n'
    assert list(records(text, COMMA, width=3)) == [
        ["id", "item", "sum"],
        ["1", '"5 inch pipe', "10"],
        ["2", "mug", "20"],
        ["3", "cup", "30"],
    ]


def test_two_open_quotes_that_seem_to_close_each_other() -> None:
    text = 'id,sum,item\n1,10,"5 inch pipe\n2,20,"6 inch pipe\n3,30,cup\n'
    assert [record[0] for record in records(text, COMMA, width=3)] == ["id", "1", "2", "3"]


def test_a_note_over_two_lines_stays_one_cell() -> None:
    text = 'id,note,sum\n1,"ring twice,\nthen wait",10\n2,,20\n'
    assert list(records(text, COMMA, width=3))[1] == ["1", "ring twice,\nthen wait", "10"]


def test_escapes_and_no_quotes_at_all() -> None:
    assert list(records('1,"a \\"b\\" c"', Dialect(",", '"', "\\"))) == [["1", 'a "b" c']]
    assert list(records('1;6" pipe;"x', Dialect(";", ""))) == [["1", '6" pipe', '"x']]


def test_runs_of_spaces() -> None:
    assert list(records("id    name\n1     Ann Abbott  5\n", Dialect(SPACES, ""))) == [
        ["id", "name"],
        ["1", "Ann Abbott", "5"],
    ]


def test_a_line_with_a_separator_of_its_own() -> None:
    text = "id,item,sum\n1;mug, large;20\n2,cup,30\n"
    assert list(records(text, COMMA, width=3))[1] == ["1", "mug, large", "20"]


def test_quotes_that_were_not_doubled() -> None:
    text = 'id,item,sum\n1,"5" pipe, long",10\n2,"6"",20\n'
    assert list(records(text, COMMA, width=3))[1:] == [["1", '5" pipe, long', "10"], ["2", '6"', "20"]]


def test_spaces_behind_separators() -> None:
    assert list(records('1, "a, b", c\n', Dialect(",", spaced=True))) == [["1", "a, b", "c"]]


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
