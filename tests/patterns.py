"""Every regular expression of the project, found in its source, with every way in which it is used."""

import ast
import functools
import importlib
import inspect
import itertools
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from retention.ingest.columns.amount_holds import SHIPPING, TAX, WITH, WITHOUT
from retention.ingest.read.records import SEPARATORS, Dialect
from retention.ingest.values import date_layouts, state_words

ROOT = Path(__file__).parent.parent

Text = str | bytes
Use = Callable[[Any], object]

# Ways to use one of Python's patterns.
METHODS: dict[str, Callable[[re.Pattern[Any]], Use]] = {
    "match": lambda pattern: pattern.match,
    "fullmatch": lambda pattern: pattern.fullmatch,
    "search": lambda pattern: pattern.search,
    "findall": lambda pattern: pattern.findall,
    "finditer": lambda pattern: lambda text: sum(1 for _ in pattern.finditer(text)),
    "split": lambda pattern: pattern.split,
    "sub": lambda pattern: lambda text: pattern.sub(text[:0], text),
    "subn": lambda pattern: lambda text: pattern.subn(text[:0], text),
}
# Functions of pyarrow.compute that take a pattern, and methods of pandas' `.str` that do so unless told otherwise.
ARROW = (
    *("match_substring_regex", "replace_substring_regex", "extract_regex", "count_substring_regex"),
    *("find_substring_regex", "split_pattern_regex"),
)
PANDAS = ("match", "fullmatch", "contains", "extract", "findall", "count")

FLAGS = re.compile(r"re\.[A-Z]+(?: \| re\.[A-Z]+)*")

# What a function that makes a pattern is tried with, by the name of its argument.
QUOTINGS = (('"', None), ('"', "\\"), ("'", None))
ARGUMENTS: dict[str, tuple[object, ...]] = {
    "dialect": tuple(
        Dialect(separator, quote, escape, spaced)
        for separator in (",", "^")
        for quote, escape in QUOTINGS
        for spaced in (False, True)
    ),
    "separator": (*SEPARATORS, "^"),
    "code": ("1", "40", "380", "7"),
    "mark": (".", ","),
    "quote": ('"', "'"),
    "escape": (None, "\\"),
    "alternatives": ("a|aa|aaa", *(value for name, value in vars(state_words).items() if name.isupper())),
    "form": (*date_layouts.FORMS, date_layouts.TIME_ALONE),
    "words": (WITH, WITHOUT),
    "part": (TAX, SHIPPING),
}


@dataclass(frozen=True)
class Found:
    """A pattern, where it stands, and one way in which it is used."""

    place: str
    pattern: str | bytes
    flags: int
    how: str
    use: Use


def source_files() -> list[Path]:
    """Every file of the product."""
    inside = (path for folder in ("retention", "pages") for path in (ROOT / folder).rglob("*.py"))
    return sorted([*inside, *ROOT.glob("*.py")])


@functools.cache
def every_pattern() -> tuple[Found, ...]:
    """All patterns of the product with all their uses, each once."""
    files = [_File(path) for path in source_files()]
    found = [each for file in files if file.has_patterns for each in file.found()]
    return tuple({(each.pattern, each.flags, each.how): each for each in found}.values())


def patterns_by_file() -> dict[str, list[Found]]:
    """The same, by the file that holds them."""
    by_file: dict[str, list[Found]] = {}
    for found in every_pattern():
        by_file.setdefault(found.place.split()[0], []).append(found)
    return by_file


def files_that_may_hold_patterns() -> list[str]:
    """Files that hold a word which every use of a pattern needs."""
    signs = ("re.", "_regex", ".str")
    texts = ((path, path.read_text(encoding="utf-8")) for path in source_files())
    return [str(path.relative_to(ROOT)) for path, text in texts if any(sign in text for sign in signs)]


