"""The answer of `audit`: the money bridge, the five lenses, and the next-order ladder."""

from collections.abc import Hashable
from typing import Any

import pandas as pd

from retention.analysis.audit import Audit, Ladder
from retention.defaults import FEW_CUSTOMERS
from retention.narrate import audit as words
from retention.narrate import lenses
from retention.narrate.numbers import MISSING, amount, decimal, from_to, number, percent, period_name
from retention.narrate.retention import when
from retention.narrate.terminal.layout import aligned, paragraphs
from retention.narrate.texts import _, fill, plain
from retention.narrate.whatif import stretch
from retention.settings import Days

FEW_MARK = "*"
AGES = (0, 1, 2, 3, 6, 9, 12, 18, 24, 36, 48, 60)
"""Ages of a cohort that are told; all are in JSON."""
LATEST = 6
"""Periods and cohorts that are told, the latest ones; all are in JSON."""


def text(found: Audit, currency: str | None) -> str:
    """The whole answer."""
    return paragraphs(
        *_bridge(found, currency),
        [lenses.tenths(found.deciles, when(found.period, found.grain), currency)],
        _tenths(found.deciles, money=found.money),
        *_moves(found, currency),
        *_cohorts(found, currency),
        *_stack(found, currency),
        *_ladder(found.ladder),
        [_few()],
    )


def _bridge(found: Audit, currency: str | None) -> list[list[str]]:
    if not found.money:
        return [[words.without_amounts()]]
    if found.bridge is None:
        return [[_("Two periods that are over are needed to tell where revenue went.")]]
    bridge = found.bridge
    head = [words.change(bridge, found.grain, currency), words.largest_step(bridge, currency) or ""]
    ends = [
        (_label(days, found.grain), size)
        for days, size in ((bridge.first, bridge.revenue_0), (bridge.second, bridge.revenue_1))
    ]
    rows = [ends[0], *words.steps(bridge), ends[1]]
    return [[*head, *words.doubts(bridge)], aligned([(name, amount(size)) for name, size in rows])]


def _label(days: Days, grain: str) -> str:
    return fill(_("Revenue {period}"), period=when(days, grain))


def _tenths(table: pd.DataFrame, *, money: bool) -> list[str]:
    columns = {
        _("Tenth"): [number(each) for each in table["decile"]],
        _("Customers"): [number(each) for each in table["customers"]],
        _("Orders"): [number(each) for each in table["orders"]],
    }
    if money:
        columns |= {
            _("Revenue"): [number(each) for each in table["revenue"]],
            _("Share of revenue"): [percent(each, digits=1) for each in table["revenue_share"]],
            _("Per customer"): [decimal(each) for each in table["revenue_per_customer"]],
        }
    else:
        columns[_("Share of orders")] = [percent(each, digits=1) for each in table["orders_share"]]
    columns[_("Ordered once")] = [number(each) for each in table["one_order"]]
    return aligned([tuple(columns), *zip(*columns.values(), strict=True)])


def _moves(found: Audit, currency: str | None) -> list[list[str]]:
    if found.moves is None:
        return []
    table = found.moves.moves
    money = {"revenue_0": _("Revenue before"), "revenue_1": _("Revenue after")} if found.money else {}
    head = ("", _("Customers"), *money.values())
    rows = [
        (_(lenses.MOVES[name]), number(row["customers"]), *(number(row[column]) for column in money))
        for name, row in zip(lenses.MOVES, table.loc[[*lenses.MOVES]].to_dict("records"), strict=True)
        if row["customers"]
    ]
    return [[lenses.moves(found.moves, found.grain, currency)], aligned([head, *rows])]


def _cohorts(found: Audit, currency: str | None) -> list[list[str]]:
    """Lenses 3 and 4: what a customer of each cohort has brought by some ages, all cohorts together below."""
    value, grain = found.value, found.grain
    ages = [age for age in AGES if (value.average["age"] == age).any()]
    starts = list(dict.fromkeys(value.cells["start"]))[-LATEST:]
    head = (_("First bought"), _("Customers"), *(stretch(age, grain) if age else _("at first") for age in ages))
    rows = []
    for start in starts:
        part = value.cells[value.cells["start"] == start].set_index("age")
        mark = FEW_MARK if part["few"].iloc[0] else ""
        cells = part["value"].reindex(ages)
        rows.append((period_name(start, grain), number(part["customers"].iloc[0]) + mark, *map(_money, cells)))
    every = value.average.set_index("age").reindex(ages)
    rows.append((_("All cohorts"), "", *map(_money, every["value"])))
    rows.append((_("95% interval"), "", *(_interval(row) for _age, row in every.iterrows())))
    sentences = [
        lenses.life(value, grain, currency) or "",
        lenses.beside_each_other(value, found.same_age, grain, currency) or "",
        lenses.payback(value, grain, currency) or "",
        lenses.left_out(value, grain) or "",
    ]
    return [sentences, aligned([head, *rows])]


def _money(value: float) -> str:
    return "" if value != value else decimal(value)


def _interval(row: pd.Series) -> str:
    return MISSING if row["low"] != row["low"] else from_to(decimal(row["low"]), decimal(row["high"]))


def _stack(found: Audit, currency: str | None) -> list[list[str]]:
    """Lens 5: revenue of the latest periods by cohort; customers where no amounts are known."""
    table, what = found.stacked, "revenue" if found.money else "customers"
    starts = list(dict.fromkeys(table["start"]))[-LATEST:]
    shown = table[table["start"].isin(starts)]
    begun = shown[shown["cohort"].notna()]
    nobody = shown[shown["cohort"].isna()].groupby("start")[what].sum()
    cohorts = sorted(set(begun["cohort_start"]))
    stack = begun.groupby(["start", "cohort_start"])[what].sum()
    totals = shown.groupby("start")[what].sum()
    more = [_("without an order")] if len(nobody) and found.money else []
    head = (
        _("Revenue") if found.money else _("Customers"),
        *(period_name(start, found.cohort_grain) for start in cohorts),
        *more,
        _("All"),
    )
    rows = [
        (
            period_name(start, found.grain),
            *(_whole(stack.get((start, cohort))) for cohort in cohorts),
            *(_whole(nobody.get(start)) for _column in more),
            number(totals[start]),
        )
        for start in starts
    ]
    return [[lenses.stack(table, found, currency) or ""], aligned([head, *rows])]


def _whole(value: float | None) -> str:
    return "" if value is None else number(value)


def _ladder(found: Ladder) -> list[list[str]]:
    horizons = sorted(set(found.table["days"]))
    head = (_("After order"), _("Customers"), *(fill(_("within {n} days"), n=number(days)) for days in horizons))
    rows = []
    for step in found.steps:
        part = found.table[found.table["number"] == step]
        cells = [_chance(row) for row in part.to_dict("records")]
        rows.append((number(step), number(part["customers"].iloc[0]), *cells))
    sentences = [lenses.ladder(found) or "", lenses.hardest_step(found) or ""]
    return [sentences, aligned([head, *rows]), [lenses.ladder_note()]]


def _chance(row: dict[Hashable, Any]) -> str:
    mark = FEW_MARK if row["few"] and row["share"] == row["share"] else ""
    return lenses.share_with_band(row["share"], row["low"], row["high"]) + mark


def _few() -> str:
    return plain(
        fill(_("{mark}: fewer than {n} customers to go by, so the figure says little."), mark=FEW_MARK, n=FEW_CUSTOMERS)
    )
