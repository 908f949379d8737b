"""Numbers and money as the reader's country writes them."""

from retention.narrate import numbers
from retention.narrate.reader import Reader, reading_as


def test_a_language_keeps_its_own_conventions_in_a_browser_of_another() -> None:
    with reading_as(Reader(language="ru", region="en-US")):
        assert numbers.number(1234567) == "1\xa0234\xa0567"
        assert numbers.percent(0.4256, digits=1) == "42,6\xa0%"
        assert numbers.money(8911407.9, "GBP") == "8\xa0911\xa0408\xa0£"


def test_english_writes_the_sign_of_a_currency_first() -> None:
    with reading_as(Reader(language="en")):
        assert numbers.money(12.5, "USD") == "$12.50"
        assert numbers.money(float("nan"), "USD") == numbers.MISSING
