"""`report` as a scheduler runs it."""

import json
from pathlib import Path

from click.testing import CliRunner, Result

from pages.data.samples import path
from retention.cli import main


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["report", str(path("salon")), *arguments], catch_exceptions=False)


def test_one_line_writes_the_pack_and_names_it(tmp_path: Path) -> None:
    outputs = {kind: tmp_path / f"pack.{kind}" for kind in ("xlsx", "pptx", "html")}
    flags = [text for kind, file in outputs.items() for text in (f"--{kind}", str(file))]
    result = run(*flags, "--grain", "quarter", "--lang", "ro", "--mask", "--client", "Salon Ana", "--json")
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout) == {"written": {kind: str(file) for kind, file in outputs.items()}}
    page = outputs["html"].read_text(encoding="utf-8")
    assert '<html lang="ro">' in page
    assert "<h1>Salon Ana</h1>" in page
    assert "Din 100 de clienți" in page
    assert all(file.stat().st_size > 10_000 for file in outputs.values())
    assert run("--html", str(outputs["html"])).exit_code == 2  # it is there already


def test_usage_is_told(tmp_path: Path) -> None:
    assert "Say where to write" in run().output
    assert "is no colour" in run("--html", str(tmp_path / "a.html"), "--colour", "red").output
    (tmp_path / "logo.png").write_text("no picture")
    refused = run("--html", str(tmp_path / "a.html"), "--logo", str(tmp_path / "logo.png"))
    assert refused.exit_code == 2
    assert "no PNG or JPEG" in refused.output
    assert not (tmp_path / "a.html").exists()
