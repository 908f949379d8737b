"""`claim` as a program and as a person sees it."""

import json

from click.testing import CliRunner, Result

from pages.data.samples import path
from retention.cli import main


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["claim", str(path("salon")), *arguments], catch_exceptions=False)


def test_all_of_it_in_json() -> None:
    told = json.loads(run("66%", "--tool", "excel", "--grain", "quarter", "--json").stdout)
    assert told["claim"] == {"value": 0.66, "step": 0.01, "tool": "excel"}
    assert told["tried"] > 100 * told["matches"] / 100
    first = told["ways"][0]
    assert first["agrees"]
    assert round(first["part"] / first["whole"], 6) == first["value"]


def test_people_read_sentences() -> None:
    told = run("66%", "--grain", "quarter").stdout
    assert told.startswith("66% is most plausibly Customer retention rate (CRR), Q4 2025: 33 of 50, 66.0%.")
    assert "Figures tried: " in told
    assert "by chance alone about" in told


def test_what_is_no_share_is_wrong_usage() -> None:
    result = CliRunner().invoke(main, ["claim", str(path("salon")), "many"])
    assert result.exit_code == 2
    assert "“many” holds no share to look for." in result.output
