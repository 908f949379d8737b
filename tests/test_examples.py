"""The examples run, and say what the functions say."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pandas as pd
import pytest

import retention as rt

EXAMPLES = Path(__file__).parent.parent / "examples"


def example(name: str) -> ModuleType:
    """An example, imported as a module."""
    spec = importlib.util.spec_from_file_location(f"example_{name}", EXAMPLES / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_shop(capsys: pytest.CaptureFixture[str]) -> None:
    shop = example("shop")
    shop.main()
    said = capsys.readouterr().out
    last = rt.rates(rt.load(shop.SAMPLE), grain="quarter").query("complete").iloc[-1]
    (line,) = [
        line for line in said.splitlines() if line.startswith(last["period"]) and f"{last['retained']:,}" in line
    ]
    assert f"{last['crr']:.1%}" in line
    assert said.count(" orders ") == 5


def test_a_consultants_week(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    consultant = example("consultant")
    consultant.main(tmp_path)
    said = capsys.readouterr().out
    assert "overlap" in said
    once = rt.load(consultant.SAMPLE)
    both = rt.load(tmp_path / "autumn.csv", tmp_path / "winter.csv")
    assert both.customers == once.customers
    best = pd.read_csv(tmp_path / "best.csv")
    assert f"best.csv: {len(best)} customers" in said
    assert best["vip"].all()


@pytest.mark.parametrize(
    "engine",
    [
        pytest.param("duckdb", marks=pytest.mark.needs("duckdb")),
        pytest.param("polars", marks=pytest.mark.needs("polars")),
    ],
)
def test_a_data_scientist(engine: str) -> None:
    scientist = example("data_scientist")
    pd.testing.assert_frame_equal(scientist.main(engine), scientist.main(), check_dtype=False)
