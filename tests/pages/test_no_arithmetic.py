"""Pages lay out and compute nothing: every figure, and every limit it is held against, comes from the package."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parent.parent.parent
PAGES = [path for path in sorted((ROOT / "pages").rglob("*.py")) if path.parent.name not in {"data", "server"}]
"""Neither the Data page, which tells how far reading has come, nor what guards the server shows a figure."""
LAYOUT = "how a picture is laid out"
ALLOWED = {
    ("cohorts/curves.py", "_chart"): LAYOUT,
    ("cohorts/heatmap.py", "_chart"): LAYOUT,
    ("shared/frame.py", "calendar"): "which length of a period the sidebar begins with",
    ("shared/frame.py", "latest"): "which period the sidebar begins with",
    ("shared/frame.py", "_base"): "which days a calendar begins with",
    ("shared/masking.py", "_renamed"): "invented names are numbered",
    ("shared/settings.py", ""): "limits of a control",
    ("shared/widgets.py", "limits"): "a control in percent has its limits in percent",
}
"""Places that may compute all the same, by file and function, each with its reason."""


class Found(NamedTuple):
    """Arithmetic in a page: in which file and function, and what stands there."""

    file: str
    function: str
    code: str


def arithmetic(tree: ast.AST, file: str, function: str = "") -> Iterator[Found]:
    """Sums, products and comparisons with a number below a node; texts and lists may be joined by +."""
    for node in ast.iter_child_nodes(tree):
        inside = (
            f"{function}.{node.name}".lstrip(".") if isinstance(node, (ast.FunctionDef, ast.ClassDef)) else function
        )
        if computes(node):
            yield Found(file, inside, ast.unparse(node))
        yield from arithmetic(node, file, inside)


def computes(node: ast.AST) -> bool:
    """Whether a node is arithmetic on figures."""
    if isinstance(node, ast.BinOp):
        if isinstance(node.op, (ast.BitAnd, ast.BitOr, ast.BitXor)):
            return False
        return not (isinstance(node.op, ast.Add) and (is_text(node.left) or is_text(node.right)))
    if isinstance(node, ast.UnaryOp):
        return isinstance(node.op, ast.USub) and not is_constant(node.operand)
    if isinstance(node, ast.AugAssign):
        return not is_text(node.value)
    return isinstance(node, ast.Compare) and against_a_number(node)


def against_a_number(node: ast.Compare) -> bool:
    """Whether something is compared with a number, other than how many things there are to show."""
    sides = [node.left, *node.comparators]
    numbers = [isinstance(side, ast.Constant) and type(side.value) in {int, float} for side in sides]
    counted = [isinstance(side, ast.Call) and ast.unparse(side.func) == "len" for side in sides]
    return any(numbers) and not any(counted)


def is_constant(node: ast.AST) -> bool:
    """Whether a node is a number written out, or the name of one."""
    return isinstance(node, ast.Constant) or (isinstance(node, ast.Name) and node.id.isupper())


def is_text(node: ast.AST) -> bool:
    """Whether a node is surely a text or a list."""
    if isinstance(node, ast.BinOp):
        return is_text(node.left) or is_text(node.right)
    return isinstance(node, (ast.JoinedStr, ast.List, ast.Tuple)) or (
        isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def of_page(path: Path) -> list[Found]:
    file = path.relative_to(ROOT / "pages").as_posix()
    return list(arithmetic(ast.parse(path.read_text(encoding="utf-8")), file))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT / "pages").as_posix())
def test_a_page_computes_nothing(path: Path) -> None:
    assert [each for each in of_page(path) if (each.file, each.function) not in ALLOWED] == []


def test_what_is_allowed_is_still_there() -> None:
    assert set(ALLOWED) <= {(each.file, each.function) for path in PAGES for each in of_page(path)}


@pytest.mark.parametrize(
    "code", ["share = kept / start", "more = now - before", "total += amount", "few = at_risk < 30", "lost = -gone"]
)
def test_arithmetic_is_noticed(code: str) -> None:
    assert list(arithmetic(ast.parse(code), "page.py"))


@pytest.mark.parametrize("code", ["said = 'a' + text", "if len(rows) > 1: pass", "last = rows[-1]", "found = a | b"])
def test_what_lays_out_is_let_through(code: str) -> None:
    assert not list(arithmetic(ast.parse(code), "page.py"))
