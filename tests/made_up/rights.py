"""What is right of a made-up file, and the register of kinds."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.made_up.truth import Reading

if TYPE_CHECKING:
    from tests.made_up.maker import Maker


@dataclass(frozen=True)
class Right:
    """What is right of a file.

    One of `readings`: numbers. Unless the file is `plain`, a question or a refusal as well: of a plain file a careful
    person needs to ask nothing. `others` are numbers that a remark must go with, one whose code holds one of `told`;
    where there are none, any numbers with such a remark. `answers` is what a person who knows the file answers.
    """

    readings: tuple[Reading, ...] = ()
    plain: bool = False
    others: tuple[Reading, ...] = ()
    told: tuple[str, ...] = ()
    answers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class File:
    """A name and its bytes."""

    name: str
    data: bytes


@dataclass(frozen=True)
class MadeUp:
    """A kind of file, made once: its files in the order they are brought, and what is right of them together."""

    kind: str
    seed: int
    files: tuple[File, ...]
    right: Right


Writer = Callable[["Maker"], tuple[tuple[File, ...], Right]]


@dataclass(frozen=True)
class Kind:
    """A kind of file: what it is in a sentence, and how one is written."""

    name: str
    text: str
    write: Writer


KINDS: dict[str, Kind] = {}


def kind(write: Writer) -> Writer:
    """Register a kind under its function's name; its docstring says what such a file is."""
    name = write.__name__
    assert name not in KINDS, name
    KINDS[name] = Kind(name, (write.__doc__ or "").strip(), write)
    return write


def make(name: str, seed: int) -> MadeUp:
    """A file of a kind, the same one for a seed every time."""
    from tests.made_up import every_kind
    from tests.made_up.maker import Maker

    files, right = every_kind.KINDS[name].write(Maker(random.Random(f"{name} {seed}")))
    return MadeUp(name, seed, files, right)
