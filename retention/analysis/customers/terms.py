"""The same customers on other terms: another share of VIPs, another margin. Nothing is fitted again."""

import dataclasses

from retention.analysis.customers import Customers
from retention.analysis.customers.value import Terms
from retention.analysis.customers.vips import VIP_SHARE, is_vip, revenue_share

_MONEY = ("expected_value", "residual_value", "historic_value", "value_at_stake", "call_worth")


def on_terms(found: Customers, *, vip_share: float = VIP_SHARE, margin: float | None = None) -> Customers:
    """What `customers` gives with this `vip_share` and `margin`, from what it gave without a margin.

    Raises RetentionError `share_out_of_range` (share) and `margin_out_of_range` (margin).
    """
    kept = Terms(margin=margin).kept
    table = found.table
    revenue = table["revenue"].to_numpy()
    vip = is_vip(revenue, table["orders"].to_numpy(), found.days.last, share=vip_share)
    money = {} if margin is None else {name: table[name] * kept for name in _MONEY}
    return dataclasses.replace(
        found,
        table=table.assign(vip=vip, **money),
        vip_share=vip_share,
        vip_revenue_share=revenue_share(revenue, vip),
        simple=dataclasses.replace(found.simple, value=found.simple.value * kept, margin=margin),
    )
