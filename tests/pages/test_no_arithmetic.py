"""Pages lay out and compute nothing: every figure, and every limit it is held against, comes from the package."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parent.parent.parent
PAGES = [ROOT / "app.py", *sorted((ROOT / "pages").rglob("*.py"))]
LAYOUT = "how a picture is laid out"
SECONDS = "seconds since a connection ended, no figure of anybody's orders"
ALLOWED = {
    ("pages/cohorts/curves.py", "_chart"): LAYOUT,
    ("pages/cohorts/heatmap.py", "_chart"): LAYOUT,
    ("pages/customers/calls.py", "_show_more"): "how many cards are laid out at once",
    ("pages/data/lookalikes.py", "_show_more"): "how many proposals are laid out at once",
    ("pages/shared/settings.py", ""): "limits of a control",
    ("pages/shared/server/forgetting.py", "Sessions.overdue"): SECONDS,
    ("pages/shared/server/keeping.py", "Kept._left_or_last"): SECONDS,
    ("pages/shared/server/keeping.py", "Kept.look"): SECONDS,
    ("pages/shared/server/forgetting.py", "DrawAgain.__call__.ask_first"): "the number of a message",
}
"""Places that may compute all the same, by file and function, each with its reason."""
COMPUTES = {"abs", "divmod", "max", "min", "pow", "round", "sum", "Counter", "fsum", "reduce", "accumulate"}
"""Functions that make a figure out of figures, or choose one."""
METHODS = {
    *("add", "sub", "mul", "div", "truediv", "floordiv", "mod", "pow", "dot", "round", "clip", "abs"),
    *("sum", "mean", "median", "std", "var", "quantile", "prod", "cumsum", "cumprod", "diff", "pct_change"),
    *("max", "min", "idxmax", "idxmin", "argmax", "argmin", "nlargest", "nsmallest", "rank", "sort_values"),
    *("count", "value_counts", "groupby", "agg", "aggregate", "pivot", "pivot_table", "rolling", "expanding"),
    *("fillna", "interpolate", "describe", "eval", "apply", "transform", "resample", "total_seconds"),
}
"""Methods of tables and columns that do."""
OF_NO_FIGURE = {"isnan", "isna", "isfinite", "ndarray", "array", "where", "flatnonzero"}
"""What numpy and math have that computes nothing."""


class Found(NamedTuple):
    """Arithmetic in a page: in which file and function, and what stands there."""

    file: str
    function: str
    code: str


def arithmetic(tree: ast.AST, file: str, function: str = "") -> Iterator[Found]:
    """Sums, products, comparisons with a number and calls that compute, below a node; texts may be joined by +."""
    for node in ast.iter_child_nodes(tree):
        is_named = isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
        inside = f"{function}.{node.name}".lstrip(".") if is_named else function
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
    if isinstance(node, ast.Call):
        return is_called(node.func)
    return isinstance(node, ast.Compare) and against_a_number(node)


def is_called(function: ast.expr) -> bool:
    """Whether a function makes or chooses a figure."""
    if isinstance(function, ast.Name):
        return function.id in COMPUTES
    if not isinstance(function, ast.Attribute):
        return False
    if ast.unparse(function.value) in {"np", "math", "statistics", "operator"}:
        return function.attr not in OF_NO_FIGURE
    return function.attr in METHODS


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
    file = path.relative_to(ROOT).as_posix()
    return list(arithmetic(ast.parse(path.read_text(encoding="utf-8")), file))


def test_a_page_computes_nothing_but_what_is_allowed_and_still_there() -> None:
    found = [each for path in PAGES for each in of_page(path)]
    assert [each for each in found if (each.file, each.function) not in ALLOWED] == []
    assert set(ALLOWED) <= {(each.file, each.function) for each in found}


@pytest.mark.parametrize(
    "code",
    [
        *("share = kept / start", "more = now - before", "total += amount", "few = at_risk < 30", "lost = -gone"),
        *("total = sum(amounts)", "most = max(rates)", "shown = round(rate, 2)", "size = abs(change)"),
        *("total = table['revenue'].sum()", "rate = kept.div(start)", "usual = days.median()", "f(found.mean())"),
        *("rates = 100 * shares", "best = table.nlargest(3, 'revenue')", "table.sort_values('revenue')"),
        *(
            "sizes = rows['kind'].value_counts()",
            "known = amounts.fillna(0)",
            "log = np.log(rates)",
            "a = math.floor(b)",
        ),
        *("few = len(rows) / len(table)", "share = sum(map(float, rows)) and 1", "counts = Counter(kinds)"),
    ],
)
def test_arithmetic_is_noticed(code: str) -> None:
    assert list(arithmetic(ast.parse(code), "page.py"))


@pytest.mark.parametrize(
    "code",
    [
        *(
            "said = 'a' + text",
            "if len(rows) > 1: pass",
            "last = rows[-1]",
            "found = a | b",
            "if math.isnan(rate): pass",
        ),
        *("chosen = table[table['kind'] == kind]", "shown = table.head(30)", "rows = table.iloc[::-1]"),
    ],
)
def test_what_lays_out_is_let_through(code: str) -> None:
    assert not list(arithmetic(ast.parse(code), "page.py"))