class _File:
    """One source file; its names are looked up in the module it makes."""

    def __init__(self, path: Path) -> None:
        self.place = str(path.relative_to(ROOT))
        self.module = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        self.tree = ast.parse(path.read_text(encoding="utf-8"))
        self.calls = [
            (node, node.func)
            for node in ast.walk(self.tree)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        ]
        self.makers = [
            node
            for node in ast.walk(self.tree)
            if isinstance(node, ast.FunctionDef) and node.returns and "Pattern[" in ast.unparse(node.returns)
        ]
        targets = [node.targets[0] for node in self.tree.body if isinstance(node, ast.Assign)]
        targets += [node.target for node in self.tree.body if isinstance(node, ast.AnnAssign)]
        assigned = {target.id for target in targets if isinstance(target, ast.Name)}
        self.names = assigned | {maker.name for maker in self.makers}

    @property
    def has_patterns(self) -> bool:
        """Whether any call here could be one with a pattern."""
        return any(_of_re(func) or func.attr in ARROW or _of_column(func) for _, func in self.calls)

    @functools.cached_property
    def within(self) -> set[int]:
        """What stands inside of functions."""
        functions = (node for node in ast.walk(self.tree) if isinstance(node, ast.FunctionDef))
        return {id(inner) for function in functions for inner in ast.walk(function)}

    @functools.cached_property
    def uses(self) -> list[tuple[str, str]]:
        """What methods of patterns are called on, and the methods."""
        return [
            (ast.unparse(func.value).partition("(")[0], func.attr) for _, func in self.calls if func.attr in METHODS
        ]

    def found(self) -> Iterator[Found]:
        """The patterns that have a name, those that a function makes, and those written into a call."""
        names = vars(importlib.import_module(self.module))
        for name in sorted(self.names & set(names)):
            for pattern in _within(names[name]):
                yield from self._python(name, pattern, self._methods(name))
        for maker in self.makers:
            for pattern in _made(inspect.unwrap(names[maker.name])):
                yield from self._python(maker.name, pattern, self._methods(maker.name))
        inside = {id(node) for maker in self.makers for node in ast.walk(maker)}
        for call, func in self.calls:
            if id(call) not in inside:
                yield from self._written_in(call, func, names)

    def _written_in(self, call: ast.Call, func: ast.Attribute, names: dict[str, Any]) -> Iterator[Found]:
        place = f"line {call.lineno}"
        if _of_re(func) and func.attr in METHODS:
            yield from self._python(place, re.compile(_value(call.args[0], names), _flags(call)), [func.attr])
        elif func.attr in ARROW:
            pattern = _value(_argument(call, 1, "pattern"), names)
            yield Found(f"{self.place} {place}", pattern, 0, func.attr, _arrow(func.attr, pattern))
        elif _of_column(func) and _regex(call, func.attr in PANDAS):
            pattern = _value(_argument(call, 0, "pat"), names)
            known = re.compile(pattern)
            yield Found(f"{self.place} {place}", known.pattern, known.flags, func.attr, _pandas(func.attr, pattern))
        elif _of_re(func) and func.attr == "compile" and id(call) in self.within:
            raise AssertionError(f"{self.place} {place}: give the pattern a name, or let a function make it")

    def _python(self, place: str, pattern: re.Pattern[Any], methods: Iterable[str]) -> Iterator[Found]:
        for method in methods:
            use = METHODS[method](pattern)
            yield Found(f"{self.place} {place}", pattern.pattern, pattern.flags, method, use)

    def _methods(self, name: str) -> list[str]:
        """How a pattern is used: by its name or, where it goes by another one (`for form in FORMS`), by any."""
        own = {method for base, method in self.uses if base == name}
        others = {method for base, method in self.uses if base not in self.names | {"re"} and method != "split"}
        return sorted(own or others or METHODS)


def _flags(call: ast.Call) -> int:
    """The flags among a call's arguments: `re.IGNORECASE | re.DOTALL`."""
    written = (ast.unparse(argument) for argument in (*call.args[1:], *(word.value for word in call.keywords)))
    return next((eval(text, {"re": re}) for text in written if FLAGS.fullmatch(text)), 0)


def _of_re(func: ast.Attribute) -> bool:
    return isinstance(func.value, ast.Name) and func.value.id == "re"


def _of_column(func: ast.Attribute) -> bool:
    return isinstance(func.value, ast.Attribute) and func.value.attr == "str"


def _within(value: object) -> Iterator[re.Pattern[Any]]:
    """Patterns in a value, or in its parts."""
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, tuple | list | frozenset):
        for part in value:
            yield from _within(part)
    elif isinstance(value, dict):
        yield from _within(tuple(value.values()))


def _made(maker: Callable[..., re.Pattern[Any]]) -> Iterator[re.Pattern[Any]]:
    for values in itertools.product(*(ARGUMENTS[name] for name in inspect.signature(maker).parameters)):
        yield maker(*values)


def _value(node: ast.expr, names: dict[str, Any]) -> Any:
    """What an expression is, its names being those of the module."""
    try:
        return eval(compile(ast.Expression(node), "pattern", "eval"), dict(names))
    except NameError as error:
        text = ast.unparse(node)
        raise AssertionError(f"{text}: let a function that returns re.Pattern put it together") from error


def _argument(call: ast.Call, place: int, name: str) -> ast.expr:
    return next((word.value for word in call.keywords if word.arg == name), None) or call.args[place]


def _regex(call: ast.Call, usual: bool) -> bool:
    """Whether a method of pandas takes its argument for a pattern, which most are told to or not."""
    return next((bool(ast.literal_eval(word.value)) for word in call.keywords if word.arg == "regex"), usual)


def _arrow(name: str, pattern: str) -> Use:
    function = getattr(pc, name)
    further = ("",) if name == "replace_substring_regex" else ()
    return lambda text: function(pa.array([text], pa.large_string()), pattern, *further)


def _pandas(name: str, pattern: object) -> Use:
    return lambda text: getattr(pd.Series([text], dtype="str").str, name)(pattern)
