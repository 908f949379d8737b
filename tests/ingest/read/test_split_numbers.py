"""Numbers cut by the comma between cells come back whole, or the file is refused; nothing else is touched."""

import random

import pytest

from retention.errors import FileError
from retention.ingest.read import formats

Row = list[str]


def loaded(data: bytes) -> tuple[Row, list[Row]]:
    """Header and records of a text as the reader gives them."""
    table = formats.read(data, formats.Request()).cells.table
    columns = [[value or "" for value in column.to_pylist()] for column in table.columns]
    return table.column_names, [list(row) for row in zip(*columns, strict=True)]


HEADERS = {
    "en": ("Order ID", "Order Date", "Email", "Qty", "Price", "Amount", "Comment"),
    "ru": ("Номер заказа", "Дата", "Email", "Кол-во", "Цена", "Сумма", "Комментарий"),
    "uk": ("Номер замовлення", "Дата", "Email", "Кількість", "Ціна", "Сума", "Коментар"),
    "ro": ("Număr comandă", "Data", "Email", "Cantitate", "Preț", "Valoare", "Observații"),
}


def with_comma(cents: int) -> str:
    return f"{cents // 100},{cents % 100:02}"


def with_comma_unless_whole(cents: int) -> str:
    return with_comma(cents) if cents % 100 else str(cents // 100)


def in_thousands(cents: int) -> str:
    return f"{cents / 100:,.2f}"


def in_thousands_with_sign(cents: int) -> str:
    return f"${cents / 100:,.2f}"


NOTATIONS = (with_comma, with_comma_unless_whole, in_thousands, in_thousands_with_sign)


def made(rng: random.Random) -> tuple[list[str], list[list[str]]]:
    """A header and records in a random choice and order of columns, money among them."""
    names = HEADERS[rng.choice(list(HEADERS))]
    notation = rng.choice(NOTATIONS)
    kept = sorted({1, 2, 5, *rng.sample(range(7), rng.randint(0, 4))})
    rng.shuffle(kept)
    records = []
    for row in range(rng.randint(3, 40)):
        price, quantity = rng.choice((rng.randint(100, 300_000), 100 * rng.randint(1, 3000))), rng.randint(1, 9)
        cells = (
            f"O-{500 + row}",
            f"2024-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}",
            f"user{rng.randint(1, 5)}@mail.test",
            str(quantity),
            notation(price),
            notation(price * quantity),
            rng.choice(("", "gift", "call first")),
        )
        records.append([cells[place] for place in kept])
    return [names[place] for place in kept], records


@pytest.mark.parametrize("seed", range(150))
def test_numbers_without_quotes_come_back_whole_or_the_file_is_refused(seed: int) -> None:
    header, records = made(random.Random(seed))
    lines = [",".join(row) for row in (header, *records)]
    try:
        _, found = loaded("\n".join(lines).encode())
    except FileError as refused:
        assert refused.code == "numbers_cut"  # noqa: PT017 - either is right
        assert any(row.count(",") >= len(header) for row in lines)
    else:
        assert found == records


def issues(text: str) -> list[str]:
    return [issue.code for issue in formats.read(text.encode(), formats.Request()).cells.issues]


def test_what_was_put_together_is_told_with_its_rows() -> None:
    text = "Date,Email,Amount\n2024-01-05,a@x.test,120.00\n2024-01-06,b@x.test,1,250.00\n2024-01-07,a@x.test,9.00\n"
    (issue,) = formats.read(text.encode(), formats.Request()).cells.issues
    assert (issue.code, issue.rows, issue.examples[0].row) == ("numbers_joined", 1, 3)
    assert issue.examples[0].value == "2024-01-06,b@x.test,1,250.00"


@pytest.mark.parametrize("end", ["", ","])
def test_a_header_with_an_empty_name_over_the_second_halves(end: str) -> None:
    header, (first, *_) = loaded(
        f"Date,Email,Amount{end}\n2024-01-05,a@x.test,120,00\n2024-01-06,b@x.test,45,50".encode()
    )
    assert header == ["Date", "Email", "Amount"]
    assert first == ["2024-01-05", "a@x.test", "120,00"]


def test_two_columns_of_money_with_a_number_between_them_that_could_be_either() -> None:
    text = "Date,Email,Price,Amount\n2024-01-05,a@x.test,10,20,30\n2024-01-06,b@x.test,11,25,35\n"
    with pytest.raises(FileError) as refused:
        loaded(text.encode())
    assert (refused.value.code, refused.value.details["row"]) == ("numbers_cut", 2)


KEPT: list[tuple[str, list[Row]]] = [
    (  # a comma in a comment
        "Date,Email,Amount,Comment\n2024-01-05,a@x.test,120.00,red, blue\n2024-01-06,b@x.test,45.50,none",
        [["2024-01-05", "a@x.test", "120.00", "red", " blue"], ["2024-01-06", "b@x.test", "45.50", "none", ""]],
    ),
    (  # a comma at each line's end
        "Date,Email,Price,Amount\n2024-01-05,a@x.test,10,20,\n2024-01-06,b@x.test,11,22,",
        [["2024-01-05", "a@x.test", "10", "20"], ["2024-01-06", "b@x.test", "11", "22"]],
    ),
    (  # a further column without a name
        "Date,Email,Amount\n2024-01-05,a@x.test,10,yes\n2024-01-06,b@x.test,11,no",
        [["2024-01-05", "a@x.test", "10", "yes"], ["2024-01-06", "b@x.test", "11", "no"]],
    ),
]


@pytest.mark.parametrize(("text", "records"), KEPT)
def test_other_further_cells_stay_as_they_are(text: str, records: list[Row]) -> None:
    assert loaded(text.encode())[1] == records
    assert "numbers_joined" not in issues(text)
