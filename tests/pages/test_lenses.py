"""The lenses of the customer-base audit on their pages: what each says, and what is asked for."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from retention.orders import Orders
from tests.lines import sold
from tests.pages.conftest import Visit
from tests.pages.screen import as_orders, opened, words


@pytest.fixture(scope="module")
def quarters() -> Orders:
    """Six quarters in which 100 customers begin, each worth 20 to 29; half of them are back in the next quarter."""
    days = pd.date_range("2023-01-10", periods=6, freq="91D")
    rows = [
        (f"q{cohort}-{n:03d}", days[(cohort + age) % 6])
        for cohort in range(6)
        for age, many in enumerate((100, 50))
        for n in range(many if cohort + age < 6 else 0)
    ]
    frame = pd.DataFrame(rows, columns=["customer", "date"])
    amount = frame["customer"].str[-1].astype(np.float64) + 20
    frame.insert(1, "order", [str(n) for n in range(len(frame))])
    return as_orders(frame.assign(amount=amount), as_of=dt.date(2024, 6, 30))


def test_the_value_of_a_customer_and_when_it_is_back(visit: Visit, quarters: Orders) -> None:
    app = opened(visit("cohorts", orders=quarters, grain="quarter"), "cohorts-value")
    assert not app.exception
    assert "100 customers who first bought in Q3 2023 have brought €36.75 each" in words(app)
    assert "Coming back brought 33% of it" in words(app)
    assert "no two cohorts clearly differ" in words(app)
    assert "is back" not in words(app)
    app.main.number_input(key="setting-acquisition-cost").set_value(30.0).run()
    assert not app.exception
    assert "What a customer costs (€30) is back after 1 quarter" in words(app)


def test_whose_money_it_is_and_how_likely_the_next_order_is(visit: Visit, quarters: Orders) -> None:
    app = opened(visit("cohorts", orders=quarters, grain="quarter"), "cohorts-stack", "cohorts-ladder")
    assert not app.exception
    assert "came from customers who first bought in Q2 2024: without them €1,225 would be left" in words(app)
    assert "a second order: 50 of 100" in words(app)
    assert "Published for the first three steps: 32%, 53%, 64% (RJMetrics" in words(app)


def test_the_best_tenth_and_what_became_of_it(visit: Visit, quarters: Orders) -> None:
    app = visit("customers", orders=quarters, grain="quarter")
    app.session_state["customers-tab"] = "The best"
    app = opened(app.run(), "customers-tenths")
    assert not app.exception
    assert "The best tenth of the customers in Q2 2024 (15 customers)" in words(app)
    assert "Of the best tenth in Q2 2023 (15 customers), 15 did not buy in Q2 2024" in words(app)


def test_without_amounts_customers_are_told_by_their_orders(visit: Visit, quarters: Orders) -> None:
    frame = quarters.frame[["customer", "order", "date"]].assign(amount=np.nan)
    bare = as_orders(frame, as_of=quarters.as_of)
    app = opened(visit("cohorts", orders=bare, grain="quarter"), "cohorts-value", "cohorts-stack")
    assert not app.exception
    assert "have placed 1.50 orders each" in words(app)
    assert not [each for each in app.main.number_input if each.key == "setting-acquisition-cost"]


def test_first_products_and_refills_stand_where_products_are_named(visit: Visit, quarters: Orders) -> None:
    days = [dt.date(2024, 1, 1) + dt.timedelta(days=n) for n in range(60)]
    rows = [(f"t{n}", str(day), "tea", 9.0) for n, day in enumerate(days)]
    rows += [(f"t{n}", str(day + dt.timedelta(days=30)), "tea", 9.0) for n, day in enumerate(days)]
    rows += [(f"m{n}", str(day), "mug", 20.0) for n, day in enumerate(days)]
    shop = sold(rows, as_of=dt.date(2024, 12, 31))
    app = opened(visit("cohorts", orders=shop), "cohorts-first-products", "cohorts-refills")
    assert not app.exception
    assert "fewer come back" in words(app)
    assert "Half of those who buy `tea` again do so within 30 days" in words(app)
    bare = visit("cohorts", orders=quarters)
    assert "What do they begin with, and what comes of it?" not in [each.label for each in bare.main.expander]


def test_a_filter_leaves_only_its_orders(visit: Visit, quarters: Orders) -> None:
    frame = quarters.frame.drop(columns=["gross", "purchase"])
    frame = frame.assign(channel=np.where(frame["customer"].str.endswith("1"), "web", "shop")).astype(
        {"channel": "category"}
    )
    shop = as_orders(frame, as_of=quarters.as_of)
    app = opened(visit("cohorts", orders=shop, grain="quarter", filter="only.order.channel.2of3"), "cohorts-stack")
    assert not app.exception
    assert "Of the revenue in Q2 2024 (€315)" in words(app)  # fifteen customers, 21 each
