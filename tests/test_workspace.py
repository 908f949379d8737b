"""A workspace comes back as it was written, holds no data, and what is no workspace is refused by name."""

import json

import pytest

from retention.errors import RetentionError
from retention.mapping import Choices
from retention.rules import Rules
from retention.settings import Choice, Number, Text
from retention.workspace import KIND, VERSION, Workspace, written
from retention.workspace import opened as opened_with

KEPT = Workspace(
    settings={"grain": "quarter", "margin": "0.4"},
    question={"crr_change": "0.05", "reading": "just_bought"},
    scenarios={"Bold": {"crr_change": "0.1"}, "Смелый": {}},
    rules=Rules(cancelled=True, free=False, lines="sum"),
    choices={("Kunde", "Datum"): Choices(customer="Kunde", date_order="dmy", status_also=("Lieferung",), amount="")},
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
    ],
)
def test_a_damaged_part_is_named(part: str, value: object) -> None:
    error = refusal(damaged(**{part: value}))
    assert (error.code, error.details["part"]) == ("workspace_damaged", part)


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
