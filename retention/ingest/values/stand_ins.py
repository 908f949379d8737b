"""Names tills write for "anybody": guests, walk-ins, the retail customer. Nobody's retention is theirs."""

import json
import re
from functools import cache
from importlib.resources import files

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

_ADDRESSES = "e-mail names of nobody"
_NOTHING = "written as nothing"
_NUMBERS = r"^(?:-1|0+)$"
# A telephone number of one repeated digit was typed to get past the form.
_TYPED_PAST = rf"^(?:{'|'.join(f'{digit}{{5,}}|[0-9]{{1,3}}{digit}{{9,}}' for digit in range(10))})$"


def nobody(texts: pa.LargeStringArray) -> pa.BooleanArray:
    """Whether each text stands for "anybody" or for no value, in any of the four languages.

    Case, marks (ă, ё) and punctuation do not matter: `Walk-in`, `WALK IN` and `Физ. лицо` are found.
    """
    names, longest = _lists()
    short = pc.less_equal(pc.utf8_length(texts), longest)
    candidate = pc.and_(short, pc.invert(pc.match_substring(texts, "@")))
    named = np.zeros(len(texts), dtype=bool)
    named[candidate.to_numpy(zero_copy_only=False)] = pc.is_in(plain(texts.filter(candidate)), value_set=names)
    nowhere = pc.or_(
        pc.match_substring_regex(texts, _nobodys_address().pattern), pc.match_substring_regex(texts, _NUMBERS)
    )
    return pc.or_(pa.array(named), nowhere)


def nothing(texts: pa.LargeStringArray) -> pa.BooleanArray:
    """Whether each text is a way to write no value: not even a stand-in's name."""
    short = pc.less_equal(pc.utf8_length(texts), _lists()[1]).to_numpy(zero_copy_only=False)
    found = pc.match_substring_regex(texts, _NUMBERS).to_numpy(zero_copy_only=False).copy()
    found[short] |= pc.is_in(plain(texts.filter(pa.array(short))), value_set=_blanks()).to_numpy(zero_copy_only=False)
    return pa.array(found)


def nobodys_phone(digits: pa.LargeStringArray) -> pa.BooleanArray:
    """Whether a telephone number, its country's prefix aside, is one digit over and over."""
    return pc.match_substring_regex(digits, _TYPED_PAST)


def plain(texts: pa.LargeStringArray) -> pa.LargeStringArray:
    """Letters and digits only, case and marks folded away, words one space apart."""
    bare = pc.replace_substring_regex(pc.utf8_normalize(pc.utf8_lower(texts), form="NFKD"), r"\p{M}+", "")
    return pc.utf8_trim_whitespace(pc.replace_substring_regex(bare, r"[^\p{L}\p{N}]+", " "))


@cache
def _written() -> dict[str, list[str]]:
    found: dict[str, list[str]] = json.loads(
        (files("retention.ingest.values") / "stand_ins.json").read_text(encoding="utf-8")
    )
    return found


@cache
def _blanks() -> pa.LargeStringArray:
    return plain(pa.array(_written()[_NOTHING], pa.large_string()))


@cache
def _nobodys_address() -> re.Pattern[str]:
    return re.compile(rf"(?i)^(?:{'|'.join(_written()[_ADDRESSES])})@")


@cache
def _lists() -> tuple[pa.LargeStringArray, int]:
    """Names of nobody, and how long a text can be that is one of them."""
    words = [word for name, words in _written().items() if name != _ADDRESSES for word in words]
    names = pa.array(words, pa.large_string())
    return plain(names), 8 + pc.max(pc.utf8_length(names)).as_py()
