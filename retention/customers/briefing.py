"""What a shop should know about its customers before anything else, in a few counts."""

from dataclasses import dataclass

import pandas as pd

from retention.customers import Customers, slipping

LIKELY = 0.5  # more likely still a customer than gone
DUE_DAYS = 7


@dataclass(frozen=True, kw_only=True, eq=False)
class Briefing:
    """Counts of customers and the tables behind them, rows as in `Customers.table`.

    `vips` of `customers` bring `vip_revenue_share`. `slipping` wait longer than their rhythm explains, the most
    worthwhile call first. `worth_calling` are those of them who are more likely still customers than gone (all,
    where the model cannot tell), `vips_worth_calling` the VIPs among these and `at_stake` what such VIPs would bring
    in a year (NaN when unknown). `one_time` bought on one day only, newest first; `due` are expected to
    order in the days after the last one of the data, soonest first; `overdue` are past that day, but not slipping yet.
    """

    customers: int
    vips: pd.DataFrame
    vip_revenue_share: float
    slipping: pd.DataFrame
    worth_calling: pd.DataFrame
    vips_worth_calling: pd.DataFrame
    at_stake: float
    one_time: pd.DataFrame
    due: pd.DataFrame
    overdue: pd.DataFrame


def briefing(found: Customers, *, due_days: int = DUE_DAYS) -> Briefing:
    """The few counts, from all that is known of the customers; `due` looks `due_days` ahead."""
    table, away = found.table, slipping(found)
    likely = away[away["p_alive"] >= LIKELY] if found.forecast.sees_leaving else away
    vips = likely[likely["vip"]]
    now = pd.Timestamp(found.as_of)
    due = table["expected_next"]
    waiting = ~table["slipping"]
    return Briefing(
        customers=len(table),
        vips=table[table["vip"]].sort_values("revenue", ascending=False, kind="stable"),
        vip_revenue_share=found.vip_revenue_share,
        slipping=away,
        worth_calling=likely,
        vips_worth_calling=vips,
        at_stake=float(vips["value_at_stake"].sum(min_count=1)),
        one_time=table[table["order_days"] == 1].sort_values("last_order", ascending=False, kind="stable"),
        due=_soonest_first(table[waiting & (due > now) & (due <= now + pd.Timedelta(days=due_days))]),
        overdue=_soonest_first(table[waiting & (due <= now)]),
    )


def _soonest_first(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.sort_values(["expected_next", "revenue"], ascending=[True, False], kind="stable")
