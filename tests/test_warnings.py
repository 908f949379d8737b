"""What `load` warns of: issues that change what figures mean, to people in a notebook and nowhere else."""

import warnings
from pathlib import Path

import pytest
from click.testing import CliRunner

import retention as rt
from retention.cli import main
from retention.errors import WARNED_OF, CustomersWarning, DatesWarning, Issue, MoneyWarning, warnings_of
from retention.messages import ISSUES


def export(folder: Path, *, undated: int) -> Path:
    """Two hundred orders of a hundred customers, so many of them without a date."""
    days = ["" if number < undated else f"2025-01-{1 + number % 28:02}" for number in range(200)]
    path = folder / "orders.csv"
    lines = [f"c{number % 100},{day},{10 + number}" for number, day in enumerate(days)]
    path.write_text("\n".join(["customer,date,amount", *lines]), encoding="utf-8")
    return path


def test_many_rows_left_out_are_warned_of(tmp_path: Path) -> None:
    with pytest.warns(DatesWarning) as caught:
        orders = rt.load(export(tmp_path, undated=10))
    (found,) = caught
    assert found.filename == __file__  # where `load` was called
    assert isinstance(found.message, rt.RetentionWarning)
    assert (found.message.code, found.message.issue) == ("date_missing", orders.issues[0])
    assert str(found.message) == found.message.sentence == "No date: 10 of 200 rows (5.0%)."


def test_few_rows_left_out_are_not(tmp_path: Path) -> None:
    orders = rt.load(export(tmp_path, undated=8))  # warnings are errors here
    assert [issue.code for issue in orders.issues] == ["date_missing"]


def test_other_currencies_are_warned_of(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    lines = [f"c{number},2025-01-{1 + number:02},10,{'EUR' if number else 'USD'}" for number in range(25)]
    path.write_text("\n".join(["customer,date,amount,currency", *lines]), encoding="utf-8")
    with pytest.warns(MoneyWarning, match=r"1 of 25 rows \(4\.0%\)"):
        rt.load(path, currency="EUR")


def test_the_command_line_does_not_warn(tmp_path: Path) -> None:
    path = export(tmp_path, undated=50)
    with warnings.catch_warnings(record=True) as caught:
        done = CliRunner().invoke(main, ["summary", str(path), "--json"])
    assert (done.exit_code, done.stderr, caught) == (0, "", [])


def test_a_session_does_not_warn(tmp_path: Path) -> None:
    with warnings.catch_warnings(record=True) as caught:
        session = rt.ImportSession.read(export(tmp_path, undated=50))
    assert session.orders is not None
    assert session.orders.issues
    assert caught == []


def test_all_that_is_warned_of_is_an_issue() -> None:
    assert set(WARNED_OF) <= set(ISSUES)
    found = warnings_of([Issue(code, 7) for code in ISSUES], 10)
    assert [each.code for each in found] == [code for code in ISSUES if code in WARNED_OF]
    assert {type(each) for each in found} == {DatesWarning, MoneyWarning, CustomersWarning}
