"""Notes on dates and a kept target on the command line: as flags, and out of a workspace."""

import datetime as dt
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pages.data.samples import path
from retention.cli import main
from retention.notes import Note
from retention.workspace.workspace import Workspace, written


def run(command: str, *arguments: str, shop: str = "salon") -> Result:
    return CliRunner().invoke(main, [command, str(path(shop)), *arguments], catch_exceptions=False)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    kept = Workspace(
        settings={"target": "26.0", "target-of": "month previous", "grain": "month"},
        notes=(Note(dt.date(2025, 4, 1), "Price rise"),),
    )
    file = tmp_path / "kept.json"
    file.write_bytes(written(kept))
    return file


def test_before_and_after_a_note_in_json(workspace: Path) -> None:
    arguments = ("--note", "2026-02-10=Too late", "--workspace", str(workspace), "--json")
    told = json.loads(run("summary", *arguments, shop="roastery").stdout)
    late, rise = told["notes"]
    assert late == {"day": "2026-02-10", "words": "Too late", "before": None, "after": None}
    assert (rise["words"], rise["before"]["end"], rise["after"]["start"]) == ("Price rise", "2025-03-31", "2025-04-01")
    assert rise["before"]["retained"] / rise["before"]["customers_at_start"] == pytest.approx(rise["before"]["crr"])
    assert rise["change"]["change"] == pytest.approx(rise["after"]["crr"] - rise["before"]["crr"])
    assert rise["change"]["verdict"] == "down"


def test_before_and_after_a_note_in_a_sentence() -> None:
    told = run("summary", "--note", "2025-04-01=Price [rise] *20%*").stdout
    assert "Apr 1, 2025 Price [rise] *20%*: in the 182 days before it " in told


def test_without_notes_nothing_is_said_of_them() -> None:
    assert "notes" not in json.loads(run("summary", "--json").stdout)


def test_a_target_of_a_workspace_counts_for_its_own_rate_alone(workspace: Path) -> None:
    targets = {
        grain: json.loads(run("pace", "--workspace", str(workspace), "--grain", grain, "--json").stdout)["pace"][
            "target"
        ]
        for grain in ("month", "quarter")
    }
    assert targets == {"month": pytest.approx(0.26), "quarter": None}
    told = json.loads(run("pace", "--workspace", str(workspace), "--target", "40%", "--json").stdout)
    assert told["pace"]["target"] == pytest.approx(0.4)


def test_what_is_no_note_is_wrong_usage() -> None:
    found = run("summary", "--note", "Price rise")
    assert found.exit_code == 2
    assert "is no note" in found.stderr


def test_a_hostile_workspace_is_refused_with_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "kept.json"
    file.write_text(
        '{"kind": "retention workspace", "version": 1, "settings": {}, "question": {}, "scenarios": [], '
        '"files": [], "notes": [{"day": 1, "words": "x"}]}'
    )
    found = run("pace", "--workspace", str(file))
    assert found.exit_code == 3
    assert "its part “notes” does not hold what it must" in found.stderr
