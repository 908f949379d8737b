"""Whether an amount is the order's or the line's, where the header says so."""

import numpy as np
import pandas as pd
import pytest

from retention.errors import Undecided
from retention.ingest.clean import clean
from retention.ingest.columns import map_columns
from retention.ingest.read.raw import Layout, RawTable


@pytest.mark.parametrize("header", ["Order total", "Сумма заказа", "Сума замовлення", "Total comandă", "Grand Total"])
def test_one_order_of_two_lines_suffices_where_the_header_names_the_order(header: str) -> None:
    cells = {"Order": ["1", "1", "2", "3"], "Date": ["2024-01-05"] * 4, "Client": ["a a", "a a", "b b", "c c"]}
    frame = pd.DataFrame(cells | {"Product": ["Cup", "Mug", "Cup", "Tea"], header: ["30", "30", "10", "7"]})
    raw = RawTable(name="f", frame=frame.astype("str"), rows=np.arange(2, 6), layout=Layout(format="csv"))
    assert clean([(raw, map_columns(raw))]).frame["amount"].tolist() == [30, 10, 7]
    differing = raw.frame.assign(**{header: ["30", "20", "10", "7"]})
    raw = RawTable(name="f", frame=differing, rows=raw.rows, layout=raw.layout)
    assert clean([(raw, map_columns(raw))]).frame["amount"].tolist() == [50, 10, 7]


def shop(**money: list[str]) -> RawTable:
    cells = {"Order": list("12345"), "Date": ["2024-01-05"] * 5, "Client": ["a a", "b b", "b b", "c c", "d d"]}
    frame = pd.DataFrame(cells | money).astype("str")
    return RawTable(name="f", frame=frame, rows=np.arange(2, 7), layout=Layout(format="csv"))


def test_what_was_paid_is_the_value_and_the_tax_on_it() -> None:
    net, tax, total = (["100.00", "10.50", "20.00", "7.25", "9.00"], ["19.00", "2.00", "3.80", "1.38", "1.71"], [])
    total = [f"{float(one) + float(other):.2f}" for one, other in zip(net, tax, strict=True)]
    assert map_columns(shop(Valoare=net, TVA=tax, Total=total)).amount == "Total"
    with pytest.raises(Undecided):
        map_columns(shop(Valoare=net, Total=total))


def test_of_two_prices_the_one_after_its_discount_was_paid() -> None:
    full, reduced = ["100", "10", "20", "7", "9"], ["90", "8", "20", "7", "9"]
    assert map_columns(shop(**{"Цена": full, "Цена со скидкой": reduced})).amount == "Цена со скидкой"
    assert (
        map_columns(shop(**{"Qty": ["2"] * 5, "Price": full, "Discounted price": reduced})).price == "Discounted price"
    )
