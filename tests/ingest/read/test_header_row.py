"""Which row names the columns."""

from retention.ingest.read.header_row import cell_type, depth, find, joined


def test_the_first_row_of_a_healthy_file() -> None:
    assert find([["Order ID", "Date", "Customer", "Amount"], ["1001", "2025-01-05", "ann@example.com", "100.00"]]) == 0


def test_titles_and_filters_above_it() -> None:
    top = [
        ["Shop Ltd", None, None, None],
        ["Sales", None, None, None],
        ["Period:", None, "01.01.2025 - 31.12.2025", None],
        [None, None, None, None],
        ["№ п/п", "Дата", "Контрагент", "Сумма"],
        ["1", "01.01.2025 13:26:19", "Anna Abbott", "22,40"],
        ["2", "02.01.2025 13:26:19", "Ivan Petrov", "48,00"],
    ]
    assert find(top) == 4


def test_no_header_at_all() -> None:
    assert (
        find([["1001", "2025-01-05", "ann@example.com", "100"], ["1002", "2025-01-06", "bob@example.com", "5"]]) is None
    )
    assert find([["1001", "05.01.2025", "Anna", "Moscow", "100"], ["1002", "06.01.2025", "Ivan", "Omsk", "5"]]) is None


def test_an_unnamed_index_column() -> None:
    assert find([["", "Order ID", "Date", "Customer"], ["0", "1001", "2025-01-05", "ann@example.com"]]) == 0


def test_years_among_the_names() -> None:
    assert (
        find([["Customer", "Date", "2024", "2025"], ["Ann", "2025-01-05", "1", "2"], ["Bob", "2025-01-06", "3", "4"]])
        == 0
    )


def test_unknown_words_over_numbers() -> None:
    assert find([["report", ""], ["kuku", "riku"], ["a", "1"], ["b", "2"]]) == 1


def test_texts_only_take_the_first_wide_row() -> None:
    assert find([["qwe", "rty"], ["asd", "fgh"]]) == 0
    assert find([[None], [""]]) is None


def test_a_repeated_header_further_down_is_not_the_first() -> None:
    header = ["Order ID", "Date", "Customer", "Amount"]
    data = ["1001", "2025-01-05", "ann@example.com", "100.00"]
    assert find([header, data, header, data]) == 0


def test_kinds_of_cells() -> None:
    assert [cell_type(text) for text in ("", "  ", None)] == ["empty"] * 3
    assert {cell_type(text) for text in ("12", "-1 234,50", "$1,234.50", "12,5 Lei", "300 руб.", "(60.00)", "5%")} == {
        "number"
    }
    assert {cell_type(text) for text in ("2025-01-05", "05.01.25", "1/5/2025 10:30", "19:24:56")} == {"date"}
    assert cell_type("ann@example.com") == "contact"
    assert {cell_type(text) for text in ("Amount", "№", "Дата", "Total, €")} == {"label"}


UNITS = [
    ["Date", "Customer", "Sum"],
    ["dd.mm.yyyy", "e-mail", "USD"],
    *([f"{day:02}.01.2025", f"c{day}@example.com", f"{day}.50"] for day in range(1, 6)),
]


def test_a_header_of_two_rows() -> None:
    assert depth(UNITS, 0) == 2
    assert joined(UNITS[:2]) == ["Date dd.mm.yyyy", "Customer e-mail", "Sum USD"]
    assert joined([["Date", None], ["Date", " "]]) == ["Date", None]


def test_what_stands_below_a_header_and_is_none() -> None:
    assert depth([UNITS[0], ["January", None, None], *UNITS[2:]], 0) == 1  # a section's title
    assert depth([UNITS[0], ["unknown", "nobody", "5.00"], *UNITS[2:]], 0) == 1  # a record
    assert depth([UNITS[0], UNITS[0], *UNITS[2:]], 0) == 1  # repeated: dropped later
    assert depth(UNITS[:4], 0) == 1  # too few records to tell
