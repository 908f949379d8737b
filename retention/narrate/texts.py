"""Words in the reader's language, and the care needed when a file's own words stand among them."""

import functools
import gettext
import io
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from retention import messages
from retention.ingest.values.texts import visible
from retention.narrate.reader import reader

DOMAIN = "retention"
LOCALES = Path(__file__).resolve().parents[2] / "locales"
WORD_JOINER = "\u2060"
ADDRESS = re.compile(r"(@|www|:(?=//))", re.IGNORECASE)
STEERING = re.compile("[\x80-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069]")
"""Characters that show nothing and steer what stands beside them: old controls, changes of writing direction."""
BREAKS = re.compile(r"[ \t\n\r\f\v\x85\u2028\u2029]+")
SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~$:&])")
ESCAPED = re.compile(r"\\([\\`*_{}\[\]<>#|~$:&])")


def catalogue_path(language: str) -> Path:
    """Where the translations into a language are kept."""
    return LOCALES / language / "LC_MESSAGES" / f"{DOMAIN}.po"


@functools.cache
def translations(language: str) -> gettext.NullTranslations:
    """The catalogue of a language, read from its .po file; English is what the source itself says."""
    if language == "en":
        return gettext.NullTranslations()
    with catalogue_path(language).open("rb") as file:
        catalogue = read_po(file, locale=language)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def _(message: str) -> str:
    """The message in the reader's language."""
    return translations(reader().language).gettext(message)


def ngettext(singular: str, plural: str, n: int) -> str:
    """The message in the form the reader's language uses for n things."""
    return translations(reader().language).ngettext(singular, plural, n)


N_ = messages.N_
"""Marks a message for translation where it is written but not yet shown."""


class Markup(str):
    """Text already safe where the reader sees it, in Markdown or bare: a filled template or a quotation."""

    __slots__ = ()


@dataclass(frozen=True, kw_only=True)
class BigFigure:
    """The answer of a page as a figure: what it is, its value, how it changed or compares, and a word about that.

    `leaning` (`up`, `down`) is which way the change points, where chance does not explain it; `firm` says whether it is
    beyond doubt, `course` holds the values before it that draw a small line.
    """

    label: str
    value: str
    change: str | None = None
    note: str | None = None
    leaning: str | None = None
    firm: bool = False
    course: Sequence[int] = ()


def plain(text: object) -> Markup:
    """Text in which every character shows as itself: what Markdown would obey is escaped, addresses are no links."""
    if not reader().markdown:
        return Markup(_literal(text))
    shown = SPECIAL.sub(r"\\\1", _literal(text))
    return Markup(ADDRESS.sub(f"\\1{WORD_JOINER}", shown))


def bare(text: str) -> str:
    """A text of ours without the escapes and joiners that Markdown needs, for a file.

    >>> bare(str(plain("a_b@c.d")))
    'a_b@c.d'
    """
    return ESCAPED.sub(r"\1", text).replace(WORD_JOINER, "").replace("**", "")


def _literal(text: object) -> str:
    """Text on one line in which every character can be seen: ␀ for a NUL, ⟨U+202E⟩ for what would turn the line."""
    line = visible(BREAKS.sub(" ", str(text)).strip())
    return STEERING.sub(lambda found: f"⟨U+{ord(found[0]):04X}⟩", line)


def quoted(text: object) -> Markup:
    """Words from a file (its name, a header, a cell) as a code span, in which nothing is ever interpreted."""
    if not reader().markdown:
        return plain(text)
    shown = _literal(text) or " "
    fence = "`" * (max((len(run) for run in re.findall("`+", shown)), default=0) + 1)
    padding = " " if shown.startswith("`") or shown.endswith("`") else ""
    return Markup(f"{fence}{padding}{shown}{padding}{fence}")


def listed(items: Iterable[object], *, at_most: int = 8) -> Markup:
    """Words from a file one after the other, cut with an ellipsis after `at_most`."""
    shown = [quoted(item) for item in items]
    return Markup(", ".join([*shown[:at_most], "…"] if len(shown) > at_most else shown))


def fill(template: str, **values: object) -> Markup:
    """A template with its placeholders filled; what is not yet `Markup` escaped, emphasis left to Markdown."""
    if not reader().markdown:
        template = template.replace("**", "")
    safe = {name: value if isinstance(value, Markup) else plain(value) for name, value in values.items()}
    return Markup(template.format(**safe))


def markdown_table(head: Sequence[str], rows: Iterable[Sequence[str]], *, right: Collection[int] = ()) -> str:
    """A table in Markdown; `right` are the places of the columns of figures, which stand to the right.

    >>> print(markdown_table(("Customer", "Orders"), [("Ann", "12")], right=(1,)))
    | Customer | Orders |
    |---|---:|
    | Ann | 12 |
    """
    rule = "".join("---:|" if place in right else "---|" for place in range(len(head)))
    return "\n".join([_row(head), f"|{rule}", *map(_row, rows)])


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
