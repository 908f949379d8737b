"""The customer-base audit as rows of pictures and tables: figures written out, in the order in which they are shown."""

import math

import pandas as pd

from retention.analysis.audit import Audit, DecileMoves, Ladder
from retention.analysis.money import CohortValue
from retention.benchmarks.published import comparable
from retention.narrate.lenses import MOVES, YEAR
from retention.narrate.numbers import between, decimal, from_to, money, number, percent, period_name
from retention.narrate.periods import cohort_note
from retention.narrate.texts import N_, _, markdown_table

COHORTS_SHOWN = 12
"""Cohorts with a line of their own, the latest ones."""
PERIODS_SHOWN = 24
"""Periods of a stack, the latest ones."""
STEPS = (
    N_("Second order"), N_("Third order"), N_("Fourth order"), N_("Fifth order"), N_("Sixth order"),
    N_("Seventh order"), N_("Eighth order"), N_("Ninth order"),
)  # fmt: skip


def tenths(table: pd.DataFrame, currency: str | None) -> pd.DataFrame:
    """Customers by tenths, the best first, as `charts.by_period` takes it; by orders where no amounts are known."""
    counted = "revenue" if table["revenue"].notna().all() else "orders"
    texts = [money(value, currency) if counted == "revenue" else number(value) for value in table[counted]]
    return pd.DataFrame(
        {
            "name": [number(each) for each in table["decile"]],
            "role": "kept",
            "part": [number(each) for each in table["customers"]],
            "value": table[counted].clip(lower=0),
            "text": texts,
            "complete": True,
        }
    )


def moves(found: DecileMoves, currency: str | None) -> str:
    """Who moved between tenths, came and went, with the money of both periods, as a table in Markdown."""
    table = found.moves
    shown = [name for name in MOVES if table["customers"][name]]
    head: tuple[str, ...] = ("", _("Customers"))
    columns = [[_(MOVES[name]) for name in shown], [number(table["customers"][name]) for name in shown]]
    if found.money:
        head += (_("Revenue before"), _("Revenue after"))
        columns += [
            [money(round(table[name][move]), currency) for move in shown] for name in ("revenue_0", "revenue_1")
        ]
    return markdown_table(head, zip(*columns, strict=True), right=range(1, len(head)))


def cohort_lines(value: CohortValue, grain: str, currency: str | None) -> pd.DataFrame:
    """What a customer of each of the latest sure cohorts has brought by each age, as `charts.growth` takes it."""
    cells = value.cells[value.cells["sure"] & ~value.cells["few"]]
    starts = list(dict.fromkeys(cells["start"]))[-COHORTS_SHOWN:]
    cells = cells[cells["start"].isin(starts)]
    return pd.DataFrame(
        {
            "name": [period_name(start, grain) for start in cells["start"]],
            "age": cells["age"],
            "value": cells["value"],
            "text": [_brought(each, value, currency) for each in cells["value"]],
            "weight": [(starts.index(start) + 1) / len(starts) for start in cells["start"]],
        }
    )


def average_line(value: CohortValue, currency: str | None) -> pd.DataFrame:
    """What a customer of all cohorts together has brought by each age with its band, few customers aside."""
    average = value.average[~value.average["few"]] if not value.average["few"].all() else value.average
    ends = zip(average["low"], average["high"], strict=True)
    return average[["age", "value", "low", "high"]].assign(
        text=[_brought(each, value, currency) for each in average["value"]],
        range=["" if math.isnan(low) else from_to(*(_brought(end, value, currency) for end in (low, high)))
               for low, high in ends],
    )  # fmt: skip


def _brought(amount: float, value: CohortValue, currency: str | None) -> str:
    return decimal(amount) if value.of == "orders" else money(amount, currency)


def stack(found: Audit, currency: str | None) -> pd.DataFrame:
    """Money of the latest periods by cohort, as `charts.stacked` takes it; customers where no amounts are known."""
    table, what = found.stacked, "revenue" if found.money else "customers"
    latest = list(dict.fromkeys(table["start"]))[-PERIODS_SHOWN:]
    table = table[table["start"].isin(latest) & table["cohort"].notna()]
    ranks = {start: place for place, start in enumerate(sorted(set(table["cohort_start"])))}
    return pd.DataFrame(
        {
            "name": [period_name(start, found.grain) for start in table["start"]],
            "cohort": [period_name(start, found.cohort_grain) for start in table["cohort_start"]],
            "rank": [ranks[start] for start in table["cohort_start"]],
            "value": table[what].clip(lower=0),
            "text": [money(each, currency) if found.money else number(each) for each in table[what]],
            "complete": table["complete"],
        }
    )


def ladder(found: Ladder) -> pd.DataFrame:
    """The chance of the next order within a year, a row per step with what is published of it beside."""
    year = found.within(YEAR)
    year = year[year["share"].notna()]
    published = {str(figure.group): figure.value for figure in comparable("next_order_within_a_year")}
    return pd.DataFrame(
        {
            "name": [_(STEPS[step - 1]) for step in year["number"]],
            "value": year["share"],
            "low": year["low"],
            "high": year["high"],
            "text": [percent(share) for share in year["share"]],
            "range": [between(low, high) for low, high in zip(year["low"], year["high"], strict=True)],
            "note": [cohort_note(few, sure=True) for few in year["few"]],
            "small": year["few"],
            "beside": [published.get(str(step), float("nan")) for step in year["number"]],
        }
    )
