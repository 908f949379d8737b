"""Rules the structure stands on, read from the source: imports go one way, and the core shows nothing."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CORE = sorted((ROOT / "retention").rglob("*.py"))
NUMBERS = ("rates", "cohorts", "timing", "customers", "segments", "whatif", "lifetime", "totals")
# From the ground up: a module may import its own layer's foundations only, never what stands above it.
LAYERS = (
    ("errors", "messages", "settings"),
    ("mapping", "rules", "headers", "periods", "intervals", "platforms", "published", "whole_files"),
    ("reading", "values", "memory"),
    ("orders", "columns", "workspace"),
    ("cleaning", "activity", "read_only", "databases", "duckdb_files", "spark", "sources"),
    ("lookalikes", "rejected", *NUMBERS),
    ("limited", "loading"),
    ("charts", "report", "samples"),
    ("cli", "__main__", "__init__"),
)


def imports(path: Path) -> set[str]:
    """Dotted names a file imports, wherever in the file it does so, but for type checkers only."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def layer(module: str) -> int:
    for height, names in enumerate(LAYERS):
        if module in names:
            return height
    raise AssertionError(f"{module} stands in no layer: add it to LAYERS where it belongs")


def core_module(path: Path) -> str:
    parts = path.relative_to(ROOT / "retention").with_suffix("").parts
    return parts[0]


def core_imports(path: Path) -> set[str]:
    return {name.split(".")[1] for name in imports(path) if name.startswith("retention.")}


@pytest.mark.parametrize("path", CORE, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_core_shows_nothing(path: Path) -> None:
    roots = {name.split(".")[0] for name in imports(path)}
    assert not roots & {"streamlit", "pages", "app"}
    if core_module(path) not in {"charts", "report"}:
        assert "altair" not in roots


@pytest.mark.parametrize("path", CORE, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_go_down(path: Path) -> None:
    own = core_module(path)
    above = {name for name in core_imports(path) - {own} if layer(name) > layer(own)}
    assert not above, f"{own} must not know {above}"


@pytest.mark.parametrize("path", CORE, ids=lambda path: str(path.relative_to(ROOT)))
def test_figures_do_not_import_each_other(path: Path) -> None:
    own = core_module(path)
    if own in NUMBERS and own not in {"whatif", "customers"}:
        assert not (core_imports(path) - {own}) & set(NUMBERS)


@pytest.mark.parametrize("path", sorted((ROOT / "pages").rglob("*.py")), ids=lambda path: str(path.relative_to(ROOT)))
def test_pages_do_not_import_each_other(path: Path) -> None:
    pages = {name for name in imports(path) if name.startswith("pages.") and not name.startswith("pages.shared")}
    assert not pages


@pytest.mark.parametrize("path", CORE, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_stay_small(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300


def test_a_wrong_arrow_would_be_seen(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.py"
    wrong.write_text("import streamlit\nfrom retention.analysis.rates import rates\n", encoding="utf-8")
    assert imports(wrong) == {"streamlit", "retention.analysis.rates.rates"}
