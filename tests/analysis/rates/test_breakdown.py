"""Figures by group: everybody in exactly one, and nobody lost."""

import datetime as dt

import pandas as pd
import pytest

from retention.analysis.rates import breakdown, figures, figures_of
from tests.shops import random_shop

ADDING_UP = ["customers_at_start", "active", "new", "retained", "lost", "reactivated", "orders", "revenue_at_start"]


@pytest.mark.parametrize("base", ["previous", "window:90D", "ever"])
@pytest.mark.parametrize("top", [1, 12])
def test_groups_add_up_to_the_whole(base: str, top: int) -> None:
    orders = random_shop(2, rows=400)
    parts = breakdown(orders, "channel", grain="quarter", base=base, top=top)
    whole = figures(orders, grain="quarter", base=base)
    assert parts.groupby("period")[ADDING_UP].sum().to_numpy() == pytest.approx(whole[ADDING_UP].to_numpy())
    complete = parts.merge(whole[["period", "complete"]], on="period")
    assert (complete["complete_x"] == complete["complete_y"]).all()
    assert parts.groupby("group", dropna=False)["customers"].first().sum() == whole["new"].sum()


def test_a_group_is_the_value_on_the_first_order() -> None:
    dates = pd.to_datetime(["2024-01-01", "2024-02-01", "2024-01-05"])
    orders = pd.DataFrame({"customer": ["a", "a", "b"], "date": dates, "amount": 1.0})
    orders["channel"] = ["web", "shop", None]
    table = breakdown(orders, "channel")
    assert table.loc[table["group"] == "web", ["active", "retained"]].to_numpy().tolist() == [[1, 0], [1, 1]]
    assert table.loc[table["group"].isna(), "active"].tolist() == [1, 0]
    assert not table["rest"].any()


def test_the_small_groups_are_counted_together() -> None:
    orders = random_shop(2, rows=400)
    table = breakdown(orders, "channel", grain="year", top=1)
    assert table["rest"].tolist() == [False] * 3 + [True] * 3
    assert table["group"].isna().tolist() == [False] * 3 + [True] * 3


def test_discount_used_or_not() -> None:
    orders = random_shop(2).assign(discount=lambda frame: (frame.index % 3 == 0) * 5.0)
    assert {*breakdown(orders, "discount", present=True)["group"]} == {"0", "1"}


def test_groups_of_one_range_add_up_to_its_figures() -> None:
    orders, span = random_shop(2, rows=400), (dt.date(2023, 4, 10), dt.date(2023, 6, 20))
    parts = breakdown(orders, "channel", span=span, base="window:90D")
    whole = figures_of(orders, [span], base="window:90D")
    assert [*parts["period"]] == ["2023-04-10/2023-06-20"] * 3
    assert parts[ADDING_UP].sum().to_numpy() == pytest.approx(whole[ADDING_UP].iloc[0].to_numpy(dtype=float))


def test_groups_of_a_range_before_all_orders_are_there_and_empty() -> None:
    parts = breakdown(random_shop(2), "channel", span=(dt.date(2020, 1, 1), dt.date(2020, 3, 31)))
    assert len(parts) == 3
    assert parts["crr"].isna().all()
    assert not parts[["customers_at_start", "active"]].to_numpy().any()
