"""Any text and any JSON value for any setting is a valid value or none, never an error; numbers mean what they say."""

import datetime as dt
import json
import math
import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pages.shared import settings as of_pages
from pages.what_if import question
from retention.ingest import mapping, memory, rules
from retention.settings import Choice, DayRange, Kind, Number, Several, Switch, Text, Whole, as_text, read_all
from retention.whatif import FIELDS, Scenario, scenario
from retention.workspace import workspace
from tests import awkward

MODULES = (mapping, rules, workspace, scenario, question, of_pages)
DECLARED: dict[str, Kind[object]] = {
    **{f"link: {name}": each.kind for name, each in of_pages.SETTINGS.items()},
    **{f"question: {name}": kind for name, kind in question.QUESTION.items()},
    **{f"file: {name}": kind for name, kind in mapping.KINDS.items()},
    **{f"rule: {name}": kind for name, kind in rules.KINDS.items()},
    **{
        f"{module.__name__}: {name}": each
        for module in MODULES
        for name, each in vars(module).items()
        if isinstance(each, Number | Whole | DayRange | Text | Several | Choice | Switch)
    },
}
HIDDEN = st.text(st.characters(categories=["Cs", "Cc", "Nd", "No", "Zs"]))
LETTERS = st.one_of(st.text(), HIDDEN, st.from_regex("[-+_.eE 0-9]*"))
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), LETTERS, st.sampled_from(awkward.NONSENSE)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(LETTERS, inner, max_size=3)),
    max_leaves=5,
)


def check(kind: Kind[object], brought: object) -> None:
    """What was read is a value of its kind, and reads as itself when it is written."""
    value = kind.read(brought)
    if value is None:
        return
    json.dumps(value, default=str, allow_nan=False, ensure_ascii=False).encode()
    if isinstance(kind, Number | Whole):
        assert isinstance(value, int | float)
        assert kind.minimum <= value <= kind.maximum
        assert math.copysign(1.0, value) == 1.0 or value < 0
    assert kind.read(value if isinstance(kind, Switch | Several) else as_text(value)) == value


@settings(max_examples=4 * settings.default.max_examples)
@given(brought=JSON)
def test_whatever_is_brought_is_a_value_or_none(brought: object) -> None:
    for kind in DECLARED.values():
        check(kind, brought)


@pytest.mark.parametrize("seed", range(30))
def test_so_are_the_edges_and_what_lies_beyond(seed: int) -> None:
    rng = random.Random(seed)
    for kind in DECLARED.values():
        check(kind, awkward.texts(kind, rng))
        check(kind, awkward.anything(kind, rng))


@given(kept=st.dictionaries(st.one_of(LETTERS, st.sampled_from([*mapping.KINDS, *rules.KINDS])), JSON, max_size=6))
def test_an_entry_of_a_file_becomes_choices_and_rules(kept: dict[str, object]) -> None:
    choices = memory.as_choices(kept)
    assert all(isinstance(number, int) for name, number in choices.layout.items() if name == "header_row")
    rules.as_rules(kept)


@pytest.mark.parametrize("name", list(FIELDS))
def test_the_edges_of_a_field_are_scenarios(name: str) -> None:
    """What the validator lets through is never refused by what it is for."""
    kind = FIELDS[name].kind
    for text in map(as_text, (kind.minimum, kind.maximum, kind.read("0"))):
        value = kind.read(text)
        assert value is None or getattr(Scenario(**{name: value}), name) == value


@pytest.mark.parametrize(
    ("text", "number"),
    [("5", 5.0), (" 5 ", 5.0), ("+5", 5.0), ("5.", 5.0), (".5", 0.5), ("1e3", 1000.0), ("1E-05", 1e-05), ("-0", 0.0)],
)
def test_numbers_as_programs_write_them(text: str, number: float) -> None:
    assert Number(minimum=-1e6, maximum=1e6).read(text) == number


@pytest.mark.parametrize(
    "text",
    [
        *("1_000", "٣", "²", "½", "５", "1,5", "1 000", "0x10", "1e", "e5", "--5", "5-", "nan", "inf", "Infinity"),
        *("", " ", "\t5", "5\n", "1e999", "-1e999", "9" * 41, "0" * 5000 + "1", "5\0", "5\ud800", "1.2.3"),
    ],
)
@pytest.mark.parametrize("kind", [Number(minimum=-1e300, maximum=1e300), Whole(minimum=-(2**53), maximum=2**53)])
def test_what_float_reads_and_nobody_means_is_no_number(kind: Kind[float], text: str) -> None:
    assert kind.read(text) is None


@pytest.mark.parametrize("value", [True, False, None, float("nan"), float("inf"), 10**400, [5], {"5": 5}, b"5"])
def test_only_numbers_are_numbers(value: object) -> None:
    assert Number(minimum=-1e300, maximum=1e300).read(value) is None
    assert Whole(minimum=0, maximum=9).read(value) is None


