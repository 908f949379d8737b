"""Order numbers and customers: one thing, one name."""

import numpy as np
import pandas as pd
import pytest

from retention.errors import RetentionError
from retention.ingest.values import identifiers


def column(*cells: object, name: str = "Customer") -> pd.Series:
    return pd.Series(list(cells), name=name, dtype="str")


def customers(*cells: object, id_type: identifiers.CustomerIdType | None = None) -> list[object]:
    found = identifiers.customers(column(*cells), id_type).astype("object")
    return found.where(found.notna(), None).tolist()


def test_ids_stay_text() -> None:
    assert identifiers.as_text(column("00123", " A-7 ", "12")).tolist() == ["00123", "A-7", "12"]


def test_marks_that_kept_a_spreadsheet_from_counting_are_no_part_of_an_id() -> None:
    assert identifiers.as_text(column('="00123"', "'00123", "'tis", "O'Neil")).tolist() == [
        "00123",
        "00123",
        "'tis",
        "O'Neil",
    ]
    assert customers('="+79123456789"', "+79123456789", id_type="phone") == ["79123456789", "79123456789"]


def test_floats_lose_their_empty_decimals() -> None:
    assert identifiers.as_text(pd.Series([17850.0, np.nan, 13047.0])).tolist()[::2] == ["17850", "13047"]
    assert identifiers.as_text(column("17850.0", "13047", "C1")).tolist() == ["17850", "13047", "C1"]


def test_real_decimals_are_kept() -> None:
    assert identifiers.as_text(column("1.0", "1.5")).tolist() == ["1.0", "1.5"]
    assert identifiers.as_text(pd.Series([1.0, 1.5])).tolist() == ["1", "1.5"]


def test_categories_are_the_texts_and_nothing_else() -> None:
    found = identifiers.as_category(column("b", "a", None, "b", "#N/A"))
    assert found.cat.categories.tolist() == ["b", "a"]
    assert found.isna().tolist() == [False, False, True, False, True]


def test_emails_are_one_whatever_their_case_and_spaces() -> None:
    assert set(customers("Ann@X.com", " ann@x.com\n", "Ann <ann@x.com>", "mailto:ann@x.com")) == {"ann@x.com"}


def test_russian_phones_typed_four_ways() -> None:
    typed = ("+7 (912) 345-67-89", "89123456789", "8-912-345-67-89", "9123456789")
    assert set(customers(*typed, id_type="phone")) == {"79123456789"}


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        (("0671234567", "+38 (067) 123-45-67", "80671234567"), "380671234567"),
        (("0721 234 567", "+40 721 234 567", "0040721234567"), "40721234567"),
        (("8 701 234 56 78", "+77012345678"), "77012345678"),
        (("069 123 456", "+373 69 123 456"), "37369123456"),
    ],
)
def test_phones_of_the_neighbours(typed: tuple[str, ...], digits: str) -> None:
    assert set(customers(*typed, id_type="phone")) == {digits}


def test_names_keep_their_first_spelling() -> None:
    assert customers("Renée Å", "Rene\u0301e  A\u030a", "RENÉE å") == ["Renée Å"] * 3
    assert customers("İpek", "ipek", "Groß", "GROSS", "Пётр", "петр") == [
        "İpek",
        "İpek",
        "Groß",
        "Groß",
        "Пётр",
        "Пётр",
    ]


def test_other_ids_mind_their_case() -> None:
    assert customers("cus_1aB", "cus_1AB") == ["cus_1aB", "cus_1AB"]


@pytest.mark.parametrize(
    "stand_in",
    [
        *("0", "-1", "nan", "null", "None", "N/A", "-", "noemail@shop.com", "no-reply@shop.com"),
        *("Guest", "GUEST ", "Walk-in", "Anonymous", "Розничный покупатель", "Частное лицо", "Физ. лицо", "Гость"),
        *("Роздрібний покупець", "Client ocazional", "Persoană fizică", "CLIENT FINAL"),
    ],
)
def test_stand_ins_are_nobody(stand_in: str) -> None:
    assert customers(stand_in, "ann@example.com") == [None, "ann@example.com"]


def test_a_phone_typed_to_get_past_the_form_is_nobody() -> None:
    assert customers("+7 000 000-00-00", "1111111111", "+7 912 345-67-89", id_type="phone") == [
        None,
        None,
        "79123456789",
    ]


def test_a_tax_number_with_many_zeros_is_somebody() -> None:
    assert customers("300000000", "300000666") == ["300000000", "300000666"]


def test_zero_is_somebody_among_customers_counted_from_zero() -> None:
    numbers = [str(number) for number in range(40)]
    assert customers(*numbers) == numbers
    assert customers(*numbers, *["0"] * 30)[0] is None


def test_numbers_cut_short_by_excel_are_refused() -> None:
    with pytest.raises(RetentionError) as refused:
        identifiers.customers(column("7,9123E+10", "7,9124E+10", name="Телефон"))
    assert (refused.value.code, refused.value.details) == (
        "ids_destroyed",
        {"column": "Телефон", "value": "7,9123E+10"},
    )


def test_the_cells_tell_what_a_customer_column_holds() -> None:
    assert identifiers.customer_id_type(column("a@b.co", "c@d.co", "Guest")) == "email"
    assert identifiers.customer_id_type(column("+7 912 345-67-89", "8 912 345 67 90")) == "phone"
    assert identifiers.customer_id_type(column("Анна Белова", "bob@example.com")) == "name"
    assert identifiers.customer_id_type(column("17850", "13047")) == "id"


