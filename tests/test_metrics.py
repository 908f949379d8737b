"""The catalogue of metrics: complete, and what the tables really hold."""

import string

import pytest

import retention as rt
from retention.benchmarks.published import figures as published
from retention.metrics import AUDIT, COHORT_MEASURES, METRICS, PRODUCTS, CohortMeasure, Metric, Unit
from tests.lines import sold
from tests.shops import END_OF_2024, worked_example

PLACEHOLDERS = {"base", "period", "part", "whole", "active", "new"}


@pytest.mark.parametrize("metric", METRICS.values(), ids=METRICS)
def test_a_metric_is_its_part_by_its_whole(metric: Metric) -> None:
    table = rt.figures(worked_example(), grain="quarter", as_of=END_OF_2024)
    known = table[table[metric.whole] > 0]
    assert len(known)
    assert known[metric.name].to_numpy() == pytest.approx((known[metric.part] / known[metric.whole]).to_numpy())
    assert metric.at_risk in table.columns
    assert (f"{metric.name}_low" in table.columns) == metric.has_interval


@pytest.mark.parametrize("metric", METRICS.values(), ids=METRICS)
def test_its_words_have_only_placeholders_that_are_filled(metric: Metric) -> None:
    assert {name for _, name, _, _ in string.Formatter().parse(metric.counts) if name} <= PLACEHOLDERS
    assert {name for _, name, _, _ in string.Formatter().parse(metric.differs) if name} <= {"back"}
    assert metric.formula
    assert metric.source


def test_a_benchmark_has_the_same_definition() -> None:
    definitions = {figure.definition for figure in published()}
    assert {metric.benchmark for metric in METRICS.values()} - {None} <= definitions


def test_an_audit_holds_every_figure_of_the_catalogue() -> None:
    found = rt.audit(worked_example(), grain="quarter", as_of=END_OF_2024)
    held = {
        "bridge": set(vars(found.bridge)),
        "deciles": {*found.deciles},
        "moves": {*found.moves.moves} if found.moves else set(),
        "value": {*found.value.cells, "payback"},
        "stacked": {*found.stacked},
        "ladder": {*found.ladder.table},
    }
    assert {*AUDIT} == {*held}
    assert all({*figures} <= held[part] for part, figures in AUDIT.items())


def test_products_hold_every_figure_of_the_catalogue() -> None:
    shop = sold([("a", "2024-01-05", "tea", 3.0)], as_of=END_OF_2024)
    assert {*PRODUCTS} <= {*rt.first_products(shop).table, *rt.refills(shop)}


@pytest.mark.parametrize("measure", COHORT_MEASURES.values(), ids=COHORT_MEASURES)
def test_a_measure_of_cohorts_is_a_total_or_a_quotient(measure: CohortMeasure) -> None:
    cells = rt.cohorts(worked_example(), grain="quarter", as_of=END_OF_2024)
    known = cells[cells[measure.name].notna()].astype({measure.name: float})
    assert len(known)
    if measure.is_total:
        assert measure.part is None
    else:
        expected = known[measure.part].astype(float) / known[measure.whole].astype(float)
        assert known[measure.name].to_numpy() == pytest.approx(expected.to_numpy())
    assert (measure.unit is Unit.SHARE) == (measure.name == "share")
