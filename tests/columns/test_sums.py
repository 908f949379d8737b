"""Whether an amount is the order's or the line's, where the header says so."""

import numpy as np
import pandas as pd
import pytest

from retention.cleaning import clean
from retention.columns import guess
from retention.reading.raw import Layout, RawTable


@pytest.mark.parametrize("header", ["Order total", "Сумма заказа", "Сума замовлення", "Total comandă", "Grand Total"])
def test_one_order_of_two_lines_suffices_where_the_header_names_the_order(header: str) -> None:
    cells = {"Order": ["1", "1", "2", "3"], "Date": ["2024-01-05"] * 4, "Client": ["a a", "a a", "b b", "c c"]}
    frame = pd.DataFrame(cells | {"Product": ["Cup", "Mug", "Cup", "Tea"], header: ["30", "30", "10", "7"]})
    raw = RawTable(name="f", frame=frame.astype("str"), rows=np.arange(2, 6), layout=Layout(format="csv"))
    assert clean([(raw, guess(raw))]).frame["amount"].tolist() == [30, 10, 7]
    differing = raw.frame.assign(**{header: ["30", "20", "10", "7"]})
    raw = RawTable(name="f", frame=differing, rows=raw.rows, layout=raw.layout)
    assert clean([(raw, guess(raw))]).frame["amount"].tolist() == [50, 10, 7]
