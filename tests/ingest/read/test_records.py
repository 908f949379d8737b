"""Text cut into records: quotes, line ends, and quotes nobody closed."""

from retention.ingest.read.records import SPACES, Dialect, records

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
