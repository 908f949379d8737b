"""A workspace comes back as it was written, holds no data, and what is no workspace is refused by name."""

import datetime as dt
import json
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retention.errors import RetentionError
from retention.ingest.mapping import KINDS, Choices
from retention.ingest.rules import Rules
from retention.ingest.sealed import SEALED, sealed, unsealed
from retention.notes import MOST, Note
from retention.settings import Choice, Number, Switch, Text
from retention.workspace.workspace import KIND, VERSION, Workspace, written
from retention.workspace.workspace import opened as opened_with
from tests import awkward

KEPT = Workspace(
    settings={"grain": "quarter", "margin": "0.4"},
    question={"crr_change": "0.05", "reading": "just_bought"},
    scenarios={"Bold": {"crr_change": "0.1"}, "Смелый": {}},
    rules=Rules(cancelled=True, free=False, lines="sum"),
    notes=(Note(dt.date(2024, 11, 29), "Black Friday"), Note(dt.date(2025, 3, 1), "Подорожание <b>")),
    merged={sealed("ann", "0000009f"): sealed("bob", "0000009f")},
    choices={
        ("Kunde", "Datum"): Choices(
            customer="Kunde", date_order="dmy", status_also=("Lieferung",), state=("RTO=cancelled",), amount=""
        )
    },
)


SETTINGS = {"grain": Choice(("month", "quarter")), "margin": Number(minimum=0, maximum=1), "group": Text(longest=9)}
QUESTION = {"crr_change": Number(minimum=-1, maximum=1), "reading": Choice(("everyone", "just_bought"))}


def opened(content: bytes) -> Workspace:
    return opened_with(content, settings=SETTINGS, question=QUESTION)


def damaged(**changes: object) -> bytes:
    return json.dumps(json.loads(written(KEPT)) | changes).encode()


def refusal(content: bytes) -> RetentionError:
    with pytest.raises(RetentionError) as caught:
        opened(content)
    return caught.value


def test_it_comes_back_as_it_was_written() -> None:
    assert opened(written(KEPT)) == KEPT
    assert opened(written(Workspace())) == Workspace()


def test_the_order_of_scenarios_stays() -> None:
    assert list(opened(written(KEPT)).scenarios) == ["Bold", "Смелый"]


def test_it_says_what_it_is_and_of_which_version() -> None:
    content = json.loads(written(KEPT))
    assert (content["kind"], content["version"]) == (KIND, VERSION)


@pytest.mark.parametrize("content", [b"", b"customer,date\n", b"[]", b"{}", b"\xff\xfe\x00", b"[" * 100_000, b"7"])
def test_anything_else_is_no_workspace(content: bytes) -> None:
    assert refusal(content).code == "workspace_unknown"


def test_a_file_as_large_as_data_is_none_either() -> None:
    assert refusal(written(KEPT) + b" " * 1_000_000).code == "workspace_unknown"


def test_one_made_by_a_newer_version_is_told_so() -> None:
    error = refusal(damaged(version=VERSION + 1))
    assert (error.code, error.details) == ("workspace_newer", {"version": VERSION + 1, "known": VERSION})


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("version", "one"),
        ("version", 0),
        ("settings", ["grain"]),
        ("settings", {"grain": 7}),
        ("question", None),
        ("scenarios", {"name": "Bold"}),
        ("scenarios", [{"name": "Bold", "levers": {"crr_change": 0.1}}]),
        ("scenarios", [{"levers": {}}]),
        ("files", [{"columns": "Kunde", "choices": {}}]),
        ("files", [{"columns": [1], "choices": {}}]),
        ("rules", ["cancelled"]),
        ("notes", {"day": "2025-03-01", "words": "Price rise"}),
        ("notes", ["2025-03-01=Price rise"]),
        ("notes", [{"day": 20250301, "words": "Price rise"}]),
        ("notes", [{"day": "2025-03-01"}]),
    ],
)
def test_a_damaged_part_is_named(part: str, value: object) -> None:
    error = refusal(damaged(**{part: value}))
    assert (error.code, error.details["part"]) == ("workspace_damaged", part)


def test_a_note_that_cannot_be_is_left_out_and_named() -> None:
    notes = [
        {"day": "2025-03-01", "words": "Price rise"},
        {"day": "2025-02-30", "words": "Moved"},
        {"day": "2025-03-02", "words": "x" * 61},
        {"day": "2025-03-03", "words": "turned \u202e round"},
    ]
    found = opened(damaged(notes=notes))
    assert found.notes == (Note(dt.date(2025, 3, 1), "Price rise"),)
    assert [part for part, _name in found.left_out] == ["notes"] * 3
    assert found.left_out[0] == ("notes", "2025-02-30 Moved")


def test_more_notes_than_can_be_shown_are_left_out() -> None:
    notes = [{"day": "2025-03-01", "words": str(n)} for n in range(MOST + 2)]
    found = opened(damaged(notes=notes))
    assert (len(found.notes), len(found.left_out)) == (MOST, 2)


