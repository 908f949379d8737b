"""A figure from elsewhere found again: by hand on the worked example, and how many agree by chance."""

import dataclasses
import datetime as dt
from typing import Any

import numpy as np
import pandas as pd
import pytest

import retention as rt
from retention.analysis.claims import Choice, Claim, countings, difference, recounted, ways
from retention.errors import RequestError
from retention.orders import Orders, Unidentified
from retention.periods import Calendar
from tests.pages.screen import as_orders

BOUGHT = {
    "A": ["2024-01-10", "2024-04-05", "2024-07-20"],
    "B": ["2024-02-02", "2024-08-15"],
    "C": ["2024-03-03"],
    "D": ["2024-04-11", "2024-05-20"],
    "E": ["2024-05-01", "2024-07-02", "2024-10-10"],
    "F": ["2024-07-15", "2024-10-01"],
    "G": ["2024-08-08"],
    "H": ["2024-11-11"],
}
"""The worked example: Q3 has 3 customers at the start, 2 came back, 1 reactivated, 2 new."""
Q3 = dt.date(2024, 7, 1), dt.date(2024, 9, 30)


@pytest.fixture(scope="module")
def orders() -> Orders:
    rows = [(who, day, 10.0) for who, days in BOUGHT.items() for day in days]
    frame = pd.DataFrame(rows, columns=["customer", "date", "amount"])
    frame = frame.assign(date=pd.to_datetime(frame["date"]), order=[str(n) for n in range(len(rows))])
    return as_orders(frame, as_of=dt.date(2024, 12, 31))


def check(orders: Any, text: str, **settings: Any) -> rt.ClaimCheck:
    return rt.claim_check(orders, text, days=Q3, grain="quarter", **settings)


@pytest.fixture(scope="module")
def tried(orders: Orders) -> pd.DataFrame:
    return check(orders, "67%").tried


def first(found: rt.ClaimCheck) -> tuple[str, dt.date, float, float]:
    row = found.shown.iloc[0]
    return row["definition"], row["start"], row["part"], row["whole"]


@pytest.mark.parametrize(
    ("text", "value", "step", "tool"),
    [
        ("38%", 0.38, 0.01, None),
        ("Shopify: 38,4 %", 0.384, 0.001, "shopify"),
        ("0.38", 0.38, 0.01, None),
        ("38", 0.38, 0.01, None),
        ("our 2024 report says 38 percent", 0.38, 0.01, None),
        ("Stripe 104%", 1.04, 0.01, "stripe"),
        ("1,5", 1.5, 0.1, None),
    ],
)
def test_what_people_type_is_a_share(text: str, value: float, step: float, tool: str | None) -> None:
    assert Claim.of(text) == Claim(value=value, step=step, tool=tool)


@pytest.mark.parametrize("text", ["", "many", "-5%", "99999999%"])
def test_what_is_no_share_is_said(text: str) -> None:
    with pytest.raises(RequestError) as refused:
        Claim.of(text)
    assert refused.value.code == "claim_unclear"


def test_the_rate_that_is_looked_at_comes_first(orders: Orders) -> None:
    assert first(check(orders, "67%")) == ("crr", Q3[0], 2, 3)


def test_the_textbook_formula_gives_every_one_of_them(orders: Orders) -> None:
    assert first(check(orders, "100%", tool="excel")) == ("textbook", Q3[0], 3, 3)


def test_a_tool_shows_its_usual_figure_first(orders: Orders) -> None:
    """Of the five who bought in Q3, A, B, E and F have ordered more than once to this day."""
    found = check(orders, "Shopify: 80%")
    assert first(found) == ("shopify_returning_rate", Q3[0], 4, 5)
    assert found.usual is not None
    assert found.usual["value"] == 0.8


def test_another_base_is_found(orders: Orders) -> None:
    q4 = dt.date(2024, 10, 1), dt.date(2024, 12, 31)
    found = rt.claim_check(orders, "28.6%", days=q4, grain="quarter")
    assert first(found) == ("crr", q4[0], 2, 7)
    assert found.matches.iloc[0]["base"] in ("ever", "window:12M")  # the same seven customers


def test_where_nothing_agrees_the_nearest_is_told(orders: Orders) -> None:
    found = check(orders, "66.9%")
    assert found.matches.empty
    assert found.shown["distance"].is_monotonic_increasing
    assert found.shown.iloc[0]["value"] == pytest.approx(2 / 3)


def test_no_way_is_counted_twice(tried: pd.DataFrame) -> None:
    assert not tried.duplicated(["definition", "start", "end", "part", "whole"]).any()
    assert set(tried["definition"]) >= {"crr", "churn", "textbook", "lifetime_repeat_rate", "net_revenue_retention"}
    assert {"week", "month", "quarter"} <= set(tried["grain"].dropna())  # the year is the last twelve months


def test_progress_is_told_and_ends(orders: Orders) -> None:
    told: list[float] = []
    check(orders, "67%", progress=told.append)
    assert told == sorted(told)
    assert told[-1] == 1


