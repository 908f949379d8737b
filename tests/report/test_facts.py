"""Facts: every figure with all that is needed to quote it."""

import json

import pytest

from retention.analysis.customers.contacts import pseudonymised
from retention.metrics import METRICS
from retention.narrate.reader import Reader, reading_as
from retention.report.facts import facts
from retention.report.material import Material, gather


def named(found: Material) -> dict[str, dict[str, object]]:
    return {fact["name"]: fact for fact in facts(found)["facts"]}


def test_every_figure_has_its_meaning_days_and_interval(salon: Material) -> None:
    told = named(salon)
    assert set(METRICS) <= set(told)
    crr = told["crr"]
    assert (crr["value"], crr["text"], crr["start"], crr["end"]) == (0.66, "66.0%", "2025-10-01", "2025-12-31")
    assert (crr["low"], crr["high"]) == pytest.approx((0.5215, 0.7756), abs=1e-4)
    assert all(fact["definition"] and fact["text"] and fact["start"] <= fact["end"] for fact in told.values())


def test_parts_add_up(salon: Material) -> None:
    told = {name: fact["value"] for name, fact in named(salon).items()}
    assert told["customers_at_start"] - told["lost"] == told["retained"]
    assert told["mix_effect"] + told["rate_effect"] == pytest.approx(told["crr_change"], abs=2e-6)
    steps = [told[name] for name in told if name.startswith("money_bridge_")]
    assert sum(steps[:-1]) == pytest.approx(steps[-1])


def test_it_is_json_without_gaps_in_english_whoever_reads(salon: Material) -> None:
    with reading_as(Reader(language="ro")):
        written = json.dumps(facts(salon), allow_nan=False)
    assert json.loads(written) == facts(salon)


def test_masked_facts_hold_no_name(salon: Material) -> None:
    masked = gather(pseudonymised(salon.orders), calendar=salon.calendar)
    written = json.dumps(facts(masked), ensure_ascii=False)
    names = [str(name) for name in salon.orders.purchases["customer"].cat.categories]
    assert not [name for name in names if name in written]
