"""Every word on screen exists in every language: nothing missing, doubtful, outdated or with a lost placeholder."""

import ast
import string
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from retention.narrate import texts
from retention.narrate.reader import LANGUAGES

ROOT = Path(__file__).parent.parent
SHOWN = [
    *sorted((ROOT / "pages").rglob("*.py")),
    *sorted((ROOT / "retention" / "narrate").rglob("*.py")),
    ROOT / "app.py",
]
TRANSLATED = [language for language in LANGUAGES if language != "en"]
Ids = str | tuple[str, ...]


@pytest.fixture(scope="session")
def messages() -> set[Ids]:
    """All messages the source marks for translation."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    found = extract_from_dir(ROOT, method_map=methods, options_map=options)
    return {tuple(ids) if isinstance(ids, tuple | list) else ids for _, _, ids, _, _ in found}


@pytest.fixture(scope="session", params=TRANSLATED)
def catalogue(request: pytest.FixtureRequest) -> Catalog:
    with texts.catalogue_path(request.param).open("rb") as file:
        return read_po(file, locale=request.param)


def entries(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


def forms(message: Message) -> tuple[str, ...]:
    return message.string if isinstance(message.string, tuple) else (message.string,)


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_the_source_is_found(messages: set[Ids]) -> None:
    assert "Do they come back?" in messages
    assert ("{n} customer", "{n} customers") in messages
    assert "No column says who bought." in " ".join(ids for ids in messages if isinstance(ids, str))


def test_nothing_is_missing_or_outdated(messages: set[Ids], catalogue: Catalog) -> None:
    translated = {message.id for message in entries(catalogue)}
    assert messages - translated == set(), "run the catalogue commands of CONTRIBUTING.md and translate"
    assert translated - messages == set(), "these are no longer in the source"
    assert not catalogue.obsolete


def test_every_form_is_translated(catalogue: Catalog) -> None:
    for message in entries(catalogue):
        assert not message.fuzzy, message.id
        assert all(forms(message)), message.id
        if message.pluralizable:
            assert len(forms(message)) == catalogue.num_plurals, message.id


def test_placeholders_and_emphasis_survive(catalogue: Catalog) -> None:
    for message in entries(catalogue):
        source = message.id[1] if isinstance(message.id, tuple) else message.id
        for form in forms(message):
            assert placeholders(form) == placeholders(source), message.id
            assert form.count("**") == source.count("**"), message.id


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ("{n} customer", "{n} customers", "{n} customers", "{n} customers")),
        ("ru", ("{n} клиент", "{n} клиента", "{n} клиентов", "{n} клиент")),
        ("uk", ("{n} клієнт", "{n} клієнти", "{n} клієнтів", "{n} клієнт")),
        ("ro", ("{n} client", "{n} clienți", "{n} clienți", "{n} de clienți")),
    ],
)
def test_counts_take_the_right_form(language: str, expected: tuple[str, ...]) -> None:
    words = texts.translations(language)
    assert tuple(words.ngettext("{n} customer", "{n} customers", n) for n in (1, 3, 5, 21)) == expected


def test_no_word_hides_from_extraction() -> None:
    """Messages inside f-strings are not extracted, and Streamlit is never handed a bare sentence."""
    assert len(SHOWN) > 50
    for path in SHOWN:
        nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
        inside = [node for f in nodes if isinstance(f, ast.JoinedStr) for node in ast.walk(f)]
        assert not [node.lineno for node in inside if called(node) in {"_", "ngettext", "N_"}], path
        bare = [node for node in nodes if isinstance(node, ast.Call) and is_streamlit(node) and says(node)]
        assert not [node.lineno for node in bare], path


def called(node: ast.AST) -> str | None:
    return node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else None


def is_streamlit(call: ast.Call) -> bool:
    function = call.func
    return isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name) and function.value.id == "st"


def says(call: ast.Call) -> bool:
    first = call.args[0] if call.args else None
    silent = isinstance(call.func, ast.Attribute) and call.func.attr in {"Page", "page_link", "switch_page"}
    return isinstance(first, ast.Constant) and isinstance(first.value, str) and not silent
