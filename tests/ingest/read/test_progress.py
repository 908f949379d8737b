"""Two parsers at a time, whoever asks; the others wait in the order in which they came, and may leave."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from retention.errors import RetentionError
from retention.ingest.read import limits
from retention.ingest.read.process import PARSERS, Progress, Turns

DEADLINE = 30


class Told(Progress):
    """A progress that can be waited for."""

    def __init__(self, **options: Callable[[], bool]) -> None:
        self._changed, self._before = threading.Condition(), 0
        super().__init__(**options)

    @property
    def before(self) -> int:
        return self._before

    @before.setter
    def before(self, count: int) -> None:
        with self._changed:
            self._before = count
            self._changed.notify_all()

    def wait_for(self, before: int) -> None:
        """Wait until so many come first."""
        with self._changed:
            assert self._changed.wait_for(lambda: self._before == before, DEADLINE)


class Visitor:
    """Somebody who takes a turn in a thread of its own and keeps it until told to go."""

    def __init__(self, turns: Turns, pool: ThreadPoolExecutor, *, progress: Told | None = None) -> None:
        self.progress = progress or Told()
        self.has_turn, self.may_go = threading.Event(), threading.Event()
        self.stay: Future[None] = pool.submit(self._stay, turns)

    def _stay(self, turns: Turns) -> None:
        with turns.turn(self.progress):
            self.has_turn.set()
            assert self.may_go.wait(DEADLINE)

    def go(self) -> None:
        """Give the turn back."""
        self.may_go.set()
        self.stay.result(DEADLINE)


@contextmanager
def visitors(turns: Turns, count: int) -> Iterator[list[Visitor]]:
    """So many, each in line before the next one comes; whatever happens, none is left waiting."""
    with ThreadPoolExecutor(count) as pool:
        came: list[Visitor] = []
        try:
            for place in range(count):
                came.append(Visitor(turns, pool))
                if place < 2:
                    assert came[-1].has_turn.wait(DEADLINE)
                else:
                    came[-1].progress.wait_for(place)
            yield came
        finally:
            for each in came:
                each.may_go.set()
                each.progress.stop()


def test_the_server_has_one_line_of_two() -> None:
    assert (limits.PARSERS, PARSERS._at_once) == (2, 2)


def test_first_come_first_served_and_each_knows_how_many_come_first() -> None:
    with visitors(Turns(2), 4) as (first, second, third, fourth):
        assert not third.has_turn.is_set()
        second.go()
        assert third.has_turn.wait(DEADLINE)
        fourth.progress.wait_for(2)
        assert not fourth.has_turn.is_set()
        first.go()
        assert fourth.has_turn.wait(DEADLINE)
        fourth.progress.wait_for(0)


def test_who_stops_leaves_the_line_to_the_others() -> None:
    with visitors(Turns(2), 4) as (first, _, third, fourth):
        third.progress.stop()
        refused = third.stay.exception(DEADLINE)
        assert isinstance(refused, RetentionError)
        assert refused.code == "stopped"
        fourth.progress.wait_for(2)
        first.go()
        assert fourth.has_turn.wait(DEADLINE)


def test_who_is_gone_leaves_the_line_too() -> None:
    here = threading.Event()
    here.set()
    turns = Turns(1)
    with ThreadPoolExecutor(2) as pool:
        first = Visitor(turns, pool)
        assert first.has_turn.wait(DEADLINE)
        second = Visitor(turns, pool, progress=Told(wanted=here.is_set))
        second.progress.wait_for(1)
        here.clear()
        assert isinstance(second.stay.exception(DEADLINE), RetentionError)
        first.go()


def test_a_turn_is_given_back_whatever_happens() -> None:
    turns = Turns(1)

    def fail() -> None:
        with turns.turn(Progress()):
            raise KeyboardInterrupt

    for _ in range(2):
        with pytest.raises(KeyboardInterrupt):
            fail()


def test_an_end_stays_an_end() -> None:
    here = threading.Event()
    progress = Progress(wanted=here.is_set)
    assert progress.stopped
    here.set()
    assert progress.stopped
