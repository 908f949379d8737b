"""Invented names hide who the customers are and change no figure."""

import pandas as pd
import pytest

from retention.analysis.customers.contacts import pseudonymised
from retention.analysis.rates import rates
from tests.pages.screen import as_orders
from tests.shops import END_OF_2024, random_shop, worked_example


def test_names_follow_the_first_order() -> None:
    orders = as_orders(worked_example(), as_of=END_OF_2024)
    names = dict(zip(orders.frame["customer"], pseudonymised(orders).frame["customer"], strict=True))
    assert names == {"A": "#1", "B": "#2", "C": "#3", "D": "#4", "E": "#5", "F": "#6", "G": "#7", "H": "#8"}


def test_later_orders_change_no_name() -> None:
    shop = worked_example().sort_values("date", ignore_index=True)
    whole, part = (pseudonymised(as_orders(rows, as_of=END_OF_2024)).frame for rows in (shop, shop.head(9)))
    assert whole["customer"].astype("str").head(9).tolist() == part["customer"].astype("str").tolist()


@pytest.mark.parametrize("seed", range(3))
def test_no_figure_changes(seed: int) -> None:
    shop = random_shop(seed)
    orders = as_orders(shop.drop(columns="purchase"), as_of=shop["date"].max().date())
    pd.testing.assert_frame_equal(rates(pseudonymised(orders)), rates(orders))


def test_missing_customers_stay_missing_and_unused_names_vanish() -> None:
    frame = worked_example().assign(customer=lambda shop: shop["customer"].where(shop["customer"] != "A"))
    orders = as_orders(frame, as_of=END_OF_2024)
    found = pseudonymised(orders).frame["customer"]
    assert found.isna().sum() == 3
    assert all(name.startswith("#") for name in found.cat.categories)
