"""The catalogue in words: every figure is there once, with formula and source, and its value where there are orders."""

import datetime as dt

import pandas as pd
import pytest

import retention as rt
from retention.analysis.rates.bridge import bridge
from retention.benchmarks.published import figures
from retention.ingest.rules import SWITCHES, Rules
from retention.metrics import AUDIT, COHORT_MEASURES, METRICS
from retention.narrate import methods
from retention.narrate.reader import LANGUAGES, Reader, reading_as
from retention.periods import Calendar
from tests.analysis.claims.test_claims import BOUGHT


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    rows = [(who, day, 10.0) for who, days in BOUGHT.items() for day in days]
    orders = pd.DataFrame(rows, columns=["customer", "date", "amount"])
    return rt.figures(orders.assign(date=pd.to_datetime(orders["date"])), grain="quarter")


def test_every_figure_of_the_catalogue_is_told_once_with_this_shops_value(table: pd.DataFrame) -> None:
    row = table.iloc[2]
    found = methods.of_periods(row, bridge(row, calendar=Calendar.of("quarter")), has_money=True, currency="EUR")
    assert [each.title for each in found] == [metric.title for metric in METRICS.values()]
    first = found[0]
    assert first.value.startswith("66.7% (")
    assert first.told["Formula"].replace("\\", "") == METRICS["crr"].formula
    assert "3" in first.told["Here"]
    assert "1" in found[2].told["Meaning"]  # one customer was back after a break


def test_without_orders_nothing_of_a_shop_is_told() -> None:
    found = methods.of_periods(None, None, has_money=False, currency=None)
    assert not any(each.value or "Here" in each.told for each in found)
    assert len(methods.of_cohorts(None, None)) == len(COHORT_MEASURES)
    assert len(methods.of_audit()) == sum(map(len, AUDIT.values()))


def test_published_figures_stand_beside_the_same_definition_only(table: pd.DataFrame) -> None:
    found = {each.title: each for each in methods.published(table.iloc[2])}
    assert {each.key for each in figures()} <= set(methods.CLAIMS)
    assert found["Lifetime repeat rate"].told["Yours"] == "57.1%"  # A, B, D and E of seven
    assert [title for title, each in found.items() if "Yours" in each.told] == ["Lifetime repeat rate"]
    assert found["Lifetime repeat rate"].value == "21% to 33%"
    assert found["Cost of a new customer against keeping one"].value == "5× to 25×"
    assert all({"Source", "Year", "Trust"} <= set(each.told) for each in found.values())


def test_rules_say_what_is_usual_and_what_is_chosen() -> None:
    labels = dict.fromkeys(SWITCHES, "Rule") | {"free": "Count orders of amount 0"}
    told = methods.rules(labels, Rules(free=False)).splitlines()
    assert len(told) == 2 + len(SWITCHES)
    assert "| Count orders of amount 0 | yes | **no** |" in told


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_search_finds_words_of_any_language(language: str) -> None:
    with reading_as(Reader(language=language)):
        found = methods.of_periods(None, None, has_money=False, currency=None)
        assert [each.speaks_of("s ∩ e") for each in found].count(True) == 1
        assert all(each.speaks_of(each.title.upper()) for each in found)
        assert not any(each.speaks_of("zebra") for each in found)
        assert methods.conventions()


def test_figures_of_cohorts_show_all_cohorts_a_period_later() -> None:
    rows = [(who, day, 10.0) for who, days in BOUGHT.items() for day in days]
    orders = pd.DataFrame(rows, columns=["customer", "date", "amount"])
    cells = rt.cohorts(orders.assign(date=pd.to_datetime(orders["date"])), grain="quarter", as_of=dt.date(2024, 12, 31))
    found = {each.title: each.value for each in methods.of_cohorts(rt.average(cells), "EUR")}
    assert found["Share of the cohort"] == "42.9%, age 1"  # 3 of 7, by hand


def test_every_published_figure_has_a_name_and_its_group_too() -> None:
    assert {each.key for each in figures()} <= set(methods.CLAIMS)
    assert {each.group for each in figures() if each.group} <= set(methods.GROUPS)