def test_a_column_of_nobody_names_nobody() -> None:
    assert customers("0", "Guest", None) == [None, None, None]
    assert customers(None, None) == [None, None]


def test_rows_on_which_a_customer_is_written_otherwise() -> None:
    column = pd.Series(["Ann@X.com", "bob@x.com", "ann@x.com", None, " Ann@X.com ", "ANN@x.com"], dtype="str")
    respelled = identifiers.respelled(column, identifiers.customers(column))
    assert respelled.tolist() == [False, False, True, False, True, True]
    numbers = pd.Series([1.0, 2.0, 1.0])
    assert not identifiers.respelled(numbers, identifiers.customers(numbers)).any()


def test_what_would_steer_a_screen_stands_as_its_sign() -> None:
    names = pd.Series(["\u202eAnn", "Bob\x1b", "Bob"])
    shown = ["⟨U+202E⟩Ann", "Bob␛", "Bob"]
    assert identifiers.customers(names).tolist() == shown
    assert identifiers.as_category(names).tolist() == shown


def test_signs_nobody_sees_make_no_other_customer() -> None:
    found = identifiers.customers(
        column("ann@x.com", "\u200bann@x.com", "ann@x.com\ufeff ", "Ann@x.com\u200e", "\u200b")
    )
    assert found.astype("object").tolist()[:4] == ["ann@x.com"] * 4
    assert found.isna().tolist() == [False] * 4 + [True]


@pytest.mark.parametrize(
    "written",
    ["Nora &amp; Berg", "Nora &#38; Berg", "Nora &#x26; Berg", "Nora &amp;amp; Berg", "Nora &amp;\u00a0Berg_x000D_"],
)
def test_signs_that_programs_wrote_as_codes_are_the_signs(written: str) -> None:
    assert set(customers("Nora & Berg", written)) == {"Nora & Berg"}


@pytest.mark.parametrize("written", ["&lt;ann@x.com&gt;", "ann@x.com_x000D_", "ann@\u200bx.com", "ann@x.com&nbsp;"])
def test_codes_in_an_address_are_no_part_of_it(written: str) -> None:
    assert set(customers("ann@x.com", written)) == {"ann@x.com"}


def test_a_name_with_an_ampersand_alone_stays_as_it_is() -> None:
    assert customers("Marks & Co; Ltd", "AT&T", "R&D;") == ["Marks & Co; Ltd", "AT&T", "R&D;"]


@pytest.mark.parametrize(
    "nobody",
    [
        *("deleted@site.invalid", "anonymized@shop.com", "erased-customer@x.eu", "test@test.com", "TEST2@shop.ro"),
        *("no-reply@shop.com", "donotreply@shop.com", "[deleted]", "Удалённый пользователь", "client șters"),
        *("Видалений користувач", "anonymised"),
    ],
)
def test_whoever_was_erased_or_made_up_for_a_test_is_nobody(nobody: str) -> None:
    assert customers("ann@x.com", nobody) == ["ann@x.com", None]


@pytest.mark.parametrize("somebody", ["testa@x.it", "noreen@x.com", "deletedscenes@x.com", "contest@x.com"])
def test_addresses_that_only_begin_alike_are_somebody(somebody: str) -> None:
    assert customers(somebody) == [somebody]


@pytest.mark.parametrize("number", ["+1 111 1111", "+44 0000 000000", "0000000", "+373 00 000 000"])
def test_a_phone_of_one_digit_is_nobody(number: str) -> None:
    assert customers("+44 161 496 0111", number, id_type="phone")[1] is None


LONG = 577087614418520123
"""A customer number of 18 digits, three more than a spreadsheet keeps."""


@pytest.mark.parametrize("as_number", [False, True])
@pytest.mark.parametrize("digits", [16, 17, 18, 19])
def test_long_numbers_that_end_in_zeros_from_the_same_place_on_were_cut(digits: int, as_number: bool) -> None:
    rng = np.random.default_rng(digits)
    numbers = [int(f"{number}{'0' * (digits - 15)}") for number in rng.integers(10**14, 10**15, 12)]
    cells = pd.Series(numbers, dtype="float64", name="ID") if as_number else column(*map(str, numbers), name="ID")
    assert identifiers.ids_destroyed(cells)
    with pytest.raises(RetentionError) as refused:
        identifiers.customers(cells)
    assert refused.value.details == {"column": "ID", "value": str(numbers[0])}


def test_long_numbers_are_read_to_the_last_digit() -> None:
    assert customers(str(LONG), str(LONG + 1), "577087614418520000") == [
        str(LONG),
        str(LONG + 1),
        "577087614418520000",
    ]
    assert identifiers.customers(pd.Series([LONG, LONG + 1])).tolist() == [str(LONG), str(LONG + 1)]


def test_round_numbers_of_usual_length_were_not_cut() -> None:
    assert not identifiers.ids_destroyed(column(*(str(number * 1000) for number in range(1000, 1100))))
    assert not identifiers.ids_destroyed(column("1000000000000000", "2000000000000000"))


def test_amounts_are_no_phones() -> None:
    assert identifiers.shares_of_id_types(["12.000000", "0.077000", "1.500000"])["phone"] == 0
    assert identifiers.shares_of_id_types(["044.123.45.67", "+40 722 000 111"])["phone"] == 1
