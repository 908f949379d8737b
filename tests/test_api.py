"""The notebook API: what `import retention as rt` gives."""

import datetime as dt
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import retention as rt


@pytest.fixture
def orders(tmp_path: Path) -> rt.Orders:
    path = tmp_path / "orders.csv"
    path.write_text("customer,date,amount\nann,2025-01-05,3\nbob,2025-01-06,4\nann,2025-02-07,9\n", encoding="utf-8")
    return rt.load(path)


def test_a_file_becomes_rates(orders: rt.Orders) -> None:
    table = rt.rates(orders, grain="month")
    assert table[["period", "customers_at_start", "retained", "crr"]].to_numpy().tolist()[1] == ["2025-02", 2, 1, 0.5]
    assert orders.as_of == dt.date(2025, 2, 7)


def test_a_table_at_hand_needs_no_file() -> None:
    frame = pd.DataFrame(
        {"customer": ["a", "a"], "date": pd.to_datetime(["2025-01-05", "2025-02-05"]), "amount": [1.0, 2]}
    )
    before = frame.copy(deep=True)
    assert rt.rates(frame)["crr"].tolist()[1] == 1
    pd.testing.assert_frame_equal(frame, before)


@pytest.mark.parametrize("name", rt.__all__)
def test_every_name_is_there(name: str) -> None:
    assert getattr(rt, name) is not None


def test_every_name_is_listed() -> None:
    assert set(rt.__all__) <= set(dir(rt))
    assert {"load", "rates", "whatif", "RetentionError"} <= set(rt.__all__)


def test_cohorts_are_compared_in_any_mode(orders: rt.Orders) -> None:
    cells = rt.every_mode(orders)["on_or_after"]
    assert rt.drift(cells, 1, per_year=12) is None  # only January's cohort is a month old


def test_an_unknown_name_is_no_attribute() -> None:
    with pytest.raises(AttributeError, match="profit"):
        rt.profit  # noqa: B018 - asking is what is tried


def test_importing_alone_loads_nothing_heavy() -> None:
    code = "import sys, retention, retention.cli; print('pandas' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
