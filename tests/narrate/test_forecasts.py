"""What is said of forecasts: which leads, by how much it may be off, and which orders count for less."""

from dataclasses import replace

import pytest

from retention.analysis.customers.forecast import Forecast, forecast
from retention.analysis.customers.totals import NaiveForecast
from retention.models.leading import MIXTURE
from retention.models.purchase_days import purchase_days
from retention.models.spending import SpendLimit
from retention.narrate import forecasts
from tests.buyers import busy_shop


@pytest.fixture(scope="module")
def found() -> Forecast:
    return forecast(purchase_days(busy_shop(3)))


def test_tested_says_what_came_and_how_far_off_a_year_may_be(found: Forecast) -> None:
    assert found.lead is not None
    assert found.backtest is not None
    said = forecasts.tested(found)
    foreseen = found.backtest.actual * (1 + found.lead.misses[0])
    assert f"{foreseen:,.0f} orders of known customers were foreseen and {found.backtest.actual:,} came." in said
    assert f"Judged by 3 such tests, a year ahead may be off by up to **{found.lead.off_by:.0%}**." in said


def test_the_verdict_says_what_leads(found: Forecast) -> None:
    lead = found.lead
    assert lead is not None
    leads = lead.scores["method"] == lead.method
    ahead = lead.scores.assign(total_miss=0.3 - 0.2 * leads, customer_miss=0.9 - 0.2 * leads)
    assert (
        forecasts.verdict(replace(found, lead=replace(lead, scores=ahead))) == "Both simple guesses were further off."
    )
    guess = replace(found, lead=replace(lead, method="own_pace", parts=("own_pace",)))
    assert "(everyone goes on at their own pace)" in forecasts.verdict(guess)
    mixed = replace(found, lead=replace(lead, method=MIXTURE, parts=(lead.model, "same_as_before")))
    assert "(the same as in the stretch before); the figures follow it." in forecasts.verdict(mixed)
    near = ahead.assign(total_miss=0.1)
    assert forecasts.verdict(replace(found, lead=replace(lead, scores=near))).startswith("**In all, a simple guess")


def test_every_forecast_has_its_row_and_the_one_that_leads_is_marked(found: Forecast) -> None:
    lead = found.lead
    assert lead is not None
    table = forecasts.methods(found)
    assert [name for name in table["Forecast"] if name.endswith(" (leads)")] == [
        f"{forecasts.method(lead.method)} (leads)"
    ]
    mixed = replace(found, lead=replace(lead, method=MIXTURE, parts=(lead.model, "same_as_before")))
    assert len(forecasts.methods(mixed)) == len(table) + 1


def test_a_nearer_guess_is_told_with_both_misses() -> None:
    naive = NaiveForecast(method="own_pace", miss=0.04, model_miss=0.2, orders=100.0, value=5000.0)
    said = forecasts.nearer(naive, "€5,000")
    assert "(off by 4% on average; the forecast by 20%)" in said
    assert "**€5,000**" in said


def test_the_share_of_one_order_is_said() -> None:
    limit = SpendLimit(limit=2000.0, days=1, largest=1e6, largest_share=0.9)
    said = forecasts.outliers(limit, "EUR")
    assert "(€1,000,000) is 90.0% of all money" in said
    assert forecasts.outliers(replace(limit, days=0), "EUR") == ""


def test_chances_are_named_calibrated(found: Forecast) -> None:
    assert "**calibrated**" in forecasts.calibrated(found)
    table = forecasts.chances(found)
    assert table is not None
    assert "Chance, calibrated" in table
    assert forecasts.calibrated(replace(found, alive=None)) == ""
