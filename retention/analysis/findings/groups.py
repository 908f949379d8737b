"""Groups of customers, by what their first order says, that come back more or less often than the others."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from retention.analysis.cohorts import cohorts
from retention.analysis.contrasts import chance_of_no_difference
from retention.analysis.findings.finding import UNKNOWN, Counted, Finding
from retention.analysis.findings.known import AGE_DAYS, BASE, MONTHS, YEAR, Known
from retention.analysis.rates.breakdown import breakdown
from retention.defaults import FEW_CUSTOMERS
from retention.intervals import newcombe
from retention.settings import as_text


def began(known: Known) -> list[Finding]:
    """By each column: customers whose first order had a value, against the others, at the same age.

    Back is who bought again by the age by which half of all customers or more are followed (`Known.followed`).
    """
    followed = known.followed
    if followed is None:
        return []
    found = []
    for column in known.columns:
        cells = cohorts(known.orders, by=column, grain="month", ages=AGE_DAYS, mode="on_or_before", as_of=known.as_of)
        rows = cells[(cells["age"] == followed.age) & (cells["at_risk"].fillna(0) > 0)]
        table = pd.DataFrame(
            {"value": rows["cohort"], "back": rows["customers"].astype(int), "whole": rows["at_risk"].astype(int)}
        )
        settings = {
            "grain": "month",
            "cohorts": column,
            "mode": "on_or_before",
            "ages": "elapsed",
            "measure": "share",
        }
        for value, here, there in _against_the_rest(table):
            yearly = here.whole / followed.years
            numbers = {"customers": yearly, "brings": followed.worth, "times": 1, "days": (followed.age + 1) * AGE_DAYS}
            found.append(_group("began", column, value, here, there, numbers, page="cohorts", settings=settings))
    return found


def stays(known: Known) -> list[Finding]:
    """By each column: who of the customers of a year came back in the last whole months, against the others."""
    if known.recent is None or known.lately is None:
        return []
    retained = int(known.lately["retained"])
    brings = float(known.lately["retained_revenue"]) / retained if retained else UNKNOWN
    found = []
    for column in known.columns:
        rows = breakdown(known.orders, column, span=known.recent, base=BASE, as_of=known.as_of)
        whole, back = rows["customers_at_start"], rows["retained"]
        table = pd.DataFrame({"value": rows["group"], "back": back, "whole": whole, "rest": rows["rest"]})
        settings = {
            "base": "window",
            "months": str(YEAR),
            "period": "days",
            "period-days": as_text(known.recent),
            "grouped": column,
            "compared": "crr",
        }
        for value, here, there in _against_the_rest(table):
            numbers = {"customers": here.whole, "brings": brings, "times": YEAR / MONTHS}
            lately = replace(here, days=known.recent)
            found.append(_group("stays", column, value, lately, there, numbers, page="retention", settings=settings))
    return found


def _against_the_rest(table: pd.DataFrame) -> Iterator[tuple[str | None, Counted, Counted]]:
    """Each group that has enough customers, as have all others together: its value, its counts, theirs.

    `table`: `value`, `back`, `whole`; a row with `rest` holds small groups together and is no group itself.
    """
    back, whole = int(table["back"].sum()), int(table["whole"].sum())
    for row in table.to_dict("records"):
        here = Counted(part=int(row["back"]), whole=int(row["whole"]))
        there = Counted(part=back - here.part, whole=whole - here.whole)
        if min(here.whole, there.whole) >= FEW_CUSTOMERS and not row.get("rest"):
            yield (None if pd.isna(row["value"]) else str(row["value"])), here, there


def _group(
    kind: str,
    column: str,
    value: str | None,
    here: Counted,
    there: Counted,
    numbers: Mapping[str, float],
    *,
    page: str,
    settings: Mapping[str, str],
) -> Finding:
    """One group; a year of the difference is worth difference × customers × what one who is back brings × times."""
    effect, low, high = newcombe((there.part, there.whole), (here.part, here.whole))
    back, whole = np.array([here.part, there.part]), np.array([here.whole, there.whole])
    return Finding(
        kind=kind,
        column=column,
        value=value,
        here=here,
        there=there,
        effect=float(effect),
        low=float(low),
        high=float(high),
        chance=chance_of_no_difference(back.astype(int), whole.astype(int)),
        money=float(effect) * math.prod(numbers[name] for name in ("customers", "brings", "times")),
        numbers=numbers,
        page=page,
        settings=settings,
    )
