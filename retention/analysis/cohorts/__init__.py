"""Cohorts: customers who began together, what they do as they age, and whether newer ones do better."""

from retention.analysis.cohorts.drift import Drift, Side, drift
from retention.analysis.cohorts.reading import CohortOptions, CohortTable
from retention.analysis.cohorts.table import (
    AGES,
    ELAPSED_DAYS,
    MEASURES,
    MODES,
    average,
    cohort_members,
    cohorts,
    every_mode,
    overall,
    triangle,
)

__all__ = [
    "AGES",
    "ELAPSED_DAYS",
    "MEASURES",
    "MODES",
    "CohortOptions",
    "CohortTable",
    "Drift",
    "Side",
    "average",
    "cohort_members",
    "cohorts",
    "drift",
    "every_mode",
    "overall",
    "triangle",
]
