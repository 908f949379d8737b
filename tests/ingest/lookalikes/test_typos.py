"""One slip of the pen, and how pairs of them are found among many names."""

import itertools
import random

import pytest

from retention.ingest.lookalikes import near_names, one_slip


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("ivanova", "ivannova", True),
        ("ivanova", "ivanov", True),
        ("ivanova", "ivamova", True),
        ("ivanova", "iavnova", True),
        ("ivanova", "avanovi", False),
        ("ivanova", "ivanova", False),
        ("ivanova", "ivnnva", False),
        ("salon 1", "salon 2", False),
        ("ab", "ba", True),
        ("", "a", True),
    ],
)
def test_one_slip(left: str, right: str, expected: bool) -> None:
    assert one_slip(left, right) is expected
    assert one_slip(right, left) is expected


def test_the_pairs_are_those_that_comparing_all_with_all_finds() -> None:
    draw = random.Random(5)
    names = ["".join(draw.choices("abc", k=draw.randint(4, 6))) for _ in range(120)]
    places = [draw.choice(["omsk", "tomsk", "kyiv"]) for _ in names]
    slow = {
        (i, j)
        for i, j in itertools.combinations(range(len(names)), 2)
        if places[i] == places[j] and one_slip(names[i], names[j])
    }
    assert set(near_names(names, places)) <= slow
    few = list(dict.fromkeys(names))[:25]
    alone = {(i, j) for i, j in itertools.combinations(range(len(few)), 2) if one_slip(few[i], few[j])}
    assert set(near_names(few, ["omsk"] * len(few))) == alone


def test_no_names() -> None:
    assert list(near_names([], [])) == []
