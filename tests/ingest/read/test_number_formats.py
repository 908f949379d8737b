"""The currency that a number format writes beside its numbers."""

import itertools

import pytest

from retention.ingest.currencies import code_of
from retention.ingest.read.number_formats import currency_of

PLACES = ("0", "0.00", "#,##0", "#,##0.00", "#\\ ##0,00", "_-* #,##0.00")
WRITTEN = {
    "EUR": ("[$€-407]", "[$€-1]", "[$€]", '"€"', "€", "\\€", "[$EUR]", '"EUR"'),
    "USD": ("[$$-409]", '"$"', "\\$", "$", "[$USD]", '"USD"', "[$US$-409]"),
    "RUB": ("[$₽-419]", '"₽"', '"р."', '"руб."', "[$р.-419]", "₽"),
    "UAH": ("[$₴-422]", "[$грн.-422]", '"грн."', '"грн"', "[$UAH]"),
    "RON": ("[$lei-418]", '"lei"', "[$RON]", '"RON"', '"Lei"'),
    "MDL": ("[$lei-818]", "[$L-818]", "[$MDL]", '"MDL"'),
    "CAD": ("[$$-1009]", "[$CAD]", '"CA$"'),
    "SEK": ("[$kr-41D]", "[$SEK]"),
    "NOK": ("[$kr-414]", '"NOK"'),
    "PLN": ("[$zł-415]", '"zł"', '"PLN"'),
    "KZT": ("[$₸-43F]", '"₸"', '"тг"'),
}
CASES = [(code, sign) for code, signs in WRITTEN.items() for sign in signs]


@pytest.mark.parametrize(("code", "sign"), CASES)
def test_before_and_behind_the_number_in_one_section_or_several(code: str, sign: str) -> None:
    for places, blank in itertools.product(PLACES, ("", " ", "\\ ", "_-", "* ")):
        for section in (f"{sign}{blank}{places}", f"{places}{blank}{sign}"):
            assert currency_of(section) == code, section
            assert currency_of(f"{section};[Red]-{section};{places};@") == code
            assert currency_of(f"[>=1000]{section}_);({section})") == code


@pytest.mark.parametrize(
    "code",
    [
        *("General", "@", "0", "0.00", "0%", "0.00E+00", "# ?/?", "#,##0.00_);(#,##0.00)", "dd.mm.yyyy", "[h]:mm:ss"),
        *("[$-409]mmm d, yyyy", "[$-F800]dddd, mmmm dd, yyyy", "[$-x-sysdate]dddd", '0 "шт."', '0 "pcs"', '0.0 "kg"'),
        *('"€"', '"EUR" @', '0 "€ or $"', "#,##0.00\\ _E_U_R", '[Red]0;[Blue]"$"0', "", ";;;", '"', "[$", "\\"),
    ],
)
def test_other_formats_name_none(code: str) -> None:
    assert currency_of(code) is None


def test_names_of_currencies() -> None:
    assert [code_of(name) for name in ("₽", "руб.", "Lei", "usd", "kr", "", "x")] == [
        *("RUB", "RUB", "RON", "USD"),
        *(None, None, None),
    ]
