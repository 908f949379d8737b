"""`products` as a program and as a person sees it."""

import datetime as dt
import json
from pathlib import Path

from click.testing import CliRunner, Result

from retention.cli import main
from tests.cli.test_summary import WORKED_EXAMPLE

BEGIN = dt.date(2025, 1, 1)


def asked(path: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["products", str(path), *arguments], catch_exceptions=False)


def shop(path: Path) -> Path:
    """Sixty customers begin with tea and come back for it after 20 days; sixty begin with a mug and never do."""
    rows = [(f"t{n}", day + n, "Tea") for n in range(60) for day in (0, 20)] + [(f"m{n}", n, "Mug") for n in range(60)]
    lines = [f"{n},{who},{BEGIN + dt.timedelta(days=day)},{what},10" for n, (who, day, what) in enumerate(rows)]
    path.write_text("\n".join(["Order,Customer,Date,Item,Price", *lines]), encoding="utf-8")
    return path


def test_a_person_reads_what_stands_out_and_when_to_write(tmp_path: Path) -> None:
    told = asked(shop(tmp_path / "orders.csv"), "--as-of", "2025-12-31", "--within", "90").stdout
    assert "After Tea more come back: 100 of 100, against 0 after others." in told
    assert "After Mug fewer come back: 0 of 100, against 100 after others." in told
    assert "Half of those who buy Tea again do so within 20 days, the middle half after 20 to 20" in told
    assert "fewer than 30" not in told


def test_all_of_it_in_json(tmp_path: Path) -> None:
    answer = asked(shop(tmp_path / "orders.csv"), "--as-of", "2025-12-31", "--json").stdout
    told = json.loads(answer)
    assert (told["within"], told["customers"], told["compared"]) == (180, 80, 2)
    mug, tea = told["first_products"]
    assert (mug["comes_back"], tea["comes_back"], tea["next_product"], tea["returned"]) == ("less", "more", "Tea", 40)
    assert (mug["later"], mug["brings"], mug["next_product"]) == (0, "alike", None)
    assert [(row["product"], row["typical"]) for row in told["refills"]] == [("Tea", 20), ("Mug", None)]


def test_files_that_name_no_product_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_text(WORKED_EXAMPLE, encoding="utf-8")
    refused = asked(path)
    assert refused.exit_code == 3
    assert "These orders name no products." in refused.stderr
