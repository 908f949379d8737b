"""Which orders count: laws, hand counts, and a slow re-implementation, on every engine."""

import datetime as dt
import itertools
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import retention as rt
from retention.activity import FilteredTable, countable, overview, portion, values_of
from retention.analysis.rates import figures, rates
from retention.errors import RetentionError
from retention.filters import Filter
from tests.pages.screen import as_orders
from tests.refusals import code
from tests.shops import random_shop

CHANNELS = ("shop", "web", "phone")
ASKED = [
    {"only": {"channel": "web"}},
    {"without": {"channel": ["web", "phone"]}},
    {"only": {"first:channel": "web"}},
    {"without": {"first:channel": ["web", "shop"]}},
    {"only": {"ever:size": "3"}},
    {"without": {"ever:size": ["3", "1"]}},
    {"only": {"first:gift": True}, "without": {"channel": "shop"}},
    {"only": {"channel": "", "ever:channel": "web"}},
    {"only": {"first:channel": ["", "phone"]}},
    {"without": {"first:channel": None}},
    {"without": {"channel": None, "ever:gift": "true"}},
    {"only": {"promised": ["2023-02-03", "2023-02-04"]}},
]


def shop(seed: int, rows: int = 200) -> pd.DataFrame:
    """A random shop with columns of several types, some of their cells empty."""
    rng = np.random.default_rng(seed)
    made = random_shop(seed, rows=rows, customers=rows // 4)
    days = pd.Timestamp("2023-02-01") + pd.to_timedelta(rng.integers(0, 5, rows), unit="D")
    gaps = rng.random(rows) < 0.2
    return made.assign(
        channel=made["channel"].where(~gaps, None),
        size=rng.integers(1, 5, rows),
        gift=rng.random(rows) < 0.3,
        promised=days,
    )


def cleaned(rows: pd.DataFrame) -> rt.Orders:
    """Rows as cleaning hands them on: nobody without a name, columns as categories."""
    known = rows[rows["customer"].notna()].astype({"customer": "category"})
    texts = {name: known[name].map(text).astype("category") for name in ("size", "gift", "promised")}
    frame = known.assign(**texts, channel=known["channel"].astype("category"), gross=known["amount"])
    columns = ["customer", "order", "date", "amount", "gross", "purchase", "channel", "size", "gift", "promised"]
    made = frame[columns].reset_index(drop=True)
    whole = as_orders(made.drop(columns=["gross", "purchase"]), as_of=dt.date(2024, 1, 20))
    return rt.Orders(**{**vars(whole), "frame": made})


def text(cell: object) -> str:
    if cell is None or cell != cell:
        return ""
    if isinstance(cell, pd.Timestamp):
        return cell.date().isoformat()
    return str(cell).lower() if isinstance(cell, bool | np.bool_) else str(cell)


def slowly(rows: pd.DataFrame, wanted: dict[str, Any]) -> set[str]:
    """The numbers of the orders that count, one order and one condition after the other."""
    counted = set(rows["order"])
    for each in Filter.of(**wanted).conditions:
        for _, row in rows.iterrows():
            if each.scope == "order":
                fulfilled = text(row[each.column]) in each.any_of
            elif not isinstance(row["customer"], str):
                counted.discard(row["order"])
                continue
            else:
                theirs = rows[(rows["customer"] == row["customer"]) & rows["purchase"]]
                if each.scope == "first":
                    first = theirs[theirs["date"] == theirs["date"].min()][each.column]
                    said = sorted(filter(None, map(text, first)))
                    fulfilled = (said[0] if said else "") in each.any_of
                else:
                    fulfilled = any(text(cell) in each.any_of for cell in theirs[each.column])
            if fulfilled == each.leave_out:
                counted.discard(row["order"])
    return counted


def numbers(orders: object) -> set[str]:
    rows = countable(orders)
    table = rows.collect() if hasattr(rows, "collect") else rows
    return set(table["order"].to_list())


@pytest.mark.parametrize("wanted", ASKED, ids=str)
def test_those_count_that_one_would_pick_by_hand(wanted: dict[str, Any]) -> None:
    rows = shop(3, rows=60)
    assert numbers(rt.filtered(rows, **wanted)) == slowly(rows, wanted)


@pytest.mark.parametrize("wanted", [asked for asked in ASKED if "promised" not in str(asked)], ids=str)
def test_cleaned_orders_are_picked_as_tables_are(wanted: dict[str, Any]) -> None:
    rows = shop(4)
    named = rows[rows["customer"].notna()]
    assert numbers(rt.filtered(cleaned(rows), **wanted)) == numbers(rt.filtered(named, **wanted))


@pytest.mark.few(5)
@pytest.mark.needs("polars")
@pytest.mark.needs("duckdb")
@pytest.mark.parametrize("wanted", ASKED[1:], ids=str)
def test_every_engine_picks_the_same(wanted: dict[str, Any]) -> None:
    import duckdb
    import polars as pl

    rows = shop(5)
    expected = rt.filtered(rows, **wanted)
    with duckdb.connect() as connection:
        for there in (pl.from_pandas(rows).lazy(), connection.from_df(rows)):
            found = rt.filtered(there, **wanted)
            assert isinstance(found, FilteredTable)
            assert numbers(found) == numbers(expected)
            assert vars(portion(found)) == pytest.approx(vars(portion(expected)), nan_ok=True)
            if wanted in ASKED[1:3]:
                table = figures(found, grain="quarter")
                pd.testing.assert_frame_equal(table, figures(expected, grain="quarter"), check_dtype=False)


@pytest.mark.parametrize("name", ["channel", "first:channel", "ever:channel"])
def test_only_and_without_are_all_orders_once(name: str) -> None:
    orders = cleaned(shop(6))
    for values in (*CHANNELS, ["web", "shop"], None):
        only, without = (numbers(rt.filtered(orders, **{mode: {name: values}})) for mode in ("only", "without"))
        assert only | without == numbers(orders)
        assert not only & without


def test_the_order_of_conditions_does_not_matter() -> None:
    orders = cleaned(shop(7))
    each = [{"only": {"ever:size": "3"}}, {"without": {"first:channel": "web"}}, {"only": {"gift": "false"}}]
    found = set()
    for some in list(itertools.permutations(each))[::2]:
        left = orders
        for wanted in some:
            left = rt.filtered(left, **wanted)
        assert left.whole is orders
        found.add(frozenset(numbers(left)))
    assert len(found) == 1


@pytest.mark.parametrize("grain", ["week", "month"])
def test_figures_are_those_of_a_file_without_the_other_orders(grain: str) -> None:
    orders = cleaned(shop(8))
    only = rt.filtered(orders, only={"channel": "web"})
    rows = orders.frame[orders.frame["channel"] == "web"]
    alone = rt.Orders(**{**vars(orders), "frame": rows.reset_index(drop=True)})
    found, expected, whole = (rates(each, grain=grain) for each in (only, alone, orders))
    # Which periods are whole is a matter of the file, not of the part of it that counts.
    of_the_file = ["complete", "base_complete"]
    pd.testing.assert_frame_equal(found.drop(columns=of_the_file), expected.drop(columns=of_the_file))
    shared = whole[whole["period"].isin(found["period"])].reset_index(drop=True)
    assert found["complete"].tolist() == shared["complete"].tolist()
    assert (only.customers, only.revenue) == (alone.customers, alone.revenue)


def closed(channel_ends: str) -> pd.DataFrame:
    """A shop that sells on every day of 2024, whose shop around the corner closed earlier."""
    days = pd.date_range("2024-01-01", "2024-12-30", freq="D")
    frame = pd.DataFrame({"customer": [f"c{n % 40}" for n in range(len(days))], "date": days, "amount": 1.0})
    frame["order"] = [str(n) for n in range(len(days))]
    return frame.assign(channel=np.where((days < channel_ends) & (days.day % 2 == 0), "corner", "web"))


def test_a_channel_that_sells_no_more_ends_no_earlier() -> None:
    rows = closed("2024-07-01")
    for orders in (rows, as_orders(rows.astype({"channel": "category"}), as_of=dt.date(2024, 12, 30))):
        table = rates(rt.filtered(orders, only={"channel": "corner"}))
        assert table["period"].tolist() == [f"2024-{month:02}" for month in range(1, 13)]
        assert table["complete"].tolist() == rates(orders)["complete"].tolist()
        assert table["active"].tolist()[6:] == [0] * 6
    days, totals = overview(rt.filtered(rows, only={"channel": "corner"}))
    assert (days.last, totals.last) == (dt.date(2024, 12, 30), dt.date(2024, 6, 30))


def test_who_is_new_is_who_orders_first_among_those_that_count() -> None:
    rows = pd.DataFrame(
        {
            "customer": ["ann", "ann", "bob"],
            "date": pd.to_datetime(["2025-01-05", "2025-02-07", "2025-01-06"]),
            "amount": [1.0, 2.0, 4.0],
            "channel": ["web", "shop", "shop"],
        }
    )
    by_order = rates(rt.filtered(rows, only={"channel": "shop"})).set_index("period")
    by_first = rates(rt.filtered(rows, only={"first:channel": "web"})).set_index("period")
    assert by_order["new"].to_dict() == {"2025-01": 1, "2025-02": 1}
    assert by_first["new"].to_dict() == {"2025-01": 1, "2025-02": 0}


def test_what_counts_and_what_does_not_is_all_there_is() -> None:
    orders = cleaned(shop(9))
    found = portion(rt.filtered(orders, only={"channel": "web"}))
    rest = portion(rt.filtered(orders, without={"channel": "web"}))
    assert found.orders + rest.orders == found.all_orders == len(orders.purchases)
    assert found.orders_left_out == rest.orders
    assert found.revenue_left_out == pytest.approx(rest.revenue)
    assert (orders.rows_read, orders.rows_used) == (len(orders.frame), len(orders.frame))


def test_a_filter_makes_another_fingerprint() -> None:
    orders = cleaned(shop(10))
    every = [
        orders,
        rt.filtered(orders, without={"channel": None}),
        rt.filtered(orders, only={"channel": list(CHANNELS)}),
        rt.filtered(orders, only={"first:channel": list(CHANNELS)}),
    ]
    assert len({each.fingerprint for each in every}) == len(every)
    assert rt.filtered(orders) is orders
    assert (
        rt.filtered(orders, only={"channel": "web"}).fingerprint
        == rt.filtered(cleaned(shop(10)), only={"channel": "web"}).fingerprint
    )


def test_how_many_orders_hold_each_value() -> None:
    orders = cleaned(shop(11))
    bought = orders.purchases["channel"]
    assert values_of(orders, "channel").to_dict() == bought.astype(object).fillna("").value_counts().to_dict()


@pytest.mark.parametrize(
    ("wanted", "refused", "near"),
    [
        ({"chanel": "web"}, "filter_column_unknown", "channel"),
        ({"channel": "Web"}, "filter_value_unknown", "web"),
        ({"ever:size": "three"}, "filter_value_unknown", "3"),
        ({"first:channel": "wbe"}, "filter_value_unknown", "web"),
        ({"channel": []}, "filter_unclear", "channel="),
        ({"": "web"}, "filter_unclear", "web"),
        ({"channel": "web", "ever:channel": "nobody" * 900}, "filter_value_unknown", "web"),
    ],
    ids=str,
)
def test_what_is_not_there_is_told_with_what_is_like_it(wanted: dict[str, str], refused: str, near: str) -> None:
    rows = shop(12)
    for orders in (rows, cleaned(rows)):
        with pytest.raises(RetentionError, check=code(refused)) as told:
            rt.filtered(orders, only=wanted)
        assert near in str(told.value)
        assert len(str(told.value)) <= 600


def test_nothing_left_is_said() -> None:
    rows = shop(13)
    never = {"only": {"channel": "web", "first:channel": "phone"}, "without": {"channel": "web"}}
    with pytest.raises(RetentionError, check=code("filter_leaves_nothing")):
        rt.filtered(cleaned(rows), **never)
    with pytest.raises(RetentionError, check=code("filter_leaves_nothing")):
        rates(rt.filtered(rows, **never))


def test_without_columns_or_cells_there_is_nothing_to_choose_by() -> None:
    rows = shop(14)
    bare = rows[["customer", "date", "amount"]]
    with pytest.raises(RetentionError, check=code("filter_no_columns")):
        rt.filtered(bare, only={"channel": "web"})
    with pytest.raises(RetentionError, check=code("filter_column_empty")):
        rt.filtered(rows.assign(channel=pd.Series([None] * len(rows), dtype="str")), only={"channel": "web"})


def test_lines_are_those_of_the_orders_that_count(tmp_path: Path) -> None:
    rows = ["1,ann,2025-01-05,Tea,web", "1,ann,2025-01-05,Mug,web", "2,bob,2025-01-06,Tea,shop"]
    rows = [*rows, "3,ann,2025-02-01,Mug,web"]
    export = tmp_path / "orders.csv"
    export.write_text("\n".join(["Order,Customer,Date,Product,Channel,Total", *(f"{row},5" for row in rows)]))
    web = rt.filtered(rt.load(export), only={"channel": "web"})
    assert web.lines[["order", "product"]].to_numpy().tolist() == [["1", "Tea"], ["1", "Mug"], ["3", "Mug"]]
    assert (web.frame["order"].to_numpy()[web.lines.index] == web.lines["order"].to_numpy()).all()