def test_whole_numbers_are_whole_and_within() -> None:
    kind = Whole(minimum=2, maximum=60)
    assert [kind.read(text) for text in ("2", "60", "7.0", 7, 7.0, "007")] == [2, 60, 7, 7, 7, 7]
    assert [kind.read(text) for text in ("1", "61", "7.5", 7.5, "1e999")] == [None] * 5


def test_every_whole_number_is_exact_in_a_browser() -> None:
    for name, kind in DECLARED.items():
        if isinstance(kind, Whole):
            assert -(2**53) <= kind.minimum < kind.maximum <= 2**53, name


def test_a_stretch_of_days_lies_within_and_goes_forward() -> None:
    kind = DayRange(first=dt.date(2024, 1, 1), last=dt.date(2024, 12, 31))
    assert kind.read("2024-03-05..2024-04-20") == (dt.date(2024, 3, 5), dt.date(2024, 4, 20))
    assert as_text(kind.read("2024-03-05..2024-04-20")) == "2024-03-05..2024-04-20"
    for text in ("2024-04-20..2024-03-05", "2023-12-31..2024-01-05", "2024-13-01..2024-12-01", *awkward.DAYS):
        assert kind.read(text) is None


@pytest.mark.parametrize("sign", ["\ud800", "\0", "\n", "\x1b", "\x85", "\u2028", "\u202e", "\u2066"])
def test_a_name_holds_nothing_hidden_or_turning(sign: str) -> None:
    assert workspace.NAME.read(f"Bold{sign}er") is None


@pytest.mark.parametrize("text", ["Смелый", "Épicé ⟶ 5%", "عميل", "😀", "a\u200db"])
def test_a_name_may_be_in_any_script(text: str) -> None:
    assert workspace.NAME.read(text) == text


def test_the_name_of_a_column_is_whatever_a_file_holds_but_no_half_of_a_pair() -> None:
    kind = mapping.KINDS["customer"]
    assert kind.read("Order\nID\u202e") == "Order\nID\u202e"
    assert kind.read("") == ""
    assert kind.read("\ud800") is None
    assert kind.read("a" * 40_000) is None
    assert mapping.KINDS["further"].read(["a", "\udfff"]) is None


def test_a_separator_is_one_sign_or_a_run_of_spaces() -> None:
    kind = mapping.KINDS["separator"]
    assert [kind.read(sign) for sign in (",", ";", "\t", "|", "^", "~", " ", "  ")] == [*",;\t|^~ ", "  "]
    assert [kind.read(sign) for sign in ("", ",,", "\n", "\0", "§", "\ud800", 5)] == [None] * 7


def test_a_header_row_is_digits_that_somebody_could_mean() -> None:
    assert memory.as_choices({"header_row": "9" * 4000}).layout == {}
    assert memory.as_choices({"header_row": "٣"}).layout == {}
    assert memory.as_choices({"header_row": "3"}).header_row == "3"


def test_what_is_left_out_is_named() -> None:
    kinds = {"grain": Choice(("month",)), "months": Whole(minimum=2, maximum=60)}
    brought = {"grain": "month", "months": "61", "mood": "good"}
    assert read_all(kinds, brought) == ({"grain": "month"}, ["months", "mood"])


def test_reading_takes_no_longer_than_the_text() -> None:
    """A pattern that tries every way to cut a text would need hours for these."""
    began = time.process_time()
    for kind in DECLARED.values():
        for text in ("9" * 10**6, "1." + "0" * 10**6 + "x", "a" * 30_000 + "\0", " " * 10**6):
            kind.read(text)
    assert time.process_time() - began < 5


def test_limits_grow_with_what_is_shown_and_cut_what_nobody_typed() -> None:
    share = Number(minimum=0.0, maximum=1.0, step=0.01)
    assert share.times(100) == Number(minimum=0.0, maximum=100.0, step=1.0)
    assert (share.at_most(0.4), share.at_most(7)) == (0.4, 1.0)
    assert (Whole(minimum=0, maximum=9).at_most(3.7), Whole(minimum=0, maximum=9).at_most(12)) == (3, 9)
    assert FIELDS["margin"].shown_kind == Number(minimum=0.0, maximum=100.0, step=1.0)
    assert FIELDS["horizon"].shown_kind == FIELDS["horizon"].kind


def test_days_are_cut_to_a_range() -> None:
    march = DayRange(first=dt.date(2025, 3, 1), last=dt.date(2025, 3, 31))
    assert march.cut((dt.date(2025, 1, 1), dt.date(2025, 3, 5))) == (dt.date(2025, 3, 1), dt.date(2025, 3, 5))
    assert march.cut((dt.date(2025, 3, 2), dt.date(2025, 5, 5))) == (dt.date(2025, 3, 2), dt.date(2025, 3, 31))
