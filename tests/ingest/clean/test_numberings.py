"""Customer numbers of two systems that both count from 1."""

from collections.abc import Callable, Sequence

import pytest

from retention.ingest.rules import Rules
from retention.orders import Orders
from tests.files_of_rows import codes, orders_of, raw_table

ENGLISH = ("Ann Adams", "Bill Baker", "Carol Clarke", "Derek Davies", "Emma Evans", "Frank Foster")
OTHERS = ("Greta Green", "Henry Hughes", "Ivy Irving", "Jack Jones", "Karen Knight", "Liam Lewis")
CYRILLIC = ("Анна Адамс", "Билл Бейкер", "Кэрол Кларк", "Дерек Дэвис", "Эмма Эванс", "Фрэнк Фостер")


def files(
    *names: Sequence[str], number: Callable[[int], str] = str, column: str = "Customer name", one: bool = False
) -> Orders:
    """The orders of files in which customers 1, 2, 3 … ordered twice each, under these names."""
    raws = [
        raw_table(
            ["Order", "Customer ID", column, "Date", "Total"],
            [
                [f"{place}-{turn}-{each}", number(each + 1), name, f"2025-{turn + 1:02}-{each + 1:02}", "10.00"]
                for turn in range(2)
                for each, name in enumerate(names[place])
            ],
            f"{'abcdef'[place]}.csv",
        )
        for place in range(len(names))
    ]
    return orders_of(*raws, rules=Rules(one_numbering=one))


def test_one_number_of_two_people_is_two_customers() -> None:
    orders = files(ENGLISH, OTHERS)
    assert orders.customers == 12
    assert codes(orders)["numbers_of_two_systems"] == 12
    assert {"1", "1 · b.csv"} <= set(orders.frame["customer"].astype(str))


def test_the_switch_takes_them_for_one() -> None:
    orders = files(ENGLISH, OTHERS, one=True)
    assert (orders.customers, codes(orders)) == (6, {})


@pytest.mark.parametrize(
    "again",
    [
        ENGLISH,
        [name.upper() for name in ENGLISH],
        [", ".join(reversed(name.split())) for name in ENGLISH],
        ["Ann Newname", "Bill Newname", *ENGLISH[2:]],
        ["A. Adams", "B. Baker", "C. Clarke", "D. Davies", "E. Evans", "F. Foster"],
        CYRILLIC,
        ["", "", "", "", "Emma Evans", "Frank Foster"],
    ],
    ids=["same", "capitals", "turned", "married", "initials", "another alphabet", "blank"],
)
def test_another_writing_is_no_other_person(again: Sequence[str]) -> None:
    orders = files(ENGLISH, again)
    assert (orders.customers, codes(orders)) == (6, {})


def test_long_numbers_are_of_one_system_whatever_the_names() -> None:
    assert files(ENGLISH, OTHERS, number=lambda each: str(each * 7919 * 100_003)).customers == 6


def test_a_later_file_goes_with_the_system_whose_people_it_names() -> None:
    orders = files(ENGLISH, OTHERS, ENGLISH, OTHERS)
    assert orders.customers == 12
    assert codes(orders)["numbers_of_two_systems"] == 24
    assert not any("d.csv" in customer for customer in orders.frame["customer"].astype(str))


def test_addresses_tell_as_well_and_join_who_is_in_both() -> None:
    mails = [f"{name.split()[0].lower()}@mail.com" for name in ENGLISH]
    others = [*(f"{name.split()[0].lower()}@mail.com" for name in OTHERS[:5]), mails[0]]
    orders = files(mails, others, column="Email")
    assert orders.customers == 11
    assert codes(orders)["joined"] == 2
