"""Texts that stand for any customer (Guest, Walk-in) or for none (n/a), in the languages of `stand_ins.json`."""

import json
import re
from functools import cache
from importlib.resources import files

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

# Names tills write for any customer: guests, walk-ins, the retail customer.
_ADDRESSES = "e-mail names of nobody"
_NOTHING = "written as nothing"
_NUMBERS = r"^(?:-1|0+)$"
# A telephone number of one repeated digit was typed to fill a required field.
_ONE_DIGIT_REPEATED = rf"^(?:{'|'.join(f'{digit}{{5,}}|[0-9]{{1,4}}{digit}{{8,}}' for digit in range(10))})$"


def is_stand_in(texts: pa.LargeStringArray) -> pa.BooleanArray:
    """Whether each text stands for any customer (Guest, Walk-in) or for no value, in the languages of `stand_ins.json`.

    Case, marks (ă, ё) and punctuation do not matter: `Walk-in`, `WALK IN` and `Физ. лицо` are found.
    """
    names, longest = _stand_in_names()
    short = pc.less_equal(pc.utf8_length(texts), longest)
    candidate = pc.and_(short, pc.invert(pc.match_substring(texts, "@")))
    named = np.zeros(len(texts), dtype=bool)
    named[candidate.to_numpy(zero_copy_only=False)] = pc.is_in(plain(texts.filter(candidate)), value_set=names)
    nowhere = pc.match_substring_regex(texts, _stand_in_address().pattern)
    return pc.or_(pa.array(named), pc.or_(nowhere, pc.match_substring_regex(texts, _NUMBERS)))


def is_blank(texts: pa.LargeStringArray) -> pa.BooleanArray:
    """Whether each text is a way to write that there is no value; names of stand-ins are values."""
    short = pc.less_equal(pc.utf8_length(texts), _stand_in_names()[1]).to_numpy(zero_copy_only=False)
    found = pc.match_substring_regex(texts, _NUMBERS).to_numpy(zero_copy_only=False).copy()
    found[short] |= pc.is_in(plain(texts.filter(pa.array(short))), value_set=_blank_words()).to_numpy(
        zero_copy_only=False
    )
    return pa.array(found)


def is_placeholder_phone(digits: pa.LargeStringArray) -> pa.BooleanArray:
    """Whether a telephone number, its country's prefix aside, is one digit repeated."""
    return pc.match_substring_regex(digits, _ONE_DIGIT_REPEATED)


def plain(texts: pa.LargeStringArray) -> pa.LargeStringArray:
    """Letters and digits only, case and marks folded away, words one space apart."""
    folded = pc.utf8_lower(texts)
    if pc.all(pc.string_is_ascii(folded)).as_py():  # tables of all the world's letters take longer than a short file
        return pc.utf8_trim_whitespace(pc.replace_substring_regex(folded, "[^0-9a-z]+", " "))
    bare = pc.replace_substring_regex(pc.utf8_normalize(folded, form="NFKD"), r"\p{M}+", "")
    return pc.utf8_trim_whitespace(pc.replace_substring_regex(bare, r"[^\p{L}\p{N}]+", " "))


@cache
def _stand_ins() -> dict[str, list[str]]:
    found: dict[str, list[str]] = json.loads(
        (files("retention.ingest.values") / "stand_ins.json").read_text(encoding="utf-8")
    )
    return found


@cache
def _blank_words() -> pa.LargeStringArray:
    return plain(pa.array(_stand_ins()[_NOTHING], pa.large_string()))


@cache
def _stand_in_address() -> re.Pattern[str]:
    return re.compile(rf"(?i)^(?:{'|'.join(_stand_ins()[_ADDRESSES])})@")


@cache
def _stand_in_names() -> tuple[pa.LargeStringArray, int]:
    """Names of stand-ins, and how long a text can be that is one of them."""
    words = [word for name, words in _stand_ins().items() if name != _ADDRESSES for word in words]
    names = pa.array(words, pa.large_string())
    return plain(names), 8 + pc.max(pc.utf8_length(names)).as_py()