def test_one_kept_before_there_were_notes_opens() -> None:
    earlier = json.loads(written(KEPT))
    del earlier["notes"]
    assert opened(json.dumps(earlier).encode()).notes == ()


def test_rules_are_kept_without_customers_and_rates() -> None:
    named = Rules(free=False, nobody=("Ann",), exchange={"EUR": 19.5}, merged={"Ann B": "Ann"})
    content = written(Workspace(rules=named))
    assert opened(content).rules == Rules(free=False)
    assert b"Ann" not in content


def test_one_kept_before_there_were_rules_opens() -> None:
    earlier = json.loads(written(KEPT))
    del earlier["rules"]
    assert opened(json.dumps(earlier).encode()).rules == Rules()


def test_choices_no_version_knows_are_left_out() -> None:
    files = [{"columns": ["Kunde"], "choices": {"customer": "Kunde", "mood": "good", "order": 4}}]
    assert opened(damaged(files=files)).choices == {("Kunde",): Choices(customer="Kunde")}


def test_what_cannot_be_is_left_out_and_named() -> None:
    content = damaged(
        settings={"grain": "fortnight", "margin": "0.4", "mood": "good", "group": "a\u202eb"},
        question={"crr_change": "2", "reading": "just_bought"},
        scenarios=[{"name": "Bold", "levers": {"crr_change": "often"}}, {"name": "\ud800", "levers": {}}],
        files=[{"columns": ["Kunde"], "choices": {"separator": "\ud800", "header_row": "9" * 4000, "date": "Tag"}}],
        rules={"free": "no", "cancelled": True},
    )
    found = opened(content)
    assert (found.settings, found.question, found.scenarios) == (
        {"margin": "0.4"},
        {"reading": "just_bought"},
        {"Bold": {}},
    )
    assert found.choices == {("Kunde",): Choices(date="Tag")}
    assert found.rules == Rules(cancelled=True)
    assert found.left_out == (
        *(("settings", name) for name in ("grain", "mood", "group")),
        ("question", "crr_change"),
        *(("scenarios", name) for name in ("crr_change", "\ud800")),
        *(("files", name) for name in ("separator", "header_row")),
        ("rules", "free"),
    )


def test_a_setting_taken_back_is_no_remark() -> None:
    found = opened(damaged(settings={"margin": "", "grain": "month"}))
    assert (found.settings, found.left_out) == ({"grain": "month"}, ())


def test_a_file_known_by_impossible_columns_is_left_out() -> None:
    found = opened(damaged(files=[{"columns": ["\ud800"], "choices": {"customer": "who"}}]))
    assert (found.choices, found.left_out) == ({}, (("files", "columns"),))


@pytest.mark.parametrize(
    "content",
    [
        b'{"kind": "retention workspace", "version": 1, "version": 2}',
        b'{"kind": "retention workspace", "version": NaN}',
        b'{"kind": "retention workspace", "version": 1, "settings": {"margin": Infinity}}',
        b'{"kind": "retention workspace", "version": ' + b"9" * 5000 + b"}",
        b'{"kind": "retention workspace", "settings": ' + b"[" * 50_000 + b"]" * 50_000 + b"}",
    ],
)
def test_what_is_no_plain_json_is_no_workspace(content: bytes) -> None:
    assert refusal(content).code == "workspace_unknown"


@pytest.mark.parametrize("version", [True, 1.0, "1", 10**30, -1, None])
def test_a_version_is_a_small_whole_number(version: object) -> None:
    error = refusal(damaged(version=version))
    assert (error.code, error.details) == ("workspace_damaged", {"part": "version"})


@settings(max_examples=4 * settings.default.max_examples)
@given(st.randoms(use_true_random=False))
def test_whatever_stands_in_its_parts_it_opens_or_is_refused(random: Random) -> None:
    whole = json.loads(written(KEPT))
    part = random.choice(list(whole))
    hold = json.dumps(whole | {part: awkward.anything(Text(longest=9), random)}, default=str).encode()
    files = [{"columns": ["a"], "choices": {name: awkward.anything(kind, random) for name, kind in KINDS.items()}}]
    for content in (hold, damaged(files=files), damaged(rules={"free": awkward.anything(Switch(), random)})):
        try:
            found = opened(content)
        except RetentionError as error:
            assert error.code.startswith("workspace_")  # noqa: PT017 - either end is right
        else:
            assert opened(written(found)).choices == found.choices


def test_merged_customers_are_kept_without_their_names() -> None:
    content = written(Workspace(merged={"ann@y.com": "ann@x.com"}))
    assert b"ann" not in content
    found = opened(content).merged
    assert all(SEALED.fullmatch(name) for pair in found.items() for name in pair)
    assert unsealed(found, ["ann@x.com", "ann@y.com"]) == {"ann@y.com": "ann@x.com"}


@pytest.mark.parametrize("merged", [7, {}, ["a"], [["a", "b"]], [[sealed("a", "0" * 8)]], [[1, 2]]])
def test_merged_customers_that_are_not_sealed_are_refused(merged: object) -> None:
    assert refusal(damaged(merged=merged)).details == {"part": "merged"}
