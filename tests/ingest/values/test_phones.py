"""One number, one key, however and wherever it is typed."""

import random
from collections.abc import Sequence

import pyarrow as pa
import pytest

from retention.ingest.values import phones


def normalise_phones(written: Sequence[str], country: str | None = None) -> list[object]:
    """What a column of phones becomes, as a list."""
    return phones.normalised(pa.array(written, pa.large_string()), country).to_pylist()


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        (("+49 151 23456789", "0151/23456789", "+49 (0)151 2345 6789", "0049 151 23456789"), "4915123456789"),
        (("+44 7911 123456", "07911 123456", "+44 (0) 7911 123456", "7911123456"), "447911123456"),
        (("+48 501 234 567", "501-234-567", "48501234567"), "48501234567"),
        (("+90 532 123 45 67", "0532 123 45 67", "0 (532) 1234567"), "905321234567"),
        (("+33 6 63 12 34 56", "06 63 12 34 56"), "33663123456"),
        (("+39 347 123 4567", "347 1234567"), "393471234567"),
        (("+36 20 123 4567", "06 20 123 4567"), "36201234567"),
        (("+375 29 123-45-67", "8 029 123-45-67", "80291234567"), "375291234567"),
        (("+1 (212) 555-0100", "(212) 555-0100", "1-212-555-0100", "212.555.0100 x12"), "12125550100"),
        (("+55 11 98765-4321", "011 98765-4321", "(11) 98765-4321"), "5511987654321"),
        (("+86 138 1234 5678", "13812345678"), "8613812345678"),
        (("+39 06 698 12345", "06 69812345"), "390669812345"),
    ],
)
def test_a_number_at_home_and_from_abroad(typed: tuple[str, ...], key: str) -> None:
    assert normalise_phones(typed) == [key] * len(typed)


def test_what_explains_most_of_a_column_is_its_country() -> None:
    french = [f"06 6{n} 12 34 5{n}" for n in range(9)]
    abroad = ["+33 6 63 12 34 56", "+33 6 12 34 56 78", "+380 67 123 45 67"]
    assert normalise_phones([*french, *abroad])[3::8] == ["33663123453", "380671234567"]


def test_a_column_that_names_no_country_keeps_its_digits() -> None:
    assert normalise_phones(["0151 2345678", "(0151) 234-5678"]) == ["01512345678"] * 2


def test_what_is_no_number_of_any_country_keeps_its_digits() -> None:
    assert normalise_phones(["+999 12345678", "+49 1", "12345"]) == ["99912345678", "+49 1", "12345"]


def test_a_text_is_no_phone() -> None:
    assert normalise_phones(["Anna", "see below", "доб. 5"]) == ["anna", "see below", "доб. 5"]


CODES = ("40", "373", "380", "7", "44", "49", "1", "33", "39", "48", "999", "375")


def typed(random_: random.Random) -> str:
    """A number of a few digits, with or without a code, typed in any of the usual ways or in an odd one."""
    digits = "".join(random_.choice("0123456789") for _ in range(random_.randrange(4, 12)))
    prefix = random_.choice(["", "", "0", "8", "00", "+", "(+", "+ "])
    code = random_.choice(CODES) if "+" in prefix or prefix == "00" else random_.choice(["", *CODES[:4]])
    sign = random_.choice(["", "", " ", "-", ".", "/", " (", ") ", "\u00a0"])
    cut = random_.randrange(len(digits))
    close = ")" if "(" in prefix else ""
    after = random_.choice(["", "", "", " x12", ", 0722", " ann"])
    return f"{prefix}{code}{close}{digits[:cut]}{sign}{digits[cut:]}{after}"


@pytest.mark.parametrize("country", [None, *CODES[:6]])
def test_many_numbers_at_once_are_what_each_is_alone(country: str | None) -> None:
    random_ = random.Random(country)
    written = [typed(random_) for _ in range(1500)]
    digits = [phones._digits(text) for text in written]
    meant = phones._country([number for number in digits if number]) or country
    alone = [
        phones._international(number, meant) if number else text.casefold()
        for text, number in zip(written, digits, strict=True)
    ]
    assert normalise_phones(written, country) == alone
