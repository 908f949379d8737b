"""Figures as they are written: the usual ones in full, those too large to mean a digit as a power of ten."""

import pytest

from retention.narrate import numbers
from retention.narrate import whatif as words


def test_usual_figures_are_written_in_full() -> None:
    assert numbers.number(1234567.4) == "1,234,567"
    assert numbers.percent(0.256, digits=1) == "25.6%"
    assert numbers.money(1e15, "EUR") == "€1,000,000,000,000,000"
    assert words.decimal(1234.56) == "1,234.6"


@pytest.mark.parametrize("vast", [1e26, 1e40, 1e300, -1e30])
def test_figures_beyond_all_digits_are_powers_of_ten(vast: float) -> None:
    mantissa, exponent = f"{vast:.0e}".split("e+")
    power = f"{mantissa}E{exponent}"
    assert numbers.number(vast) == power
    assert numbers.decimal(vast) == power
    assert numbers.money(vast, "EUR") == f"{power} EUR"
    assert numbers.money(vast, None) == power
    assert words.decimal(vast) == power
    assert numbers.percent(vast / 100) == f"{power}%"


@pytest.mark.parametrize("write", [numbers.number, numbers.percent, numbers.decimal])
def test_what_is_missing_is_a_dash(write: object) -> None:
    assert write(float("nan")) == numbers.MISSING
