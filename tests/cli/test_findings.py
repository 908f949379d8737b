"""`findings` as a program and as a person sees it."""

import json

from click.testing import CliRunner

from pages.data.samples import path
from retention.cli import main


def answer(*arguments: str) -> str:
    result = CliRunner().invoke(main, ["findings", str(path("salon")), *arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_all_of_it_in_json() -> None:
    told = json.loads(answer("--json"))
    assert told["nothing_stands_out"] is False
    first, *others = told["findings"]
    assert (first["kind"], first["certain"], first["settings"]["grain"]) == ("change", True, "quarter")
    assert first["here"]["part"] / first["here"]["whole"] == first["here"]["share"]
    assert first["held"] >= first["chance"]
    assert [other["certain"] for other in others] == [False] * len(others)


def test_people_read_sentences() -> None:
    told = answer()
    assert told.startswith("1 thing stands out of ")
    assert "\n\n1. Customers alike come back less often: 66 of every 100 in Q4 2025" in told
    assert "a year, if all goes on as it does now." in told
