"""Phones without a prefix beside the country they are of."""

import pandas as pd
import pytest

from retention.ingest.values.phone_countries import with_prefix
from tests.files_of_rows import orders_of, raw_table


def prefixed(*pairs: tuple[str | None, str | None]) -> list[object]:
    phones, countries = zip(*pairs, strict=True)
    found = with_prefix(pd.Series(phones, dtype="str"), pd.Series(countries, dtype="str"))
    return [None if pd.isna(cell) else cell for cell in found]


@pytest.mark.parametrize(
    ("poland", "germany"),
    [("PL", "DE"), ("Poland", "Germany"), ("Польша", "Германия"), ("Polska", "Niemcy"), ("Polonia", "Germania")],
)
def test_a_number_takes_the_prefix_of_its_rows_country(poland: str, germany: str) -> None:
    found = prefixed(("601 234 567", poland), ("0151 23456789", germany), ("48601234567", poland), ("0 30 12345", None))
    assert found == ["+48601234567", "+4915123456789", "+48601234567", "0 30 12345"]


def test_what_says_its_country_or_fits_none_stays() -> None:
    told = (("+44 7911 123456", "PL"), ("ext. 5", "DE"), ("12", "PL"), (None, "DE"), ("601 234 567", "Narnia"))
    assert prefixed(*told) == [phone for phone, _ in told]


def test_of_one_country_the_phones_tell_themselves() -> None:
    assert prefixed(("601 234 567", "PL"), ("602 234 567", "PL")) == ["601 234 567", "602 234 567"]


@pytest.mark.parametrize("columns", [("Phone",), ("Customer", "Phone")])
def test_one_number_in_two_countries_is_two_people(columns: tuple[str, ...]) -> None:
    told = [("601234567", "PL"), ("0601234567", "FR"), ("+48601234567", "PL"), ("+33601234567", "FR")] * 3
    rows = [
        [f"n{place}", f"2025-01-{place + 10}", "10.00", country, *([f"c{place}", phone][-len(columns) :])]
        for place, (phone, country) in enumerate(told)
    ]
    assert orders_of(raw_table(["Order", "Date", "Total", "Country", *columns], rows)).customers == 2
