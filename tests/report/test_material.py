"""A report is made of the results the pages show."""

import datetime as dt
from pathlib import Path

import pandas as pd

import retention as rt
from retention import whatif
from retention.periods import Calendar
from retention.report import page, slides, workbook
from retention.report.look import Look
from retention.report.material import Material, gather
from retention.report.story import tell
from retention.whatif import Reading


def test_results_are_those_of_the_public_functions(salon: Material) -> None:
    orders = salon.orders
    row = rt.rates(orders, grain="quarter").iloc[salon.place]
    assert salon.bridge.crr == row["crr"] == 33 / 50
    moved = rt.change(orders, grain="quarter")
    assert salon.change is not None
    assert moved is not None
    assert salon.change.rate_effect == moved.rate_effect
    money = rt.money_bridge(orders, salon.change.days_before, salon.change.days)
    assert salon.money is not None
    assert salon.money.steps == money.steps


def test_both_readings_of_more_retention_are_answered(salon: Material) -> None:
    assert salon.answer is not None
    assert salon.cautious is not None
    asked = whatif.Scenario(crr_change=0.05, margin=0.4, horizon=8, reading=Reading.JUST_BOUGHT)
    alone = whatif.compare(whatif.estimate(salon.orders, grain="quarter"), asked)
    assert salon.cautious.total("npv", "difference") == alone.total("npv", "difference")
    assert salon.answer.scenario.reading is Reading.EVERYONE


def test_what_cannot_be_told_of_a_tiny_shop_says_why_and_any_day_names_its_period(tmp_path: Path) -> None:
    file = tmp_path / "orders.csv"
    days = ["2025-01-15", "2025-01-20", "2025-02-28"]
    pd.DataFrame({"customer": ["ann", "bob", "ann"], "date": days}).to_csv(file, index=False)
    found = gather(rt.load(file), calendar=Calendar.of("month"))
    assert not found.has_money
    assert found.money is None
    assert found.shop is not None
    assert found.shop.refusal is not None
    assert found.shop.refusal.code == "too_little_history"
    look = Look()
    story = tell(found)
    assert len(page.written(story, look)) > 5_000
    assert len(slides.written(story, look)) > 5_000
    assert len(workbook.written(found, story, look)) > 5_000
    early = gather(found.orders, calendar=Calendar.of("month"), day=dt.date(2025, 1, 10))
    assert early.bridge.start == dt.date(2025, 1, 1)
    assert early.change is None