def test_as_many_agree_as_chance_says() -> None:
    """Claims made up at random: over many of them, as many ways agree as `by_chance` foresees."""
    rng = np.random.default_rng(3)
    n = 600
    frame = pd.DataFrame(
        {
            "customer": rng.integers(0, 120, n).astype(str),
            "date": pd.Timestamp("2023-01-01") + pd.to_timedelta(rng.integers(0, 700, n), unit="D"),
            "amount": rng.gamma(2, 20, n).round(2),
        }
    )
    found = rt.claim_check(frame, "50%", grain="quarter")
    agreed, foreseen = 0, 0.0
    for percent in range(20, 80):
        again = dataclasses.replace(found, claim=Claim.of(f"{percent}%"), tried=found.tried)
        low, high = again.claim.ends
        tried = found.tried.assign(agrees=found.tried["value"].between(low, high))
        again = dataclasses.replace(again, tried=tried)
        agreed += len(again.matches)
        foreseen += again.by_chance
    assert 0.8 < agreed / foreseen < 1.25


class TestCountings:
    def test_only_what_makes_a_difference_is_tried(self, orders: Orders) -> None:
        assert countings(orders) == ("as_chosen",)
        free = orders.frame.assign(amount=0.0, gross=[0.0, *[5.0] * (len(orders.frame) - 1)])
        assert countings(dataclasses.replace(orders, frame=free)) == ("as_chosen", "without_returned", "without_free")

    def test_guests_become_customers_of_their_own(self, orders: Orders) -> None:
        nobody = pd.DataFrame({"rows": [1, 1], "date": pd.to_datetime(["2024-07-05"] * 2), "amount": [5.0, 5.0]})
        shop = dataclasses.replace(orders, unidentified=Unidentified.of(nobody))
        assert countings(shop) == ("as_chosen", "with_unidentified")
        with_guests = recounted(shop, "with_unidentified")
        table = rt.figures(with_guests, grain="quarter")
        assert table["active"].tolist() == [3, 3, 7, 3]
        assert table["new"].tolist() == [3, 2, 4, 1]
        assert first(check(shop, "42.9%")) == ("returning_share", Q3[0], 3, 7)

    def test_a_filter_can_be_left_away(self, orders: Orders) -> None:
        frame = orders.frame.assign(channel=pd.Categorical(["web", "till", "till"] * 5))
        part = rt.filtered(dataclasses.replace(orders, frame=frame), only={"channel": "web"})
        found = check(part, "67%")
        assert "unfiltered" in set(found.tried["counting"])
        assert first(found)[:3] == ("crr", Q3[0], 2)
        assert found.shown.iloc[0]["counting"] == "unfiltered"


class TestDifference:
    choice = Choice(calendar=Calendar.of("quarter"), base="previous", days=Q3)

    def apart(self, orders: Orders, definition: str, days: tuple[dt.date, dt.date] = Q3) -> dict[str, tuple[str, str]]:
        way = pd.Series({"definition": definition, "start": days[0], "end": days[1], "base": "previous"})
        found = difference(orders, orders, way, self.choice)
        return {row.customer: (row.there, row.here) for row in found.itertuples()}

    def test_the_same_figure_differs_for_nobody(self, orders: Orders) -> None:
        assert self.apart(orders, "crr") == {}

    def test_textbook_counts_who_was_away(self, orders: Orders) -> None:
        assert self.apart(orders, "textbook") == {"B": ("counted", "absent")}

    def test_returning_share_asks_who_bought(self, orders: Orders) -> None:
        assert self.apart(orders, "returning_share") == {
            "B": ("counted", "absent"),
            "D": ("absent", "asked"),
            "F": ("asked", "absent"),
            "G": ("asked", "absent"),
        }

    def test_lifetime_asks_everyone_so_far(self, orders: Orders) -> None:
        """To the end of Q3, A, B, D and E have ordered twice; the rate itself counts A and E, and asks D."""
        assert self.apart(orders, "lifetime_repeat_rate") == {
            "B": ("counted", "absent"),
            "D": ("counted", "asked"),
            "C": ("asked", "absent"),
            "F": ("asked", "absent"),
            "G": ("asked", "absent"),
        }

    def test_shopify_looks_at_later_orders_too(self, orders: Orders) -> None:
        found = self.apart(orders, "shopify_returning_rate")
        assert found["F"] == ("counted", "absent")
        assert found["G"] == ("asked", "absent")

    @pytest.mark.parametrize("definition", ["crr", "churn", "textbook", "returning_share", "repeat_purchase_rate"])
    def test_parts_are_as_large_as_the_figure_says(self, orders: Orders, tried: pd.DataFrame, definition: str) -> None:
        row = tried[(tried["definition"] == definition) & (tried["departs"] == 0)].iloc[0]
        nobody = dataclasses.replace(self.choice, days=(dt.date(2024, 1, 1), dt.date(2024, 1, 2)))
        roles = difference(orders, orders, row, nobody)["there"]  # in those days nobody was at the start
        assert (roles == "counted").sum() == row["part"]


def test_ways_of_copies_are_few(orders: Orders) -> None:
    choice = Choice(calendar=Calendar.of("quarter"), base="previous", days=Q3)
    assert len(ways(orders, choice)) == 13
