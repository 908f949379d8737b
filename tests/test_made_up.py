"""Files of a random shop in every kind, layout, language and dialect: the right numbers, a question or a refusal."""

import random
from collections import Counter
from collections.abc import Mapping

import pytest

import retention as rt
from retention.errors import FileError, Question, Undecided
from retention.orders import Orders
from tests.made_up.every_kind import KINDS
from tests.made_up.maker import Maker
from tests.made_up.rights import MadeUp, Right, make
from tests.made_up.truth import Reading
from tests.made_up.verdict import GOOD, NEEDLESS, judge, load_here
from tests.made_up.words import LANGUAGES

DEEP_SEEDS = 40
"""How many files of each kind are made with `--deep`, where a normal run makes one."""
PLAIN = "orders_one_row"


@pytest.mark.long
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_nothing_is_wrong_in_silence(kind: str, deep: bool) -> None:
    verdicts = {seed: judge(make(kind, seed)) for seed in range(DEEP_SEEDS if deep else 1)}
    assert not {seed: verdict for seed, verdict in verdicts.items() if verdict.word not in GOOD | NEEDLESS}
    needless = [verdict.text for verdict in verdicts.values() if verdict.word in NEEDLESS]
    assert not needless, "a careful person needs to ask nothing here"


def test_there_are_kinds_enough() -> None:
    assert len(KINDS) >= 160
    assert all(kind.text for kind in KINDS.values())


def test_every_language_and_container_is_drawn() -> None:
    makers = [Maker(random.Random(seed)) for seed in range(200)]
    assert {maker.language for maker in makers} == set(LANGUAGES)
    containers = Counter(maker.dialect.container for maker in makers)
    assert min(containers[each] for each in ("csv", "xlsx", "html")) > 20


@pytest.mark.parametrize("kind", ["lines_with_amounts", "refund_column", "overlapping_months"])
def test_a_seed_makes_the_same_file_again(kind: str) -> None:
    for seed in range(4):
        once, again = make(kind, seed), make(kind, seed)
        assert once.right == again.right
        assert [f.name for f in once.files] == [f.name for f in again.files]
        texts = [(a.data, b.data) for a, b in zip(once.files, again.files, strict=True) if not a.name.endswith("xlsx")]
        assert all(a == b for a, b in texts)  # a workbook also holds when it was made


def test_in_a_limited_process_it_is_the_same(tmp_path_factory: pytest.TempPathFactory) -> None:
    def load(made: MadeUp, choices: Mapping[str, str]) -> Orders:
        folder = tmp_path_factory.mktemp("files")
        for file in made.files:
            (folder / file.name).write_bytes(file.data)
        return rt.load(*(folder / file.name for file in made.files), **dict(choices))

    for kind in (PLAIN, "overlapping_months", "currency_column"):
        made = make(kind, 1)
        assert judge(made, load) == judge(made, load_here)


def made(right: Right) -> MadeUp:
    """A plain file of one seed, of which something else is said to be right."""
    file = make(PLAIN, 0)
    return MadeUp(file.kind, file.seed, file.files, right)


def test_other_numbers_are_wrong() -> None:
    right = make(PLAIN, 0).right.readings[0]
    assert judge(made(Right((right,)))).word == "right"
    assert right.customers is not None
    for wrong in (Reading(customers=right.customers + 1), Reading(orders=0), Reading(revenue=1.0)):
        assert judge(made(Right((wrong,)))).word == "WRONG IN SILENCE"
    assert judge(made(Right())).word == "WRONG IN SILENCE"


def test_questions_and_refusals_are_good_unless_the_file_is_plain() -> None:
    def ask(_: MadeUp, __: Mapping[str, str]) -> Orders:
        raise Undecided((Question("customer", ("a", "b")),))

    def refuse(_: MadeUp, __: Mapping[str, str]) -> Orders:
        raise FileError("empty_file", name="x")

    assert [judge(made(Right()), each).word for each in (ask, refuse)] == ["asked", "refused"]
    plain = made(Right(plain=True))
    assert [judge(plain, each).word for each in (ask, refuse)] == ["needless question", "needless refusal"]


def test_an_answered_question_is_judged_by_what_comes_of_it() -> None:
    def ask(made_up: MadeUp, choices: Mapping[str, str]) -> Orders:
        if not choices:
            raise Undecided((Question("sheet", ("a", "b")),))
        return load_here(make(made_up.kind, made_up.seed), {})

    right = make(PLAIN, 0).right.readings
    assert judge(made(Right(right, answers={"sheet": "*"})), ask).word == "asked"
    assert judge(made(Right((Reading(0),), answers={"sheet": "*"})), ask).word == "WRONG IN SILENCE"


def test_a_crash_is_told_of() -> None:
    def crash(_: MadeUp, __: Mapping[str, str]) -> Orders:
        raise KeyError("x")

    assert judge(made(Right()), crash).word == "crash"
