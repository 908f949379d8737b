"""What commands take of a workspace kept by the app, besides flags: the target and the notes on dates."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec

import click

if TYPE_CHECKING:
    from retention.analysis.rates.compare import PeriodComparison
    from retention.notes import Note
    from retention.workspace.workspace import Workspace

P = ParamSpec("P")


def workspace_option(command: Callable[P, None]) -> Callable[P, None]:
    """Add `--workspace`."""
    path = click.Path(exists=True, dir_okay=False, path_type=Path)
    return click.option("--workspace", type=path, help="A workspace kept by the app: its target and notes.")(command)


def kept(path: Path | None) -> "Workspace":
    """The workspace of a file, its target among the settings; an empty one without a file.

    RetentionError: those of `retention.workspace.workspace.opened`.
    """
    from retention.workspace.workspace import LARGEST, TARGET, TARGET_OF, Workspace, opened

    if path is None:
        return Workspace()
    with path.open("rb") as file:
        content = file.read(LARGEST + 1)
    return opened(content, settings={"target": TARGET, "target-of": TARGET_OF}, question={})


def target_of(workspace: "Workspace", *, grain: str, base: str) -> float | None:
    """The target kept for the rate of these periods and this base, a fraction; None without one."""
    percent, of = workspace.settings.get("target"), workspace.settings.get("target-of")
    return float(percent) / 100 if percent and of == f"{grain} {base}" else None


def around_in_json(note: "Note", found: "PeriodComparison | None") -> dict[str, Any]:
    """Before and after a note; None for both where the data hold too little on one side."""
    import pandas as pd

    from retention.cli.plain import plain, records

    told: dict[str, Any] = {"day": note.day.isoformat(), "words": note.words, "before": None, "after": None}
    if found is None:
        return told
    names = ["start", "end", "customers_at_start", "retained", "crr"]
    before, after = records(pd.DataFrame([found.first, found.second])[names])
    change = {name: plain(value) for name, value in found.rate_change.items()}
    return told | {"before": before, "after": after, "change": change}
