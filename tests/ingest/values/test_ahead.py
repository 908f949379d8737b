"""Work begun ahead is done once, in other threads, and gives what it would have given when asked for."""

import numpy as np
import pandas as pd
import pytest

from retention.ingest.values import ahead, money
from retention.ingest.values.texts import Texts

ROWS = 60_000
REPEATED = pd.Series([" 1,5", "n/a", None, "2,25"] * (ROWS // 4), dtype="str", name="Total")
DIFFERENT = pd.Series(np.arange(ROWS).astype(str), dtype="str", name="Order")


def test_texts_begun_ahead_are_those_of_the_column() -> None:
    alone = Texts.of(REPEATED, coded=True)
    with ahead.working_ahead():
        Texts.begin(REPEATED)
        found = Texts.of(REPEATED)
    assert found.cells.equals(alone.cells)
    assert found.codes is not None
    assert alone.codes is not None
    assert (found.codes == alone.codes).all()


def test_texts_are_found_once_for_a_column_whichever_table_shows_it() -> None:
    table = pd.DataFrame({"Total": REPEATED, "Order": DIFFERENT})
    with ahead.working_ahead():
        Texts.begin(table["Total"])
        first = Texts.of(table["Total"])
        assert Texts.of(table.assign(more=1)["Total"], coded=True) is first
        assert Texts.of(table["Total"].iloc[1:]) is not first


def test_an_inner_block_keeps_what_the_outer_one_began() -> None:
    with ahead.working_ahead():
        Texts.begin(REPEATED)
        first = Texts.of(REPEATED)
        with ahead.working_ahead():
            assert Texts.of(REPEATED) is first
        assert Texts.of(REPEATED) is first
    assert ahead.result(REPEATED) is None


@pytest.mark.parametrize(
    "column",
    [pytest.param(REPEATED.head(100), id="short"), pytest.param(pd.Series(np.arange(float(ROWS))), id="numbers")],
)
def test_what_is_quick_is_not_begun(column: pd.Series) -> None:
    with ahead.working_ahead():
        Texts.begin(column)
        assert ahead.result(column) is None


def test_different_texts_are_not_kept() -> None:
    with ahead.working_ahead():
        Texts.begin(DIFFERENT)
        assert ahead.result(DIFFERENT) is None
        assert Texts.of(DIFFERENT).codes is None


def test_without_a_block_nothing_is_begun() -> None:
    Texts.begin(REPEATED)
    assert ahead.result(REPEATED) is None


def test_numbers_are_the_same_ahead_or_not() -> None:
    alone = money.parse(REPEATED, ",")
    with ahead.working_ahead():
        Texts.begin(REPEATED)
        pd.testing.assert_series_equal(money.parse(REPEATED, ","), alone)


def test_what_fails_ahead_fails_where_it_is_asked_for() -> None:
    def fails(_: object) -> None:
        raise ValueError("no text")

    with ahead.working_ahead():
        ahead.begin(REPEATED, fails)
        with pytest.raises(ValueError, match="no text"):
            ahead.result(REPEATED)
